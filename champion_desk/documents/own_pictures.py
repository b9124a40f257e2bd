"""A picture that a desk added to a sheet, or its logo: by itself, of a safe size, told in words."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFImageXObject

from champion_desk.documents.blocks import Block
from champion_desk.documents.tagging import Tag, TaggedCanvas, box_of, language_tag
from champion_desk.domain.handouts import OwnPicture
from champion_desk.domain.problems import Problem

MOST_HIGH = 80 * mm
LOGO_HIGH, LOGO_WIDE = 18 * mm, 60 * mm
_DOTS = 150  # to the inch, at least: a picture is never drawn larger than its dots allow


class OwnFigure(Block):
    """A picture as wide as it is meant to be, and no wider or higher than there is room for."""

    def __init__(
        self,
        picture: OwnPicture,
        shows: str,
        most_high: float = MOST_HIGH,
        most_wide: float = 1000 * mm,
        after: float = 0,
    ) -> None:
        """Raises `Problem("picture-gone")` where the picture can't be drawn."""
        super().__init__(after=after)
        self._drawing = _packed(picture)
        self._most = most_wide, most_high
        self._shows = shows
        self._spoken = language_tag()

    def _size(self, width: float) -> tuple[float, float]:
        across, down = self._drawing.width, self._drawing.height
        wide, high = self._most
        scale = min(width / across, wide / across, high / down, 72 / _DOTS)
        return across * scale, down * scale

    def height(self, width: float) -> float:
        return self._size(width)[1]

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        wide, high = self._size(width)
        left = x + width - wide if self.mirrored else x
        tag = Tag("Figure", self._spoken, self._shows, attributes=box_of(left, top - high, wide, high))
        with canvas.marked(tag):
            canvas.picture(self._drawing, left, top - high, wide, high)


@lru_cache(maxsize=32)
def _packed(picture: OwnPicture) -> PDFImageXObject:
    """A picture read and packed once; its pixels go on paper as they are."""
    from PIL.JpegImagePlugin import JpegImageFile  # loads slowly, and few sheets have pictures
    from PIL.PngImagePlugin import PngImageFile

    kind = PngImageFile if picture.media_type == "image/png" else JpegImageFile
    try:
        with kind(BytesIO(picture.content)) as opened:
            name = f"{picture.name}-{hash(picture.content) & 0xFFFFFFFF:x}"
            return PDFImageXObject(name, ImageReader(opened.convert("RGBA")), mask="auto")
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise Problem("picture-gone", path=picture.name) from error
