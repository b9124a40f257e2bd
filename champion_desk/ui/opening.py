"""Opens the program: the window first, and everything else behind it."""

from __future__ import annotations

import contextlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from champion_desk import NAME, diagnostics, runs
from champion_desk.settings import Settings
from champion_desk.ui.choices import Choices
from champion_desk.ui.frame import Frame
from champion_desk.ui.theme import Theme

# What asks a program to end: the system as it shuts down, a closed terminal, Ctrl+C in an open one.
_ENDS = ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK")

if TYPE_CHECKING:  # what stands in the window is loaded once the window is there
    from champion_desk.ui.desktop import Desktop
    from champion_desk.ui.door import Build


def dress(app: QApplication, settings: Settings) -> None:
    """Colours, type and text size as they were chosen."""
    Theme.apply(app, settings.theme, settings.text_scale / 100)  # type: ignore[arg-type]


class Opening:
    """Shows the window at once, then makes the desktop in it."""

    def __init__(self, app: QApplication, folder: Path, demo: bool, build: Build) -> None:
        self._app, self._folder, self._demo, self._build = app, folder, demo, build
        self._running = runs.begin(folder, runs.WINDOW)
        self._give_back = diagnostics.catch_faults(self._fault)
        self._choices = Choices(folder)
        dress(app, self._choices.get())
        self._frame = Frame()
        self.desktop: Desktop | None = None

    def begin(self) -> None:
        """Show the window."""
        self._frame.open_up()
        QTimer.singleShot(0, self._frame, self._go_on)

    def _go_on(self) -> None:
        from champion_desk.ui.desktop import Desktop
        from champion_desk.ui.qt_messages import log_fatal_messages

        log_fatal_messages()
        self.desktop = Desktop(
            self._app,
            self._folder,
            self._demo,
            self._build,
            self._app.quit,
            self._choices,
            self._frame,
            self._running,
        )
        self._heed_signals(self.desktop)
        self.desktop.open()
        QTimer.singleShot(0, self.desktop, diagnostics.keep_memory_closed)

    @staticmethod
    def _heed_signals(desktop: Desktop) -> None:
        """Asked to end, put everything away first. Python hears it at the next beat of the tidying clock."""

        def close(_number: int, _frame: object) -> None:
            QTimer.singleShot(0, desktop, desktop.close)

        for name in _ENDS:
            if hasattr(signal, name):
                with contextlib.suppress(OSError, ValueError):
                    signal.signal(getattr(signal, name), close)

    def _fault(self, error: BaseException) -> None:
        if self.desktop is None:
            diagnostics.log_fault(type(error), error.__traceback__)
        else:
            self.desktop.fault(error)

    def end(self) -> None:
        """The program has ended: nothing of it stays behind."""
        self._give_back()
        diagnostics.write_held(self._folder)
        diagnostics.stop_log()
        self._running.end()


def run(folder: Path, demo: bool, build: Build) -> int:
    """Open the window on a desk's folder; the exit code when it is closed."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setDesktopFileName("champion-desk")
    app.setQuitOnLastWindowClosed(False)
    opening = Opening(app, folder, demo, build)
    try:
        opening.begin()
        return app.exec()
    finally:
        opening.end()
