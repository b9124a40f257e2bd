"""Pictures of Easy Read: at the left of the words they belong to, and told to those who hear the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFImageXObject

from champion_desk.documents.blocks import Block, Text, draw_stack, stack_height
from champion_desk.documents.frames import Holder, circle_of, draw_number
from champion_desk.documents.tagging import LIST_OF_STEPS, Tag, TaggedCanvas, box_of, language_tag
from champion_desk.documents.text import Type
from champion_desk.domain.handouts import Picture, Run
from champion_desk.domain.problems import Problem

_SIDE = 32 * mm
_SHARE = 0.27  # of the width, at most
_PIXELS = 400  # a side: 300 to the inch need no more


class Pictured(Holder):
    """Words with a picture before them, at the left in English; a step has its number between the two."""

    def __init__(
        self, picture: Picture, words: Iterable[Run], kind: Type, number: int = 0, after: float = 0
    ) -> None:
        super().__init__([Text(words, kind)], after=after)
        self._picture: Picture | None = picture
        self._kind = kind
        self._number = number
        self._spoken = language_tag()
        self._label, self._body = Tag("Lbl"), Tag("LBody") if number else None
        if number:
            self.tag = Tag("LI", self._spoken, group=LIST_OF_STEPS, begins=number == 1)

    def _side(self, width: float) -> float:
        """The side of the picture's square."""
        return min(_SIDE, width * _SHARE)

    def _words(self, width: float) -> float:
        """Where the words begin."""
        number = circle_of(self._kind) + self._kind.size * 0.5 if self._number else 0
        return self._side(width) + self._kind.size * 0.9 + number

    def height(self, width: float) -> float:
        words = stack_height(self.content, width - self._words(width))
        return max(words, self._side(width) if self._picture else 0)

    def least(self, width: float, page: float) -> float:
        return min(self.height(width), page)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        height, left = self.height(width), self._words(width)
        with canvas.element(self.tag):
            if self._number and self._picture:
                middle = top - height / 2
                with canvas.marked(self._label):
                    start = x + self._side(width) + self._kind.size * 0.9
                    if self.mirrored:
                        start = 2 * x + width - start - circle_of(self._kind)
                    draw_number(canvas, str(self._number), self._kind, start, middle)
            with canvas.element(self._body):
                if self._picture:
                    side = self._side(width)
                    at = x + width - side if self.mirrored else x
                    self._draw_picture(canvas, self._picture, at, top - height / 2, side)
                spare = height - stack_height(self.content, width - left)
                words = x if self.mirrored else x + left
                draw_stack(canvas, self.content, words, top - spare / 2, width - left)

    def _draw_picture(
        self, canvas: TaggedCanvas, picture: Picture, x: float, middle: float, side: float
    ) -> None:
        drawing = _drawing(picture.file)
        pixels = drawing.width, drawing.height
        wide, high = (one * side / max(pixels) for one in pixels)
        left, foot = x + (side - wide) / 2, middle - high / 2
        tag = Tag("Figure", self._spoken, picture.shows, attributes=box_of(left, foot, wide, high))
        with canvas.marked(tag):
            canvas.picture(drawing, left, foot, wide, high)

    def split(self, width: float, room: float, page: float) -> tuple[Block, Block] | None:
        """Words longer than a page go on without the picture."""
        if self.height(width) <= page:
            return None
        parts = self.content[0].split(width - self._words(width), room, page)
        if parts is None:
            return None
        return self._part([parts[0]], self._picture), self._part([parts[1]], None)

    def _part(self, content: Sequence[Block], picture: Picture | None) -> Pictured:
        part = Pictured(Picture("", Path()), (), self._kind, self._number, self.after)
        part.content, part._picture = list(content), picture
        part.tag, part._label, part._body = self.tag, self._label, self._body
        return part


def _drawing(file: Path) -> PDFImageXObject:
    """A picture as it goes on paper. Raises `Problem("picture-gone")` where it can't be read any more."""
    try:
        return _packed(file, file.stat().st_mtime_ns)
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise Problem("picture-gone", path=str(file)) from error


@lru_cache(maxsize=128)
def _packed(file: Path, written: int) -> PDFImageXObject:
    """A picture as it was written then, read and packed once: that takes longer than all else on its page."""
    from PIL.PngImagePlugin import PngImageFile  # loads slowly, and few sheets have pictures

    with PngImageFile(file) as opened:
        opened.thumbnail((_PIXELS, _PIXELS))
        name = f"{file.stem}-{hash(file) & 0xFFFFFFFF:x}-{written}"
        return PDFImageXObject(name, ImageReader(opened.convert("RGBA")), mask="auto")
