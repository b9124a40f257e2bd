"""What a champion's own sessions show of a skill, month by month: counts, and nothing of any one session."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MonthEvidence:
    """One month (2026-11, in UTC): sessions, how many of them were handed on, in how many one was stuck,
    and how many exercises were done."""

    month: str
    sessions: int = 0
    handed_on: int = 0
    stuck: int = 0
    exercises: int = 0


@dataclass(frozen=True, slots=True)
class SkillEvidence:
    """A skill with the months that have anything, oldest first."""

    skill: str
    months: tuple[MonthEvidence, ...]

    @property
    def sessions(self) -> int:
        """All sessions."""
        return sum(one.sessions for one in self.months)

    @property
    def handed_on(self) -> int:
        """Those that were handed on."""
        return sum(one.handed_on for one in self.months)

    @property
    def stuck(self) -> int:
        """Those in which one was stuck."""
        return sum(one.stuck for one in self.months)

    @property
    def exercises(self) -> int:
        """All exercises done."""
        return sum(one.exercises for one in self.months)
