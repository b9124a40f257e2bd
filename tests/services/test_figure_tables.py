"""Tables of one file set against each other: what they share gives no small number away."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator

import pytest

from champion_desk.domain.figures import (
    AREAS,
    ELSEWHERE,
    MONTHS,
    NOT_SAID,
    OUTCOMES,
    PEOPLE,
    SESSIONS,
    TOTAL,
    FigureTable,
)
from champion_desk.domain.small_numbers import SUPPRESS, is_small
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.figure_sums import FigureCounts
from champion_desk.services.figure_tables import FigureTables

MONTH_CODES = ("2026-01", "2026-02", "2026-03")
ROWS = ("done", "partly")
Cells = tuple[tuple[int, ...], ...]  # by outcome, then month


def tables_of(cells: Cells, catalogues: Catalogues, secret: str) -> dict[str, FigureTable]:
    """The tables of a log in which each session has one person."""
    counts = FigureCounts(catalogues)
    for row, numbers in zip(ROWS, cells, strict=True):
        for month, number in zip(MONTH_CODES, numbers, strict=True):
            counts.tables[OUTCOMES][row, month] += number
            counts.tables[MONTHS][month, SESSIONS] += number
            counts.tables[MONTHS][month, PEOPLE] += number
    made = FigureTables(counts, MONTH_CODES, SUPPRESS, lambda _table, code: code, {OUTCOMES: ROWS}, secret)
    return {table.name: table for table in made.all()}


def spread(whole: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread a number over places."""
    if places == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        yield from ((first, *rest) for rest in spread(whole - first, places - 1))


def fits(cells: Cells, found: dict[str, FigureTable]) -> bool:
    """Whether a log could have all that is shown; what is left out of a listed row that is not a whole month
    is at least 1."""
    by_month = {row.code: row.counts for row in found[MONTHS].rows}
    apart = [month for month in MONTH_CODES if by_month[month][0] is None]
    for at, month in enumerate(MONTH_CODES):
        number = sum(numbers[at] for numbers in cells)
        if month not in apart and number != by_month[month][0]:
            return False
        if month in apart and len(apart) < len(MONTH_CODES) and number < 1:
            return False
    if OUTCOMES not in found or not found[OUTCOMES].rows:
        return True
    rows = {row.code: row.counts for row in found[OUTCOMES].rows}
    for row, numbers in zip(ROWS, cells, strict=True):
        if row not in rows:
            if any(numbers):
                return False
            continue
        for month, real, seen in zip((*MONTH_CODES, TOTAL), (*numbers, sum(numbers)), rows[row], strict=True):
            if seen is None and month not in apart and real < 1:
                return False
            if seen is not None and seen != real:
                return False
    return True


@pytest.mark.parametrize("seed", range(40))
def test_months_and_outcomes_together_give_no_small_number_away(seed: int, catalogues: Catalogues) -> None:
    chance = random.Random(seed)
    while True:
        cells = tuple(tuple(chance.choice((0, 1, 2, 3, 5, 6)) for _ in MONTH_CODES) for _ in ROWS)
        whole = sum(map(sum, cells))
        if 5 <= whole <= 14:
            break
    found = tables_of(cells, catalogues, str(seed))
    assert found[MONTHS].rows[-1].counts[0] == whole
    count = len(ROWS) * len(MONTH_CODES)
    step = len(MONTH_CODES)
    worlds = [
        world
        for flat in spread(whole, count)
        if fits(world := tuple(flat[at : at + step] for at in range(0, count, step)), found)
    ]
    assert cells in worlds, "the truth is among what is possible"
    possible: dict[tuple[int, int], set[int]] = defaultdict(set)
    months: dict[int, set[int]] = defaultdict(set)
    for world in worlds:
        for row, numbers in enumerate(world):
            for at, number in enumerate(numbers):
                possible[row, at].add(number)
        for at in range(step):
            months[at].add(sum(numbers[at] for numbers in world))
    for at in range(step):
        real = sum(numbers[at] for numbers in cells)
        assert not is_small(real) or months[at] >= {1, 2, 3, 4}, (found, months[at])
        for row in range(len(ROWS)):
            number = cells[row][at]
            if is_small(number):
                assert len(possible[row, at]) > 2, (found, row, at, possible[row, at])
                assert is_small(real) or months[at] != {real} or possible[row, at] >= {1, 2, 3, 4}


@pytest.mark.parametrize("seed", range(60))
def test_a_place_that_is_named_has_enough_people_and_the_others_stay_unknown(
    seed: int, catalogues: Catalogues
) -> None:
    chance = random.Random(seed)
    places = ("Kirkwall", "Stromness", "Westray", "Sanday", NOT_SAID)[chance.randrange(3) :]
    numbers = {place: chance.choice((1, 2, 3, 5, 6, 7)) for place in places}
    whole = sum(numbers.values())
    counts = FigureCounts(catalogues)
    for place, number in numbers.items():
        counts.tables[AREAS][place, PEOPLE] += number
    for code in (SESSIONS, PEOPLE):
        counts.tables[MONTHS][MONTH_CODES[0], code] += whole
    made = FigureTables(counts, MONTH_CODES[:1], SUPPRESS, lambda _table, code: code, {}, str(seed))
    table = next((one for one in made.all() if one.name == AREAS), None)
    if table is None or not table.rows:
        return
    shown = {row.code: row.counts[0] for row in table.rows}
    assert all(numbers[code] >= 5 for code in shown if code not in (ELSEWHERE, NOT_SAID))
    open_rows = [code for code, number in shown.items() if number is None]
    if not open_rows:
        return
    left = whole - sum(number or 0 for number in shown.values())
    least = {code: 1 if code in (ELSEWHERE, NOT_SAID) else 5 for code in open_rows}
    worlds = [
        world
        for world in spread(left, len(open_rows))
        if all(number >= least[code] for code, number in zip(open_rows, world, strict=True))
    ]
    few = sum(number for place, number in numbers.items() if is_small(number) and place != NOT_SAID)
    truth = {**numbers, ELSEWHERE: few}
    for at, code in enumerate(open_rows):
        values = {world[at] for world in worlds}
        assert not is_small(truth[code]) or values >= {1, 2, 3, 4}, (shown, numbers)
