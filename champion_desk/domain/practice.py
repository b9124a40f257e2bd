"""Exercises of two minutes for a quiet moment, and that one was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from champion_desk.domain.handouts import Block
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid

QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers; `right` is the place of the right one, `why` says why it is."""

    text: str
    answers: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """What to try for one topic, in one language, and three questions about it."""

    topic: str
    language: str
    title: str
    summary: str
    heading: str
    blocks: tuple[Block, ...]
    questions: tuple[Question, ...]
    skills: tuple[str, ...] = ()
    handout: str = ""
    reviewed: date | None = None
    translator: str = ""
    speaker_reviewed: bool = True


@dataclass(frozen=True, slots=True)
class Practice:
    """A champion did the exercise of a topic."""

    champion_id: str
    topic: str
    right_answers: int
    questions: int = QUESTIONS
    done_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not 0 <= self.right_answers <= self.questions:
            raise Invalid("right_answers", "out-of-range", least=0, most=self.questions)
