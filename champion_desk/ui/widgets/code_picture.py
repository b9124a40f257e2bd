"""A QR code on screen: black on white in every theme, with its quiet zone, as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from champion_desk.ui.theme import theme

_QUIET = 4  # modules, as the standard asks (ISO/IEC 18004)
_SIDE = 460


class CodePicture(QWidget):
    """Shows the modules of a code, row by row; scanners want dark on light whatever the theme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._code: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_code(self, code: tuple[bytes, ...], name: str) -> None:
        """Show another code; `name` says what it holds."""
        self._code = code
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        # It grows with the window and not with the text: what must fit on a small screen does so at any size.
        side = min(theme().px(_SIDE), self.screen().availableSize().height() * 55 // 100)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._code:
            return
        modules = len(self._code) + 2 * _QUIET
        module = max(min(self.width(), self.height()) // modules, 1)
        side = module * modules
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        painter = QPainter(self)
        painter.fillRect(QRect(left, top, side, side), Qt.GlobalColor.white)
        for row, line in enumerate(self._code):
            for column, dark in enumerate(line):
                if dark:
                    x, y = left + (column + _QUIET) * module, top + (row + _QUIET) * module
                    painter.fillRect(QRect(x, y, module, module), Qt.GlobalColor.black)
