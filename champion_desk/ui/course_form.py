"""Add or change a course of mine: from the catalogue or in my own words, planned or done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import wording
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.training import STATES, Enrolment
from champion_desk.i18n import _, language
from champion_desk.ui.context import Context
from champion_desk.ui.form import Form
from champion_desk.ui.training_overview import row_of
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.date_field import DateField
from champion_desk.ui.widgets.fields import NumberField, Select
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scan_watch import accepted_in, asks_first
from champion_desk.ui.widgets.scanned_field import ScannedField
from champion_desk.ui.widgets.scroll import Scroll

OWN = ""


class CourseForm(QWidget):
    """Reads into an `Enrolment`; `saved` once it is kept."""

    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._changing: Enrolment | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll()
        outer.addWidget(scroll)
        self._title = PlainLabel("", "title")
        scroll.body.addWidget(self._title)
        card = Card()
        scroll.body.addWidget(card)
        self.form = Form()
        card.body.addWidget(self.form)
        self._build_fields()
        save = PrimaryButton(_("Save"), "check", _("Ctrl Enter"))
        save.clicked.connect(self.save)
        cancel = SecondaryButton(_("Back"), "arrow-left")
        cancel.clicked.connect(self.ended)
        card.body.addWidget(row_of(save, cancel))
        scroll.body.addStretch(1)

    def _build_fields(self) -> None:
        self.course = Select(_("Course"), self._offered())
        self.course.chosen.connect(self._choose)
        self.form.row(_("Course"), self.course, name="course")
        self.title = ScannedField(_("What it is called"))
        self.form.row(_("What it is called"), self.title, required=True, name="title")
        self.state = ChipGroup(_("State"), [(code, wording.enrolment_text(code)) for code in STATES])
        self.form.add(self.state)
        self.day = DateField(_("Date"))
        self.form.row(_("Date"), self.day, _("When it is planned, or when it was done."), name="on")
        self.hours = NumberField(_("Hours"), 0, 400)
        self.form.row(_("Hours"), self.hours, _("Whole hours, as near as you can say."), name="hours")

    def _offered(self, kept: str = OWN) -> list[tuple[str, str]]:
        """The courses that can be planned now, and the one that is `kept` already."""
        services = self._context.services
        codes = {one.code for one in services.learning.courses.offered()} | {kept}
        choices = [(OWN, _("Another course, in my own words"))]
        return choices + [
            (one.code, one.label(language())) for one in services.catalogues.courses if one.code in codes
        ]

    def _choose(self, code: str) -> None:
        course = next((one for one in self._context.services.catalogues.courses if one.code == code), None)
        if course is not None:
            self.title.setText(course.label(language()))
            self.hours.setValue(round(course.hours))

    def start(self, enrolment: Enrolment | None = None, done: bool = False) -> None:
        """Fill the form for a new course, or for one to change (or to mark as done)."""
        self._changing = enrolment
        self.form.clear_problems()
        self._title.setText(_("Change a course") if enrolment else _("Add a course"))
        shown = enrolment or Enrolment("", "", _("A course"))
        self.course.set_choices(self._offered(shown.course))
        self.course.set_code(shown.course)
        self.title.setText(shown.title if enrolment else "")
        state = "done" if done else shown.state
        self.state.set_codes([state])
        day = date.today() if done else (shown.on if state == "done" else shown.due) or date.today()
        self.day.set_day(day)
        self.hours.setValue(round(shown.hours))
        (self.day if done else self.course).setFocus()

    def save(self) -> None:
        """Keep the course, or say beside its field what does not fit."""
        if asks_first(self.form, self.save):
            return
        training, accepted = self._context.services.training, accepted_in(self.form)
        try:
            enrolment = self._read()
            if self._changing is None:
                done = training.enrol(enrolment, accepted)
            elif enrolment.state == "done" and self._changing.state != "done":
                assert enrolment.on is not None
                done = training.finish(enrolment, enrolment.on, accepted)
            else:
                done = training.amend(enrolment, accepted)
        except Invalid as invalid:
            self.form.show_problems({invalid.field: wording.problem_sentence(invalid)})
            return
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._context.window.say(_("Saved: {course}").format(course=enrolment.title), undo=done)
        self.ended.emit()

    def _read(self) -> Enrolment:
        day = self.day.day()
        state = self.state.code() or "planned"
        enrolment = Enrolment(
            self._context.services.champion.id,
            self.course.code(),
            self.title.text().strip(),
            state,
            float(self.hours.value()),
            day if state == "done" else None,
            None if state == "done" else day,
        )
        return replace(enrolment, id=self._changing.id) if self._changing else enrolment
