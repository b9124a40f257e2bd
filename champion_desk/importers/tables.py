"""Reads the rows of a table, from CSV in its dialects and from Excel workbooks, as text."""

from __future__ import annotations

import csv
import datetime
import io
import re
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import files
from champion_desk.importers.cleaning import words_of

_DELIMITERS = (",", ";", "\t", "|")
_END = "\ue000end of the list\ue001"
_MOST_UNPACKED = 1024 * 1024 * 1024
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


def tables(name: str, data: bytes, step: Step = _unwatched) -> Iterator[Table]:
    """The tables that a file may hold, likeliest first: one for each sheet, or for each way to split CSV.

    `step` is called with the number of every line that was read; what it raises stops the
    reading. Raises `Problem` for a file that is no table, or is cut off.
    """
    if files.is_workbook(data):
        yield from (table for _title, table in worksheets(name, data, step))
        return
    text = files.text_of(name, data)
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)", first.strip("\ufeff \r"), re.IGNORECASE)
    if told:  # how Excel is told which sign stands between the cells
        yield _rows("\n" + rest, told[1], step)
        return
    head = "\n".join(text.split("\n", 30)[:30])
    found = sorted(_DELIMITERS, key=lambda sign: -_columns(head, sign))
    for delimiter in found:
        if delimiter == found[0] or delimiter in first:
            yield _rows(text, delimiter, step)


def check_whole(name: str, data: bytes, table: Table, width: int) -> None:
    """Raise `Problem` "import-truncated" for CSV that stops inside a quoted cell or inside its last row.

    `width` is the number of columns of the heading.
    """
    if files.is_workbook(data) or not table:
        return
    last = table[-1]
    if last.cells and _END in last.cells[-1]:
        raise Problem("import-truncated", file=name, line=last.line)
    ends_with_line = data[-4:].rstrip(b"\0 \t\x1a").endswith((b"\n", b"\r", b"\n\0", b"\r\0"))
    if len(last.cells) < width and not ends_with_line and all(len(row.cells) >= width for row in table[:-1]):
        raise Problem("import-truncated", file=name, line=last.line)


def _columns(head: str, delimiter: str) -> int:
    """How many columns the first lines have, when they are split at that sign."""
    widths = sorted(len(row.cells) for row in _rows(head, delimiter))
    return widths[len(widths) // 2] if widths else 0


def _rows(text: str, delimiter: str, step: Step = _unwatched) -> Table:
    """The rows of a CSV text. A last row that stops inside quotes keeps the end mark in its last cell."""
    csv.field_size_limit(sys.maxsize if sys.maxsize <= 2**31 - 1 else 2**31 - 1)  # pictures in cells are long
    reader = csv.reader(_lines(text), delimiter=delimiter)
    rows, line = [], 1
    for cells in reader:
        if cells != [_END] and any(cell.strip() for cell in cells):
            rows.append(Row(line, tuple(_FORMULA_TEXT.sub(r"\1", cell) for cell in cells)))
        line = reader.line_num + 1
        step(line)
    return tuple(rows)


def _lines(text: str) -> Iterator[str]:
    yield from io.StringIO(text, newline="\n")
    if not text.endswith("\n"):
        yield "\n"
    yield _END


def worksheets(name: str, data: bytes, step: Step = _unwatched) -> Iterator[tuple[str, Table]]:
    """Each visible sheet of an Excel workbook with its title; a formula gives the value last shown."""
    from openpyxl import load_workbook  # loads slowly, and few lists are workbooks

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        raise Problem("import-damaged", file=name) from None
    if unpacked > _MOST_UNPACKED:
        raise Problem("import-too-large", file=name, most=files.MOST_MEGABYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that openpyxl leaves out, which nobody misses here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            found = []
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()  # some programs write wrong ones
                    rows = _sheet_rows(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), step)
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
