"""What a page is made of: blocks that know their height and where they may be parted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from champion_desk.documents.fonts import NO_BREAK, printable
from champion_desk.documents.reading_order import RUNS_FROM_RIGHT
from champion_desk.documents.tagging import Tag, TaggedCanvas, language_tag
from champion_desk.documents.text import Line, Type, draw_lines, set_lines, with_space
from champion_desk.domain.handouts import Run
from champion_desk.i18n import from_right, language

LITTLE = 0.01
_MOST_UNSPLIT = 4


class Block(ABC):
    """Something with a height. `before` and `after` are the least space to its neighbours, in points.

    `with_next` keeps it on the page of what follows: a heading, or a sentence that opens a list.
    It is in the language in force when it is made, and begins at the side that language begins at.
    """

    def __init__(self, before: float = 0, after: float = 0, with_next: bool = False) -> None:
        self.language = language()
        self.before = before
        self.after = after
        self.with_next = with_next

    @property
    def mirrored(self) -> bool:
        """Whether it begins at the right."""
        return from_right(self.language)

    @abstractmethod
    def height(self, width: float) -> float:
        """Its height in that width."""

    @abstractmethod
    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw it below `top`."""

    def least(self, width: float, page: float) -> float:
        """The height of the least part of it that may stand at the foot of a page of that height."""
        return self.height(width)

    def split(self, width: float, room: float, page: float) -> tuple[Block, Block] | None:
        """Two parts, the first no higher than `room`; None where it must not be parted there."""
        return None


class Text(Block):
    """A paragraph, from the side its language begins at; `at_end`, up to the other.

    It is in the language in force when it is made. `tag` where it is not what its type says.
    """

    def __init__(
        self,
        words: str | Iterable[Run],
        kind: Type,
        before: float = 0,
        after: float = 0,
        with_next: bool = False,
        at_end: bool = False,
        tag: str = "",
        link: str = "",
    ) -> None:
        """`link` is the web address that the words lead to in a saved sheet."""
        super().__init__(before, after, with_next)
        self._runs = (Run(words),) if isinstance(words, str) else tuple(words)
        self._kind = kind
        self._at_end = at_end
        said = self._said()
        self.tag = Tag(tag or kind.tag, language_tag(), instead="" if link else said)
        self._link = (Tag("Link", instead=said), link) if link else None
        self._set: dict[float, tuple[Line, ...]] = {}

    @property
    def _content(self) -> Tag:
        """The element that its words are in."""
        return self._link[0] if self._link else self.tag

    @property
    def _text(self) -> str:
        return "".join(run.text for run in self._runs)

    def _said(self) -> str:
        """The words for those who hear them, where their letters stand on paper in another order."""
        return printable(self._text, self.language) if RUNS_FROM_RIGHT.search(self._text) else ""

    def lines(self, width: float) -> tuple[Line, ...]:
        """Its lines in that width."""
        if width not in self._set:
            lines = set_lines(self._runs, self._kind, width, self.language)
            self._set[width] = tuple(with_spaces(lines, self._text, self.language))
        return self._set[width]

    def height(self, width: float) -> float:
        return len(self.lines(width)) * self._kind.leading

    def least(self, width: float, page: float) -> float:
        count = len(self.lines(width))
        return (count if count <= _MOST_UNSPLIT else 2) * self._kind.leading

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        lines = self.lines(width)
        right = x + width if self._at_end != self.mirrored else None
        if not lines:
            return
        with canvas.element(self.tag if self._link else None), canvas.marked(self._content):
            draw_lines(canvas, lines, self._kind, x, top, right)
            if self._link:
                canvas.link(*self._link, x, top, width, self.height(width))

    def split(self, width: float, room: float, page: float) -> tuple[Block, Block] | None:
        lines = self.lines(width)
        fitting = min(int((room + LITTLE) / self._kind.leading), len(lines) - 2)
        if len(lines) <= _MOST_UNSPLIT or fitting < 2:
            return None
        return self._part(lines[:fitting], width), self._part(lines[fitting:], width)

    def _part(self, lines: tuple[Line, ...], width: float) -> Text:
        part = Text((), self._kind, after=self.after, with_next=self.with_next, at_end=self._at_end)
        part.language = self.language
        part._set[width] = lines
        part.tag, part._link = self.tag, self._link
        return part


def with_spaces(lines: Sequence[Line], text: str, spoken: str) -> Iterator[Line]:
    """Lines that end with the space that stands there in the text, so that their words stay apart when read
    aloud or copied; a word that is broken over two lines has none."""
    left = _spaces_out(text, spoken)
    for line in lines:
        words = _spaces_out("".join(part.text for part in line.parts), spoken)
        broken = left.startswith(words) and left[len(words) : len(words) + 1].strip()
        left = left[len(words) :].lstrip()
        if not left or broken:
            yield line
        else:
            yield with_space(line, from_right(spoken))


def _spaces_out(text: str, spoken: str) -> str:
    return " ".join(printable(text, spoken).replace(NO_BREAK, " ").split())


def cut(
    blocks: Sequence[Block], width: float, room: float, page: float, spread: float = 1
) -> tuple[list[tuple[Block, float]], list[Block]]:
    """What of the blocks fits a region, each with its distance from the region's top; and what is left.

    A region as high as the page takes at least one block, so that laying out always ends. `spread`
    is how much of the space between blocks is kept.
    """
    placed: list[tuple[Block, float]] = []
    whole_page = room >= page - LITTLE
    used, gap = 0.0, 0.0
    for index, block in enumerate(blocks):
        start = used + max(gap, block.before) * spread if placed else 0.0
        forced = whole_page and not placed
        if start + needed(blocks, index, width, page) > room + LITTLE and not forced:
            return placed, list(blocks[index:])
        if start + block.height(width) > room + LITTLE:
            parts = block.split(width, room - start, page)
            if parts:
                for part in parts:
                    part.language = block.language
                placed.append((parts[0], start))
                return placed, [parts[1], *blocks[index + 1 :]]
            if not forced:
                return placed, list(blocks[index:])
        placed.append((block, start))
        used, gap = start + block.height(width), block.after
    return placed, []


def needed(blocks: Sequence[Block], index: int, width: float, page: float) -> float:
    """The room a block needs together with what it must not be parted from."""
    total = 0.0
    for at in range(index, len(blocks)):
        block = blocks[at]
        if not block.with_next or at + 1 == len(blocks) or block.height(width) > page:
            total += block.least(width, page)
            break
        total += block.height(width) + max(block.after, blocks[at + 1].before)
    return min(total, page)


def stack_height(blocks: Sequence[Block], width: float) -> float:
    """The height of blocks one below the other."""
    total = sum(block.height(width) for block in blocks)
    return total + sum(max(above.after, below.before) for above, below in pairwise(blocks))


def draw_stack(canvas: TaggedCanvas, blocks: Sequence[Block], x: float, top: float, width: float) -> None:
    """Draw blocks one below the other."""
    for above, block in zip((None, *blocks), blocks, strict=False):
        top -= max(above.after, block.before) if above else 0
        block.draw(canvas, x, top, width)
        top -= block.height(width)
