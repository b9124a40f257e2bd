"""How Qt lays out the same lines with the same fonts: which glyphs, in which order from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout, QTextLine, QTextOption

from champion_desk.documents.fonts import FAMILIES, LATIN, advance, font_file, is_shaped, word_shape, widths
from champion_desk.documents.shaping import face
from champion_desk.documents.text import Line
from champion_desk.i18n import from_right
from champion_desk.paths import resources_dir

Drawn = tuple[str, int]  # a font's family and the number of one of its glyphs


@cache
def _families() -> dict[str, str]:
    """What Qt calls the regular fonts of paper, loaded from the same files."""
    named = {}
    for family in FAMILIES:
        number = QFontDatabase.addApplicationFont(str(resources_dir() / "fonts" / font_file(family.regular)))
        (named[family.regular],) = QFontDatabase.applicationFontFamilies(number)
    return named


def qt_lines(text: str, ends: Sequence[int], script: str, spoken: str) -> list[list[Drawn]]:
    """The glyphs of each line of a paragraph, broken at those places, but for those of spaces and of marks
    of direction. Letters of that language's font come from it, all others from Atkinson."""
    known = _families()
    font = QFont([known[script], known[LATIN.regular]])
    font.setPixelSize(1000)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if from_right(spoken) else Qt.LayoutDirection.LeftToRight
    )
    layout.setTextOption(option)
    layout.beginLayout()
    lines, start = [], 0
    for end in ends:
        line = layout.createLine()
        line.setNumColumns(end - start)
        assert (line.textStart(), line.textLength()) == (start, end - start)
        lines.append(line)
        start = end
    layout.endLayout()
    return [_in_order(_glyphs(line, text)) for line in lines]


def _glyphs(line: QTextLine, text: str) -> Iterator[tuple[float, Drawn]]:
    for run in line.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        family = run.rawFont().familyName()
        for glyph, place, at in zip(run.glyphIndexes(), run.positions(), run.stringIndexes(), strict=True):
            if text[at] not in " \u00a0\u2066\u2068\u2069":
                yield place.x(), (family, glyph)


def our_line(line: Line) -> list[Drawn]:
    """The same of a line of ours."""
    lefts = line.lefts or _one_after_another(line)
    return _in_order(
        found for part, left in zip(line.parts, lefts, strict=True) for found in _ours(part, left, line.size)
    )
