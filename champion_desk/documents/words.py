"""The words of a paragraph: which font and direction each of their letters has, and what stays together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from champion_desk.documents.fonts import (
    BOLD,
    NO_BREAK,
    REGULAR,
    font_of,
    in_bold,
    is_shaped,
    printable,
    widths,
)
from champion_desk.documents.reading_order import (
    ISOLATES,
    RUNS_FROM_RIGHT,
    places,
    with_numbers_isolated,
)
from champion_desk.domain.handouts import Run
from champion_desk.i18n import from_right

# A phone number or a postcode is read as one thing, so it stays in one line.
_TOGETHER = re.compile(r"(?:\+\d{1,3} |\b0)\d{2,5}(?: \d{2,6}){1,4}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_OTHER_SCRIPTS = re.compile("[\u0370-\u1cff\u2066-\u2069\ua000-\U0010ffff]")
UNPLACED: Final = -1


class Piece(NamedTuple):
    """A stretch of text in one font and one direction. `place` is where in its paragraph, counted from the
    left, it stands; nowhere where all runs from left to right."""

    text: str
    font: str
    place: int = UNPLACED
    from_right: bool = False


class Word(NamedTuple):
    """What is never split by choice, and the space before it."""

    pieces: list[Piece]
    space: Piece


def words_of(runs: Iterable[Run], always_bold: bool, spoken: str) -> Iterator[Word]:
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
    places_of: Sequence[int] = (UNPLACED,) * len(whole)
    turned: Sequence[bool] = (False,) * len(whole)
    if from_right(spoken) or RUNS_FROM_RIGHT.search(whole):
        places_of, turned = places(whole, from_right(spoken))
    font = REGULAR
    for letter, bold, place, runs_back in zip(whole, bolds, places_of, turned, strict=True):
        if letter in ISOLATES:
            continue
        # A space, a mark or a joiner belongs to the letter before it, in that letter's font.
        if letter != " " and not (joins(letter) and ord(letter) in widths(font)):
            font = font_of(letter, bold, spoken)
        yield Piece(letter, font, place, runs_back)


_PARTS = re.compile(f"([{''.join(sorted(ISOLATES))}])")


def joins(letter: str) -> bool:
    """Whether it is a mark or a joiner, which can't stand without the letter before it."""
    return letter in "\u200c\u200d" or unicodedata.category(letter).startswith("M")


def _spaced(letters: Iterable[Piece]) -> Iterator[Word]:
    """The words of a paragraph that is given letter by letter."""
    space, word = _SPACES[0], list[Piece]()
    for letter in letters:
        if letter.text != " ":
            word.append(letter)
            continue
        if word:
            yield Word(together(_in_one_weight(word)), space)
            word = []
        space = letter
    if word:
        yield Word(together(_in_one_weight(word)), space)


def _in_one_weight(word: list[Piece]) -> list[Piece]:
    """A shaped word that is bold in part is bold in all of it: letters of two fonts don't join."""
    weights = {letter.font for letter in word if is_shaped(letter.font)}
    if len(weights) < 2:
        return word
    return [
        letter._replace(font=in_bold(letter.font)) if is_shaped(letter.font) else letter for letter in word
    ]


def letters_of(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces letter by letter, each at its own place."""
    for text, font, place, turned in pieces:
        for at, letter in enumerate(text):
            own = place if place == UNPLACED else place + (len(text) - 1 - at if turned else at)
            yield Piece(letter, font, own, turned)


def together(pieces: Iterable[Piece]) -> list[Piece]:
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
    if one.place == UNPLACED:
        return True
    left, right = (next_one, one) if one.from_right else (one, next_one)
    return left.place + len(left.text) == right.place
