"""Takes in a list of places: choose it, read it, see what would change, take it in. Nothing is kept half."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from champion_desk.documents import import_report
from champion_desk.domain.directory import ImportPreview
from champion_desk.domain.list_sheets import ListSheet
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.i18n import _
from champion_desk.services.intake import TakenIn
from champion_desk.services.list_reading import Reading
from champion_desk.ui.alive import while_alive
from champion_desk.ui.background import Task
from champion_desk.ui.context import Context
from champion_desk.ui.files import ask_where_to_save_as
from champion_desk.ui.import_choose import ChooseStep
from champion_desk.ui.import_columns import ColumnsStep
from champion_desk.ui.import_preview import PreviewStep
from champion_desk.ui.import_progress import ProgressStep, Reporter
from champion_desk.ui.problems import trouble_of
from champion_desk.ui.reading_order import move_focus
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel

Result = TypeVar("Result")


class _Gate:
    """Decides once whether a list is stopped or kept, whichever asks first, on whichever thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._decided = ""

    def settle(self, wanted: str) -> bool:
        """True where this is what was decided."""
        with self._lock:
            self._decided = self._decided or wanted
            return self._decided == wanted


class ImportDialog(QDialog):
    """Three steps in one window. Esc and Cancel stop whatever is under way; the store is as it was before."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task | None = None
        self._gate = _Gate()
        self._asked_for_columns = False
        self.preview: ImportPreview | None = None
        self.setWindowTitle(_("Import a list"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 20, 20, 20)
        rows.setSpacing(16)
        self.heading = PlainLabel("", "title")
        self.heading.setContentsMargins(
            8, 0, 8, 0
        )  # in line with the steps, which leave room for the focus ring
        rows.addWidget(self.heading)
        self.choose = ChooseStep(context.services.directory.sources())
        self.progress = ProgressStep()
        self.columns = ColumnsStep()
        self.changes = PreviewStep()
        self.steps = QStackedWidget()
        for step in (self.choose, self.columns, self.progress, self.changes):
            self.steps.addWidget(step)
        rows.addWidget(self.steps, 1)
        rows.addLayout(self._buttons())
        self.changes.ready_changed.connect(self.main.setEnabled)
        self.changes.columns_wanted.connect(self.change_columns)
        self.changes.report_wanted.connect(self._save_report)
        self._show(self.choose)

    def _buttons(self) -> QHBoxLayout:
        self.back = SecondaryButton(_("Back"), "arrow-left")
        self.cancel = SecondaryButton(_("Cancel"))
        self.main = PrimaryButton("")
        self.back.clicked.connect(self._go_back)
        self.cancel.clicked.connect(self.stop)
        self.main.clicked.connect(self.go_on)
        self.main.setDefault(True)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.cancel)
        line.addWidget(self.main)
        return line

    def showEvent(self, event: QShowEvent) -> None:
        """As large as is comfortable, and never larger than the window it belongs to."""
        super().showEvent(event)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(QSize(theme().px(760), theme().px(640)).boundedTo(room - QSize(32, 32)))

    def focusNextPrevChild(self, forward: bool) -> bool:
        return move_focus(self, forward)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 320)

    def _show(self, step: QWidget) -> None:
        self.steps.setCurrentWidget(step)
        choosing, seen, columns = step is self.choose, step is self.changes, step is self.columns
        self.back.setVisible(seen or columns)
        self.main.setVisible(choosing or seen or columns)
        self.main.setText(_("Take in") if seen else _("Read the list"))
        self.main.setEnabled(not seen or self.changes.is_ready())
        self.cancel.setEnabled(True)
        if choosing:
            self.heading.setText(_("Import a list"))
            self.choose.focus_first()
        elif columns:
            self.heading.setText(_("What is in each column?"))
            self.columns.focus_first()
        elif seen and self.preview is not None:
            said = _("What would change in “{name}”").format(name=self.preview.source.name)
            self.heading.setText(said)
            (self.changes.confirm or self.main).setFocus()
        else:
            self.cancel.setFocus()

    def go_on(self) -> None:
        """The step's main button: read the list, or take it in."""
        if self.steps.currentWidget() is self.choose:
            self.read()
        elif self.steps.currentWidget() is self.columns:
            fields = self.columns.fields()
            if fields is not None:
                self.read(fields)
        elif self.steps.currentWidget() is self.changes and self.changes.is_ready():
            self.take_in()

    def _go_back(self) -> None:
        """Back: from the columns to what they would give, where that was seen; else to the first step."""
        seen = self.steps.currentWidget() is self.columns and self.preview is not None
        self._show(self.changes if seen else self.choose)

    def read(self, columns: dict[str, str] | None = None) -> None:
        """Read the list on the worker, and show what it would change."""
        asked = self.choose.asked()
        if asked is None:
            return
        directory, task = self._context.services.directory, Task()
        self._gate = _Gate()
        report = Reporter(self._context.background, self.progress.step, self.progress.wait)

        def work() -> ImportPreview:
            return directory.preview(
                asked.where,
                asked.name,
                attribution=asked.attribution,
                reading=Reading(report, task.cancelled, report.wait, asked.allow_http),
                columns=columns,
            )

        self.preview = None if columns is None else self.preview
        self._start(_("Reading the list…"), work, self._read, task)

    def _read(self, preview: ImportPreview) -> None:
        self._asked_for_columns = False
        self.preview = preview
        self.changes.show_preview(preview)
        self._show(self.changes)

    def change_columns(self) -> None:
        """Let the person say what the columns are."""
        if self.preview is not None and self.preview.sheet is not None:
            self._show_columns(self.preview.sheet)

    def _show_columns(self, sheet: ListSheet) -> None:
        self.columns.show_sheet(sheet, self._context.services.directory.guessed(sheet))
        self._show(self.columns)

    def _ask_for_columns(self, error: BaseException) -> None:
        """No column is known to be the name: look whether it is a table at all, and let the person choose."""
        asked, task = self.choose.asked(), Task()
        if asked is None:
            return
        directory = self._context.services.directory

        def found(sheet: ListSheet | None) -> None:
            if sheet is None:
                self._failed(error)
            else:
                self._show_columns(sheet)

        self._start(_("Reading the list…"), lambda: directory.columns(asked.where), found, task)

    def _save_report(self) -> None:
        """Everything that was not used or was changed, written on the worker."""
        preview = self.preview
        if preview is None:
            return
        name = _("What was changed in {name}").format(name=preview.source.name)
        path = ask_where_to_save_as(self, _("Save the list"), name, _("List for a spreadsheet"), ".csv")
        if path is not None:
            window = self._context.window
            said = _("Saved as {name}.").format(name=path.name)
            self._context.background.run(
                lambda: import_report.write(preview.rows, path),
                while_alive(self, lambda _none: window.say(said)),
                while_alive(self, window.say_problem),
            )

    def take_in(self) -> None:
        """Make a backup, then take in all of the list at once."""
        preview, task = self.preview, Task()
        if preview is None:
            return
        self._gate = gate = _Gate()
        services, background = self._context.services, self._context.background
        report = Reporter(background, self.progress.step)

        def may_keep() -> bool:
            kept = gate.settle("keep")
            background.report(lambda: self._kept(task))
            return kept

        def work() -> TakenIn:
            services.backups.make(occasion="import")
            if task.cancelled():
                raise Cancelled
            background.report(lambda: self._begin_to_keep(task))
            # Whatever is doubtful was confirmed.
            return services.directory.take_in(
                preview, agreed=True, progress=report, cancelled=task.cancelled, may_keep=may_keep
            )

        self._start(_("Making a backup first…"), work, self._taken_in, task)

    def _begin_to_keep(self, task: Task) -> None:
        if task is self._task:
            self.progress.start(_("Taking in the list…"))

    def _kept(self, task: Task) -> None:
        """From here on all of it is kept: too late to stop, and over in a moment."""
        if task is self._task:
            self.cancel.setEnabled(False)

    def _taken_in(self, taken: TakenIn) -> None:
        preview = taken.preview
        said = _("“{name}” is in: {added} new, {changed} changed, {gone} no longer listed.").format(
            name=preview.source.name,
            added=f"{preview.added:,}",
            changed=f"{preview.changed:,}",
            gone=f"{preview.gone:,}",
        )
        self.accept()
        self._context.window.say(said, taken.done)

    def _start(
        self, words: str, work: Callable[[], Result], done: Callable[[Result], None], task: Task
    ) -> None:
        self._task = task
        self.progress.start(words)
        self._show(self.progress)

        def arrived(result: Result) -> None:
            if task is self._task:
                self._task = None
                done(result)

        def failed(error: BaseException) -> None:
            if task is self._task:
                self._task = None
                self._failed(error)

        self._context.background.run(work, arrived, failed, task)

    def _read_failed(self, error: BaseException) -> bool:
        """Whether what went wrong is for the person to put right in the columns."""
        on_columns = isinstance(error, Problem) and error.code == "import-no-columns"
        if on_columns and not self._asked_for_columns:
            self._asked_for_columns = True
            self._ask_for_columns(error)
            return True
        self._asked_for_columns = False
        return False

    def _failed(self, error: BaseException) -> None:
        if self._read_failed(error):
            return
        self._show(self.choose)
        trouble = trouble_of(error)
        self.choose.file.setFocus()
        self.choose.show_problem(trouble.sentence)
        if trouble.details:
            self._context.window.say_problem(error)

    def stop(self) -> None:
        """Stop what is under way and go back a step; with nothing under way, close."""
        if self._task is None:
            self.done(QDialog.DialogCode.Rejected)
            return
        if not self._gate.settle("stop"):
            return
        self._task.cancel()
        self._task = None
        self._show(self.choose)
        self.choose.show_problem(_("Stopped. Nothing was changed."))

    def reject(self) -> None:
        """Esc, and the window's own cross."""
        self.stop()
