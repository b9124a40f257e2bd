"""Tallies become counts at their time, follow-up notes fade with the others, and both can be erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from champion_desk.domain.erasure import ErasureQuery
from champion_desk.domain.retention import Faded, months_before
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import CATCH_UP, PRESS, Tally
from champion_desk.services import Services


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


def counted(desk: Services, day: date, count: int = 1) -> Tally:
    start = datetime(day.year, day.month, day.day, 11).astimezone()
    batch = count > 1
    end, how = (start + timedelta(hours=1), CATCH_UP) if batch else (start, PRESS)
    tally = Tally(desk.champion.id, desk.site.id, "wifi", count, start, end, how)
    with desk.desk.open_store.transaction() as tx:
        tx.tallies.add(tally)
    return tally


def test_old_tallies_become_counts_of_their_month_apart_from_sessions(desk: Services) -> None:
    today = date.today()
    old = months_before(today, 25).replace(day=10)
    counted(desk, old)
    counted(desk, old, 6)
    removed = counted(desk, old, 3)
    kept = counted(desk, today - timedelta(days=2), 4)
    with desk.desk.open_store.transaction() as tx:
        tx.tallies.remove(removed.id, "mistake")
    assert desk.retention.ahead(today).week.tallies == 3
    assert desk.retention.run(today) == Faded(tallies=3)
    lines = [(one.kind, one.code, one.sessions, one.minutes) for one in desk.retention.monthly_counts()]
    assert lines == [("tally", "wifi", 7, 0)]
    with desk.desk.open_store.reading() as tx:
        assert tx.tallies.between(kept.started_at - timedelta(days=900), kept.ended_at) == [kept]
        assert tx.tallies.history(removed.id)[0].reason == "expired"
    assert desk.retention.run(today) == Faded()


def test_a_follow_up_note_fades_with_the_notes_and_the_answer_stays(desk: Services) -> None:
    today = date.today()
    day = months_before(today, 13)
    at = datetime(day.year, day.month, day.day, 11).astimezone()
    session = AssistedSession(desk.champion.id, desk.site.id, at, ("wifi",), 5, "handed-on", slip="ACDEFG")
    desk.sessions.log(session)
    told = replace(session, followed_up="worked", followed_up_on=day, follow_up_note="they fixed the hub")
    desk.sessions.amend(told)
    desk.sessions.amend(replace(told, follow_up_note="they fixed it"))
    assert desk.retention.run(today) == Faded(notes=1)
    left = desk.sessions.get(session.id)
    assert (left.followed_up, left.follow_up_note) == ("worked", "")
    assert not any("follow_up_note" in change.before for change in desk.sessions.history(session.id))


def test_a_tally_is_found_by_its_day_and_erased(desk: Services) -> None:
    day = date.today() - timedelta(days=3)
    tally = counted(desk, day, 2)
    (match,) = desk.erasure.find(ErasureQuery(first=day, last=day))
    assert (match.kind, match.topics) == ("tally", ("wifi",))
    desk.erasure.erase([match.id])
    with desk.desk.open_store.reading() as tx:
        assert tx.tallies.get(tally.id) is None
