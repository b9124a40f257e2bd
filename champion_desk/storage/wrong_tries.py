"""Wrong tries at the door, counted in a small file, so that the delay also grows across restarts."""

from __future__ import annotations

import contextlib
import json
import math
import time
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.storage.files import known_file, write_whole

_LONGEST_WAIT = 60.0
_COUNT_OF_LONGEST = 7  # 2 ** 6 is over a minute
# Where a try could not be written down, this process still knows of it.
_unwritten: dict[Path, tuple[int, float, float]] = {}


class WrongTries:
    """Counts wrong tries, and says how long to wait.

    Time is taken from the computer's clock and from how long it has been running, whichever has moved less:
    so setting the clock forward shortens no wait, and setting it back prolongs none beyond the longest. A
    damaged file counts as many tries at the time it was written. Someone who can remove it can copy the
    store as well: what then keeps them out is the work each guess takes (Argon2id), not this delay.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tries.json"

    def _read(self) -> tuple[int, float, float]:
        """How many, and when by the clock and by the running time; nothing where there were none."""
        if self._path in _unwritten:
            return _unwritten[self._path]
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            count, at, ticks = int(found["count"]), float(found["at"]), float(found.get("ticks", math.inf))
            if count >= 0 and not math.isnan(at) and not math.isnan(ticks):
                return count, at, ticks
        except FileNotFoundError:
            return 0, 0.0, math.inf
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            pass
        try:
            return _COUNT_OF_LONGEST, self._path.stat().st_mtime, math.inf
        except OSError:
            return 0, 0.0, math.inf

    def wait(self) -> float:
        """Seconds until the next try is allowed: 1, 2, 4 … up to 60 after each wrong one."""
        count, at, ticks = self._read()
        if not count:
            return 0.0
        delay = min(2.0 ** min(count - 1, _COUNT_OF_LONGEST), _LONGEST_WAIT)
        passed = [time.time() - at, time.monotonic() - ticks]
        known = [seconds for seconds in passed if seconds >= 0]
        if not known:  # the clock was set back, and the computer started again: the wait begins now
            self._note(count)
            return delay
        return max(0.0, delay - min(known))

    def wrong(self) -> None:
        """Note a wrong try; where the disk does not let us, until the program ends."""
        self._note(min(self._read()[0] + 1, 10_000))

    def _note(self, count: int) -> None:
        at, ticks = time.time(), time.monotonic()
        content = json.dumps({"count": count, "at": at, "ticks": ticks}).encode()
        try:
            with known_file(self._path):
                write_whole(self._path, content)
            _unwritten.pop(self._path, None)
        except Problem:
            _unwritten[self._path] = count, at, ticks

    def right(self) -> None:
        """Forget the wrong tries, where the disk lets us: it was right, and must not fail for that."""
        _unwritten.pop(self._path, None)
        with contextlib.suppress(Problem), known_file(self._path):
            self._path.unlink(missing_ok=True)
