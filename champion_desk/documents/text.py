"""Sets words into lines: bold and plain runs, no split words, no split phone numbers, no mark-up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from string import Formatter
from typing import Any, NamedTuple

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
    font_of,
    is_shaped,
    printable,
    widths,
    word_shape,
)
from champion_desk.documents.reading_order import (
    ISOLATES,
    RUNS_FROM_RIGHT,
    isolated,
    places,
    with_numbers_isolated,
)
from champion_desk.documents.shaped_fonts import sheet_font
from champion_desk.domain.handouts import Run
from champion_desk.i18n import from_right, language

INK = HexColor(0x111111)
ACCENT = HexColor(0x0B6868)
AMBER = HexColor(0x8A4B00)
PALE_AMBER = HexColor(0xFFF3DF)

# A phone number or a postcode is read as one thing, so it stays in one line.
_TOGETHER = re.compile(r"(?:\+\d{1,3} |\b0)\d{2,5}(?: \d{2,6}){1,4}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_BREAKS_AFTER = frozenset("/.-_@?&=,;:" + NO_BREAK)
_OTHER_SCRIPTS = re.compile("[\u0370-\u1cff\u2066-\u2069\ua000-\U0010ffff]")
_LITTLE = 0.01
_SHORT = 0.3
# The middle of a line of print above its baseline, for its size: half a capital letter's height, or half
# of what Nastaliq, which falls and climbs, takes above and below.
_MIDDLE = 1 / 3
_NASTALIQ_MIDDLE = 0.62
_UNPLACED = -1


class Piece(NamedTuple):
    """A stretch of text in one font and one direction. `place` is where in its paragraph, counted from the
    left, it stands; nowhere where all runs from left to right."""

    text: str
    font: str
    place: int = _UNPLACED
    from_right: bool = False


class Word(NamedTuple):
    """What is never split by choice, and the space before it."""

    pieces: list[Piece]
    space: Piece


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
    for word in _words(runs, kind.bold, spoken or language()):
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


def _words(runs: Iterable[Run], always_bold: bool, spoken: str) -> Iterator[Word]:
    """Words, each of pieces of one font: a full stop after a bold word belongs to it."""
    listed = [(run.text, run.bold or always_bold) for run in runs]
    if from_right(spoken) or any(_OTHER_SCRIPTS.search(text) for text, _bold in listed):
        yield from _placed_words(tuple(listed), spoken)
        return
    pieces: list[Piece] = []
    ended = False
    for text, bold in listed:
        font = BOLD if bold else REGULAR
        for index, part in enumerate(_held_together(printable(text)).split(" ")):
            if index and pieces:
                yield Word(pieces, _SPACES[ended and pieces[0].font == BOLD])
                ended, pieces = pieces[-1].font == BOLD, []
            if part:
                pieces.append(Piece(part, font))
    if pieces:
        yield Word(pieces, _SPACES[ended and pieces[0].font == BOLD])


_SPACES = (Piece(" ", REGULAR), Piece(" ", BOLD))


def _held_together(text: str) -> str:
    return _TOGETHER.sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def paragraph(text: str, spoken: str) -> str:
    """What of a text of that language is printed, with what must keep its own order set apart."""
    said = "".join(part if part in ISOLATES else printable(part, spoken) for part in _PARTS.split(text))
    return with_numbers_isolated(_held_together(said))


@lru_cache(maxsize=2048)  # the paragraphs of the library, for the preview sets them anew at every change
def _placed_words(runs: tuple[tuple[str, bool], ...], spoken: str) -> tuple[Word, ...]:
    return tuple(_spaced(_placed(runs, spoken)))


def _placed(runs: Iterable[tuple[str, bool]], spoken: str) -> Iterator[Piece]:
    """Every letter of a paragraph with its font and, where some runs from the right, its place."""
    texts, bolds = [], []
    for text, bold in runs:
        texts.append(paragraph(text, spoken))
        bolds += [bold] * len(texts[-1])
    whole = "".join(texts)
    places_of: Sequence[int] = (_UNPLACED,) * len(whole)
    turned: Sequence[bool] = (False,) * len(whole)
    if from_right(spoken) or RUNS_FROM_RIGHT.search(whole):
        places_of, turned = places(whole, from_right(spoken))
    font = REGULAR
    for letter, bold, place, runs_back in zip(whole, bolds, places_of, turned, strict=True):
        if letter in ISOLATES:
            continue
        # A space, a mark or a joiner belongs to the letter before it, in that letter's font.
        if letter != " " and not (_joins(letter) and ord(letter) in widths(font)):
            font = font_of(letter, bold, spoken)
        yield Piece(letter, font, place, runs_back)


_PARTS = re.compile(f"([{''.join(sorted(ISOLATES))}])")


def _joins(letter: str) -> bool:
    return letter in "\u200c\u200d" or unicodedata.category(letter).startswith("M")


def _spaced(letters: Iterable[Piece]) -> Iterator[Word]:
    """The words of a paragraph that is given letter by letter."""
    space, word = _SPACES[0], list[Piece]()
    for letter in letters:
        if letter.text != " ":
            word.append(letter)
            continue
        if word:
            yield Word(_joined(word), space)
            word = []
        space = letter
    if word:
        yield Word(_joined(word), space)


def _width(pieces: Iterable[Piece], size: float) -> float:
    return sum([advance(text, font, turned) for text, font, _place, turned in pieces]) * size / 1000


def _pieces(word: Iterable[Piece], size: float, width: float) -> Iterator[list[Piece]]:
    """A long word in parts that each fit a line."""
    signs = list(_letters(word))
    start, used, last_break = 0, 0.0, 0
    at = 0
    while at < len(signs):
        sign = signs[at]
        wide = widths(sign.font).get(ord(sign.text), 0.0) * enlarged(sign.font) * size / 1000
        if used + wide > width and at > start:
            end = _fitting(signs, start, last_break if last_break > start else at, size, width)
            yield _joined(signs[start:end])
            start, at, used, last_break = end, end, 0.0, 0
            continue
        used += wide
        at += 1
        if sign.text in _BREAKS_AFTER and at - start > 3:
            last_break = at
    while start < len(signs):
        end = _fitting(signs, start, len(signs), size, width)
        yield _joined(signs[start:end])
        start = end


def _fitting(signs: Sequence[Piece], start: int, end: int, size: float, width: float) -> int:
    """Where to break at the latest: joined letters may be wider than single ones, and a mark stays."""
    while end - start > 1 and (
        (end < len(signs) and _joins(signs[end].text))
        or (is_shaped(signs[end - 1].font) and _width(_joined(signs[start:end]), size) > width + _LITTLE)
    ):
        end -= 1
    return end


def _letters(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces letter by letter, each at its own place."""
    for text, font, place, turned in pieces:
        for at, letter in enumerate(text):
            own = place if place == _UNPLACED else place + (len(text) - 1 - at if turned else at)
            yield Piece(letter, font, own, turned)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours in one piece, where font and direction are the same and nothing stands between them.

    Words that are shaped stay words, for they come again.
    """
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.font == piece.font and last.from_right == piece.from_right and _meet(last, piece):
            joined[-1] = Piece(
                last.text + piece.text, last.font, min(last.place, piece.place), last.from_right
            )
        else:
            joined.append(piece)
    return joined


def _meet(one: Piece, next_one: Piece) -> bool:
    """Whether a piece stands right after another, in the direction both run in."""
    if is_shaped(one.font) and " " in (one.text, next_one.text):
        return False
    if one.place == _UNPLACED:
        return True
    left, right = (next_one, one) if one.from_right else (one, next_one)
    return left.place + len(left.text) == right.place


def _line(words: Sequence[Word], size: float) -> Line:
    """Words with the spaces between them."""
    pieces = list(words[0].pieces)
    for word in words[1:]:
        pieces.append(word.space)
        pieces += word.pieces
    parts = tuple(
        Piece(text.replace(NO_BREAK, " "), font, place, turned)
        for text, font, place, turned in _joined(pieces)
    )
    sizes = [_width((part,), size) for part in parts]
    if parts[0].place == _UNPLACED:
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
