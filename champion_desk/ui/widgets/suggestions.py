"""The list that opens under a field while one types; the keyboard stays in the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.following import Follower

Suggestion = tuple[str, str, str]  # code, words, hint at the far end
CODE = Qt.ItemDataRole.UserRole
HINT = Qt.ItemDataRole.UserRole + 1


class Suggestions(QListWidget):
    """Shows suggestions below `field`; `picked` gives the code of the one taken with the mouse."""

    picked = Signal(str)

    def __init__(self, accessible_name: str, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self.setAccessibleName(accessible_name)
        self.setItemDelegate(_SuggestionDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.itemEntered.connect(self.setCurrentItem)
        self.itemClicked.connect(lambda item: self.picked.emit(str(item.data(CODE))))
        self._follower = Follower(self._place, self)
        # The open list stands in the window, which outlives the field and must not keep what was found.
        field.destroyed.connect(self.deleteLater)
        self.hide()

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Show these, the first ready to be taken; none closes the list."""
        self.clear()
        for code, text, hint in suggestions:
            item = QListWidgetItem(text)
            item.setData(CODE, code)
            item.setData(HINT, hint)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, hint)
            self.addItem(item)
        if not suggestions:
            self.close_list()
            return
        self.setCurrentRow(0)
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._follower.follow(self._field)
        self._place()
        self.show()
        self.raise_()

    def close_list(self) -> None:
        """Fold away."""
        self._follower.follow(None)
        self.hide()

    def is_open(self) -> bool:
        """Whether there is something to take."""
        return not self.isHidden()

    def step(self, by: int) -> str:
        """Go up or down, round the ends; gives the words now current."""
        row = (self.currentRow() + by) % self.count()
        self.setCurrentRow(row)
        return self.item(row).text()

    def current(self) -> tuple[str, str] | None:
        """Code and words of the current suggestion."""
        item = self.currentItem()
        if not self.is_open() or self.currentRow() < 0:
            return None
        return str(item.data(CODE)), item.text()

    def _place(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window or not self._field.isVisible():
            return
        look = theme()
        row = max(self.sizeHintForRow(0), look.px(32))
        height = row * min(self.count(), 8) + look.px(10)
        below = self._field.mapTo(window, QPoint(0, self._field.height() + look.px(6)))
        above = self._field.mapTo(window, QPoint(0, -look.px(6))).y()
        room_below, room_above = window.height() - below.y() - look.px(8), above - look.px(8)
        width = min(self._field.width(), window.width())
        if height <= room_below or room_below >= room_above:
            self.setGeometry(QRect(below, QSize(width, min(height, max(room_below, row)))))
        else:
            height = min(height, room_above)
            self.setGeometry(QRect(below.x(), above - height, width, height))


class _SuggestionDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        look = theme()
        return QSize(look.px(96), max(look.px(36), QFontMetrics(look.font("body")).height() + look.px(12)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = theme()
        view = self.parent()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = isinstance(view, QListWidget) and view.currentRow() == index.row()
        if current:
            painter.setPen(QPen(look.colour("accent"), 1))
            painter.setBrush(look.colour("soft-accent"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), look.px(6), look.px(6))
        inner = rect.adjusted(look.px(10), 0, -look.px(10), 0)
        hint = str(index.data(HINT) or "")
        small = QFontMetrics(look.font("quiet"))
        room = inner.width() - (small.horizontalAdvance(hint) + look.px(16) if hint else 0)
        words = QFontMetrics(look.font("body")).elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, room
        )
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("ink"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(middle), words)
        painter.setFont(look.font("quiet"))
        painter.setPen(look.colour("ink" if current else "quiet"))
        painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignRight), hint)
        painter.restore()
