"""The one window of the program: shows one screen at a time, and says when it is asked to close."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from champion_desk import NAME
from champion_desk.ui import icons
from champion_desk.ui.theme import theme

_USUAL = QSize(1366, 768)
_LEAST = QSize(640, 440)


class Frame(QMainWindow):
    """Closes only when the desktop has put everything away (`let_go`)."""

    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(NAME)
        self.setWindowIcon(icons.icon("life-buoy", theme().colour("accent"), 64))
        self.setMinimumSize(_LEAST)
        self._may_close = False

    def show_screen(self, screen: QWidget) -> None:
        """Show another screen; the one before is gone for good."""
        self.setCentralWidget(screen)
        screen.show()

    def open_up(self) -> None:
        """Show the window at its usual size, or as large as the screen where that is smaller."""
        room = self.screen().availableSize()
        self.resize(_USUAL.boundedTo(room))
        if room.width() <= _USUAL.width() or room.height() <= _USUAL.height():
            self.showMaximized()
        else:
            self.show()

    def let_go(self) -> None:
        """Close for good."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()
