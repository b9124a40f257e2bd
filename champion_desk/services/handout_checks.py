"""Looks at a handout while it is written: reading age, long sentences and words, missing parts, mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from champion_desk.domain.handouts import ROLES, OwnPicture
from champion_desk.domain.own_handouts import roles_of
from champion_desk.domain.problems import Problem
from champion_desk.domain.reading_age import Reading, reading_of, sentences_of, syllables_in, words_of
from champion_desk.services.handout_files import read_own
from champion_desk.services.sheet_forms import FACT_LINES, SheetForm, text_of

WORDS_IN_SENTENCE = 20  # GOV.UK style: sentences of 15 to 20 words
SYLLABLES_IN_WORD = 4
LETTERS_IN_WORD = 14
MOST_OF_A_KIND = 12
_HEADING = re.compile(r"##\s+(.*)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_PICTURE = re.compile(r"\s*!\[")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at. `kind`: mistake, missing, long-sentence, long-word.

    `line` counts from 1 in the body (0: in the facts above). `what` is why a line is a mistake, the role of
    a missing part, or the words themselves; `count` how many words a sentence has.
    """

    kind: str
    line: int
    what: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen: the remarks, and the reading age, which is known for English only."""

    remarks: tuple[Remark, ...]
    reading: Reading | None = None


def look_at(form: SheetForm, pictures: Sequence[OwnPicture] = ()) -> Look:
    """Look at a whole form. A text of four pages takes some milliseconds; call it off the window."""
    lines = form.body.splitlines()
    units = list(_units(lines))
    english = form.language == "en"
    remarks = [
        *_mistakes(form, pictures),
        *_missing(lines, form.language),
        *_long_sentences(units),
        *_long_words(units, english),
    ]
    texts = [form.summary, *(text for _line, text in units)]
    return Look(tuple(remarks), reading_of(texts) if english else None)


def _units(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Paragraphs and lines of lists with the line each begins in; a line break stays one."""
    start, held = 0, list[str]()
    for number, line in enumerate(lines, 1):
        ends = not line.strip() or line.startswith("#") or bool(_PICTURE.match(line))
        if (ends or _ITEM.match(line)) and held:
            yield start, "\n".join(held)
            held = []
        if not ends:
            start = start if held else number
            held.append(_ITEM.sub("", line, count=1).replace("**", ""))
    if held:
        yield start, "\n".join(held)


def _mistakes(form: SheetForm, pictures: Sequence[OwnPicture]) -> Iterator[Remark]:
    try:
        read_own(text_of(form), "our-sheet", form.language, form.title, pictures).whole()
    except Problem as problem:
        line = int(str(problem.facts["line"]))
        yield Remark("mistake", max(line - FACT_LINES, 0), str(problem.facts["why"]))


def _missing(lines: Sequence[str], language: str) -> Iterator[Remark]:
    """The parts that a sheet should have and has not, each with the line where it would stand."""
    headings = [(number, found[1]) for number, line in enumerate(lines, 1) if (found := _HEADING.match(line))]
    roles = roles_of([words for _number, words in headings], language)
    where = {role: number for (number, _words), role in zip(headings, roles, strict=True) if role}
    for at, role in enumerate(ROLES):
        if role not in where:
            after = (where[later] for later in ROLES[at:] if later in where)
            yield Remark("missing", next(after, max(len(lines), 1)), role)


def _long_sentences(units: Sequence[tuple[int, str]]) -> Iterator[Remark]:
    found = [
        Remark(
            "long-sentence",
            start + text[: text.find(sentence)].count("\n"),
            " ".join(sentence.split()),
            count,
        )
        for start, text in units
        for sentence in sentences_of(text)
        if (count := len(words_of(sentence))) > WORDS_IN_SENTENCE
    ]
    yield from sorted(found, key=lambda one: -one.count)[:MOST_OF_A_KIND]


def _long_words(units: Sequence[tuple[int, str]], english: bool) -> Iterator[Remark]:
    """Each long word once, where it first stands."""
    seen: set[str] = set()
    for start, text in units:
        for at, line in enumerate(text.split("\n")):
            for word in words_of(line):
                hard = len(word) >= LETTERS_IN_WORD or (english and syllables_in(word) >= SYLLABLES_IN_WORD)
                if hard and not word.isupper() and word.casefold() not in seen:
                    seen.add(word.casefold())
                    yield Remark("long-word", start + at, word)
                    if len(seen) == MOST_OF_A_KIND:
                        return
