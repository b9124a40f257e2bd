"""The same words in two languages beside each other: parts that belong together begin at one height."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from champion_desk.documents.blocks import Block, cut, draw_stack, needed, stack_height
from champion_desk.documents.tables import LINE
from champion_desk.documents.tagging import Tag, TaggedCanvas

_GAP = 22


class Columns(Block):
    """Two stacks of blocks beside each other, each an element of its own in its language.

    They are parted together at the foot of a page, and go on level on the next.
    """

    def __init__(self, sides: Sequence[Sequence[Block]], languages: Sequence[str]) -> None:
        first = [side[0].before for side in sides if side]
        last = [side[-1].after for side in sides if side]
        super().__init__(max(first, default=0), max(last, default=0))
        self._sides = [list(side) for side in sides]
        self._tags = [Tag("Div", language) for language in languages]

    def _wide(self, width: float) -> float:
        return (width - _GAP) / 2

    def height(self, width: float) -> float:
        return max(stack_height(side, self._wide(width)) for side in self._sides)

    def least(self, width: float, page: float) -> float:
        return max(needed(side, 0, self._wide(width), page) for side in self._sides)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        wide, height = self._wide(width), self.height(width)
        with canvas.artifact():
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(0.75)
            canvas.line(x + width / 2, top, x + width / 2, top - height)
        # The first begins where its language does: at the left, or at the right in Arabic.
        far = x + wide + _GAP
        lefts = (far, x) if self.mirrored else (x, far)
        for left, side, tag in zip(lefts, self._sides, self._tags, strict=True):
            if side:
                with canvas.element(tag):
                    draw_stack(canvas, side, left, top, wide)

    def split(self, width: float, room: float, page: float) -> tuple[Block, Block] | None:
        parts = [cut(side, self._wide(width), room, page) for side in self._sides]
        if not all(placed or not side for (placed, _rest), side in zip(parts, self._sides, strict=True)):
            return None
        if not any(rest for _placed, rest in parts):
            return None
        return (
            self._part([[block for block, _distance in placed] for placed, _rest in parts]),
            self._part([rest for _placed, rest in parts]),
        )

    def _part(self, sides: Sequence[Sequence[Block]]) -> Columns:
        part = Columns(sides, ("", ""))
        part._tags = self._tags
        return part


def side_by_side(
    first: Iterable[Sequence[Block]], second: Iterable[Sequence[Block]], languages: tuple[str, str]
) -> Iterator[Block]:
    """The parts of a text and of its translation, each beside the other."""
    for sides in zip_longest(first, second, fillvalue=()):
        if any(sides):
            yield Columns(sides, languages)
