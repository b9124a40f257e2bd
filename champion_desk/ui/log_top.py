"""The quiet row over the log's list: which period, one before, one after; what is looked for besides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.domain.log_query import Totals
from champion_desk.i18n import _
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.log_filters import Filter
from champion_desk.ui.log_periods import Period, period_words, step_words
from champion_desk.ui.log_words import totals_text
from champion_desk.ui.theme import Tone
from champion_desk.ui.widgets.buttons import IconButton, LinkButton, SecondaryButton
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from champion_desk.ui.widgets.token_field import Token
from champion_desk.wording import outcome_tone

FIND_KEY = "Ctrl+F"


class PeriodRow(QWidget):
    """`stepped` asks for another period; `find_wanted` for the filters."""

    stepped = Signal(object)
    today_wanted = Signal()
    find_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._period: Period | None = None
        row = FlowLayout(self, gap=8)
        self.before = IconButton("chevron-left", "")
        self.after = IconButton("chevron-right", "")
        self.words = PlainLabel("", "heading", wrap=False)
        self.today = SecondaryButton(_("Today"), "calendar", small=True)
        self.find_button = SecondaryButton(_("Find"), "search", _("Ctrl F"), small=True)
        self.find_button.setCheckable(True)
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.today.clicked.connect(self.today_wanted)
        self.find_button.clicked.connect(self.find_wanted)
        for widget in (self.before, self.after, self.words, self.today, self.find_button):
            row.addWidget(widget)

    def _step(self, by: int) -> None:
        if self._period is not None:
            self.stepped.emit(self._period.after() if by > 0 else self._period.before())

    def show_period(self, period: Period) -> None:
        """Say which period is shown."""
        self._period = period
        today = date.today()
        self.words.setText(period_words(period, today))
        before, after = step_words(period)
        self.before.rename(before)
        self.after.rename(after)
        self.after.setEnabled(period.last < today)
        self.today.setVisible(not (period.is_day and period.first == today))


class TotalsRow(QWidget):
    """Everything that fits, added up, in words; how it ended beside it."""

    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__()
        self._catalogues = catalogues
        self._row = FlowLayout(self, gap=8)
        self.words = PlainLabel("", "quiet")
        self._row.addWidget(self.words)
        self._badges: list[Badge] = []

    def show_totals(self, totals: Totals | None) -> None:
        """Say these; None while they are being added up."""
        for old in self._badges:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._badges = []
        self.words.setText(_("Adding up…") if totals is None else totals_text(totals))
        outcomes = totals.outcomes if totals is not None and len(totals.outcomes) > 1 else {}
        for code in (*self._catalogues["outcomes"].codes, *sorted(outcomes)):
            if outcomes.get(code) and code not in [badge.objectName() for badge in self._badges]:
                self._add(code, outcomes[code])

    def _add(self, code: str, count: int) -> None:
        label = self._catalogues["outcomes"].label(code, i18n.language())
        words = _("{outcome}: {count}").format(outcome=label, count=f"{count:,}")
        badge = Badge(words, cast(Tone, outcome_tone(code)))
        badge.setObjectName(code)
        self._row.addWidget(badge)
        self._badges.append(badge)
        badge.show()


class FilterChips(QWidget):
    """Each filter that is set, as a chip; Delete, Enter or a click takes it away."""

    taken_away = Signal(object)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[Token] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._row = FlowLayout(gap=8)
        outer.addLayout(self._row)
        self._clear = LinkButton(_("Clear all filters"), "x", quiet=True)
        self._clear.clicked.connect(self.cleared)
        self._row.addWidget(self._clear)
        self.hide()

    def chips(self) -> list[Token]:
        """The chips there are."""
        return list(self._chips)

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """Show these."""
        had = next((at for at, chip in enumerate(self._chips) if chip.hasFocus()), -1)
        for old in self._chips:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = [self._chip(one) for one in filters]
        for at, chip in enumerate(self._chips):
            self._row.insert_widget(at, chip)
            chip.show()
        if had >= 0 and self._chips:
            self._chips[min(had, len(self._chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, one: Filter) -> Token:
        chip = Token(f"{one.kind}:{one.code}", one.words, self)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(lambda: self.taken_away.emit(one))
        return chip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chip = next((chip for chip in self._chips if chip.hasFocus()), None)
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if chip is not None and event.key() in keys:
            chip.click()
        else:
            super().keyPressEvent(event)
