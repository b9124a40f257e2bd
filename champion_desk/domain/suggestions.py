"""What is worth learning next, and why: asked often, rated low, stuck; a duty that is due; a gap at the site.

The rule is ours. Three signs speak for a topic, and each says its own number: the champion got stuck in it
lately; people ask for it often here and the champion rates it low; nobody at the site has finished it lately.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from champion_desk.domain.courses import DueCourse
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid
from champion_desk.domain.training import LEVELS

TOPIC, COURSE, GAP = "topic", "course", "gap"
KINDS = (TOPIC, COURSE, GAP)
# The reasons, as codes: what the sentence beside a suggestion is made from.
STUCK, ASKED_AND_LOW, ASKED_UNRATED, DUTY, RENEW, NOBODY = (
    *("stuck", "asked-and-low", "asked-unrated", "duty", "renew", "nobody-here"),
)
TAKEN, PUT_OFF, DISMISSED = "taken", "put-off", "dismissed"
ANSWERS = (TAKEN, PUT_OFF, DISMISSED)
# In three months: from so many on, a topic is asked for often; so many times stuck weigh as much as this.
OFTEN = 10
_STUCK_WEIGHS = 10
_LOW = {"not-yet": 3, "with-help": 2}
_NOT_RATED = 1


@dataclass(frozen=True, slots=True)
class SuggestionAnswer:
    """What a champion said to a suggestion: taken into the plan, put off until a day, dismissed for good."""

    champion_id: str
    kind: str
    code: str
    answer: str
    until: date | None = None
    answered_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Invalid("kind", "unknown-code", given=self.kind)
        if self.answer not in ANSWERS:
            raise Invalid("answer", "unknown-code", given=self.answer)
        if (self.answer == PUT_OFF) != (self.until is not None):
            raise Invalid("until", "needed")


@dataclass(frozen=True, slots=True)
class TopicPractice:
    """One topic in numbers: asked for at the site, and how often I was stuck in it, both lately.

    `level` is my lowest rating of its skills, "" where none is rated; `able` how many champions finished it
    at this site lately. `last_stuck` is when I last was.
    """

    topic: str
    asked: int = 0
    stuck: int = 0
    level: str = ""
    able: int | None = None
    last_stuck: datetime | None = None
    has_skills: bool = True


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion. `code` is a topic's, or a course's; `reasons` are codes, the strongest first."""

    kind: str
    code: str
    reasons: tuple[str, ...]
    asked: int = 0
    stuck: int = 0
    level: str = ""
    by: date | None = None
    title: str = ""
    weight: int = 0


def advice(
    topics: Iterable[TopicPractice],
    due: Iterable[DueCourse],
    answers: Sequence[SuggestionAnswer],
    taken: Mapping[str, datetime],
    today: date,
) -> list[Advice]:
    """What to suggest, the most pressing first: duties, then topics by their weight, then gaps.

    `taken` says when each topic came into the plan: it is suggested again only after being stuck once more.
    """
    answered = {(one.kind, one.code): one for one in answers}
    courses = [_course(one) for one in due if one.mandatory or one.state != "late"]
    found = [one for one in courses if not _is_silent(answered.get((COURSE, one.code)), today)]
    by_weight = list[Advice]()
    for topic in topics:
        one = _topic(topic)
        is_new = topic.topic not in taken or _stuck_since(topic, taken[topic.topic])
        if one is not None and is_new and not _is_silent(answered.get((one.kind, topic.topic)), today, topic):
            by_weight.append(one)
    by_weight.sort(key=lambda one: (one.kind == GAP, -one.weight, one.code))
    return found + by_weight


def _stuck_since(topic: TopicPractice, at: datetime) -> bool:
    return topic.last_stuck is not None and topic.last_stuck > at


def _is_silent(answer: SuggestionAnswer | None, today: date, topic: TopicPractice | None = None) -> bool:
    """Whether it was answered: for good, until a day, or (taken) until one is stuck in it again."""
    if answer is None:
        return False
    if answer.answer == PUT_OFF:
        return answer.until is not None and today < answer.until
    if answer.answer == DISMISSED:
        return True
    return topic is None or not _stuck_since(topic, answer.answered_at)


def _course(due: DueCourse) -> Advice:
    reason = DUTY if due.state in ("missing", "late") else RENEW
    return Advice(COURSE, due.course, (reason,), by=due.by, title=due.title)


def _topic(topic: TopicPractice) -> Advice | None:
    """What speaks for a topic, if anything does.

    Asked for often × rated low: each time asked for counts as many times as the rating is low. Whoever can
    do it alone is not told to learn it because others ask, but is when stuck in it.
    """
    reasons = list[str]()
    weight = 0
    if topic.stuck:
        reasons.append(STUCK)
        weight += topic.stuck * _STUCK_WEIGHS * (1 + _LOW.get(topic.level, _NOT_RATED))
    if topic.asked >= OFTEN and topic.level in _LOW:
        reasons.append(ASKED_AND_LOW)
        weight += topic.asked * _LOW[topic.level]
    elif topic.asked >= OFTEN and not topic.level and topic.has_skills and topic.stuck:
        reasons.append(ASKED_UNRATED)
        weight += topic.asked * _NOT_RATED
    is_gap = topic.asked >= OFTEN and topic.able == 0 and topic.level != LEVELS[-1]
    if is_gap:
        reasons.append(NOBODY)
        weight += topic.asked
    if not reasons:
        return None
    kind = GAP if reasons == [NOBODY] else TOPIC
    return Advice(kind, topic.topic, tuple(reasons), topic.asked, topic.stuck, topic.level, weight=weight)
