"""A computer's clock that can be set, for this process alone: whatever asks Python for the time is told it.

`time.time`, `time.time_ns` and `datetime.now` are exchanged, and `date.today` asks the first of them. The
files' own times stay those of the disk.
"""

from __future__ import annotations

import ctypes
import gc
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from champion_desk.domain import identity

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class WrongClock:
    """Goes on from wherever it is set; how long the computer has been running goes on with it, or anew."""

    def __init__(self) -> None:
        self._time, self._time_ns, self._monotonic = time.time, time.time_ns, time.monotonic
        self._ahead_ns = self._ticks_ahead = 0

    def set(self, moment: datetime) -> None:
        """It shows that moment now, while the program runs."""
        self._ahead_ns = (moment - _EPOCH) // timedelta(microseconds=1) * 1000 - self._time_ns()

    def restart(self) -> None:
        """The computer starts again: its running time begins at nothing, and so does what a program knew."""
        self._ticks_ahead = -int(self._monotonic())
        identity._last = 0

    def time_ns(self) -> int:
        """Nanoseconds since 1970."""
        return self._time_ns() + self._ahead_ns

    def time(self) -> float:
        """Seconds since 1970."""
        return self.time_ns() / 1e9

    def monotonic(self) -> float:
        """Seconds since the computer started."""
        return self._monotonic() + self._ticks_ahead

    def wait(self, seconds: float) -> None:
        """Let so much time go by."""
        self._ahead_ns += int(seconds * 1e9)
        self._ticks_ahead += int(seconds)

    def now(self, zone: tzinfo | None = None) -> datetime:
        """The moment, in a zone; without one in this computer's own, as `datetime.now` gives it."""
        moment = _EPOCH + timedelta(microseconds=self.time_ns() // 1000)
        return moment.astimezone(zone) if zone else moment.astimezone().replace(tzinfo=None)


@contextmanager
def wrong_clock(zone: str = "Europe/London") -> Iterator[WrongClock]:
    """Whatever this process asks for the time is answered by the clock given, until the end."""
    clock, attributes = WrongClock(), gc.get_referents(datetime.__dict__)[0]  # a built-in type's own
    known, zone_before = attributes.get("now"), os.environ.get("TZ")

    def now(_kind: type[datetime], tz: tzinfo | None = None) -> datetime:
        return clock.now(tz)

    _exchange(attributes, classmethod(now))
    before = time.time, time.time_ns, time.monotonic
    time.time, time.time_ns, time.monotonic = clock.time, clock.time_ns, clock.monotonic
    os.environ["TZ"] = zone
    time.tzset()
    try:
        clock.set(datetime(2030, 1, 2, 12, tzinfo=UTC))
        if datetime.now(UTC).year != 2030 or date.today() != date(2030, 1, 2):
            raise RuntimeError("this Python's clock can't be set")
        yield clock
    finally:
        _exchange(attributes, known)
        time.time, time.time_ns, time.monotonic = before
        os.environ.pop("TZ")
        os.environ |= {"TZ": zone_before} if zone_before else {}
        time.tzset()


def _exchange(attributes: dict[str, Any], now: Any) -> None:
    attributes["now"] = now
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime))
