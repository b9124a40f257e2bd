"""The one window of the program: shows one screen at a time, and says when it is asked to close."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from champion_desk import NAME
from champion_desk.ui.ground import paint_ground
from champion_desk.ui.theme import theme

_USUAL = QSize(1366, 768)
_LEAST = QSize(640, 440)


class Frame(QMainWindow):
    """Closes only when the desktop has put everything away (`let_go`)."""

    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(NAME)
        self.setMinimumSize(_LEAST)
        self._may_close = False

    def wear_icon(self) -> None:
        """Show the program's sign in the task bar; drawn once the window is there."""
        from champion_desk.ui import icons  # the window comes before its sign

        self.setWindowIcon(icons.icon("life-buoy", theme().colour("accent"), 64))

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

    def focusNextPrevChild(self, forward: bool) -> bool:
        from champion_desk.ui.reading_order import move_focus  # not before there is anything to go to

        return move_focus(self, forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, until the first screen stands on it."""
        if self.centralWidget() is None:
            paint_ground(QPainter(self), self)
        else:
            super().paintEvent(event)

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
