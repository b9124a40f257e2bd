"""All lists of a council as one readable file: what stands in it, and what a file may not be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from champion_desk import VERSION as PROGRAM
from champion_desk.domain.lists import EDITABLE
from champion_desk.domain.problems import Problem
from champion_desk.storage.trouble import known

VERSION = 1
_MARK = "champion-desk-lists"
# What may belong to a line: a topic's family and words, a key's topic, what an area was called before.
_FACTS = ("family", "words", "topic", "names")
MOST_BYTES = 4_000_000
MOST_LINES = 2_000
_ABOUT = (
    "The lists of a council's Champion Desk. Open it at another desk: Settings, Lists, Import. "
    "To rename a line, write its name under labels; a code never changes."
)


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of a file. `labels` are the council's own, `ships_as` what the program itself says.

    `onto` is the code it counts as. `place` is its place in its list, from 1. `wrong` is the code of what
    is wrong with it, where it can't be read.
    """

    list: str
    code: str
    place: int
    labels: Mapping[str, str] = field(default_factory=dict)
    ships_as: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    retired: bool = False
    onto: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class ListFile:
    """What a file holds: its lines by list, in order, and the names of lists that are not known here."""

    lines: Mapping[str, tuple[FileLine, ...]]
    unknown: tuple[str, ...] = ()


def to_bytes(lines: Mapping[str, Iterable[FileLine]]) -> bytes:
    """The file, a line of the list in each of its lines."""
    parts = [
        f"  {_said(name)}: [\n{_joined(f'    {_said(_entry(line))}' for line in found)}\n  ]"
        for name, found in lines.items()
    ]
    head = f'"{_MARK}": {VERSION},\n"program": {_said(PROGRAM)},\n"about": {_said(_ABOUT)},'
    return f'{{\n{head}\n"lists": {{\n{_joined(parts)}\n}}\n}}\n'.encode()


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(parts: Iterable[str]) -> str:
    return ",\n".join(parts)


def _entry(line: FileLine) -> dict[str, object]:
    found: dict[str, object] = {"code": line.code}
    if line.ships_as:
        found["ships-as"] = dict(line.ships_as)
    if line.labels:
        found["labels"] = dict(line.labels)
    found.update(line.facts)
    if line.retired:
        found["retired"] = True
    if line.onto:
        found["counts-as"] = line.onto
    return found


def read(path: Path) -> ListFile:
    """What a file holds. Raises `Problem` in one sentence for anything that is no such file."""
    with known(path):
        if path.stat().st_size > MOST_BYTES:
            raise Problem("lists-too-large", file=path.name, most=MOST_BYTES // 1_000_000)
        data = path.read_bytes()
    if not data.strip():
        raise Problem("lists-empty", file=path.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Problem("lists-encoding", file=path.name, line=line) from None
    return _read(_parsed(text, path.name), path.name)


def _parsed(text: str, file: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_such_number)
    except json.JSONDecodeError as error:
        raise Problem("lists-not-readable", file=file, line=error.lineno) from None
    except (ValueError, RecursionError):
        raise Problem("lists-foreign", file=file) from None
    if not isinstance(found, dict) or _MARK not in found:
        raise Problem("lists-foreign", file=file)
    return found


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_such_number(_text: str) -> None:
    raise ValueError("no number")


def _read(found: Mapping[str, Any], file: str) -> ListFile:
    version, lists = found[_MARK], found.get("lists")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Problem("lists-foreign", file=file)
    if version > VERSION:
        raise Problem("lists-newer", file=file)
    if not isinstance(lists, dict) or not all(isinstance(one, list) for one in lists.values()):
        raise Problem("lists-foreign", file=file)
    if sum(map(len, lists.values())) > MOST_LINES:
        raise Problem("lists-too-many", file=file, most=MOST_LINES)
    lines = {
        name: tuple(_line(name, at, entry) for at, entry in enumerate(lists[name], start=1))
        for name in EDITABLE
        if name in lists
    }
    return ListFile(lines, tuple(name[:60] for name in lists if name not in EDITABLE))


def _line(name: str, place: int, entry: object) -> FileLine:
    if not isinstance(entry, dict) or not isinstance(entry.get("code"), str):
        return FileLine(name, "", place, wrong="line-no-code")
    code = entry["code"][:60]
    labels, ships_as = _labels(entry.get("labels", {})), _labels(entry.get("ships-as", {}))
    retired, onto = entry.get("retired", False), entry.get("counts-as", "")
    facts = {key: entry[key] for key in _FACTS if key in entry}
    fits = (
        labels is not None
        and ships_as is not None
        and isinstance(retired, bool)
        and isinstance(onto, str)
        and _facts_fit(facts)
    )
    if not fits:
        return FileLine(name, code, place, wrong="line-unreadable")
    return FileLine(name, code, place, labels or {}, ships_as or {}, facts, retired, onto)


def _labels(value: object) -> dict[str, str] | None:
    """Labels by language; None where they are something else."""
    if not isinstance(value, dict):
        return None
    fit = all(isinstance(label, str) and 2 <= len(key) <= 8 for key, label in value.items())
    return dict(value) if fit else None


def _facts_fit(facts: Mapping[str, object]) -> bool:
    words, names = facts.get("words", []), facts.get("names", [])
    return (isinstance(words, list) and isinstance(names, list)) and all(
        isinstance(one, str) for one in (*words, *names, facts.get("family", ""), facts.get("topic", ""))
    )
