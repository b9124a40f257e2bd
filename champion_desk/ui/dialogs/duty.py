"""Makes a course one that everyone in a role must do, within so many days; perhaps one of our own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.courses import CHAMPION, LEAD, Duty
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, language
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.problems import show_in
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import NumberField, Select

_DAYS, _MOST_DAYS = 90, 730


class DutyDialog(Dialog):
    """`kept` brings what Undo needs."""

    kept = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, _("A course that must be done"), _("Make it a duty"))
        self._context = context
        self.form = Form()
        self.body.addWidget(self.form)
        offered = context.services.learning.courses.offered()
        self.course = Select(_("Course"), [(one.code, one.label(language())) for one in offered])
        self.form.row(_("Course"), self.course, name="course")
        self.role = ChipGroup(_("Who must do it"), role_choices())
        self.role.set_codes([CHAMPION])
        self.form.add(self.role)
        self.days = NumberField(_("Within how many days"), 0, _MOST_DAYS)
        self.days.setValue(_DAYS)
        self.form.row(_("Within how many days"), self.days, _("counted from today"), name="due_days")
        self.course.setFocus()

    def submit(self) -> None:
        """Keep it, or say why not."""
        duty = Duty(self.course.code(), self.role.code() or CHAMPION, self.days.value())
        try:
            done = self._context.services.learning.courses.set_duty(duty)
        except Problem as problem:
            if not show_in(self.form, problem):
                self.complaint.say_error(problem)
            return
        self.accept()
        self.kept.emit(done)


def role_choices() -> list[tuple[str, str]]:
    """Whom a duty is for."""
    return [(CHAMPION, _("Every champion")), (LEAD, _("Those who lead"))]
