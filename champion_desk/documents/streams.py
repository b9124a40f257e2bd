"""Long tables out of the desk as CSV, Excel or JSON, part by part, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from champion_desk.documents.sheets import as_cell, as_text, replacing, safe_text

if TYPE_CHECKING:
    from openpyxl import Workbook

Column = Sequence[Any]
Parts = Iterable[Sequence[Column]]
Progress = Callable[[int], None]
# An Excel sheet ends after 1,048,576 rows, its headings among them (ECMA-376, and Excel's own limits).
ROWS_IN_A_SHEET = 1_048_575
_MAY_RUN = frozenset("=+-@\t\r \n\v\f")


@dataclass(frozen=True, slots=True)
class Table:
    """A long table: parts of it, each as its columns; `plain` are those that no one can type into."""

    headings: Sequence[str]
    plain: Sequence[bool]
    parts: Parts


def write(format_name: str, table: Table, path: Path, told: Progress) -> int:
    """Write a table in one of the formats `csv`, `xlsx`, `json`; how many rows there were.

    `told` is called after each part with how many rows there are so far; what it raises stops the writing,
    and what stood in the file before stays.
    """
    with replacing(path) as temporary:
        return _WRITERS[format_name](table, temporary, told)


def _counted(table: Table, told: Progress) -> Iterator[Sequence[Column]]:
    count = 0
    for part in table.parts:
        yield part
        count += len(part[0])
        told(count)


def _csv(table: Table, path: Path, told: Progress) -> int:
    count = 0
    lines = io.StringIO(newline="")  # a file is slower, line by line
    writer = csv.writer(lines)
    writer.writerow(table.headings)
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.write("\ufeff")  # by this mark Excel knows that it is UTF-8
        for part in _counted(table, told):
            writer.writerows(zip(*map(_safe, part, table.plain), strict=True))
            count += len(part[0])
            file.write(lines.getvalue())
            lines.seek(0)
            lines.truncate()
        file.write(lines.getvalue())  # the headings alone, where there was nothing else
    return count


def _safe(column: Column, plain: bool) -> Column:
    """A column in which no text can become a formula, nor hold what no file of text should."""
    if plain:
        return column
    risky = {
        value
        for value in set(column)
        if isinstance(value, str) and (value[:1] in _MAY_RUN or not value.isprintable())
    }
    if not risky:
        return column
    return [safe_text(as_text(value)) if value in risky else value for value in column]


def _json(table: Table, path: Path, told: Progress) -> int:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    count = 0
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.write("[")
        for part in _counted(table, told):
            rows = zip(*part, strict=True)
            lines = [encode(dict(zip(table.headings, row, strict=True))) for row in rows]
            file.write((",\n " if count else "\n ") + ",\n ".join(lines))
            count += len(lines)
        file.write("\n]\n")
    return count


def _xlsx(table: Table, path: Path, told: Progress) -> int:
    from openpyxl import Workbook  # loads slowly, and most exports are CSV

    book = Workbook(write_only=True)
    count = 0
    try:
        sheet = _sheet(book, table.headings, 1)
        for part in _counted(table, told):
            for row in zip(*part, strict=True):
                if count and count % ROWS_IN_A_SHEET == 0:
                    sheet = _sheet(book, table.headings, count // ROWS_IN_A_SHEET + 1)
                sheet.append([as_cell(sheet, value) if isinstance(value, str) else value for value in row])
                count += 1
        book.save(path)
    except BaseException:
        _put_away(book)
        raise
    return count


def _put_away(book: Workbook) -> None:
    """Take away what a sheet that was not finished has written so far, in a file of its own."""
    sheets: list[Any] = book.worksheets
    for sheet in sheets:
        if not sheet.closed:
            sheet.close()
        with suppress(OSError, ValueError):
            sheet._writer.cleanup()


def _sheet(book: Workbook, headings: Sequence[str], number: int) -> Any:
    from openpyxl.styles import Font

    sheet = book.create_sheet(f"Export {number}" if number > 1 else "Export")
    sheet.freeze_panes = "A2"
    heads = [as_cell(sheet, heading) for heading in headings]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    return sheet


_WRITERS: dict[str, Callable[[Table, Path, Progress], int]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}
