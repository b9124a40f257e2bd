"""Figures for people outside the desk as CSV, Excel or JSON, each of which says what it holds and what not.

CSV has one table in a file, and these are many that need their words: so all stand one under the other, as
someone reads them who opens the file in a spreadsheet program, words first. A program reads the JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.documents import figure_words as words
from champion_desk.documents.sheets import as_cell, as_text, replacing, write_csv
from champion_desk.domain.figures import AREAS, SITES, FigureRow, Figures, FigureTable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Line = list[str | int]
# Widths in signs; a sheet's name has at most 31 (Excel's own limit).
_NARROW, _WIDE, _HEADING, _LONGEST_NAME = 13, 40, 22, 31
_LINE_OF_WORDS, _POINTS_A_LINE = 84, 15


def write(format_name: str, found: Figures, path: Path) -> None:
    """Write figures in one of the formats `csv`, `xlsx`, `json`, whole or not at all."""
    _WRITERS[format_name](found, path)


def _lines(table: FigureTable) -> Iterator[Line]:
    """A table without its title: its headings, then its rows."""
    if not table.rows:
        yield [words.no_rows()]
        return
    yield [words.row_heading(table.name), *map(words.column, table.columns)]
    for row in table.rows:
        counts = [words.left_out() if count is None else count for count in row.counts]
        yield [words.row(table, row.code, row.label), *counts]


def _csv(found: Figures, path: Path) -> None:
    lines: list[Line] = [[heading, said] for heading, said in words.about(found)]
    for table in found.tables:
        lines += [[], [words.table_title(table.name)], *_lines(table)]
    write_csv([words.title(found)], lines, path)


def _json(found: Figures, path: Path) -> None:
    """Numbers are numbers and what is left out is null; all words stand beside them."""
    about = {
        "title": words.title(found),
        "rule": found.rule,
        "first_month": found.months[0],
        "last_month": found.months[-1],
        "last_month_is_over": not found.under_way,
        "sites": list(found.sites),
        "made_on": found.made_on.isoformat(),
        "sessions": found.sessions,
        "people": found.people,
        "quick_counts": found.quick,
        "staffed_hours": found.staffed,
        "hours_logged": found.logged,
        "null": words.left_out(),
        "words": [{"heading": heading, "text": text} for heading, text in words.about(found)],
    }
    page = {"about": about, "tables": list(map(_table, found.tables))}
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", errors="replace") as file:
        json.dump(page, file, ensure_ascii=False, indent=1)
        file.write("\n")


def _table(table: FigureTable) -> dict[str, object]:
    return {
        "name": table.name,
        "title": words.table_title(table.name),
        "left_out": not table.rows,
        "columns": [{"code": code, "label": words.column(code)} for code in table.columns],
        "rows": [_row(table, row) for row in table.rows],
    }


def _row(table: FigureTable, row: FigureRow) -> dict[str, object]:
    """A row; the code of a site is a record of the desk's own, and a place has its name for a code."""
    code = {} if table.name in (SITES, AREAS) else {"code": row.code}
    return {**code, "label": words.row(table, row.code, row.label), "counts": list(row.counts)}


def _xlsx(found: Figures, path: Path) -> None:
    """A sheet of words first, then one for each table, its headings always in sight."""
    from openpyxl import Workbook  # loads slowly

    book = Workbook()
    book.remove(book.worksheets[0])
    _about_sheet(book, found)
    for table in found.tables:
        _table_sheet(book, table)
    with replacing(path) as temporary:
        book.save(temporary)


def _about_sheet(book: Workbook, found: Figures) -> None:
    from openpyxl.styles import Alignment, Font

    sheet: Worksheet = book.create_sheet(words.sheet_about()[:_LONGEST_NAME])
    heading = as_cell(sheet, words.title(found))
    heading.font = Font(bold=True, size=14)
    sheet.append([heading])
    sheet.append([])
    for name, said in words.about(found):
        cells = [as_cell(sheet, name), as_cell(sheet, said)]
        cells[0].font = Font(bold=True)
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)
        # No program makes a row higher by itself for words that run over several lines.
        lines = max(len(said) // _LINE_OF_WORDS + 1, len(name) // _HEADING + 1)
        sheet.row_dimensions[sheet.max_row].height = lines * _POINTS_A_LINE + 3
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _HEADING + 2, _LINE_OF_WORDS + 6


def _table_sheet(book: Workbook, table: FigureTable) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet: Worksheet = book.create_sheet(as_text(words.sheet_name(table.name))[:_LONGEST_NAME])
    title = as_cell(sheet, words.table_title(table.name))
    title.font = Font(bold=True, size=13)
    sheet.append([title])
    for number, line in enumerate(_lines(table)):
        cells = [as_cell(sheet, value) for value in line]
        for at, cell in enumerate(cells):
            if at:
                cell.alignment = Alignment(horizontal="right", wrap_text=not number)
            cell.font = Font(bold=not number and bool(table.rows), italic=line[at] == words.left_out())
        sheet.append(cells)
    if not table.rows:
        return
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "1:2"
    sheet.column_dimensions["A"].width = _WIDE
    for at in range(len(table.columns)):
        sheet.column_dimensions[get_column_letter(at + 2)].width = _NARROW


_WRITERS: dict[str, Callable[[Figures, Path], None]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
