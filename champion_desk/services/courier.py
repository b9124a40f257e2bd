"""Work on a disk that may not answer for minutes: on a thread of its own that nobody has to wait for."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")


class Courier:
    """Does one piece of work after the other. The program may end while a disk still keeps it waiting.

    A thread of a `ThreadPoolExecutor` would not do: Python waits for those at its end.
    """

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = queue.SimpleQueue()
        self._guard = threading.Lock()
        self._left = 0

    def send(self, work: Callable[[], Result]) -> Future[Result]:
        """Have the work done; its result is in the answer when it is."""
        future: Future[Result] = Future()
        with self._guard:
            self._waiting.put((work, future))
            self._left += 1
            if self._left == 1:
                threading.Thread(target=self._work, name="courier", daemon=True).start()
        return future

    @property
    def is_busy(self) -> bool:
        """Whether work is under way or waiting."""
        return self._left > 0

    def _work(self) -> None:
        while True:
            work, future = self._waiting.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:
                    future.set_exception(error)
            with self._guard:
                self._left -= 1
                if not self._left:
                    return


_couriers: dict[str, Courier] = {}


def courier_to(place: str) -> Courier:
    """The one courier to a place: a disk that hangs holds up one thread, and not one more each time."""
    return _couriers.setdefault(place, Courier())
