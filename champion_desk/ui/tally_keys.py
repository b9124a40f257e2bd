"""F5 to F12 anywhere in the window, and the small window that holds the same keys beside another program."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from champion_desk.ui.context import Context
from champion_desk.ui.small_window import SmallWindow
from champion_desk.ui.tally_counting import KEYS, Counting

SMALL_WINDOW = "Ctrl+Shift+T"


class TallyKeys(QObject):
    """Belongs to the window of one sitting, and goes with it."""

    def __init__(self, context: Context, window: QWidget, undo: Callable[[], None]) -> None:
        super().__init__(window)
        self._context, self._window, self._undo = context, window, undo
        self.counting = Counting(context, window)
        self.small: SmallWindow | None = None
        for number, key in enumerate(KEYS):
            self._key(key, partial(self.counting.press, number))
            self._key(f"Shift+{key}", partial(self.counting.ask, number))
        self._key(SMALL_WINDOW, self.open_small)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self._window).activated.connect(act)

    def open_small(self) -> None:
        """Open the small window, or bring it to the front."""
        if self.small is None:
            self.small = SmallWindow(self._context, self.counting, self._help_someone)
            self.small.rejected.connect(self._back)
            self.small.undo_asked.connect(self._undo)
        if not self.small.isVisible():
            self.small.open_up()
        self.small.raise_()
        self.small.activateWindow()

    def open_again(self) -> None:
        """After unlocking: the small window is back where it was wanted."""
        if self._context.settings().small_window:
            self.open_small()

    def say(self, text: str) -> None:
        """What the message line says stands in the small window too."""
        if self.small is not None and self.small.isVisible():
            self.small.say(text)

    def leave(self) -> None:
        """The window goes."""
        if self.small is not None:
            self.small.put_away()
            self.small.deleteLater()
            self.small = None

    def _help_someone(self) -> None:
        self._back()
        self._context.window.go_to("log", new=True)

    def _back(self) -> None:
        """The whole window comes to the front."""
        frame = self._window.window()
        if frame.isMinimized():
            frame.showNormal()
        frame.raise_()
        frame.activateWindow()
