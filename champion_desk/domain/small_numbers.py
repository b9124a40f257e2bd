"""Small numbers in tables for others: left out, with what would give them away by subtraction; or rounded.

A count of 1 to 4 in a small place can point to a person. The way of finding what else to leave out follows
the network methods for tables with totals (L. H. Cox, "Network models for complementary cell suppression",
Journal of the American Statistical Association 90, 1995).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SUPPRESS, TEN_FIVE = "suppress", "10-5"
RULES = (SUPPRESS, TEN_FIVE)
# Below this a number is left out; under the other rule below `_TEN`, and the rest is rounded to `_FIVE`.
LEAST_SHOWN = 5
_TEN, _FIVE = 10, 5
Place = tuple[int, int]  # a row and a column; the total of a row is in column `TOTAL`
TOTAL = -1
_START, _END = "start", "end"


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts by row and column, with the most that each column can hold: its sessions.

    Every column's sum is known to all, so columns with small sums must not be in it. Row totals are in it.
    """

    cells: Sequence[Sequence[int]]
    most: Sequence[int]

    def value(self, place: Place) -> int:
        """The count at a place; the row's total for `TOTAL`."""
        row, column = place
        return sum(self.cells[row]) if column == TOTAL else self.cells[row][column]

    def places(self) -> Iterator[Place]:
        """Every place, totals among them."""
        for row, counts in enumerate(self.cells):
            yield from ((row, column) for column in range(len(counts)))
            yield row, TOTAL


@dataclass(frozen=True, slots=True)
class _Edge:
    """A count as a flow: from the start through its row to its column, whose sum flows to the end."""

    place: Place
    tail: object
    head: object
    value: int
    most: int


def hidden_places(grid: Grid) -> frozenset[Place] | None:
    """What to leave out; None where nothing protects the small numbers but to leave out all of it.

    For each count of 1 to 4, other counts could be such that it is 5 or more: all that is shown, every
    column's sum, and that what is left out is at least 1, would be the same.
    """
    edges = _edges(grid)
    hidden = {edge.place for edge in edges if 0 < edge.value < LEAST_SHOWN}
    for edge in edges:
        if 0 < edge.value < LEAST_SHOWN:
            way = _way_round(edge, edges, hidden)
            if way is None:
                return None
            hidden |= way
    return frozenset(hidden)


def _edges(grid: Grid) -> list[_Edge]:
    found = []
    whole = sum(grid.most)
    for place in grid.places():
        row, column = place
        value = grid.value(place)
        if value and column == TOTAL:
            found.append(_Edge(place, _START, ("row", row), value, whole))
        elif value:
            found.append(_Edge(place, ("row", row), ("column", column), value, grid.most[column]))
    return found


def _way_round(wanted: _Edge, edges: Sequence[_Edge], hidden: set[Place]) -> frozenset[Place] | None:
    """What else must be hidden so that `wanted` could be 5: the way with the fewest people in it."""
    more = LEAST_SHOWN - wanted.value
    ways: dict[object, list[tuple[object, _Edge]]] = {}
    for edge in edges:
        if edge is wanted:
            continue
        if edge.value + more <= edge.most:
            ways.setdefault(edge.tail, []).append((edge.head, edge))
        if edge.value - more >= 1:
            ways.setdefault(edge.head, []).append((edge.tail, edge))
    # A total that is not small stays as it is: it is asked for most, and stands in other tables too.
    fixed = {edge.place for edge in edges if edge.place[1] == TOTAL} - hidden
    nearest: dict[object, int] = {wanted.head: 0}
    before: dict[object, tuple[object, _Edge]] = {}
    queue: list[tuple[int, int, object]] = [(0, 0, wanted.head)]
    count = 0
    while queue:
        cost, _count, node = heapq.heappop(queue)
        if node == wanted.tail:
            return frozenset(_back(before, node, wanted.head))
        if cost > nearest[node]:
            continue
        for other, edge in ways.get(node, ()):
            if edge.place in fixed:
                continue
            further = cost + (0 if edge.place in hidden else edge.value)
            if further < nearest.get(other, further + 1):
                nearest[other] = further
                before[other] = (node, edge)
                count += 1
                heapq.heappush(queue, (further, count, other))
    return None


def _back(before: Mapping[object, tuple[object, _Edge]], node: object, start: object) -> Iterator[Place]:
    while node != start:
        node, edge = before[node]
        yield edge.place


def rounded(count: int) -> int | None:
    """A count under the rule 10–5: None below 10, else the nearest 5; nothing at all stays 0."""
    if count == 0:
        return 0
    return None if count < _TEN else (count + _FIVE // 2) // _FIVE * _FIVE
