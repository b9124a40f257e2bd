"""A row of widgets that wraps to the next line, as words do: for chips and buttons at any text size."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from champion_desk.ui.theme import theme


class FlowLayout(QLayout):
    """Places its widgets side by side and wraps; `gap` is in pixels at 100 % text size."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8, stretch_last: bool = False) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._stretch_last = stretch_last

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Place a widget before the one at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        gap = theme().px(self._gap)
        width = sum(hint.width() for hint in hints) + gap * max(len(hints) - 1, 0)
        return self._framed(QSize(width, max((hint.height() for hint in hints), default=0)))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return self._framed(size)

    def _framed(self, size: QSize) -> QSize:
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int, gap: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._shown():
            size = item.sizeHint()
            if size.width() > width and item.hasHeightForWidth():
                size = QSize(width, item.heightForWidth(width))
            if item.expandingDirections() & Qt.Orientation.Horizontal:
                size.setWidth(item.minimumSize().width())
            if not lines or used + gap + size.width() > width:
                lines.append([])
                used = -gap
            lines[-1].append((item, size))
            used += gap + size.width()
        return lines

    def _place(self, rect: QRect, move: bool) -> int:
        gap = theme().px(self._gap)
        edges = self.contentsMargins()
        area = rect.marginsRemoved(edges)
        y = area.y()
        lines = self._lines(area.width(), gap)
        for line in lines:
            height = max(size.height() for _item, size in line)
            x = area.x()
            for item, size in line:
                width = min(size.width(), area.width())
                if self._stretch_last and item is lines[-1][-1][0]:
                    width = area.right() + 1 - x
                if move:
                    item.setGeometry(
                        QRect(QPoint(x, y + (height - size.height()) // 2), QSize(width, size.height()))
                    )
                x += width + gap
            y += height + gap
        return y - (gap if lines else 0) - rect.y() + edges.bottom()
