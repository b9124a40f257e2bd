"""Which self-assessments were told to others, as counts or by sharing, in and out of the store.

That one was told is the store's own note, and no change of the record: Undo does not make it untold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection, select, text, update

from champion_desk.domain.told_ratings import SHARED, RatingCount, SkillCount
from champion_desk.domain.training import SelfAssessment
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.rows import from_row, to_row

_ratings = tables.self_assessments


class ToldRatingRepository:
    """Ratings that wait to be told, counts, and what is shared."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection, self._changes = connection, changes

    def waiting(self, skill: str) -> list[SelfAssessment]:
        """Ratings of a skill that were told to nobody, oldest first."""
        query = (
            select(_ratings)
            .where(_ratings.c.skill == skill, _ratings.c.told == "", _ratings.c.removed_at.is_(None))
            .order_by(_ratings.c.rated_at, _ratings.c.id)
        )
        return [from_row(SelfAssessment, row) for row in self._connection.execute(query).mappings()]

    def mark(self, told: Mapping[str, str]) -> None:
        """Note that these were told."""
        for how in dict.fromkeys(told.values()):
            ids = [one for one, its in told.items() if its == how]
            self._connection.execute(update(_ratings).where(_ratings.c.id.in_(ids)).values(told=how))

    def add(self, counts: Iterable[RatingCount]) -> None:
        """Keep counts; Undo of what led to them leaves them."""
        with self._changes.apart():
            for one in counts:
                self._changes.add(tables.rating_counts, to_row(one))

    def counts(self, since: date) -> list[SkillCount]:
        """The counts since a day that may be shown, added up by skill."""
        rows = self._connection.execute(
            text(
                "SELECT skill, sum(people), sum(able) FROM rating_counts WHERE able IS NOT NULL"
                " AND removed_at IS NULL AND made_on >= :since GROUP BY skill ORDER BY skill"
            ),
            {"since": since.isoformat()},
        )
        return [SkillCount(*row) for row in rows]

    def shared(self) -> dict[str, dict[str, str]]:
        """By champion and skill, the newest rating of those who share now, where that one was shared."""
        rows = self._connection.execute(
            text(
                "SELECT a.champion_id, a.skill, a.level, a.told FROM self_assessments AS a"
                " JOIN rating_shares AS s ON s.champion_id = a.champion_id AND s.removed_at IS NULL"
                " JOIN champions AS c ON c.id = a.champion_id AND c.left_on IS NULL"
                " WHERE a.removed_at IS NULL ORDER BY a.rated_at, a.id"
            )
        )
        found: dict[str, dict[str, str]] = {}
        for champion, skill, level, told in rows:
            mine = found.setdefault(champion, {})
            mine.pop(skill, None)
            if told == SHARED:
                mine[skill] = level
        return {champion: levels for champion, levels in found.items() if levels}
