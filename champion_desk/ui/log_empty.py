"""What the log says where nothing fits: why, and what to do next."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.log_query import LogQuery
from champion_desk.i18n import _
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import EmptyState


class LogEmpty(QWidget):
    """`cleared` asks for everything of the period, `widened` for the same over a year."""

    cleared = Signal()
    widened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._state: EmptyState | None = None

    def show_for(self, query: LogQuery, filtered: bool) -> None:
        """Say what there is none of; `filtered` where more than the period is asked for."""
        if self._state is not None:
            self._state.hide()
            self._state.deleteLater()
        self._state = self._said(query, filtered)
        self._body.addWidget(self._state)

    def _said(self, query: LogQuery, filtered: bool) -> EmptyState:
        if query.removed:
            return self._widening("trash-2", _("Nothing removed in this time"))
        if filtered:
            state = EmptyState(
                "search", _("Nothing fits"), _("Take a filter away, or look through a longer time."),
                SecondaryButton(_("Clear all filters"), "x", small=True),
            )  # fmt: skip
            state.acted.connect(self.cleared)
            return state
        if query.first == query.last == date.today():
            words = _("Press F2 when you help someone, F5 to F12 to count a quick one.")
            return EmptyState("notebook-pen", _("Nothing logged today yet"), words)
        if query.first == query.last:
            words = _("If people were helped then, it can still be written down: press F2.")
            return EmptyState("notebook-pen", _("Nothing logged on this day"), words)
        return self._widening("notebook-pen", _("Nothing logged in this time"))

    def _widening(self, icon: str, title: str) -> EmptyState:
        button = SecondaryButton(_("Look through the last twelve months"), "calendar", small=True)
        state = EmptyState(icon, title, _("There may be some before it."), button)
        state.acted.connect(self.widened)
        return state
