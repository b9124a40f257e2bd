"""Puts listings in order: how well the words fit, how near, how fresh they are, whether they are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import reduce

from champion_desk.domain.bits import numbers_in
from champion_desk.domain.places import Position
from champion_desk.services.listing_columns import ListingColumns

# A listing so far away counts half as much as one at the door.
_HALF_MILES = 20.0
WITHIN = (1, 3, 5, 10, 25)  # miles that can be chosen
# What can't be visited, and what comes out to an area, is as good as a place so many miles away.
COVERS_MILES, NATIONAL_MILES, ELSEWHERE_MILES = 8.0, 15.0, 160.0
_ALL_EXACT = 500  # listings: so many are weighed one by one
_CELL_EXACT = 250  # and in larger answers, so many of those that are much alike
_FRESH = ((183, 1.0), (366, 0.97))  # days since the check, and what it then counts
_OLDER, _NEVER = 0.92, 0.90
_OPEN, _CLOSED, _INACTIVE = 1.05, 0.99, 0.3

Tier = tuple[float, int]


class PlaceView:
    """All listings as they lie around one place: in rings by miles, those that can't be visited among them.

    `covers` are listings whose service areas name the council or postcode district of the place, `national`
    those that can't be visited and serve the whole nation, or say nothing of where they serve.
    """

    def __init__(
        self, columns: ListingColumns, here: Position | None, local: Sequence[str], wide: Sequence[str]
    ) -> None:
        self._columns, self.here = columns, here
        self._miles: dict[int, float | None] = {}
        unplaced = columns.all & ~columns.with_position
        self.covers = columns.covering(local) & columns.all
        self.wide = columns.covering(wide) & columns.all
        self.national = unplaced & ~self.covers & (self.wide | columns.without_areas)
        self._elsewhere = unplaced & ~self.covers & ~self.national
        self._exact: list[Tier] = []
        self.rings = self._rings(unplaced)
        self.by_miles = {str(miles): self.closer_than(miles) for miles in WITHIN} if here else {}

    def _rings(self, unplaced: int) -> list[Tier]:
        if self.here is None:
            return [(0.0, self._columns.all & ~self._elsewhere), (ELSEWHERE_MILES, self._elsewhere)]
        found = [(inner, bits & self._columns.all) for inner, bits in self._columns.where.rings(self.here)]
        self._exact = found
        nearer = 0
        rings = []
        for inner, bits in found:
            if inner < COVERS_MILES:
                nearer |= bits
            else:
                bits &= ~self.covers
            rings.append((inner, bits))
        rings.append((COVERS_MILES, self.covers & ~nearer))
        rings += [(NATIONAL_MILES, self.national), (ELSEWHERE_MILES, self._elsewhere)]
        return sorted((ring for ring in rings if ring[1]), key=lambda ring: ring[0])

    def closer_than(self, miles: float) -> int:
        """Listings at most so many miles away, for the bound of an exact ring."""
        return reduce(int.__or__, (bits for inner, bits in self._exact if inner < miles), 0)

    def miles(self, number: int) -> float | None:
        """Miles to the nearest location of a listing."""
        if self.here is None:
            return None
        if number not in self._miles:
            if len(self._miles) > 20_000:
                self._miles = {}
            self._miles[number] = self._columns.where.miles(number, self.here)
        return self._miles[number]


class Ranker:
    """Ranks listings around one place at one moment."""

    def __init__(self, columns: ListingColumns, view: PlaceView, now: datetime) -> None:
        self._columns, self._view = columns, view
        opening = columns.opening(now)
        self._open = _member(opening["open"])
        self._closed = _member(opening["closed"])
        self._covers, self._national = _member(view.covers), _member(view.national)
        self._today = now.date().toordinal()
        self._now = now

    def in_order(self, tiers: Sequence[Tier]) -> Iterator[int]:
        """The numbers of the listings, best first.

        Where there are many, those that fit alike and are about as far away are in order by what they are,
        and only a few hundred of each such cell are weighed one by one.
        """
        if sum(bits.bit_count() for _fit, bits in tiers) <= _ALL_EXACT:
            yield from self._weighed(tiers)
            return
        cells = [
            (fit * _nearness(inner), fit, ring, bits)
            for fit, bits in tiers
            for inner, ring in self._view.rings
        ]
        cells.sort(key=lambda cell: -cell[0])
        good = self._columns.active & ~self._columns.fresh(date.fromordinal(self._today))["never"]
        for _best, fit, ring, bits in cells:
            cell = ring & bits
            if not cell:
                continue
            if cell.bit_count() <= _CELL_EXACT:
                yield from self._weighed(((fit, cell),))
            else:
                yield from numbers_in(cell & good)
                yield from numbers_in(cell & ~good)

    def _weighed(self, tiers: Sequence[Tier]) -> list[int]:
        found = []
        for fit, bits in tiers:
            for number in numbers_in(bits):
                miles = self._view.miles(number)
                found.append((-fit * self._worth(number, miles), miles or 0.0, number))
        found.sort()
        return [number for _score, _miles, number in found]

    def _worth(self, number: int, miles: float | None) -> float:
        if self._view.here is None:
            worth = 1.0
        elif self._covers(number):
            worth = _nearness(COVERS_MILES if miles is None else min(miles, COVERS_MILES))
        elif miles is None:
            worth = _nearness(NATIONAL_MILES if self._national(number) else ELSEWHERE_MILES)
        else:
            worth = _nearness(miles)
        checked = self._columns.checked[number]
        if not checked:
            worth *= _NEVER
        else:
            days = self._today - checked
            worth *= next((share for most, share in _FRESH if days <= most), _OLDER)
        if self._open(number):
            worth *= _OPEN
        elif self._closed(number):
            worth *= _CLOSED
        return worth * _INACTIVE if self._columns.status[number] else worth


def _nearness(miles: float) -> float:
    return _HALF_MILES / (_HALF_MILES + miles)


def _member(bits: int) -> Callable[[int], bool]:
    """Whether a number is in a set, asked often."""
    data = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    length = len(data)

    def has(number: int) -> bool:
        at = number >> 3
        return at < length and bool(data[at] >> (number & 7) & 1)

    return has
