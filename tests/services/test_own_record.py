"""My record and my plan: written out whole, looked back on, erased for good; no one else's."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.practice import Practice
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.training import Enrolment, Goal, SelfAssessment
from champion_desk.services import Services
from champion_desk.storage.own_record import OWN
from tests.services.badges_made import third
from tests.services.test_certificates import PNG
from tests.services.test_suggestions import NOW


@pytest.fixture
def other(services: Services) -> Champion:
    """Someone else with a record of their own."""
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(found := Champion("Ewan"))
        tx.training.enrol(Enrolment(found.id, "", "Theirs alone"))
        tx.training.assess(SelfAssessment(found.id, "plain-words", "alone"))
    return found


def filled(services: Services, folder: Path) -> None:
    """A record with something of every kind."""
    me = services.champion.id
    learning, training = services.learning, services.training
    training.rate({"plain-words": "with-help"})
    training.rate({"plain-words": "alone"})
    enrolment = Enrolment(me, "sight-loss", "Sight loss", hours=3)
    training.enrol(enrolment)
    training.finish(enrolment, date(2026, 3, 3))
    (folder / "certificate.png").write_bytes(PNG)
    learning.certificates.keep(enrolment.id, folder / "certificate.png")
    (folder / "badge.json").write_text(json.dumps(third()), encoding="utf-8")
    learning.badges.keep(learning.badges.read(folder / "badge.json"))
    removed = Goal(me, text="Something I gave up")
    learning.plan.keep(removed)
    session = AssistedSession(me, services.site.id, NOW, ("wifi",), 5, "partly", stuck=True)
    services.sessions.log(session)
    learning.suggestions.take(learning.suggestions.all()[0])
    with services.desk.open_store.transaction() as tx:
        tx.practices.keep(Practice(me, "wifi", 3))


def test_the_whole_record_is_written_and_nothing_of_anyone_else(
    services: Services, other: Champion, tmp_path: Path
) -> None:
    filled(services, tmp_path)
    target = tmp_path / "record.json"
    count = services.learning.record.export(target)
    made = json.loads(target.read_text(encoding="utf-8"))
    assert made["champion"] == "Mairi"
    assert len(made["self_assessments"]) == 2
    assert made["badges"][0]["proven"] == ["structure", "dates"]
    assert made["certificates"][0]["content"].startswith("iVBOR")
    assert count == sum(len(made[name]) for name in (*(table.name for table in OWN), "certificates"))
    assert "Theirs" not in target.read_text(encoding="utf-8")
    history = services.learning.record.history()
    assert {change.table_name for change in history} >= {"self_assessments", "enrolments", "goals", "badges"}
    assert [change.stamp for change in history] == sorted((c.stamp for c in history), reverse=True)


def test_an_erased_record_is_gone_from_tables_history_and_file(
    services: Services, other: Champion, tmp_path: Path
) -> None:
    filled(services, tmp_path)
    erasure = services.learning.record.erase()
    assert erasure.is_wiped
    assert erasure.erased.total >= 8
    store = services.desk.open_store
    with store.reading() as tx:
        whole = tx.own_record.whole(services.champion.id)
        assert not any(whole.values())
        assert [one.title for one in tx.training.enrolments()] == ["Theirs alone"]
        assert tx.sessions.count() == 1
    assert services.learning.record.history() == []
    with store.reading() as tx:
        assert "gave up" not in repr([tx.training.goal_history(one.record_id) for one in erasure.traces])
    assert services.learning.record.erase().erased.total == 0


def test_courses_go_out_in_the_shape_of_open_badges_and_say_they_are_not_signed(
    services: Services, tmp_path: Path
) -> None:
    filled(services, tmp_path)
    target = tmp_path / "badges.json"
    assert services.learning.record.export_badges(target) == 1
    [credential] = json.loads(target.read_text(encoding="utf-8"))["verifiableCredential"]
    assert "proof" not in credential
    assert credential["description"].startswith("Not signed")
    (tmp_path / "one.json").write_text(json.dumps(credential), encoding="utf-8")
    read = services.learning.badges.read(tmp_path / "one.json")
    assert (read.name, read.version, read.issuer) == ("Sight loss", "3.0", "Orkney Islands")
    assert "no-signature" in read.unproven


def test_a_goal_has_a_next_step_a_buddy_and_a_day(services: Services, other: Champion) -> None:
    plan = services.learning.plan
    assert [one.name for one in plan.buddies()] == ["Ewan"]
    me = services.champion.id
    goal = Goal(me, "wifi", next_step="Ask Ewan to show me", buddy_id=other.id, review_on=date.today())
    later = Goal(me, text="Read the leaflet", review_on=date.today() + timedelta(days=9))
    plan.keep(later)
    plan.keep(goal)
    assert [one.id for one in plan.goals()] == [goal.id, later.id]
    assert plan.to_review() == [goal]
    plan.keep(replace(goal, next_step="Try it myself"))
    assert [change.kind for change in plan.history(goal.id)] == ["add", "amend"]
    done = plan.close(goal)
    assert goal.id not in {one.id for one in plan.goals()}
    assert len(plan.goals(("done",))) == 1
    services.history.undo(done)
    assert goal.id in {one.id for one in plan.goals()}


def test_a_goal_that_does_not_fit_is_not_kept(services: Services, other: Champion) -> None:
    plan, me = services.learning.plan, services.champion.id
    with pytest.raises(Invalid, match="buddy-unknown"):
        plan.keep(Goal(me, "wifi", buddy_id="nobody"))
    with pytest.raises(Invalid, match="buddy-is-me"):
        Goal(me, "wifi", buddy_id=me)
    with pytest.raises(Invalid, match="looks-personal"):
        plan.keep(Goal(me, "wifi", next_step="Ring Mrs Sinclair"))
    with pytest.raises(Invalid, match="too-long"):
        Goal(me, text="x" * 401)
    with pytest.raises(Problem, match="record-gone"):
        plan.history("nobody")
    assert plan.goals() == []
