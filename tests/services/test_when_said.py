"""When it was, as people say it in three languages; what is not understood is refused, never guessed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from champion_desk.domain.problems import Invalid
from champion_desk.services.when_said import when_said

NOW = datetime(2026, 11, 18, 10, 40).astimezone()  # a Wednesday
SAID = [
    ("yesterday 3pm", "2026-11-17 15:00"), ("yesterday at 3 pm", "2026-11-17 15:00"),
    ("Yesterday 15:00", "2026-11-17 15:00"), ("yesterday 9.30", "2026-11-17 09:30"),
    ("9:15", "2026-11-18 09:15"), ("9.15", "2026-11-18 09:15"), ("10am", "2026-11-18 10:00"),
    ("today 10:05", "2026-11-18 10:05"), ("3pm", "2026-11-17 15:00"), ("23:00", "2026-11-17 23:00"),
    ("2 hours ago", "2026-11-18 08:40"), ("20 minutes ago", "2026-11-18 10:20"),
    ("2 days ago 4pm", "2026-11-16 16:00"), ("last night", "2026-11-17 18:00"),
    ("yesterday afternoon", "2026-11-17 14:00"), ("monday 10:30", "2026-11-16 10:30"),
    ("Monday at 10:30", "2026-11-16 10:30"), ("on friday 2pm", "2026-11-13 14:00"),
    ("14 Nov 3pm", "2026-11-14 15:00"), ("14 November 15:00", "2026-11-14 15:00"),
    ("3/11 14:00", "2026-11-03 14:00"), ("3/11/2026 14:00", "2026-11-03 14:00"),
    ("03/11/2026, 2.15pm", "2026-11-03 14:15"), ("12am", "2026-11-18 00:00"),
    ("yesterday noon", "2026-11-17 12:00"),
    ("the day before yesterday 11am", "2026-11-16 11:00"), ("yesterday 12pm", "2026-11-17 12:00"),
    ("ddoe 3yp", "2026-11-17 15:00"), ("ddoe 15:00", "2026-11-17 15:00"), ("ddoe am 3yp", "2026-11-17 15:00"),
    ("heddiw 9yb", "2026-11-18 09:00"), ("echdoe 10:30", "2026-11-16 10:30"),
    ("dydd Llun 10:30", "2026-11-16 10:30"), ("dydd Gwener 2yp", "2026-11-13 14:00"),
    ("neithiwr", "2026-11-17 18:00"), ("2 awr yn ôl", "2026-11-18 08:40"),
    ("ddoe hanner dydd", "2026-11-17 12:00"),
    ("14 Tachwedd 15:00", "2026-11-14 15:00"), ("dydd Mawrth 16:45", "2026-11-17 16:45"),
    ("dé 15:00", "2026-11-17 15:00"), ("dè 15:00", "2026-11-17 15:00"), ("an-dè 15:00", "2026-11-17 15:00"),
    ("an-dé aig 3f", "2026-11-17 15:00"), ("an-diugh 9m", "2026-11-18 09:00"),
    ("a' bhòn-dè 11:00", "2026-11-16 11:00"),
    ("Diluain 10:00", "2026-11-16 10:00"), ("Dihaoine 14:00", "2026-11-13 14:00"),
    ("2 uair a thìde air ais", "2026-11-18 08:40"), ("14 Samhain 15:00", "2026-11-14 15:00"),
    ("  YESTERDAY   3PM. ", "2026-11-17 15:00"),
    ("yesterday 10 am", "2026-11-17 10:00"), ("9 am", "2026-11-18 09:00"), ("10:30 am", "2026-11-18 10:30"),
    ("ddoe 10 yb", "2026-11-17 10:00"), ("ddoe am 10yb", "2026-11-17 10:00"),
    ("half an hour ago", "2026-11-18 10:10"), ("hanner awr yn ôl", "2026-11-18 10:10"),
    ("an hour ago", "2026-11-18 09:40"), ("awr yn ôl", "2026-11-18 09:40"),
    ("uair a thìde air ais", "2026-11-18 09:40"), ("1h ago", "2026-11-18 09:40"),
    ("2 hrs ago", "2026-11-18 08:40"), ("bore ddoe", "2026-11-17 10:00"),
    ("prynhawn ddoe", "2026-11-17 14:00"), ("madainn an-dé", "2026-11-17 10:00"),
    ("feasgar an-dè", "2026-11-17 14:00"),
    ("2026-11-16T09:05", "2026-11-16 09:05"), ("2026-11-16 09:05", "2026-11-16 09:05"),
]  # fmt: skip
ONLY_A_DAY = [
    ("yesterday", "2026-11-17"), ("14 Nov", "2026-11-14"), ("monday", "2026-11-16"), ("3/11", "2026-11-03"),
    ("ddoe", "2026-11-17"), ("dé", "2026-11-17"), ("Diluain", "2026-11-16"), ("dydd Iau", "2026-11-12"),
    ("3 days ago", "2026-11-15"), ("today", "2026-11-18"), ("heddiw", "2026-11-18"),
    ("2026-11-16", "2026-11-16"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "meant"), SAID, ids=[words for words, _ in SAID])
def test_a_moment_is_understood(words: str, meant: str) -> None:
    said = when_said(words, NOW)
    assert f"{said.moment:%Y-%m-%d %H:%M}" == meant
    assert said.moment.tzinfo is not None


@pytest.mark.parametrize(("words", "meant"), ONLY_A_DAY, ids=[words for words, _ in ONLY_A_DAY])
def test_a_day_without_a_time_has_none(words: str, meant: str) -> None:
    said = when_said(words, NOW)
    assert f"{said.moment:%Y-%m-%d}" == meant
    assert not said.time_known
    assert said.moment <= NOW


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "when-odd"), ("   ", "when-odd"), ("blue", "when-odd"), ("x" * 400, "when-odd"),
        ("15pm", "when-odd"), ("today 11:30", "when-future"), ("tomorrow 9am", "when-future"),
        ("in 2 hours", "when-future"), ("1 January 2019 10:00", "when-long-ago"),
    ("12 years ago", "when-long-ago"),
        ("yesterday 3", "when-odd"), ("yesterday at 3", "when-odd"), ("dé aig 10", "when-odd"),
        ("ddoe am 10", "when-odd"), ("monday 3", "when-odd"), ("yesterday 3 o'clock", "when-odd"),
        ("9", "when-odd"), ("=1+1", "when-odd"), ("99/99/9999", "when-odd"), ("2026-13-45", "when-odd"),
        ("1 Jan 0001", "when-long-ago"), ("31 December 9999", "when-future"),
        ("2026-11-16T25:00", "when-odd"), ("9999-12-31T23:59", "when-future"), ("\x00", "when-odd"),
    ],
)  # fmt: skip
def test_what_is_not_understood_or_cannot_be_is_refused(words: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        when_said(words, NOW)


@pytest.mark.parametrize("words", ["this morning", "y bore 'ma", "morning", "heddiw bore"])
def test_this_morning_is_today_s_also_before_its_usual_hour(words: str) -> None:
    early = NOW.replace(hour=9, minute=30)
    said = when_said(words, early)
    assert (said.moment, said.time_known) == (early, False)


def test_a_part_of_today_that_has_not_begun_is_not_taken_for_yesterday_s() -> None:
    for words in ("this afternoon", "this evening", "this morning 11am"):
        with pytest.raises(Invalid, match="when-future"):
            when_said(words, NOW)
    assert when_said("this afternoon", NOW.replace(hour=13)).moment == NOW.replace(hour=13)
    assert when_said("evening", NOW).moment.day == NOW.day - 1


def test_the_clock_going_back_moves_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        now = datetime(2026, 10, 25, 23, 30, tzinfo=UTC).astimezone()  # it is winter since the morning
        assert when_said("yesterday 3pm", now).moment == datetime(2026, 10, 24, 14, tzinfo=UTC)
        assert when_said("yesterday", now).moment == datetime(2026, 10, 24, 11, tzinfo=UTC)
        early = datetime(2026, 10, 25, 2, 30, tzinfo=UTC).astimezone()
        assert when_said("3 hours ago", early).moment == datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        time.tzset()
