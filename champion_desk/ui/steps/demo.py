"""Making the demo desk: progress, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from champion_desk.domain.problems import Cancelled
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.background import Task
from champion_desk.ui.door import Door
from champion_desk.ui.steps.answers import Answers
from champion_desk.ui.steps.step import Step


class Demo(Step):
    """Starts at once; the door says `opened` when it is done, this step `stopped` when it was not."""

    stopped = Signal()

    def __init__(self, door: Door, answers: Answers) -> None:
        super().__init__(
            door,
            answers,
            _("Making the demo desk"),
            _("A year at two libraries, with invented people and visits, apart from any real desk."),
        )
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Making the demo desk"))
        self.body.addWidget(self.progress)
        self.body.addWidget(self.complaint)
        self.task: Task = door.make_demo(while_alive(self, self._progress), while_alive(self, self._failed))

    def _progress(self, done: int, total: int | None) -> None:
        self.progress.setRange(0, total or 0)
        self.progress.setValue(done)

    def _failed(self, error: BaseException) -> None:
        self.progress.hide()
        if isinstance(error, Cancelled):
            self.stopped.emit()
        else:
            self.complaint.say_error(error)
            self.task.cancel()

    def stop(self) -> None:
        """Stop, and go back when nothing of it is left."""
        if self.task.is_cancelled:
            self.stopped.emit()
        self.task.cancel()
        self.complaint.say(_("Stopping…"), "quiet")
