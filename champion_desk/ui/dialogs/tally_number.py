"""How many? A number for one tally key, with the time it stands for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from champion_desk import formats, i18n
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.tallies import MOST_COUNT
from champion_desk.i18n import _
from champion_desk.services.tallies import Preset
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.question import Question
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.fields import NumberField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.time_field import TimeField


class TallyNumberDialog(Dialog):
    """`counted` says the key and what was kept. The period begins where that key was last used today."""

    counted = Signal(object, object)

    def __init__(self, context: Context, preset: Preset, parent: QWidget) -> None:
        label = preset.label(i18n.language())
        super().__init__(parent, _("How many? {what}").format(what=label), _("Count them"), width=460)
        self._context, self._preset = context, preset
        self._now = datetime.now(UTC)
        start = context.services.tallies.guessed_start(preset.code, self._now)
        self._guess = start
        self.number = NumberField(_("How many"), 1, MOST_COUNT)
        self._number = Question(self.number, _("How many"))
        self.five, self.ten = self._adder(5), self._adder(10)
        more = QHBoxLayout()
        more.setSpacing(8)
        for widget in (self._number, self.five, self.ten):
            more.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        more.addStretch(1)
        self.body.addLayout(more)
        times = QWidget()
        line = FlowLayout(times, gap=16)
        self.start = TimeField(_("From"), formats.local(start).time())
        self.end = TimeField(_("To"), formats.local(self._now).time())
        self._start, self._end = Question(self.start, _("From")), Question(self.end, _("To"))
        line.addWidget(self._start)
        line.addWidget(self._end)
        self.body.addWidget(times)
        self.body.addWidget(
            PlainLabel(_("They are kept as one number for this time, not as single visits."), "quiet")
        )
        self.number.selectAll()
        self.number.setFocus()

    def _adder(self, count: int) -> SecondaryButton:
        button = SecondaryButton(_("+{count}").format(count=count), key_hint=f"Alt+{count // 5}")
        button.setAccessibleName(_("{count} more").format(count=count))
        button.clicked.connect(lambda: self._add(count))
        QShortcut(QKeySequence(f"Alt+{count // 5}"), self).activated.connect(lambda: self._add(count))
        return button

    def _add(self, count: int) -> None:
        """The first +5 makes 5 of the untouched 1."""
        now = self.number.value()
        self.number.setValue(count if now == 1 else now + count)

    def submit(self) -> None:
        self.number.interpretText()
        for question in (self._number, self._start, self._end):
            question.set_problem("")
        start, end = self._period()
        if start >= end:
            self._end.set_problem(_("The end is not after the beginning. Change one of them."), focus=True)
            return
        try:
            done = self._context.services.tallies.typed(self._preset.code, self.number.value(), start, end)
        except Invalid:
            self._end.set_problem(_("This time is not over yet. Choose an earlier one."), focus=True)
            return
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        self.accept()
        self.counted.emit(self._preset, done)

    def _period(self) -> tuple[datetime, datetime]:
        """The times as moments; an end as it was shown is now, to the second."""
        now = self._now.astimezone()
        first, last = formats.local(self._guess).time(), formats.local(self._now).time()
        start = datetime.combine(now.date(), self.start.time_of_day()).astimezone()
        end = datetime.combine(now.date(), self.end.time_of_day()).astimezone()
        if self.start.time_of_day() == first.replace(second=0, microsecond=0):
            start = self._guess.astimezone()
        if self.end.time_of_day() == last.replace(second=0, microsecond=0):
            end = now
        if start.date() != now.date():  # just after midnight the guess may be of yesterday
            start = datetime.combine(now.date(), self.start.time_of_day()).astimezone() - timedelta(days=1)
        return start, end
