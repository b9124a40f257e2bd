"""Why a listing is in an answer: which words stand where in it, or what they were taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from champion_desk.domain.catalogue import folded
from champion_desk.domain.directory import Listing, Location, Why
from champion_desk.services.query_words import Reading, Unit
from champion_desk.services.ranking import PlaceView

_WORD = re.compile(r"[^\W_]+")


class Reasons:
    """Finds the reason for the listings that are shown; `needs` are codes that were asked for by a topic."""

    def __init__(self, units: Sequence[Unit], view: PlaceView, needs: Sequence[str] = ()) -> None:
        self._units, self._view, self._needs = units, view, needs

    def why(self, listing: Listing, at: Location, number: int) -> Why:
        """The most telling reason."""
        columns = [(code, _words(text)) for code, text in _columns(listing, at)]
        read = next((why for unit in self._units if (why := _taken_for(unit, columns))), None)
        if read is not None:
            return read
        found = [(unit, code) for unit in self._units if (code := _where(unit.readings[0], columns))]
        if found:
            order = [code for code, _words in columns]
            _unit, code = max(found, key=lambda one: order.index(one[1]))
            return Why(code, " ".join(unit.typed for unit, _code in found))
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


def _columns(listing: Listing, at: Location) -> Iterator[tuple[str, str]]:
    """The parts of a listing that words may stand in, the most telling first."""
    yield "name", listing.name
    yield "organisation", listing.organisation
    every = (
        part for one in (at, *listing.locations) for part in (one.town, *one.address, one.name, one.postcode)
    )
    yield "place", " ".join((*every, *listing.areas))
    yield "tags", " ".join((*listing.tags, *listing.needs))
    yield "description", f"{listing.description} {listing.eligibility}"


def _words(text: str) -> set[str]:
    return set(_WORD.findall(folded(text))) | set(_WORD.findall(folded(text.replace("-", " "))))


def _where(reading: Reading, columns: Sequence[tuple[str, set[str]]]) -> str:
    """The part of a listing by which it has all words of a reading, or nothing where it has not.

    Where they stand in several parts, it is the least telling one: that is what people wonder about.
    """
    deepest, order = "", [code for code, _words in columns]
    for begin in map(_beginning, reading.stems):
        code = next((code for code, words in columns if any(word.startswith(begin) for word in words)), "")
        if not code:
            return ""
        if not deepest or order.index(code) > order.index(deepest):
            deepest = code
    return deepest


def _beginning(stem: str) -> str:
    """How words of a stem begin: its last letter may be another in them ("librari", "library")."""
    return stem[:-1] if len(stem) > 3 and stem[-1] == "i" else stem


def _taken_for(unit: Unit, columns: Sequence[tuple[str, set[str]]]) -> Why | None:
    """What a unit was taken for in this listing, where its own words do not stand there."""
    typed, others = unit.readings[0], unit.readings[1:]
    if not others or _where(typed, columns):
        return None
    for reading in others:
        if _where(reading, columns):
            return Why(reading.how, reading.shown, typed.shown)
    return None
