"""Hand-offs are asked about in time, found by their slip, answered, and nobody is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import FOLLOW_UPS, AssistedSession
from champion_desk.domain.slips import shown_slip
from champion_desk.services import Services

TODAY = datetime.now().astimezone().date()


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


def handed_on(desk: Services, days_ago: int) -> AssistedSession:
    session = AssistedSession(
        desk.champion.id,
        desk.site.id,
        datetime.now(UTC) - timedelta(days=days_ago),
        ("wifi",),
        5,
        "handed-on",
        slip=desk.sessions.new_slip(),
    )
    desk.sessions.log(session)
    return desk.sessions.get(session.id)


def test_a_slip_is_asked_about_two_weeks_later(desk: Services) -> None:
    first, second, _young = (handed_on(desk, days) for days in (30, 14, 3))
    assert desk.follow_ups.due(TODAY) == [first, second]
    assert desk.follow_ups.count_due(TODAY) == 2
    assert first.follow_up_on == TODAY - timedelta(days=16)


@pytest.mark.parametrize("typed", ["{code}", " {shown} ", "{shown}.", "{lower}", "{spread}"])
def test_a_slip_is_found_however_its_code_is_written(desk: Services, typed: str) -> None:
    session = handed_on(desk, 1)
    forms = {
        "code": session.slip, "shown": shown_slip(session.slip), "lower": session.slip.lower(),
        "spread": "-".join(session.slip),
    }  # fmt: skip
    assert desk.follow_ups.find(typed.format(**forms)) == session


def test_a_code_that_can_be_none_or_is_of_another_desk_says_so(desk: Services) -> None:
    for typed in ("", "ABC", "O0O0O0", "A" * 40):
        with pytest.raises(Invalid):
            desk.follow_ups.find(typed)
    with pytest.raises(Problem, match="slip-unknown"):
        desk.follow_ups.find(desk.sessions.new_slip())


@pytest.mark.parametrize("answer", FOLLOW_UPS)
def test_an_answer_is_kept_counted_changed_and_undone(desk: Services, answer: str) -> None:
    session = handed_on(desk, 20)
    done = desk.follow_ups.answer(session.id, answer, TODAY, " They rang back. ")
    kept = desk.sessions.get(session.id)
    assert (kept.followed_up, kept.followed_up_on, kept.follow_up_note) == (answer, TODAY, "They rang back.")
    assert desk.follow_ups.due(TODAY) == []
    assert desk.log.week(TODAY).told == 1
    other = next(one for one in FOLLOW_UPS if one != answer)
    again = desk.follow_ups.answer(session.id, other, TODAY)
    desk.history.undo(again)
    desk.history.undo(done)
    assert desk.sessions.get(session.id) == session
    assert desk.follow_ups.due(TODAY) == [session]


def test_it_can_be_asked_again_later_or_no_more(desk: Services) -> None:
    session = handed_on(desk, 20)
    desk.follow_ups.ask_again(session.id, TODAY, "They wait for a letter.")
    assert desk.follow_ups.due(TODAY) == []
    assert desk.follow_ups.count_due(TODAY + timedelta(days=14)) == 1
    desk.follow_ups.ask_no_more(session.id, "They wait for a letter.")
    assert desk.follow_ups.count_due(date(2199, 1, 1)) == 0
    assert desk.follow_ups.find(session.slip).follow_up_note == "They wait for a letter."


def test_an_unknown_answer_and_a_personal_note_are_refused(desk: Services) -> None:
    session = handed_on(desk, 20)
    with pytest.raises(Invalid):
        desk.follow_ups.answer(session.id, "perhaps", TODAY)
    with pytest.raises(Invalid, match="looks-personal"):
        desk.follow_ups.answer(session.id, "worked", TODAY, "ring 07700 900118")
    assert desk.sessions.get(session.id) == session


def test_a_slip_taken_back_is_asked_about_no_more_and_a_new_one_is(desk: Services) -> None:
    session = handed_on(desk, 20)
    desk.sessions.amend(replace(session, slip=""))
    assert desk.follow_ups.count_due(TODAY) == 0
    desk.sessions.amend(replace(desk.sessions.get(session.id), slip=desk.sessions.new_slip()))
    assert desk.follow_ups.count_due(TODAY) == 1


def test_a_removed_session_is_asked_about_no_more(desk: Services) -> None:
    session = handed_on(desk, 20)
    desk.sessions.remove(session.id, "mistake")
    assert desk.follow_ups.due(TODAY) == []
    with pytest.raises(Problem, match="slip-unknown"):
        desk.follow_ups.find(session.slip)
