"""Why a listing is in an answer: which words stand where in it, or what they were taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from champion_desk.domain.catalogue import folded
from champion_desk.domain.directory import Listing, Location, Why
from champion_desk.services.query_words import Reading, Unit
from champion_desk.services.ranking import PlaceView

# Where words may stand, the most telling part first.
_PARTS = ("name", "organisation", "place", "tags", "description")
_NOT = len(_PARTS)
_OTHER = re.compile(r"[\W_]+")


class Reasons:
    """Finds the reason for the listings that are shown; `needs` are codes that were asked for by a topic."""

    def __init__(self, units: Sequence[Unit], view: PlaceView, needs: Sequence[str] = ()) -> None:
        self._units, self._view, self._needs = units, view, needs

    def why(self, listing: Listing, at: Location, number: int) -> Why:
        """The most telling reason."""
        parts = _Parts(listing, at)
        found = [(unit, parts.having(unit.readings[0])) for unit in self._units]
        for unit, part in found:
            if part == _NOT:
                for other in unit.readings[1:]:
                    if parts.having(other) != _NOT:
                        return Why(other.how, other.shown, unit.typed)
        there = [(unit, part) for unit, part in found if part != _NOT]
        if there:
            # The least telling part: that is what people wonder about.
            return Why(
                _PARTS[max(part for _unit, part in there)], " ".join(unit.typed for unit, _part in there)
            )
        for need in self._needs:
            if need in listing.needs:
                return Why("need", need)
        return self._area(listing, number)

    def _area(self, listing: Listing, number: int) -> Why:
        mark = 1 << number
        if self._view.covers & mark:
            return Why("covers")
        if self._view.national & mark:
            return Why("national")
        is_far = self._view.miles(number) is None and listing.areas
        return Why("area", listing.areas[0]) if is_far else Why("all")


class _Parts:
    """The words of a listing, part by part, read as far as they are needed."""

    def __init__(self, listing: Listing, at: Location) -> None:
        self._texts = _texts(listing, at)
        self._words: list[str] = []

    def having(self, reading: Reading) -> int:
        """The part by which the listing has all words of a reading, or a number past all parts."""
        return max(self._first(_beginning(stem)) for stem in reading.stems)

    def _first(self, begin: str) -> int:
        """The first part in which a word begins so. The words of a part stand between blanks."""
        mark = f" {begin}"
        for at in range(len(_PARTS)):
            if at == len(self._words):
                self._words.append(_between_blanks(next(self._texts)))
            if mark in self._words[at]:
                return at
        return _NOT


def _texts(listing: Listing, at: Location) -> Iterator[str]:
    """What stands in each of the parts."""
    yield listing.name
    yield listing.organisation
    places = (at, *listing.locations)
    every = (part for one in places for part in (one.town, *one.address, one.name, one.postcode))
    yield " ".join((*every, *listing.areas))
    yield " ".join((*listing.tags, *listing.needs))
    yield f"{listing.description} {listing.eligibility}"


def _between_blanks(text: str) -> str:
    """Small letters without accents; a hyphenated word also as two."""
    words = folded(text)
    if "-" in text:
        words = f"{words} {folded(text.replace('-', ' '))}"
    return f" {_OTHER.sub(' ', words)}"


def _beginning(stem: str) -> str:
    """How words of a stem begin: its last letter may be another in them ("librari", "library")."""
    return stem[:-1] if len(stem) > 3 and stem[-1] == "i" else stem
