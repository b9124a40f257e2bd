"""The two fonts of all paper, and what of a text they can show: nothing is ever a black box."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from champion_desk.paths import resources_dir

REGULAR: Final = "Atkinson Hyperlegible Next"
BOLD: Final = "Atkinson Hyperlegible Next Bold"
NO_BREAK: Final = "\u00a0"
_FILES = {REGULAR: "AtkinsonHyperlegibleNext-Regular.ttf", BOLD: "AtkinsonHyperlegibleNext-Bold.ttf"}
_GAP: Final = "\ufffd"
_GAPS = re.compile(rf"{_GAP}(?:[ {_GAP}]*{_GAP})?")
_SPACES = re.compile(r" {2,}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
_LIKE = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "–",
    "\u2015": "—",
    "\u02bc": "’",
    "\u02b9": "’",
    "\u2032": "’",
    "\u2033": "”",
    "\u2219": "·",
    "\u22c5": "·",
    "\u25cf": "•",
    "\u2043": "•",
    "\u25aa": "•",
    "\u2212": "-",
    "→": "–",
    "\u2044": "/",
}
_BLANK_SYMBOLS = frozenset({"So", "Sk", "Sm", "Sc", "Po", "Pd", "Ps", "Pe", "Pi", "Pf", "Pc"})


@cache
def widths(font: str) -> dict[int, float]:
    """How wide each sign of a font is, in thousandths of its size; registers the font at first."""
    loaded = TTFont(font, str(resources_dir() / "fonts" / _FILES[font]))
    pdfmetrics.registerFont(loaded)
    known: dict[int, float] = loaded.face.charWidths
    shown: dict[int, int] = loaded.face.charToGlyph
    return {sign: known[sign] for sign in shown if sign in known}


def width_of(text: str, font: str, size: float) -> float:
    """The width of printable text in points."""
    table = widths(font)
    return sum(table.get(ord(sign), 0.0) for sign in text) * size / 1000


def printable(text: str) -> str:
    """The text as the fonts can show it, in one line.

    Control and direction marks, emoji and other pictures are left out, look-alikes stand in for rare
    signs, and a run of letters that the fonts lack becomes one "…".
    """
    shown = "".join(map(_shown, unicodedata.normalize("NFC", text)))
    return _SPACES.sub(" ", _GAPS.sub("…", shown))


def can_show(text: str) -> bool:
    """Whether every letter and digit of the text can be printed."""
    return _GAP not in "".join(map(_shown, unicodedata.normalize("NFC", text)))


@cache
def _shown(sign: str) -> str:
    """What is printed for one sign."""
    both = widths(REGULAR).keys() & widths(BOLD).keys()
    kind = unicodedata.category(sign)
    if sign == NO_BREAK:
        return NO_BREAK
    if sign.isspace() or kind.startswith("Z"):
        return " "
    if kind in _UNSEEN:
        return ""
    if ord(sign) in both:
        return sign
    alike = _LIKE.get(sign) or "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )
    if alike and all(ord(part) in both for part in alike):
        return alike
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    return "" if kind in _BLANK_SYMBOLS else _GAP
