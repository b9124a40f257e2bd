"""Evidence and suggestions from a real store: counts by skill and month, and answers that hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.courses import Duty
from champion_desk.domain.identity import new_id
from champion_desk.domain.practice import Practice
from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.suggestions import OFTEN
from champion_desk.services import Services
from champion_desk.services.evidence import months_back

NOW = datetime.now(UTC)


def logged(services: Services, topic: str, outcome: str = "done", **facts: object) -> AssistedSession:
    session = AssistedSession(services.champion.id, services.site.id, NOW, (topic,), 5, outcome)
    session = replace(session, **facts)  # type: ignore[arg-type]
    services.sessions.log(session)
    return session


def other(services: Services) -> Champion:
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(found := Champion("Ewan"))
    return found


def test_evidence_counts_my_sessions_by_skill_and_month(services: Services) -> None:
    logged(services, "account-recovery")
    logged(services, "account-recovery", "handed-on", outcome_reason="colleague")
    logged(services, "account-recovery", "partly", stuck=True)
    gone = logged(services, "account-recovery")
    services.sessions.remove(gone.id, "a mistake")
    theirs = AssistedSession(other(services).id, services.site.id, NOW, ("account-recovery",), 5, "done")
    with services.desk.open_store.transaction() as tx:
        tx.sessions.add(theirs)
        tx.practices.keep(Practice(services.champion.id, "account-recovery", 2))
    found = {one.skill: one for one in services.learning.evidence.by_skill()}
    skill = found["recover-accounts"]
    assert (skill.sessions, skill.handed_on, skill.stuck, skill.exercises) == (3, 1, 1, 1)
    assert [one.month for one in skill.months] == [f"{NOW:%Y-%m}"]


@pytest.mark.parametrize(
    ("months", "since"), [(1, "2026-01"), (2, "2025-12"), (12, "2025-02"), (24, "2024-02")]
)
def test_months_go_back_over_the_year(months: int, since: str) -> None:
    assert months_back(date(2026, 1, 31), months) == since


def test_what_is_asked_often_and_rated_low_is_suggested(services: Services) -> None:
    for _ in range(OFTEN):
        logged(services, "account-recovery", id=new_id())
    assert services.learning.suggestions.all() == []
    services.training.rate({"recover-accounts": "with-help"})
    [one] = services.learning.suggestions.all()
    assert (one.kind, one.code, one.reasons) == ("topic", "account-recovery", ("asked-and-low",))
    assert (one.asked, one.level) == (OFTEN, "with-help")


def test_a_topic_nobody_here_finished_is_a_gap(services: Services) -> None:
    for _ in range(OFTEN):
        logged(services, "evisa", "could-not", outcome_reason="not-our-remit")
    [one] = services.learning.suggestions.all()
    assert (one.kind, one.reasons) == ("gap", ("nobody-here",))
    logged(services, "evisa", "partly")
    assert services.learning.suggestions.all() == []


def test_suggestions_are_taken_put_off_dismissed_and_brought_back(services: Services) -> None:
    suggestions, training = services.learning.suggestions, services.training
    logged(services, "wifi", stuck=True)
    [one] = suggestions.all()
    done = suggestions.take(one)
    assert suggestions.all() == []
    assert [goal.topic for goal in training.goals()] == ["wifi"]
    services.history.undo(done)
    assert training.goals() == []
    [one] = suggestions.all()
    suggestions.put_off(one, date.today() + timedelta(days=7))
    assert suggestions.all() == []
    assert len(suggestions.all(date.today() + timedelta(days=7))) == 1
    suggestions.dismiss(one)
    assert suggestions.all(date.today() + timedelta(days=7)) == []
    [answer] = suggestions.dismissed()
    suggestions.ask_again(answer)
    assert len(suggestions.all()) == 1
    suggestions.dismiss(one)
    assert suggestions.all() == []
    with pytest.raises(Invalid):
        suggestions.put_off(one, date.today())


def test_a_duty_is_suggested_until_it_is_planned(services: Services) -> None:
    with services.desk.open_store.transaction() as tx:
        tx.duties.keep(Duty("safeguarding-level-1", due_days=30))
    [one] = services.learning.suggestions.all()
    assert (one.kind, one.code, one.reasons) == ("course", "safeguarding-level-1", ("duty",))
    services.learning.suggestions.take(one)
    assert services.learning.suggestions.all() == []
    [planned] = services.training.enrolments()
    assert (planned.state, planned.due, planned.hours) == ("planned", one.by, 2.0)
