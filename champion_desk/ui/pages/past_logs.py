"""Takes in an earlier log in three steps: choose it, look over what it means, see what would come in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from champion_desk.documents import past_log_report
from champion_desk.domain.past_logs import LogPreview, LogSheet
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.past_logs import TakenLog, refused_lines
from champion_desk.services.past_mappings import Suggestion
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.files import ask_where_to_save_as
from champion_desk.ui.import_progress import ProgressStep, Reporter
from champion_desk.ui.page import Page
from champion_desk.ui.past_choose import ChooseLog
from champion_desk.ui.past_columns import ColumnsStep
from champion_desk.ui.past_preview import PastPreview
from champion_desk.ui.problems import trouble_of
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll
from champion_desk.wording import mask_words

NAME = "past-logs"
ORDER = 96
ICON = "upload"
PARENT = "log"

Result = TypeVar("Result")


def title() -> str:
    """The page's name in the title of the window."""
    return _("Take in an earlier log")


class PastLogsPage(Page):
    """Nothing is kept before the last step, and then all of it. Esc goes back a step, or stops the work."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._stopping: threading.Event | None = None
        self._sheets: tuple[LogSheet, ...] = ()
        self._before: QWidget | None = None
        self.preview: LogPreview | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.setSpacing(10)
        self.heading = PlainLabel("", "title")
        self.heading.setContentsMargins(8, 0, 8, 0)
        outer.addWidget(self.heading)
        self.choose, self.columns = ChooseLog(), ColumnsStep(context)
        self.result, self.progress = PastPreview(context.services), ProgressStep()
        self.steps = QStackedWidget()
        self._places: dict[QWidget, QWidget] = {}
        for step in (self.choose, self.columns, self.result):
            scroll = Scroll()
            scroll.body.addWidget(step, 1)
            self._places[step] = scroll
            self.steps.addWidget(scroll)
        self._places[self.progress] = self.progress
        self.steps.addWidget(self.progress)
        outer.addWidget(self.steps, 1)
        outer.addLayout(self._buttons())
        self.choose.picked.connect(self.read)
        self.columns.sheets.chosen.connect(self._sheet_chosen)
        self.result.save_wanted.connect(self._save_refused)
        self._show(self.choose)

    def _buttons(self) -> QHBoxLayout:
        self.back = SecondaryButton(_("Back"), "arrow-left")
        self.cancel = SecondaryButton(_("Cancel"))
        self.main = PrimaryButton("")
        self.back.clicked.connect(self.step_back)
        self.cancel.clicked.connect(self.stop)
        self.main.clicked.connect(self.go_on)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 4)
        line.setSpacing(10)
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.cancel)
        line.addWidget(self.main)
        return line

    # Steps

    @property
    def step(self) -> QWidget:
        """What is shown now."""
        return next(step for step, place in self._places.items() if place is self.steps.currentWidget())

    def _show(self, step: QWidget) -> None:
        self.steps.setCurrentWidget(self._places[step])
        working = step is self.progress
        said = {
            self.choose: _("Take in an earlier log"),
            self.columns: _("What does the log say?"),
            self.result: _("What would come in"),
        }.get(step)
        if said:
            self.heading.setText(said)
        self.back.setVisible(step in (self.columns, self.result))
        self.cancel.setEnabled(True)
        self.main.setVisible(not working)
        words = {self.choose: _("Read the log"), self.columns: _("See what would come in")}
        self.main.setText(words.get(step, _("Take in")))
        useful = self.preview is not None and self.preview.used > 0
        self.main.setEnabled(step is not self.result or useful)
        if not self.isVisible():
            return
        if step is self.choose:
            self.choose.file.setFocus(Qt.FocusReason.OtherFocusReason)
        elif step is self.columns:
            self.columns.columns.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            first = self.cancel if working or not useful else self.main
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self, **arguments: object) -> None:
        """Begin anew, unless a log is being read or taken in."""
        if self._stopping is None:
            self._begin_anew()

    def leave(self) -> None:
        """Another page is shown: what visitors' names may stand in is not kept, unless it is worked on."""
        if self._stopping is None:
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._sheets, self.preview = (), None
        self.columns.forget()
        self.result.forget()
        self.choose.start_again()
        self._show(self.choose)

    def go_on(self) -> None:
        """The step's main button."""
        if self.step is self.choose:
            self.read()
        elif self.step is self.columns:
            self.look_ahead()
        elif self.step is self.result and self.preview is not None and self.preview.used:
            self.take_in()

    def step_back(self) -> bool:
        """Esc, and Back: one step back, or stop."""
        if self._stopping is not None:
            self.stop()
        elif self.step is self.result:
            self._show(self.columns)
        elif self.step is self.columns:
            self._show(self.choose)
        else:
            return False
        return True

    def stop(self) -> None:
        """Stop what is under way; with nothing under way, leave."""
        if self._stopping is None:
            self.context.window.go_to("log")
            return
        self._stopping.set()
        self.cancel.setEnabled(False)
        self.progress.words.setText(_("Stopping…"))

    # Work

    def read(self) -> None:
        """Read the file on the worker."""
        path = self.choose.path()
        if path is None or self._stopping is not None:
            return
        logs, stop, report = self.context.services.past_logs, threading.Event(), self._report()
        words = mask_words()

        def work() -> tuple[tuple[LogSheet, ...], Suggestion]:
            sheets = logs.look(path, report, stop.is_set)
            return sheets, logs.suggested(sheets[0], words)

        self._start(_("Reading the log…"), work, self._read, stop, self.choose)

    def _read(self, found: tuple[tuple[LogSheet, ...], Suggestion]) -> None:
        self._sheets, suggestion = found
        self.columns.show_sheets(self._sheets)
        self.columns.show_sheet(self._sheets[0], suggestion)
        self._show(self.columns)

    def _sheet_chosen(self, code: str) -> None:
        sheet, logs, words = self._sheets[int(code)], self.context.services.past_logs, mask_words()
        self.context.background.run(
            lambda: logs.suggested(sheet, words),
            while_alive(self, lambda suggestion: self.columns.show_sheet(sheet, suggestion)),
            while_alive(self, self.context.window.say_problem),
        )

    @property
    def _sheet(self) -> LogSheet:
        """The one whose columns are shown; another that was just chosen may still be on its way."""
        assert self.columns.sheet is not None
        return self.columns.sheet

    def look_ahead(self) -> None:
        """See on the worker what taking it in would do."""
        sheet, mapping = self._sheet, self.columns.mapping()
        logs, stop, report, words = (
            self.context.services.past_logs,
            threading.Event(),
            self._report(),
            mask_words(),
        )
        self._start(
            _("Going through the log…"),
            lambda: logs.preview(sheet, mapping, report, stop.is_set, words),
            self._seen,
            stop,
            self.columns,
        )

    def _seen(self, preview: LogPreview) -> None:
        self.preview = preview
        self.result.show_preview(preview, self.columns.mapping())
        self._show(self.result)

    def take_in(self) -> None:
        """Make a backup, then take in all of it at once."""
        sheet, mapping, services = self._sheet, self.columns.mapping(), self.context.services
        stop, report, words = threading.Event(), self._report(), mask_words()

        def work() -> TakenLog:
            services.backups.make(occasion="import")
            return services.past_logs.take_in(sheet, mapping, report, stop.is_set, words)

        self._start(_("Taking in the log…"), work, self._taken_in, stop, self.result)

    def _taken_in(self, taken: TakenLog) -> None:
        count, first, last = taken.preview.used, taken.preview.first, taken.preview.last
        said = ngettext("{count} entry is in the log now.", "{count} entries are in the log now.", count)
        was_shown = self.isVisible()
        self._begin_anew()
        if was_shown:
            self.context.window.go_to("log", days=(first, last))
        self.context.window.say(said.format(count=f"{count:,}"), taken.done)

    def _report(self) -> Reporter:
        alive = while_alive(self, self._step_told)
        return Reporter(self.context.background, lambda done, total: alive(done, total))

    def _step_told(self, done: int, total: int | None) -> None:
        if self._stopping is not None and not self._stopping.is_set():
            self.progress.step(done, total)

    def _start(
        self,
        words: str,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        stop: threading.Event,
        back_to: QWidget,
    ) -> None:
        self._stopping = stop
        self.destroyed.connect(stop.set)  # a window that is locked waits for nobody
        self.progress.start(words)
        self._show(self.progress)

        def arrived(result: Result) -> None:
            self._stopping = None
            done(result)

        def failed(error: BaseException) -> None:
            self._stopping = None
            self._failed(error, back_to)

        self.context.background.run(work, while_alive(self, arrived), while_alive(self, failed))

    def _failed(self, error: BaseException, back_to: QWidget) -> None:
        self._show(back_to)
        if isinstance(error, Cancelled):
            said = _("Stopped. Nothing was changed.")
            self.context.window.say(said)
            return
        trouble = trouble_of(error)
        if trouble.details or back_to is self.result:
            self.context.window.say_problem(error)
            return
        shown = self.choose if back_to is self.choose else self.columns
        shown.show_problem(trouble.sentence)
        announce(self, trouble.sentence, assertive=True)

    def _save_refused(self) -> None:
        preview = self.preview
        if preview is None:
            return
        name = _("Not taken in from {file}").format(file=Path(self._sheet.file).stem)
        path = ask_where_to_save_as(self, _("Save the list"), name, _("List for a spreadsheet"), ".csv")
        if path is not None:
            try:
                past_log_report.write(refused_lines(preview), path)
            except Problem as problem:
                self.context.window.say_problem(problem)
            else:
                self.context.window.say(_("Saved as {name}.").format(name=path.name))


PAGE = PastLogsPage
