"""What a sheet is printed on: the size of the paper with its margins, and the colour behind the words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm


@dataclass(frozen=True, slots=True)
class Stock:
    """Paper with its margins, in points. `tint` fills the page; None leaves it to the paper itself."""

    width: float
    height: float
    side: float
    top: float
    bottom: float
    tint: Color | None = None

    @property
    def body(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side


A4: Final = Stock(210 * mm, 297 * mm, 20 * mm, 15 * mm, 12 * mm)
A5: Final = Stock(148 * mm, 210 * mm, 12 * mm, 10 * mm, 9 * mm)
_SIZES = {"A4": A4, "A5": A5}
# Light enough that all colours of our print keep the contrast of WCAG 2.2 on them (a test reckons it).
TINTS: Final = {"white": None, "cream": HexColor(0xFFF9EA), "yellow": HexColor(0xFFFACD)}


def stock_of(paper: str, colour: str) -> Stock:
    """Paper of that size (A4, A5), tinted in that colour (white, cream, yellow)."""
    return replace(_SIZES[paper], tint=TINTS[colour])
