"""Any spreadsheet of places or services, CSV or Excel, by a mapping of its headings to fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from champion_desk import diagnostics
from champion_desk.domain.catalogue import folded
from champion_desk.domain.directory import ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.importers import files
from champion_desk.importers.cleaning import Cleaner, date_of
from champion_desk.importers.contract import ImportFile
from champion_desk.importers.headings import ColumnMapping, guess_mapping, squeezed
from champion_desk.importers.open_referral import CLOSED
from champion_desk.importers.plain_text import one_line
from champion_desk.importers.sheet_rows import Columns, listing_of
from champion_desk.importers.tables import Row, Table, check_whole, tables

NAME = "spreadsheet"

_HEADING_WITHIN = 30
_LIBRARY = re.compile(r"librar|llyfrgell|leabharlann", re.IGNORECASE)
_CLOSED_WORDS = frozenset(
    {"yes", "y", "true", "closed", "x", "permanently closed", "ie", "ydy", "ar gau", "wedi cau"}
)


@dataclass(frozen=True, slots=True)
class _List:
    """A table whose heading was found: its rows, its columns, and what is known about the whole."""

    rows: tuple[Row, ...]
    headings: tuple[str, ...]
    columns: Columns
    libraries: bool
    padded: bool
    ids: bool
    shared_ids: frozenset[str]


def recognises(file: ImportFile) -> bool:
    """An Excel workbook, or text that is not JSON."""
    return files.is_workbook(file.data) or (
        files.is_text(file.data) and not files.begins_like_json(file.data)
    )


def read(file: ImportFile, mapping: ColumnMapping | None = None) -> Iterator[ReadRow]:
    """Each row of the table as a listing, or why it can't be used; the mapping is guessed if not given.

    Raises `Problem` for a file that is cut off, has no heading for a name, or has no rows.
    """
    listed = _list(file, mapping)
    if not listed.rows:
        raise Problem("import-no-rows", file=file.name)
    return _read(file, listed)


def _list(file: ImportFile, mapping: ColumnMapping | None) -> _List:
    best: tuple[int, Table, Row, ColumnMapping] | None = None
    any_table: Table = ()
    for table in tables(file.name, file.data):
        any_table = any_table or table
        heading, guess = _heading(table, mapping)
        if heading and guess and (best is None or guess.count > best[0]):
            best = (guess.count, table, heading, guess)
    if best is None:
        check_whole(file.name, file.data, any_table, 0)
        raise Problem("import-no-columns" if any_table else "import-empty", file=file.name, missing=("name",))
    _, table, heading, guess = best
    headings = _trimmed(heading.cells)
    check_whole(file.name, file.data, table, len(headings))
    rows = tuple(row for row in table if row.line > heading.line)
    return _described(rows, headings, guess, files.is_workbook(file.data))


def _heading(table: Table, mapping: ColumnMapping | None) -> tuple[Row | None, ColumnMapping | None]:
    """The row of headings, which may stand below a title, and the mapping for it."""
    best: tuple[Row | None, ColumnMapping | None] = (None, None)
    for row in table[:_HEADING_WITHIN]:
        if mapping is not None:
            used = mapping.columns(row.cells)
            guess = ColumnMapping({name: mapping.fields[name] for name, numbers in used.items() if numbers})
        else:
            guess = guess_mapping(row.cells)
        if guess.complete and (best[1] is None or guess.count > best[1].count):
            best = (row, guess)
    return best


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    last = max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return tuple(one_line(cell) for cell in cells[:last])


def _described(
    rows: tuple[Row, ...], headings: tuple[str, ...], mapping: ColumnMapping, padded: bool
) -> _List:
    columns = Columns({name: numbers for name, numbers in mapping.columns(headings).items() if numbers})
    names = [columns.first(row, "name") for row in rows]
    named_so = any(
        squeezed(heading) in ("typeoflibrary", "libraryname", "enwrllyfrgell") for heading in headings
    )
    libraries = named_so or sum(1 for name in names if _LIBRARY.search(name)) * 10 >= len(names) * 6 > 0
    full = [row for row in rows if len(row.cells) >= len(headings)]
    short = len(rows) - len(full)
    # A program that leaves out empty cells at the end of each line never writes a line that ends in one.
    strips = short >= 3 and not any(not row.cell(len(headings) - 1).strip() for row in full)
    by_id: dict[str, set[str]] = {}
    for row, name in zip(rows, names, strict=True):
        key = columns.first(row, "id")
        if key:
            by_id.setdefault(key, set()).add(folded(name).strip())
    shared = frozenset(key for key, those in by_id.items() if len(those) > 1)
    ids = len(shared) * 20 <= len(by_id)  # a column with many repeats is no id
    return _List(rows, headings, columns, libraries, padded or strips, ids, shared)


def _read(file: ImportFile, listed: _List) -> Iterator[ReadRow]:
    lines: dict[str, int] = {}
    for number, row in enumerate(listed.rows):
        if number % 100 == 0:
            file.step(number, len(listed.rows))
        yield _row(row, listed, lines)
    file.step(len(listed.rows), len(listed.rows))


def _row(row: Row, listed: _List, lines: dict[str, int]) -> ReadRow:
    cleaner = Cleaner()
    columns = listed.columns
    name = next(filter(None, (cleaner.line(cell, "name", 200) for cell in columns.every(row, "name"))), "")
    refusal = _refusal(row, name, listed)
    if refusal:
        return ReadRow(row.line, name, refusal=refusal)
    try:
        key = _key(row, name, listed, cleaner)
        listing = listing_of(row, columns, listed.headings, name, key, listed.libraries, cleaner)
    except Exception as fault:  # whatever one row does, the others come in; the log says where it was
        diagnostics.log_fault(type(fault), fault.__traceback__)
        return ReadRow(row.line, name, refusal=Problem("row-unreadable"))
    same = lines.setdefault(listing.source_key, row.line)
    if same != row.line:
        return ReadRow(row.line, name, refusal=Problem("row-duplicate", of=same))
    return ReadRow(row.line, name, listing, notes=tuple(cleaner.notes))


def _refusal(row: Row, name: str, listed: _List) -> Problem | None:
    expected, found = len(listed.headings), len(_trimmed(row.cells))
    if found > expected:
        return Problem("row-too-many-columns", found=found, expected=expected)
    if len(row.cells) < expected and not listed.padded:
        return Problem("row-too-few-columns", found=len(row.cells), expected=expected)
    if not name:
        return Problem("row-no-name")
    if _is_closed(row, listed.columns):
        return Problem("row-closed")
    return None


def _is_closed(row: Row, columns: Columns) -> bool:
    closed = columns.first(row, "closed").casefold()
    status = columns.first(row, "status").casefold().replace("_", " ")
    day = date_of(closed) if closed else None
    return closed in _CLOSED_WORDS or status in CLOSED or (day is not None and day <= date.today())


def _key(row: Row, name: str, listed: _List, cleaner: Cleaner) -> str:
    """The row's own id where the list has ids, or ""."""
    own = cleaner.line(listed.columns.first(row, "id"), "id", 200) if listed.ids else ""
    if own and own in listed.shared_ids:
        cleaner.note("note-id-shared")
        return f"{own}/{folded(name)}"
    return own
