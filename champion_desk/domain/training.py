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


@dataclass(frozen=True, slots=True)
class Skill(CodedItem):
    """A statement a champion can rate; `official` where its wording is the publisher's own."""

    area: str = ""
    official: bool = False
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A set of skills in areas."""

    code: str
    labels: Mapping[str, str]
    source: str
    areas: tuple[CodedItem, ...]
    skills: tuple[Skill, ...]
    note: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """How a champion rated one skill at one time; earlier ones are kept."""

    champion_id: str
    skill: str
    level: str
    rated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)

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


@dataclass(frozen=True, slots=True)
class Goal:
    """A line of a champion's own plan, from practice or of their own making."""

    champion_id: str
    topic: str = ""
    text: str = ""
    state: str = "open"
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    review_on: date | None = None
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not (self.topic or self.text.strip()):
            raise Invalid("text", "needed")
        if self.state not in ("open", "done", "dismissed"):
            raise Invalid("state", "unknown-code", given=self.state)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something practice says is worth learning, with its reason in counts."""

    topic: str
    stuck: int
    asked: int
    level: str = ""
    last: datetime | None = None
