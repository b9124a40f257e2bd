"""What happened to a session over time, as steps: from what to what, also where values have faded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.services.session_history import Step, steps_of
from champion_desk.storage import tables


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services()


@pytest.fixture
def session(services: Services) -> AssistedSession:
    made = AssistedSession(
        services.champion.id, services.site.id, datetime.now(UTC), ("printing",), 9, "partly", note="Her bus."
    )
    services.sessions.log(made)
    return made


def steps(services: Services, session: AssistedSession) -> list[Step]:
    with services.desk.open_store.reading() as tx:
        now = tx.sessions.get(session.id)
    return steps_of(now or session, services.sessions.history(session.id))


def told(step: Step) -> list[tuple[str, object, object]]:
    return [(one.field, one.before, one.after) for one in step.differences]


def test_each_change_says_from_what_to_what(services: Services, session: AssistedSession) -> None:
    second = replace(session, outcome="done", topics=("printing", "nhs-app"))
    services.sessions.amend(second)
    services.sessions.amend(replace(second, outcome="could-not", outcome_reason="no-id", stuck=True))
    found = steps(services, session)
    assert [one.kind for one in found] == ["amend", "amend", "add"]
    assert told(found[0]) == [
        ("outcome", "done", "could-not"), ("outcome_reason", "", "no-id"), ("stuck", False, True)
    ]  # fmt: skip
    assert told(found[1]) == [
        ("topics", ("printing",), ("printing", "nhs-app")), ("outcome", "partly", "done")
    ]  # fmt: skip
    assert told(found[2]) == []
    assert {one.champion_id for one in found} == {services.champion.id}


def test_removing_and_bringing_back_are_steps_however_they_were_done(
    services: Services, session: AssistedSession
) -> None:
    services.history.undo(services.sessions.remove(session.id, "mistake"))
    services.log.remove([session.id], "logged-twice")
    services.log.restore([session.id])
    services.history.undo(services.sessions.amend(replace(session, minutes=30)))
    found = steps(services, session)
    assert [one.kind for one in found] == [
        "undo", "amend", "restore", "remove", "restore", "remove", "add"
    ]  # fmt: skip
    assert [one.reason for one in found if one.kind == "remove"] == ["logged-twice", "mistake"]
    assert told(found[0]) == [("minutes", 30, 9)]
    assert told(found[1]) == [("minutes", 9, 30)]


def test_what_has_faded_is_said_to_have_faded_and_nothing_more(
    services: Services, session: AssistedSession
) -> None:
    services.sessions.amend(replace(session, note="Another bus.", minutes=12))
    with services.desk.open_store.transaction() as tx:
        tx.changes.fade(tables.sessions, session.id, ("note",))
    found = steps(services, session)
    assert [one.kind for one in found] == ["fade", "amend", "add"]
    assert told(found[1]) == [("minutes", 9, 12), ("note", None, None)] or told(found[1]) == [
        ("note", None, None), ("minutes", 9, 12)
    ]  # fmt: skip
    services.sessions.amend(replace(session, note="A third.", minutes=12))
    assert told(steps(services, session)[0]) == [("note", "", "A third.")]
