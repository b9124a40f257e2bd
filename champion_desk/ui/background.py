"""Slow work off the window's thread: one worker, one way back; results arrive in the window's thread."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from champion_desk.domain.problems import Cancelled

Work = Callable[[], Any]
Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]


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


class _Job:
    """Work with what becomes of it. The worker never lets go of these last: a widget that they know must not
    end on its thread."""

    def __init__(self, work: Work, done: Done | None, failed: Failed | None, task: Task) -> None:
        self._parts: tuple[Work, Done | None, Failed | None, Task] | None = (work, done, failed, task)

    def run(self) -> Any:
        """On the worker."""
        assert self._parts is not None
        return self._parts[0]()

    def hand_out(self) -> tuple[Work, Done | None, Failed | None, Task]:
        """In the window's thread, once: what is taken from here is held there only."""
        parts, self._parts = self._parts, None
        assert parts is not None
        return parts


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
        work: Work,
        done: Done | None = None,
        failed: Failed | None = None,
        task: Task | None = None,
    ) -> Task:
        """Do `work` on the worker; then `done(result)` or `failed(error)`, unless it was cancelled."""
        task = task or Task()
        self._waiting += 1
        job = _Job(work, done, failed, task)
        self._worker.submit(job.run).add_done_callback(lambda ended: self._arrived.emit((ended, job)))
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
        future, job = arrived
        self._waiting -= 1
        _work, done, failed, task = job.hand_out()
        if future.cancelled():  # stopped before it began: whoever asked has gone
            return
        try:
            self._hand_over(future, done, failed, task)
        finally:
            if error := future.exception():
                traceback.clear_frames(error.__traceback__)  # they know what the work knew

    @staticmethod
    def _hand_over(future: Future[Any], done: Done | None, failed: Failed | None, task: Task) -> None:
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
