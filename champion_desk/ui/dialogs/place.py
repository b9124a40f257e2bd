"""Add a place of this desk's own, or change one: what is changed lies on top of what the list says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.keeping import Duplicate, Kept
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, language
from champion_desk.services.changes import Done
from champion_desk.services.keeping import WrongFields
from champion_desk.services.place_forms import PlaceForm, form_of
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.form import Form
from champion_desk.ui.hours_field import HoursField
from champion_desk.ui.place_sites import OtherSites
from champion_desk.ui.problems import sentence_of
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import TextArea, TextField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scan_watch import accepted_in, asks_first
from champion_desk.ui.widgets.scanned_text import ScannedArea

_LONG = {
    "description": 4,
    "phones": 2,
    "address": 2,
    "bring": 2,
    "areas": 2,
    "eligibility": 2,
}


def own_source_name() -> str:
    """What the list of this desk's own places is called."""
    return _("This desk’s own places")


class PlaceDialog(Dialog):
    """`kept` brings what is to be said, and what Undo needs. Without a listing, one is added."""

    kept = Signal(str, object)

    def __init__(
        self, context: Context, parent: QWidget, listing: Listing | None = None, kept: Kept | None = None
    ) -> None:
        title = _("Change “{name}”").format(name=listing.name) if listing else _("Add a place")
        super().__init__(parent, title, _("Save") if listing else _("Add"), width=640)
        self._context, self._listing = context, listing
        self._kept = kept or Kept()
        self._before = form_of(listing, self._kept.note) if listing else PlaceForm()
        self._sure = False
        if listing is not None and not self._kept.is_own:
            said = _("What you change stands on top of what the list says, also after it is refreshed.")
            self.body.addWidget(PlainLabel(said, "quiet"))
        self.form = Form()
        self.body.addWidget(self.form)
        self.fields: dict[str, TextField | TextArea] = {}
        self.hours = HoursField(_("When it is open"), self._before.hours, self._before.hours_note)
        self.others = OtherSites(self._before.others)
        self._rows()
        self.alike = AlertBox("")
        self.alike.hide()
        self.body.addWidget(self.alike)
        self.fields["name"].setFocus()

    def _rows(self) -> None:
        source = {one.field: one.source_says for one in self._kept.local}
        for name, label, hint in _questions():
            from_source = source.get("locations" if name in ("address", "town", "postcode") else name)
            if from_source is not None and name not in ("town", "postcode"):
                hint = _("changed at this desk; the list says: {words}").format(words=from_source or "–")
            if name == "hours_note":
                self.form.row(label, self.hours, hint, name=name)
                self.form.add(self.others)
                continue
            self.fields[name] = field = self._field(name, label)
            self.form.row(label, field, hint, required=name == "name", name=name)
        needs = self._context.services.catalogues["needs"]
        self.needs = ChipGroup(
            _("What it helps with"), [(one.code, one.label(language())) for one in needs], several=True
        )
        self.needs.set_codes(self._before.needs)
        self.form.add(self.needs)
        self.note = ScannedArea(_("Note of this desk"), lines=2)
        self.note.setPlainText(self._before.note)
        hint = _("only your desk sees it · never a name")
        self.form.row(_("Note of this desk"), self.note, hint, name="note")

    def _field(self, name: str, label: str) -> TextField | TextArea:
        text: str = getattr(self._before, name)
        if name in _LONG:
            area = TextArea(label, lines=_LONG[name])
            area.setPlainText(text)
            return area
        line = TextField(label)
        line.setText(text)
        line.setCursorPosition(0)
        return line

    def typed(self) -> PlaceForm:
        """The place as it stands in the form."""
        texts = {
            name: field.text() if isinstance(field, TextField) else field.toPlainText()
            for name, field in self.fields.items()
        }
        needs = tuple(self.needs.codes())
        if set(needs) == set(self._before.needs):
            needs = self._before.needs
        hours, words = self.hours.value()
        form = replace(self._before, **texts)  # type: ignore[arg-type]  # fields of text only
        return replace(
            form,
            hours=hours,
            hours_note=words,
            others=self.others.sites(),
            needs=needs,
            note=self.note.text_now(),
        )

    def submit(self) -> None:
        """Check it, ask about a place that looks the same, and keep it."""
        if asks_first(self, self.submit):
            return
        form = self.typed()
        if self._listing is not None or self._sure or not form.name.strip():
            self._keep(form)
            return
        at = Location(town=form.town, postcode=form.postcode)
        asked = Listing(
            form.name, "new", phones=tuple(form.phones.split("\n")), url=form.url, locations=(at,)
        )
        duplicates = self._context.services.duplicates
        self.main.setEnabled(False)
        self._context.background.run(
            lambda: duplicates.like(asked),
            while_alive(self, lambda found: self._looked(form, asked, found)),
            while_alive(self, self._failed),
        )

    def _looked(self, form: PlaceForm, asked: Listing, found: Sequence[Duplicate]) -> None:
        self.main.setEnabled(True)
        if not found:
            self._keep(form)
            return
        self._sure = True
        other = found[0].second if found[0].first.id == asked.id else found[0].first
        said = _("“{name}” is there already. Is it the same place? Then cancel, and change that one.")
        self.alike.label.setText(said.format(name=other.name))
        self.alike.show()
        self.main.setText(_("Add it all the same"))
        announce(self, self.alike.label.text(), assertive=True)

    def _failed(self, error: BaseException) -> None:
        self.main.setEnabled(True)
        self._context.window.say_problem(error)

    def _keep(self, form: PlaceForm) -> None:
        keeping, accepted = self._context.services.keeping, accepted_in(self)
        try:
            if self._listing is None:
                done: Done = keeping.add(form, own_source_name(), accepted)
                said = _("Added: {name}.").format(name=form.name.strip())
            else:
                done = keeping.edit(self._listing.id, form, self._before, accepted)
                said = _("Changed: {name}.").format(name=form.name.strip())
        except WrongFields as wrong:
            told = {one.field: sentence_of(one) for one in wrong.problems}
            beside = self.others.show_problems(told)
            if not self.form.show_problems(told) and not beside:
                self._context.window.say_problem(wrong)
            return
        except Problem as problem:
            self._context.window.say_problem(problem)
            self.reject()
            return
        self.accept()
        self.kept.emit(said, done)


def _questions() -> tuple[tuple[str, str, str], ...]:
    """The field, its words, and a hint for each."""
    return (
        ("name", _("Name"), ""),
        ("organisation", _("Who runs it"), _("optional")),
        ("phones", _("Phone"), _("one on each line")),
        ("venue", _("Name of the building"), _("optional")),
        ("address", _("Address"), _("without town and postcode")),
        ("town", _("Town"), ""),
        ("postcode", _("Postcode"), _("so that it is found by distance")),
        ("hours_note", _("When it is open"), _("like: Mon–Fri 9–5, Sat 10–12")),
        ("description", _("What it does"), ""),
        ("email", _("E-mail"), _("optional")),
        ("url", _("Web address"), _("optional")),
        ("fees", _("Cost"), _("optional")),
        ("eligibility", _("Who it is for"), _("optional")),
        ("bring", _("What to bring"), _("optional")),
        ("alert", _("Notice"), _("optional, like: closed in July")),
        ("areas", _("Area it covers"), _("optional, one on each line")),
    )
