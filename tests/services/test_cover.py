"""Cover and what is known of ratings, from a real store: counts with their holes, sharing that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.courses import Duty
from champion_desk.domain.cover import NOBODY, OFTEN, ONE_ONLY, hole
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import CATCH_UP, Tally
from champion_desk.domain.told_ratings import SkillCount
from champion_desk.domain.training import SelfAssessment
from champion_desk.services import Services
from champion_desk.services.evidence import skills_by_topic
from champion_desk.services.sharing import settle_skills
from tests.documents.sheets_of_paper import text

TODAY = date.today()


def at(days_ago: int, hour: int = 10) -> datetime:
    return datetime.combine(TODAY - timedelta(days=days_ago), time(hour)).astimezone()


def others(services: Services, count: int) -> list[Champion]:
    made = [Champion(f"Champion {number}") for number in range(count)]
    with services.desk.open_store.transaction() as tx:
        for one in made:
            tx.champions.add(one)
    return made


def log(
    services: Services, champion: Champion, when: datetime, topic: str, outcome: str = "done", **facts: object
) -> None:
    session = AssistedSession(champion.id, services.site.id, when, (topic,), 5, outcome)
    with services.desk.open_store.transaction() as tx:
        tx.sessions.add(replace(session, **facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "people", "expected"),
    [(0, 0, ""), (1, 0, NOBODY), (1, 1, ONE_ONLY), (1, 2, ""), (9, 0, NOBODY)],
)
def test_a_hole_is_where_something_is_asked_and_too_few_are_there(
    asked: int, people: int, expected: str
) -> None:
    assert hole(asked, people) == expected


def test_days_hours_and_topics_are_set_against_who_was_there(services: Services) -> None:
    ann, bob = others(services, 2)
    for weeks in (1, 2):
        log(services, ann, at(7 * weeks, 10), "wifi")
        log(services, bob, at(7 * weeks, 14), "evisa", "could-not", outcome_reason="not-our-remit")
    log(services, bob, at(6), "evisa", "handed-on", outcome_reason="colleague", time_known=False)
    for _ in range(OFTEN):
        log(services, ann, at(7), "wifi")
        log(services, bob, at(7), "evisa", "could-not", outcome_reason="not-our-remit")
    [site] = services.learning.cover.sites()
    day = site.days[at(7).weekday()]
    assert (day.asked, day.people, day.hole) == (24, 2, "")
    assert (day.by_hour[10], day.by_hour[14]) == (22, 2)
    other = site.days[at(6).weekday()]
    assert (other.asked, dict(other.by_hour), other.people, other.hole) == (1, {}, 0, NOBODY)

    topics = {one.code: one for one in site.topics}
    assert (topics["wifi"].able, topics["wifi"].hole) == (1, ONE_ONLY)
    assert topics["wifi"].by_day[at(7).weekday()] == 1
    assert topics["wifi"].holes == (at(6).weekday(),)
    assert (topics["evisa"].able, topics["evisa"].hole) == (0, NOBODY)
    skills = {one.code: one for one in site.skills}
    assert any(one.hole == NOBODY for one in skills.values())
    assert not any(ann.name in repr(one) or ann.id in repr(one) for one in (site,))


def test_a_language_is_covered_by_who_finished_sessions_in_it(services: Services) -> None:
    ann, bob = others(services, 2)
    for _ in range(OFTEN):
        log(services, ann, at(1), "wifi", "handed-on", outcome_reason="colleague", language="pl")
    log(services, bob, at(1), "wifi", language="en")
    [site] = services.learning.cover.sites()
    [polish] = site.languages
    assert (polish.code, polish.asked, polish.able, polish.hole) == ("pl", OFTEN, 0, NOBODY)


def test_quick_counts_are_asked_for_and_helped_with(services: Services) -> None:
    [ann] = others(services, 1)
    with services.desk.open_store.transaction() as tx:
        for days in (7, 14) * 9:
            tx.tallies.add(Tally(ann.id, services.site.id, "wifi", 1, at(days), at(days)))
        begin = at(7, 12)
        batch = Tally(ann.id, services.site.id, "wifi", 9, begin, begin + timedelta(hours=1), CATCH_UP)
        tx.tallies.add(batch)
    [site] = services.learning.cover.sites()
    day = site.days[at(7).weekday()]
    assert (day.asked, dict(day.by_hour), day.people) == (27, {10: 18}, 1)
    [topic] = site.topics
    assert (topic.code, topic.asked, topic.able) == ("wifi", 27, 1)
    assert services.learning.suggestions.all() == []
    skill = skills_by_topic(services.catalogues)["wifi"][0]
    services.training.rate({skill: "not-yet"})
    assert [one.asked for one in services.learning.suggestions.all()] == [27]


def test_a_leaver_covers_nothing(services: Services) -> None:
    [ann] = others(services, 1)
    for weeks in (1, 2):
        log(services, ann, at(7 * weeks), "wifi")
    with services.desk.open_store.transaction() as tx:
        tx.champions.amend(replace(ann, left_on=TODAY))
    [site] = services.learning.cover.sites()
    assert (site.days[at(7).weekday()].people, site.topics[0].able) == (0, 0)


def rate(services: Services, champions: list[Champion], levels: list[str]) -> None:
    with services.desk.open_store.transaction() as tx:
        for champion, level in zip(champions, levels, strict=True):
            tx.training.assess(SelfAssessment(champion.id, "plain-words", level))
            settle_skills(tx, ["plain-words"])


def test_ratings_are_counted_over_five_and_undo_does_not_uncount_them(services: Services) -> None:
    rate(services, others(services, 4), ["alone", "alone", "not-yet", "with-help"])
    sharing = services.learning.sharing
    assert sharing.counts() == []
    done = services.training.rate({"plain-words": "could-teach"})
    assert sharing.counts() == [SkillCount("plain-words", 5, 3)]
    services.history.undo(done)
    assert services.training.levels() == {}
    assert sharing.counts() == [SkillCount("plain-words", 5, 3)]
    services.training.rate({"plain-words": "not-yet"})
    assert sharing.counts() == [SkillCount("plain-words", 5, 3)]
    assert sharing.counts(TODAY + timedelta(days=366)) == []


def test_what_i_share_is_seen_until_i_take_it_back(services: Services) -> None:
    sharing, training, me = services.learning.sharing, services.training, services.champion.id
    training.rate({"plain-words": "alone"})
    assert sharing.shared() == {}
    done = sharing.share()
    assert sharing.since() is not None
    assert sharing.shared() == {me: {"plain-words": "alone"}}
    training.rate({"hands-off": "not-yet", "plain-words": "could-teach"})
    assert sharing.shared() == {me: {"plain-words": "could-teach", "hands-off": "not-yet"}}
    sharing.take_back()
    assert sharing.shared() == {}
    training.rate({"hands-off": "alone"})
    sharing.share()
    assert sharing.shared()[me]["hands-off"] == "alone"
    assert done.batch


def test_what_was_counted_is_not_shared_until_it_is_rated_again(services: Services) -> None:
    sharing, training, me = services.learning.sharing, services.training, services.champion.id
    rate(services, others(services, 4), ["alone", "alone", "not-yet", "with-help"])
    training.rate({"plain-words": "alone"})
    sharing.share()
    assert sharing.shared() == {}
    assert sharing.hidden() == ["plain-words"]
    training.rate({"plain-words": "alone"})
    assert sharing.shared() == {me: {"plain-words": "alone"}}
    assert sharing.hidden() == []


def test_what_was_shared_is_never_counted(services: Services) -> None:
    services.training.rate({"plain-words": "alone"})
    services.learning.sharing.share()
    services.learning.sharing.take_back()
    rate(services, others(services, 4), ["alone", "alone", "not-yet", "with-help"])
    assert services.learning.sharing.counts() == []


def test_only_who_leads_sees_cover_counts_and_what_is_shared(services: Services) -> None:
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(Champion("Ewan", lead=True))
        tx.champions.amend(replace(services.champion, lead=False))
    learning = services.learning
    for look in (learning.cover.sites, learning.sharing.counts, learning.sharing.shared):
        with pytest.raises(Problem, match="training-lead"):
            look()


def test_the_team_plan_prints_holes_and_what_is_due_and_no_ratings(services: Services) -> None:
    services.training.rate({"plain-words": "could-teach"})
    services.learning.sharing.share()
    [ann] = others(services, 1)
    for _ in range(OFTEN):
        log(services, ann, at(7), "evisa", "could-not", outcome_reason="not-our-remit")
        log(services, ann, at(7), "wifi", "handed-on", outcome_reason="colleague", language="pl")
    services.learning.courses.set_duty(Duty("sight-loss"))
    said = " ".join(text(services.learning.team_plan.pdf(named={"pl": "Polish"}.__getitem__)).split())
    for words in ("Kirkwall Library", "nobody", "Helping someone with sight loss", "Polish", ann.name):
        assert words in said
    assert "teach" not in said
