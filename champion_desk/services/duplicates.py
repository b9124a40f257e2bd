"""Finds places that may be the same in two lists, and ties them together, so that it can be undone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from champion_desk.domain.catalogue import folded
from champion_desk.domain.champions import Champion
from champion_desk.domain.directory import Listing
from champion_desk.domain.keeping import DIFFERENT, LINKED, MERGED, Duplicate, ListingTie
from champion_desk.domain.places import normal_postcode
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.services.changes import Done
from champion_desk.services.directory import DirectoryService
from champion_desk.storage.store import Store

# A sign that more places share than this tells nothing: the council's own number, its web site.
_MOST_SHARING = 12
_LIKELY = 0.7
_WEIGHTS = {"name": 0.45, "phone": 0.25, "postcode": 0.2, "web": 0.15}
_NAMES_ALIKE = 85  # of 100
# Words that tell no two places apart.
_EMPTY = re.compile(r"\b(the|of|and|in|at|for|ltd|limited|cic|service|services|group|project|y|yr|an|a)\b")


class DuplicateService:
    """Likely duplicates, and what somebody said of them."""

    def __init__(self, store: Store, champion: Champion, directory: DirectoryService) -> None:
        self._store = store
        self._champion = champion
        self._directory = directory

    def likely(self, cancelled: Callable[[], bool] = lambda: False, most: int = 200) -> list[Duplicate]:
        """Pairs that nobody has looked at yet, the likeliest first. Raises `Cancelled`."""
        with self._store.reading() as tx:
            known = {frozenset((tie.listing_id, tie.other_id)) for tie in tx.keeping.ties()}
        found = [
            pair
            for pair in likely_pairs(self._directory.all(), cancelled)
            if frozenset((pair.first.id, pair.second.id)) not in known
        ]
        return sorted(found, key=lambda pair: (-pair.score, pair.first.name))[:most]

    def like(self, listing: Listing) -> list[Duplicate]:
        """Places that one may be the same as: asked before it is added a second time."""
        pairs = likely_pairs([listing, *self._directory.all()])
        return [pair for pair in pairs if listing.id in (pair.first.id, pair.second.id)]

    def merge(self, kept_id: str, other_id: str) -> Done:
        """They are one place: only `kept_id` is listed from now on, also after a refresh."""
        return self._tie(kept_id, other_id, MERGED)

    def link(self, first_id: str, second_id: str) -> Done:
        """They belong together: each shows the other."""
        return self._tie(first_id, second_id, LINKED)

    def keep_apart(self, first_id: str, second_id: str) -> Done:
        """They only look alike: nobody is asked again."""
        return self._tie(first_id, second_id, DIFFERENT)

    def ties(self) -> list[tuple[ListingTie, Listing, Listing]]:
        """What was merged or linked, with both places, the newest first."""
        with self._store.reading() as tx:
            ties = [tie for tie in reversed(tx.keeping.ties()) if tie.kind != DIFFERENT]
            known = tx.directory.some([end for tie in ties for end in (tie.listing_id, tie.other_id)])
        return [
            (tie, known[tie.listing_id], known[tie.other_id])
            for tie in ties
            if tie.listing_id in known and tie.other_id in known
        ]

    def untie(self, first_id: str, second_id: str) -> Done:
        """They are two places again. Raises `Problem("record-gone")` where they were not tied."""
        with self._store.transaction() as tx:
            ties = [t for t in tx.keeping.ties(first_id) if second_id in (t.listing_id, t.other_id)]
            if not ties:
                raise Problem("record-gone")
            for tie in ties:
                tx.keeping.untie(tie)
            batch = tx.changes.batch
        self._directory.tell(any(tie.kind == MERGED for tie in ties))
        return Done(batch, first_id)

    def _tie(self, first_id: str, second_id: str, kind: str) -> Done:
        with self._store.transaction() as tx:
            if first_id == second_id or None in (tx.directory.row(first_id), tx.directory.row(second_id)):
                raise Problem("record-gone")
            tx.keeping.tie(ListingTie(first_id, second_id, kind, date.today(), self._champion.name))
            batch = tx.changes.batch
        self._directory.tell()
        return Done(batch, first_id)


def likely_pairs(
    listings: Iterable[Listing], cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Duplicate]:
    """Pairs that share a sign (name, phone, postcode, web site) and fit well enough in all."""
    shared: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    signs: dict[str, frozenset[tuple[str, str]]] = {}
    for listing in listings:
        signs[listing.id] = frozenset(_signs(listing))
        for sign in signs[listing.id]:
            shared[sign].append(listing)
    telling = {sign for sign, those in shared.items() if 1 < len(those) <= _MOST_SHARING}
    looked: set[frozenset[str]] = set()
    for sign in telling:
        if cancelled():
            raise Cancelled
        for first, second in combinations(shared[sign], 2):
            pair = frozenset((first.id, second.id))
            if len(pair) == 2 and pair not in looked:
                looked.add(pair)
                found = _fit(first, second, signs[first.id] & signs[second.id] & telling)
                if found is not None:
                    yield found


def _signs(listing: Listing) -> Iterator[tuple[str, str]]:
    name = _bare(listing.name)
    if name:
        yield "name", name
    for phone in listing.phones:
        digits = re.sub(r"\D", "", phone)
        if len(digits) >= 9:
            yield "phone", digits[-9:]
    for at in listing.locations:
        postcode = normal_postcode(at.postcode)
        if postcode:
            yield "postcode", postcode
    host = (urlsplit(listing.url).hostname or "").removeprefix("www.")
    if host:
        yield "web", host


def _bare(name: str) -> str:
    return " ".join(_EMPTY.sub(" ", re.sub(r"[^\w ]", " ", folded(name))).split())


def _fit(first: Listing, second: Listing, signs: frozenset[tuple[str, str]]) -> Duplicate | None:
    """How well two places fit; None where they most likely are two."""
    alike = fuzz.token_sort_ratio(_bare(first.name), _bare(second.name))
    found = {kind for kind, _value in signs}
    score = sum(_WEIGHTS[kind] for kind in found if kind != "name") + _WEIGHTS["name"] * alike / 100
    if alike >= _NAMES_ALIKE:
        found.add("name")
        score += 0.1
    elif alike < 60:  # several services of one house share its number, its address and its site
        return None
    if score < _LIKELY or len(found) < 2:
        return None
    order = tuple(kind for kind in _WEIGHTS if kind in found)
    return Duplicate(first, second, order, round(min(score, 1.0), 3))
