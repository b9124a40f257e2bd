"""The cards of the training page about me: where I am, and my courses, planned, due and done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from champion_desk import formats, wording
from champion_desk.domain.training import LEVELS, Enrolment, Framework
from champion_desk.i18n import _, language
from champion_desk.services import Services
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.charts import SkillBar
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel

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
        self._choices = self._offered()
        self.chooser = ChipGroup(_("Framework"), self._choices, show_label=False)
        self.chooser.set_codes([self._choices[0][0]])
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

    def _offered(self) -> list[tuple[str, str]]:
        return [(one.code, one.label(language())) for one in self._frameworks()]

    @property
    def framework(self) -> Framework:
        """The framework that is shown."""
        code = self.chooser.code()
        return next((one for one in self._frameworks() if one.code == code), self._frameworks()[0])

    def load(self) -> None:
        """Read my ratings again."""
        if self._choices != (now := self._offered()):  # one was brought in, or put out of use
            self._choices = now
            shown = self.framework.code
            self.chooser.set_choices(now)
            self.chooser.set_codes([shown])
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
    selected = Signal(object)

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
        """Show these; the one that was selected stays so."""
        chosen = self.table.record() if self._model.rowCount() else None
        self._model.set_rows(enrolments)
        self.table.setVisible(bool(enrolments))
        self._nothing.setVisible(not enrolments)
        again = next((at for at, one in enumerate(enrolments) if chosen and one.id == chosen.id), None)
        if again is not None:
            self.table.select_row(again)
        self._offer()

    def _offer(self) -> None:
        record = self.table.record() if self.table.isVisibleTo(self) else None
        self._actions.setVisible(record is not None)
        self._done.setVisible(record is not None and record.state != "done")
        self.selected.emit(record)


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
