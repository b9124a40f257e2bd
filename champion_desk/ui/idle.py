"""Notices when no one is at the desk: no key and no pointer for some minutes."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
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


class IdleWatch(QObject):
    """Emits `idle` once when nothing was touched for so many seconds; `start` begins again."""

    idle = Signal()

    def __init__(self, seconds: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self._steady, self._wall = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Watch from now on."""
        self.touched()
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
        """Say so if no one was here for long enough."""
        if self.idle_seconds() >= self.seconds:
            self.stop()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self.touched()
        return False
