"""How hard a text is to read: sentences, words, syllables, and the reading age they give. English only.

The formula is the Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom, "Derivation of new
readability formulas", Research Branch Report 8-75, US Navy, 1975):

    grade = 0.39 x words / sentences + 11.8 x syllables / words - 15.59

A child in the first grade of an American school is six, so the reading age in years is the grade plus five.
Web addresses, phone numbers and other figures are left out: they are copied, not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from champion_desk.domain.handouts import Handout

_ADDRESS = re.compile(r"[\"“‘'(]*(?:[a-z0-9-]+\.)+[a-z]{2,}(?![a-z])")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
# An e that is written and not said: at the end ("make", not "table"), before an ending, in -es and -ed.
_SILENT = re.compile(
    r"(?<=[aeiouy])[^aeiouy]+"
    r"(?:(?<![^aeiouy]l)e(?:$|(?=(?:ly|ful|ments?|where|thing|times)$))"
    r"|(?<![^aeiouy]l)(?<![sxzcg])(?<![cs]h)es$"
    r"|(?<![^aeiouyl]l)(?<![td])ed$)"
)
# Two vowels that stand together and are said apart ("ra-di-o"), and endings said without a vowel.
_APART = re.compile(
    r"(?<![tscg])i[aou]|[aeouy]ing|eos?$|(?<![qg])ua(?!r[dy])|[^tsc]ie[rt]$|[rdlf]ien|creat|sm$|[sd]n['’]t$"
)
_ODD_BY_COUNT = {
    1: "some friend friends",
    2: "business quiet client science hundred someone something sometimes website websites gmail id",
    3: "area areas idea ideas anyone everyone everything usual",
    4: "usually",
}
_ODD = {word: count for count, words in _ODD_BY_COUNT.items() for word in words.split()}
_SAID_AS_WORDS = frozenset({"PIN", "PINS", "SIM", "SIMS"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted in a text. `longest` is its longest sentence, as it is written."""

    sentences: int
    words: int
    syllables: int
    longest: str

    @property
    def words_in_longest(self) -> int:
        """How many words the longest sentence has."""
        return len(words_of(self.longest))

    @property
    def age(self) -> float:
        """The reading age in years: the grade of Flesch and Kincaid plus five, never under five."""
        if not self.words:
            return 5.0
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return max(5.0, grade + 5)


def reading_of(texts: Iterable[str]) -> Reading:
    """What there is to count in paragraphs and lines of lists, each of which ends a sentence."""
    found = [(sentence, words_of(sentence)) for text in texts for sentence in sentences_of(text)]
    counted = [(sentence, words) for sentence, words in found if words]
    longest = max(counted, key=lambda one: len(one[1]), default=("", []))[0]
    said = [word for _sentence, words in counted for word in words]
    return Reading(len(counted), len(said), sum(map(syllables_in, said)), longest)


def texts_of(handout: Handout) -> Iterator[str]:
    """The summary of a handout, its paragraphs and the lines of its lists; headings are no sentences."""
    yield handout.summary
    for section in handout.sections:
        for block in section.blocks:
            yield from ("".join(run.text for run in item) for item in block.items)


def sentences_of(text: str) -> list[str]:
    """The sentences of one paragraph, with their stops. A colon ends none."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def words_of(text: str) -> list[str]:
    """The words of a text, without addresses and figures. A word with hyphens is one."""
    return [word for part in text.split() if not _is_address(part) for word in _WORD.findall(part)]


def _is_address(part: str) -> bool:
    return "@" in part or _ADDRESS.match(part) is not None


def syllables_in(word: str) -> int:
    """About how many syllables an English word has; capitals such as NHS are said letter by letter."""
    if len(word) > 1 and word.isupper() and word not in _SAID_AS_WORDS:
        return len(word)
    return sum(_in_part(part) for part in word.casefold().split("-"))


def _in_part(part: str) -> int:
    if part in _ODD:
        return _ODD[part]
    count = len(_VOWELS.findall(part.removeprefix("y")))
    return max(1, count - len(_SILENT.findall(part)) + len(_APART.findall(part)))
