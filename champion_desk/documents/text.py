"""Sets words into lines: bold and plain runs, no split words, no split phone numbers, no mark-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import Formatter
from typing import Any

from bidi.mirror import MIRRORED
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from champion_desk.documents.fonts import (
    BOLD,
    NO_BREAK,
    REGULAR,
    URDU,
    advance,
    enlarged,
    font_file,
    is_shaped,
    widths,
    word_shape,
)
from champion_desk.documents.reading_order import isolated
from champion_desk.documents.shaped_fonts import sheet_font
from champion_desk.documents.words import UNPLACED, Piece, Word, joins, letters_of, together, words_of
from champion_desk.domain.handouts import Run
from champion_desk.i18n import language

INK = HexColor(0x111111)
ACCENT = HexColor(0x0B6868)
AMBER = HexColor(0x8A4B00)
PALE_AMBER = HexColor(0xFFF3DF)

_BREAKS_AFTER = frozenset("/.-_@?&=,;:" + NO_BREAK)
_LITTLE = 0.01
_SHORT = 0.3
# The middle of a line of print above its baseline, for its size: half a capital letter's height, or half
# of what Nastaliq, which falls and climbs, takes above and below.
_MIDDLE = 1 / 3
_NASTALIQ_MIDDLE = 0.62


@dataclass(frozen=True, slots=True)
class Type:
    """How text looks: size and distance between lines in points, weight, colour; what it is as a `Tag`."""

    size: float
    leading: float
    bold: bool = False
    colour: Color = INK
    tag: str = "P"


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its pieces in the order they are read, and its width in points.

    `lefts` has each piece's distance from the line's left edge, where they don't follow each other;
    `size` is that of its print.
    """

    parts: tuple[Piece, ...]
    width: float
    lefts: tuple[float, ...] = ()
    size: float = 0


def filled(template: str, **values: str) -> tuple[Run, ...]:
    """A translated sentence whose placeholders are filled with values in bold."""
    runs = []
    for before, name, _spec, _conversion in Formatter().parse(template):
        if before:
            runs.append(Run(before))
        if name is not None:
            runs.append(Run(isolated(values[name]), bold=True))
    return tuple(runs)


def set_lines(runs: Iterable[Run], kind: Type, width: float, spoken: str = "") -> tuple[Line, ...]:
    """The lines of a text of that language (the one in force) in that width.

    A word longer than a line is broken, at best after a / or dot.
    """
    lines: list[list[Word]] = [[]]
    used = 0.0
    for word in words_of(runs, kind.bold, spoken or language()):
        size = _width(word.pieces, kind.size)
        if lines[-1]:
            joined = used + _width([word.space], kind.size) + size
            if joined <= width + _LITTLE:
                lines[-1].append(word)
                used = joined
                continue
        if size <= width + _LITTLE:
            lines.append([word])
            used = size
            continue
        lines += ([Word(piece, word.space)] for piece in _pieces(word.pieces, kind.size, width))
        used = _width(lines[-1][0].pieces, kind.size)
    _keep_company(lines, kind.size, width)
    return tuple(_line(words, kind.size) for words in lines if words)


def _keep_company(lines: list[list[Word]], size: float, width: float) -> None:
    """A short last word does not stand alone in its line, where the line above can spare one."""
    if len(lines) < 2 or len(lines[-1]) != 1 or len(lines[-2]) < 3:
        return
    joined = [lines[-2][-1], *lines[-1]]
    if _width(lines[-1][0].pieces, size) < width * _SHORT and _line(joined, size).width <= width:
        lines[-2:] = [lines[-2][:-1], joined]


def _width(pieces: Iterable[Piece], size: float) -> float:
    return sum([advance(text, font, turned) for text, font, _place, turned in pieces]) * size / 1000


def _pieces(word: Iterable[Piece], size: float, width: float) -> Iterator[list[Piece]]:
    """A long word in parts that each fit a line."""
    signs = list(letters_of(word))
    start, used, last_break = 0, 0.0, 0
    at = 0
    while at < len(signs):
        sign = signs[at]
        wide = widths(sign.font).get(ord(sign.text), 0.0) * enlarged(sign.font) * size / 1000
        if used + wide > width and at > start:
            end = _fitting(signs, start, last_break if last_break > start else at, size, width)
            yield together(signs[start:end])
            start, at, used, last_break = end, end, 0.0, 0
            continue
        used += wide
        at += 1
        if sign.text in _BREAKS_AFTER and at - start > 3:
            last_break = at
    while start < len(signs):
        end = _fitting(signs, start, len(signs), size, width)
        yield together(signs[start:end])
        start = end


def _fitting(signs: Sequence[Piece], start: int, end: int, size: float, width: float) -> int:
    """Where to break at the latest: shaped letters may be wider together than alone, and a mark stays."""
    measured = any(is_shaped(sign.font) for sign in signs[start:end])
    while end - start > 1 and (
        (end < len(signs) and joins(signs[end].text))
        or (measured and _width(together(signs[start:end]), size) > width + _LITTLE)
    ):
        end -= 1
    return end


def _line(words: Sequence[Word], size: float) -> Line:
    """Words with the spaces between them."""
    pieces = list(words[0].pieces)
    for word in words[1:]:
        pieces.append(word.space)
        pieces += word.pieces
    parts = tuple(
        Piece(text.replace(NO_BREAK, " "), font, place, turned)
        for text, font, place, turned in together(pieces)
    )
    sizes = [_width((part,), size) for part in parts]
    if parts[0].place == UNPLACED:
        return Line(parts, sum(sizes), size=size)
    lefts, left = [0.0] * len(parts), 0.0
    for at in sorted(range(len(parts)), key=lambda at: parts[at].place):
        lefts[at] = left
        left += sizes[at]
    return Line(parts, left, tuple(lefts), size)


def with_space(line: Line, from_right: bool = False) -> Line:
    """The line with a space after it, as before another: it takes no room, but is copied and read."""
    last = line.parts[-1]
    space = Piece(" ", BOLD if last.font == BOLD else REGULAR)
    lefts = line.lefts
    if lefts:
        lefts = (*lefts, -_width((space,), line.size) if from_right else line.width)
    return Line((*line.parts, space), line.width, lefts, line.size)


def draw_lines(
    canvas: Canvas, lines: Iterable[Line], kind: Type, x: float, top: float, right: float | None = None
) -> None:
    """Write lines below `top`, from `x`, or ending at `right`."""
    text: Any = canvas.beginText()
    text.setFillColor(kind.colour)
    font = ""
    listed = list(lines)
    nastaliq = any(part.font in (URDU.regular, URDU.bold) for line in listed for part in line.parts)
    # The middle of the letters stands in the middle of the line's height.
    baseline = top - kind.leading / 2 - kind.size * (_NASTALIQ_MIDDLE if nastaliq else _MIDDLE)
    for line in listed:
        left = x if right is None else right - line.width
        # What follows each other in one font is one string: whoever copies it gets its spaces.
        groups = [(part,) for part in line.parts] if line.lefts else _groups(line)
        for parts, away in zip(groups, line.lefts or [0.0] + [None] * len(groups), strict=False):
            if away is not None:
                text._code.append(f"1 0 0 1 {left + away:.3f} {baseline:.3f} Tm")
            font = _write(canvas, text, parts, kind.size, font)
        baseline -= kind.leading
    canvas.drawText(text)


def _groups(line: Line) -> list[tuple[Piece, ...]]:
    return [tuple(parts) for _font, parts in groupby(line.parts, lambda part: part.font)]


def _write(canvas: Any, text: Any, parts: Sequence[Piece], size: float, last: str) -> str:
    """Write pieces of one font where the pen is, and leave the pen at their right end. Gives that font;
    `last` is the one written in before.

    The letters of a word from the right are written as they stand on paper, for so every reader of PDF
    expects them: those that copy or search put them back in order. Its words follow each other as they
    are read.
    """
    name = parts[0].font
    if is_shaped(name):
        font = sheet_font(font_file(name), canvas._doc)
        # Named anew for each word from the right: pypdf turns round all that one naming writes.
        if name != last or parts[0].from_right:
            text._code.append(f"/{font.name} {size * enlarged(name):g} Tf")
        codes = "".join([font.shown(word_shape(part.text, name, part.from_right)) for part in parts])
        text._code.append(f"<{codes}> Tj")
        return name
    if name != last:
        text.setFont(name, size)
    for part in parts:
        words = part.text
        if part.from_right:
            words = "".join(MIRRORED.get(letter, letter) for letter in reversed(words))
        text.textOut(words)
    return name
