"""Takes a first look at a file, so that the importers can tell which of them it is for."""

from __future__ import annotations

import csv
from itertools import islice

from champion_desk.domain.problems import Problem
from champion_desk.importers import files, letters
from champion_desk.importers.contract import ImportFile, Look
from champion_desk.importers.json_lists import Entries
from champion_desk.importers.json_window import Window
from champion_desk.importers.tables import tables_of

_ENTRIES = 8
_LINES = 12


def look_at(file: ImportFile) -> Look:
    """What the beginning of a file shows; of a folder or zip file, what its members are. Never an error."""
    if file.members:
        return _members(file)
    head = file.head
    by_name = file.name.casefold().endswith((".json", ".jsonl", ".ndjson"))
    if files.begins_like_json(head) or (by_name and files.is_text(head)):
        return _json(file)
    if file.is_workbook:
        return Look(file.name, is_table=True, headings=_top_of_workbook(file))
    if files.is_text(head):
        return Look(file.name, is_table=True, headings=_headings(head))
    return Look(file.name)


def _members(file: ImportFile) -> Look:
    tables = {part.name.casefold().rpartition(".")[0] for part in file.members if _is_csv(part)}
    lists = [
        part for part in file.members if not _is_csv(part) and part.name.casefold() != "datapackage.json"
    ]
    first = look_at(lists[0]) if lists and len(lists) == len(file.members) else None
    if first is not None and first.is_json:
        return Look(file.name, True, False, first.entries, first.outer)
    return Look(file.name, tables=frozenset(tables))


def _is_csv(part: ImportFile) -> bool:
    return part.name.casefold().endswith((".csv", ".tsv", ".txt"))


def _decoded(head: bytes) -> str:
    mark, encoding = letters.mark_of(head)
    if not mark and b"\0" in head:
        encoding = letters.utf16_without_mark(head) or "utf-8"
    return head[len(mark) :].decode(encoding, errors="ignore")


def _json(file: ImportFile) -> Look:
    """The first entries; a broken or very long one is looked at no further."""
    with file.opened() as opened:
        beginning = opened.read(letters.PART)
    entries = Entries(Window(file.name, iter((_decoded(beginning),))))
    found: list[dict[str, object]] = []
    by_line = False
    try:
        for entry in islice(iter(entries), _ENTRIES):
            if isinstance(entry, dict):
                found.append(entry)
            by_line = entries.values > 1 and not entries.is_list
    except Problem:
        pass  # the rest of a long file is missing from its beginning
    return Look(file.name, True, False, tuple(found), dict(entries.outer), by_line)


def _top_of_workbook(file: ImportFile) -> tuple[tuple[str, ...], ...]:
    try:
        rows = (row for table in tables_of(file, _LINES) for row in table)
        return tuple(tuple(cell.strip() for cell in row.cells) for row in rows)
    except Problem:
        return ()  # reading it will say what is wrong


def _headings(head: bytes) -> tuple[tuple[str, ...], ...]:
    lines = _decoded(head).splitlines()[:_LINES]
    try:
        return tuple(tuple(cell.strip() for cell in cells) for cells in csv.reader(lines))
    except csv.Error:
        return ()
