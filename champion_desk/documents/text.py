"""Sets words into lines: bold and plain runs, no split words, no split phone numbers, no mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import Formatter

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from champion_desk.documents.fonts import BOLD, NO_BREAK, REGULAR, printable, width_of, widths
from champion_desk.domain.handouts import Run

INK = HexColor(0x111111)
ACCENT = HexColor(0x0B6868)
AMBER = HexColor(0x8A4B00)
PALE_AMBER = HexColor(0xFFF3DF)

# A phone number or a postcode is read as one thing, so it stays in one line.
_TOGETHER = re.compile(r"(?:\+\d{1,3} |\b0)\d{2,5}(?: \d{2,6}){1,4}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_BREAKS_AFTER = frozenset("/.-_@?&=,;:" + NO_BREAK)
_LITTLE = 0.01
_SHORT = 0.3

Word = list[tuple[str, bool]]


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
    """One set line: stretches of one weight, and its width in points."""

    parts: tuple[tuple[str, bool], ...]
    width: float


def filled(template: str, **values: str) -> tuple[Run, ...]:
    """A translated sentence whose placeholders are filled with values in bold."""
    runs = []
    for before, name, _spec, _conversion in Formatter().parse(template):
        if before:
            runs.append(Run(before))
        if name is not None:
            runs.append(Run(values[name], bold=True))
    return tuple(runs)


def set_lines(runs: Iterable[Run], kind: Type, width: float) -> tuple[Line, ...]:
    """The lines of a text in that width. A word longer than a line is broken, at best after a / or dot."""
    lines: list[list[Word]] = [[]]
    used = 0.0
    for word in _words(runs, kind.bold):
        size = _width(word, kind.size)
        if lines[-1]:
            joined = used + _width([_space(lines[-1][-1], word)], kind.size) + size
            if joined <= width + _LITTLE:
                lines[-1].append(word)
                used = joined
                continue
        pieces = [word] if size <= width + _LITTLE else list(_pieces(word, kind.size, width))
        lines += ([piece] for piece in pieces)
        used = _width(pieces[-1], kind.size)
    _keep_company(lines, kind.size, width)
    return tuple(_line(words, kind.size) for words in lines if words)


def _keep_company(lines: list[list[Word]], size: float, width: float) -> None:
    """A short last word does not stand alone in its line, where the line above can spare one."""
    if len(lines) < 2 or len(lines[-1]) != 1 or len(lines[-2]) < 3:
        return
    joined = [lines[-2][-1], *lines[-1]]
    if _width(lines[-1][0], size) < width * _SHORT and _line(joined, size).width <= width:
        lines[-2:] = [lines[-2][:-1], joined]


def _words(runs: Iterable[Run], always_bold: bool) -> Iterator[Word]:
    """Words, each of stretches of one weight: a full stop after a bold word belongs to it."""
    word: Word = []
    for run in runs:
        text = printable(run.text)
        text = _TOGETHER.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
        for index, part in enumerate(text.split(" ")):
            if index and word:
                yield word
                word = []
            if part:
                word.append((part, run.bold or always_bold))
    if word:
        yield word


def _width(word: Word, size: float) -> float:
    return sum(width_of(text, BOLD if bold else REGULAR, size) for text, bold in word)


def _pieces(word: Word, size: float, width: float) -> Iterator[Word]:
    """A long word in pieces that each fit a line."""
    signs = [(sign, bold) for text, bold in word for sign in text]
    start, used, last_break = 0, 0.0, 0
    at = 0
    while at < len(signs):
        sign, bold = signs[at]
        wide = widths(BOLD if bold else REGULAR).get(ord(sign), 0.0) * size / 1000
        if used + wide > width and at > start:
            end = last_break if last_break > start else at
            yield _joined(signs[start:end])
            start, at, used, last_break = end, end, 0.0, 0
            continue
        used += wide
        at += 1
        if sign in _BREAKS_AFTER and at - start > 3:
            last_break = at
    yield _joined(signs[start:])


def _joined(signs: Sequence[tuple[str, bool]]) -> Word:
    word: Word = []
    for text, bold in signs:
        if word and word[-1][1] == bold:
            word[-1] = (word[-1][0] + text, bold)
        else:
            word.append((text, bold))
    return word


def _space(before: Word, after: Word) -> tuple[str, bool]:
    """The space between two words, bold between bold ones."""
    return " ", before[-1][1] and after[0][1]


def _line(words: Sequence[Word], size: float) -> Line:
    """Words with the spaces between them, neighbours of one weight in one stretch."""
    signs: Word = []
    for index, word in enumerate(words):
        if index:
            signs.append(_space(signs, word))
        signs += word
    parts = tuple((text.replace(NO_BREAK, " "), bold) for text, bold in _joined(signs))
    return Line(parts, _width(list(parts), size))


def draw_lines(
    canvas: Canvas, lines: Iterable[Line], kind: Type, x: float, top: float, right: float | None = None
) -> None:
    """Write lines below `top`, from `x`, or ending at `right`."""
    text = canvas.beginText()
    text.setFillColor(kind.colour)
    font = ""
    # The middle of the capitals (two thirds of the size) stands in the middle of the line's height.
    baseline = top - kind.leading / 2 - kind.size / 3
    for line in lines:
        text.setTextOrigin(x if right is None else right - line.width, baseline)
        for part, bold in line.parts:
            wanted = BOLD if bold else REGULAR
            if wanted != font:
                text.setFont(wanted, kind.size)
                font = wanted
            text.textOut(part)
        baseline -= kind.leading
    canvas.drawText(text)
