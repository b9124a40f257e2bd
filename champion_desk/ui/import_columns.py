"""A step of taking in a list: what each column of a sheet is, guessed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.list_sheets import FIELDS, ListSheet
from champion_desk.i18n import _
from champion_desk.services.list_mappings import fitting, preset
from champion_desk.ui.announce import announce
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.form import Form
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.labels import PlainLabel, TitleLine
from champion_desk.ui.widgets.scroll import Scroll


def field_names() -> dict[str, str]:
    """What each field is called."""
    return {
        "": _("Leave out"), "name": _("Name"), "organisation": _("Who runs it"),
        "description": _("Description"), "venue": _("Name of the place"), "address": _("Street address"),
        "town": _("Town"), "county": _("County"), "postcode": _("Postcode"), "phone": _("Phone"),
        "email": _("E-mail"), "url": _("Web address"), "links": _("More links"),
        "hours": _("Opening hours in words"), "monday": _("Hours on Monday"),
        "tuesday": _("Hours on Tuesday"), "wednesday": _("Hours on Wednesday"),
        "thursday": _("Hours on Thursday"), "friday": _("Hours on Friday"),
        "saturday": _("Hours on Saturday"), "sunday": _("Hours on Sunday"),
        "eligibility": _("Who it is for"), "minimum_age": _("Youngest age"),
        "maximum_age": _("Oldest age"), "fees": _("What it costs"), "bring": _("What to bring"),
        "access": _("Access for disabled people"), "languages": _("Languages"),
        "tags": _("What it is about"), "area": _("Area it covers"), "authority": _("Council"),
        "alert": _("Notice"), "status": _("Open or closed"), "closed": _("Closed for good"),
        "checked": _("When it was checked"), "latitude": _("Latitude"), "longitude": _("Longitude"),
        "position": _("Latitude and longitude in one"), "easting": _("Easting"),
        "northing": _("Northing"), "id": _("Number or code of the entry"),
    }  # fmt: skip


def _preset_names() -> dict[str, str]:
    return {
        "": _("What was guessed from the headings"),
        "kept": _("What you chose the last time"),
        "libraries": _("The open list of libraries"),
        "outpost": _("The Outpost sheet"),
    }


@dataclass(frozen=True, slots=True)
class _SheetColumn:
    heading: str
    samples: str
    field: str


class ColumnsStep(QWidget):
    """A table of columns with examples; under it what the current one is. `fields()` is what was decided."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: ListSheet | None = None
        self._fields: dict[str, str] = {}
        self._guess: dict[str, str] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll()
        outer.addWidget(scroll)
        self.said = PlainLabel("", "body")
        self.problem = AlertBox("", "circle-alert", "could-not")
        self.problem.hide()
        self.presets_form = Form()
        self.presets = Select("")
        self.presets_form.row(_("Begin with"), self.presets, name="preset")
        self.table_card = SnugCard(6, 6)
        self.form = Form()
        self.select = Select("")
        self.form.row(_("What the column is"), self.select, name="choice")
        for widget in (self.said, self.problem, self.presets_form, self.table_card, self.form):
            scroll.body.addWidget(widget)
        scroll.body.addStretch(1)
        self._add_table()
        self.presets.chosen.connect(self._preset_chosen)
        self.select.chosen.connect(self._field_chosen)

    def _add_table(self) -> None:
        names = field_names()
        self.model: RecordModel[_SheetColumn] = RecordModel(
            [
                Column(_("Column"), lambda one: one.heading, stretch=2),
                Column(_("Examples"), lambda one: one.samples, stretch=3, quiet=True, spare=True),
                Column(_("Taken as"), lambda one: names[one.field], stretch=2),
            ]
        )
        self.table = RecordTable(_("Columns of the sheet"), self.model)
        self.model.setParent(self.table)
        self.table_card.body.addWidget(self.table)
        self.table.selected_record.connect(self._column_shown)
        self.table.activated_record.connect(
            lambda _one: self.select.setFocus(Qt.FocusReason.OtherFocusReason)
        )

    def show_sheet(self, sheet: ListSheet, guess: dict[str, str]) -> None:
        """Show the columns of a sheet as they are taken, and what a guess would take them as."""
        self._sheet, self._fields, self._guess = sheet, dict(sheet.fields), guess
        said = _("Say what each column is. At least one has to be the name.")
        if sheet.origin == "remembered":
            said = _("You have taken in such a sheet before, and what you chose then is set.")
        self.said.setText(said)
        names = _preset_names()
        codes = [*(["kept"] if sheet.origin == "remembered" else []), "", *fitting(sheet)]
        self.presets.set_choices([(code, names[code]) for code in codes])
        self.presets.setCurrentIndex(0)
        self.presets_form.setVisible(len(codes) > 1)
        self.show_problem("")
        self._fill()

    def fields(self) -> dict[str, str] | None:
        """What each column is; None where none is the name, which is then said."""
        if "name" in self._fields.values():
            return dict(self._fields)
        self.show_problem(_("No column is the name yet. Choose the one that tells what a place is called."))
        return None

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong, or that nothing is."""
        self.problem.label.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, assertive=True)

    def focus_first(self) -> None:
        """The keyboard stands on the columns."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        at = max(self.table.currentIndex().row(), 0)
        rows = [
            _SheetColumn(heading, ", ".join(samples), self._fields.get(heading, ""))
            for heading, samples in zip(sheet.headings, sheet.samples, strict=True)
        ]
        self.model.set_rows(rows)
        self.table.select_row(min(at, len(rows) - 1))
        self._column_shown(self.table.record())

    def _column_shown(self, one: object) -> None:
        if not isinstance(one, _SheetColumn):
            return
        words = _("“{heading}” is").format(heading=one.heading)
        title = self.form.findChild(TitleLine)
        if title is not None:
            title.label.setText(words)
        self.select.setAccessibleName(words)
        self.select.set_choices(_choices())
        self.select.set_code(one.field)

    def _field_chosen(self, field: str) -> None:
        one = self.table.record()
        if isinstance(one, _SheetColumn):
            self._fields[one.heading] = field
            self.show_problem("")
            self._fill()

    def _preset_chosen(self, code: str) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        chosen = self._guess if not code else dict(sheet.fields) if code == "kept" else preset(sheet, code)
        self._fields = dict(chosen)
        self.show_problem("")
        self._fill()


def _choices() -> Sequence[tuple[str, str]]:
    names = field_names()
    return [(code, names[code]) for code in FIELDS]
