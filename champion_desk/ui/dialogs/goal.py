"""A line of my plan: what I want to learn, the next step, a buddy, and a day to look at it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Problem
from champion_desk.domain.training import GOAL_LENGTH, Goal
from champion_desk.i18n import _
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.problems import show_in
from champion_desk.ui.training_words import goal_name
from champion_desk.ui.widgets.date_field import DateField
from champion_desk.ui.widgets.fields import CheckBox, Select
from champion_desk.ui.widgets.scan_watch import accepted_in, asks_first
from champion_desk.ui.widgets.scanned_field import ScannedField

_MONTH = timedelta(days=30)


class GoalDialog(Dialog):
    """`kept` brings what Undo needs. Without a goal, one is added."""

    kept = Signal(object)

    def __init__(self, context: Context, goal: Goal | None, parent: QWidget) -> None:
        title = _("Add to my plan")
        if goal is not None:
            name = goal_name(context.services.catalogues, goal)
            title = _("Change “{name}”").format(name=name)
        super().__init__(parent, title, _("Save") if goal else _("Add"))
        self._context, self._goal = context, goal
        self.form = Form()
        self.body.addWidget(self.form)
        self._is_named = goal is not None and bool(goal.topic or goal.course)
        words = _("What you want to learn")
        self.text = ScannedField(words)
        self.text.setMaxLength(GOAL_LENGTH)
        hint = _("in your own words · optional") if self._is_named else _("in your own words")
        self.form.row(words, self.text, hint, required=not self._is_named, name="text")
        self.step = ScannedField(_("Next step"))
        self.step.setMaxLength(GOAL_LENGTH)
        self.form.row(_("Next step"), self.step, _("small enough for this week · optional"), name="next_step")
        buddies = [(one.id, one.name) for one in context.services.learning.plan.buddies()]
        self.buddy = Select(_("Who helps you"), [("", _("Nobody yet")), *buddies])
        who = _("They are not told. Ask them yourself.")
        self.form.row(_("Who helps you"), self.buddy, who, name="buddy_id")
        self.has_day = CheckBox(_("Remind me on this page to look at it again"))
        self.form.add(self.has_day)
        self.day = DateField(_("Look at it again on"))
        self.form.row(_("Look at it again on"), self.day, name="review_on")
        self.has_day.toggled.connect(self.day.setEnabled)
        self._fill(goal)
        (self.step if self._is_named else self.text).setFocus()

    def _fill(self, goal: Goal | None) -> None:
        day = goal.review_on if goal else date.today() + _MONTH
        self.has_day.setChecked(day is not None)
        self.day.setEnabled(day is not None)
        self.day.set_day(day or date.today() + _MONTH)
        if goal is not None:
            self.text.setText(goal.text)
            self.step.setText(goal.next_step)
            self.buddy.set_code(goal.buddy_id)

    def submit(self) -> None:
        """Keep it, or say beside its field what does not fit."""
        if asks_first(self, self.submit):
            return
        services = self._context.services
        try:
            goal = self._read()
            done = services.learning.plan.keep(goal, accepted_in(self))
        except Problem as problem:  # what does not fit in a field is one too
            if not show_in(self.form, problem):
                self.complaint.say_error(problem)
            return
        self.accept()
        self.kept.emit(done)

    def _read(self) -> Goal:
        values = {
            "text": self.text.text().strip(),
            "next_step": self.step.text().strip(),
            "buddy_id": self.buddy.code(),
            "review_on": self.day.day() if self.has_day.isChecked() else None,
        }
        if self._goal is None:
            return Goal(self._context.services.champion.id, **values)  # type: ignore[arg-type]
        return replace(self._goal, **values)  # type: ignore[arg-type]
