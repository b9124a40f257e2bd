"""In the session form: when it was, for help that is written down later; in words, or by day and time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.problems import Invalid
from champion_desk.i18n import _
from champion_desk.services.when_said import Said, when_said
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.question import Question
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.date_field import DateField
from champion_desk.ui.widgets.fields import TextField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.time_field import TimeField
from champion_desk.wording import problem_sentence


def said_words(said: Said) -> str:
    """Sunday 22 November, 15:00; or the day alone."""
    moment = formats.local(said.moment)
    day = formats.full_date(moment.date())
    if not said.time_known:
        return _("{day}, time not known").format(day=day)
    return _("{day}, {time}").format(day=day, time=formats.clock(moment))


class WhenRow(QWidget):
    """`changed` with each new moment; `said()` is None while it is now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said: Said | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        row = QWidget()
        line = FlowLayout(row, gap=8)
        self.words = TextField(_("When was it?"), _("like yesterday 3pm"))
        self.words.editingFinished.connect(self._typed)
        self._words = Question(self.words, _("When was it?"), _("in words, or choose the day and time"))
        self.day, self.time = DateField(_("Day")), TimeField(_("Time"))
        self.take = SecondaryButton(_("Take this day and time"), small=True)
        self.take.clicked.connect(self._picked)
        self.now = SecondaryButton(_("It is now"), small=True)
        self.now.clicked.connect(self._is_now)
        picker: tuple[QWidget, ...] = (self.day, self.time, self.take, self.now)
        for part in picker:
            line.addWidget(part)
        self._understood = PlainLabel("", "strong")
        for widget in (self._words, row, self._understood):
            body.addWidget(widget)

    def said(self) -> Said | None:
        """When it was, or None for now."""
        return self._said

    def set_said(self, said: Said | None) -> None:
        """Show this moment, without `changed`."""
        self._said = said
        self._words.set_problem("")
        moment = formats.local(said.moment) if said else datetime.now().astimezone()
        self.day.set_day(moment.date())
        self.time.set_time(moment.time())
        self._understood.setText(said_words(said) if said else "")
        self._understood.setVisible(said is not None)
        if said is None:
            self.words.clear()

    def problem(self) -> str:
        """What is wrong with the words, or nothing."""
        return self._words.problem()

    def _typed(self) -> None:
        if not self.words.text().strip():
            self._words.set_problem("")
            return
        try:
            said = when_said(self.words.text(), datetime.now().astimezone())
        except Invalid as problem:
            self._words.set_problem(problem_sentence(problem))
            return
        self._take(said)

    def _picked(self) -> None:
        moment = datetime.combine(self.day.day(), self.time.time_of_day()).astimezone()
        if moment > datetime.now().astimezone():
            self._words.set_problem(problem_sentence(Invalid("when", "when-future")))
            return
        self.words.clear()
        self._take(Said(moment, True))

    def _is_now(self) -> None:
        self.set_said(None)
        self.changed.emit()

    def _take(self, said: Said) -> None:
        if said != self._said:
            self.set_said(said)
            announce(self, said_words(said))
            self.changed.emit()
