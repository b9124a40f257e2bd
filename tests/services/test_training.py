"""Training: ratings with history, courses and hours, and what practice says is worth learning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.training import Enrolment, Goal
from champion_desk.services import Services


def stuck_session(services: Services, topic: str) -> AssistedSession:
    return AssistedSession(
        services.champion.id, services.site.id, datetime.now(UTC), (topic,), 12, "partly", stuck=True
    )


def test_getting_stuck_arrives_as_a_suggestion_and_leaves_with_the_session(services: Services) -> None:
    assert services.training.suggestions() == []
    done = services.sessions.log(stuck_session(services, "nhs-app"))
    services.sessions.log(stuck_session(services, "nhs-app"))
    suggestion = services.training.suggestions()[0]
    assert (suggestion.topic, suggestion.stuck, suggestion.asked) == ("nhs-app", 2, 2)
    services.history.undo(done)
    assert services.training.suggestions()[0].stuck == 1


def test_what_is_taken_into_the_plan_is_not_suggested_until_it_happens_again(services: Services) -> None:
    services.sessions.log(stuck_session(services, "wifi"))
    services.training.add_goal(Goal(services.champion.id, topic="wifi"))
    assert services.training.suggestions() == []
    assert [goal.topic for goal in services.training.goals()] == ["wifi"]
    services.sessions.log(stuck_session(services, "wifi"))
    assert [one.topic for one in services.training.suggestions()] == ["wifi"]


def test_ratings_keep_their_history(services: Services) -> None:
    framework = services.catalogues.frameworks[0]
    skill = framework.skills[0]
    services.training.rate({skill.code: "with-help"})
    services.training.rate({skill.code: "with-help"})
    services.training.rate({skill.code: "could-teach"})
    assert [one.level for one in services.training.assessments()] == ["with-help", "could-teach"]
    areas = services.training.areas(framework, datetime.now(UTC) - timedelta(days=90))
    area = next(one for one in areas if one.code == skill.area)
    assert (area.now, area.then, area.rated) == (3.0, None, 1)
    with pytest.raises(Invalid):
        services.training.rate({skill.code: "wizard"})


def test_hours_count_what_was_done_this_year_and_a_refresh_becomes_due(services: Services) -> None:
    course = next(c for c in services.catalogues.courses if c.refresh_months)
    enrolment = Enrolment(services.champion.id, course.code, course.label(), hours=2.5)
    services.training.enrol(enrolment)
    assert services.training.hours(2026) == 0
    services.training.finish(enrolment, date(2026, 3, 3))
    assert services.training.hours(2026) == 2.5
    assert services.training.enrolments()[0].due is not None
    services.training.remove(enrolment.id)
    assert services.training.enrolments() == []


def test_a_course_that_is_done_has_a_day() -> None:
    with pytest.raises(Invalid) as caught:
        Enrolment("c", "x", "A course", "done")
    assert caught.value.field == "on"
    assert replace(Enrolment("c", "x", "A course"), state="done", on=date(2026, 1, 1)).on


def test_evidence_counts_my_own_sessions_only(services: Services) -> None:
    services.sessions.log(stuck_session(services, "photos"))
    services.desk.add_champion(other := Champion("Ewan"), "kettle harbour lantern nine")
    services.sessions.log(replace(stuck_session(services, "photos"), champion_id=other.id, id=new_id()))
    assert services.training.evidence() == [("photos", 1)]
    assert services.training.suggestions()[0].stuck == 1


def test_only_my_own_courses_are_exported(services: Services, tmp_path: Path) -> None:
    services.training.enrol(Enrolment(services.champion.id, "", "Mine"))
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(other := Champion("Ewan"))
        tx.training.enrol(Enrolment(other.id, "", "Theirs"))
    target = tmp_path / "training.json"
    assert services.exports.export("training", "json", target, date(2020, 1, 1), date(2030, 1, 1)) == 1
    assert "Theirs" not in target.read_text(encoding="utf-8")
