"""Tables out of the desk as CSV, Excel or JSON, written whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

NAME = "sheets"
_WIDEST = 60
_LONGEST_CELL = 32_767
# A spreadsheet program takes text with these first signs for a formula and runs it (OWASP, CSV injection).
_RUNS = re.compile(r"^\s*[=+\-@\t\r]")
_ONLY_A_NUMBER = re.compile(r"^\s*[+-]?[\d .,()]+$")
_CANT_STAND_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    """A CSV file in UTF-8 with the mark by which Excel knows it, so that Welsh letters arrive.

    Text that a spreadsheet program would run as a formula gets an apostrophe before it; numbers,
    phone numbers among them, stay as they are.
    """
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", errors="replace", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(map(safe_text, headings))
        writer.writerows([_csv_value(value) for value in row] for row in rows)


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    """An Excel file: one sheet, its headings bold and always in sight; text is never a formula."""
    from openpyxl import Workbook  # loads slowly, and most exports are CSV
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet("Export")
    filled = [list(row) for row in rows]
    heads = [as_cell(sheet, heading) for heading in headings]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in filled:
        sheet.append([as_cell(sheet, value) for value in row])
    sheet.freeze_panes = "A2"
    _widen(sheet, headings, filled)
    with replacing(path) as temporary:
        book.save(temporary)


def write_json(records: Iterable[object], path: Path) -> None:
    """A JSON list of records: mappings, or frozen records with their fields."""
    plain = [_plain(record) for record in records]
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", errors="replace") as file:
        json.dump(plain, file, ensure_ascii=False, indent=2)
        file.write("\n")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside the target, which takes its place once it is written to the disk.

    On any trouble the temporary file is removed, and what stood there before stays.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if error.filename is not None and Path(error.filename) == temporary:
            error.filename = str(path)  # nobody knows the file by its passing name
        raise
    finally:
        temporary.unlink(missing_ok=True)


def _plain(value: object) -> object:
    """A value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, str | int | float) or value is None else str(value)


def _flat(value: object) -> str | float | date | time | None:
    """A value as one cell can hold it."""
    if isinstance(value, str | int | float | date | time) or value is None:
        return value
    plain = _plain(value)
    if isinstance(plain, list) and all(isinstance(item, str) for item in plain):
        return "; ".join(plain)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def as_text(text: str) -> str:
    """Text without the signs that no sheet can hold."""
    return _CANT_STAND_IN_XML.sub("", text)


def safe_text(text: str) -> str:
    """Text that no spreadsheet program takes for a formula."""
    return f"'{text}" if _RUNS.match(text) and not _ONLY_A_NUMBER.match(text) else text


def _csv_value(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    flat = _flat(value)
    if isinstance(flat, str):
        return safe_text(as_text(flat))
    return flat.isoformat() if isinstance(flat, date | time) else flat


def _widen(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns as wide as their longest value, within reason."""
    from openpyxl.utils import get_column_letter

    for column, heading in enumerate(headings):
        longest = max([len(heading), *(len(str(row[column])) for row in rows if column < len(row))])
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(longest + 2, _WIDEST)


def as_cell(sheet: Worksheet, value: object) -> Cell:
    """A value as a cell of a sheet; text is never a formula."""
    from openpyxl.cell import Cell

    flat = _flat(value)
    if isinstance(flat, datetime) and flat.tzinfo:
        flat = flat.astimezone().replace(tzinfo=None)  # a cell knows no time zone; this is the desk's own
    cell = Cell(sheet, row=1, column=1)
    if not isinstance(flat, str):
        cell.value = flat
        return cell
    text = as_text(flat)[:_LONGEST_CELL]
    cell.value = text
    if _RUNS.match(text):
        cell.data_type = "s"
        cell.quotePrefix = True  # it stays text when someone edits the cell
    return cell
