"""What was typed, understood: units of words, each with what else it may mean, and how well listings fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from champion_desk.services.synonyms import Synonyms, WordGroup
from champion_desk.services.vocabulary import NOWHERE, Levels, Vocabulary, joined, shared
from champion_desk.storage.listing_words import Stemmer

MOST_WORDS = 12
_LONGEST = 300  # signs of a query: what is longer is no question
_AS_TYPED = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
# Words that say nothing of what is looked for, in English, Welsh and Gaelic; kept where none else is typed.
_SMALL_WORDS = (
    "a an and are at can do for from help i in is it me my near need of on or our some someone that the their"
    " them there they this to want we where who with you your y yr o ar am gyda fy ei yn yng ym ac neu sydd"
    " angen eisiau na air aig le mo"
)

_SMALL = frozenset(_SMALL_WORDS.split())

# How well a listing fits by where its words stand. Whole words go before beginnings of words; a name that is
# exactly what was typed goes before everything, however far away it is.
_EXACT = 100.0
_FITS = (("whole", 0, 0.8), ("begun", 0, 0.7), ("whole", 1, 0.5), ("begun", 1, 0.42))
_FITS_BELOW = (("whole", 2, 0.2), ("begun", 2, 0.15))
_SOME_HEAD, _SOME_BELOW = 0.25, 0.08  # not all of the words


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a part of a query: the stems that a listing must have, and how it is written.

    `how` is typed, synonym or spelling. `written` are the words as they stand in listings, small and without
    accents, beside their stems.
    """

    how: str
    shown: str
    stems: tuple[str, ...]
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it was typed, small and without accents, and its stem."""

    typed: str
    written: str
    stem: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more words of a query that belong together, and every way to read them."""

    typed: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """Listings that fit, best first: how well (higher is better) and which; no listing twice.

    `is_partial` says that no listing has all of the words.
    """

    tiers: tuple[tuple[float, int], ...]
    units: tuple[Unit, ...] = ()
    is_partial: bool = False

    @property
    def all(self) -> int:
        """Every listing that fits."""
        return reduce(int.__or__, (bits for _fit, bits in self.tiers), 0)


class QueryReader:
    """Reads queries against one state of the directory's words."""

    def __init__(self, vocabulary: Vocabulary, stemmer: Stemmer, names: Mapping[int, int]) -> None:
        self._vocabulary, self._stemmer, self._names = vocabulary, stemmer, names

    def fitting(self, text: str, synonyms: Synonyms, everything: int, partly: bool = False) -> Fitting:
        """Which listings fit a text, and how well; all of them where it has no words.

        With `partly`, those that have the most of the words, where none has all.
        """
        words = self._words(text)
        if not words:
            return Fitting(((1.0, everything),))
        units = self._units(words, synonyms)
        levels = [self._levels(unit) for unit in units]
        whole = reduce(shared, (one for one, _begun in levels))
        begun = reduce(shared, (one for _whole, one in levels))
        if partly and begun[2] & everything == 0 and len(units) > 1:
            tiers = _some([one for _whole, one in levels], everything)
            return Fitting(tiers, units, is_partial=True)
        typed = reduce(shared, (self._whole(unit.readings[0]) for unit in units))
        exact = typed[0] & self._names.get(len(words), 0)
        sets = {"whole": whole, "begun": begun}
        wanted = [(_EXACT, exact), *((fit, sets[how][level]) for how, level, fit in (*_FITS, *_FITS_BELOW))]
        return Fitting(_apart(wanted, everything), units)

    def _words(self, text: str) -> list[_Word]:
        plain = _POSSESSIVE.sub("", text[:_LONGEST]).encode("utf-8", "ignore").decode().replace("\0", " ")
        cut = self._stemmer.cut(plain) if plain.strip() else []
        as_typed = _AS_TYPED.findall(plain)
        if len(as_typed) != len(cut):  # signs that only one of them takes for letters
            as_typed = [word for word, _stem in cut]
        pairs = zip(as_typed, cut, strict=True)
        return [_Word(typed, word, stem) for typed, (word, stem) in pairs][:MOST_WORDS]

    def _units(self, words: Sequence[_Word], synonyms: Synonyms) -> tuple[Unit, ...]:
        units, at = [], 0
        while at < len(words):
            length, groups = synonyms.longest(tuple(word.stem for word in words[at:]))
            length = max(length, 1)
            part = words[at : at + length]
            units.append((part, self._unit(part, groups, at + length == len(words))))
            at += length
        telling = [unit for part, unit in units if not all(word.written in _SMALL for word in part)]
        return tuple(telling or [unit for _part, unit in units])

    def _unit(self, part: Sequence[_Word], groups: Sequence[WordGroup], is_last: bool) -> Unit:
        written = tuple(word.written for word in part)
        typed, stems = " ".join(word.typed for word in part), tuple(word.stem for word in part)
        readings = [Reading("typed", typed, stems, written)]
        for group in groups:
            others = ((shown, one) for shown, one in group.words if one != stems)
            readings += [Reading("synonym", shown, one) for shown, one in others]
        if len(part) == 1 and not groups and self._begun(readings[0]) == NOWHERE:
            like = self._vocabulary.spelt_like(written[0], is_whole=not is_last)
            readings += [Reading("spelling", word, (self._vocabulary.stem_of(word),)) for word in like]
        return Unit(typed, tuple(readings))

    def _levels(self, unit: Unit) -> tuple[Levels, Levels]:
        """Listings that have the unit in whole words, and those that have at least its words' beginnings."""
        whole = reduce(joined, (self._whole(reading) for reading in unit.readings))
        return whole, joined(whole, self._begun(unit.readings[0]))

    def _whole(self, reading: Reading) -> Levels:
        return reduce(shared, (self._vocabulary.having(stem) for stem in reading.stems))

    def _begun(self, reading: Reading) -> Levels:
        pairs = zip(reading.written, reading.stems, strict=True)
        return reduce(shared, (self._vocabulary.beginning(word, stem) for word, stem in pairs))


def _apart(wanted: Sequence[tuple[float, int]], everything: int) -> tuple[tuple[float, int], ...]:
    """Tiers without what stands in one before, and without those that are empty."""
    left, tiers = everything, []
    for fit, bits in wanted:
        mine = bits & left
        if mine:
            tiers.append((fit, mine))
            left &= ~mine
    return tuple(tiers)


def _some(units: Sequence[Levels], everything: int) -> tuple[tuple[float, int], ...]:
    """Listings that have the most of the units, where none has them all; only one word fewer at a time."""
    heads, anywhere = [everything], [everything]
    for levels in units:
        for counts, bits in ((heads, levels[1]), (anywhere, levels[2])):
            counts.append(0)
            for at in range(len(counts) - 1, 0, -1):
                counts[at] |= counts[at - 1] & bits
    for most in range(len(units) - 1, 0, -1):
        if anywhere[most]:
            return _apart(((_SOME_HEAD, heads[most]), (_SOME_BELOW, anywhere[most])), everything)
    return ()


def any_of(fittings: Sequence[Fitting], least: Sequence[tuple[float, int]], everything: int) -> Fitting:
    """Listings that fit one of several queries, each by the best that it fits."""
    tiers = [tier for fitting in fittings for tier in fitting.tiers]
    wanted = sorted((*tiers, *least), key=lambda tier: -tier[0])
    return Fitting(_apart(wanted, everything), tuple(unit for one in fittings for unit in one.units))
