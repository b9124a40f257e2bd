"""Reads the rows of a table, from CSV in its dialects and from Excel workbooks, as text."""

from __future__ import annotations

import csv
import datetime
import io
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import packages
from champion_desk.importers.cleaning import words_of
from champion_desk.importers.contract import ImportFile
from champion_desk.importers.letters import Letters

_DELIMITERS = (",", ";", "\t", "|")
_END = "\ue000end of the list\ue001"
_MOST_COLUMNS = 500
_FORMULA_TEXT = re.compile(r'^="([^"]*)"$')


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has something in it, and the line it begins at (1 is the first)."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text in a column, "" beyond the end."""
        return self.cells[column] if column < len(self.cells) else ""


Table = tuple[Row, ...]
Step = Callable[[int], None]


def _unwatched(_line: int) -> None:
    """Nobody watches."""


class CsvTable:
    """The rows of a CSV file, read anew each time one goes through them, so that none are held.

    Where the text stops inside quotes, the last cell of the last row holds an end mark (`is_cut`).
    """

    def __init__(
        self, file: ImportFile, letters: Letters, delimiter: str, step: Step, skip: bool = False
    ) -> None:
        self._file, self._letters, self._delimiter = file, letters, delimiter
        self._step, self._skip = step, skip

    def __iter__(self) -> Iterator[Row]:
        lines = _lines(self._file.text(self._letters))
        if self._skip:
            next(lines)
        reader = csv.reader(lines, delimiter=self._delimiter)
        before = line = 1 + self._skip
        for cells in reader:
            if cells != [_END] and any(cell.strip() for cell in cells):
                yield Row(line, tuple(_FORMULA_TEXT.sub(r"\1", cell) for cell in cells))
            line = reader.line_num + before
            self._step(line)


AnyTable = CsvTable | Table


def tables_of(file: ImportFile, most_rows: int | None = None, step: Step = _unwatched) -> Iterator[AnyTable]:
    """The tables that a file may hold, likeliest first: one for each sheet, or for each way to split CSV.

    Of a workbook, only so many rows where `most_rows` says so. `step` is called with the number of every
    line that was read; what it raises stops the reading. Raises `Problem` for a file that is no
    table, or is cut off.
    """
    csv.field_size_limit(sys.maxsize if sys.maxsize <= 2**31 - 1 else 2**31 - 1)  # pictures in cells are long
    if file.is_workbook:
        yield from (table for _title, table in worksheets(file.name, file.data, step, most_rows))
        return
    letters = file.letters()
    head = list(islice(_lines(file.text(letters)), 30))
    first = head[0].rstrip("\n")
    told = re.fullmatch(r"sep=(.)", first.strip("\ufeff \r"), re.IGNORECASE)
    if told:  # how Excel is told which sign stands between the cells
        yield CsvTable(file, letters, told[1], step, skip=True)
        return
    found = sorted(_DELIMITERS, key=lambda sign: -_columns(head, sign))
    for delimiter in found:
        if delimiter == found[0] or delimiter in first:
            yield CsvTable(file, letters, delimiter, step)


def tables(name: str, data: bytes, step: Step = _unwatched) -> Iterator[Table]:
    """As `tables_of`, with all rows of each table at once."""
    yield from (tuple(table) for table in tables_of(ImportFile(name, data), step=step))


def is_cut(row: Row) -> bool:
    """Whether the text stopped inside this row's quotes."""
    return bool(row.cells) and _END in row.cells[-1]


def ends_with_line(file: ImportFile) -> bool:
    """Whether the last line of a file has its end."""
    with file.opened() as opened:
        opened.seek(max(0, opened.seek(0, io.SEEK_END) - 4))
        tail = opened.read().rstrip(b"\0 \t\x1a")
    return tail.endswith((b"\n", b"\r", b"\n\0", b"\r\0"))


def check_whole(name: str, data: bytes, table: Table, width: int) -> None:
    """Raise `Problem` "import-truncated" for CSV that stops inside a quoted cell or inside its last row.

    `width` is the number of columns of the heading.
    """
    file = ImportFile(name, data)
    if not table or file.is_workbook:
        return
    last = table[-1]
    short = len(last.cells) < width and all(len(row.cells) >= width for row in table[:-1])
    if is_cut(last) or (short and not ends_with_line(file)):
        raise Problem("import-truncated", file=name, line=last.line)


def _columns(head: list[str], delimiter: str) -> int:
    """How many columns the first lines have, when they are split at that sign."""
    rows = (cells for cells in csv.reader(head, delimiter=delimiter) if any(cell.strip() for cell in cells))
    widths = sorted(map(len, rows))
    return widths[len(widths) // 2] if widths else 0


def _lines(parts: Iterable[str]) -> Iterator[str]:
    """The lines of a text with their ends, and at last a line that shows whether quotes were left open."""
    rest = ""
    for part in parts:
        lines = (rest + part).split("\n")
        rest = lines.pop()
        for line in lines:
            yield line + "\n"
    if rest:
        yield rest + "\n"
    yield _END


def worksheets(
    name: str, data: bytes, step: Step = _unwatched, most_rows: int | None = None
) -> Iterator[tuple[str, Table]]:
    """Each visible sheet of an Excel workbook with its title; a formula gives the value last shown."""
    from openpyxl import load_workbook  # loads slowly, and few lists are workbooks

    packages.check_workbook(name, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that openpyxl leaves out, which nobody misses here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            found = []
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()  # some programs write wrong ones
                    rows = _sheet_rows(
                        sheet.iter_rows(max_row=most_rows, max_col=_MOST_COLUMNS, values_only=True), step
                    )
                    found.append((str(sheet.title), rows))
            book.close()
    except (MemoryError, Cancelled):
        raise
    except Exception:  # a damaged workbook can fail anywhere inside openpyxl, zipfile and the XML parser
        raise Problem("import-damaged", file=name) from None
    yield from found


def _sheet_rows(values: Iterable[tuple[object, ...]], step: Step) -> Table:
    rows = []
    for line, cells in enumerate(values, 1):
        step(line)
        texts = [_shown(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            rows.append(Row(line, tuple(texts)))
    return tuple(rows)


def _shown(value: object) -> str:
    """A cell as it would be written: days as 2026-03-05, times as 10:00."""
    if isinstance(value, datetime.datetime):
        return (
            value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}" if minutes >= 0 else ""
    if isinstance(value, bool):
        return str(value)
    return words_of(value)
