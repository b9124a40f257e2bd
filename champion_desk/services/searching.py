"""Searches the directory: what was typed, near where, narrowed how; answers in rank order with all counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce

from champion_desk.domain.catalogue import CodedItem, Topic
from champion_desk.domain.champions import Site
from champion_desk.domain.directory import DirectoryAnswer, DirectoryQuery, Listing, ListingMatch, Location
from champion_desk.domain.opening import OpenState
from champion_desk.domain.places import Place, Position, miles_between
from champion_desk.services import listing_index, reasons
from champion_desk.services.listing_index import ListingIndex
from champion_desk.services.opening import OpeningTimes, now_here
from champion_desk.services.places import Gazetteer
from champion_desk.services.query_words import Fitting, any_of
from champion_desk.services.ranking import PlaceView, Ranker
from champion_desk.services.synonyms import SynonymFiles
from champion_desk.services.word_making import make_words
from champion_desk.storage.listing_words import Stemmer
from champion_desk.storage.store import Store

_KEPT_LISTINGS = 3_000
_KEPT_VIEWS = 6
_TINY = 200  # listings: read while a letter is shown
_SMALL = 2_000  # listings: read in a moment
_MIDDLING = 20_000  # listings: a new place is looked at in a moment
_NEED_FIT = 0.12  # a listing that is for the need, but has none of the words
_WIDE = ("United Kingdom", "UK", "Great Britain", "nationwide", "national")


@dataclass(frozen=True, slots=True)
class _Around:
    """Where people look from, and what the places around it are called."""

    here: Position | None
    local: tuple[str, ...]
    wide: tuple[str, ...]


class DirectorySearch:
    """The search of one desk's directory. What it looks at is in memory and made anew after a change."""

    def __init__(
        self,
        store: Store,
        site: Site,
        gazetteer: Gazetteer,
        synonyms: SynonymFiles,
        stemmer: Stemmer,
        who: Callable[[], Iterable[CodedItem]],
        opening: OpeningTimes,
    ) -> None:
        self._store, self._site, self._gazetteer = store, site, gazetteer
        self._synonyms, self._stemmer, self._who = synonyms, stemmer, who
        self._opening = opening
        self._index: ListingIndex | None = None
        self._changes = self._built_at = 0  # counts changes, so that what was read before one is known as old
        self._views: dict[_Around, PlaceView] = {}
        self._listings: dict[int, Listing] = {}
        self._from_here: _Around | None = None
        self._lock = threading.Lock()
        self._building = threading.Lock()

    # Keeping in step

    def forget(self) -> None:
        """The directory has changed."""
        with self._lock:
            self._changes += 1
            self._listings = {}

    def was_checked(self, listing_id: str, on: date) -> bool:
        """One listing was checked. Returns whether it is known so now, without all being read anew."""
        with self._store.reading() as tx:
            number = tx.directory.number_of(listing_id)
        with self._lock:
            index = self._index
            if index is None or self._built_at != self._changes or number >= index.columns.size:
                return False
            index.columns.check(number, on)
            self._changes = self._built_at = self._changes + 1
            self._listings = {known: one for known, one in self._listings.items() if known != number}
        return True

    def is_ready(self) -> bool:
        """Whether a search answers at once, and from the directory as it is now."""
        return self._index is not None and self._built_at == self._changes

    def prepare(self) -> ListingIndex:
        """Read the directory where that is due. Slow for a large one: `is_ready` says whether it is."""
        with self._building:
            with self._lock:
                index, changes = self._index, self._changes
                is_due = index is None or self._built_at != changes
            if index is None or is_due:
                make_words(self._store)
                index = listing_index.built(self._store, self._stemmer, self._who(), self._opening)
                self._gazetteer.learn_towns(index.columns.towns)
                self._gazetteer.warm_up()
                self._synonyms.current()
                with self._lock:
                    self._index, self._built_at, self._views = index, changes, {}
                self._view(index, self._home())
                index.columns.opening(now_here())
            return index

    def _ready(self, may_be_old: bool) -> ListingIndex:
        index = self._index
        if index is not None and (self.is_ready() or (may_be_old and not self._is_tiny())):
            return index
        return self.prepare()

    def _is_tiny(self) -> bool:
        """Whether the directory, as it is now, is read sooner than an answer from before would be shown."""
        with self._store.reading() as tx:
            return tx.listing_words.size() <= _TINY

    # Where

    @property
    def here(self) -> Position | None:
        """Where this desk stands, if that is known."""
        if self._site.latitude is not None and self._site.longitude is not None:
            return Position(self._site.latitude, self._site.longitude)
        place = self._gazetteer.find(self._site.postcode) if self._site.postcode else None
        return place.position if place else None

    def place(self, typed: str) -> Place | None:
        """The place that was typed, if it is known."""
        self._ready(may_be_old=True)
        return self._gazetteer.find(typed, self._synonyms.places)

    def forget_places(self) -> None:
        """Positions of postcodes have changed."""
        self._from_here = None

    def _home(self) -> _Around:
        if self._from_here is None:
            site = self._site
            local = _without_empty(site.council_name, *self._gazetteer.districts_of(site.postcode))
            self._from_here = _Around(self.here, local, _without_empty(site.nation, *_WIDE))
        return self._from_here

    def _view(self, index: ListingIndex, around: _Around) -> PlaceView:
        views = self._views
        if around not in views:
            if len(views) >= _KEPT_VIEWS:
                views = self._views = {}
            views[around] = PlaceView(index.columns, around.here, around.local, around.wide)
        return views[around]

    # Searching

    def is_quick(self, query: DirectoryQuery) -> bool:
        """Whether a question is answered in a few milliseconds, if need be from the directory as it was."""
        index = self._index
        if index is None:
            with self._store.reading() as tx:
                return tx.listing_words.size() <= _SMALL
        if index.columns.size <= _MIDDLING:
            return True
        _text, near = self._where(query)
        return not near or self._around(near)[0] in self._views

    def search(self, query: DirectoryQuery, may_be_old: bool = False) -> DirectoryAnswer:
        """Listings for what was typed, near the place typed or else near this desk.

        With `may_be_old` a large directory that has just changed answers as it was, rather than late.
        """
        index = self._ready(may_be_old)
        text, near = self._where(query)
        around, place = self._around(near)
        fitting = index.reader.fitting(text, self._synonyms.current(), index.everything, query.partly)
        answer = self._answer(index, query, fitting, around)
        near_unknown = bool(near) and place is None
        return replace(answer, near=place, near_unknown=near_unknown, partial=fitting.is_partial)

    def _where(self, query: DirectoryQuery) -> tuple[str, str]:
        """The words of a query, and the place in it."""
        near = query.near.strip()
        return (query.text, near) if near else self._gazetteer.near_in(query.text, self._synonyms.places)

    def _around(self, near: str) -> tuple[_Around, Place | None]:
        """Where to look from: the place typed; no place, where it is not known; or else this desk."""
        place = self._gazetteer.find(near, self._synonyms.places) if near else None
        if place is not None:
            return _Around(place.position, place.local, (*place.wide, *_WIDE)), place
        return replace(self._home(), here=None) if near else self._home(), None

    def for_topics(self, topics: Sequence[Topic], limit: int) -> list[ListingMatch]:
        """The likeliest listings for what help is about."""
        index = self._ready(may_be_old=True)
        synonyms, everything = self._synonyms.current(), index.everything
        found = [
            index.reader.fitting(words, synonyms, everything) for topic in topics for words in topic.find
        ]
        needs = index.columns.by_facet["needs"]
        shared = reduce(int.__or__, (needs.get(need, 0) for topic in topics for need in topic.needs), 0)
        fitting = any_of(found, [(_NEED_FIT, shared)], everything)
        wanted = [need for topic in topics for need in topic.needs]
        answer = self._answer(index, DirectoryQuery(limit=limit), fitting, self._home(), wanted)
        return list(answer.matches)

    def _answer(
        self,
        index: ListingIndex,
        query: DirectoryQuery,
        fitting: Fitting,
        around: _Around,
        needs: Sequence[str] = (),
    ) -> DirectoryAnswer:
        now, view = now_here(), self._view(index, around)
        facets = _facets(index, view, now)
        chosen = _chosen(query, facets)
        base = fitting.all
        if query.within is not None and view.here is not None:
            base &= index.columns.where.within(view.here, query.within) | (
                view.covers & ~index.columns.with_position
            )
        kept = reduce(int.__and__, chosen.values(), base)
        tiers = [(fit, bits & kept) for fit, bits in fitting.tiers if bits & kept]
        numbers = _some(Ranker(index.columns, view, now).in_order(tiers), query.offset, query.limit)
        listings = self._fetched(numbers)
        say = reasons.Reasons(fitting.units, view, needs)
        state = self._opening.at(now)
        matches = [_match(listings[n], n, view, say, state) for n in numbers if n in listings]
        counts = _counts(base, facets, chosen)
        everything = index.everything.bit_count()
        return DirectoryAnswer(kept.bit_count(), tuple(matches), counts, everything=everything)

    def _fetched(self, numbers: Sequence[int]) -> dict[int, Listing]:
        """The listings themselves; those shown lately are at hand."""
        with self._lock:
            kept, changes = self._listings, self._changes
        missing = [number for number in numbers if number not in kept]
        if missing:
            with self._store.reading() as tx:
                read = tx.directory.numbered(missing)
            with self._lock:
                if changes == self._changes:
                    if len(self._listings) > _KEPT_LISTINGS:
                        self._listings = {}
                    self._listings.update(read)
            return {**{n: kept[n] for n in numbers if n in kept}, **read}
        return {n: kept[n] for n in numbers}


def _without_empty(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)


def _some(numbers: Iterable[int], offset: int, limit: int) -> list[int]:
    found: list[int] = []
    for at, number in enumerate(numbers):
        if len(found) >= limit:
            break
        if at >= offset:
            found.append(number)
    return found


Facets = Mapping[str, Mapping[str, int]]


def _facets(index: ListingIndex, view: PlaceView, now: datetime) -> Facets:
    """Every choice that narrows a search, and the listings it would leave of all."""
    columns = index.columns
    opening = columns.opening(now)
    where = {"covers": view.covers | (view.wide & columns.with_position), "national": view.national}
    found: dict[str, Mapping[str, int]] = {
        **columns.by_facet,
        "open": {"open": opening["open"], "unknown": opening["unknown"]},
        "checked": columns.fresh(now.date()),
        "where": where,
    }
    if view.here is not None:
        found["miles"] = view.by_miles
    return found


def _chosen(query: DirectoryQuery, facets: Facets) -> dict[str, int]:
    """By facet, the listings that have one of the codes chosen there."""
    wanted = {name: set(codes) for name, codes in query.facets.items() if codes}
    if query.open_now:
        wanted.setdefault("open", set()).add("open")
    return {
        name: reduce(int.__or__, (facets[name].get(code, 0) for code in codes), 0)
        for name, codes in wanted.items()
        if name in facets
    }


def _counts(base: int, facets: Facets, chosen: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """How many each code would give, beside what is chosen in the other facets."""
    counts = {}
    every = reduce(int.__and__, chosen.values(), base)
    for name, codes in facets.items():
        others = every
        if name in chosen:
            others = reduce(int.__and__, (bits for one, bits in chosen.items() if one != name), base)
        found = {code: (bits & others).bit_count() for code, bits in codes.items()}
        counts[name] = {code: count for code, count in found.items() if count}
    return counts


def _match(
    listing: Listing,
    number: int,
    view: PlaceView,
    say: reasons.Reasons,
    state: Callable[[Listing], OpenState],
) -> ListingMatch:
    location, miles = nearest(listing, view.here)
    return ListingMatch(listing, location, miles, say.why(listing, location, number), state(listing))


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
