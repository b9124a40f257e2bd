"""Second step of taking in a list: what it would change, and what can't be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.directory import ImportPreview
from champion_desk.i18n import _, ngettext
from champion_desk.ui.differences import differences_table, tiles
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.import_columns import field_names
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.source_words import doubt_words
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Disclosure
from champion_desk.ui.widgets.fields import CheckBox
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll
from champion_desk.wording import problem_sentence

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    name: str
    said: str


class PreviewStep(QWidget):
    """Counts first, then what needs somebody's eye. `ready_changed` says whether it may be taken in."""

    ready_changed = Signal(bool)
    columns_wanted = Signal()
    report_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.confirm: CheckBox | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._scroll: Scroll | None = None

    def show_preview(self, preview: ImportPreview) -> None:
        """Show what taking this in would do."""
        if self._scroll is not None:
            self._outer.removeWidget(self._scroll)
            self._scroll.deleteLater()
        self._scroll = Scroll()
        self._outer.addWidget(self._scroll)
        self.confirm = None
        body = self._scroll.body
        body.addWidget(PlainLabel(_sentence(preview), "body"))
        body.addWidget(tiles(preview))
        if preview.doubts:
            self._ask_first(body, preview)
        self._say_how_it_was_read(body, preview)
        if preview.tally.before and preview.differences:
            which = Disclosure(_("Which places"))
            which.body.addWidget(differences_table(preview.differences))
            body.addWidget(which)
        refused = [
            _Line(row.line, row.name, problem_sentence(row.refusal))
            for row in preview.first_refused
            if row.refusal
        ]
        if refused:
            count = preview.refused_count
            said = ngettext("{count} entry can’t be used", "{count} entries can’t be used", count)
            body.addWidget(PlainLabel(said.format(count=count), "heading"))
            body.addWidget(_table(_("Entries that can’t be used"), _("Why"), refused))
            self._more(body, count)
        notes = [
            _Line(row.line, row.name, problem_sentence(note))
            for row in preview.first_noted
            for note in row.notes
        ]
        if notes:
            self._fold_notes(body, notes, preview.noted)
        if refused or notes:
            save = SecondaryButton(_("Save this as a list…"), "save")
            save.clicked.connect(self.report_wanted)
            body.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        self.ready_changed.emit(self.is_ready())

    def is_ready(self) -> bool:
        """Whether nothing is left to confirm."""
        return self.confirm is None or self.confirm.isChecked()

    def _ask_first(self, body: QVBoxLayout, preview: ImportPreview) -> None:
        said = _("{why} Is it the whole list, and the right one? If not, cancel, and ask for the right one.")
        body.addWidget(AlertBox(said.format(why=doubt_words(preview.doubts))))
        self.confirm = CheckBox(_("Yes, this is the right list. Take it in."))
        self.confirm.toggled.connect(lambda: self.ready_changed.emit(self.is_ready()))
        body.addWidget(self.confirm)

    def _say_how_it_was_read(self, body: QVBoxLayout, preview: ImportPreview) -> None:
        """In which letters it was written, whom it credits, and what its columns were taken as."""
        if preview.letters and preview.letters != "UTF-8":
            said = _("The list is written in {letters} letters. Look at a name with an accent in it.")
            body.addWidget(PlainLabel(said.format(letters=preview.letters), "quiet"))
        if preview.source.attribution:
            said = _("Shown with each place: {credit}").format(credit=preview.source.attribution)
            body.addWidget(PlainLabel(said, "quiet"))
        if preview.sheet is None:
            return
        names = field_names()
        used = [names[field] for field in dict.fromkeys(preview.sheet.fields.values()) if field]
        said = _("Read from its columns: {fields}").format(fields=", ".join(used))
        body.addWidget(PlainLabel(said, "quiet"))
        change = SecondaryButton(_("Change what the columns are…"), "table-2")
        change.clicked.connect(self.columns_wanted)
        body.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)

    def _fold_notes(self, body: QVBoxLayout, notes: Sequence[_Line], count: int) -> None:
        said = ngettext(
            "{count} thing was mended or left out", "{count} things were mended or left out", count
        )
        fold = Disclosure(said.format(count=f"{count:,}"))
        fold.body.addWidget(_table(_("Mended or left out"), _("What was done"), notes))
        self._more(fold.body, count)
        body.addWidget(fold)

    @staticmethod
    def _more(body: QVBoxLayout, count: int) -> None:
        if count > MOST_ROWS:
            body.addWidget(PlainLabel(_("The first {count} are shown.").format(count=MOST_ROWS), "quiet"))


def _sentence(preview: ImportPreview) -> str:
    found, used = preview.found, preview.used
    if used == found:
        said = ngettext(
            "{found} entry was found, and it can be used.",
            "{found} entries were found, and all of them can be used.",
            found,
        )
    else:
        said = ngettext(
            "{found} entry was found; {used} of them can be used.",
            "{found} entries were found; {used} of them can be used.",
            found,
        )
    return said.format(found=f"{found:,}", used=f"{used:,}")


def _table(accessible_name: str, heading: str, lines: Sequence[_Line]) -> QWidget:
    model: RecordModel[_Line] = RecordModel(
        [
            Column(_("Line"), lambda line: str(line.number), align=Qt.AlignmentFlag.AlignRight),
            Column(_("Name"), lambda line: line.name or "–", stretch=True),
            Column(heading, lambda line: line.said, stretch=True),
        ]
    )
    model.set_rows(lines[:MOST_ROWS])
    card = SnugCard(6, 6)
    table = RecordTable(accessible_name, model, grow=len(lines) <= 6)
    card.body.addWidget(table)
    return card
