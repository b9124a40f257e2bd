"""Settings: when the site is staffed, so that the Desk can say which hours have nothing logged."""

from __future__ import annotations

from datetime import date, time, timedelta

from PySide6.QtWidgets import QWidget

from champion_desk import formats
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.i18n import _
from champion_desk.services.staffed_hours import Span, StaffedWeek
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.fields import CheckBox
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.time_field import TimeField
from champion_desk.wording import problem_sentence

_MONDAY = date(2026, 1, 5)
_USUAL: Span = (time(9), time(17))


class _Day(QWidget):
    """One weekday: whether it is staffed, from when to when."""

    def __init__(self, name: str) -> None:
        super().__init__()
        row = FlowLayout(self, gap=8)
        self.open = CheckBox(name)
        self.start = TimeField(_("{day}, from").format(day=name), _USUAL[0])
        self.end = TimeField(_("{day}, to").format(day=name), _USUAL[1])
        self._to = PlainLabel(_("to"), "quiet", wrap=False)
        for widget in (self.open, self.start, self._to, self.end):
            row.addWidget(widget)
        self.open.toggled.connect(self._settle)
        self._settle(False)

    def _settle(self, is_open: bool) -> None:
        for widget in (self.start, self._to, self.end):
            widget.setVisible(is_open)

    def show_spans(self, spans: tuple[Span, ...]) -> None:
        """Show the day's hours: from the first beginning to the last end."""
        self.open.setChecked(bool(spans))
        start, end = (spans[0][0], spans[-1][1]) if spans else _USUAL
        self.start.set_time(start)
        self.end.set_time(end)

    def spans(self) -> tuple[Span, ...]:
        """The day's hours as they stand here."""
        return ((self.start.time_of_day(), self.end.time_of_day()),) if self.open.isChecked() else ()


class HoursCard(Card):
    """Saved by its button. A day with a break between is kept as it was, where nobody changes it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("When this desk is staffed"), "clock")
        self._context = context
        self.body.addWidget(
            PlainLabel(
                _("The Desk then says which of these hours have nothing logged, so that you can catch up."),
                "quiet",
            )
        )
        self.days = [_Day(formats.weekday_name(_MONDAY + timedelta(days=at))) for at in range(7)]
        for day in self.days:
            self.body.addWidget(day)
        self.complaint = Complaint()
        self.body.addWidget(self.complaint)
        row = QWidget()
        flow = FlowLayout(row, gap=10)
        self.button = SecondaryButton(_("Save these hours"), "save")
        self.button.clicked.connect(self.save)
        flow.addWidget(self.button)
        self.body.addWidget(row)
        self._week = context.services.staffed_hours.week()
        for at, day in enumerate(self.days):
            day.show_spans(self._week.spans.get(at, ()))

    def save(self) -> None:
        """Keep the hours."""
        self.complaint.clear()
        spans = {}
        for at, day in enumerate(self.days):
            shown, kept = day.spans(), self._week.spans.get(at, ())
            same = bool(kept) and shown == ((kept[0][0], kept[-1][1]),)
            spans[at] = kept if same else shown
        try:
            week = StaffedWeek({at: found for at, found in spans.items() if found})
            self._context.services.staffed_hours.change(week)
        except Invalid as problem:
            self.complaint.say(problem_sentence(problem))
            return
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._week = week
        self._context.window.say(_("The hours of this desk are saved."))
