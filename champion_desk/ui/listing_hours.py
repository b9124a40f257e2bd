"""The opening hours of a listing as rows: days, times, warnings, bank holidays that come soon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.directory import Listing
from champion_desk.i18n import _
from champion_desk.opening_words import hours_rows
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel

_LONGEST = 24  # letters that stand beside times


class HoursTable(QWidget):
    """Empty (`is_empty`) where nothing is known of the hours."""

    def __init__(self, listing: Listing, today: date, warnings: Iterable[str]) -> None:
        super().__init__()
        rows = hours_rows(listing.hours, today)
        self.is_empty = not rows and not listing.hours_note
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
        if listing.hours_note:
            self._body.addWidget(PlainLabel(listing.hours_note, "body"))
        told = [row.days for row in rows if not row.heads and not row.times]
        for text in (*told, *(warnings if rows else ())):
            self._warn(text)

    def _warn(self, text: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon("info", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(PlainLabel(text, "quiet"), 1)
        self._body.addLayout(line)
