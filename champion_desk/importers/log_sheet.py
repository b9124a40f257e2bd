"""Reads a file of earlier logs to tables of headings and rows, one for each worksheet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from champion_desk.domain.past_logs import LogRow, LogSheet
from champion_desk.domain.problems import Problem
from champion_desk.importers import files, tables
from champion_desk.importers.contract import ImportFile
from champion_desk.importers.headings import squeezed
from champion_desk.importers.log_headings import exactly, field_for, is_left
from champion_desk.importers.log_moments import read_clock, read_day, says_no_year
from champion_desk.importers.plain_text import one_line, plain
from champion_desk.importers.tables import Row, Table

_HEADING_WITHIN = 40
_LONGEST_HEADING = 120
_MOST_COLUMNS = 300
_LOOKED_AT = 200
TITLE_DAY = "Date"


def read(file: ImportFile) -> tuple[LogSheet, ...]:
    """The tables of a file that can be a log, the likeliest first.

    Worksheets with the same headings are one table, and each by itself after it. Raises `Problem` for a
    file that is no list, is cut off, or has no day in it.
    """
    found: list[LogSheet] = []
    any_table = False
    if files.is_workbook(file.data):
        for title, table in tables.worksheets(file.name, file.data, file.step):
            any_table = any_table or bool(table)
            found += _sheet(file, title, table)
        found = _together(file.name, found)
    else:
        if files.begins_like_json(file.data):
            raise Problem("past-no-sheet", file=file.name)
        found = _from_text(file)
        any_table = True
    if not found:
        raise Problem("past-no-date" if any_table else "import-empty", file=file.name)
    if not any(sheet.rows for sheet in found):
        raise Problem("import-no-rows", file=file.name)
    return tuple(sheet for sheet in found if sheet.rows)


def _from_text(file: ImportFile) -> list[LogSheet]:
    best: list[LogSheet] = []
    for table in tables.tables(file.name, file.data, file.step):
        sheets = _sheet(file, "", table)
        if sheets:
            tables.check_whole(file.name, file.data, table, len(sheets[0].headings))
            if not best or len(sheets[0].headings) > len(best[0].headings):
                best = sheets
        elif not best:
            tables.check_whole(file.name, file.data, table, 0)
    return best


def _together(name: str, sheets: list[LogSheet]) -> list[LogSheet]:
    """The same with those of equal shape put together in front, the most rows first."""
    shapes: dict[str, list[LogSheet]] = {}
    for sheet in sheets:
        shapes.setdefault(sheet.shape, []).append(sheet)
    joined = []
    for members in shapes.values():
        if len(members) > 1:
            first = members[0]
            rows = tuple(row for one in members for row in _in_order(one, first.headings))
            title = ", ".join(one.title for one in members)
            joined.append(LogSheet(name, title, first.headings, rows, first.shape))
    alone = [sheet for members in shapes.values() for sheet in members]
    return sorted([*joined, *alone], key=lambda sheet: -len(sheet.rows))


def _in_order(sheet: LogSheet, headings: tuple[str, ...]) -> Iterator[LogRow]:
    """The rows with their cells in the order of these headings."""
    if sheet.headings == headings:
        yield from sheet.rows
        return
    at = [sheet.headings.index(heading) for heading in headings]
    for row in sheet.rows:
        yield replace(row, cells=tuple(row.cell(column) for column in at))


def _sheet(file: ImportFile, title: str, table: Table) -> list[LogSheet]:
    """The table in a worksheet; nothing where it has no days."""
    heading = _heading(table)
    if heading is not None:
        at = table.index(heading)
        headings, begin = _with_second_line(table, at)
        rows = table[begin:]
        if _has_days(headings, rows):
            return [_made(file, title, headings, rows)]
        turned = _turned(heading, rows)
        if turned is not None:
            return [_made(file, title, *turned)]
        day = _day_in_title(title, table[:at])
        if day and _has_hours(headings, rows):
            dated = [replace(row, cells=(day, *row.cells)) for row in rows]
            return [_made(file, title, (TITLE_DAY, *headings), dated)]
    return []


def _heading(table: Table) -> Row | None:
    """The row of headings, which may stand below titles and empty rows."""
    best: tuple[float, Row] | None = None
    for row in table[:_HEADING_WITHIN]:
        cells = [one_line(cell)[:_LONGEST_HEADING] for cell in row.cells[:_MOST_COLUMNS]]
        filled = [cell for cell in cells if cell]
        if len(filled) < 2:
            continue
        known = sum(1 for cell in filled if field_for(cell)) + sum(1 for cell in filled if exactly(cell))
        numbers = sum(1 for cell in filled if _is_number(cell))
        days = sum(1 for cell in filled if read_day(cell) and not _is_number(cell))
        texts = len(filled) - numbers - days
        if days and days < 2 and not known:
            continue  # a row with a day in it is no heading, one with many may stand over a grid
        score = known * 3 + min(texts, 10) * 0.5 + (min(days, 8) if days > 2 else -days) - numbers
        if score > 0 and (best is None or score > best[0]):
            best = score, row
    return best[1] if best else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _with_second_line(table: Table, at: int) -> tuple[tuple[str, ...], int]:
    """The headings and where the rows begin: kinds often stand on a line of their own under a wide one."""
    top = _trimmed(table[at].cells)
    if at + 1 < len(table):
        under = _trimmed(table[at + 1].cells)
        words = [cell for cell in under if cell]
        begins_empty = not under[:1] or not under[0]
        if begins_empty and len(words) >= 2 and not any(_is_number(w) or read_day(w) for w in words):
            width = max(len(top), len(under))
            pairs = zip(_padded(top, width), _padded(under, width), strict=True)
            gaps = sum(1 for upper, lower in pairs if lower and not upper)
            if gaps:
                joined = zip(_padded(top, width), _padded(under, width), strict=True)
                return tuple(lower or upper for upper, lower in joined), at + 2
    return top, at + 1


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *("" for _ in range(width - len(cells))))


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    clean = [one_line(plain(cell[:400])[0])[:_LONGEST_HEADING] for cell in cells[:_MOST_COLUMNS]]
    while clean and not clean[-1]:
        clean.pop()
    return tuple(clean)


def share_of_days(rows: Sequence[Row] | Sequence[LogRow], column: int) -> float:
    """Which part of what stands in a column is days."""
    texts = [row.cell(column) for row in rows[:_LOOKED_AT]]
    texts = [text for text in texts if text.strip()]
    return sum(1 for text in texts if read_day(text) or read_day(text, False)) / len(texts) if texts else 0.0


def share_of_clocks(rows: Sequence[Row] | Sequence[LogRow], column: int) -> float:
    """Which part of what stands in a column is times of day."""
    texts = [row.cell(column) for row in rows[:_LOOKED_AT]]
    texts = [text for text in texts if text.strip()]
    return sum(1 for text in texts if read_clock(text)) / len(texts) if texts else 0.0


def _has_days(headings: Sequence[str], rows: Table) -> bool:
    """Whether a column says when; a sheet without rows has it by its heading."""
    if any(field_for(heading) in ("when", "date") for heading in headings):
        named = [n for n, heading in enumerate(headings) if field_for(heading) in ("when", "date")]
        return (
            not rows
            or any(share_of_days(rows, number) > 0.2 for number in named)
            or any(
                says_no_year(row.cell(number)) for row in rows[:20] for number in named
            )  # each row says so
            or _any_days(headings, rows)
        )
    return _any_days(headings, rows)


def _any_days(headings: Sequence[str], rows: Table) -> bool:
    return any(
        share_of_days(rows, number) >= 0.6 and any(not _is_number(row.cell(number)) for row in rows[:20])
        for number in range(len(headings))
        if not is_left(headings[number])
    )


def _has_hours(headings: Sequence[str], rows: Table) -> bool:
    return any(share_of_clocks(rows, number) >= 0.6 for number in range(min(3, len(headings))))


def _turned(heading: Row, rows: Table) -> tuple[tuple[str, ...], list[Row]] | None:
    """A grid with its days across, turned: days become rows, kinds or hours columns."""
    cells = _trimmed(heading.cells)
    days = [n for n, cell in enumerate(cells) if n and read_day(cell) and not _is_number(cell)]
    if len(days) < 2:
        return None
    names = tuple(one_line(row.cell(0))[:_LONGEST_HEADING] for row in rows)
    kept = [n for n, name in enumerate(names) if name]
    turned = [Row(heading.line, (cells[day], *(rows[number].cell(day) for number in kept))) for day in days]
    return (TITLE_DAY, *(names[number] for number in kept)), turned


def _day_in_title(title: str, above: Table) -> str:
    """The day that a sheet is for: in its title, or over its table."""
    for text in (title, *(cell for row in above for cell in row.cells)):
        for piece in (text, text.partition(":")[2]):
            day = read_day(piece)
            if day and not day.month_only and not _is_number(piece.strip()):
                return day.day.isoformat()
    return ""


def _made(file: ImportFile, title: str, headings: Sequence[str], rows: Sequence[Row]) -> LogSheet:
    widest = max((len(row.cells) for row in rows), default=0)
    named = _named(_padded(headings, min(max(widest, len(headings)), _MOST_COLUMNS)), rows)
    again = [squeezed(cell) for cell in headings if cell]
    kept = []
    for row in rows:
        file.step(row.line)
        if not _is_heading(row, again):  # printed anew on each page
            kept.append(LogRow(row.line, row.cells[:_MOST_COLUMNS], title))
    return LogSheet(file.name, title, named, tuple(kept), shape_of(named))


def _is_heading(row: Row, words: Sequence[str]) -> bool:
    """Whether a row says those words and nothing else; most differ in the first."""
    said = (squeezed(one_line(cell)) for cell in row.cells if cell.strip())
    return all(one == other for one, other in zip_longest(said, words))


def _named(headings: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """Each column under a heading of its own; one without is called by its letter, if anything is in it."""
    filled = {n for row in rows for n, cell in enumerate(row.cells[:_MOST_COLUMNS]) if cell.strip()}
    last = max((n for n in range(len(headings)) if headings[n] or n in filled), default=-1)
    found: dict[str, int] = {}
    for number in range(last + 1):
        heading = headings[number] or letter(number)
        name, copy = heading, 2
        while name in found:
            name, copy = f"{heading} ({copy})", copy + 1
        found[name] = number
    return tuple(found)


def letter(column: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def shape_of(headings: Sequence[str]) -> str:
    """What sheets with the same headings, in any order, have in common."""
    words = "\n".join(sorted(squeezed(heading) or heading for heading in headings))
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).hexdigest()
