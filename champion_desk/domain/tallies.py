"""The tally: help too quick to write down, counted. A press has its moment, a typed number its period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid

MOST_COUNT = 500
# How a tally came about: one press of a key, a number typed for a period, a cell of the catch-up grid, a row
# of an earlier tally sheet.
PRESS, TYPED, CATCH_UP, TAKEN_IN = "press", "typed", "catch-up", "taken-in"
HOWS = (PRESS, TYPED, CATCH_UP, TAKEN_IN)


@dataclass(frozen=True, slots=True)
class Tally:
    """So many people were helped with one topic between two moments; for a single press they are the same.

    `preset` is the code of the key that was pressed, "" where there was none. Nothing is known about when
    in its period each of a batch's people came: whoever shows hours or minutes must not make it up.
    Raises `Invalid` for an impossible value.
    """

    champion_id: str
    site_id: str
    topic: str
    count: int
    started_at: datetime
    ended_at: datetime
    how: str = PRESS
    preset: str = ""
    import_key: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not self.topic:
            raise Invalid("topic", "needed")
        if not 1 <= self.count <= MOST_COUNT:
            raise Invalid("count", "out-of-range", least=1, most=MOST_COUNT)
        if self.how not in HOWS:
            raise Invalid("how", "unknown-code", given=self.how)
        if self.started_at.tzinfo is None or self.ended_at.tzinfo is None:
            raise Invalid("started_at", "needed")
        if self.ended_at < self.started_at:
            raise Invalid("ended_at", "out-of-range")
        if self.how == PRESS and (self.count != 1 or self.ended_at != self.started_at):
            raise Invalid("count", "out-of-range", least=1, most=1)

    @property
    def is_batch(self) -> bool:
        """Whether it stands for several people, or for a stretch of time rather than a moment."""
        return self.how != PRESS

    @property
    def is_within_an_hour(self) -> bool:
        """Whether all of it was in one hour of the clock, by this computer's own time."""
        hour = self.started_at.astimezone().replace(minute=0, second=0, microsecond=0)
        return self.ended_at <= hour + timedelta(hours=1)
