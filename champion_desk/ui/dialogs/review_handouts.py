"""The sheets that somebody should look at again: those last checked over a year ago."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from champion_desk import formats, wording
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.handouts import DueSheet
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel

_FEW = 8


class ReviewDialog(Dialog):
    """Own sheets are noted as checked here; those of the program are adapted where they are wrong."""

    def __init__(self, context: Context, parent: QWidget, show: Callable[[str, str], None]) -> None:
        super().__init__(parent, _("Sheets to check"), _("See it"), _("Close"), width=760)
        self._context, self._show = context, show
        self.about = PlainLabel("", "quiet")
        self.body.addWidget(self.about)
        self.model: RecordModel[DueSheet] = RecordModel(
            [
                Column(_("Sheet"), _named, stretch=3),
                Column(_("Language"), lambda one: wording.language_name(one.language)),
                Column(_("Last checked"), _last_checked, stretch=1),
            ]
        )
        few = len(context.services.handouts.due(date.today())) <= _FEW
        self.table = RecordTable(_("Sheets to check"), self.model, grow=few)
        self.table.activated_record.connect(lambda _one: self.submit())
        self.table.selected_record.connect(lambda _one: self._settle())
        self.body.addWidget(self.table)
        self.right = SecondaryButton(_("Still right today"), "check")
        self.right.clicked.connect(self.still_right)
        self.add_button(self.right)
        self._load()
        (self.table if self.model.rowCount() else self.out).setFocus()

    def _load(self) -> None:
        due = self._context.services.handouts.due(date.today())
        self.model.set_rows(due)
        if due:
            self.table.select_row(0)
        self.table.setVisible(bool(due))
        said = _("Read each sheet once a year. Adapt a sheet of the program where it is not right any more.")
        self.about.setText(
            said if due else _("Every sheet was checked within a year. There is nothing to do.")
        )
        self._settle()

    def sheet(self) -> DueSheet | None:
        """The sheet the keyboard is on."""
        found = self.table.record()
        return found if isinstance(found, DueSheet) else None

    def _settle(self) -> None:
        one = self.sheet()
        self.main.setVisible(one is not None)
        self.right.setVisible(one is not None and one.is_own)

    def still_right(self) -> None:
        """Somebody read it today, and it is right."""
        one = self.sheet()
        if one is None:
            return
        try:
            done = self._context.services.own_handouts.check_today(one.slug, one.language)
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        said = _("Noted: {title} is still right today.").format(title=one.title)
        self._context.window.say(said, undo=done)
        self._load()

    def submit(self) -> None:
        """Show the sheet on the page."""
        one = self.sheet()
        if one is not None:
            self.accept()
            self._show(one.slug, one.language)


def _last_checked(one: DueSheet) -> str:
    return formats.long_date(one.reviewed) if one.reviewed else _("never checked")


def _named(one: DueSheet) -> str:
    return _("{title} (ours)").format(title=one.title) if one.is_own else one.title
