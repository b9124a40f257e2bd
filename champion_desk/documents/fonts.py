"""The fonts of all paper, by script, and what of a text they can show: nothing is ever a black box."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from champion_desk.documents.shaping import Cluster, Shaped, nominal_widths, shaped
from champion_desk.paths import resources_dir

REGULAR: Final = "Atkinson Hyperlegible Next"
BOLD: Final = "Atkinson Hyperlegible Next Bold"
NO_BREAK: Final = "\u00a0"
_GAP: Final = "\ufffd"
_GAPS = re.compile(rf"{_GAP}(?:[ {_GAP}]*{_GAP})?")
_SPACES = re.compile(r" {2,}")
# Joiners change how letters of these scripts meet; after anything else they say nothing.
_JOINERS: Final = "\u200c\u200d"
_LOST_JOINERS = re.compile(rf"(?<![\u0600-\u08ff\u0980-\u09ff])[{_JOINERS}]+")
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


@dataclass(frozen=True, slots=True)
class Family:
    """A font in both weights. `script` as ISO 15924 has it, where its words must be shaped.

    `enlarged` is how much larger it is set than Atkinson, so that both look the same size side by side.
    """

    regular: str
    bold: str
    files: str
    script: str = ""
    enlarged: float = 1.0


LATIN: Final = Family(REGULAR, BOLD, "AtkinsonHyperlegibleNext")
CYRILLIC: Final = Family("Noto Sans", "Noto Sans Bold", "NotoSans")
ARABIC: Final = Family("Noto Naskh Arabic", "Noto Naskh Arabic Bold", "NotoNaskhArabic", "Arab", 1.15)
URDU: Final = Family("Noto Nastaliq Urdu", "Noto Nastaliq Urdu Bold", "NotoNastaliqUrdu", "Arab", 1.0)
BENGALI: Final = Family("Noto Sans Bengali", "Noto Sans Bengali Bold", "NotoSansBengali", "Beng", 1.1)
FAMILIES: Final = (LATIN, CYRILLIC, ARABIC, URDU, BENGALI)
_OF_FONT = {font: family for family in FAMILIES for font in (family.regular, family.bold)}
_LANGUAGES = {ARABIC: "ar", URDU: "ur", BENGALI: "bn"}
# Each language's own hand comes first: Urdu is read in Nastaliq, and Arabic in Naskh.
_BY_LANGUAGE = {"ur": (LATIN, URDU, CYRILLIC, BENGALI)}
_OTHERWISE = (LATIN, CYRILLIC, ARABIC, BENGALI)


def font_file(font: str) -> str:
    """The name of the file a font stands in."""
    family = _OF_FONT[font]
    return f"{family.files}-{'Bold' if font == family.bold else 'Regular'}.ttf"


@cache
def is_shaped(font: str) -> bool:
    """Whether the words of a font must be shaped."""
    return bool(_OF_FONT[font].script)


def in_bold(font: str) -> str:
    """The bold font of the same family."""
    return _OF_FONT[font].bold


@cache
def enlarged(font: str) -> float:
    """How much larger than Atkinson a font is set."""
    return _OF_FONT[font].enlarged


@cache
def widths(font: str) -> dict[int, float]:
    """How wide each sign of a font is, in thousandths of its size; registers a plain font at first."""
    file = font_file(font)
    if is_shaped(font):
        return {sign: float(width) for sign, width in nominal_widths(file).items()}
    loaded = TTFont(font, str(resources_dir() / "fonts" / file))
    pdfmetrics.registerFont(loaded)
    known: dict[int, float] = loaded.face.charWidths
    shown: dict[int, int] = loaded.face.charToGlyph
    return {sign: known[sign] for sign in shown if sign in known}


def word_shape(text: str, font: str, from_right: bool) -> Shaped:
    """Text of a shaped font as its glyphs; a space is as wide as Atkinson's."""
    family = _OF_FONT[font]
    if text == " ":
        return _space(font)
    return shaped(text, font_file(font), family.script, _LANGUAGES[family], from_right)


@cache
def _space(font: str) -> Shaped:
    wide = round(widths(REGULAR)[ord(" ")] / enlarged(font))
    return Shaped((Cluster(" ", (), wide),), wide)


@lru_cache(maxsize=65_536)  # the words of a language come again and again
def advance(text: str, font: str, from_right: bool = False) -> float:
    """The width of printable text in thousandths of the size of print."""
    if is_shaped(font):
        return word_shape(text, font, from_right).advance * enlarged(font)
    table = widths(font)
    return sum(table.get(ord(sign), 0.0) for sign in text)


def font_of(sign: str, bold: bool, language: str) -> str:
    """The font that shows a printable sign in text of that language."""
    family = _family(sign, language) or LATIN
    return family.bold if bold else family.regular


@cache
def _family(sign: str, language: str) -> Family | None:
    """The family that has the sign in both weights, if there is one."""
    for family in _BY_LANGUAGE.get(language, _OTHERWISE):
        if ord(sign) in widths(family.regular) and ord(sign) in widths(family.bold):
            return family
    return None


def printable(text: str, language: str = "") -> str:
    """The text as the fonts can show it, in one line.

    Control and direction marks, emoji and other pictures are left out, look-alikes stand in for rare
    signs, and a run of letters that the fonts lack becomes one "…".
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    shown = "".join(_shown(sign, language) for sign in unicodedata.normalize("NFC", text))
    shown = _LOST_JOINERS.sub("", shown)
    return _SPACES.sub(" ", _GAPS.sub("…", shown))


def can_show(text: str, language: str = "") -> bool:
    """Whether every letter and digit of the text can be printed."""
    return _GAP not in "".join(_shown(sign, language) for sign in unicodedata.normalize("NFC", text))


@cache
def _shown(sign: str, language: str) -> str:
    """What is printed for one sign."""
    kind = unicodedata.category(sign)
    if sign == NO_BREAK or sign in _JOINERS:
        return sign
    if sign.isspace() or kind.startswith("Z"):
        return " "
    found = _family(sign, language)
    if found and (found.script or kind not in _UNSEEN):
        return sign
    if kind in _UNSEEN:
        return ""
    alike = _LIKE.get(sign) or "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )
    if alike and all(_family(part, language) for part in alike):
        return alike
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    return "" if kind in _BLANK_SYMBOLS else _GAP
