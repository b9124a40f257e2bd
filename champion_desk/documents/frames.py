"""Blocks around and beside others: boxes, numbered steps, ticks, QR codes, pairs in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportlab.lib.colors import Color

from champion_desk.documents.blocks import LITTLE, Block, Text, cut, draw_stack, needed, stack_height
from champion_desk.documents.tagging import (
    LIST_OF_BULLETS,
    LIST_OF_STEPS,
    LIST_OF_TICKS,
    Tag,
    TaggedCanvas,
    language_tag,
)
from champion_desk.documents.text import ACCENT, INK, Type, draw_lines, set_lines
from champion_desk.domain.handouts import Run

_LISTS = {"•": LIST_OF_BULLETS, "□": LIST_OF_TICKS}


class Holder(Block):
    """A block that holds others, and is parted only where it is longer than a page."""

    def __init__(self, content: Sequence[Block], before: float = 0, after: float = 0) -> None:
        super().__init__(before, after)
        self.content = list(content)
        self.tag: Tag | None = None

    def frame(self) -> tuple[float, float, float, float]:
        """The margins around what it holds: left, right, above, below."""
        return 0, 0, 0, 0

    def margins(self) -> tuple[float, float, float, float]:
        """The same at the sides the language has them: what stands at the left, at the right in Arabic."""
        left, right, above, below = self.frame()
        return (right, left, above, below) if self.mirrored else (left, right, above, below)

    def decorate(self, canvas: TaggedCanvas, x: float, top: float, width: float, height: float) -> None:
        """Draw what stands around or beside the content, which is decoration."""

    def part(self, content: Sequence[Block], first: bool) -> Holder:
        """The same with a part of the content."""
        return Holder(content, self.before, self.after)

    def height(self, width: float) -> float:
        left, right, above, below = self.frame()
        return stack_height(self.content, width - left - right) + above + below

    def least(self, width: float, page: float) -> float:
        left, right, above, below = self.frame()
        whole = self.height(width)
        if whole <= page + LITTLE:
            return whole
        return needed(self.content, 0, width - left - right, page) + above + below

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        left, right, above, _below = self.margins()
        with canvas.artifact():
            self.decorate(canvas, x, top, width, self.height(width))
        with canvas.element(self.tag):
            draw_stack(canvas, self.content, x + left, top - above, width - left - right)

    def split(self, width: float, room: float, page: float) -> tuple[Block, Block] | None:
        if self.height(width) <= page + LITTLE:
            return None
        left, right, above, below = self.frame()
        margins = above + below
        placed, rest = cut(self.content, width - left - right, room - margins, page - margins)
        if not placed or not rest:
            return None
        parts = self.part([block for block, _ in placed], True), self.part(rest, False)
        for part in parts:
            part.tag = self.tag
        return parts


class Box(Holder):
    """Blocks inside a coloured rule with round corners."""

    def __init__(
        self, content: Sequence[Block], rule: Color, padding: float, before: float = 0, after: float = 0
    ) -> None:
        super().__init__(content, before, after)
        self._rule = rule
        self._padding = padding
        self.tag = Tag("Sect")

    def frame(self) -> tuple[float, float, float, float]:
        return self._padding * 1.2, self._padding * 1.2, self._padding, self._padding

    def part(self, content: Sequence[Block], first: bool) -> Box:
        return Box(content, self._rule, self._padding, self.before, self.after)

    def decorate(self, canvas: TaggedCanvas, x: float, top: float, width: float, height: float) -> None:
        canvas.setStrokeColor(self._rule)
        canvas.setLineWidth(2)
        canvas.roundRect(x + 1, top - height + 1, width - 2, height - 2, 8)


def circle_of(kind: Type) -> float:
    """The width of the circle around a step's number: room for two digits."""
    return kind.size * 1.7


def draw_number(canvas: TaggedCanvas, number: str, kind: Type, x: float, middle: float) -> None:
    """Draw a step's number in its circle, which begins at `x`."""
    radius = circle_of(kind) / 2
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1.75)
    canvas.circle(x + radius, middle, radius - 1)
    inside = Type(kind.size * 0.88, kind.leading, True, ACCENT)
    lines = set_lines((Run(number),), inside, 1000)
    draw_lines(canvas, lines, inside, x + radius - lines[0].width / 2, middle + kind.leading / 2)


class Marked(Holder):
    """A step with its number in a circle, a bullet, or a box to tick."""

    def __init__(
        self, mark: str, words: str | Iterable[Run], kind: Type, before: float = 0, after: float = 0
    ) -> None:
        super().__init__([Text(words, kind)], before, after)
        self._mark = mark
        self._kind = kind
        self.tag = Tag("LI", language_tag(), group=_LISTS.get(mark, LIST_OF_STEPS), begins=mark == "1")
        self._label, self._body = Tag("Lbl", instead=mark if mark in _LISTS else ""), Tag("LBody")

    @property
    def _tick(self) -> float:
        """The side of the box to tick."""
        return self._kind.size * 1.2

    def frame(self) -> tuple[float, float, float, float]:
        if self._mark == "•":
            return self._kind.size * 1.15, 0, 0, 0
        wide = self._tick if self._mark == "□" else circle_of(self._kind)
        return wide + self._kind.size * 0.7, 0, self._drop, 0

    def height(self, width: float) -> float:
        return max(super().height(width), self._drop * 2 + self._kind.leading)

    @property
    def _drop(self) -> float:
        """How far the words begin below the top, so that their first line is level with the circle."""
        return 0 if self._mark in "•□" else max(0, (circle_of(self._kind) - self._kind.leading) / 2)

    def part(self, content: Sequence[Block], first: bool) -> Marked:
        part = Marked(self._mark if first else " ", (), self._kind, self.before, self.after)
        part.content = list(content)
        part._label, part._body = self._label, self._body
        return part

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        left, right, above, _below = self.margins()
        with canvas.element(self.tag):
            if self._mark.strip():
                with canvas.marked(self._label):
                    self.decorate(canvas, x, top, width, self.height(width))
            with canvas.element(self._body):
                draw_stack(canvas, self.content, x + left, top - above, width - left - right)

    def decorate(self, canvas: TaggedCanvas, x: float, top: float, width: float, height: float) -> None:
        size, middle = self._kind.size, top - self._drop - self._kind.leading / 2
        if self._mark == "•":
            canvas.setFillColor(ACCENT)
            at = x + width - size * 0.4 if self.mirrored else x + size * 0.4
            canvas.circle(at, middle, size * 0.17, stroke=0, fill=1)
        elif self._mark == "□":
            side = self._tick - 2
            canvas.setStrokeColor(ACCENT)
            canvas.setLineWidth(1.75)
            at = x + width - side - 1 if self.mirrored else x + 1
            canvas.roundRect(at, middle - side / 2, side, side, 3)
        elif self._mark.strip():
            start = x + width - circle_of(self._kind) if self.mirrored else x
            draw_number(canvas, self._mark, self._kind, start, middle)


class Rule(Block):
    """A line across the page."""

    def __init__(self, colour: Color = INK, thickness: float = 1.5, before: float = 0, after: float = 0):
        super().__init__(before, after, with_next=True)
        self._colour = colour
        self._thickness = thickness

    def height(self, width: float) -> float:
        return self._thickness

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        middle = top - self._thickness / 2
        with canvas.artifact():
            canvas.setStrokeColor(self._colour)
            canvas.setLineWidth(self._thickness)
            canvas.line(x, middle, x + width, middle)


class Pair(Block):
    """Words at the beginning and short words at the end of one line; below each other where it is too narrow.

    Left and right are as in English.
    """

    def __init__(self, left: Text, right: str, kind: Type, after: float = 0, with_next: bool = False) -> None:
        super().__init__(after=after, with_next=with_next)
        self._left = left
        self._right = Text(right, kind, at_end=True)
        self._below = Text(right, kind)

    def _widths(self, width: float) -> tuple[float, float] | None:
        """The widths of both sides, or None where they stand below each other."""
        lines = self._right.lines(width)
        if len(lines) != 1:
            return None
        right = lines[0].width + 1
        left = width - right - 16
        return (left, right) if left >= width * 0.4 else None

    def height(self, width: float) -> float:
        sides = self._widths(width)
        if sides is None:
            return self._left.height(width) + self._below.height(width)
        return max(self._left.height(sides[0]), self._right.height(sides[1]))

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        sides = self._widths(width)
        if sides is None:
            self._left.draw(canvas, x, top, width)
            self._below.draw(canvas, x, top - self._left.height(width), width)
            return
        mirrored = self.mirrored
        self._left.draw(canvas, x + width - sides[0] if mirrored else x, top, sides[0])
        self._right.draw(canvas, x if mirrored else x + width - sides[1], top, sides[1])

    def least(self, width: float, page: float) -> float:
        height = self.height(width)
        return height if height <= page + LITTLE else self._left.least(width, page)

    def split(self, width: float, room: float, page: float) -> tuple[Block, Block] | None:
        if self.height(width) <= page + LITTLE:
            return None
        parts = self._left.split(width, room, page)
        return (parts[0], Holder([parts[1], self._below])) if parts else None
