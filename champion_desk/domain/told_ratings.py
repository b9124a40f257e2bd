"""What others may know of self-assessments: counts over five people at least, or what someone shares.

A rating is told at most once. Ratings of a skill are put together in the order they were made, five people
at a time, whatever they say; such a group is counted when it is full, and never again. Its count is shown
only where at least two can do it and at least two can't: then whoever knows their own rating too still
can't tell anyone else's, for another of the group could have said the opposite. As no two groups have a
rating in common, and none is changed afterwards, nothing follows from two counts, or from a count before
and after. Who shares is in no group: what is shared has not been counted, and is not counted later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from champion_desk.domain.identity import new_id
from champion_desk.domain.training import LEVELS, SelfAssessment

COUNTED, SHARED = "counted", "shared"
GROUP = 5
_MIXED = 2
_ABLE = frozenset(LEVELS[2:])


@dataclass(frozen=True, slots=True)
class RatingCount:
    """Of so many people, how many can do a skill alone; None where they are too much alike to say."""

    skill: str
    people: int
    able: int | None
    made_on: date
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class RatingShare:
    """A champion shows their ratings to who leads, from then on until they take it back."""

    champion_id: str
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)


def is_able(level: str) -> bool:
    """Whether a level means that it can be done alone."""
    return level in _ABLE


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of ratings that were told to nobody yet: `told` by their ids, and the counts made."""

    told: Mapping[str, str]
    counts: tuple[RatingCount, ...]


def settle(waiting: Sequence[SelfAssessment], sharing: frozenset[str], on: date) -> Settled:
    """What to tell of the ratings of one skill, told to nobody so far, oldest first.

    Those of champions who share are shared. Of each other person the newest counts, and goes into a group
    once five people have rated; older ones of theirs are settled with it. Who is in a group does not depend
    on what they say, or a count that is missing would tell something.
    """
    told: dict[str, str] = {}
    counts = list[RatingCount]()
    still = list[SelfAssessment]()
    for one in waiting:
        if one.champion_id in sharing:
            told[one.id] = SHARED
        else:
            still.append(one)
    while group := _next_group(still):
        people = {one.champion_id for one in group}
        told |= {one.id: COUNTED for one in still if one.champion_id in people}
        still = [one for one in still if one.champion_id not in people]
        counts.append(_count(group, on))
    return Settled(told, tuple(counts))


def _next_group(waiting: Sequence[SelfAssessment]) -> list[SelfAssessment]:
    """The newest ratings of the five who have waited longest; nothing while they are fewer."""
    newest = {one.champion_id: one for one in waiting}
    return list(newest.values())[:GROUP] if len(newest) >= GROUP else []


def _count(group: Sequence[SelfAssessment], on: date) -> RatingCount:
    able = sum(is_able(one.level) for one in group)
    is_mixed = _MIXED <= able <= len(group) - _MIXED
    return RatingCount(group[0].skill, len(group), able if is_mixed else None, on)


@dataclass(frozen=True, slots=True)
class SkillCount:
    """Of so many ratings of a skill in the last year, how many say that it can be done alone."""

    skill: str
    people: int
    able: int
