"""The list of what an earlier log held that could not be taken in, as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from champion_desk.documents.sheets import write_csv
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.wording import problem_sentence


def write(refused: Iterable[tuple[str, int, str, Problem]], path: Path) -> None:
    """A line for each entry: worksheet, line, column, why. Nothing of what stood in the row."""
    headings = (_("Sheet"), _("Line"), _("Column"), _("Why"))
    rows = ([sheet, line, column, problem_sentence(problem)] for sheet, line, column, problem in refused)
    write_csv(headings, rows, path)
