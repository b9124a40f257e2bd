"""Takes the log of a period out into a file: what, and in which form; says where it is saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QWidget

from champion_desk.domain.log_query import LogQuery
from champion_desk.i18n import _, ngettext
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.files import ask_where_to_save_as
from champion_desk.ui.log_periods import between, period_words
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel

SESSIONS, COUNTS = "sessions", "counts"


class ExportLogDialog(Dialog):
    """The period is the one that the list shows; the other filters are not asked of a file."""

    def __init__(self, context: Context, query: LogQuery, parent: QWidget) -> None:
        super().__init__(parent, _("Export the log"), _("Save…"), width=600)
        today = date.today()
        self._context, self._over = context, parent
        self.first, self.last = query.first or today, query.last or today
        self.path: Path | None = None
        words = period_words(between(self.first, self.last), today)
        self.body.addWidget(PlainLabel(words, "strong"))
        self.what = ChipGroup(
            _("What?"), [(SESSIONS, _("sessions")), (COUNTS, _("counts by month"))]
        )  # fmt: skip
        self.what.set_codes([SESSIONS])
        self.what.changed.connect(self._settle)
        self.form = ChipGroup(
            _("As what?"), [("csv", _("CSV")), ("xlsx", _("Excel")), ("json", _("JSON"))]
        )  # fmt: skip
        self.form.set_codes(["xlsx"])
        self.body.addWidget(self.what)
        self.body.addWidget(self.form)
        self.about = PlainLabel("", "quiet")
        self.body.addWidget(self.about)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.body.addWidget(self.bar)
        self._busy = False
        self._settle()
        self.what.focus_first()

    def _settle(self) -> None:
        self.about.setText(
            _("Each session with all its answers and its note. Keep the file where only staff can see it.")
            if self.what.code() == SESSIONS
            else _("What the desk keeps of older months, as numbers only.")
        )

    def submit(self) -> None:
        """Ask where to save, and write the file behind the window."""
        if self._busy:
            return
        kind, form = str(self.what.code()), str(self.form.code())
        names = {"csv": _("List for a spreadsheet"), "xlsx": _("Excel file"), "json": _("JSON file")}
        name = _("Log {first} to {last}").format(first=self.first.isoformat(), last=self.last.isoformat())
        path = ask_where_to_save_as(self, _("Export the log"), name, names[form], f".{form}")
        if path is None:
            return
        self.path = path
        self._set_busy(True)
        announce(self, _("Exporting…"))
        exports, first, last = self._context.services.exports, self.first, self.last
        self._context.background.run(
            lambda: exports.export(kind, form, path, first, last),
            while_alive(self, self._done),
            while_alive(self, self._failed),
        )

    def _done(self, count: int) -> None:
        self._set_busy(False)
        assert self.path is not None
        self.accept()
        words = ngettext(
            "{count} line saved as {name} in {folder}.", "{count} lines saved as {name} in {folder}.", count
        )
        self._context.window.say(
            words.format(count=f"{count:,}", name=self.path.name, folder=self.path.parent.name)
        )

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self.complaint.say_error(error)
        self.fit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.bar.setVisible(busy)
        self.main.setEnabled(not busy)
        self.out.setEnabled(not busy)
        self.fit()

    def reject(self) -> None:
        """A file under way is written whole."""
        if not self._busy:
            super().reject()
