"""How opening times repeat: read from the fields of a schedule, with dateutil's RRULE as the judge."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from champion_desk.documents.oruk import write_oruk
from champion_desk.domain.directory import Listing
from champion_desk.domain.opening import OpeningHours
from champion_desk.importers.cleaning import Cleaner
from champion_desk.importers.hours import MOST_RULES, schedules
from champion_desk.importers.repeats import DAYS, days_by_month, rules_of

NINE, FIVE = time(9), time(17)
TIMES = {"opens_at": "09:00", "closes_at": "17:00"}
WEEK = tuple(range(7))


@st.composite
def entries(draw: st.DrawFn) -> dict[str, str]:
    """Schedules as feeds may write them, each with the day it counts from."""
    entry = {"dtstart": draw(st.dates(date(2023, 1, 1), date(2026, 12, 31))).isoformat()}
    entry["freq"] = draw(st.sampled_from(["WEEKLY", "MONTHLY"]))
    entry["interval"] = str(draw(st.integers(1, 4)))
    days = draw(st.lists(st.sampled_from(DAYS), unique=True, max_size=4))
    if entry["freq"] == "WEEKLY":
        entry["byday"] = ",".join(days)
    else:
        kind = draw(st.sampled_from(["nth", "days", "both", "weekdays", "none", "position"]))
        if kind == "nth":
            nth = st.sampled_from([1, 2, 3, 4, 5, -1, -2, -5])
            entry["byday"] = ",".join(f"{draw(nth)}{day}" for day in days)
        if kind in ("both", "weekdays"):
            entry["byday"] = ",".join(days)
        if kind in ("both", "days"):
            numbers = st.integers(1, 31) | st.integers(-31, -1)
            entry["bymonthday"] = ",".join(map(str, draw(st.lists(numbers, min_size=1, max_size=4))))
        if kind == "position":
            entry["byday"], entry["bysetpos"] = (
                draw(st.sampled_from(DAYS)),
                str(draw(st.sampled_from([1, 2, -1]))),
            )
    if draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), min_size=1, unique=True))
        entry["bymonth"] = ",".join(map(str, months))
    ends = draw(st.sampled_from(["", "until", "count"]))
    if ends == "until":
        entry["until"] = draw(st.dates(date(2024, 1, 1), date(2029, 1, 1))).isoformat()
    if ends == "count":
        entry["count"] = str(draw(st.integers(1, 30)))
    return {name: value for name, value in entry.items() if value}


def judged(entry: dict[str, str], last: date) -> set[date]:
    """The days that iCalendar's rule with the same fields has, by a library that knows all of them."""
    parts = [
        f"{name.upper()}={value.replace('-', '') if name == 'until' else value}"
        for name, value in entry.items()
        if name != "dtstart"
    ]
    start = datetime.fromisoformat(entry["dtstart"])
    rule = rrulestr(";".join(parts), dtstart=start)
    return {day.date() for day in rule.between(start, datetime(last.year, last.month, last.day), inc=True)}


@settings(max_examples=300, deadline=None)
@given(entries())
def test_the_same_days_as_the_judge_says(entry: dict[str, str]) -> None:
    rules = rules_of({**entry, **TIMES})
    first, last = date.fromisoformat(entry["dtstart"]), date(2028, 12, 31)
    days = judged(entry, last)
    if rules is None:
        assert "count" in entry  # a rule that never comes has no last time
        assert not days
        return
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    assert {day for day in span if any(rule.on(day) for rule in rules)} == days


RULE = OpeningHours((0,), NINE, FIVE)


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        # RFC 5545, 3.3.10: a number before the day is which one of the month, below zero from its end.
        ({"freq": "MONTHLY", "byday": "1MO"}, OpeningHours((0,), NINE, FIVE, nth=(1,))),
        ({"byday": "-1FR"}, OpeningHours((4,), NINE, FIVE, nth=(-1,))),
        ({"freq": "MONTHLY", "byday": "1MO,3MO"}, OpeningHours((0,), NINE, FIVE, nth=(1, 3))),
        ({"freq": "MONTHLY", "byday": "2TU,2TH"}, OpeningHours((1, 3), NINE, FIVE, nth=(2,))),
        ({"freq": "MONTHLY", "byday": "WE", "bysetpos": "-1"}, OpeningHours((2,), NINE, FIVE, nth=(-1,))),
        (
            {"freq": "MONTHLY", "bymonthday": "1, 15,-1"},
            OpeningHours((), NINE, FIVE, month_days=(-1, 1, 15)),
        ),
        ({"freq": "MONTHLY", "bymonthday": [1, 15]}, OpeningHours((), NINE, FIVE, None, None, (1, 15))),
        ({"rrule": "RRULE:FREQ=WEEKLY;BYDAY=MO"}, RULE),
        # HSDS: `interval` counts from `dtstart`; a feed without it means the first day of validity.
        (
            {"freq": "WEEKLY", "interval": 2, "byday": "MO", "dtstart": "2026-11-30"},
            OpeningHours((0,), NINE, FIVE, every=2, begins=date(2026, 11, 30)),
        ),
        (
            {"freq": "weekly", "interval": "2", "byday": "MO", "valid_from": "2026-11-30"},
            OpeningHours((0,), NINE, FIVE, date(2026, 11, 30), every=2),
        ),
        ({"freq": "Fortnightly", "byday": "MO"}, OpeningHours((0,), NINE, FIVE, every=2, doubt="which-week")),
        # Seasons: dates of validity, or months of the year.
        (
            {"byday": "MO", "valid_from": "2027-04-01", "valid_to": "2027-09-30"},
            OpeningHours((0,), NINE, FIVE, date(2027, 4, 1), date(2027, 9, 30)),
        ),
        ({"byday": "MO", "bymonth": "4,5,6"}, OpeningHours((0,), NINE, FIVE, months=(4, 5, 6))),
        # HSDS: `until` ends the series; `valid_to` ends what is known of it.
        ({"byday": "MO", "until": "20270131T000000Z"}, replace(RULE, until=date(2027, 1, 31))),
        (
            {"byday": "MO", "count": 3, "dtstart": "2026-11-30", "freq": "WEEKLY"},
            OpeningHours((0,), NINE, FIVE, begins=date(2026, 11, 30), until=date(2026, 12, 14)),
        ),
        # Open Referral UK 1 and HSDS 1.1 have a weekday instead, by name or as ISO 8601 counts them.
        ({"weekday": "Monday"}, RULE),
        ({"weekday": 1}, RULE),
        ({"weekday": 7}, OpeningHours((6,), NINE, FIVE)),
        ({"weekday": 0}, OpeningHours((6,), NINE, FIVE)),
        # A time in `dtstart` is a slip that is met; it says nothing of the day.
        ({"byday": "MO", "dtstart": "10:00"}, RULE),
        # A night: it closes on the next day.
        (
            {"byday": "MO", "opens_at": "22:00", "closes_at": "02:00"},
            OpeningHours((0,), time(22), time(2)),
        ),
        # Placeholders that forms fill in by themselves (seen in a public directory) are doubtful.
        (
            {"freq": "DAILY", "opens_at": "12:00 AM", "closes_at": "11:00 PM"},
            OpeningHours(WEEK, time(0), time(23), doubt="placeholder"),
        ),
        ({"byday": "MO", "opens_at": "00:00", "closes_at": "00:00"},
         OpeningHours((0,), time(0), time(0), doubt="placeholder")),
        # HSDS: 00:00 to 23:59 is a strong signal for open all day.
        (
            {"freq": "DAILY", "opens_at": "00:00", "closes_at": "23:59:59"},
            OpeningHours(WEEK, time(0), time(23, 59)),
        ),
    ],
)  # fmt: skip
def test_fields_of_a_schedule(entry: dict[str, object], rule: OpeningHours) -> None:
    assert schedules([{**TIMES, **entry}], Cleaner())[0] == (rule,)


def test_a_placeholder_given_day_by_day_is_seen_as_one() -> None:
    week = [{"weekday": day, "opens_at": "12:00 AM", "closes_at": "11:00 PM"} for day in range(1, 8)]
    assert schedules(week, Cleaner())[0] == (OpeningHours(WEEK, time(0), time(23), doubt="placeholder"),)
    five = schedules(week[:5], Cleaner())[0]
    assert [rule.doubt for rule in five] == [""]


@pytest.mark.parametrize(
    ("entry", "days", "instead"),
    [
        ({"closed": True, "start_date": "2026-12-25", "end_date": "2026-12-26"}, 2, "closed"),
        ({"closed": "true", "start_date": "2026-12-25"}, 1, "closed"),
        (
            {"closed": False, "start_date": "12/24/2026", "end_date": "24/12/2026", **TIMES},
            1,
            "open",
        ),
        # "January 01, 0001": every year (the feeds of Ohana).
        ({"closed": "true", "start_date": "January 01, 0001", "end_date": "January 01, 0001"}, 3, "closed"),
        ({"closed": "true", "start_date": "June 29, 0001", "end_date": "July 02, 0001"}, 12, "closed"),
    ],
)
def test_holiday_schedules(entry: dict[str, object], days: int, instead: str) -> None:
    hours, note = schedules([{"byday": "MO", **TIMES}, entry], Cleaner())
    assert (hours[0], note) == (RULE, "")
    exceptions = [rule for rule in hours if rule.instead]
    span = [date(2026, 1, 1) + timedelta(days=number) for number in range(3 * 365)]
    assert sum(any(rule.on(day) for rule in exceptions) for day in span) == days
    assert {rule.instead for rule in exceptions} == {instead}


def test_holiday_schedules_that_can_not_be_read_stay_as_words() -> None:
    cleaner = Cleaner()
    entry = {"closed": "true", "start_date": "Christmas", "end_date": ""}
    hours, note = schedules([{"byday": "MO", **TIMES}, entry], cleaner)
    assert "Christmas" in note
    assert [one.code for one in cleaner.notes] == ["note-hours"]
    assert hours[-1].doubt == "unread"


def test_a_day_nobody_could_read_is_in_doubt_not_closed() -> None:
    hours, _ = schedules(
        [{"byday": "MO", **TIMES}, {**TIMES, "byday": "TU", "closes_at": "25:00"}], Cleaner()
    )
    assert hours == (RULE, OpeningHours((1,), time(0), time(23, 59), doubt="unread"))


@given(st.text(max_size=60))
def test_any_text_is_days_or_refused(text: str) -> None:
    try:
        days = days_by_month(text)
    except ValueError:
        return
    assert all(0 <= day < 7 and all(1 <= abs(n) <= 5 for n in nth) for day, nth in days.items())


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["freq", "interval", "byday", "bymonthday", "bymonth", "bysetpos", "count", "until",
                         "dtstart", "valid_from", "valid_to", "opens_at", "closes_at", "wkst", "weekday",
                         "rrule", "closed", "start_date", "end_date", "description"]),
        st.none() | st.booleans() | st.integers(-9**12, 9**12) | st.floats() | st.text(max_size=20)
        | st.sampled_from(["WEEKLY", "MONTHLY", "MO", "1MO", "2", "09:00", "17:00", "2026-12-01"])
        | st.lists(st.integers(), max_size=3) | st.dictionaries(st.text(max_size=2), st.none(), max_size=1),
    )
)  # fmt: skip
def test_nothing_a_feed_may_say_stops_it(entry: dict[str, object]) -> None:
    hours, note = schedules([entry, {"byday": "MO", **TIMES}], Cleaner())
    assert RULE in hours or any(rule.opens == NINE for rule in hours)
    assert len(note) <= 2000


def test_what_is_exported_is_read_the_same_again(tmp_path: Path) -> None:
    """Every kind of rule, out as Open Referral UK 3 and in again."""
    day = date(2026, 12, 25)
    hours = (
        RULE,
        OpeningHours((4,), time(22), time(2), date(2026, 1, 1), date(2027, 1, 1)),
        OpeningHours((0,), NINE, FIVE, nth=(1, 3), months=(4, 5)),
        OpeningHours((), NINE, FIVE, month_days=(-1, 1)),
        OpeningHours((2,), NINE, FIVE, every=2, begins=date(2026, 11, 30), until=date(2027, 11, 30)),
        OpeningHours(WEEK, time(0), time(23), doubt="placeholder"),
        OpeningHours(WEEK, time(0), time(23, 59), instead="closed", begins=day, until=day),
        OpeningHours(WEEK, NINE, FIVE, months=(12,), month_days=(24,), instead="open"),
    )
    path = tmp_path / "out.json"
    write_oruk([Listing("Hub", "1", hours=hours)], [], path)
    [service] = json.loads(path.read_text(encoding="utf-8"))["contents"]
    entries = [*service["schedules"], *service["holiday_schedules"]]
    assert set(schedules(entries, Cleaner())[0]) == set(hours)


def test_a_diary_of_thousands_of_days_is_cut_and_what_is_left_is_in_doubt() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(5000)]
    cleaner = Cleaner()
    hours, _ = schedules([{"byday": "MO", "valid_from": str(day), **TIMES} for day in days], cleaner)
    assert len(hours) == MOST_RULES + 1
    assert hours[-1].doubt == "unread"
    assert [note.code for note in cleaner.notes] == ["note-hours"]
