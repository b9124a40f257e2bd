"""The words of the directory in memory: which listings have a stem, its beginning, or one spelt like it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from champion_desk.domain.bits import BitField, bits_of
from champion_desk.storage.listing_words import TermNumbers

# In the name; in the name or at the head (who, where, what about); anywhere. Each holds the one before.
Levels = tuple[int, int, int]
NOWHERE: Levels = (0, 0, 0)
_MANY = 800  # listings: from so many on a word is kept as bits
_HEAVY = 6_000  # places: beginnings with so many are put together beforehand
_LONGEST_HEAVY = 4  # letters
_KEPT = 400  # beginnings, remembered
_LAST = "\U0010ffff"
_RAW_FROM = 4  # letters: a shorter beginning is also one of its stem
_LIKE = 3  # words that a slip may stand for


def joined(one: Levels, other: Levels) -> Levels:
    """Listings that have either."""
    return one[0] | other[0], one[1] | other[1], one[2] | other[2]


def shared(one: Levels, other: Levels) -> Levels:
    """Listings that have both."""
    return one[0] & other[0], one[1] & other[1], one[2] & other[2]


class Vocabulary:
    """Every stem with its listings, and how the words are written in full.

    `written` maps a word as it stands in listings to its stem: a beginning that was typed belongs to a word,
    not to a stem ("universa" is no beginning of "univers"), and a suggestion is shown as it is written.
    """

    def __init__(self, terms: Iterable[TermNumbers], size: int) -> None:
        self._size = size
        self._terms: list[str] = []
        self._numbers: list[tuple[int | array[int], ...]] = []
        weights = Counter[str]()
        for one in terms:
            self._terms.append(one.term)
            self._numbers.append(tuple(self._packed(level) for level in one.levels))
            places = sum(map(len, one.levels))
            for letters in range(1, min(_LONGEST_HEAVY, len(one.term)) + 1):
                weights[one.term[:letters]] += places
        self._written: dict[str, str] = {}
        self._in_order: list[str] = []
        self._likes: dict[tuple[str, bool], tuple[str, ...]] = {}
        self._heavy = {b: self._begun(b) for b, places in weights.items() if places >= _HEAVY}
        self._light: dict[str, Levels] = {}

    def _packed(self, numbers: array[int]) -> int | array[int]:
        return bits_of(numbers, self._size) if len(numbers) >= _MANY else numbers

    def know_written(self, written: Mapping[str, str]) -> None:
        """Know words in full, each with its stem; those of stems that no listing has are left out."""
        self._written = {word: stem for word, stem in written.items() if self._at(stem) >= 0}
        self._in_order = sorted(self._written)
        self._likes = {}

    def _at(self, term: str) -> int:
        at = bisect_left(self._terms, term)
        return at if at < len(self._terms) and self._terms[at] == term else -1

    def having(self, stem: str) -> Levels:
        """Listings that have the stem as a whole word."""
        at = self._at(stem)
        return self._levels(at, at + 1) if at >= 0 else NOWHERE

    def beginning(self, typed: str, stem: str) -> Levels:
        """Listings that have a word which begins as `typed`; `stem` is that of what was typed so far."""
        found = self._starting(stem)
        if typed != stem:
            found = joined(found, self._starting(typed))
        if len(typed) >= _RAW_FROM:
            first, last = self._range(self._in_order, typed)
            stems = {self._written[word] for word in self._in_order[first:last]}
            for one in stems:
                if not one.startswith((stem, typed)):
                    found = joined(found, self.having(one))
        return found

    def _starting(self, beginning: str) -> Levels:
        known = self._heavy.get(beginning) or self._light.get(beginning)
        if known is None:
            known = self._begun(beginning)
            if len(self._light) >= _KEPT:
                self._light = {}
            self._light[beginning] = known
        return known

    def _begun(self, beginning: str) -> Levels:
        return self._levels(*self._range(self._terms, beginning))

    @staticmethod
    def _range(words: list[str], beginning: str) -> tuple[int, int]:
        return bisect_left(words, beginning), bisect_left(words, beginning + _LAST)

    def _levels(self, first: int, last: int) -> Levels:
        found = 0
        levels = []
        for level in range(3):
            field, has_some = BitField(self._size), False
            for numbers in self._numbers[first:last]:
                some = numbers[level]
                if isinstance(some, int):
                    found |= some
                elif some:
                    field.add_all(some)
                    has_some = True
            if has_some:
                found |= field.bits()
            levels.append(found)
        return levels[0], levels[1], levels[2]

    def spelt_like(self, typed: str, is_whole: bool) -> tuple[str, ...]:
        """Words that were likely meant by one that no listing has, the most frequent first.

        One slip in four to six letters, two in longer words, as other search engines allow; a shorter word
        is taken as it is. A word that may go on is compared with as much of the others.
        """
        key = (typed, is_whole)
        if key not in self._likes:
            if len(self._likes) >= _KEPT:
                self._likes = {}
            self._likes[key] = self._found_like(typed, is_whole)
        return self._likes[key]

    def _found_like(self, typed: str, is_whole: bool) -> tuple[str, ...]:
        slips = 0 if len(typed) < 4 else 1 if len(typed) < 7 else 2
        if not slips or len(typed) > 40:
            return ()
        near = [word for word in self._in_order if abs(len(word) - len(typed)) <= slips]
        found = _nearest(typed, near, near, slips)
        if not found and not is_whole:
            longer = [word for word in self._in_order if len(word) > len(typed) and word[0] == typed[0]]
            found = _nearest(typed, [word[: len(typed)] for word in longer], longer, 1)
        ranked = sorted(found, key=lambda word: (-self.having(self._written[word])[2].bit_count(), word))
        stems = {self._written[word]: word for word in reversed(ranked)}
        return tuple(word for word in ranked if stems[self._written[word]] == word)[:_LIKE]

    def stem_of(self, word: str) -> str:
        """The stem of a word as it is written in listings."""
        return self._written[word]


def _nearest(typed: str, compared: list[str], words: list[str], slips: int) -> list[str]:
    """Those of the words that have the fewest slips, at most `slips`; in the first letter one counts more."""
    rows = process.extract(typed, compared, scorer=OSA.distance, score_cutoff=slips, limit=40)
    scored = [(distance + (0.5 if words[at][0] != typed[0] else 0), words[at]) for _one, distance, at in rows]
    best = min((score for score, _word in scored), default=0)
    return [word for score, word in scored if score == best]
