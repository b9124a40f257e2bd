"""A large choice: icon, words, and a sentence about it, all of it one button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from champion_desk.ui import icons
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ring

_WRAP = Qt.TextFlag.TextWordWrap


class ChoiceButton(QPushButton):
    """Grows as high as its sentence needs."""

    def __init__(
        self, icon: str, title: str, text: str, main: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._title, self._sentence, self._main = icon, title, text, main
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(True)  # Enter takes the choice
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        ring(self, 10)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def _left(self) -> int:
        return theme().px(60)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        look = theme()
        room = max(width - self._left() - look.px(20), look.px(80))
        heights = [
            QFontMetrics(font).boundingRect(QRect(0, 0, room, 10_000), _WRAP, text).height()
            for font, text in (
                (look.font("body", bold=True), self._title),
                (look.font("quiet"), self._sentence),
            )
        ]
        return sum(heights) + look.px(4 + 2 * 14)

    def sizeHint(self) -> QSize:
        width = theme().px(420)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.isDown() or self.underMouse()
        edge = "accent" if self._main or lively else "edge"
        painter.setPen(QPen(look.colour(edge), 2 if self._main else 1))
        painter.setBrush(look.colour("soft-accent" if self._main or lively else "card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(10), look.px(10))
        size = look.px(24)
        icons.draw(painter, self._icon, look.colour("accent"), look.px(20), (self.height() - size) / 2, size)
        place = self.rect().adjusted(self._left(), look.px(14), -look.px(20), 0)
        font = look.font("body", bold=True)
        painter.setFont(font)
        painter.setPen(look.colour("ink"))
        title = QFontMetrics(font).boundingRect(place, _WRAP, self._title)
        painter.drawText(place, int(_WRAP), self._title)
        painter.setFont(look.font("quiet"))
        painter.setPen(look.colour("quiet"))
        painter.drawText(place.adjusted(0, title.height() + look.px(4), 0, 0), int(_WRAP), self._sentence)
