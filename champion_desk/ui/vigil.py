"""Keeps watch over an open desk: says when it is to lock by itself, and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from champion_desk.i18n import _, ngettext
from champion_desk.runs import Run
from champion_desk.ui.idle import IdleWatch
from champion_desk.ui.system_watch import SystemWatch, watch_for_this_system

_LISTEN_AFTER_MS = 300


class Vigil(QObject):
    """From `start` to `stop`. `lock_asked` brings the reason, in words for the unlock window."""

    lock_asked = Signal(str)

    def __init__(
        self, minutes: Callable[[], int], running: Run | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._minutes, self._running = minutes, running
        self.idle = IdleWatch(minutes() * 60.0, self)
        self.idle.idle.connect(self._idle)
        self.idle.slept.connect(self._slept)
        self.system: SystemWatch | None = None
        self._is_on = False

    def start(self) -> None:
        """The desk is open."""
        self._is_on = True
        self.minutes_changed()
        self.idle.start()
        if self._running is not None:
            self._running.in_use(True)
        QTimer.singleShot(_LISTEN_AFTER_MS, self, self._listen)

    def minutes_changed(self) -> None:
        """The person chose another time until the desk locks."""
        self.idle.seconds = self._minutes() * 60.0

    def pause(self) -> None:
        """The desk is being put away; the computer waits with sleeping until `stop`."""
        self._is_on = False
        self.idle.stop()

    def stop(self) -> None:
        """The store is closed: nothing is held up any more, and nothing can be lost."""
        if self.system is not None:
            self.system.stop()
        if self._running is not None:
            self._running.in_use(False)

    def _listen(self) -> None:
        if not self._is_on:
            return
        if self.system is None:
            self.system = watch_for_this_system(self)
            self.system.locked.connect(self._locked_with_system)
            self.system.sleeping.connect(self._slept)
            self.system.ending.connect(self._ending)
        self.system.start()

    def _idle(self) -> None:
        minutes = self._minutes()
        self.lock_asked.emit(
            ngettext(
                "Locked after {count} minute without a key press.",
                "Locked after {count} minutes without a key press.",
                minutes,
            ).format(count=minutes)
        )

    def _slept(self) -> None:
        self.lock_asked.emit(_("Locked because the computer went to sleep."))

    def _locked_with_system(self) -> None:
        self.lock_asked.emit(_("Locked together with the computer's screen."))

    def _ending(self) -> None:
        self.lock_asked.emit(_("Locked because the computer is shutting down."))
