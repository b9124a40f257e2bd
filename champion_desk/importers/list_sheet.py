"""Looks at the columns of a sheet of places, so that a person can say what each of them is."""

from __future__ import annotations

import hashlib
import re
from itertools import islice

from champion_desk.domain.list_sheets import FIELDS, ListSheet
from champion_desk.importers.contract import ImportFile
from champion_desk.importers.headings import ColumnMapping, guess_mapping, squeezed
from champion_desk.importers.plain_text import one_line
from champion_desk.importers.tables import AnyTable, Row, tables_of

_ROWS, _SAMPLES, _LONGEST = 60, 3, 60
_HEADING_WITHIN = 12
_NO_HEADING = re.compile(r"^\W*\d|https?://|[{}<>=]")


def look(file: ImportFile) -> ListSheet | None:
    """The likeliest table of a file with its columns; None where nothing looks like a row of headings."""
    best: tuple[int, Row, tuple[Row, ...]] | None = None
    for table in tables_of(file, _ROWS):
        found = _headed(table)
        if found and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        return None
    _, heading, rows = best
    headings = tuple(dict.fromkeys(one_line(cell) for cell in heading.cells if cell.strip()))
    numbers = {one_line(cell): at for at, cell in reversed(tuple(enumerate(heading.cells)))}
    samples = tuple(_samples(rows, numbers[one]) for one in headings)
    shape = hashlib.sha256("\n".join(sorted(map(squeezed, headings))).encode()).hexdigest()[:40]
    return ListSheet(file.name, f"list:{shape}", headings, samples, guessed(headings))


def _headed(table: AnyTable) -> tuple[int, Row, tuple[Row, ...]] | None:
    """How good a row of headings is, the row, and some of those below it."""
    rows = tuple(islice(table, _ROWS))
    best: tuple[int, Row] | None = None
    for row in rows[:_HEADING_WITHIN]:
        cells = [cell.strip() for cell in row.cells if cell.strip()]
        if len(cells) < 2 or any(len(cell) > _LONGEST or _NO_HEADING.search(cell) for cell in cells):
            continue
        score = 100 * guess_mapping(row.cells).count + len(cells)
        if best is None or score > best[0]:
            best = score, row
    if best is None:
        return None
    below = tuple(row for row in rows if row.line > best[1].line)
    return (*best, below) if below else None


def _samples(rows: tuple[Row, ...], number: int) -> tuple[str, ...]:
    cells = (one_line(row.cell(number))[:_LONGEST] for row in rows)
    return tuple(islice(dict.fromkeys(filter(None, cells)), _SAMPLES))


def guessed(headings: tuple[str, ...]) -> dict[str, str]:
    """The likeliest field of each heading; "" where there is none."""
    fields = dict.fromkeys(headings, "")
    for name, chosen in guess_mapping(headings).fields.items():
        fields.update((one_line(heading), name) for heading in chosen)
    return fields


def mapping_of(fields: dict[str, str]) -> ColumnMapping:
    """What was chosen for each heading, as reading needs it."""
    chosen: dict[str, tuple[str, ...]] = {}
    for heading, name in fields.items():
        if name and name in FIELDS:
            chosen[name] = (*chosen.get(name, ()), heading)
    return ColumnMapping(chosen)
