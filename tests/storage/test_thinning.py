"""Thinning: what stays as backups grow old, on any dates, and where the clock was wrong for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from champion_desk.storage.thinning import OLDEST, reaches_back, to_thin

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Made:
    made_at: datetime


def aged(*days: float, now: datetime = NOW) -> list[Made]:
    return [Made(now - timedelta(days=age)) for age in days]


def ages(found: list[Made], now: datetime = NOW) -> list[float]:
    return [(now - one.made_at) / timedelta(days=1) for one in found]


def kept(found: list[Made], now: datetime = NOW) -> list[Made]:
    going = to_thin(found, now)
    return [one for one in found if one not in going]


def run(hours: int, start: datetime, steps: int, found: list[Made]) -> list[Made]:
    """Backups as a desk makes them: one each so many hours, thinned each time."""
    for step in range(steps):
        now = start + timedelta(hours=hours * step)
        found = kept([Made(now), *found], now)
    return found


def test_two_days_then_daily_then_weekly() -> None:
    left = ages(kept(aged(*(hours / 24 for hours in range(0, 24 * 100, 3)))))
    assert sum(age <= 2 for age in left) == 17
    assert 14 <= sum(2 < age <= 16 for age in left) <= 15
    assert 8 <= sum(age > 16 for age in left) <= 9
    assert max(left) <= 72


def test_the_last_one_stays_whatever_its_age() -> None:
    assert to_thin(aged(400), NOW) == []
    assert len(kept(aged(*range(60, 72), *range(73, 140, 5)))) >= 8


@given(st.lists(st.floats(0, 71.9), max_size=80))
def test_without_a_jump_of_the_clock_the_rule_holds(days: list[float]) -> None:
    found = aged(*days)
    left = kept(found)
    gone = [one for one in found if one not in left]
    assert len(left) >= min(8, len(found))
    assert all(NOW - one.made_at > timedelta(days=2) for one in gone)
    for one in gone:  # something younger of the same day or week is still there
        week, day = f"{one.made_at:%G-%V}", one.made_at.date()
        young = NOW - one.made_at <= timedelta(days=16)
        assert any(
            (other.made_at.date() == day if young else f"{other.made_at:%G-%V}" == week)
            and other.made_at >= one.made_at
            for other in left
        )


@given(st.lists(st.floats(-4000, 4000), max_size=60), st.floats(-4000, 4000))
def test_on_any_dates_at_any_clock_the_newest_stay(days: list[float], off: float) -> None:
    now = NOW + timedelta(days=off)
    found = aged(*days)
    left = kept(found, now)
    assert len(left) >= min(8, len(found))
    assert all(one in left for one in found if timedelta(0) <= now - one.made_at <= timedelta(days=2))
    assert to_thin(left, now) == []  # thinning again takes nothing more


@given(st.integers(1, 400), st.sampled_from([3650, -3650, 400, -400]), st.integers(1, 96))
def test_half_a_day_with_a_wrong_clock_loses_nothing(days: int, off: int, steps: int) -> None:
    before = kept(aged(*(age / 2 for age in range(min(days, 140)))))
    wrong = run(1, NOW + timedelta(days=off), steps, before)
    assert all(one in wrong for one in before)
    after = kept([Made(NOW + timedelta(hours=steps)), *wrong], NOW + timedelta(hours=steps))
    assert all(one in after for one in before if NOW - one.made_at <= timedelta(days=1))


def test_what_a_wrong_clock_left_goes_when_weeks_have_really_passed() -> None:
    wrong = run(12, NOW + timedelta(days=3650), 4, aged(*range(10)))
    later = run(12, NOW, 2 * 80, wrong)
    now = NOW + timedelta(hours=12 * (2 * 80 - 1))
    assert all(timedelta(0) <= now - one.made_at <= OLDEST for one in later)


def test_a_desk_in_steady_use_proves_its_weeks() -> None:
    found = run(8, NOW - timedelta(days=120), 3 * 120, [])
    assert reaches_back(found, NOW)
    assert not reaches_back(aged(0, 1, 2), NOW)
    assert max(ages(found)) <= 72


def test_summer_time_and_leap_days_are_days_like_others() -> None:
    for now in (datetime(2028, 3, 1, 9, tzinfo=UTC), datetime(2027, 3, 29, 0, 30, tzinfo=UTC)):
        left = kept(aged(*(hours / 24 for hours in range(0, 24 * 40, 6)), now=now), now)
        assert 24 <= len(left) <= 30
