"""Columns as long as there is room for them, fewer on a smaller window or with larger text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from champion_desk.ui.theme import theme


class ColumnsLayout(QLayout):
    """Up to `most` columns, none narrower than `least` pixels at 100 % text size.

    What stands side by side has the same height. `weights` share out the width of a full row; a row that
    holds fewer shares the whole width. With `first_whole`, where not all fit side by side, the first has a
    row to itself; with `even`, the rows hold as equal a number as can be.
    """

    def __init__(
        self, parent: QWidget | None = None, least: int = 300, most: int = 2, gap: int = 16,
        weights: Sequence[int] = (), first_whole: bool = False, even: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._items: list[QLayoutItem] = []
        self._least, self._most, self._gap, self._weights = least, most, gap, tuple(weights)
        self._first_whole, self._even = first_whole, even

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = theme().px(self._least) * min(len(shown), self._most)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        # The height follows from the width; asking for more here would leave a hole below.
        return QSize(min(size.width(), theme().px(self._least)), 0)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def columns(self, width: int) -> int:
        """How many columns a width has room for."""
        gap = theme().px(self._gap)
        return min(max((width + gap) // (theme().px(self._least) + gap), 1), self._most)

    def _place(self, rect: QRect, move: bool) -> int:
        gap, y = theme().px(self._gap), rect.y()
        for row in self._rows(self.columns(rect.width())):
            widths = self._widths(rect.width() - gap * (len(row) - 1), len(row))
            height = max(_height(item, width) for item, width in zip(row, widths, strict=True))
            x = rect.x()
            for item, width in zip(row, widths, strict=True):
                if move:
                    item.setGeometry(QRect(x, y, width, height))
                x += width + gap
            y += height + gap
        return max(y - gap - rect.y(), 0)

    def _rows(self, across: int) -> list[list[QLayoutItem]]:
        shown = self._shown()
        if self._even and shown:
            number = -(-len(shown) // across)
            across = -(-len(shown) // number)
        first = 1 if self._first_whole and 1 < across < len(shown) else 0
        rows = [shown[start : start + across] for start in range(first, len(shown), across)]
        return [shown[:first], *rows] if first else rows

    def _widths(self, room: int, count: int) -> list[int]:
        weights = self._weights if len(self._weights) == count else (1,) * count
        edges = [room * sum(weights[:at]) // sum(weights) for at in range(count + 1)]
        return [right - left for left, right in pairwise(edges)]


def _height(item: QLayoutItem, width: int) -> int:
    if item.hasHeightForWidth():
        return max(item.heightForWidth(width), item.minimumSize().height())
    return max(item.sizeHint().height(), item.minimumSize().height())
