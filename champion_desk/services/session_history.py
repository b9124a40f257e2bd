"""What happened to one record over time: who changed which field, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from champion_desk.storage.changes import ERASE_PAST, Change
from champion_desk.storage.rows import from_row, to_row

Record = TypeVar("Record")
# The time of removal is the step itself, and no answer anyone gave.
_SILENT = frozenset({"removed_at", "import_key"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after a step, as the record holds it; None where it has faded or was erased."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to a record.

    `kind` is add, amend, remove, restore, undo, fade or erase-past; `reason` a code or someone's words.
    """

    at: datetime
    champion_id: str
    kind: str
    differences: tuple[Difference, ...] = ()
    reason: str = ""


def steps_of(record: Record, changes: Sequence[Change]) -> list[Step]:
    """The steps that led to a record as it is now, newest first, from its changes oldest first."""
    row: dict[str, object] = {**to_row(record), "removed_at": _removed_now(changes)}
    later = row.copy()
    gone: set[str] = set()
    found = []
    for change in reversed(changes):
        before = {**later, **change.before}
        if change.kind == "fade":
            gone.update(change.fields)
        elif change.kind == ERASE_PAST:
            gone.update(change.fields[1:])
        found.append(_step(type(record), change, before, later, gone))
        later = before
    return found


def _removed_now(changes: Sequence[Change]) -> object:
    """Whether the last change that touched it set the record aside."""
    last = next((one for one in reversed(changes) if "removed_at" in one.fields), None)
    return "removed" if last is not None and not last.before.get("removed_at") else None


def _step(
    kind: type[object], change: Change, before: dict[str, object], after: dict[str, object], gone: set[str]
) -> Step:
    names = [name for name in change.fields if name not in _SILENT and name in before]
    old, new = from_row(kind, before), from_row(kind, after)
    differences = tuple(
        Difference(
            name,
            None if name in gone and name not in change.before else getattr(old, name, None),
            None if name in gone and not getattr(new, name, None) else getattr(new, name, None),
        )
        for name in (names if change.kind in ("amend", "undo") else [])
    )
    return Step(change.at, change.champion_id, _kind(change), differences, change.reason)


def _kind(change: Change) -> str:
    """Taking a removal back is a restoring, whichever way it was written."""
    if "removed_at" in change.fields and change.kind in ("amend", "undo"):
        return "restore" if change.before.get("removed_at") else "remove"
    return change.kind
