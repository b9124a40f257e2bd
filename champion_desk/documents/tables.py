"""Rows of a plain table on paper: cells side by side with a thin line below."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import HexColor

from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.tagging import TABLE, Tag, TaggedCanvas, language_tag
from champion_desk.documents.text import ACCENT, Type

LINE = HexColor(0xB9C6C8)
_GAP = 14


class Row(Block):
    """Cells that share the width; a heading has a stronger line and stays with the next row."""

    def __init__(
        self,
        cells: Sequence[str],
        shares: Sequence[float],
        kind: Type,
        heads: bool = False,
        named: bool = False,
    ) -> None:
        """A row that is `named` has what the others are about in its first cell."""
        super().__init__(after=0, with_next=heads)
        self.tag = Tag("TR", language_tag(), group=TABLE, begins=heads)
        self._cells = [Text(cell, kind) for cell in cells]
        self._tags = [_cell(heads, named and at == 0) for at in range(len(cells))]
        self._shares = shares
        self._pad = kind.size * 0.35
        self._heads = heads

    def _columns(self, width: float) -> list[tuple[Text, float, float]]:
        """Each cell with its distance from the left and its width."""
        free = width - _GAP * (len(self._cells) - 1)
        columns, at = [], 0.0
        for cell, share in zip(self._cells, self._shares, strict=True):
            columns.append((cell, at, free * share))
            at += free * share + _GAP
        return columns

    def height(self, width: float) -> float:
        tallest = max(cell.height(wide) for cell, _at, wide in self._columns(width))
        return tallest + 2 * self._pad

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        with canvas.element(self.tag):
            for (cell, at, wide), tag in zip(self._columns(width), self._tags, strict=True):
                with canvas.element(tag):
                    cell.draw(canvas, x + at, top - self._pad, wide)
        foot = top - self.height(width)
        with canvas.artifact():
            canvas.setStrokeColor(ACCENT if self._heads else LINE)
            canvas.setLineWidth(2 if self._heads else 0.75)
            canvas.line(x, foot, x + width, foot)


def _cell(of_column: bool, of_row: bool) -> Tag:
    if of_column or of_row:
        return Tag("TH", attributes=f"/O /Table /Scope /{'Column' if of_column else 'Row'}")
    return Tag("TD")
