"""Tables of figures with their small numbers left out, and with what would give those away by subtraction.

What stands in several tables at once is decided first, and the same in all: the numbers of the whole time,
and the numbers of each month. Then each table is protected by itself with those given. So a small number in
one can't be found from another: they share nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b

from champion_desk.domain.figures import (
    AREAS,
    BY_MONTH,
    ELSEWHERE,
    HOURS,
    MONTHS,
    NOT_SAID,
    PEOPLE,
    QUICK,
    QUICK_TOPICS,
    SESSIONS,
    SITES,
    TOPICS,
    TOTAL,
    FigureRow,
    FigureTable,
)
from champion_desk.domain.small_numbers import LEAST_SHOWN, Grid, Ranks, hidden_places, is_small, shown
from champion_desk.domain.small_numbers import TOTAL as ROW_TOTAL
from champion_desk.services.figure_sums import FigureCounts

Labels = Callable[[str, str], str]  # of a table and a code; "" where the code says enough
Order = Mapping[str, Sequence[str]]


class FigureTables:
    """Makes the tables of what was added up, for the months named, by a rule for small numbers.

    `labels` gives the label of a row; `order` the codes of a table's rows as its list has them. `secret` is
    something of this desk that stands in no file for others. `told` is called again and again; what it
    raises stops the work.
    """

    def __init__(
        self,
        counts: FigureCounts,
        months: Sequence[str],
        rule: str,
        labels: Labels,
        order: Order,
        secret: str,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._counts, self._months, self._rule = counts, tuple(months), rule
        self._labels, self._order, self._secret, self._told = labels, order, secret, told
        # Sessions and the people in them go together: where one is left out, so is the other.
        self._apart = {PEOPLE: self._months_apart(SESSIONS), QUICK: self._months_apart(QUICK)}

    def total(self, column: str) -> int | None:
        """The number of the whole time; None where it is left out."""
        small = self._is_small(QUICK if column == QUICK else PEOPLE)
        return None if small else shown(self._counts.total(column), self._rule)

    def all(self) -> list[FigureTable]:
        """Every table that has anything in it."""
        found = [self._by_months(), *(self._table(name) for name in BY_MONTH)]
        found += [self._of_all_months(name) for name in (AREAS, SITES, HOURS)]
        return [table for table in found if table is not None]

    def _is_small(self, column: str) -> bool:
        return is_small(self._counts.total(SESSIONS if column == PEOPLE else column))

    def _months_apart(self, column: str) -> frozenset[str]:
        """The months that are left out whole, noughts in them too; one alone would be what is missing."""
        counts = self._counts.tables[MONTHS]
        if is_small(self._counts.total(column)):
            return frozenset(self._months)
        grid = Grid([[counts[month, column]] for month in self._months], totals=False)
        hidden = hidden_places(grid, self._ranks(MONTHS, self._months), self._told)
        if hidden is None:
            return frozenset(self._months)
        return frozenset(self._months[row] for row, _column in hidden)

    def _ranks(self, name: str, rows: Sequence[str]) -> Ranks:
        """The order in which numbers are left out for the sake of others: any, but always the same here."""

        def rank(place: tuple[int, int]) -> int:
            words = "\n".join((self._secret, name, rows[place[0]], str(place[1])))
            return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=2).digest(), "big")

        return rank

    def _by_months(self) -> FigureTable:
        columns = (SESSIONS, PEOPLE, QUICK)
        rows = []
        for month in self._months:
            apart = [month in self._apart[QUICK if column == QUICK else PEOPLE] for column in columns]
            counts = [self._counts.tables[MONTHS][month, column] for column in columns]
            rows.append(FigureRow(month, "", self._shown(counts, apart)))
        rows.append(FigureRow(TOTAL, "", tuple(map(self.total, columns))))
        return FigureTable(MONTHS, columns, tuple(rows))

    def _shown(self, counts: Iterable[int], hidden: Iterable[bool]) -> tuple[int | None, ...]:
        return tuple(
            None if out else shown(count, self._rule) for count, out in zip(counts, hidden, strict=True)
        )

    def _table(self, name: str) -> FigureTable | None:
        """A table with a column for each month; those that are left out whole count as one column apart."""
        counted = QUICK if name == QUICK_TOPICS else PEOPLE
        rows = self._rows(name)
        if not rows or self._is_small(counted):
            return None
        counts, apart = self._counts.tables[name], self._apart[counted]
        groups: list[tuple[str, ...]] = [(month,) for month in self._months if month not in apart]
        together = tuple(month for month in self._months if month in apart)
        groups += [together] if together else []
        cells = [[sum(counts[row, month] for month in group) for group in groups] for row in rows]
        most: Sequence[int] = ()
        if name == TOPICS:  # one person's topics are counted each, but nobody twice under one
            people = self._counts.tables[MONTHS]
            most = [sum(people[month, PEOPLE] for month in group) for group in groups]
        several = len(self._months) > 1
        grid = Grid(cells, several, most, frozenset([len(groups) - 1]) if together else frozenset())
        columns = (*self._months, TOTAL) if several else self._months
        places = {group[0]: at for at, group in enumerate(groups) if group != together} | {TOTAL: ROW_TOTAL}
        return self._protected(name, grid, rows, columns, [places.get(column) for column in columns])

    def _protected(
        self, name: str, grid: Grid, rows: Sequence[str], columns: Sequence[str], at: Sequence[int | None]
    ) -> FigureTable:
        """The table of a grid; `at` says where in it each column stands, None for one left out whole."""
        hidden = hidden_places(grid, self._ranks(name, rows), self._told)
        if hidden is None:
            return FigureTable(name, tuple(columns), ())
        made = []
        for number, code in enumerate(rows):
            counts = [0 if place is None else grid.value((number, place)) for place in at]
            out = [place is None or (number, place) in hidden for place in at]
            made.append(FigureRow(code, self._labels(name, code), self._shown(counts, out)))
        return FigureTable(name, tuple(columns), tuple(made))

    def _of_all_months(self, name: str) -> FigureTable | None:
        """A table of the whole time, with a column for people in sessions and one for quick counts."""
        named = (PEOPLE,) if name == AREAS else (PEOPLE, QUICK)
        columns = [one for one in named if self._counts.total(one) and not self._is_small(one)]
        if name == AREAS:
            self._put_small_areas_together()
        rows = self._rows(name)
        enough = {AREAS: any(row != NOT_SAID for row in rows), SITES: len(rows) > 1, HOURS: True}
        if not columns or not rows or not enough[name]:
            return None
        counts = self._counts.tables[name]
        # Of a place that is named everyone knows that there were enough people to name it.
        fewest = [1 if row in (ELSEWHERE, NOT_SAID) else LEAST_SHOWN for row in rows] if name == AREAS else ()
        cells = [[counts[row, column] for column in columns] for row in rows]
        grid = Grid(cells, totals=False, fewest=fewest)
        return self._protected(name, grid, rows, columns, range(len(columns)))

    def _put_small_areas_together(self) -> None:
        """The name of a place with few people in it may be anything that someone typed: it stays here."""
        counts = self._counts.tables[AREAS]
        small = [place for place, count in counts.items() if is_small(count) and place[0] != NOT_SAID]
        for place in small:
            counts[ELSEWHERE, place[1]] += counts.pop(place)

    def _rows(self, name: str) -> list[str]:
        """The codes of the rows: as their list has them, others by their labels, what is not said last."""
        found = {row for (row, _column), count in self._counts.tables[name].items() if count}
        if name == HOURS and found - {NOT_SAID}:
            hours = sorted(found - {NOT_SAID})
            found |= {f"{hour:02}" for hour in range(int(hours[0]), int(hours[-1]))}
        listed = self._order.get(name, ())
        ordered = [code for code in listed if code in found]
        rest = sorted(
            found - {*ordered, ELSEWHERE, NOT_SAID}, key=lambda code: (self._labels(name, code), code)
        )
        last = [code for code in (ELSEWHERE, NOT_SAID) if code in found]
        return [*ordered, *rest, *last]
