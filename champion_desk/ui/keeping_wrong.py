"""What is wrong with places: to be told to whoever publishes them, and closed when it is mended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from champion_desk import formats
from champion_desk.documents.report_list import report_text
from champion_desk.domain.keeping import OpenReport
from champion_desk.i18n import _, language, ngettext
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.backup_cards import button_row
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.labels import PlainLabel


class WrongCard(Card):
    """One list at a time, as each goes to another publisher; or all of them."""

    mended_asked = Signal(object)
    open_asked = Signal(object)
    copied = Signal(object)
    save_asked = Signal(object)

    def __init__(self, catalogues: Catalogues, site: str) -> None:
        super().__init__()
        self._catalogues, self._site = catalogues, site
        self._reports: list[OpenReport] = []
        self.which = Select(_("Which list?"), [("", _("All lists"))])
        self.which.chosen.connect(lambda _name: self._narrow())
        self.body.addWidget(self.which)
        self.about = PlainLabel("", "quiet")
        self.body.addWidget(self.about)
        self.mended = PrimaryButton(_("It is mended"), "check")
        self.open = SecondaryButton(_("Open"), "map-pin", _("Enter"))
        self.copy = SecondaryButton(_("Copy as an e-mail"), "mail")
        self.save = SecondaryButton(_("Save as a list…"), "download")
        self.mended.clicked.connect(lambda: self._ask(self.mended_asked))
        self.open.clicked.connect(lambda: self._ask(self.open_asked))
        self.copy.clicked.connect(self.copy_text)
        self.save.clicked.connect(lambda: self.save_asked.emit(self.shown()))
        self.acts = button_row(self.mended, self.open, self.copy, self.save)
        self.body.addWidget(self.acts)
        self.body.addSpacing(6)
        self.model: RecordModel[OpenReport] = RecordModel(
            [
                Column(_("Name"), lambda one: one.listing.name, stretch=3),
                Column(_("What is wrong"), self._what, stretch=4),
                Column(_("Since"), lambda one: formats.short_date(one.report.reported_on), quiet=True),
                Column(_("Passed on"), _passed, quiet=True, spare=True),
            ],
            self,
        )
        self.table = RecordTable(_("What is wrong"), self.model)
        self.table.activated_record.connect(lambda _one: self._ask(self.open_asked))
        self.body.addWidget(self.table, 1)
        said = _("When you notice something, press Alt+W at the place. It is kept here until it is mended.")
        self.empty = EmptyState("flag", _("Nothing is wrong that we know of"), said)
        self.body.addWidget(self.empty)

    def reason(self, code: str) -> str:
        """The words of a code."""
        return self._catalogues["listing_problems"].label(code, language())

    def _what(self, one: OpenReport) -> str:
        said = self.reason(one.report.reason)
        return f"{said}\n{one.report.note}" if one.report.note else said

    def show_reports(self, reports: Sequence[OpenReport]) -> None:
        """Show what is not mended."""
        self._reports = list(reports)
        names = dict.fromkeys(one.source for one in reports)
        before = self.which.code()
        self.which.set_choices([("", _("All lists")), *((name, name) for name in names)])
        self.which.set_code(before if before in names else "")
        self.which.setVisible(len(names) > 1)
        for widget in (self.about, self.acts, self.table):
            widget.setVisible(bool(reports))
        self.empty.setVisible(not reports)
        self._narrow()

    def shown(self) -> list[OpenReport]:
        """Those of the list that is chosen."""
        name = self.which.code()
        return [one for one in self._reports if not name or one.source == name]

    def _narrow(self) -> None:
        row = max(self.table.currentIndex().row(), 0)
        shown = self.shown()
        words = ngettext("{count} thing is not mended yet.", "{count} things are not mended yet.", len(shown))
        self.about.setText(words.format(count=len(shown)))
        self.model.set_rows(shown)
        if shown:
            self.table.select_row(min(row, len(shown) - 1))

    def copy_text(self) -> None:
        """Put the reports on the clipboard, to be pasted into an e-mail."""
        shown = self.shown()
        QGuiApplication.clipboard().setText(report_text(shown, self.reason, self._site))
        self.copied.emit(shown)

    def focus(self) -> None:
        """The keyboard goes to the list."""
        if self.model.rowCount():
            self.table.setFocus()

    def _ask(self, signal: object) -> None:
        one = self.table.record()
        if isinstance(one, OpenReport):
            signal.emit(one)  # type: ignore[attr-defined]


def _passed(one: OpenReport) -> str:
    return formats.short_date(one.report.sent_on) if one.report.sent_on else _("not yet")
