"""Small numbers in tables for others: left out, with what would give them away by subtraction; or rounded.

A count of 1 to 4 in a small place can point to a person. What else to leave out is found by looking for
other counts that would look the same: a table with totals is a network, and a way round in it shifts people
from one number left out to another while all that is shown stays (L. H. Cox, "Network models for
complementary cell suppression", Journal of the American Statistical Association 90, 1995). Each small number
has a way round to every number from 1 to 4, so nobody can tell which it is.

Of several ways that hide as few numbers, no number's size decides, but an order that whoever reads the file
does not know (`Ranks`): else what is shown would tell those who know this method which numbers were hidden
for the sake of others. In a table of two or three lines they may still tell more than someone who reckons.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

SUPPRESS, TEN_FIVE = "suppress", "10-5"
RULES = (SUPPRESS, TEN_FIVE)
# Below this a number is left out; under the other rule below `_TEN`, and the rest is rounded to `_FIVE`.
LEAST_SHOWN = 5
_TEN, _FIVE = 10, 5
Place = tuple[int, int]  # a row and a column; the total of a row is in column `TOTAL`
TOTAL = -1
_START = "start"
# How gladly a number is left out for the sake of others, from 0 to 65,535: the lowest first.
Ranks = Callable[[Place], int]
# Fewer places before lower ranks; and a total, which is asked for more than any number in it, goes last.
_COST, _COST_OF_TOTAL = 1 << 20, 1 << 40


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts by row and column. Every column's sum is known to all, and no such sum is small.

    `totals`: each row's sum is shown beside it. `most` is the largest number each column can hold, its own
    sum where nothing is said. Columns `apart` are not shown at all, but what stands in them can be found by
    subtraction from the rest. `fewest` is how many each row is known to have, 1 where nothing is said.
    """

    cells: Sequence[Sequence[int]]
    totals: bool = True
    most: Sequence[int] = ()
    apart: frozenset[int] = frozenset()
    fewest: Sequence[int] = ()

    def value(self, place: Place) -> int:
        """The count at a place; the row's total for `TOTAL`."""
        row, column = place
        return sum(self.cells[row]) if column == TOTAL else self.cells[row][column]

    def places(self) -> Iterator[Place]:
        """Every place, totals among them."""
        for row, counts in enumerate(self.cells):
            yield from ((row, column) for column in range(len(counts)))
            if self.totals:
                yield row, TOTAL

    def least(self, place: Place) -> int:
        """The smallest number that can be left out at a place: 0 is shown, so 1; in a total one for each."""
        row, column = place
        if column != TOTAL:
            return 0 if column in self.apart else self.fewest[row] if self.fewest else 1
        cells = enumerate(self.cells[row])
        return max(sum(value > 0 and at not in self.apart for at, value in cells), 1)

    def room(self, column: int) -> int:
        """The largest number that a column can hold; of the totals the sum of all."""
        if column == TOTAL:
            return sum(map(sum, self.cells))
        return self.most[column] if self.most else sum(row[column] for row in self.cells)


def is_small(count: int) -> bool:
    """Whether a count can point to a person."""
    return 0 < count < LEAST_SHOWN


def _in_order(_place: Place) -> int:
    return 0


def hidden_places(
    grid: Grid, rank: Ranks = _in_order, told: Callable[[], None] = lambda: None
) -> frozenset[Place] | None:
    """What to leave out; None where only to leave out all of it, noughts too, protects the small numbers.

    Each count of 1 to 4 could then be any of 1, 2, 3 and 4: there are other counts with that number there,
    the same in all that is shown and in every column's sum, and at least 1 wherever something is left out.
    The total of a row with several such counts could be any of as many numbers, from the fewest it can hold.
    `rank` is a secret, and the same each time. `told` is called for each place; what it raises stops it all.
    """
    network = _Network(grid, rank)
    for place in grid.places():
        told()
        value = grid.value(place)
        if is_small(value):
            least = max(grid.least(place), 1)
            most = least + LEAST_SHOWN - 2
            if not (network.can_shift(place, most - value) and network.can_shift(place, least - value)):
                return None
    return frozenset(network.hidden)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A count as a flow: from the start to its row, or from its row to its column."""

    place: Place
    tail: object
    head: object
    least: int
    most: int
    cost: int


@dataclass(frozen=True, slots=True)
class _Step:
    """One person more (+1) or fewer (-1) in an edge, which leads on to another node."""

    edge: _Edge
    by: int
    to: object


class _Network:
    """A grid as a network, and what of it is left out so far."""

    def __init__(self, grid: Grid, rank: Ranks) -> None:
        self._values = {place: grid.value(place) for place in grid.places()}
        self.hidden = {place for place, value in self._values.items() if is_small(value)}
        self.hidden |= {place for place in self._values if place[1] in grid.apart}
        self._steps: dict[object, list[_Step]] = {}
        self._edges: dict[Place, _Edge] = {}
        for place, value in self._values.items():
            # Nought is shown as it is, so it can't be otherwise.
            if value or place[1] in grid.apart:
                edge = self._edges[place] = _edge(grid, place, rank(place))
                self._steps.setdefault(edge.tail, []).append(_Step(edge, 1, edge.head))
                self._steps.setdefault(edge.head, []).append(_Step(edge, -1, edge.tail))

    def can_shift(self, place: Place, by: int) -> bool:
        """Whether a count could be that much larger; what else this takes is left out from now on."""
        wanted, one = self._edges[place], 1 if by > 0 else -1
        begin, end = (wanted.head, wanted.tail) if by > 0 else (wanted.tail, wanted.head)
        taken: list[_Step] = []
        used: set[Place] = set()
        found = True
        while found and by:
            way = self._way(begin, end, wanted, used)
            found = way is not None
            if way is not None:
                way.append(_Step(wanted, one, end))
                self._take(way)
                taken += way
                used.update(step.edge.place for step in way)
                by -= one
        for step in taken:
            self._values[step.edge.place] -= step.by
        if found:
            self.hidden |= used
        return found

    def _take(self, way: Sequence[_Step]) -> None:
        for step in way:
            self._values[step.edge.place] += step.by

    def _way(self, begin: object, end: object, but: _Edge, used: set[Place]) -> list[_Step] | None:
        """The steps from one node to another that hide the fewest numbers, not by way of one edge."""
        nearest: dict[object, int] = {begin: 0}
        before: dict[object, tuple[object, _Step]] = {}
        queue: list[tuple[int, int, object]] = [(0, 0, begin)]
        count = 0
        while queue:
            cost, _count, node = heapq.heappop(queue)
            if node == end:
                return list(_back(before, end, begin))
            if cost > nearest[node]:
                continue
            for step in self._steps[node]:
                edge = step.edge
                known = edge.place in self.hidden or edge.place in used
                further = cost if known else cost + edge.cost
                if further >= nearest.get(step.to, further + 1) or edge is but:
                    continue
                if edge.least <= self._values[edge.place] + step.by <= edge.most:
                    nearest[step.to], before[step.to] = further, (node, step)
                    count -= 1  # of ways as good, the one that has come furthest
                    heapq.heappush(queue, (further, count, step.to))
        return None


def _edge(grid: Grid, place: Place, rank: int) -> _Edge:
    row, column = place
    least = grid.least(place)
    if column == TOTAL:
        return _Edge(place, _START, ("row", row), least, grid.room(TOTAL), _COST_OF_TOTAL + rank)
    tail = ("row", row) if grid.totals else _START
    return _Edge(
        place, tail, ("column", column), least, max(grid.room(column), grid.value(place)), _COST + rank
    )


def _back(before: dict[object, tuple[object, _Step]], node: object, start: object) -> Iterator[_Step]:
    while node != start:
        node, step = before[node]
        yield step


def shown(count: int | None, rule: str) -> int | None:
    """A count as the rule shows it; None is left out.

    `count` is None already where the small numbers ask for it. Under the rule 10–5 what is below 10 is left
    out besides, and the rest rounded to the nearest 5, each number on its own, totals too; nought stays 0.
    Alone that rule can give small numbers away (a total of 12, shown as 10, of 10 and 1 and 1), so it comes
    on top of the other: a file of it tells nothing that one of the other rule would not.
    """
    if not count or rule == SUPPRESS:
        return count
    return None if count < _TEN else (count + _FIVE // 2) // _FIVE * _FIVE
