"""No subset of what others are shown tells anyone's rating: tried with every way the ratings could be.

Somebody who sees all that is ever shown, knows in which order people rated, shared and took it back, and
knows the rating of one of them (their own), must for every rating that was not shared find two worlds in
which all of that is the same, and the rating is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from champion_desk.domain.told_ratings import (
    COUNTED,
    GROUP,
    SHARED,
    RatingCount,
    Settled,
    settle,
)
from champion_desk.domain.training import SelfAssessment

ON = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
RATE, SHARE, TAKE_BACK, ERASE = "rate", "share", "take back", "erase"
Event = tuple[str, int]
MOST = 9  # ratings of a run: two worlds for each


@dataclass
class Run:
    """What happened, told by the rule itself: whose each rating was, what was shown and what was shared."""

    shared: set[int] = field(default_factory=set)
    people: list[int] = field(default_factory=list)
    shown: list[tuple[int, int | None]] = field(default_factory=list)


def run(events: list[Event], able: tuple[bool, ...]) -> Run:
    """One world: the n-th rating says that one is able where `able[n]` is true."""
    made, ratings, sharing = Run(), dict[str, SelfAssessment](), set[str]()
    for kind, person in events:
        name = f"p{person}"
        if kind == RATE:
            number = len(made.people)
            made.people.append(person)
            level = "alone" if able[number] else "with-help"
            at = NOON + timedelta(minutes=number)
            ratings[str(number)] = SelfAssessment(name, "skill", level, at, str(number))
        elif kind == SHARE:
            sharing.add(name)
        elif kind == TAKE_BACK:
            sharing.discard(name)
        else:
            ratings = {key: one for key, one in ratings.items() if one.champion_id != name}
        waiting = [one for one in ratings.values() if not one.told]
        settled = settle(waiting, frozenset(sharing), ON)
        _note(made, settled, waiting)
        for key, told in settled.told.items():
            ratings[key] = replace(ratings[key], told=told)
    return made


def _note(made: Run, settled: Settled, waiting: list[SelfAssessment]) -> None:
    made.shown += [(count.people, count.able) for count in settled.counts]
    made.shared |= {int(key) for key, told in settled.told.items() if told == SHARED}
    counted = [one for one in waiting if settled.told.get(one.id) == COUNTED]
    assert len({one.champion_id for one in counted}) == GROUP * len(settled.counts)


# Everyone rates at some time; before, between and after, some rate again, share, take it back, or erase.
everyone = st.permutations([(RATE, person) for person in range(6)])
between = st.lists(
    st.tuples(st.sampled_from([RATE, RATE, SHARE, TAKE_BACK, ERASE]), st.integers(0, 5)), max_size=9
)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """What happened, with at most `MOST` ratings."""
    found = list(draw(everyone))
    for event in draw(between):
        if event[0] != RATE or sum(kind == RATE for kind, _person in found) < MOST:
            found.insert(draw(st.integers(0, len(found))), event)
    return found


@settings(max_examples=60, deadline=None)
@given(histories(), st.integers(0, 5))
def test_no_subset_of_views_tells_one_persons_rating(happened: list[Event], viewer: int) -> None:
    count = sum(kind == RATE for kind, _person in happened)
    known = set[int]()
    alike: dict[tuple[object, ...], list[tuple[bool, ...]]] = {}
    for world in product((False, True), repeat=count):
        seen = run(happened, world)
        known = seen.shared | {at for at, person in enumerate(seen.people) if person == viewer}
        view: tuple[object, ...] = (*seen.shown, *((at, world[at]) for at in sorted(known)))
        alike.setdefault(view, []).append(world)
    for shown, worlds in alike.items():
        for at in set(range(count)) - known:
            assert {world[at] for world in worlds} == {False, True}, (happened, shown, at)


def rating(person: int, level: str, at: int = 0) -> SelfAssessment:
    when = NOON + timedelta(minutes=at or person)
    return SelfAssessment(f"p{person}", "skill", level, when, f"{person}-{at}")


@pytest.mark.parametrize(
    ("levels", "able"),
    [
        (("alone", "could-teach", "with-help", "not-yet", "alone"), 3),
        (("alone", "alone", "with-help", "not-yet", "with-help"), 2),
        (("alone", "alone", "alone", "alone", "with-help"), None),  # whoever can't knows of all others
        (("alone", "alone", "alone", "alone", "alone"), None),
        (("not-yet", "not-yet", "not-yet", "not-yet", "alone"), None),
        (("not-yet", "not-yet", "not-yet", "not-yet", "not-yet"), None),
    ],
)
def test_five_are_counted_and_shown_where_they_differ(levels: tuple[str, ...], able: int | None) -> None:
    found = settle([rating(at, level) for at, level in enumerate(levels)], frozenset(), ON)
    assert [(one.people, one.able) for one in found.counts] == [(5, able)]
    assert set(found.told.values()) == {COUNTED}


def test_four_are_not_counted() -> None:
    assert settle([rating(at, "alone") for at in range(4)], frozenset(), ON) == Settled({}, ())


def test_one_person_is_counted_once_with_their_newest_rating() -> None:
    waiting = [rating(0, "not-yet", 1), rating(0, "alone", 2), *(rating(at, "not-yet") for at in (3, 4, 5))]
    assert settle(waiting, frozenset(), ON).counts == ()
    more = [*waiting, rating(6, "alone")]
    found = settle(more, frozenset(), ON)
    assert [(one.people, one.able) for one in found.counts] == [(5, 2)]
    assert set(found.told) == {one.id for one in more}


def test_who_shares_is_in_no_count() -> None:
    waiting = [rating(at, "alone") for at in range(5)]
    found = settle(waiting, frozenset({"p0"}), ON)
    assert (found.told, found.counts) == ({waiting[0].id: SHARED}, ())


def test_a_count_is_of_a_skill_and_a_day() -> None:
    found = settle([rating(at, "alone" if at < 2 else "not-yet") for at in range(5)], frozenset(), ON)
    [count] = found.counts
    assert replace(count, id="") == RatingCount("skill", 5, 2, ON, "")
