"""Courses that must be done, for who leads: which, by whom, and the council's own courses from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from champion_desk.domain.courses import Duty, OwnCourse
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.dialogs.duty import DutyDialog, role_choices
from champion_desk.ui.files import ask_which_file
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.training_overview import row_of
from champion_desk.ui.training_words import course_name
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel

_MOST_NAMES = 12


class DutiesCard(Card):
    """A table of duties; one can be added, and the one the keyboard is on can be ended."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Courses that must be done"))
        self._context = context
        catalogues, roles = context.services.catalogues, dict(role_choices())
        self.model: RecordModel[Duty] = RecordModel(
            [
                Column(_("Course"), lambda one: course_name(catalogues, one.course), stretch=2),
                Column(_("Who"), lambda one: roles[one.role], stretch=1, quiet=True),
                Column(_("Within days"), lambda one: f"{one.due_days:,}", align=Qt.AlignmentFlag.AlignRight),
            ]
        )
        self.table = RecordTable(_("Courses that must be done"), self.model, grow=True)
        self.table.selected_record.connect(lambda _one: self._offer())
        self.body.addWidget(self.table)
        self._nothing = PlainLabel(_("None yet. A duty reminds everyone in its role on their Desk."), "quiet")
        self.body.addWidget(self._nothing)
        self.add = SecondaryButton(_("Make a course a d&uty…"), "plus")
        self.end = SecondaryButton(_("End this duty"), "x")
        self.own = SecondaryButton(_("Take in &our own courses…"), "upload")
        self.add.clicked.connect(self._ask)
        self.end.clicked.connect(self._end)
        self.own.clicked.connect(self._ask_for_courses)
        self.body.addWidget(row_of(self.add, self.end, self.own))

    def load(self) -> None:
        """Read the duties again."""
        duties = self._context.services.learning.courses.duties()
        self.model.set_rows(duties)
        self.table.setVisible(bool(duties))
        self._nothing.setVisible(not duties)
        self._offer()

    def _offer(self) -> None:
        self.end.setVisible(self.model.rowCount() > 0 and self.table.record() is not None)

    def _ask(self) -> None:
        dialog = DutyDialog(self._context, self)
        dialog.kept.connect(lambda done: self._kept(_("It must be done from now on."), done))
        dialog.open()

    def _kept(self, said: str, done: Done) -> None:
        self.load()
        self.add.setFocus()
        self._context.window.say(said, undo=done)

    def _act(self, work: Callable[[], Done], said: str) -> None:
        try:
            done = work()
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._kept(said, done)

    def _end(self) -> None:
        duty = self.table.record()
        if duty is not None:
            courses = self._context.services.learning.courses
            self._act(lambda: courses.end_duty(duty), _("Nobody must do it any more."))

    # Our own courses

    def _ask_for_courses(self) -> None:
        path = ask_which_file(self, _("Choose a file of courses"), _("Courses"), ".toml")
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Read a file of courses beside the window, then ask before they are kept."""
        courses, window = self._context.services.learning.courses, self._context.window
        self._context.background.run(
            lambda: courses.read(path),
            while_alive(self, self._show_courses),
            while_alive(self, window.say_problem),
        )

    def _show_courses(self, found: tuple[OwnCourse, ...]) -> None:
        count = len(found)
        title = ngettext("Take in {count} course?", "Take in {count} courses?", count).format(count=count)
        lines = [one.title for one in found[:_MOST_NAMES]]
        if count > _MOST_NAMES:
            lines.append(_("The first {count} are shown.").format(count=_MOST_NAMES))
        said = ngettext("{count} course is taken in.", "{count} courses are taken in.", count)
        courses, words = self._context.services.learning.courses, said.format(count=count)
        parent: QWidget = self.window()
        ConfirmDialog(
            parent,
            title,
            "\n".join(lines),
            _("Take them in"),
            lambda: self._act(lambda: courses.bring_in(found), words),
        ).open()
