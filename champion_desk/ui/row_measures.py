"""The room that a table's words need, measured once for the same rows: a page of the log has a thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.labels import badge_size

# Beyond so many rows each is one line high, and the widths are those of the first ones.
WRAPPING_ROWS = 200
_BESIDE, _ABOVE, _LEAST_HEIGHT, _LEAST_WIDTH, _NARROWEST = 20, 14, 33, 72, 40
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class CellWords:
    """What one cell shows: its words, and whether they are a badge, or quiet."""

    text: str
    badge: bool = False
    quiet: bool = False


class RowMeasures:
    """Widths and heights in pixels. `row` brings the words of a row's cells; forget what changed."""

    def __init__(self, row: Callable[[int], Sequence[CellWords]]) -> None:
        self._row = row
        self._rows: dict[int, Sequence[CellWords]] = {}
        self._widths: dict[CellWords, int] = {}
        self._metrics: dict[bool, QFontMetrics] = {}

    def forget(self, theme_too: bool = False) -> None:
        """The rows are others now, or look otherwise."""
        self._rows.clear()
        if theme_too:
            self._widths.clear()
            self._metrics.clear()

    def _cells(self, row: int) -> Sequence[CellWords]:
        if row not in self._rows:
            self._rows[row] = self._row(row)
        return self._rows[row]

    def _of(self, quiet: bool) -> QFontMetrics:
        if quiet not in self._metrics:
            self._metrics[quiet] = QFontMetrics(theme().font("quiet" if quiet else "body"))
        return self._metrics[quiet]

    def width(self, cell: CellWords) -> int:
        """What a cell needs to show its words in one line."""
        if cell not in self._widths:
            look = theme()
            if cell.badge:
                wanted = badge_size(cell.text).width() + look.px(_BESIDE)
            else:
                wanted = self._of(cell.quiet).horizontalAdvance(cell.text) + look.px(_BESIDE) + 2
            self._widths[cell] = wanted
        return self._widths[cell]

    def widest(self, column: int, rows: int) -> int:
        """What the widest cell of a column needs, of so many rows."""
        return max((self.width(self._cells(row)[column]) for row in range(rows)), default=0)

    def longest_word(self, column: int, rows: int) -> int:
        """The width under which a word of this column would be cut."""
        words = {word for row in range(rows) for word in self._cells(row)[column].text.split()}
        longest = max((self.width(CellWords(word)) for word in words), default=0)
        return max(longest, theme().px(_LEAST_WIDTH))

    def height(self, row: int, widths: Sequence[int]) -> int:
        """What a row needs where its columns are so wide; hidden ones are 0."""
        return max(
            (
                self.cell_height(cell, width)
                for cell, width in zip(self._cells(row), widths, strict=True)
                if width
            ),
            default=self.line(),
        )

    def line(self) -> int:
        """The height of a row whose words fit in one line."""
        look = theme()
        return max(self._of(False).height() + look.px(_ABOVE), look.px(_LEAST_HEIGHT))

    def cell_height(self, cell: CellWords, width: int) -> int:
        """What a cell needs where it is so wide."""
        look, metrics = theme(), self._of(cell.quiet)
        if cell.badge:
            return badge_size(cell.text).height() + look.px(_ABOVE)
        lines = metrics.height()
        inner = max(width - look.px(_BESIDE), look.px(_NARROWEST))
        if self.width(cell) > width or "\n" in cell.text:
            lines = metrics.boundingRect(QRect(0, 0, inner, 10_000), _WRAPPED, cell.text).height()
        return max(lines + look.px(_ABOVE), look.px(_LEAST_HEIGHT))
