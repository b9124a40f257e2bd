"""Ranks and counts listings for one query; the store finds the words, this weighs distance and opening."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from champion_desk.domain.catalogue import folded
from champion_desk.domain.directory import (
    DirectoryAnswer,
    DirectoryQuery,
    Listing,
    ListingMatch,
    Location,
    Why,
    freshness,
)
from champion_desk.domain.opening import UNKNOWN, OpenState, open_state
from champion_desk.domain.places import Position, miles_between

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# A listing twice as far away counts about as much less as one found in the description only.
_HALF_MILES = 20.0


def words_of(text: str) -> tuple[str, ...]:
    """The words of a query."""
    return tuple(_WORD.findall(text))[:12]


def nearest(listing: Listing, here: Position | None) -> tuple[Location, float | None]:
    """The listing's location nearest to a position, and its miles; the first where none has a position."""
    if here is None:
        return listing.location, None
    found: tuple[Location, float | None] = (listing.location, None)
    for location in listing.locations:
        if location.position is not None:
            miles = miles_between(here, location.position)
            if found[1] is None or miles < found[1]:
                found = (location, miles)
    return found


Distances = dict[str, tuple[Location, float | None]]


class DistancesKept:
    """What is nearest of each listing, kept while the question comes from the same place."""

    def __init__(self) -> None:
        self._kept: tuple[Position | None, Distances] = (None, {})

    def forget(self, listing_ids: Iterable[str]) -> None:
        """Where these are may have changed."""
        for one in listing_ids:
            self._kept[1].pop(one, None)

    def around(self, here: Position | None) -> Distances:
        """Nearest location and miles by a listing's id, as far as they are known; to be added to."""
        if self._kept[0] != here:
            self._kept = (here, {})
        return self._kept[1]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing that has the words, with where they stand and how well they fit (higher is better)."""

    listing: Listing
    why: Why
    fit: float


def facet_codes(listing: Listing, today: date) -> Mapping[str, tuple[str, ...]]:
    """The codes a listing counts under, by facet."""
    return {
        "needs": listing.needs,
        "access": listing.access,
        "free": ("free",) if listing.free else (),
        "checked": (freshness(listing.checked_on, today),),
    }


def covers(listing: Listing, place_names: Iterable[str]) -> bool:
    """Whether a listing says that it covers one of those places."""
    areas = " ".join(listing.areas).casefold()
    return any(name and name.casefold() in areas for name in place_names)


def _columns(match: ListingMatch) -> Iterator[tuple[str, str]]:
    """The parts of a listing that words may stand in, the most telling first."""
    listing, at = match.listing, match.location
    yield "name", listing.name
    yield "organisation", listing.organisation
    yield "place", " ".join((at.town, *at.address, at.postcode, *listing.areas))
    yield "tags", " ".join(listing.tags)


class _Weighed(NamedTuple):
    """A candidate that passes, with what its rank needs; the rest is found out when it is shown."""

    score: float
    miles: float | None
    candidate: Candidate
    location: Location
    codes: Mapping[str, tuple[str, ...]]
    covers: bool


def _rank(one: _Weighed) -> tuple[float, float, str]:
    return -one.score, one.miles if one.miles is not None else 1e9, one.candidate.listing.name


def answer(
    candidates: Iterable[Candidate],
    query: DirectoryQuery,
    here: Position | None,
    around: Iterable[str],
    now: datetime,
    *,
    near_unknown: bool = False,
    distances: Distances | None = None,
) -> DirectoryAnswer:
    """The answer to a query: filtered by distance and facets, ranked, counted, cut at the limit.

    `around` names the area people are in (site's council), for listings that cover an area.
    """
    around = tuple(around)
    known = {} if distances is None else distances
    weighed = []
    for candidate in candidates:
        found = _weigh(candidate, query, here, around, now, known)
        if found is not None:
            weighed.append(found)
    chosen = {name: codes for name, codes in query.facets.items() if codes}
    kept = [one for one in weighed if _fits(one.codes, chosen)]
    kept.sort(key=_rank)
    shown = tuple(_shown(one, now) for one in kept[: query.limit])
    return DirectoryAnswer(len(kept), shown, _counts(weighed, chosen), near_unknown)


def _shown(one: _Weighed, now: datetime) -> ListingMatch:
    """The answer as it is shown: with its opening and its reason."""
    listing, why = one.candidate.listing, one.candidate.why
    if why.code == "all" and one.miles is None:
        why = Why("covers") if one.covers or not listing.areas else Why("area", listing.areas[0])
    return _with_reason(ListingMatch(listing, one.location, one.miles, why, _state(listing, now)))


def _with_reason(match: ListingMatch) -> ListingMatch:
    """Where in the listing the words stand; found out only for the answers that are shown."""
    if match.why.code != "words":
        return match
    words = match.why.word
    # The store compares stems, so the end of a longer word may differ ("libraries", "library").
    stems = tuple(folded(word)[: max(3, len(word) - 3)] for word in words.split())
    for code, text in _columns(match):
        if any(part.startswith(stems) for part in folded(text).split()):
            return replace(match, why=Why(code, words))
    return replace(match, why=Why("description", words))


def _weigh(
    candidate: Candidate,
    query: DirectoryQuery,
    here: Position | None,
    around: tuple[str, ...],
    now: datetime,
    known: Distances,
) -> _Weighed | None:
    listing = candidate.listing
    found = known.get(listing.id)
    if found is None:
        found = known[listing.id] = nearest(listing, here)
    location, miles = found
    local = miles is None and covers(listing, around) and all(at.position is None for at in listing.locations)
    if query.within is not None and (miles is None or miles > query.within) and not local:
        return None
    if query.open_now and _state(listing, now).kind != "open":
        return None
    score = candidate.fit
    if here is not None:
        # No position: by phone or everywhere. As good as the next town if it covers this area.
        score *= _HALF_MILES / (_HALF_MILES + (miles if miles is not None else 10.0 if local else 60.0))
    if listing.status != "active":
        score *= 0.3
    return _Weighed(score, miles, candidate, location, facet_codes(listing, now.date()), local)


def _state(listing: Listing, now: datetime) -> OpenState:
    return open_state(listing.hours, now) if listing.hours else UNKNOWN


def _fits(
    codes: Mapping[str, tuple[str, ...]], chosen: Mapping[str, frozenset[str]], leaving_out: str = ""
) -> bool:
    return all(name == leaving_out or wanted.intersection(codes[name]) for name, wanted in chosen.items())


def _counts(weighed: list[_Weighed], chosen: Mapping[str, frozenset[str]]) -> dict[str, dict[str, int]]:
    """How many each code would give, beside what is chosen in the other facets."""
    counts: dict[str, dict[str, int]] = {}
    for one in weighed:
        for facet, codes in one.codes.items():
            if codes and (not chosen or _fits(one.codes, chosen, leaving_out=facet)):
                facet_counts = counts.setdefault(facet, {})
                for code in codes:
                    facet_counts[code] = facet_counts.get(code, 0) + 1
    return counts
