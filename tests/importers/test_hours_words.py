"""Opening hours in words are read where a line says nothing else, and stay words everywhere else."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_desk.domain.opening import OpeningHours
from champion_desk.importers.hours_words import lines_read, read
from tests.importers.reading import json_rows, listing, rows_of

NINE, TWELVE, FIVE = time(9), time(12), time(17)
WEEKDAYS = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("Mon–Fri 9–5", {(WEEKDAYS, NINE, FIVE)}),
        ("Mon-Fri 9-5, Sat 9-12", {(WEEKDAYS, NINE, FIVE), ((5,), NINE, TWELVE)}),
        ("Monday to Friday, 9 am to 5 pm; Saturday, 9 am to midday", {
            (WEEKDAYS, NINE, FIVE), ((5,), NINE, TWELVE),
        }),
        ("Mondays: 9am to noon", {((0,), NINE, TWELVE)}),
        ("9-5 Monday to Friday", {(WEEKDAYS, NINE, FIVE)}),
        ("Open weekdays 9-5\nSunday closed", {(WEEKDAYS, NINE, FIVE)}),
        ("Fri-Mon 9-12", {((0, 4, 5, 6), NINE, TWELVE)}),
        ("Tues, Weds & Thurs 9-12", {((1, 2, 3), NINE, TWELVE)}),
        ("Mon 9-12, 2-5", {((0,), NINE, TWELVE), ((0,), time(14), FIVE)}),
        ("Llun i Gwener 9-5", {(WEEKDAYS, NINE, FIVE)}),
        ("Dydd Mawrth a dydd Iau 9-12", {((1, 3), NINE, TWELVE)}),
        ("Diluain gu Dihaoine 9-5", {(WEEKDAYS, NINE, FIVE)}),
        ("Every day 00:00–24:00", {((0, 1, 2, 3, 4, 5, 6), time(0), time(23, 59))}),
    ],
)  # fmt: skip
def test_lines_of_days_and_times(words: str, hours: set[tuple[tuple[int, ...], time, time]]) -> None:
    found = read(words)
    assert found is not None
    assert {(one.days, one.opens, one.closes) for one in found} == hours


@pytest.mark.parametrize(
    "words",
    [
        *("", "Ring first", "Mon-Fri", "Mon 9-5 by appointment", "First Monday of the month 10-12"),
        *("Thu 10-12 term time only", "Fridays at noon", "Sunday closed", "Mon-Fri 9-5, not in July"),
        *("Monday 25 December 10-12", "every second Monday 10-12", "Mon-Weekdays 9-5", "9-5"),
    ],
)
def test_what_says_more_or_less_stays_words(words: str) -> None:
    assert read(words) is None


def test_each_line_is_read_by_itself() -> None:
    hours, words = lines_read("Mon 9-5\n\nRing the bell\nTue 9-12")
    assert [one.days for one in hours] == [(0,), (1,)]
    assert words == ("Ring the bell",)


@given(st.text(alphabet="montuefri-–, 0123456789to&:.;\n", max_size=600))
def test_any_text_is_read_or_kept(text: str) -> None:
    hours, words = lines_read(text)
    assert all(one.days for one in hours)
    assert all(word in text for word in words)


def test_lists_that_give_hours_in_words_are_read() -> None:
    rows = rows_of("name,postcode,opening hours\nHub,KW15 1AG,Mon-Fri 9-5\nCafé,KW15 1AG,Mon-Fri 9-5 or so\n")
    first, second = (listing(row) for row in rows)
    assert (first.hours, first.hours_note) == ((OpeningHours(WEEKDAYS, NINE, FIVE),), "")
    assert (second.hours, second.hours_note) == ((), "Mon-Fri 9-5 or so")
    record = {"id": "1", "name": "Hub", "status": "active", "schedules": [{"description": "Mon 9-12"}]}
    assert listing(json_rows([record])[0]).hours == (OpeningHours((0,), NINE, TWELVE),)
