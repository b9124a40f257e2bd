"""Refreshes sources one after another; each is fetched on a worker of its own, so nothing waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from champion_desk.domain.directory import ImportPreview, Source
from champion_desk.domain.problems import Cancelled
from champion_desk.services.list_reading import Reading
from champion_desk.services.sources import Refreshed
from champion_desk.ui.alive import while_alive
from champion_desk.ui.background import Background, Task
from champion_desk.ui.context import Context
from champion_desk.ui.import_progress import Reporter


class SourceWork(QObject):
    """`began` and `ended` for each source; `over` when no more is to be done. Going away stops it."""

    began = Signal(object)
    stepped = Signal(int, object)
    waited = Signal(int)
    ended = Signal(object)
    failed = Signal(object, object)
    over = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        # A feed may take an hour; what the window does meanwhile has the sitting's own worker.
        self._worker = Background(self)
        self._waiting: list[Source] = []
        self._task: Task | None = None
        tasks = self._tasks = [Task()]
        self.destroyed.connect(lambda: tasks[0].cancel())

    @property
    def is_busy(self) -> bool:
        """Whether a source is being refreshed."""
        return self._task is not None

    def refresh(self, sources: Sequence[Source]) -> None:
        """Refresh these, after those that wait already."""
        known = {source.id for source in self._waiting}
        self._waiting += [source for source in sources if source.id not in known]
        if not self.is_busy:
            self._next()

    def stop(self) -> None:
        """Stop at once; what was taken in before stays, what is half fetched goes on next time."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        if not self._waiting:
            self._task = None
            self.over.emit()
            return
        source = self._waiting.pop(0)
        task = self._task = self._tasks[0] = Task()
        services, background = self._context.services, self._context.background
        report = Reporter(self._worker, self.stepped.emit, self.waited.emit)
        reading = Reading(report, task.cancelled, report.wait)
        self.began.emit(source)

        def pulled(preview: ImportPreview) -> None:
            background.run(
                lambda: services.sources.settle(source.id, preview, keeps=lambda: not task.is_cancelled),
                while_alive(self, self._done),
                while_alive(self, failed),
            )

        def failed(error: BaseException) -> None:
            if isinstance(error, Cancelled):
                self._waiting.clear()
            self.failed.emit(source, error)
            self._next()

        self._worker.run(
            lambda: services.sources.pull(source.id, reading), _unless(task, pulled, failed), failed
        )

    def _done(self, refreshed: Refreshed) -> None:
        self.ended.emit(refreshed)
        self._next()


def _unless(
    task: Task, done: Callable[[ImportPreview], None], failed: Callable[[BaseException], None]
) -> Callable[[ImportPreview], None]:
    """What was stopped at the very end counts as stopped."""

    def arrived(preview: ImportPreview) -> None:
        if task.is_cancelled:
            failed(Cancelled())
        else:
            done(preview)

    return arrived
