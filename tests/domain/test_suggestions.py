"""The rule of suggestions, case by case: what is said about a topic or a course, and what silences it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from champion_desk.domain.courses import (
    CHAMPION,
    EXPIRED,
    LATE,
    LEAD,
    MISSING,
    SOON,
    DueCourse,
    Duty,
    due_courses,
    refresh_date,
)
from champion_desk.domain.problems import Invalid
from champion_desk.domain.suggestions import (
    DISMISSED,
    PUT_OFF,
    TAKEN,
    Advice,
    SuggestionAnswer,
    TopicPractice,
    advice,
)
from champion_desk.domain.training import Enrolment

TODAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def said(*topics: TopicPractice, answers: tuple[SuggestionAnswer, ...] = ()) -> list[Advice]:
    return advice(topics, (), answers, {}, TODAY)


@pytest.mark.parametrize(
    ("asked", "level", "stuck", "able", "kind", "reasons"),
    [
        # asked often x rated low
        (10, "not-yet", 0, 3, "topic", ("asked-and-low",)),
        (10, "with-help", 0, 3, "topic", ("asked-and-low",)),
        (10, "alone", 0, 3, None, ()),
        (10, "could-teach", 0, 3, None, ()),
        (9, "not-yet", 0, 3, None, ()),
        (10, "", 0, 3, None, ()),
        # stuck
        (1, "", 1, 1, "topic", ("stuck",)),
        (1, "could-teach", 1, 1, "topic", ("stuck",)),
        (10, "not-yet", 2, 3, "topic", ("stuck", "asked-and-low")),
        (10, "", 2, 3, "topic", ("stuck", "asked-unrated")),
        # nobody at the site has finished it
        (10, "", 0, 0, "gap", ("nobody-here",)),
        (10, "alone", 0, 0, "gap", ("nobody-here",)),
        (10, "could-teach", 0, 0, None, ()),
        (9, "", 0, 0, None, ()),
        (10, "not-yet", 0, 0, "topic", ("asked-and-low", "nobody-here")),
        (10, "not-yet", 1, 0, "topic", ("stuck", "asked-and-low", "nobody-here")),
        (10, "", 0, None, None, ()),  # not known who is able
        (0, "", 0, 0, None, ()),
    ],
)
def test_what_speaks_for_a_topic(
    asked: int, level: str, stuck: int, able: int | None, kind: str | None, reasons: tuple[str, ...]
) -> None:
    found = said(TopicPractice("wifi", asked, stuck, level, able))
    assert [(one.kind, one.reasons) for one in found] == ([(kind, reasons)] if kind else [])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((30, "not-yet", 0), (30, "with-help", 0)),  # the lower rating
        ((30, "not-yet", 0), (20, "not-yet", 0)),  # the more often asked
        ((5, "", 2), (5, "", 1)),  # the more often stuck
        ((5, "not-yet", 1), (5, "alone", 1)),  # stuck alike, the lower rating
        ((20, "not-yet", 1), (20, "not-yet", 0)),  # stuck besides
    ],
)
def test_the_more_pressing_topic_comes_first(
    first: tuple[int, str, int], second: tuple[int, str, int]
) -> None:
    def topic(code: str, facts: tuple[int, str, int]) -> TopicPractice:
        return TopicPractice(code, facts[0], facts[2], facts[1], 3)

    assert [one.code for one in said(topic("a", second), topic("b", first))] == ["b", "a"]


@pytest.mark.parametrize(
    ("answer", "until", "stuck_since", "shows"),
    [
        (TAKEN, None, False, False),
        (TAKEN, None, True, True),
        (PUT_OFF, TODAY + timedelta(days=1), True, False),
        (PUT_OFF, TODAY, False, True),
        (DISMISSED, None, True, False),
    ],
)
def test_an_answer_silences_a_suggestion(
    answer: str, until: date | None, stuck_since: bool, shows: bool
) -> None:
    last = NOON + timedelta(hours=1) if stuck_since else NOON - timedelta(hours=1)
    topic = TopicPractice("wifi", 10, 1, "not-yet", 3, last)
    one = SuggestionAnswer("me", "topic", "wifi", answer, until, NOON)
    assert bool(said(topic, answers=(one,))) is shows


def test_a_gap_that_was_dismissed_may_still_come_back_as_something_i_am_stuck_in() -> None:
    gone = SuggestionAnswer("me", "gap", "wifi", DISMISSED, None, NOON)
    assert not said(TopicPractice("wifi", 10, 0, "", 0), answers=(gone,))
    assert said(TopicPractice("wifi", 10, 1, "", 0, NOON), answers=(gone,))


def test_duties_come_before_all_else() -> None:
    due = [DueCourse("me", "fire", "Fire", EXPIRED, TODAY, True)]
    found = advice([TopicPractice("wifi", 99, 9, "not-yet", 0)], due, (), {}, TODAY)
    assert (found[0].kind, found[0].reasons) == ("course", ("renew",))
    silent = SuggestionAnswer("me", "course", "fire", DISMISSED, None, NOON)
    assert len(advice((), due, (silent,), {}, TODAY)) == 0


@pytest.mark.parametrize("fields", [("x", "taken", None), ("topic", "x", None), ("topic", "put-off", None)])
def test_an_answer_checks_itself(fields: tuple[str, str, date | None]) -> None:
    with pytest.raises(Invalid):
        SuggestionAnswer("me", fields[0], "wifi", fields[1], fields[2])


def enrolled(course: str, state: str, on: date | None = None, due: date | None = None) -> Enrolment:
    return Enrolment("me", course, course, state, 1.0, on, due)


DONE = date(2025, 6, 1)
DUTY = Duty("fire", CHAMPION, 30, date(2026, 11, 20))
OLD_DUTY = Duty("fire", CHAMPION, 30, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("enrolments", "duties", "role", "expected"),
    [
        ((), (DUTY,), CHAMPION, [(MISSING, date(2026, 12, 20), True)]),
        ((), (Duty("fire", LEAD, 30, TODAY),), CHAMPION, []),
        ((), (Duty("fire", LEAD, 30, TODAY),), LEAD, [(MISSING, date(2026, 12, 31), True)]),
        ((), (DUTY,), LEAD, [(MISSING, date(2026, 12, 20), True)]),
        ((), (Duty("fire", LEAD, 5, TODAY), DUTY), LEAD, [(MISSING, date(2026, 12, 6), True)]),
        ((enrolled("fire", "done", DONE),), (DUTY,), CHAMPION, []),
        (
            (enrolled("fire", "done", DONE, date(2026, 11, 1)),),
            (DUTY,),
            CHAMPION,
            [(EXPIRED, date(2026, 11, 1), True)],
        ),
        (
            (enrolled("fire", "done", DONE, date(2026, 12, 20)),),
            (),
            CHAMPION,
            [(SOON, date(2026, 12, 20), False)],
        ),
        ((enrolled("fire", "done", DONE, date(2027, 6, 1)),), (DUTY,), CHAMPION, []),
        # the one that lasts longest counts
        (
            (
                enrolled("fire", "done", DONE, date(2026, 11, 1)),
                enrolled("fire", "done", DONE, date(2028, 1, 1)),
            ),
            (DUTY,),
            CHAMPION,
            [],
        ),
        (
            (enrolled("fire", "planned", None, date(2026, 11, 1)),),
            (),
            CHAMPION,
            [(LATE, date(2026, 11, 1), False)],
        ),
        ((enrolled("fire", "planned"),), (DUTY,), CHAMPION, []),
        ((enrolled("fire", "planned"),), (OLD_DUTY,), CHAMPION, [(LATE, date(2026, 1, 31), True)]),
    ],
)
def test_what_is_due(
    enrolments: tuple[Enrolment, ...], duties: tuple[Duty, ...], role: str, expected: list[object]
) -> None:
    found = due_courses("me", role, enrolments, duties, TODAY)
    assert [(one.state, one.by, one.mandatory) for one in found] == expected


@pytest.mark.parametrize(
    ("done", "months", "expected"),
    [
        (date(2026, 3, 3), 12, date(2027, 3, 3)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 3), 0, None),
    ],
)
def test_a_refresh_is_due_on_the_same_day_of_a_later_month(
    done: date, months: int, expected: date | None
) -> None:
    assert refresh_date(done, months) == expected


def test_what_was_done_is_expired_after_its_refresh_date() -> None:
    one = enrolled("fire", "done", DONE, date(2026, 11, 30))
    assert (one.state_on(date(2026, 11, 30)), one.state_on(TODAY)) == ("done", "expired")
    assert enrolled("fire", "planned", None, DONE).state_on(TODAY) == "planned"
