"""A field for opening hours in words: what was understood is shown back under it as it is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from itertools import groupby

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.opening import LAST_MINUTE, OpeningHours
from champion_desk.i18n import _
from champion_desk.opening_words import weekday_names
from champion_desk.services.place_sites import hours_typed
from champion_desk.ui.announce import announce
from champion_desk.ui.listing_hours import hours_text
from champion_desk.ui.widgets.fields import TextArea
from champion_desk.ui.widgets.labels import PlainLabel

_LINES = 3
_SPOKEN_AFTER = 1200  # milliseconds without a keystroke


class HoursField(QWidget):
    """Weekly hours a line, or any words: "Mon–Fri 9–5". Untouched it gives back what it was given.

    Hours that a line can't say (seasons, the first Monday of a month) are told under it, and stay until
    other hours are typed.
    """

    typed = Signal()

    def __init__(self, label: str, hours: tuple[OpeningHours, ...] = (), note: str = "") -> None:
        super().__init__()
        self._given, self._note = hours, note
        lines = typed_lines(hours)
        self._stay = hours if lines is None else ()
        self._first = "\n".join(part for part in (lines or "", note) if part)
        self.area = TextArea(label, lines=_LINES)
        self.area.setPlainText(self._first)
        self.said = PlainLabel("", "quiet")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.area)
        rows.addWidget(self.said)
        self.setFocusProxy(self.area)
        self._speak = QTimer(self)
        self._speak.setSingleShot(True)
        self._speak.setInterval(_SPOKEN_AFTER)
        self._speak.timeout.connect(lambda: announce(self, self.said.text()))
        self.area.textChanged.connect(self._changed)
        self._show()

    def value(self) -> tuple[tuple[OpeningHours, ...], str]:
        """The hours that were understood, and the other words."""
        text = self.area.toPlainText()
        if text == self._first:
            return self._given, self._note
        hours, words = hours_typed(text)
        return hours or self._stay, words

    def set_text(self, text: str) -> None:
        """Other words in the field."""
        self.area.setPlainText(text)

    def _changed(self) -> None:
        self._show()
        self._speak.start()
        self.typed.emit()

    def _show(self) -> None:
        hours, words = hours_typed(self.area.toPlainText())
        told = hours_text(hours or self._stay, "", date.today())
        parts = []
        if hours:
            parts.append(_("Understood: {hours}.").format(hours=told))
        elif self._stay:
            said = _("These hours stay until you type others: {hours}.")
            parts.append(said.format(hours=told))
        if words:
            parts.append(_("Kept as words: {words}").format(words=" · ".join(words.split("\n"))))
        if words and not (hours or self._stay):
            parts.append(_("So it is not known here when it is open. Hours look like this: Mon–Fri 9–5."))
        self.said.setText("\n".join(parts))
        self.said.setVisible(bool(parts))


def typed_lines(hours: tuple[OpeningHours, ...]) -> str | None:
    """Weekly hours as somebody would type them; None where lines of days and times can't say all of it."""
    days = {day: [(rule.opens, rule.closes) for rule in hours if day in rule.days] for day in range(7)}
    names = weekday_names()
    lines = []
    for spans, run in groupby(range(7), key=lambda day: tuple(sorted(set(days[day])))):
        on = list(run)
        if spans:
            which = names[on[0]] if len(on) == 1 else f"{names[on[0]]}–{names[on[-1]]}"
            times = ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans)
            lines.append(f"{which} {times}")
    text = "\n".join(lines)
    read, words = hours_typed(text)
    return text if not words and _flat(read) == _flat(hours) else None


def _flat(hours: tuple[OpeningHours, ...]) -> frozenset[OpeningHours]:
    """One rule for each day, so that it does not matter how they are put together."""
    alone = {replace(rule, days=(day,)) for rule in hours for day in rule.days}
    return frozenset(alone | {rule for rule in hours if not rule.days})


def _clock(moment: time) -> str:
    return "24:00" if moment == LAST_MINUTE else f"{moment:%H:%M}"
