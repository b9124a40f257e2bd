"""Takes a list into the directory: reads it, says what it would change, and does all of that or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import islice

from champion_desk.domain.directory import ImportPreview, Listing, ReadRow, Source
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.services.staging import AT_A_TIME, Staged, StagedRows
from champion_desk.storage.rows import from_row
from champion_desk.storage.store import Store, Transaction

SHOWN = 300
Progress = Callable[[int, int | None], None]
Asked = Callable[[], bool]

# What a source does not say by itself, or what staff keep: it does not make a listing different.
_OWN = frozenset({"id", "source_id", "checked_on", "checked_by", "raw"})


@dataclass(slots=True)
class _Counts:
    added: int = 0
    changed: int = 0
    same: int = 0
    used: int = 0
    refused: int = 0
    noted: int = 0
    first_refused: list[ReadRow] = field(default_factory=list)
    first_noted: list[ReadRow] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def looked_over(
    store: Store, rows: Iterable[ReadRow], source: Source, cancelled: Asked, letters: str = ""
) -> ImportPreview:
    """What taking in the rows would change, against what this source gave before; the rows are kept aside.

    Raises `Problem` "import-nothing-usable", whatever reading the rows raises, or `Cancelled`.
    """
    staged, counts = StagedRows(), _Counts()
    rows = iter(rows)
    while part := list(islice(rows, AT_A_TIME)):
        if cancelled():
            raise Cancelled
        with store.reading() as tx:
            kept = _without_erased(tx, [Staged.of(row) for row in part], source)
            known = tx.directory.rows_with(source.id, [row.key for row in kept if row.listing])
        _count(counts, kept, known)
        staged.add(kept)
    if not counts.used:
        raise Problem("import-nothing-usable", found=len(staged))
    with store.reading() as tx:
        gone = sum(1 for key, _id in tx.directory.listed_keys(source.id) if key not in counts.keys)
    return ImportPreview(
        source,
        staged,
        counts.added,
        counts.changed,
        counts.same,
        gone,
        counts.used,
        counts.noted,
        tuple(counts.first_refused),
        tuple(counts.first_noted),
        letters,
    )


def _count(counts: _Counts, rows: Iterable[Staged], known: Mapping[str, Mapping[str, object]]) -> None:
    for row in rows:
        if row.notes:
            counts.noted += len(row.notes)
            if len(counts.first_noted) < SHOWN:
                counts.first_noted.append(ReadRow(row.line, row.name, notes=row.notes))
        if row.listing is None:
            counts.refused += 1
            if len(counts.first_refused) < SHOWN:
                counts.first_refused.append(ReadRow(row.line, row.name, refusal=row.refusal))
            continue
        counts.used += 1
        counts.keys.add(row.key)
        old = known.get(row.key)
        if old is None or old["removed_at"]:
            counts.added += 1
        elif _differs(row.listing, old):
            counts.changed += 1
        else:
            counts.same += 1


def _without_erased(tx: Transaction, rows: list[Staged], source: Source) -> list[Staged]:
    """The rows, refusing those that were erased at this desk; the refusal does not name them."""
    away = tx.erasure.kept_away(source.id, [row.key for row in rows if row.listing])
    if not away:
        return rows
    refused = Problem("row-erased")
    return [Staged(row.line, "", None, refused) if row.listing and row.key in away else row for row in rows]


def take_in(tx: Transaction, preview: ImportPreview, progress: Progress, cancelled: Asked) -> Source:
    """Take in a list as it was previewed, in the transaction at hand. Raises `Cancelled`."""
    source = tx.directory.keep_source(
        replace(preview.source, imported_at=datetime.now(UTC), listings=preview.used)
    )
    tx.directory.begin_many()
    keys: set[str] = set()
    done = 0
    for part in _parts(preview):
        if cancelled():
            raise Cancelled
        progress(done, preview.found)
        rows = {row.key: row.listing for row in part if row.listing is not None}
        known = tx.directory.rows_with(source.id, list(rows), raw=True)
        fresh = [row | {"source_id": source.id} for key, row in rows.items() if key not in known]
        tx.directory.add_many(fresh)
        for key, old in known.items():
            _bring_up_to_date(tx, rows[key], source, old)
        keys.update(rows)
        done += len(part)
    for at, (key, listing_id) in enumerate(tx.directory.listed_keys(source.id)):
        if at % AT_A_TIME == 0 and cancelled():
            raise Cancelled
        if key not in keys:
            tx.directory.mark_gone(listing_id)
    tx.directory.optimise()
    progress(preview.found, preview.found)
    return source


def _parts(preview: ImportPreview) -> Iterator[list[Staged]]:
    if isinstance(preview.rows, StagedRows):
        yield from preview.rows.parts()
    else:
        yield [Staged.of(row) for row in preview.rows]


def _differs(row: Mapping[str, object], old: Mapping[str, object]) -> bool:
    return bool(old["gone_at"]) or any(old[name] != value for name, value in row.items() if name not in _OWN)


def _bring_up_to_date(
    tx: Transaction, row: Mapping[str, object], source: Source, old: Mapping[str, object]
) -> None:
    """New values for a listing that is here; a check made at this desk stays on top of an older one."""
    checked = _checked(row, old)
    if old["removed_at"] or _differs(row, old) or row["raw"] != old["raw"] or checked != _check_of(old):
        kept = replace(from_row(Listing, row), id=str(old["id"]), source_id=source.id)
        on, by = checked
        tx.directory.amend(replace(kept, checked_on=date.fromisoformat(on) if on else None, checked_by=by))


def _check_of(row: Mapping[str, object]) -> tuple[str, str]:
    return str(row["checked_on"] or ""), str(row["checked_by"])


def _checked(row: Mapping[str, object], old: Mapping[str, object]) -> tuple[str, str]:
    here, there = _check_of(old), _check_of(row)
    return here if here[0] and here[0] > there[0] else there
