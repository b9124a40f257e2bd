"""Staffed hours: what is missing from the log, and never a word where nobody said when the site is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.services.staffed_hours import Completeness, StaffedWeek
from champion_desk.services.tallies import HOUR, midnight

MONDAY = date(2026, 11, 16)
WEEK = StaffedWeek(
    {0: ((time(9, 30), time(12)), (time(13), time(15))), 1: ((time(10), time(12, 20)),), 6: ()}
)


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return midnight(day) + hour * HOUR + timedelta(minutes=minute)


def helped(desk: Services, moment: datetime) -> None:
    desk.sessions.log(AssistedSession(desk.champion.id, desk.site.id, moment, ("wifi",), 5, "done"))


def test_an_hour_is_staffed_when_half_of_it_is() -> None:
    assert WEEK.hours(MONDAY) == (9, 10, 11, 13, 14)
    assert WEEK.hours(MONDAY + timedelta(days=1)) == (10, 11)
    assert WEEK.hours(MONDAY + timedelta(days=2)) == ()


def test_hours_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Invalid):
        StaffedWeek({0: ((time(12), time(12)),)})


def test_hours_are_kept_and_taken_away(desk: Services) -> None:
    assert not desk.staffed_hours.week()
    desk.staffed_hours.change(WEEK)
    assert desk.staffed_hours.week() == StaffedWeek(
        {day: spans for day, spans in WEEK.spans.items() if spans}
    )
    desk.staffed_hours.change(StaffedWeek())
    assert not desk.staffed_hours.week()


def test_nothing_is_missing_where_no_hours_are_set_or_nothing_was_ever_logged(desk: Services) -> None:
    helped(desk, at(MONDAY, 10))
    assert desk.staffed_hours.missing(at(MONDAY, 18)) == {}
    assert desk.staffed_hours.completeness(at(MONDAY, 18)) == Completeness(0, 0)


def test_staffed_hours_that_are_over_and_empty_are_missing(desk: Services) -> None:
    desk.staffed_hours.change(WEEK)
    helped(desk, at(MONDAY, 9, 40))
    desk.tallies.press("wifi", at(MONDAY, 13, 5))
    tuesday = MONDAY + timedelta(days=1)
    assert desk.staffed_hours.missing(at(MONDAY, 14, 30)) == {MONDAY: (10, 11)}
    assert desk.staffed_hours.missing(at(tuesday, 11)) == {tuesday: (10,), MONDAY: (10, 11, 14)}
    assert desk.staffed_hours.completeness(at(tuesday, 11)) == Completeness(2, 6)
    desk.tallies.fill_in({(at(MONDAY, 10), "wifi"): 3})
    assert desk.staffed_hours.missing(at(MONDAY, 14, 30)) == {MONDAY: (11,)}


def test_a_session_whose_time_is_not_known_fills_no_hour(desk: Services) -> None:
    desk.staffed_hours.change(StaffedWeek({0: ((time(11), time(14)),)}))
    noon = AssistedSession(desk.champion.id, desk.site.id, at(MONDAY, 12), ("wifi",), 5, "done")
    desk.sessions.log(replace(noon, id="a", time_known=False))
    assert desk.staffed_hours.missing(at(MONDAY, 14)) == {MONDAY: (11, 12, 13)}
    assert desk.staffed_hours.completeness(at(MONDAY, 14)) == Completeness(0, 3)
    desk.sessions.log(noon)
    assert desk.staffed_hours.missing(at(MONDAY, 14)) == {MONDAY: (11, 13)}


def test_a_batch_fills_every_hour_of_its_period(desk: Services) -> None:
    desk.staffed_hours.change(WEEK)
    desk.tallies.typed("wifi", 4, at(MONDAY, 9, 50), at(MONDAY, 12))
    assert desk.staffed_hours.missing(at(MONDAY, 12, 30)) == {}


def test_a_closed_day_asks_for_nothing(desk: Services) -> None:
    desk.staffed_hours.change(WEEK)
    helped(desk, at(MONDAY - timedelta(days=7), 10))
    assert MONDAY in desk.staffed_hours.missing(at(MONDAY, 18))
    desk.staffed_hours.set_closed(MONDAY, True)
    assert desk.staffed_hours.is_closed(MONDAY)
    assert MONDAY not in desk.staffed_hours.missing(at(MONDAY, 18))
    assert desk.staffed_hours.completeness(at(MONDAY, 18)) == Completeness(0, 0)
    desk.staffed_hours.set_closed(MONDAY, False)
    assert MONDAY in desk.staffed_hours.missing(at(MONDAY, 18))


def test_the_day_the_clocks_change_has_its_hours(desk: Services) -> None:
    sunday = date(2026, 10, 25)
    desk.staffed_hours.change(StaffedWeek({6: ((time(9), time(11)),)}))
    helped(desk, datetime.combine(sunday, time(9, 30)).astimezone())
    now = datetime.combine(sunday, time(12)).astimezone()
    assert desk.staffed_hours.missing(now) == {sunday: (10,)}
