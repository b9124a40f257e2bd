"""A hybrid logical clock: orders changes even when the computer's own clock jumps back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


class HybridClock:
    """Stamps that always grow (Kulkarni and others, 2014, "Logical Physical Clocks").

    A stamp is text of 17 characters, `mmmmmmmmmmmm.cccc`: milliseconds since 1970 and a counter,
    both hexadecimal, so that stamps sort as text.
    """

    def __init__(self, last: str = "", milliseconds: Callable[[], int] = _milliseconds) -> None:
        self._milliseconds = milliseconds
        self._time, self._counter = self._parts(last)
        self._lock = threading.Lock()

    @staticmethod
    def _parts(stamp: str) -> tuple[int, int]:
        if not stamp:
            return 0, 0
        time_part, _, counter_part = stamp.partition(".")
        return int(time_part, 16), int(counter_part, 16)

    def tick(self) -> str:
        """The next stamp, later than every one before it."""
        with self._lock:
            now = self._milliseconds()
            if now > self._time:
                self._time, self._counter = now, 0
            elif self._counter < 0xFFFF:
                self._counter += 1
            else:
                self._time, self._counter = self._time + 1, 0
            return f"{self._time:012x}.{self._counter:04x}"

    def witness(self, stamp: str) -> None:
        """Take note of a stamp from elsewhere, so that later ones sort after it."""
        with self._lock:
            self._time, self._counter = max((self._time, self._counter), self._parts(stamp))
