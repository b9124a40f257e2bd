"""A keyboard for journeys: presses keys one by one, counts them, and feels the beat of the event loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

# Milliseconds: between two beats, and from which a longer pause is a stall that a person may feel.
BEAT, STALL = 5, 50
# Milliseconds between two keys, and between two looks at what is waited for; both let the loop run.
_BETWEEN, _LOOK = 12, 5
_PATIENCE = 120.0
_MOST_TABS = 80


@dataclass(frozen=True, slots=True)
class Stall:
    """The event loop stood still for so many milliseconds, after a key in a part of the day.

    `busy` are those of them in which this thread worked; the rest it waited for the disk or for its turn.
    """

    during: str
    key: str
    milliseconds: float
    busy: float


class Heartbeat(QObject):
    """Beats while the event loop runs, and notes each pause that is longer than `STALL`."""

    def __init__(self) -> None:
        super().__init__()
        self.during = self.key = ""
        self.beats = 0
        self.stalls: list[Stall] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        pause, busy = (now - self._last) * 1000 - BEAT, (worked - self._worked) * 1000
        self._last, self._worked = now, worked
        self.beats += 1
        if pause > STALL:
            self.stalls.append(Stall(self.during, self.key, pause, busy))

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()


class Keyboard:
    """Ten fingers and no mouse: `presses` counts keys pressed, `letters` what was typed into fields."""

    def __init__(self, frame: QWidget, heart: Heartbeat | None = None) -> None:
        self._frame = frame
        self.heart = heart
        self.presses = self.letters = 0

    def there(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.focusWidget() or QApplication.activeModalWidget() or self._frame

    def press(self, *keys: str) -> None:
        """Press keys one after the other: `Ctrl+Return`, `F2`, `Alt+1`."""
        for named in keys:
            self.presses += 1
            self._note(named)
            QTest.keySequence(self.there(), QKeySequence(named))
            self.rest()

    def type(self, words: str) -> None:
        """Type into a field, letter by letter."""
        for letter in words:
            self.letters += 1
            self._note(letter)
            QTest.keyClicks(self.there(), letter)
            self.rest()

    def _note(self, key: str) -> None:
        if self.heart is not None:
            self.heart.key = key

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab, or another key, until the keyboard is on what has a name that begins so."""
        for _each in range(_MOST_TABS):
            if self.name().startswith(name):
                return
            self.press(key)
        raise LookupError(f"{key} never came to {name}")

    def name(self) -> str:
        """The name of what has the keyboard, as a screen reader says it."""
        there = self.there()
        return there.accessibleName() or (there.text() if isinstance(there, QAbstractButton) else "")

    def rest(self, milliseconds: int = _BETWEEN) -> None:
        """Let the program work until the next key comes; the keyboard comes back from a closed dialog."""
        self._turn(milliseconds)
        if QApplication.activeWindow() is None:  # without a screen nobody else gives it back
            (QApplication.activeModalWidget() or self._frame).activateWindow()
            self._turn(milliseconds)

    @staticmethod
    def _turn(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait(self, ready: Callable[[], object]) -> None:
        """Let the program work until it is ready. Raises `TimeoutError` after two minutes."""
        end = time.monotonic() + _PATIENCE
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError(self.heart.during if self.heart else "")
            self.rest(_LOOK)
