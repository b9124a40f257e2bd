"""Small numbers in tables: whoever has all that is shown, and reckons exactly, can't tell which they are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from champion_desk.domain.small_numbers import (
    SUPPRESS,
    TEN_FIVE,
    TOTAL,
    Grid,
    Place,
    hidden_places,
    is_small,
    shown,
)

Look = tuple[int | None, ...]
# More tables that look the same than this are not gone through one by one.
MOST_WORLDS = 40_000


def columns_like(grid: Grid, hidden: frozenset[Place], column: int) -> list[tuple[int, ...]]:
    """Every way to fill a column so that its sum, and what of it is shown, is the same."""
    truth = [row[column] for row in grid.cells]
    open_rows = [row for row in range(len(truth)) if (row, column) in hidden]
    least = 0 if column in grid.apart else 1
    most = max(grid.room(column), *truth)
    left = sum(truth[row] for row in open_rows)

    def ways(count: int, rest: int) -> Iterator[tuple[int, ...]]:
        if count == 0:
            if rest == 0:
                yield ()
            return
        for value in range(least, min(rest, most) + 1):
            yield from ((value, *others) for others in ways(count - 1, rest - value))

    found = []
    for way in ways(len(open_rows), left):
        filled = list(truth)
        for row, value in zip(open_rows, way, strict=True):
            filled[row] = value
        found.append(tuple(filled))
    return found


def attack(grid: Grid, hidden: frozenset[Place]) -> dict[Place, set[int]] | None:
    """Every number that each place left out can be, from all tables; None where they are too many.

    The attacker knows each column's sum, each number and each row's total that is shown, and that there is at
    least 1 wherever something is left out of what is listed.
    """
    columns = [columns_like(grid, hidden, at) for at in range(len(grid.cells[0]))]
    if prod(map(len, columns)) > MOST_WORLDS:
        return None
    found: dict[Place, set[int]] = {place: set() for place in hidden}
    for world in product(*columns):
        totals = [sum(column[row] for column in world) for row in range(len(grid.cells))]
        if grid.totals and not all(
            total >= 1 if (row, TOTAL) in hidden else total == grid.value((row, TOTAL))
            for row, total in enumerate(totals)
        ):
            continue
        for row, column in hidden:
            found[row, column].add(totals[row] if column == TOTAL else world[column][row])
    return found


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    rows, columns = draw(st.sampled_from([(2, 1), (3, 1), (5, 1), (2, 2), (3, 2), (2, 3), (3, 3), (4, 2)]))
    number = st.one_of(st.just(0), st.integers(1, 4), st.integers(0, 9))
    cells = draw(st.lists(st.lists(number, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    assume(not any(is_small(sum(row[column] for row in cells)) for column in range(columns)))
    totals = columns > 1 and draw(st.booleans())
    apart = frozenset([columns - 1]) if columns > 1 and draw(st.booleans()) else frozenset[int]()
    most: Sequence[int] = ()
    if draw(st.booleans()):  # of topics, where one person may count in several rows
        most = [max(5, *(row[column] for row in cells)) for column in range(columns)]
    return Grid(cells, totals, most, apart)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(grids(), st.randoms(use_true_random=False))
def test_no_small_number_can_be_told_from_what_is_shown(grid: Grid, chance: random.Random) -> None:
    ranks = {place: chance.randrange(65_536) for place in grid.places()}
    hidden = hidden_places(grid, ranks.__getitem__)
    if hidden is None:  # then the whole table is left out
        return
    for place in grid.places():
        value = grid.value(place)
        assert not is_small(value) or place in hidden
        assert value or place not in hidden or place[1] in grid.apart, "nought is shown"
    possible = attack(grid, hidden)
    assume(possible is not None)
    assert possible is not None
    for place in hidden:
        assert grid.value(place) in possible[place], "the attacker goes through the truth too"
        if is_small(grid.value(place)):
            least = max(grid.least(place), 1)
            assert possible[place] >= set(range(least, least + 4)), (place, possible[place])
            assert place[1] == TOTAL or least == 1


def test_the_attack_finds_what_is_not_protected() -> None:
    grid = Grid([[3, 10], [9, 12]])
    bare = attack(grid, frozenset({(0, 0)}))
    assert bare == {(0, 0): {3}}
    assert attack(grid, frozenset({(0, 0), (1, 0)})) == {(0, 0): {3}, (1, 0): {9}}, "by the rows' totals"
    narrow = Grid([[1], [1], [9]], totals=False)
    assert attack(narrow, frozenset({(0, 0), (1, 0)})) == {(0, 0): {1}, (1, 0): {1}}, "two that add up to 2"


def test_a_lone_small_number_takes_another_of_its_column_with_it() -> None:
    hidden = hidden_places(Grid([[3], [40], [0], [7]], totals=False))
    assert hidden is not None
    assert (0, 0) in hidden
    assert len(hidden) == 2
    assert (2, 0) not in hidden


def test_a_square_of_numbers_protects_one_where_totals_are_shown() -> None:
    hidden = hidden_places(Grid([[3, 30], [20, 25]]))
    assert hidden == frozenset({(0, 0), (0, 1), (1, 0), (1, 1)})


def test_a_small_total_hides_another_total() -> None:
    hidden = hidden_places(Grid([[2, 1], [20, 30], [30, 20]]))
    assert hidden is not None
    assert (0, TOTAL) in hidden
    assert len([place for place in hidden if place[1] == TOTAL]) == 2


def test_where_nothing_else_is_left_to_hide_all_of_it_goes() -> None:
    assert hidden_places(Grid([[1], [1], [1], [1], [1]], totals=False)) is None


def test_without_small_numbers_everything_is_shown() -> None:
    assert hidden_places(Grid([[5, 0], [0, 7], [12, 9]])) == frozenset()
    assert hidden_places(Grid([], totals=False)) == frozenset()


def test_whoever_knows_the_method_can_tell_no_more_in_a_list() -> None:
    """All lists of three numbers with the same sum, by all that they could show: none tells a small one."""
    chance = random.Random(4)
    orders = [{(row, 0): chance.randrange(65_536) for row in range(3)} for _ in range(12)]
    looks: dict[tuple[int, Look | None], set[tuple[int, ...]]] = {}
    for numbers in product(range(15), repeat=3):
        whole = sum(numbers)
        if is_small(whole) or whole > 14:
            continue
        for order in orders:
            hidden = hidden_places(Grid([[one] for one in numbers], totals=False), order.__getitem__)
            look = None
            if hidden is not None:
                look = tuple(None if (at, 0) in hidden else one for at, one in enumerate(numbers))
            looks.setdefault((whole, look), set()).add(numbers)
    for (_whole, look), lists in looks.items():
        for at in range(3):
            values = {one[at] for one in lists}
            if look is None or look[at] is None:
                small = {value for value in values if is_small(value)}
                assert not small or len(small) >= 3, (look, lists)


def test_the_same_order_hides_the_same() -> None:
    grid = Grid([[3, 9, 8], [9, 9, 9], [12, 7, 8], [10, 2, 9]])
    order = {place: hash(place) % 65_536 for place in grid.places()}
    assert hidden_places(grid, order.__getitem__) == hidden_places(grid, order.__getitem__)


def test_looking_can_be_stopped() -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        hidden_places(Grid([[3, 9], [9, 9]]), told=stop)


@given(st.integers(0, 100_000))
def test_the_other_rule_rounds_and_never_shows_less_than_ten(count: int) -> None:
    seen = shown(count, TEN_FIVE)
    assert shown(count, SUPPRESS) == count
    assert shown(None, TEN_FIVE) is None
    if count == 0:
        assert seen == 0
    elif count < 10:
        assert seen is None
    else:
        assert seen is not None
        assert seen % 5 == 0
        assert abs(seen - count) <= 2
