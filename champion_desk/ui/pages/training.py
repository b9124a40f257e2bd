"""My training: where I am, what is due, what practice says I could learn. Private to the champion."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from champion_desk import wording
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Enrolment
from champion_desk.i18n import _, language, ngettext
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.context import Context
from champion_desk.ui.course_form import CourseForm
from champion_desk.ui.page import Page
from champion_desk.ui.skills_walk import SkillsWalk
from champion_desk.ui.training_overview import Courses, FromPractice, WhereIAm, row_of
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
    """Three views of one page: the overview, the walk through my skills, the form for a course."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 0)
        self.views = QStackedWidget()
        outer.addWidget(self.views)
        self.walk = SkillsWalk(context)
        self.course_form = CourseForm(context)
        self._build_overview()
        for view in (self.walk, self.course_form):
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
        heading = row_of(
            PlainLabel(_("My training"), "title", wrap=False),
            Badge(_("private to you"), "accent"),
            self._hours,
        )
        check = self._check = PrimaryButton(_("Check my &skills, 5 minutes"), "list-checks")
        check.clicked.connect(lambda: self._start_walk())
        record = SecondaryButton(_("My &record"), "printer")
        record.clicked.connect(self._print_record)
        header = ColumnsLayout(least=520, weights=(7, 6))
        header.addWidget(heading)
        header.addWidget(row_of(check, record))
        self.overview.body.addLayout(header)
        services = self.context.services
        self.where = WhereIAm(services)
        self.courses = Courses()
        self.practice = FromPractice(self.context)
        self.courses.add.connect(lambda: self._start_course())
        self.courses.edit.connect(lambda record: self._start_course(record))
        self.courses.finish.connect(lambda record: self._start_course(record, done=True))
        self.courses.remove.connect(self._remove_course)
        left = QWidget()
        stacked = QVBoxLayout(left)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(16)
        stacked.addWidget(self.where)
        stacked.addWidget(self.courses)
        stacked.addStretch(1)
        columns = ColumnsLayout(least=420, weights=(7, 6))
        columns.addWidget(left)
        columns.addWidget(self.practice)
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
        """What practice says, and what is due."""
        training = self.context.services.training
        return len(training.suggestions()) + len(training.due(date.today()))

    def _load(self) -> None:
        self._stale = False
        training = self.context.services.training
        hours = training.hours(date.today().year)
        self._hours.setText(
            ngettext("{hours:g} hour this year", "{hours:g} hours this year", round(hours)).format(
                hours=hours
            )
        )
        self.where.load()
        self.courses.show_courses(training.enrolments())
        self.practice.load()

    def _show_overview(self) -> None:
        self._load()
        self.views.setCurrentWidget(self.overview)
        self._check.setFocus()

    def _start_walk(self) -> None:
        self.views.setCurrentWidget(self.walk)
        self.walk.start(self.where.framework)

    def _start_course(self, enrolment: Enrolment | None = None, done: bool = False) -> None:
        self.views.setCurrentWidget(self.course_form)
        self.course_form.start(enrolment, done)

    def _remove_course(self, enrolment: Enrolment) -> None:
        try:
            done = self.context.services.training.remove(enrolment.id)
        except Problem as problem:
            self.context.window.say_problem(problem)
            return
        self.context.window.say(_("Removed: {course}").format(course=enrolment.title), undo=done)

    def _print_record(self) -> None:
        """My record as a sheet, made beside the window, then printed or saved."""
        levels = self.context.services.training.levels()
        skills = tuple(
            (skill.label(language()), wording.level_text(levels[skill.code]))
            for framework in self.context.services.catalogues.frameworks
            for skill in framework.skills
            if skill.code in levels
        )
        services = self.context.services
        self.context.background.run(
            lambda: services.training.record_pdf(services.site.name, skills, services.demo),
            self._offer_record,
            self.context.window.say_problem,
        )

    def _offer_record(self, pdf: bytes) -> None:
        self.context.window.save_pdf(pdf, _("My training record"))


PAGE: type[QWidget] = TrainingPage
