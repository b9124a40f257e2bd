"""My training: where I am, what is due, what practice says I could learn. Private to the champion."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from champion_desk.domain.problems import Problem
from champion_desk.domain.suggestions import COURSE
from champion_desk.domain.training import Enrolment
from champion_desk.i18n import _, ngettext
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.context import Context
from champion_desk.ui.course_form import CourseForm
from champion_desk.ui.page import Page
from champion_desk.ui.skills_walk import SkillsWalk
from champion_desk.ui.training_certificates import Certificates
from champion_desk.ui.training_exercise import ExerciseView
from champion_desk.ui.training_overview import Courses, WhereIAm, row_of
from champion_desk.ui.training_plan import MyPlan
from champion_desk.ui.training_practice import FromPractice
from champion_desk.ui.training_record import RecordView
from champion_desk.ui.training_skills import SkillsView
from champion_desk.ui.training_team import TeamView
from champion_desk.ui.training_view import TrainingView
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "training"
ORDER = 5
ICON = "graduation-cap"


def title() -> str:
    """The page's word in the rail."""
    return _("Training")


class TrainingPage(Page):
    """Views of one page: the overview, and what is opened from it, one at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 0)
        self.views = QStackedWidget()
        outer.addWidget(self.views)
        self.walk = SkillsWalk(context)
        self.course_form = CourseForm(context)
        self.exercises = ExerciseView(context)
        self.skills, self.record, self.team = SkillsView(context), RecordView(context), TeamView(context)
        self._build_overview()
        for view in (self.walk, self.course_form, self.exercises, self.skills, self.record, self.team):
            view.ended.connect(self._show_overview)
            self.views.addWidget(view)
        save = QShortcut(QKeySequence("Ctrl+Return"), self.course_form)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.course_form.save)
        context.changes.changed.connect(self._changed)
        self._stale = True

    def _build_overview(self) -> None:
        self.overview = Scroll()
        self.views.addWidget(self.overview)
        self._hours = PlainLabel("", "quiet", wrap=False)
        self._seen_by = Badge("", "accent")
        title_label = PlainLabel(_("My training"), "title", wrap=False)
        heading = row_of(title_label, self._seen_by, self._hours)
        check = self._check = PrimaryButton(_("Check my &skills, 5 minutes"), "list-checks")
        check.clicked.connect(lambda: self._start_walk())
        practise = SecondaryButton(_("&Practise"), "play")
        practise.clicked.connect(lambda: self._practise())
        skills = SecondaryButton(_("Over &time"), "chart-column")
        skills.clicked.connect(lambda: self.show_view(self.skills))
        record = SecondaryButton(_("My &record"), "printer")
        record.clicked.connect(lambda: self.show_view(self.record))
        self._team = SecondaryButton(_("T&eam"), "users")
        self._team.clicked.connect(lambda: self.show_view(self.team))
        header = ColumnsLayout(least=520, weights=(7, 6))
        header.addWidget(heading)
        header.addWidget(row_of(check, practise, skills, record, self._team))
        self.overview.body.addLayout(header)
        services = self.context.services
        self.where = WhereIAm(services)
        self.courses = Courses()
        self.practice, self.plan = FromPractice(self.context), MyPlan(self.context)
        self.practice.practised.connect(self._practise)
        self.practice.ended.connect(self.plan.focus)
        self.certificates = Certificates(self.context)
        self.courses.body.addWidget(self.certificates)
        self.courses.selected.connect(self.certificates.show_for)
        self.courses.add.connect(lambda: self._start_course())
        self.courses.edit.connect(lambda record: self._start_course(record))
        self.courses.finish.connect(lambda record: self._start_course(record, done=True))
        self.courses.remove.connect(self._remove_course)
        columns = ColumnsLayout(least=420, weights=(7, 6))
        columns.addWidget(_stack(self.where, self.courses))
        columns.addWidget(_stack(self.practice, self.plan))
        self.overview.body.addLayout(columns)
        self.overview.body.addStretch(1)

    def _changed(self, kind: str) -> None:
        if kind in ("training", "sessions"):
            self._stale = True
            if self.isVisible():
                self._load()

    def enter(self, **arguments: object) -> None:
        """Show the overview, or go straight to a course."""
        if self._stale:
            self._load()
        if arguments.get("view") == "skills":
            self._start_walk()

    def leave(self) -> None:
        """Keep what was rated."""
        if self.views.currentWidget() is self.walk:
            self.walk.keep()

    def step_back(self) -> bool:
        """From a view back to the overview; ratings are kept."""
        if self.views.currentWidget() is self.overview:
            return False
        if self.views.currentWidget() is self.walk:
            self.walk.stop()
        else:
            self._show_overview()
        return True

    def badge(self) -> int:
        """What practice says, what is due, and what in the plan is to be looked at again."""
        learning = self.context.services.learning
        topics = [one for one in learning.suggestions.all() if one.kind != COURSE]
        return len(topics) + len(learning.courses.reminders()) + len(learning.plan.to_review())

    def _load(self) -> None:
        self._stale = False
        training = self.context.services.training
        hours = training.hours(date.today().year)
        self._hours.setText(
            ngettext("{hours:g} hour this year", "{hours:g} hours this year", round(hours)).format(
                hours=hours
            )
        )
        learning = self.context.services.learning
        is_shared = learning.sharing.since() is not None
        seen_by = _("ratings shared") if is_shared else _("private to you")
        self._seen_by.set_badge(seen_by, "partly" if is_shared else "accent")
        self._team.setVisible(learning.courses.may_change())
        self.where.load()
        self.courses.show_courses(training.enrolments())
        self.practice.load()
        self.plan.load()
        view = self.views.currentWidget()
        if isinstance(view, TrainingView):
            view.load()

    def show_view(self, view: TrainingView) -> None:
        """Open one of the views beside the overview."""
        self.views.setCurrentWidget(view)
        view.start()

    def _show_overview(self) -> None:
        self.views.setCurrentWidget(self.overview)
        self._load()
        self._check.setFocus()

    def _start_walk(self) -> None:
        self.views.setCurrentWidget(self.walk)
        self.walk.start(self.where.framework)

    def _start_course(self, enrolment: Enrolment | None = None, done: bool = False) -> None:
        self.views.setCurrentWidget(self.course_form)
        self.course_form.start(enrolment, done)

    def _practise(self, topic: str = "") -> None:
        self.views.setCurrentWidget(self.exercises)
        self.exercises.start(topic)

    def _remove_course(self, enrolment: Enrolment) -> None:
        try:
            done = self.context.services.training.remove(enrolment.id)
        except Problem as problem:
            self.context.window.say_problem(problem)
            return
        self.context.window.say(_("Removed: {course}").format(course=enrolment.title), undo=done)


def _stack(*cards: QWidget) -> QWidget:
    """Cards below each other."""
    stacked = QWidget()
    column = QVBoxLayout(stacked)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return stacked


PAGE: type[QWidget] = TrainingPage
