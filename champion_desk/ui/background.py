"""Slow work off the window's thread: one worker, one way back; results arrive in the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from champion_desk.domain.problems import Cancelled


class Task:
    """Slow work under way; `cancel` asks it to stop, and the work looks at `cancelled` as it goes."""

    def __init__(self) -> None:
        self.is_cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop."""
        self.is_cancelled = True

    def cancelled(self) -> bool:
        """Whether someone asked the work to stop."""
        return self.is_cancelled


class Background(QObject):
    """Runs work on one worker thread, in order. Callbacks run in the window's thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        # Queued also where the work was done before anyone could look: nobody is answered while still asking.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._waiting = 0

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        task: Task | None = None,
    ) -> Task:
        """Do `work` on the worker; then `done(result)` or `failed(error)`, unless it was cancelled."""
        task = task or Task()
        self._waiting += 1
        future = self._worker.submit(work)
        future.add_done_callback(lambda ended: self._arrived.emit((ended, done, failed, task)))
        return task

    def report(self, deliver: Callable[[], None]) -> None:
        """From the worker: have something done in the window's thread (progress)."""
        self._arrived.emit(deliver)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way or waiting."""
        return self._waiting > 0

    def _deliver(self, arrived: object) -> None:
        if callable(arrived):
            arrived()
            return
        assert isinstance(arrived, tuple)
        future, done, failed, task = arrived
        self._waiting -= 1
        self._hand_over(future, done, failed, task)

    @staticmethod
    def _hand_over(
        future: Future[Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[BaseException], None] | None,
        task: Task,
    ) -> None:
        error = future.exception()
        if isinstance(error, Cancelled):
            if failed:
                failed(error)
        elif error is not None:
            if failed is None:
                raise error
            failed(error)
        elif done and not task.is_cancelled:
            done(future.result())

    def stop(self, finish: bool = False) -> None:
        """Wait for the work under way, and take no more; with `finish`, what waits in line is done too."""
        self._worker.shutdown(wait=True, cancel_futures=not finish)
