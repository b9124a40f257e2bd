"""Logging help: saved, changed, removed, undone; drafts kept and offered; the day and the week."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from champion_desk.domain.champions import Site
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession, Draft, HandoutGiven
from champion_desk.services import Services


def session(services: Services, moment: datetime | None = None, **values: object) -> AssistedSession:
    usual = AssistedSession(
        services.champion.id, services.site.id, moment or datetime.now(UTC), ("nhs-app",), 7, "done"
    )
    return replace(usual, **values)  # type: ignore[arg-type]


def test_saving_tells_who_listens_and_undo_takes_it_back(services: Services) -> None:
    told: list[str] = []
    services.board.listen(told.append)
    one = session(services)
    done = services.sessions.log(one)
    assert services.sessions.get(one.id) == one
    assert "sessions" in told
    services.history.undo(done)
    with pytest.raises(Problem, match="record-gone"):
        services.sessions.get(one.id)


def test_removing_is_undone_too(services: Services) -> None:
    one = session(services)
    services.sessions.log(one)
    removed = services.sessions.remove(one.id, "twice")
    assert services.sessions.on(date.today()) == []
    services.history.undo(removed)
    assert services.sessions.on(date.today()) == [one]
    assert [change.kind for change in services.sessions.history(one.id)] == ["add", "remove", "undo"]


def test_a_draft_goes_with_the_save(services: Services) -> None:
    draft = Draft(services.champion.id, {"topics": ["wifi"], "note": "half a th"}, datetime.now(UTC))
    services.sessions.keep_draft(draft)
    services.sessions.keep_draft(replace(draft, fields={"note": "half a thought"}))
    assert [one.fields for one in services.sessions.drafts()] == [{"note": "half a thought"}]
    services.sessions.log(session(services), draft.id)
    assert services.sessions.drafts() == []


def test_the_day_is_the_day_of_this_place(services: Services) -> None:
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    inside, outside = session(services, midnight), session(services, midnight - timedelta(seconds=1))
    services.sessions.log(inside)
    services.sessions.log(outside)
    assert services.sessions.on(midnight.date()) == [inside]
    assert services.sessions.on(midnight.date() - timedelta(days=1)) == [outside]


def test_another_site_of_the_same_store_is_not_mixed_in(services: Services) -> None:
    other = Site("Stromness Library")
    with services.desk.open_store.transaction() as tx:
        tx.champions.add_site(other)
    services.sessions.log(session(services, site_id=other.id))
    assert services.sessions.on(date.today()) == []
    assert services.log.week(date.today()).total == 0


def test_topics_used_here_are_counted(services: Services) -> None:
    services.sessions.log(session(services, topics=("wifi", "photos")))
    services.sessions.log(session(services, topics=("wifi",)))
    assert services.sessions.topic_uses() == {"wifi": 2, "photos": 1}


def test_a_plain_sheet_is_kept_as_it_always_was(services: Services) -> None:
    """A session of before layouts, saved again as it is, must not look changed in its history."""
    given = (HandoutGiven("spot-a-scam", "en", 18), HandoutGiven("wifi", "cy", 14, "columns", "en"))
    one = session(services, handouts=given)
    services.sessions.log(one)
    with services.desk.open_store.reading() as tx:
        (kept,) = tx.sessions._connection.execute(text("SELECT handouts FROM sessions")).scalars()
    assert json.loads(kept)[0] == {"slug": "spot-a-scam", "language": "en", "points": 18}
    assert services.sessions.get(one.id).handouts == given
