"""QR codes for paper: drawn as shapes, never smaller than a phone can read, always beside words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

import segno
from reportlab.lib.units import mm

from champion_desk.documents.blocks import LITTLE, Block, cut, draw_stack, stack_height
from champion_desk.documents.frames import Holder
from champion_desk.documents.tagging import Tag, TaggedCanvas, box_of, language_tag
from champion_desk.documents.text import INK

QUIET = 4
_LEAST_SIDE = 26 * mm
_LEAST_MODULE = 0.5 * mm
_LONGEST = 300
_LEAST_WORDS = 170  # points that the words beside a code need

Matrix = tuple[bytes, ...]


def address_in_words(url: str) -> str:
    """A web address as people type it, or nothing where it is not one to give to a citizen."""
    address = web_address(url)
    if not address:
        return ""
    return address.partition("://")[2].removesuffix("/")


def address_to_scan(url: str) -> str:
    """The whole address for a QR code, or nothing where it is not a web address or too long for one."""
    address = web_address(url)
    return address if len(address) <= _LONGEST else ""


def web_address(url: str) -> str:
    """The whole address with its https://, or nothing where it is not one of the web."""
    given = url.strip()
    if not given or any(sign.isspace() or not sign.isprintable() for sign in given):
        return ""
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    # Something like "javascript:…" or a user name before the host is not an address to hand out.
    if parts.scheme not in ("http", "https") or "." not in host or "@" in parts.netloc:
        return ""
    return parts.geturl()


def matrix(text: str) -> Matrix:
    """The modules of a code, row by row, with at least medium error correction."""
    return tuple(bytes(row) for row in segno.make(text, error="m", micro=False).matrix)


@lru_cache(maxsize=256)
def address_matrix(address: str) -> Matrix:
    """The modules for a web address; the same few are printed over and over."""
    return matrix(address)


def side_of(code: Matrix) -> float:
    """The side of a code with its quiet zone, in points."""
    return max(_LEAST_SIDE, (len(code) + 2 * QUIET) * _LEAST_MODULE)


def draw_code(canvas: TaggedCanvas, code: Matrix, x: float, top: float, side: float) -> None:
    """Draw a code with its quiet zone into a square below `top`: one path, so that no seams show."""
    module = side / (len(code) + 2 * QUIET)
    canvas.saveState()
    canvas.setFillColor(INK)
    canvas.translate(x + QUIET * module, top - QUIET * module)
    canvas.scale(module, -module)
    canvas.operators(_path(code))  # numbers of whole modules need none of the care that a path takes
    canvas.restoreState()


@lru_cache(maxsize=256)
def _path(code: Matrix) -> str:
    """The dark modules as the operators that fill them, one module a unit, from the top left."""
    parts = []
    for row, modules in enumerate(code):
        start = None
        for column, dark in enumerate((*modules, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                parts.append(f"{start} {row} {column - start} 1 re")
                start = None
    return " ".join((*parts, "f"))


class BesideCode(Holder):
    """Words with a framed QR code before them: at their left, or at their right in Arabic or Urdu."""

    def __init__(
        self,
        code: Matrix,
        shows: str,
        content: Sequence[Block],
        gap: float,
        before: float = 0,
        after: float = 0,
    ) -> None:
        """`shows` says what the code holds, for those who hear the sheet read."""
        super().__init__(content, before, after)
        self._code = code
        self._shows, self._spoken = shows, language_tag()
        self._gap = gap
        self._shown = True

    def _beside(self, width: float) -> float:
        """How far the words stand from the left; nothing where they need the width, and the code is below."""
        left = side_of(self._code) + self._gap
        return left if width - left >= _LEAST_WORDS else 0

    def height(self, width: float) -> float:
        left = self._beside(width)
        words, side = stack_height(self.content, width - left), side_of(self._code) if self._shown else 0
        return max(words, side) if left else words + (self._gap / 2 + side if side else 0)

    def least(self, width: float, page: float) -> float:
        return min(self.height(width), page)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        # Where the code is higher than the words, the words stand at its middle.
        left, height, side = self._beside(width), self.height(width), side_of(self._code)
        spare = height - stack_height(self.content, width - left) if left else 0
        words = x if self.mirrored else x + left
        draw_stack(canvas, self.content, words, top - spare / 2, width - left)
        if self._shown:
            high = top if left else top - height + side
            at = x + width - side if self.mirrored else x
            place = box_of(at, high - side, side, side)
            with canvas.marked(Tag("Figure", self._spoken, self._shows, attributes=place)):
                self.decorate(canvas, at, high, width, side)

    def split(self, width: float, room: float, page: float) -> tuple[Block, Block] | None:
        if self.height(width) <= page + LITTLE:
            return None
        left = self._beside(width)
        placed, rest = cut(self.content, width - left, room, page)
        if not placed or (left and not rest):
            return None
        # A code beside the words stands by the first of them, a code below them under the last.
        above = self._part([block for block, _distance in placed], self._shown and bool(left))
        return above, self._part(rest, self._shown and not left)

    def _part(self, content: Sequence[Block], shown: bool) -> BesideCode:
        part = BesideCode(self._code, self._shows, content, self._gap, self.before, self.after)
        part._shown, part._spoken = shown, self._spoken
        return part

    def decorate(self, canvas: TaggedCanvas, x: float, top: float, width: float, height: float) -> None:
        side = side_of(self._code)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1)
        canvas.rect(x + 0.5, top - side + 0.5, side - 1, side - 1)
        draw_code(canvas, self._code, x, top, side)
