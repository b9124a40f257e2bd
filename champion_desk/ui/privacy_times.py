"""The privacy page's times: how long notes and sessions are kept, what fades next, and a date to confirm."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from champion_desk import formats
from champion_desk.domain.retention import (
    NOTES_LEAST,
    NOTES_MOST,
    SESSIONS_LEAST,
    SESSIONS_MOST,
    Ahead,
    ClockJump,
    Periods,
)
from champion_desk.i18n import _
from champion_desk.ui.form import Form
from champion_desk.ui.privacy_words import ahead_lines, months
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card, Icon
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.fixed import FixedValue
from champion_desk.ui.widgets.labels import PlainLabel

_NOTES = (1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60)
_SESSIONS = (3, 6, 9, 12, 18, 24, 36, 48, 60, 84, 120)


class TimesCard(Card):
    """`chosen` brings the periods that a person wants; `confirmed` says that today's date is right."""

    chosen = Signal(object)
    confirmed = Signal()

    def __init__(self, notes_fixed: bool, sessions_fixed: bool) -> None:
        super().__init__(_("How long it is kept"), "timer")
        self._periods = Periods()
        self.clock = ClockQuestion()
        self.clock.confirm.clicked.connect(self.confirmed)
        self.clock.hide()
        self.body.addWidget(self.clock)
        self.notes = _choice(_("Notes"), notes_fixed)
        self.sessions = _choice(_("Sessions, one by one"), sessions_fixed)
        form = Form()
        form.row(_("Notes"), self.notes, _("then the note is erased, and the rest stays"))
        form.row(_("Sessions, one by one"), self.sessions, _("then only counts for the month stay"))
        self.body.addWidget(form)
        if isinstance(self.notes, Select):
            self.notes.chosen.connect(lambda code: self._choose(int(code), self._periods.sessions))
        if isinstance(self.sessions, Select):
            self.sessions.chosen.connect(lambda code: self._choose(self._periods.notes, int(code)))
        self.body.addSpacing(6)
        self.body.addWidget(PlainLabel(_("What fades next"), "strong"))
        self.ahead = PlainLabel("")
        self.body.addWidget(self.ahead)
        self.body.addWidget(PlainLabel(_("What has faded can't be brought back."), "quiet"))

    def show_periods(self, periods: Periods) -> None:
        """Show the periods in force. No note can outlast its session, so longer ones are not offered."""
        self._periods = periods
        _show(self.notes, periods.notes, _NOTES, NOTES_LEAST, min(NOTES_MOST, periods.sessions))
        least = SESSIONS_LEAST if isinstance(self.notes, Select) else max(SESSIONS_LEAST, periods.notes)
        _show(self.sessions, periods.sessions, _SESSIONS, least, SESSIONS_MOST)

    def show_ahead(self, ahead: Ahead, jump: ClockJump | None) -> None:
        """Show what will fade, or ask whether the date is right before anything does."""
        self.ahead.setText("\n".join(ahead_lines(ahead)) or _("Nothing will fade in the month ahead."))
        answered = self.clock.confirm.hasFocus()
        self.clock.ask(jump)
        if answered and jump is None:
            self.notes.setFocus()

    def _choose(self, notes: int, sessions: int) -> None:
        """A shorter time for sessions takes their notes along."""
        self.chosen.emit(Periods(min(notes, sessions), sessions))


class ClockQuestion(Card):
    """Nothing fades while the computer's date may be wrong: a person says whether it is right."""

    def __init__(self) -> None:
        super().__init__(sunken=True)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Icon("triangle-alert", 20, "partly"))
        row.addWidget(PlainLabel(_("Is today's date right?"), "strong"), 1)
        self.body.addLayout(row)
        self.words = PlainLabel("")
        self.body.addWidget(self.words)
        self.confirm = SecondaryButton(_("Yes, the date is right"), "check")
        self.body.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)

    def ask(self, jump: ClockJump | None) -> None:
        """Ask, or go away where there is nothing to ask."""
        self.setVisible(jump is not None)
        if jump is None:
            return
        said = _(
            "This computer says it is {today}. When Champion Desk last looked, it was {last}. Nothing fades "
            "until you say that the date is right. If it is wrong, put the computer's clock right first."
        )
        self.words.setText(
            said.format(today=formats.long_date(jump.today), last=formats.long_date(jump.last))
        )


def _choice(name: str, fixed: bool) -> Select | FixedValue:
    return FixedValue("") if fixed else Select(name)


def _show(field: Select | FixedValue, value: int, usual: tuple[int, ...], least: int, most: int) -> None:
    """The value in force, among the usual ones where it can be chosen."""
    if isinstance(field, FixedValue):
        field.value.setText(months(value))
        return
    offered = sorted({value, *(count for count in usual if least <= count <= most)})
    field.set_choices([(str(count), months(count)) for count in offered])
    field.set_code(str(value))
