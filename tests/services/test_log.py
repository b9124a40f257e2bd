"""The log as a whole: filters, totals, pages, many at once, and sums that stay right whatever happens."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from champion_desk.domain.log_query import MARKS, LogQuery, Place
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.retention import months_before
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import TAKEN_IN, Tally
from champion_desk.services import Services
from champion_desk.services.tallies import HOUR, midnight

NOW = datetime.now(UTC)
TOPICS = ("wifi", "cv", "email-account")
OUTCOMES = ("done", "partly", "could-not")


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


@pytest.fixture
def filled(desk: Services) -> list[AssistedSession]:
    """Three hundred sessions over seven months, the newest first."""
    chance = random.Random(4)
    sessions = []
    for _ in range(300):
        marks: dict[str, Any] = {mark: chance.random() < 0.1 for mark in MARKS}
        session = AssistedSession(
            desk.champion.id,
            desk.site.id,
            NOW - timedelta(minutes=chance.randrange(210 * 24 * 60)),
            tuple(chance.sample(TOPICS, chance.choice((1, 1, 2)))),
            chance.randrange(60),
            chance.choice(OUTCOMES),
            people=chance.choice((1, 1, 4)),
            note=chance.choice(("", "", "The Code came late")),
            **marks,
        )
        sessions.append(session)
    with desk.desk.open_store.transaction() as tx:
        for session in sessions:
            tx.sessions.add(session)
    return sorted(sessions, key=lambda one: (one.started_at, one.id), reverse=True)


def fits(query: LogQuery, one: AssistedSession) -> bool:
    day = one.started_at.astimezone().date()
    return (
        (query.first or date.min) <= day <= (query.last or date.max)
        and (not query.topics or bool(set(query.topics) & set(one.topics)))
        and (not query.outcomes or one.outcome in query.outcomes)
        and (not query.champions or one.champion_id in query.champions)
        and (not query.marks or any(getattr(one, mark) for mark in query.marks))
        and query.words.lower() in one.note.lower()
    )


def queries(desk: Services) -> list[LogQuery]:
    today = NOW.astimezone().date()
    days = [(None, None), (today - timedelta(days=100), today - timedelta(days=20)), (today, today)]
    days.append((today.replace(day=1) - timedelta(days=62), None))
    rest = itertools.product(
        ((), ("cv",), ("wifi", "cv")), ((), ("could-not", "partly")), ((), ("stuck",), MARKS), ("", "code")
    )
    found = [
        LogQuery(first, last, topics=topics, outcomes=outcomes, marks=marks, words=words)
        for (first, last), (topics, outcomes, marks, words) in itertools.product(days, rest)
    ]
    return [*found, LogQuery(champions=(desk.champion.id,)), LogQuery(champions=("nobody",))]


def test_every_filter_finds_and_adds_up_what_it_should(desk: Services, filled: list[AssistedSession]) -> None:
    for query in queries(desk):
        expected = [one for one in filled if fits(query, one)]
        assert [found.session for found in desk.log.find(query, most=1000)] == expected, query
        totals = desk.log.totals(query)
        assert (totals.sessions, totals.people, totals.minutes) == (
            len(expected), sum(one.people for one in expected), sum(one.minutes for one in expected),
        ), query  # fmt: skip
        assert sum(totals.outcomes.values()) == len(expected)


@pytest.mark.parametrize("most", [1, 7, 100])
def test_pages_follow_each_other_without_a_gap(
    desk: Services, filled: list[AssistedSession], most: int
) -> None:
    query = LogQuery(topics=("cv",), outcomes=("done",))
    expected = [one for one in filled if fits(query, one)]
    seen: list[AssistedSession] = []
    place: Place | None = None
    while page := desk.log.find(query, place, most):
        seen += [found.session for found in page]
        place = Place(seen[-1].started_at, seen[-1].id)
    assert seen == expected


def test_sessions_of_the_same_moment_are_all_shown(desk: Services) -> None:
    for _ in range(5):
        desk.sessions.log(AssistedSession(desk.champion.id, desk.site.id, NOW, ("wifi",), 5, "done"))
    first = desk.log.find(LogQuery(topics=("wifi",)), most=2)
    place = Place(first[-1].session.started_at, first[-1].session.id)
    rest = desk.log.find(LogQuery(topics=("wifi",)), place)
    assert len({one.session.id for one in (*first, *rest)}) == 5


def test_removed_ones_are_found_with_their_reason_and_come_back(
    desk: Services, filled: list[AssistedSession]
) -> None:
    ids = [one.id for one in filled[:3]]
    desk.log.remove(ids, "logged-twice")
    removed = desk.log.find(LogQuery(removed=True))
    assert [(one.session, one.reason) for one in removed] == [(one, "logged-twice") for one in filled[:3]]
    assert all(one.removed_at for one in removed)
    assert desk.log.totals(LogQuery()).sessions == 297
    assert desk.log.totals(LogQuery(removed=True)).sessions == 3
    done = desk.log.restore(ids)
    assert desk.log.totals(LogQuery()).sessions == 300
    desk.history.undo(done)
    assert desk.log.totals(LogQuery(removed=True)).sessions == 3


def test_many_are_changed_at_once_all_or_none_and_undone_at_once(
    desk: Services, filled: list[AssistedSession]
) -> None:
    query = LogQuery(topics=("cv",))
    count = desk.log.totals(query).sessions
    done = desk.log.amend_many(desk.log.ids(query), {"topics": ("wifi",)})
    assert desk.log.totals(query).sessions == 0
    desk.history.undo(done)
    assert desk.log.totals(query).sessions == count
    with pytest.raises(Problem, match="record-gone"):
        desk.log.amend_many([filled[0].id, "no-such"], {"area": "Orphir"})
    with pytest.raises(Invalid):
        desk.log.amend_many([filled[0].id, filled[1].id], {"minutes": 9000})
    assert [desk.sessions.get(one.id) for one in filled[:2]] == filled[:2]


def test_the_stores_own_sums_are_right_after_anything(desk: Services, filled: list[AssistedSession]) -> None:
    chance = random.Random(5)
    undo = []
    for at in range(60):
        one = chance.choice(filled)
        try:
            if at % 4 == 0:
                undo.append(desk.log.remove([one.id], "test"))
            elif at % 4 == 1:
                undo.append(desk.log.amend_many([one.id], {"outcome": "partly", "stuck": True, "people": 9}))
            elif at % 4 == 2:
                undo.append(desk.log.amend_many([one.id], {"started_at": NOW - timedelta(days=at * 3)}))
            elif undo:
                desk.history.undo(undo.pop())
        except Problem:
            continue  # it was removed, or changed since
    desk.erasure.erase([filled[0].id])
    old = replace(filled[1], id="0-old", started_at=midnight(months_before(date.today(), 30)))
    with desk.desk.open_store.transaction() as tx:
        tx.sessions.add(old)
    desk.retention.run(date.today())
    columns = "substr(started_at, 1, 7), site_id, champion_id, outcome, topics, stuck, nothing_local,"
    columns += " service_failed"
    with desk.desk.open_store.reading() as tx:
        run = tx.sessions._connection.execute
        summed = run(text("SELECT * FROM session_sums ORDER BY 1, 2, 3, 4, 5, 6, 7, 8")).all()
        counted = run(
            text(
                f"SELECT {columns}, count(*), sum(people), sum(minutes) FROM sessions"
                " WHERE removed_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8"
            )
        ).all()
    assert [tuple(row) for row in summed] == [tuple(row) for row in counted]


def test_an_address_is_no_area_for_many_sessions_either(desk: Services) -> None:
    session = AssistedSession(desk.champion.id, desk.site.id, NOW, ("wifi",), 5, "done", area="Stromness")
    desk.sessions.log(session)
    with pytest.raises(Invalid, match="area-too-close"):
        desk.log.amend_many([session.id], {"area": "12 Victoria Street"})
    assert desk.sessions.get(session.id).area == "Stromness"
    desk.log.amend_many([session.id], {"area": "Kirkwall"})
    assert desk.sessions.get(session.id).area == "Kirkwall"


def test_a_query_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(Invalid):
        LogQuery(date(2026, 2, 2), date(2026, 1, 1))
    with pytest.raises(Invalid):
        LogQuery(marks=("angry",))


def test_the_week_keeps_batches_out_of_the_hours(desk: Services) -> None:
    monday = midnight(date(2026, 11, 16))
    ids = desk.champion.id, desk.site.id
    at = monday + 11 * HOUR
    desk.sessions.log(AssistedSession(*ids, at, ("wifi", "cv"), 5, "done", people=2, next_time="alone"))
    desk.sessions.log(
        AssistedSession(*ids, at + 24 * HOUR, ("cv",), 5, "partly", next_time="not-yet", time_known=False)
    )
    desk.tallies.press("wifi", at + 2 * HOUR)
    desk.tallies.fill_in({(monday + 34 * HOUR, "wifi"): 7})
    handed = AssistedSession(*ids, at - 24 * 20 * HOUR, ("cv",), 5, "handed-on", slip="ACDEFG")
    desk.sessions.log(replace(handed, followed_up="worked", followed_up_on=date(2026, 11, 18)))
    week = desk.log.week(date(2026, 11, 19))
    assert week.sessions == (2, 1, 0, 0, 0, 0, 0)
    assert week.tallies == (1, 7, 0, 0, 0, 0, 0)
    assert week.topics == {"wifi": 10, "cv": 3}
    assert week.hours == {11: 2, 13: 1}
    assert (week.batched, week.total) == (7, 11)
    assert week.outcomes == {"done": 1, "partly": 1}
    assert (week.alone, week.asked, week.worked, week.told) == (1, 2, 1, 1)
    assert week.logged_hours == {(0, 11), (0, 13), (1, 10)}


def test_what_was_counted_over_days_has_no_day(desk: Services) -> None:
    monday = midnight(date(2026, 11, 16))
    here = (desk.champion.id, desk.site.id, "wifi")
    week, month = (monday, monday + 24 * 7 * HOUR), (midnight(date(2026, 11, 1)), midnight(date(2026, 12, 1)))
    with desk.desk.open_store.transaction() as tx:
        for count, (start, end) in ((30, week), (100, month), (4, (monday, monday + 24 * HOUR))):
            tx.tallies.add(Tally(*here, count, start, end, TAKEN_IN))
    found = desk.log.week(date(2026, 11, 19))
    assert found.tallies == (4, 0, 0, 0, 0, 0, 0)
    assert (found.spread, found.batched, found.total) == (30, 34, 34)
    assert desk.log.week(date(2026, 11, 3)).total == 0  # a month is no part of its first week
