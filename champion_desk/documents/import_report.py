"""What became of the rows of a list that could not be used or were changed, as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from champion_desk.documents.sheets import write_csv
from champion_desk.domain.directory import ReadRow
from champion_desk.i18n import _
from champion_desk.wording import problem_sentence


def write(rows: Iterable[ReadRow], path: Path) -> None:
    """A line for each row that can't be used and for each thing that was changed: line, name, what, why.

    Raises `Problem` where the file can't be written.
    """
    write_csv((_("Line"), _("Name"), _("What happened"), _("Why")), _lines(rows), path)


def _lines(rows: Iterable[ReadRow]) -> Iterator[tuple[object, ...]]:
    refused, changed = _("Not used"), _("Changed")
    for row in rows:
        if row.refusal:
            yield row.line, row.name, refused, problem_sentence(row.refusal)
        for note in row.notes:
            yield row.line, row.name, changed, problem_sentence(note)
