"""Open, closed, or not known."""

from __future__ import annotations

from datetime import date, datetime, time

from champion_desk.domain.opening import UNKNOWN, OpeningHours, open_state

WEEKDAYS = OpeningHours((0, 1, 2, 3, 4), time(9), time(17))
SUNDAY = datetime(2026, 11, 22, 12)
MONDAY = datetime(2026, 11, 23, 12)


def test_no_hours_means_not_known() -> None:
    assert open_state([], MONDAY) == UNKNOWN


def test_open_until_the_end_of_the_day() -> None:
    state = open_state([WEEKDAYS], MONDAY)
    assert (state.kind, state.change) == ("open", datetime(2026, 11, 23, 17))


def test_closed_until_the_next_morning_it_opens() -> None:
    assert open_state([WEEKDAYS], SUNDAY).change == datetime(2026, 11, 23, 9)
    friday_night = datetime(2026, 11, 27, 17)
    state = open_state([WEEKDAYS], friday_night)
    assert (state.kind, state.change) == ("closed", datetime(2026, 11, 30, 9))


def test_a_lunch_break_closes_in_between() -> None:
    split = [OpeningHours((0,), time(9), time(12)), OpeningHours((0,), time(13), time(17))]
    assert open_state(split, datetime(2026, 11, 23, 12, 30)).change == datetime(2026, 11, 23, 13)


def test_hours_that_ran_out_are_not_known_rather_than_closed() -> None:
    past = OpeningHours((0,), time(9), time(17), valid_to=date(2005, 1, 1))
    assert open_state([past], MONDAY) == UNKNOWN


def test_hours_that_begin_later_do_not_open_the_place_now() -> None:
    later = OpeningHours((0,), time(9), time(17), valid_from=date(2026, 11, 30))
    assert open_state([later], MONDAY).change == datetime(2026, 11, 30, 9)


def test_days_of_the_month() -> None:
    first = OpeningHours((), time(10), time(11), month_days=(1,))
    assert open_state([first], MONDAY).change == datetime(2026, 12, 1, 10)
