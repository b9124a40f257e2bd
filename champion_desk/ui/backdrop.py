"""What stands on the ground before the desk is open: one sheet in the middle that can scroll."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from champion_desk.ui.ground import paint_ground
from champion_desk.ui.screen import Screen
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.scroll import Scroll

_SHADOW = 28
_EDGE = 16


class Backdrop(Screen):
    """Shows a sheet `width` wide (at 100 %) in the middle of the ground."""

    def __init__(self, sheet: QWidget, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scrolling = Scroll(_Stage(sheet, width))
        outer.addWidget(self.scrolling)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_ground(QPainter(self), self)


class Sheet(Card):
    """The white sheet on the ground, with wide margins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(36, 34, 36, 34)
        self.body.setSpacing(0)


class _Stage(QWidget):
    """Keeps the sheet in the middle at the height its lines need, and paints its shadow.

    Placed by hand: Qt's layouts ask for the height at the width there is, not at the sheet's own width.
    """

    def __init__(self, sheet: QWidget, width: int) -> None:
        super().__init__()
        self._sheet, self._width = sheet, width
        sheet.setParent(self)
        sheet.installEventFilter(self)
        theme().theme_changed.connect(self._place)

    def _place(self) -> None:
        width = min(theme().px(self._width), self.width() - 2 * _EDGE)
        layout = self._sheet.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else self._sheet.sizeHint().height()
        self.setMinimumHeight(height + 2 * _EDGE)
        top = max(_EDGE, (self.height() - height) // 2)
        self._sheet.setGeometry((self.width() - width) // 2, top, width, height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        if look.tokens.background == look.tokens.card:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 5))
        place = QRectF(self._sheet.geometry()).translated(0, look.px(8))
        for spread in range(_SHADOW, 0, -2):
            grown = place.adjusted(-spread, -spread, spread, spread)
            painter.drawRoundedRect(grown, 12 + spread, 12 + spread)


class Words(QFrame):
    """A step inside the sheet: widgets below each other with the sheet's spacing."""

    def __init__(self, spacing: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(spacing)
