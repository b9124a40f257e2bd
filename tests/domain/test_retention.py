"""How long things are kept: month ends, leap days, clock jumps, and what a session is counted as."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from champion_desk.domain.problems import Invalid
from champion_desk.domain.retention import (
    ClockJump,
    Faded,
    Periods,
    clock_jump,
    counted_as,
    month_of,
    months_before,
    within_bounds,
)
from champion_desk.domain.sessions import AssistedSession


def test_months_before_is_what_a_calendar_says() -> None:
    day = date(2019, 12, 25)
    while day < date(2025, 3, 5):
        for months in (1, 2, 3, 11, 12, 13, 24, 60, 120):
            assert months_before(day, months) == day - relativedelta(months=months)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 2, 28), 12, date(2024, 2, 28)),
        (date(2024, 2, 29), 48, date(2020, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
        (date(1, 3, 1), 12, date.min),
    ],
)
def test_days_a_month_does_not_have(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@pytest.mark.parametrize(
    ("notes", "sessions", "field"),
    [(0, 24, "notes"), (61, 120, "notes"), (1, 2, "sessions"), (12, 6, "sessions")],
)
def test_periods_have_bounds(notes: int, sessions: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        Periods(notes, sessions)
    assert refused.value.field == field
    assert isinstance(within_bounds(notes, sessions), Periods)


def test_what_a_policy_says_is_brought_within_bounds() -> None:
    assert within_bounds(12, 6) == Periods(6, 6)
    assert within_bounds(1, 1) == Periods(1, 3)
    assert within_bounds(500, 500) == Periods(60, 120)


@pytest.mark.parametrize("days", [-1, 0, 1, 30, 92])
def test_a_date_that_is_believed(days: int) -> None:
    last = date(2026, 11, 1)
    assert clock_jump(last, last + timedelta(days=days)) is None
    assert clock_jump(None, last) is None


@pytest.mark.parametrize("days", [-3650, -2, 93, 3650])
def test_a_date_that_is_not_believed(days: int) -> None:
    last = date(2026, 11, 1)
    today = last + timedelta(days=days)
    assert clock_jump(last, today) == ClockJump(last, today)


def test_a_session_is_counted_once_under_each_of_its_codes() -> None:
    session = AssistedSession(
        "c",
        "s",
        datetime(2026, 3, 1, 12, tzinfo=UTC),
        ("email-account", "nhs-app", "email-account"),
        20,
        "could-not",
        outcome_reason="no-id",
        help_given="showed",
        next_time="alone",
        barriers=("cost",),
        skills=("wifi",),
        items=("sim",),
        device="own-phone",
        channel="walk-in",
        language="gd",
        effort=3,
        stuck=True,
        nothing_local=True,
        note="never counted",
        area="never counted either",
    )
    counted = list(counted_as(session))
    assert len(counted) == len(set(counted))
    assert dict.fromkeys(kind for kind, _code in counted) == dict.fromkeys(
        (
            *("all", "outcome", "reason", "channel", "help_given", "next_time", "device", "language"),
            *("effort", "topic", "barrier", "skill", "item", "mark"),
        )
    )
    assert [code for kind, code in counted if kind == "topic"] == ["email-account", "nhs-app"]
    assert [code for kind, code in counted if kind == "mark"] == ["stuck", "nothing-local"]
    assert not any("never" in code for _kind, code in counted)


def test_the_month_is_the_desk_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    late = AssistedSession("c", "s", datetime(2026, 6, 30, 23, 30, tzinfo=UTC), ("a",), 5, "done")
    try:
        assert month_of(late) == "2026-07"  # half past midnight, summer time
    finally:
        monkeypatch.undo()
        time.tzset()


def test_sums_of_what_faded() -> None:
    assert Faded(1, 2, 3) + Faded(10, 20, 30) == Faded(11, 22, 33)
    assert not Faded()
    assert Faded(drafts=1)
    assert Faded(1, 5, 0).at_least(Faded(3, 2, 1)) == Faded(3, 5, 1)
