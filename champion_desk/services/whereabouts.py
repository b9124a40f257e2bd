"""Where all listings are, in a few arrays: how far each is from a place, nearest location first."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain

from champion_desk.domain.bits import bits_of
from champion_desk.domain.places import Position, miles_apart

# Outer bounds in miles of the rings around a place. Inside the exact ones each listing is measured.
EXACT_RINGS = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 10.0, 15.0, 25.0)
_FAR_RINGS = (40.0, 60.0, 100.0, 160.0, 250.0, 400.0)
_CELLS = 5  # to a degree: at most 14 miles from south to north
_CELL_REACH = 9.0  # miles from the middle of a cell to its furthest corner, rounded up

Cell = tuple[int, int]


class Whereabouts:
    """Positions of the locations of listings, by the listing's number."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._latitudes, self._longitudes = array("f"), array("f")
        self._first = array("I", bytes(4 * (size + 1)))
        self._count = array("H", bytes(2 * (size + 1)))
        self._cells: dict[Cell, array[int]] = {}

    def add(self, number: int, positions: Sequence[Position]) -> None:
        """A listing and where it can be visited; only once for each number."""
        positions = positions[:65_000]
        self._first[number], self._count[number] = len(self._latitudes), len(positions)
        for one in positions:
            self._latitudes.append(one.latitude)
            self._longitudes.append(one.longitude)
            cell = (math.floor(one.latitude * _CELLS), math.floor(one.longitude * _CELLS))
            self._cells.setdefault(cell, array("I")).append(number)

    def miles(self, number: int, here: Position) -> float | None:
        """Miles to the nearest location of a listing, or None where it has no position."""
        first, count = self._first[number], self._count[number]
        if not count:
            return None
        lats, longs, lat, long = self._latitudes, self._longitudes, here.latitude, here.longitude
        if count == 1:
            return miles_apart(lat, long, lats[first], longs[first])
        return min(miles_apart(lat, long, lats[at], longs[at]) for at in range(first, first + count))

    def anywhere(self) -> int:
        """Listings that have a position at all."""
        return bits_of(chain.from_iterable(self._cells.values()), self._size)

    def rings(self, here: Position) -> list[tuple[float, int]]:
        """Rings around a place: the inner bound in miles, and the listings in it; nearest ring first.

        A listing is in the ring of its nearest location. Rings from 25 miles on are rough, as they are told
        by the middle of a cell.
        """
        near: list[array[int]] = []
        far: list[list[array[int]]] = [[] for _ring in (*_FAR_RINGS, 0)]
        for middle, numbers in self._around(here):
            if middle - _CELL_REACH <= EXACT_RINGS[-1]:
                near.append(numbers)
            else:
                far[bisect_left(_FAR_RINGS, middle)].append(numbers)
        exact: list[list[int]] = [[] for _ring in (*EXACT_RINGS, 0)]
        for number in set(chain.from_iterable(near)):
            exact[bisect_left(EXACT_RINGS, self.miles(number, here) or 0.0)].append(number)
        far[0].append(array("I", exact.pop()))
        rings = [array("I", one) for one in exact] + [array("I", chain.from_iterable(ring)) for ring in far]
        found, seen = [], 0
        for inner, ring in zip((0.0, *EXACT_RINGS, *_FAR_RINGS), rings, strict=True):
            bits = bits_of(ring, self._size) & ~seen
            seen |= bits
            found.append((inner, bits))
        return found

    def within(self, here: Position, most: float) -> int:
        """Listings with a location at most so many miles away."""
        found = []
        for middle, numbers in self._around(here):
            if middle + _CELL_REACH <= most:
                found.append(numbers)
            elif middle - _CELL_REACH <= most:
                sure = (n for n in numbers if (self.miles(n, here) or 0.0) <= most)
                found.append(array("I", sure))
        return bits_of(chain.from_iterable(found), self._size)

    def _around(self, here: Position) -> Iterator[tuple[float, array[int]]]:
        """Each cell that has listings: miles to its middle, and its listings."""
        lat, long = here.latitude, here.longitude
        for (north, east), numbers in self._cells.items():
            yield miles_apart(lat, long, (north + 0.5) / _CELLS, (east + 0.5) / _CELLS), numbers
