"""What to look for in the log, and what was found: sessions, how many they are in all, a week's help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AssistedSession

MARKS = ("stuck", "nothing_local", "service_failed")


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which sessions: each filter that is given must be met, by any one of its values.

    `first` and `last` are days by this computer's own time, both counted. `marks` are of `MARKS`. `words`
    must stand in the note. `removed` looks through those that were removed instead.
    Raises `Invalid` for days in the wrong order and for an unknown mark.
    """

    first: date | None = None
    last: date | None = None
    topics: tuple[str, ...] = ()
    champions: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    words: str = ""
    removed: bool = False

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise Invalid("last", "date-order")
        unknown = next((mark for mark in self.marks if mark not in MARKS), None)
        if unknown is not None:
            raise Invalid("marks", "unknown-code", given=unknown)

    @property
    def tallies_fit(self) -> bool:
        """Whether tallies can be looked for by it: they have no outcome, no mark and no note."""
        return not (self.outcomes or self.marks or self.words or self.removed)


@dataclass(frozen=True, slots=True)
class Place:
    """How far a list has been read: the moment and the id of its last session."""

    moment: datetime
    session_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """A session that was found; where it was removed, when and why."""

    session: AssistedSession
    removed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """All sessions that fit a query, and apart from them how many people tallies counted."""

    sessions: int = 0
    people: int = 0
    minutes: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    tallied: int = 0


@dataclass(frozen=True, slots=True)
class WeekOfHelp:
    """A week at one site, Monday first. Counts are people; sessions and tallies are kept apart.

    `spread` are those counted over several days of the week, whose day nobody knows; numbers for a time
    that goes on beyond the week are not in it.
    `hours` counts by the hour of day what has a moment: sessions whose time is known and single presses.
    `batched` are those counted as a number, whose hours nobody knows. `worked`, of `told`, are hand-offs
    that were followed up in that week; `alone`, of `asked`, people who could do it alone next time.
    """

    monday: date
    sessions: tuple[int, ...] = (0,) * 7
    tallies: tuple[int, ...] = (0,) * 7
    spread: int = 0
    topics: Mapping[str, int] = field(default_factory=dict)
    hours: Mapping[int, int] = field(default_factory=dict)
    batched: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    alone: int = 0
    asked: int = 0
    worked: int = 0
    told: int = 0
    # The hours that have anything logged, as (day of the week, hour); the hours of a batch's period count.
    logged_hours: frozenset[tuple[int, int]] = frozenset()

    @property
    def total(self) -> int:
        """Everyone who was helped."""
        return sum(self.sessions) + sum(self.tallies) + self.spread
