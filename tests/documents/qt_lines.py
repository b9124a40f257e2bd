"""How Qt lays out the same lines with the same fonts: which glyphs, in which order from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import uharfbuzz
from bidi.mirror import MIRRORED
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout, QTextLine, QTextOption

from champion_desk.documents.fonts import (
    FAMILIES,
    LATIN,
    Family,
    advance,
    enlarged,
    font_file,
    is_shaped,
    word_shape,
)
from champion_desk.documents.shaping import face
from champion_desk.documents.text import Line
from champion_desk.documents.words import Piece
from champion_desk.i18n import from_right
from champion_desk.paths import resources_dir

# A font, the number of one of its glyphs, how high that stands above the line in thousandths of the size.
Drawn = tuple[str, int, int]
_LINE_ENDS = "\u2028"


@cache
def _named_by_qt() -> dict[str, str]:
    """What Qt calls the regular fonts of paper, loaded from the same files."""
    named = {}
    for family in FAMILIES:
        number = QFontDatabase.addApplicationFont(str(resources_dir() / "fonts" / font_file(family.regular)))
        (named[family.regular],) = QFontDatabase.applicationFontFamilies(number)
    return named


def qt_lines(text: str, ends: Sequence[int], family: Family, spoken: str) -> list[list[Drawn]]:
    """The glyphs of each line of a paragraph, broken at those spaces; what a family lacks is Atkinson's.

    Those that draw nothing are left out: spaces, which we take from Atkinson and Qt from its neighbours;
    joiners and marks of direction; and a helper of Nastaliq's that is put before some words' last letters
    only where a space is shaped with them, to no effect that is seen. All others must be the same.
    """
    named = _named_by_qt()
    font = QFont([named[family.regular], named[LATIN.regular]])
    font.setPixelSize(1000)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # A line's end of the same class as the space that stands there, so that the order stays that of the text.
    parted = "".join(_LINE_ENDS if at in ends else letter for at, letter in enumerate(text))
    layout = QTextLayout(parted, font)
    option = QTextOption()
    towards = Qt.LayoutDirection.RightToLeft if from_right(spoken) else Qt.LayoutDirection.LeftToRight
    option.setTextDirection(towards)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    for end in (*ends, len(text)):
        line = layout.createLine()
        line.setLineWidth(1_000_000)
        assert line.textStart() + line.textLength() in (end, end + 1)
        lines.append(line)
    layout.endLayout()
    return [_in_order(_glyphs(line)) for line in lines]


def our_line(line: Line) -> list[Drawn]:
    """The same of a line of ours."""
    sizes = [advance(part.text, part.font, part.from_right) * line.size / 1000 for part in line.parts]
    lefts = line.lefts or tuple(sum(sizes[:at]) for at in range(len(sizes)))
    return _in_order(
        found for part, left in zip(line.parts, lefts, strict=True) for found in _ours(part, left, line.size)
    )


def _in_order(found: Iterable[tuple[float, Drawn]]) -> list[Drawn]:
    return [drawn for _place, drawn in sorted(found)]


def _glyphs(line: QTextLine) -> Iterator[tuple[float, Drawn]]:
    names = {said: family for family, said in _named_by_qt().items()}
    for run in line.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        family = names[run.rawFont().familyName()]
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            if _draws(family, glyph):
                yield round(place.x()), (family, glyph, round(line.y() + line.ascent() - place.y()))


def _ours(part: Piece, left: float, size: float) -> Iterator[tuple[float, Drawn]]:
    scale = enlarged(part.font) * size / 1000
    if not is_shaped(part.font):
        letters = part.text
        if part.from_right:
            letters = "".join(MIRRORED.get(letter, letter) for letter in reversed(letters))
        at = left
        for letter in letters:
            if _draws(part.font, number := _nominal(part.font, letter)):
                yield round(at * 1000 / size), (part.font, number, 0)
            at += advance(letter, part.font) * size / 1000
        return
    at = left
    for cluster in word_shape(part.text, part.font, part.from_right).clusters:
        for glyph in cluster.glyphs:
            if _draws(part.font, glyph.number):
                across = round(at * 1000 / size + glyph.x * enlarged(part.font))
                yield across, (part.font, glyph.number, glyph.y)
        at += cluster.advance * scale


@cache
def _draws(font: str, glyph: int) -> bool:
    extents = _font(font).get_glyph_extents(glyph)
    return bool(extents and extents.width)


@cache
def _nominal(font: str, letter: str) -> int:
    """The number of the glyph a font has for a letter that stands alone."""
    glyph: int = _font(font).get_nominal_glyph(ord(letter))
    return glyph


@cache
def _font(font: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(face(font_file(font)))
