"""Hears when the system locks its own screen, goes to sleep or shuts down, where the platform tells."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

from champion_desk import diagnostics


class SystemWatch(QObject):
    """Hears nothing by itself: each platform's own watch does. Where there is none, the idle watch still is.

    `start` begins, `stop` ends and lets the computer sleep; both may be called at any time.
    """

    locked = Signal()
    sleeping = Signal()
    ending = Signal()

    def start(self) -> None:
        """Listen from now on."""

    def stop(self) -> None:
        """Everything is put away: listen no more, and hold nothing up any longer."""


def watch_for_this_system(parent: QObject | None = None) -> SystemWatch:
    """The watch that this platform has. Never raises: without one the desk locks when it is idle."""
    try:
        if sys.platform == "win32":
            from champion_desk.ui.system_watch_windows import WindowsWatch

            return WindowsWatch(parent)
        if sys.platform == "darwin":
            from champion_desk.ui.system_watch_macos import MacWatch

            return MacWatch(parent)
        from champion_desk.ui.system_watch_linux import LinuxWatch

        return LinuxWatch(parent)
    except (ImportError, OSError, AttributeError):
        diagnostics.log.info("no watch for the system's lock and sleep")
        return SystemWatch(parent)
