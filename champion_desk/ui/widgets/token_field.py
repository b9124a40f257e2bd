"""A field of chosen things: two letters bring suggestions, Enter takes one, each stands as a chip with a cross."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from champion_desk.i18n import _, ngettext
from champion_desk.ui import icons
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.fields import FieldFrame
from champion_desk.ui.widgets.focus_ring import ROUND, ring
from champion_desk.ui.widgets.following import Follower

Suggestion = tuple[str, str, str]  # code, words, hint at the far end
CODE = Qt.ItemDataRole.UserRole
HINT = Qt.ItemDataRole.UserRole + 1
MOST = 8


class Token(QPushButton):
    """One thing chosen; pressing it, Delete or Backspace takes it away."""

    def __init__(self, code: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code, self.words = code, text
        self.setAutoDefault(False)
        self.setAccessibleName(_("{name}, chosen. Delete removes it.").format(name=text))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # reached with the left arrow; Tab goes on to the next field
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ring(self, ROUND)

    def sizeHint(self) -> QSize:
        look = theme()
        self.ensurePolished()
        words = self._metrics().horizontalAdvance(self.words)
        return QSize(words + look.px(46), max(look.px(30), self._metrics().height() + look.px(6)))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme().px(96)), self.sizeHint().height())

    def _metrics(self):  # type: ignore[no-untyped-def]
        from PySide6.QtGui import QFontMetrics

        return QFontMetrics(theme().font("body", bold=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent-hover" if self.underMouse() else "accent"))
        painter.drawRoundedRect(self.rect(), self.height() / 2, self.height() / 2)
        ink = look.colour("on-accent")
        painter.setPen(ink)
        painter.setFont(look.font("body", bold=True))
        place = self.rect().adjusted(look.px(13), 0, -look.px(32), 0)
        words = self._metrics().elidedText(self.words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)
        cross = look.px(16)
        icons.draw(painter, "x", ink, self.width() - cross - look.px(10), (self.height() - cross) / 2 + 1, cross)
