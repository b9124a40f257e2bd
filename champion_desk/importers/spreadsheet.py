"""Any spreadsheet of places or services, CSV or Excel, by a mapping of its headings to fields."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from champion_desk import diagnostics
from champion_desk.domain.catalogue import folded
from champion_desk.domain.directory import ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.importers.cleaning import Cleaner, date_of
from champion_desk.importers.contract import ImportFile, Look, Reading
from champion_desk.importers.headings import ColumnMapping, guess_mapping, squeezed
from champion_desk.importers.open_referral import CLOSED
from champion_desk.importers.plain_text import one_line
from champion_desk.importers.sheet_rows import Columns, listing_of
from champion_desk.importers.tables import AnyTable, Row, Table, ends_with_line, is_cut, tables_of

NAME = "spreadsheet"

_HEADING_WITHIN = 30
_LIBRARY = re.compile(r"librar|llyfrgell|leabharlann", re.IGNORECASE)
_CLOSED_WORDS = frozenset(
    {"yes", "y", "true", "closed", "x", "permanently closed", "ie", "ydy", "ar gau", "wedi cau"}
)


@dataclass(frozen=True, slots=True)
class _List:
    """A table whose heading was found: its rows, its columns, and what is known about the whole."""

    table: AnyTable
    heading: int
    count: int
    headings: tuple[str, ...]
    columns: Columns
    libraries: bool
    padded: bool
    ids: bool
    shared_ids: frozenset[str]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows below the heading."""
        return (row for row in self.table if row.line > self.heading)


def recognises(look: Look) -> int:
    """Any table: what no other format knows better is read by this one."""
    return 2 if look.is_table else 0


def read(file: ImportFile, mapping: ColumnMapping | None = None) -> Reading:
    """Each row of the table as a listing, or why it can't be used; the mapping is guessed if not given.

    Raises `Problem` for a file that is cut off, has no heading for a name, or has no rows.
    """
    listed = _list(file, mapping)
    if not listed.count:
        raise Problem("import-no-rows", file=file.name)
    return Reading(_read(file, listed), letters="" if file.is_workbook else file.letters().label)


def _tables(file: ImportFile) -> Iterator[AnyTable]:
    """The tables of a file; a workbook is read at once, and can be stopped while it is."""
    return tables_of(file, step=lambda _line: file.step(0)) if file.is_workbook else tables_of(file)


def _list(file: ImportFile, mapping: ColumnMapping | None) -> _List:
    best: tuple[int, AnyTable, Row, ColumnMapping] | None = None
    any_table: AnyTable = ()
    for table in _tables(file):
        top = tuple(islice(table, _HEADING_WITHIN))
        any_table = any_table or (table if top else ())
        heading, guess = _heading(top, mapping)
        if heading and guess and (best is None or guess.count > best[0]):
            best = (guess.count, table, heading, guess)
    if best is None:
        last = deque(any_table, maxlen=1)
        if last and is_cut(last[0]):
            raise Problem("import-truncated", file=file.name, line=last[0].line)
        raise Problem("import-no-columns" if any_table else "import-empty", file=file.name, missing=("name",))
    _, table, heading, guess = best
    return _described(file, table, heading, guess)


def _heading(table: Table, mapping: ColumnMapping | None) -> tuple[Row | None, ColumnMapping | None]:
    """The row of headings, which may stand below a title, and the mapping for it."""
    best: tuple[Row | None, ColumnMapping | None] = (None, None)
    for row in table:
        if mapping is not None:
            used = mapping.columns(row.cells)
            guess = ColumnMapping({name: mapping.fields[name] for name, numbers in used.items() if numbers})
        else:
            guess = guess_mapping(row.cells)
        if guess.complete and (best[1] is None or guess.count > best[1].count):
            best = (row, guess)
    return best


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells on one line each, without empty ones at the end."""
    last = max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return tuple(one_line(cell) for cell in cells[:last])


@dataclass(slots=True)
class _Survey:
    """What a first reading of all rows tells."""

    count: int = 0
    short: int = 0
    libraries: int = 0
    ends_empty: bool = False
    last: Row | None = None
    last_is_short: bool = False
    names: dict[str, int] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def see(self, row: Row, columns: Columns, width: int) -> None:
        """Count a row in."""
        name = columns.first(row, "name")
        key = columns.first(row, "id")
        self.count += 1
        self.libraries += bool(_LIBRARY.search(name))
        self.last, self.last_is_short = row, len(row.cells) < width
        self.short += self.last_is_short
        if not self.last_is_short and not row.cell(width - 1).strip():
            self.ends_empty = True
        if key:
            said = hash(folded(name).strip())
            if self.names.setdefault(key, said) != said:
                self.shared.add(key)


def _described(file: ImportFile, table: AnyTable, heading: Row, mapping: ColumnMapping) -> _List:
    headings = trimmed(heading.cells)
    columns = Columns({name: numbers for name, numbers in mapping.columns(headings).items() if numbers})
    seen = _Survey()
    for row in table:
        if row.line > heading.line:
            if seen.count % 500 == 0:
                file.step(0)
            seen.see(row, columns, len(headings))
    workbook = file.is_workbook
    last = seen.last or heading
    alone = seen.last_is_short and seen.short == 1
    if not workbook and (is_cut(last) or (alone and not ends_with_line(file))):
        raise Problem("import-truncated", file=file.name, line=last.line)
    named_so = any(
        squeezed(heading) in ("typeoflibrary", "libraryname", "enwrllyfrgell") for heading in headings
    )
    libraries = named_so or seen.libraries * 10 >= seen.count * 6 > 0
    # A program that leaves out empty cells at the end of each line never writes a line that ends in one.
    strips = seen.short >= 3 and not seen.ends_empty
    ids = len(seen.shared) * 20 <= len(seen.names)  # a column with many repeats is no id
    shared = frozenset(seen.shared)
    return _List(
        table, heading.line, seen.count, headings, columns, libraries, workbook or strips, ids, shared
    )


def _read(file: ImportFile, listed: _List) -> Iterator[ReadRow]:
    lines: dict[str, int] = {}
    for number, row in enumerate(listed.rows):
        if number % 50 == 0:
            file.step(number, listed.count)
        yield _row(row, listed, lines)
    file.step(listed.count, listed.count)


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
    expected, found = len(listed.headings), len(trimmed(row.cells))
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
