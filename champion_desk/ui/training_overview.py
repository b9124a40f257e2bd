"""The cards of the training page: where I am, what is due, what practice says, my plan, my evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from champion_desk import formats, wording
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import LEVELS, Enrolment, Framework, Goal, Suggestion
from champion_desk.i18n import _, language, ngettext
from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState, Rule
from champion_desk.ui.widgets.charts import SkillBar
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import Badge, PlainLabel

THEN = timedelta(days=90)


def empty(layout: QVBoxLayout | QGridLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        if (inner := item.layout()) is not None:
            empty(inner)  # type: ignore[arg-type]
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def row_of(*widgets: QWidget) -> QWidget:
    """Widgets beside each other, wrapping where there is no room."""
    row = QWidget()
    flow = FlowLayout(row)
    for widget in widgets:
        flow.addWidget(widget)
    return row


class WhereIAm(Card):
    """Each area of a framework as a bar for now and a line for three months ago."""

    def __init__(self, services: Services) -> None:
        super().__init__(_("Where I am"), aside=_("bar: now · line: three months ago"))
        self._services = services
        choices = [(one.code, one.labels.get(language()) or one.labels["en"]) for one in self._frameworks()]
        self.chooser = ChipGroup(_("Framework"), choices, show_label=False)
        self.chooser.set_codes([choices[0][0]])
        self.chooser.changed.connect(self.load)
        self.body.addWidget(self.chooser)
        self._rows = QGridLayout()
        self._rows.setColumnStretch(0, 3)
        self._rows.setColumnStretch(1, 2)
        self._rows.setColumnStretch(2, 1)
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(6)
        self.body.addLayout(self._rows)
        self._note = PlainLabel("", "quiet")
        self.body.addWidget(self._note)

    def _frameworks(self) -> tuple[Framework, ...]:
        """The champions' own framework first: it is about the person at the desk."""
        found = self._services.catalogues.frameworks
        return tuple(sorted(found, key=lambda one: one.code != "digital-champion"))

    @property
    def framework(self) -> Framework:
        """The framework that is shown."""
        code = self.chooser.code()
        return next((one for one in self._frameworks() if one.code == code), self._frameworks()[0])

    def load(self) -> None:
        """Read my ratings again."""
        empty(self._rows)
        framework = self.framework
        then = datetime.now(UTC) - THEN
        rated = 0
        for line, area in enumerate(self._services.training.areas(framework, then)):
            label = next(one.label(language()) for one in framework.areas if one.code == area.code)
            rated += area.rated
            is_rated = area.now is not None
            words = wording.level_text(LEVELS[round(area.now or 0)]) if is_rated else _("not rated yet")
            before = None if area.then is None else round(area.then, 1)
            bar = SkillBar(label, round(area.now or 0, 1), before, 3)
            self._rows.addWidget(PlainLabel(label), line, 0)
            self._rows.addWidget(bar, line, 1, Qt.AlignmentFlag.AlignVCenter)
            self._rows.addWidget(PlainLabel(words, "small" if is_rated else "quiet"), line, 2)
        self._note.setText("" if rated else _("Check my skills takes five minutes. You can stop anywhere."))
        self._note.setVisible(not rated)


class Courses(Card):
    """My courses: planned, done and due, with what can be done with the one selected."""

    add = Signal()
    edit = Signal(object)
    finish = Signal(object)
    remove = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Due and planned"))
        self._add = SecondaryButton(_("Add a &course"), "plus", small=True)
        self._add.clicked.connect(self.add)
        self.header.addWidget(self._add)
        self._model = RecordModel(
            [
                Column(_("What"), lambda e: e.title, stretch=True),
                Column(_("When"), _when, quiet=True, spare=True),
                Column(_("Hours"), lambda e: f"{e.hours:g}", align=Qt.AlignmentFlag.AlignRight, spare=True),
                Column(_("State"), _state, tone=_tone),
            ]
        )
        self.table = RecordTable(_("My courses"), self._model, grow=True)
        self.table.activated_record.connect(self.edit)
        self.table.selected_record.connect(lambda _record: self._offer())
        self.body.addWidget(self.table)
        self._nothing = EmptyState(
            "graduation-cap",
            _("No courses yet"),
            _("Add a course you plan or have done. Hours and refresh dates are kept for you."),
        )
        self.body.addWidget(self._nothing)
        self._done = SecondaryButton(_("Mark as &done"), "check", small=True)
        self._change = SecondaryButton(_("Chan&ge"), "pencil", small=True)
        self._remove = SecondaryButton(_("Remo&ve"), "trash-2", small=True)
        self._done.clicked.connect(lambda: self.finish.emit(self.table.record()))
        self._change.clicked.connect(lambda: self.edit.emit(self.table.record()))
        self._remove.clicked.connect(lambda: self.remove.emit(self.table.record()))
        self._actions = row_of(self._done, self._change, self._remove)
        self.body.addWidget(self._actions)

    def show_courses(self, enrolments: list[Enrolment]) -> None:
        """Show these."""
        self._model.set_rows(enrolments)
        self.table.setVisible(bool(enrolments))
        self._nothing.setVisible(not enrolments)
        self._offer()

    def _offer(self) -> None:
        record = self.table.record() if self.table.isVisibleTo(self) else None
        self._actions.setVisible(record is not None)
        self._done.setVisible(record is not None and record.state != "done")


def _when(enrolment: Enrolment) -> str:
    if enrolment.state == "done" and enrolment.on is not None:
        return _("done {date}").format(date=formats.short_date(enrolment.on))
    if enrolment.due is not None:
        return _("due {date}").format(date=formats.short_date(enrolment.due))
    return ""


def _refresh_is_near(enrolment: Enrolment) -> bool:
    return enrolment.due is not None and enrolment.due <= date.today() + timedelta(days=30)


def _state(enrolment: Enrolment) -> str:
    if enrolment.state == "done" and enrolment.due is not None and _refresh_is_near(enrolment):
        return _("refresh by {date}").format(date=formats.short_date(enrolment.due))
    return wording.enrolment_text(enrolment.state)


def _tone(enrolment: Enrolment) -> str:
    if _refresh_is_near(enrolment):
        return "partly"
    return "done" if enrolment.state == "done" else "accent"


class FromPractice(Card):
    """Topics where I got stuck, with the reason, each to be taken up or put away; then my plan."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("From practice"))
        self._context = context
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    def load(self) -> None:
        """Read what practice says, my plan and my evidence again."""
        empty(self._list)
        training = self._context.services.training
        suggestions = training.suggestions()
        for suggestion in suggestions[:4]:
            self._list.addWidget(self._suggestion(suggestion))
        if not suggestions:
            words = _("Nothing at the moment. When you tick “I got stuck” in a session, it comes here.")
            self._list.addWidget(PlainLabel(words, "quiet"))
        self._list.addWidget(PlainLabel(_("My plan"), "heading"))
        goals = training.goals()
        for goal in goals:
            self._list.addWidget(self._goal(goal))
        if not goals:
            self._list.addWidget(PlainLabel(_("Your plan is empty. Add something from practice."), "quiet"))
        self._list.addWidget(Rule())
        self._list.addWidget(PlainLabel(_("Evidence from the last three months"), "heading"))
        self._list.addWidget(PlainLabel(self._evidence(training.evidence()), "body"))
        words = _("Counted from your own sessions. No one else sees this.")
        self._list.addWidget(PlainLabel(words, "quiet"))

    def _label(self, topic: str) -> str:
        return self._context.services.catalogues["topics"].label(topic, language())

    def _evidence(self, counts: Iterable[tuple[str, int]]) -> str:
        most = list(counts)[:6]
        shown = [_("{topic} {count}").format(topic=self._label(code), count=count) for code, count in most]
        return " · ".join(shown) if shown else _("No sessions yet.")

    def _suggestion(self, suggestion: Suggestion) -> QWidget:
        label = self._label(suggestion.topic)
        card = Card(label, sunken=True)
        stuck = ngettext("stuck once", "stuck {count} times", suggestion.stuck).format(count=suggestion.stuck)
        card.header.addWidget(Badge(stuck, "could-not"))
        card.body.addWidget(PlainLabel(_reason(suggestion), "small"))
        take = SecondaryButton(_("Add to my plan"), small=True)
        take.setAccessibleName(_("Add to my plan: {topic}").format(topic=label))
        take.clicked.connect(lambda: self._take(suggestion, "open"))
        put_off = LinkButton(_("Not now"), quiet=True)
        put_off.setAccessibleName(_("Not now: {topic}").format(topic=label))
        put_off.clicked.connect(lambda: self._take(suggestion, "dismissed"))
        card.body.addWidget(row_of(take, put_off))
        return card

    def _goal(self, goal: Goal) -> QWidget:
        text = goal.text or self._label(goal.topic)
        card = Card(sunken=True)
        done = SecondaryButton(_("Done"), "check", small=True)
        done.setAccessibleName(_("Done: {goal}").format(goal=text))
        done.clicked.connect(lambda: self._close(goal))
        card.body.addWidget(row_of(PlainLabel(text, "strong", wrap=False), done))
        return card

    def _act(self, work: Callable[[], object], said: str) -> None:
        try:
            done = work()
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._context.window.say(said, undo=done)  # type: ignore[arg-type]

    def _take(self, suggestion: Suggestion, state: str) -> None:
        services = self._context.services
        goal = Goal(services.champion.id, topic=suggestion.topic, state=state)
        said = _("Added to your plan.") if state == "open" else _("Put away until it happens again.")
        self._act(lambda: services.training.add_goal(goal), said)

    def _close(self, goal: Goal) -> None:
        self._act(lambda: self._context.services.training.close_goal(goal), _("Done. Well learned."))


def _reason(suggestion: Suggestion) -> str:
    asked = ngettext(
        "Asked for once in 30 days.", "Asked for {count} times in 30 days.", suggestion.asked
    ).format(count=suggestion.asked)
    rated = _("You rated yourself “{level}”.").format(level=wording.level_text(suggestion.level))
    return " ".join(said for said, counts in ((asked, suggestion.asked), (rated, suggestion.level)) if counts)
