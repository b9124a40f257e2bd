"""In the session form: when it was, for help that is written down later; in words, or by day and time."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.problems import Invalid
from champion_desk.i18n import _
from champion_desk.services.when_said import Said, checked, when_said
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
    """`changed` with each new moment; `said()` is None while it is now, or as it was in a session changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said: Said | None = None
        self._usual: Said | None = None
        self._time_said = self._is_picker_wrong = False
        self._read = ""  # the words that were understood: "2 hours ago" is read once, and does not run on
        self._wrong: Invalid | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        row = QWidget()
        line = FlowLayout(row, gap=8)
        self.words = TextField(_("When was it?"), _("like yesterday 3pm"))
        self.words.editingFinished.connect(self._typed)
        self._words = Question(self.words, _("When was it?"), _("in words, or choose the day and time"))
        self.day, self.time = DateField(_("Day")), TimeField(_("Time"))
        for box in (self.day, self.time):
            box.setKeyboardTracking(False)  # a day half typed is none yet
        self.day.dateChanged.connect(self._picked)
        self.time.timeChanged.connect(self._time_picked)
        self.now = SecondaryButton(_("It is now"), small=True)
        self.now.clicked.connect(self._is_now)
        self._understood = PlainLabel("", "strong")
        picker: tuple[QWidget, ...] = (self.day, self.time, self.now, self._understood)
        for part in picker:
            line.addWidget(part)
        for widget in (self._words, row):
            body.addWidget(widget)
        self.set_said(None)

    @property
    def question(self) -> Question:
        """Where to say that something is wrong."""
        return self._words

    def said(self) -> Said | None:
        """When it was, or None for now."""
        return self._said

    def set_usual(self, usual: Said | None) -> None:
        """What stands there while nothing else is said: now, or when the session that is changed was."""
        self._usual = usual
        self.now.setText(_("It is now") if usual is None else _("Leave it as it was"))
        self.set_said(None)

    def set_said(self, said: Said | None) -> None:
        """Show this moment, without `changed`."""
        self._said = said
        self._clear_problem()
        shown = said or self._usual
        self._show(shown)
        self._time_said = shown is not None and shown.time_known
        self._understood.setText(said_words(said) if said else "")
        self._understood.setVisible(said is not None)
        self.now.setVisible(said is not None)
        if said is None:
            self._clear_words()

    def _clear_words(self) -> None:
        self.words.clear()
        self._read = ""

    def _show(self, shown: Said | None) -> None:
        moment = formats.local(shown.moment) if shown else datetime.now().astimezone()
        for box in (self.day, self.time):
            box.blockSignals(True)
        self.day.set_day(moment.date())
        self.time.set_time(moment.time())
        for box in (self.day, self.time):
            box.blockSignals(False)

    def problem(self) -> str:
        """What is wrong with the words, or nothing."""
        return self._words.problem()

    def settle(self) -> None:
        """Take what stands in the fields and was not taken yet. Raises `Invalid("when", …)`."""
        for box in (self.day, self.time):
            box.interpretText()
        self._typed()
        if self._wrong is not None:
            raise self._wrong

    def _typed(self) -> None:
        if not self.words.text().strip():
            if not self._is_picker_wrong:
                self._clear_problem()
            return
        if self._said is not None and self.words.text() == self._read:
            self._clear_problem()
            return
        self._is_picker_wrong = False
        try:
            said = when_said(self.words.text(), datetime.now().astimezone())
        except Invalid as problem:
            self._refuse(problem)
            return
        self._read = self.words.text()
        self._take(said)

    def _refuse(self, problem: Invalid) -> None:
        self._wrong = problem
        self._words.set_problem(problem_sentence(problem))

    def _time_picked(self) -> None:
        self._time_said = True
        self._picked()

    def _picked(self) -> None:
        """A day alone has no time until one is chosen too."""
        self._clear_words()
        at = self.time.time_of_day() if self._time_said else time(12)
        now = datetime.now().astimezone()
        moment = datetime.combine(self.day.day(), at).astimezone()
        if not self._time_said and moment.date() == now.date():
            moment = min(moment, now)
        try:
            said = checked(Said(moment, self._time_said), now)
        except Invalid as problem:
            self._is_picker_wrong = True
            self._refuse(problem)
            return
        self._take(said)

    def _is_now(self) -> None:
        self.set_said(None)
        self.words.setFocus()
        self.changed.emit()

    def _clear_problem(self) -> None:
        self._wrong, self._is_picker_wrong = None, False
        self._words.set_problem("")

    def _take(self, said: Said) -> None:
        if said == self._said:
            self._clear_problem()
            return
        self.set_said(said)
        announce(self, said_words(said))
        self.changed.emit()
