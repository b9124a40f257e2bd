"""Tallies: each press kept, a number with its period, fewer taken away, and everything undoable."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import CATCH_UP, PRESS, TAKEN_IN, TYPED, Tally
from champion_desk.services import Services, tallies
from champion_desk.services.tallies import HOUR, midnight

NOW = datetime.now(UTC)
NOON = midnight(NOW.astimezone().date() - timedelta(days=1)) + 12 * HOUR


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


def kept(desk: Services) -> list[Tally]:
    with desk.desk.open_store.reading() as tx:
        return tx.tallies.between(NOW - timedelta(days=9), NOW + timedelta(days=9))


def test_the_keys_are_the_first_eight_of_the_list_each_with_a_topic_there_is(desk: Services) -> None:
    presets = desk.tallies.presets()
    assert len(presets) == 8
    assert all(preset.topic in desk.catalogues["topics"] for preset in presets)
    assert all(preset.label(language) for preset in presets for language in ("en", "cy", "gd"))


def test_each_press_is_kept_with_its_moment_and_told(desk: Services) -> None:
    heard: list[str] = []
    desk.board.listen(heard.append)
    for _ in range(3):
        desk.tallies.press("wifi")
    desk.tallies.press("email")
    assert desk.tallies.today() == {"wifi": 3, "email": 1}
    assert {(one.how, one.count, one.started_at == one.ended_at) for one in kept(desk)} == {(PRESS, 1, True)}
    assert set(heard) == {"tallies"}


def test_the_last_hour_of_the_day_the_clocks_go_back_is_still_today_s(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Sunday(date):
        @classmethod
        def today(cls) -> Sunday:
            return cls(2026, 10, 25)

    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        monkeypatch.setattr(tallies, "date", Sunday)
        desk.tallies.press("wifi", datetime(2026, 10, 25, 23, 30, tzinfo=UTC))
        assert desk.tallies.today() == {"wifi": 1}
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_typed_number_is_one_batch_with_its_period(desk: Services) -> None:
    done = desk.tallies.typed("wifi", 11, NOW - timedelta(hours=2), NOW)
    (batch,) = kept(desk)
    assert (batch.how, batch.count, batch.ended_at - batch.started_at) == (TYPED, 11, timedelta(hours=2))
    assert batch.is_batch
    heard: list[str] = []
    desk.board.listen(heard.append)
    desk.history.undo(done)
    assert kept(desk) == []
    assert heard == ["tallies"]  # nobody reads anything else again for it


@pytest.mark.parametrize(
    ("count", "start", "end"),
    [(0, -1, 0), (501, -1, 0), (3, 0, -1), (3, -1, 1)],
    ids=["none", "too many", "backwards", "not over yet"],
)
def test_an_impossible_number_is_refused_and_nothing_kept(
    desk: Services, count: int, start: int, end: int
) -> None:
    with pytest.raises(Invalid):
        desk.tallies.typed("wifi", count, NOW + start * HOUR, NOW + end * HOUR)
    assert kept(desk) == []


def test_an_unknown_key_counts_nothing(desk: Services) -> None:
    with pytest.raises(Problem, match="record-gone"):
        desk.tallies.press("no-such-key")
    assert kept(desk) == []


def test_presses_are_taken_back_one_by_one(desk: Services) -> None:
    acts = [desk.tallies.press("wifi") for _ in range(3)]
    for left, done in zip((2, 1, 0), reversed(acts), strict=True):
        desk.history.undo(done)
        assert sum(desk.tallies.today().values()) == left


def test_the_grid_adds_batches_of_an_hour_and_takes_the_newest_away(desk: Services) -> None:
    desk.tallies.press("wifi", NOON + timedelta(minutes=5))
    first = desk.tallies.fill_in({(NOON, "wifi"): 6, (NOON + HOUR, "email"): 2})
    by_key = {(one.preset, one.how): one for one in kept(desk)}
    assert by_key["wifi", CATCH_UP].ended_at - by_key["wifi", CATCH_UP].started_at == HOUR
    desk.tallies.fill_in({(NOON, "wifi"): -4})
    assert sorted(one.count for one in kept(desk) if one.preset == "wifi") == [1, 2]
    desk.tallies.fill_in({(NOON, "wifi"): -3})
    assert [one.preset for one in kept(desk)] == ["email"]
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(first)  # it was changed since


def test_taking_away_more_than_there_is_changes_nothing(desk: Services) -> None:
    desk.tallies.fill_in({(NOON, "wifi"): 2})
    before = kept(desk)
    with pytest.raises(Problem, match="tally-too-few"):
        desk.tallies.fill_in({(NOON, "email"): 4, (NOON, "wifi"): -3})
    assert kept(desk) == before


def test_what_was_counted_without_a_key_stands_under_that_of_its_topic_and_can_be_taken_away(
    desk: Services,
) -> None:
    preset = next(one for one in desk.tallies.presets() if one.code == "wifi")
    old = Tally(
        desk.champion.id, desk.site.id, "bus-pass", 6, NOON, NOON + HOUR, TAKEN_IN  # of an earlier log
    )  # fmt: skip
    with desk.desk.open_store.transaction() as tx:
        tx.tallies.add(old)
    assert desk.tallies.key_for(old, [preset]) == ""
    desk.lists.merge("topics", "bus-pass", preset.topic)
    assert desk.tallies.key_for(old, desk.tallies.presets()) == "wifi"
    desk.tallies.fill_in({(NOON, "wifi"): -4})
    assert [one.count for one in kept(desk)] == [2]


def test_the_guess_begins_where_the_key_was_last_used_today(desk: Services) -> None:
    at = midnight(NOW.astimezone().date()) + 11 * HOUR
    desk.tallies.press("wifi", at)
    later = at + timedelta(hours=1, minutes=20)
    assert desk.tallies.guessed_start("wifi", later) == at
    assert desk.tallies.guessed_start("email", later) == at + HOUR
    assert desk.tallies.guessed_start("wifi", at + 6 * HOUR) == at + 5 * HOUR


def test_a_day_shows_tallies_and_the_people_of_sessions_by_hour_and_topic(desk: Services) -> None:
    ids = desk.champion.id, desk.site.id
    desk.sessions.log(AssistedSession(*ids, NOON, ("wifi", "cv"), 5, "done", people=3))
    desk.sessions.log(AssistedSession(*ids, NOON, ("wifi",), 5, "done", time_known=False))
    desk.tallies.press("wifi", NOON)
    counted = desk.tallies.counted(NOON.date())
    assert [one.preset for one in counted.tallies] == ["wifi"]
    assert counted.sessions == {(12, "wifi"): 3, (12, "cv"): 3, (None, "wifi"): 1}
