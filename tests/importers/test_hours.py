"""Opening hours from schedules and from weekday columns; what they can't say stays as words."""

from __future__ import annotations

from datetime import date, time

import pytest

from champion_desk.domain.opening import OpeningHours
from champion_desk.importers.cleaning import Cleaner
from champion_desk.importers.day_times import clock, spans_in
from champion_desk.importers.hours import schedules, week
from champion_desk.importers.repeats import days_of

NINE, FIVE = time(9), time(17)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("10:00", time(10)),
        ("10:00:00", time(10)),
        ("10:00Z", time(10)),
        ("10:00:00+01:00", time(10)),
        ("T10:00", time(10)),
        ("2024-01-01T10:00:00", time(10)),
        ("0930", time(9, 30)),
        ("9.30am", time(9, 30)),
        ("9.30 p.m.", time(21, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("24:00", time(23, 59)),
        ("25:00", None),
        ("10:75", None),
        ("13pm", None),
        ("hh:mm", None),
        ("", None),
        (None, None),
        ([10], None),
    ],
)
def test_times_of_day(given: object, read: time | None) -> None:
    assert clock(given) == read


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ("MO,TU", (0, 1)),
        ("mo tu;WE", (0, 1, 2)),
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("Saturday", (5,)),
        ("SA - MO", (0, 5, 6)),
        ("1MO", ()),
        ("MO,XX", ()),
        ("", ()),
        ("-", ()),
    ],
)
def test_weekdays(given: str, days: tuple[int, ...]) -> None:
    assert days_of(given) == days


def _read(**schedule: object) -> tuple[tuple[OpeningHours, ...], str, list[str]]:
    cleaner = Cleaner()
    hours, note = schedules([schedule], cleaner)
    return hours, note, [one.code for one in cleaner.notes]


def test_a_weekly_schedule() -> None:
    hours, note, noted = _read(
        freq="WEEKLY",
        interval=1,
        byday="TH,FR",
        bymonthday="2,3",
        opens_at="10:00:00",
        closes_at="18:00:00",
        valid_from="2005-01-01",
        valid_to="2030-01-01",
        description="Not on <b>public holidays</b>",
    )
    assert hours == (OpeningHours((3, 4), time(10), time(18), date(2005, 1, 1), date(2030, 1, 1)),)
    assert (note, noted) == ("Not on public holidays", ["note-html"])


def test_a_monthly_and_a_daily_schedule() -> None:
    hours, _, noted = _read(freq="MONTHLY", bymonthday="1, 15", opens_at="09:00", closes_at="24:00")
    assert hours == (OpeningHours((), NINE, time(23, 59), None, None, (1, 15)),)
    assert noted == []
    hours, _, _ = _read(freq="DAILY", opens_at="09:00", closes_at="00:00")
    assert hours[0].days == (0, 1, 2, 3, 4, 5, 6)
    hours, _, _ = _read(freq="WEEKLY", dtstart="2024-03-05", opens_at="09:00", closes_at="17:00")
    assert hours[0].days == (1,)


@pytest.mark.parametrize(
    "schedule",
    [
        {"byday": "MO", "opens_at": "10:00", "closes_at": "25:00"},
        {"byday": "MO", "opens_at": "09:00", "closes_at": "05:00"},
        {"byday": "MO", "opens_at": "09:00", "closes_at": None},
        {"byday": "1MO", "freq": "WEEKLY", "opens_at": "09:00", "closes_at": "17:00"},
        {"byday": "6FR", "opens_at": "09:00", "closes_at": "17:00"},
        {"freq": "DAILY", "interval": 2, "opens_at": "09:00", "closes_at": "17:00"},
        {"byday": "MO", "freq": "WEEKLY", "count": 3, "opens_at": "09:00", "closes_at": "17:00"},
        {"freq": "MONTHLY", "bymonthday": "45", "opens_at": "09:00", "closes_at": "17:00"},
        {"freq": "MONTHLY", "bymonthday": "0", "opens_at": "09:00", "closes_at": "17:00"},
        {"freq": "MONTHLY", "byday": "MO,TU", "bysetpos": "1", "opens_at": "09:00", "closes_at": "17:00"},
        {"freq": "YEARLY", "opens_at": "09:00", "closes_at": "17:00"},
        {"opens_at": "09:00", "closes_at": "17:00"},
        {"byday": "MO", "opens_at": "09:00", "closes_at": "17:00", "valid_from": "31/02/2024"},
        {
            "byday": "MO",
            "opens_at": "09:00",
            "closes_at": "17:00",
            "valid_from": "2024-02-01",
            "valid_to": "2023-01-01",
        },
    ],
)
def test_what_a_rule_can_not_say_is_kept_as_words(schedule: dict[str, object]) -> None:
    hours, note, noted = _read(**schedule)
    assert hours == ()
    assert noted == ["note-hours"]
    assert str(schedule.get("opens_at")) in note


def test_a_schedule_of_words_only_makes_no_fuss() -> None:
    assert _read(description="Ring first", opens_at=None, closes_at="") == ((), "Ring first", [])


@pytest.mark.parametrize(
    ("cell", "spans"),
    [
        ("9am-5pm", ((NINE, FIVE),)),
        ("9-5", ((NINE, FIVE),)),
        ("9.30 to 1", ((time(9, 30), time(13)),)),
        ("1-5pm", ((time(13), FIVE),)),
        ("2-5", ((time(14), FIVE),)),
        ("10-5pm", ((time(10), FIVE),)),
        ("09:00–17:00", ((NINE, FIVE),)),
        ("9am - 12 noon and 1pm - 5pm", ((NINE, time(12)), (time(13), FIVE))),
        ("9-1, 2-5", ((NINE, time(13)), (time(14), FIVE))),
        ("Closed", ()),
        ("Ar gau", ()),
        ("AM & PM (with closure)", None),
        ("9-5 (closed 1-2 for lunch)", None),
        ("Varied by Schedule", None),
        ("17:00-09:00", ((FIVE, NINE),)),
        ("10pm to 2am", ((time(22), time(2)),)),
        ("09:00-05:00", None),
    ],
)
def test_cells_of_a_weekday(cell: str, spans: tuple[tuple[time, time], ...] | None) -> None:
    assert spans_in(cell) == spans


def test_a_week_of_cells() -> None:
    cleaner = Cleaner()
    cells = {0: ("Mon", "9-5"), 1: ("Tue", "9-5"), 2: ("Wed", "Closed"), 5: ("Sat", "ask inside")}
    hours, words = week(cells, cleaner)
    assert hours == (
        OpeningHours((0, 1), NINE, FIVE),
        OpeningHours((5,), time(0), time(23, 59), doubt="unread"),  # nobody knows, so it is not closed
    )
    assert words == "Sat: ask inside"
    assert [note.facts for note in cleaner.notes] == [{"given": "Sat: ask inside"}]
