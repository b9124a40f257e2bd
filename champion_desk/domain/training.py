"""Champions' own skills: frameworks, self-assessments, courses and goals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from champion_desk.domain.catalogue import CodedItem
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid

LEVELS = ("not-yet", "with-help", "alone", "could-teach")
STATES = ("planned", "started", "done")
GOAL_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Skill(CodedItem):
    """A statement a champion can rate; `official` where its wording is the publisher's own.

    `needs` are the codes of skills that come first.
    """

    area: str = ""
    official: bool = False
    topics: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A set of skills in areas. Skills that are `retired` are not asked any more; their history stays.

    `own`: the council brought it in. `ended`: it did, and does not use it any more.
    """

    code: str
    labels: Mapping[str, str]
    source: str
    areas: tuple[CodedItem, ...]
    skills: tuple[Skill, ...]
    note: str = ""
    licence: str = ""
    retired: tuple[Skill, ...] = ()
    version: str = ""
    own: bool = False
    ended: bool = False

    def label(self, language: str = "en") -> str:
        """Its name in that language, or in English."""
        return self.labels.get(language) or self.labels["en"]


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """How a champion rated one skill at one time; earlier ones are kept.

    `told` is "" as long as nobody else can know of it, "counted" or "shared" (see `told_ratings`).
    """

    champion_id: str
    skill: str
    level: str
    rated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)
    told: str = ""

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise Invalid("level", "unknown-code", given=self.level)


@dataclass(frozen=True, slots=True)
class Course(CodedItem):
    """Something to learn from: a provider's or the council's own course. Hours are whole or halves."""

    provider: str = ""
    hours: float = 0.0
    refresh_months: int | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A champion's place on a course: planned for a date, started, or done on a date."""

    champion_id: str
    course: str
    title: str
    state: str = "planned"
    hours: float = 0.0
    on: date | None = None
    due: date | None = None
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise Invalid("title", "needed")
        if len(self.title) > 120:
            raise Invalid("title", "too-long", most=120)
        if self.state not in STATES:
            raise Invalid("state", "unknown-code", given=self.state)
        if not 0 <= self.hours <= 400:
            raise Invalid("hours", "out-of-range", least=0, most=400)
        if self.state == "done" and self.on is None:
            raise Invalid("on", "needed")

    def state_on(self, today: date) -> str:
        """Its state on a day: what was done is "expired" once its refresh date is over."""
        is_over = self.state == "done" and self.due is not None and self.due < today
        return "expired" if is_over else self.state


@dataclass(frozen=True, slots=True)
class Goal:
    """A line of a champion's own plan, from practice or of their own making.

    `buddy_id` is another champion of the desk who helps with it.
    """

    champion_id: str
    topic: str = ""
    text: str = ""
    state: str = "open"
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    review_on: date | None = None
    id: str = field(default_factory=new_id)
    next_step: str = ""
    buddy_id: str = ""
    course: str = ""

    def __post_init__(self) -> None:
        if not (self.topic or self.course or self.text.strip()):
            raise Invalid("text", "needed")
        for name in ("text", "next_step"):
            if len(getattr(self, name)) > GOAL_LENGTH:
                raise Invalid(name, "too-long", most=GOAL_LENGTH)
        if self.state not in ("open", "done", "dismissed"):
            raise Invalid("state", "unknown-code", given=self.state)
        if self.buddy_id and self.buddy_id == self.champion_id:
            raise Invalid("buddy_id", "buddy-is-me")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something practice says is worth learning, with its reason in counts."""

    topic: str
    stuck: int
    asked: int
    level: str = ""
    last: datetime | None = None
