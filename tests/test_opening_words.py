"""Opening hours and states in words, the same on screen and on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from champion_desk.documents.listing_lines import opening_lines
from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.opening import OpeningHours, OpenState
from champion_desk.opening_words import HoursRow, hours_rows
from champion_desk.wording import open_state_text

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 42)
WEEK = tuple(range(7))
MORNING = "9 am to 10 am"


def rule(days: tuple[int, ...], opens: int, closes: int, **more: object) -> OpeningHours:
    return OpeningHours(days, time(opens), time(closes), **more)  # type: ignore[arg-type]


def closed(first: date, last: date) -> OpeningHours:
    return OpeningHours(WEEK, time(0), time(23, 59), instead="closed", begins=first, until=last)


def test_days_with_the_same_times_stand_together() -> None:
    rows = hours_rows([rule((0, 1, 2, 3, 4), 9, 17), rule((5,), 9, 12)], TODAY)
    assert rows == [
        HoursRow("Monday to Friday", "9 am to 5 pm"),
        HoursRow("Saturday", "9 am to midday"),
        HoursRow("Sunday", "closed", as_ever=True),
    ]


@pytest.mark.parametrize(
    ("hours", "days", "times"),
    [
        ([rule((0, 1), 9, 12), rule((0, 1), 13, 17)], "Monday and Tuesday", "9 am to midday, 1 pm to 5 pm"),
        ([OpeningHours(WEEK, time(0), time(23, 59))], "Every day", "all day"),
        ([OpeningHours((5,), time(18, 30), time(23, 59))], "Saturday", "6:30 pm to midnight"),
        ([rule((4, 5), 22, 2)], "Friday and Saturday", "10 pm to 2 am"),
        ([rule((0,), 10, 12, nth=(1,))], "First Monday of the month (next: 7 December)", "10 am to midday"),
        ([rule((0,), 9, 10, nth=(1, 3))], "First and third Monday of the month (next: 7 December)", MORNING),
        ([rule((4,), 10, 12, nth=(-1,))], "Last Friday of the month (next: 27 November)", "10 am to midday"),
        (
            [rule((0,), 10, 12, every=2, begins=date(2026, 11, 16))],
            "Monday, every second week (next: 30 November)", "10 am to midday",
        ),
        ([rule((), 9, 10, month_days=(1, 9))], "Day 1 and Day 9 of the month (next: 1 December)", MORNING),
        ([rule((), 9, 10, month_days=(-1,))], "Last day of the month (next: 30 November)", MORNING),
        (
            [rule((1,), 10, 12, nth=(1,), every=3, begins=date(2026, 10, 1))],
            "First Tuesday of the month, every 3 months (next: 5 January)", "10 am to midday",
        ),
    ],
)  # fmt: skip
def test_days_and_times(hours: list[OpeningHours], days: str, times: str) -> None:
    rows = [row for row in hours_rows(hours, TODAY) if not row.as_ever]
    assert rows == [HoursRow(days, times)]


def test_hours_that_have_run_out_are_not_shown() -> None:
    assert hours_rows([rule((0,), 9, 17, valid_to=date(2026, 10, 31))], TODAY) == []
    assert hours_rows([rule((0,), 9, 17, until=date(2026, 10, 31))], TODAY) == []


def test_a_season_has_a_line_of_its_own() -> None:
    rows = hours_rows(
        [
            rule((0,), 9, 17, valid_to=date(2026, 12, 31)),
            rule((0,), 10, 16, valid_from=date(2027, 1, 4)),
            rule((0,), 10, 18, valid_from=date(2027, 6, 1), valid_to=date(2027, 8, 31)),
        ],
        TODAY,
    )
    heads = ["Until 31 December 2026", "From 4 January 2027", "From 1 June 2027 to 31 August 2027"]
    assert [row.days for row in rows if row.heads] == heads
    [head, *_rest] = hours_rows([rule((0,), 9, 17, months=(6, 7))], TODAY)
    assert head == HoursRow("June, July", heads=True)


def test_holidays_to_come_are_told_and_those_gone_are_not() -> None:
    christmas = closed(date(2026, 12, 25), date(2026, 12, 28))
    eve = rule(WEEK, 10, 13, instead="open", begins=date(2026, 12, 24), until=date(2026, 12, 24))
    gone = rule(WEEK, 10, 13, instead="open", begins=date(2025, 12, 24), until=date(2025, 12, 24))
    rows = hours_rows([rule((0,), 9, 17), christmas, eve, gone], TODAY)
    at = rows.index(HoursRow("Holidays and other days", heads=True))
    assert rows[at + 1 :] == [
        HoursRow("Thursday 24 December", "10 am to 1 pm"),
        HoursRow("Friday 25 December to Monday 28 December", "closed"),
    ]


@pytest.mark.parametrize(
    ("doubt", "said"),
    [
        ("placeholder", "These hours may be a mistake in the list. Phone before you go."),
        ("which-week", "The list does not say which weeks. Phone before you go."),
        ("unread", "Some of the hours are not clear. Phone before you go."),
    ],
)
def test_a_doubt_is_said_and_what_to_do(doubt: str, said: str) -> None:
    rows = hours_rows([rule((0,), 9, 17), rule((1,), 9, 17, doubt=doubt)], TODAY)
    assert rows[-1] == HoursRow(said)


def test_paper_leaves_out_what_is_closed_as_ever() -> None:
    christmas = closed(date(2026, 12, 25), date(2026, 12, 25))
    listing = Listing("Hub", "1", hours=(rule((0, 1), 9, 17), christmas))
    lines = [line.replace("\xa0", " ") for line in opening_lines(listing, TODAY)]
    assert lines == [
        "Monday and Tuesday, 9 am to 5 pm",
        "Holidays and other days:",
        "Friday 25 December, closed",
    ]
    assert opening_lines(Listing("Hub", "1", hours_note="By chance"), TODAY) == ["By chance"]
    assert opening_lines(Listing("Hub", "1"), TODAY) == []


def test_paper_tells_the_hours_of_the_place_it_names() -> None:
    places = (
        Location("Hall", hours=(rule((0,), 9, 17),), hours_note="Ring"),
        Location("School", hours=(rule((1,), 9, 17),)),
        Location("Kirk"),
    )
    hub = Listing("Hub", "1", locations=places, hours=(rule((0, 1), 9, 17),))
    said = [opening_lines(replace(hub, locations=(at, *places)), TODAY) for at in places]
    assert [[line.replace("\xa0", " ") for line in lines] for lines in said] == [
        ["Monday, 9 am to 5 pm"],
        ["Tuesday, 9 am to 5 pm"],
        [],
    ]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (OpenState("open", datetime(2026, 11, 22, 17)), "open until 5 pm"),
        (OpenState("open", datetime(2026, 11, 23, 2)), "open until 2 am"),
        (OpenState("open", datetime(2026, 11, 25, 17, 30)), "open until Wednesday 5:30 pm"),
        (OpenState("open"), "open all day and night"),
        (OpenState("closed", datetime(2026, 11, 22, 12)), "closed until midday"),
        (OpenState("closed", datetime(2026, 11, 23, 9)), "closed until tomorrow 9 am"),
        (OpenState("closed", datetime(2026, 11, 25, 10)), "closed until Wednesday 10 am"),
        (OpenState("closed", datetime(2026, 11, 29, 10)), "closed until 29 Nov"),
        (OpenState("closed"), "closed"),
        (OpenState("unknown"), "hours not known"),
        (OpenState("unknown", reason="unread"), "hours not known"),
        (OpenState("unknown", reason="placeholder"), "hours doubtful"),
        (OpenState("unknown", reason="bank-holiday"), "bank holiday: ask first"),
    ],
)
def test_states_in_words(state: OpenState, said: str) -> None:
    assert open_state_text(state, NOW)[0] == said
