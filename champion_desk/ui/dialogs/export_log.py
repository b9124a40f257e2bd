"""Takes the log of a period out into a file: what, and in which form; says where it is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QWidget

from champion_desk import i18n
from champion_desk.domain.log_query import LogQuery
from champion_desk.domain.problems import Cancelled
from champion_desk.i18n import _, ngettext
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.background import Task
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.figure_choices import FigureChoices
from champion_desk.ui.files import ask_where_to_save_as
from champion_desk.ui.import_progress import Reporter
from champion_desk.ui.log_periods import between, period_words
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel

SESSIONS, TALLIES, COUNTS, FIGURES = "sessions", "tallies", "counts", "figures"


class ExportLogDialog(Dialog):
    """Sessions and quick counts are those that the list finds; counts are of the list's period.

    Figures are for people outside the desk: of whole months, whatever the list finds.
    """

    def __init__(self, context: Context, query: LogQuery, filtered: bool, parent: QWidget) -> None:
        super().__init__(parent, _("Export the log"), _("Save…"), width=700)
        today = date.today()
        self._context, self._query, self._filtered = context, query, filtered
        self.first, self.last = query.first or today, query.last or today
        self.path: Path | None = None
        self._task: Task | None = None
        self.period = PlainLabel("", "strong")
        self.body.addWidget(self.period)
        kinds = [(SESSIONS, _("sessions"))]
        if query.tallies_fit:  # quick counts have no outcome, no mark and no note
            kinds.append((TALLIES, _("quick counts")))
        kinds += [(COUNTS, _("what is left of old sessions")), (FIGURES, _("figures for others"))]
        self.what = self._asked(_("What?"), kinds, SESSIONS)
        self.figures = FigureChoices(self.first, self.last, today)
        self.body.addWidget(self.figures)
        forms = [("csv", _("CSV")), ("xlsx", _("Excel")), ("json", _("JSON"))]
        self.form = self._asked(_("As what?"), forms, "xlsx")
        self.about = PlainLabel("", "quiet")
        self.body.addWidget(self.about)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.count = PlainLabel("", "quiet")
        for widget in (self.bar, self.count):
            widget.hide()
            self.body.addWidget(widget)
        self.what.changed.connect(self._settle)
        self.figures.changed.connect(self._settle)
        self._settle()
        self.what.focus_first()

    def _asked(self, words: str, choices: list[tuple[str, str]], first: str) -> ChipGroup:
        group = ChipGroup(words, choices)
        group.set_codes([first])
        self.body.addWidget(group)
        return group

    def _settle(self) -> None:
        kind = self.what.code()
        self.figures.setVisible(kind == FIGURES)
        first, last = self._days()
        self.period.setText(period_words(between(first, last), date.today()))
        words = {
            SESSIONS: _(
                "Each session with all its answers and its note. Keep the file where only staff can see it."
            ),
            TALLIES: _("Each quick count with its time, or its period where a number was typed."),
            COUNTS: _("What the desk keeps of older months, as numbers only."),
            FIGURES: self.figures.words(),
        }[str(kind)]
        if self._filtered:
            follows = kind in (SESSIONS, TALLIES)
            words += " " + (
                _("Only what the filters of the list find.")
                if follows
                else _("The filters do not count here.")
            )
        self.about.setText(words)
        self.fit()

    def _days(self) -> tuple[date, date]:
        """The first and the last day of what is exported."""
        return self.figures.days() if self.what.code() == FIGURES else (self.first, self.last)

    def submit(self) -> None:
        """Ask where to save, and write the file behind the window."""
        if self._task is not None:
            return
        form = str(self.form.code())
        names = {"csv": _("List for a spreadsheet"), "xlsx": _("Excel file"), "json": _("JSON file")}
        first, last = self._days()
        title = _("Log {first} to {last}")
        if self.what.code() == FIGURES:
            title = _("Figures {first} to {last}")
        name = title.format(first=first.isoformat(), last=last.isoformat())
        path = ask_where_to_save_as(self, _("Export the log"), name, names[form], f".{form}")
        if path is None:
            return
        self.path, task = path, Task()
        work = self._work(str(self.what.code()), form, path, task)
        self._set_busy(task)
        announce(self, _("Exporting…"))
        self._context.background.run(
            work, while_alive(self, self._done), while_alive(self, self._failed), task
        )

    def _work(self, kind: str, form: str, path: Path, task: Task) -> Callable[[], int]:
        exports, (first, last) = self._context.services.exports, self._days()
        report = Reporter(self._context.background, while_alive(self, self._step))
        if kind == FIGURES:
            rule, language = self.figures.rule_chosen(), i18n.language()
            figures, cancelled = self._context.services.figures, task.cancelled
            return lambda: figures.export(rule, form, path, first, last, language, report, cancelled)
        if kind == COUNTS:
            return lambda: exports.export(kind, form, path, first, last)
        return lambda: exports.export_log(kind, form, path, self._query, report, task.cancelled)

    def _step(self, done: int, total: int | None) -> None:
        if self._task is None:
            return
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
        words = ngettext("{count} line", "{count} lines", done)
        if self.what.code() == FIGURES:
            words = ngettext("{count} month", "{count} months", done)
        self.count.setText(words.format(count=f"{done:,}"))

    def _done(self, count: int) -> None:
        self._set_busy(None)
        assert self.path is not None
        self.accept()
        words = ngettext(
            "{count} line saved as {name} in {folder}.", "{count} lines saved as {name} in {folder}.", count
        )
        self._context.window.say(
            words.format(count=f"{count:,}", name=self.path.name, folder=self.path.parent.name)
        )

    def _failed(self, error: BaseException) -> None:
        self._set_busy(None)
        if isinstance(error, Cancelled):
            super().reject()
            self._context.window.say(_("Nothing was exported."))
            return
        self.complaint.say_error(error)
        self.fit()

    def _set_busy(self, task: Task | None) -> None:
        self._task = task
        self.bar.setRange(0, 0)
        self.count.setText("")
        for widget in (self.bar, self.count):
            widget.setVisible(task is not None)
        for group in (self.what, self.figures, self.form):
            group.setEnabled(task is None)
        self.main.setEnabled(task is None)
        if task is not None:
            self.out.setFocus()
        self.fit()

    def reject(self) -> None:
        """Leave; a file under way is stopped first, and what stood in its place stays."""
        if self._task is None:
            super().reject()
        else:
            self._task.cancel()
