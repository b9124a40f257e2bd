"""Notices when no one is at the desk: no key and no pointer for some minutes, or the computer slept."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QApplication

_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
    }
)
_LOOK_EVERY_MS = 5_000
# No look for so long means that the computer slept: its own clock, which calls for looks, stood still.
_SLEPT_SECONDS = 60.0
# Nobody who reads what just came on screen presses a key sooner than this after the last.
_RESTED_SECONDS = 0.7


class IdleWatch(QObject):
    """Emits `idle` once when nothing was touched for so many seconds, or `slept`; `start` begins again."""

    idle = Signal()
    slept = Signal()

    def __init__(self, seconds: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self._steady, self._wall = 0.0, 0.0
        self._looked_steady, self._looked_wall = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Watch from now on."""
        self.touched()
        self._note_look()
        self._timer.start(min(_LOOK_EVERY_MS, max(50, int(self.seconds * 250))))
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def touched(self) -> None:
        """Someone is here."""
        self._steady, self._wall = time.monotonic(), time.time()

    def idle_seconds(self) -> float:
        """Seconds since someone was here.

        The wall clock counts while the computer sleeps, the steady one when someone sets the wall clock back.
        """
        return max(time.monotonic() - self._steady, time.time() - self._wall)

    def look(self) -> None:
        """Say so if no one was here for long enough, or if the computer slept since the last look."""
        if self._has_slept():
            self.stop()
            self.slept.emit()
        elif self.idle_seconds() >= self.seconds:
            self.stop()
            self.idle.emit()
        else:
            self._note_look()

    def has_rested(self) -> bool:
        """Whether no key came for a moment, so that a little work is in nobody's way."""
        return self.idle_seconds() >= _RESTED_SECONDS

    def _note_look(self) -> None:
        self._looked_steady, self._looked_wall = time.monotonic(), time.time()

    def _has_slept(self) -> bool:
        """Some systems stop the steady clock in sleep, some don't; the wall clock never stops."""
        steady, wall = time.monotonic() - self._looked_steady, time.time() - self._looked_wall
        return max(steady, wall) >= _SLEPT_SECONDS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A first key after sleep, or after too long, wakes the screen and must not reach the desk."""
        if not isinstance(event, QInputEvent):  # every event of the program comes by here
            return False
        if event.type() not in _SIGNS or not self._timer.isActive():
            return False
        if self._has_slept() or self.idle_seconds() >= self.seconds:
            QTimer.singleShot(0, self, self.look)  # not here: the desk is put away with all its widgets
            return True
        self.touched()
        return False
