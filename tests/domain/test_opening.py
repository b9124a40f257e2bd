"""Open, closed, or not known."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from champion_desk.domain.opening import LONDON, UNKNOWN, Holiday, OpeningHours, OpenState, open_state

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


ALL_WEEK = tuple(range(7))
NIGHT = OpeningHours((4, 5), time(22), time(2))  # Friday and Saturday
ALWAYS = OpeningHours(ALL_WEEK, time(0), time(23, 59))
CLOSED = OpeningHours(
    ALL_WEEK, time(0), time(23, 59), instead="closed", begins=date(2026, 11, 23), until=date(2026, 11, 24)
)


def hours(days: tuple[int, ...], opens: int, closes: int, *dates: date, **more: object) -> OpeningHours:
    return OpeningHours(days, time(opens), time(closes), *dates, **more)  # type: ignore[arg-type]


def unread(day: int) -> OpeningHours:
    return OpeningHours((day,), time(0), time(23, 59), doubt="unread")


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


@pytest.mark.parametrize(
    ("rules", "now", "kind", "change"),
    [
        # Over midnight: Saturday's first hours are Friday's last.
        ([NIGHT], "2026-11-28T01:59", "open", "2026-11-28T02:00"),
        ([NIGHT], "2026-11-28T02:00", "closed", "2026-11-28T22:00"),
        ([NIGHT], "2026-11-27T23:00", "open", "2026-11-28T02:00"),
        ([NIGHT], "2026-11-29T02:30", "closed", "2026-12-04T22:00"),
        # HSDS, 24h opening: 00:00 to 23:59 every day never closes; for one day it ends at midnight.
        ([ALWAYS], "2026-11-28T23:59", "open", None),
        ([OpeningHours((5,), time(0), time(23, 59))], "2026-11-28T23:59", "open", "2026-11-29T00:00"),
        # Spans that touch are one.
        (
            [hours((5,), 9, 12), hours((5,), 12, 16)],
            "2026-11-28T10:00", "open", "2026-11-28T16:00",
        ),
        ([OpeningHours((5,), time(18), time(23, 59)), hours((6,), 0, 3)],
         "2026-11-28T20:00", "open", "2026-11-29T03:00"),
        # The first Monday of the month; every second week from 30 November 2026.
        ([hours((0,), 10, 12, nth=(1,))], "2026-12-07T11:00", "open", "2026-12-07T12:00"),
        ([hours((0,), 10, 12, nth=(1,))], "2026-12-14T11:00", "closed", "2027-01-04T10:00"),
        ([hours((4,), 10, 12, nth=(-1,))], "2026-12-18T11:00", "closed", "2026-12-25T10:00"),
        (
            [hours((0,), 10, 12, every=2, begins=date(2026, 11, 30))],
            "2026-12-07T11:00", "closed", "2026-12-14T10:00",
        ),
        # New Year: the second week goes on counting, and December's last night ends in January.
        (
            [hours((0,), 10, 12, every=2, begins=date(2026, 12, 28))],
            "2027-01-04T11:00", "closed", "2027-01-11T10:00",
        ),
        ([hours((3,), 22, 2)], "2027-01-01T01:00", "open", "2027-01-01T02:00"),
        # Seasons, by dates and by months.
        ([hours((0,), 9, 17, date(2027, 1, 4), date(2027, 3, 31))],
         "2026-11-23T12:00", "closed", "2027-01-04T09:00"),
        ([hours((0,), 9, 17, months=(12,))], "2026-11-23T12:00", "closed", "2026-12-07T09:00"),
        # `valid_to` has passed: no more is known. `until` has passed: it is over.
        ([hours((0,), 9, 17, valid_to=date(2026, 11, 16))], "2026-11-23T12:00", "unknown", None),
        ([hours((0,), 9, 17, until=date(2026, 11, 16))], "2026-11-23T12:00", "closed", None),
        ([hours((6,), 22, 2, valid_to=date(2026, 11, 22))], "2026-11-23T01:00", "open", "2026-11-23T02:00"),
        ([hours((0,), 9, 17, valid_to=date(2026, 11, 23))], "2026-11-23T18:00", "closed", None),
        # Exceptions stand in place of the usual hours (HSDS 1.1, `holiday_schedules`).
        ([WEEKDAYS, CLOSED], "2026-11-23T12:00", "closed", "2026-11-25T09:00"),
        ([WEEKDAYS, CLOSED], "2026-11-22T12:00", "closed", "2026-11-25T09:00"),
        ([CLOSED], "2026-11-23T12:00", "closed", None),
        ([CLOSED], "2026-11-25T12:00", "unknown", None),
        (
            [WEEKDAYS, hours(ALL_WEEK, 10, 13, instead="open", begins=MONDAY.date(), until=MONDAY.date())],
            "2026-11-23T12:00", "open", "2026-11-23T13:00",
        ),
        # What is doubtful is not known; what is sure beside it is.
        ([hours(ALL_WEEK, 0, 23, doubt="placeholder")], "2026-11-23T12:00", "unknown", None),
        ([WEEKDAYS, unread(0)], "2026-11-23T12:00", "open", "2026-11-23T17:00"),
        ([WEEKDAYS, unread(0)], "2026-11-23T18:00", "unknown", None),
        ([WEEKDAYS, unread(5)], "2026-11-27T18:00", "closed", None),
        ([hours((0,), 9, 17, every=2, doubt="which-week")], "2026-11-23T12:00", "unknown", None),
        ([hours((0,), 9, 17, every=2, doubt="which-week")], "2026-11-24T12:00", "closed", None),
    ],
)  # fmt: skip
def test_states(rules: list[OpeningHours], now: str, kind: str, change: str | None) -> None:
    state = open_state(rules, at(now))
    assert (state.kind, state.change) == (kind, datetime.fromisoformat(change) if change else None)


@pytest.mark.parametrize(
    ("now", "fold", "kind", "change"),
    [
        # 28 March 2027: 01:00 GMT is 02:00 BST, so a night that ends at two ends an hour after midnight.
        ("2027-03-28T00:59", 0, "open", "2027-03-28T02:00"),
        ("2027-03-28T02:00", 0, "closed", "2027-04-02T22:00"),
        # 31 October 2027: 02:00 BST is 01:00 GMT; the hour from one comes twice, and the night is longer.
        ("2027-10-31T01:30", 0, "open", "2027-10-31T02:00"),
        ("2027-10-31T01:30", 1, "open", "2027-10-31T02:00"),
        ("2027-10-31T02:00", 0, "closed", "2027-11-05T22:00"),
    ],
)
def test_nights_in_which_the_clocks_change(now: str, fold: int, kind: str, change: str) -> None:
    state = open_state([NIGHT], at(now, fold))
    assert (state.kind, state.change) == (kind, datetime.fromisoformat(change))


def test_a_time_that_comes_twice_is_the_first_and_one_that_never_comes_is_as_late() -> None:
    """RFC 5545, 3.3.5: the first of two; a time that never comes is read with the offset before the gap."""
    early = OpeningHours((5,), time(22), time(1, 30))
    assert open_state([early], at("2027-10-31T01:15", fold=0)).kind == "open"
    assert open_state([early], at("2027-10-31T01:15", fold=1)).kind == "closed"
    state = open_state([early], at("2027-03-28T02:15"))
    assert (state.kind, state.change) == ("open", datetime(2027, 3, 28, 2, 30))


def test_the_time_on_the_wall_stays_the_same_when_the_clocks_change() -> None:
    friday = open_state([WEEKDAYS], at("2027-03-26T18:00"))  # GMT; Monday is British Summer Time
    assert friday.change == datetime(2027, 3, 29, 9)
    july = datetime(2027, 7, 5, 8, 30, tzinfo=UTC)  # half past nine on the wall
    assert open_state([WEEKDAYS], july).kind == "open"


def test_a_bank_holiday_makes_usual_hours_doubtful_unless_the_place_never_closes() -> None:
    def unsure(day: date) -> Holiday:
        return "unsure" if day == date(2026, 11, 23) else ""

    def closing(day: date) -> Holiday:
        return "closed" if day == date(2026, 11, 23) else ""

    assert open_state([WEEKDAYS], MONDAY, unsure) == OpenState("unknown", reason="bank-holiday")
    evening = datetime(2026, 11, 23, 18)
    assert open_state([WEEKDAYS], evening, unsure) == OpenState("closed", datetime(2026, 11, 24, 9))
    assert open_state([WEEKDAYS], MONDAY, closing) == OpenState("closed", datetime(2026, 11, 24, 9))
    assert open_state([WEEKDAYS], SUNDAY, unsure) == OpenState("closed", datetime(2026, 11, 24, 9))
    assert open_state([ALWAYS], MONDAY, closing) == OpenState("open")
    given = OpeningHours(
        ALL_WEEK, time(10), time(14), instead="open", begins=MONDAY.date(), until=MONDAY.date()
    )
    assert open_state([WEEKDAYS, given], MONDAY, closing) == OpenState("open", datetime(2026, 11, 23, 14))


RULES = st.builds(
    OpeningHours,
    st.lists(st.integers(0, 6), unique=True, max_size=7).map(tuple),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    doubt=st.sampled_from(["", "", "", "unread"]),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda m: m.replace(tzinfo=UTC))


@settings(max_examples=150, deadline=None)
@given(st.lists(RULES, max_size=4), MOMENTS)
def test_nothing_changes_before_it_is_said_to(rules: list[OpeningHours], now: datetime) -> None:
    state = open_state(rules, now)
    if state.change is None:
        return
    change = state.change.replace(tzinfo=LONDON).timestamp()
    just_before = datetime.fromtimestamp(change - 1, UTC)
    assert change > now.timestamp()
    assert open_state(rules, just_before).kind in (state.kind, "unknown")
    then = open_state(rules, datetime.fromtimestamp(change, UTC))
    assert then.kind != state.kind
