"""Opening hours as rows: days, times, words, warnings, bank holidays that come soon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.opening import OpeningHours
from champion_desk.i18n import _
from champion_desk.opening_words import hours_lines, hours_rows
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel

_LONGEST = 24  # letters that stand beside times


class HoursTable(QWidget):
    """Empty (`is_empty`) where nothing is known of the hours."""

    def __init__(
        self, hours: Iterable[OpeningHours], note: str, today: date, warnings: Iterable[str] = ()
    ) -> None:
        super().__init__()
        rows = hours_rows(hours, today)
        self.is_empty = not rows and not note
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 5)
        for at, row in enumerate(row for row in rows if row.heads or row.times):
            if row.heads:
                grid.addWidget(PlainLabel(row.days, "quiet"), at, 0, 1, 2)
                continue
            if len(row.days) > _LONGEST:
                said = _("{days}, {times}").format(days=row.days, times=row.times)
                grid.addWidget(PlainLabel(said, "body"), at, 0, 1, 2)
                continue
            for column, text in enumerate((row.days, row.times)):
                grid.addWidget(PlainLabel(text, "body"), at, column, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(grid)
        if note:
            self._body.addWidget(PlainLabel(note, "body"))
        told = [row.days for row in rows if not row.heads and not row.times]
        for text in (*told, *(warnings if rows else ())):
            self._warn(text)

    def _warn(self, text: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon("info", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(PlainLabel(text, "quiet"), 1)
        self._body.addLayout(line)


def hours_text(hours: Iterable[OpeningHours], note: str, today: date) -> str:
    """The same in few words, for one of several places: "Monday to Friday, 9 am to 5 pm; …"."""
    lines = [
        _("{days}, {times}").format(days=days, times=times) if times else days
        for days, times in hours_lines(hours, today)
    ]
    return "\n".join(filter(None, ("; ".join(lines), note)))
