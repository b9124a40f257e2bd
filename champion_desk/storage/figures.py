"""Sums for figures: what was logged between two moments, added up by the store itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from champion_desk.domain.tallies import PRESS
from champion_desk.storage.retention import stamp

_LOGGED = "removed_at IS NULL AND started_at >= :start AND started_at < :end"
# The ten minutes in which something began: enough to tell the hour of day in the time of any zone here.
_TEN_MINUTES = "substr(started_at, 1, 15) || '0+00:00'"


class FigureSums:
    """Adds up sessions and quick counts; those removed are not among them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sessions(self, start: datetime, end: datetime) -> Iterator[Any]:
        """Rows of site_id, outcome, topics (JSON), channel, area, how many sessions, how many people."""
        return self._rows(
            "SELECT site_id, outcome, topics, channel, area, count(*) AS sessions, sum(people) AS people"
            f" FROM sessions WHERE {_LOGGED} GROUP BY 1, 2, 3, 4, 5",
            start,
            end,
        )

    def tallies(self, start: datetime, end: datetime) -> Iterator[Any]:
        """Rows of site_id, topic, how many people: of all quick counts whose time began then."""
        return self._rows(
            f"SELECT site_id, topic, sum(count) AS people FROM tallies WHERE {_LOGGED} GROUP BY 1, 2",
            start,
            end,
        )

    def session_times(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, int]]:
        """Moments, to ten minutes, and the people of the sessions whose time is known."""
        return self._times(f"sum(people) FROM sessions WHERE {_LOGGED} AND time_known = 1", start, end)

    def press_times(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, int]]:
        """Moments, to ten minutes, and the single presses then; a batch has no moment."""
        return self._times(f"sum(count) FROM tallies WHERE {_LOGGED} AND how = '{PRESS}'", start, end)

    def first_day(self) -> date | None:
        """The first day with a session or a quick count; of what has faded, the first of its month."""
        found = [
            self._connection.execute(
                text(f"SELECT min({what}) FROM {table} WHERE removed_at IS NULL")
            ).scalar()
            for table, what in (
                ("sessions", "started_at"),
                ("tallies", "started_at"),
                ("monthly_counts", "month || '-01'"),
            )
        ]
        days = [
            datetime.fromisoformat(one).astimezone().date() if len(one) > 10 else date.fromisoformat(one)
            for one in found
            if one
        ]
        return min(days, default=None)

    def _times(self, what: str, start: datetime, end: datetime) -> Iterator[tuple[datetime, int]]:
        for moment, people in self._rows(f"SELECT {_TEN_MINUTES}, {what} GROUP BY 1", start, end):
            yield datetime.fromisoformat(moment), int(people)

    def _rows(self, statement: str, start: datetime, end: datetime) -> Iterator[Any]:
        yield from self._connection.execute(text(statement), {"start": stamp(start), "end": stamp(end)})
