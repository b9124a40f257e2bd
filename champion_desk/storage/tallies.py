"""Tallies in and out of the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from champion_desk.domain.tallies import Tally
from champion_desk.storage import tables
from champion_desk.storage.changes import Change, Changes
from champion_desk.storage.retention import stamp
from champion_desk.storage.rows import from_row, to_row

_table = tables.tallies


class TallyRepository:
    """Tallies; those removed stay in the store but are not listed."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def add(self, tally: Tally) -> None:
        """Keep a new tally."""
        self._changes.add(_table, to_row(tally))

    def amend(self, tally: Tally) -> bool:
        """Keep a tally's new values; False when nothing changed."""
        return self._changes.amend(_table, to_row(tally))

    def remove(self, tally_id: str, reason: str) -> None:
        """Set a tally aside."""
        self._changes.remove(_table, tally_id, reason)

    def get(self, tally_id: str) -> Tally | None:
        """A tally that is not removed, by its id."""
        query = select(_table).where(_table.c.id == tally_id, _table.c.removed_at.is_(None))
        row = self._connection.execute(query).mappings().first()
        return from_row(Tally, row) if row else None

    def between(self, start: datetime, end: datetime, site_id: str = "") -> list[Tally]:
        """Tallies whose period began from `start` until before `end`, oldest first; of one site or of all."""
        query = (
            select(_table)
            .where(
                _table.c.removed_at.is_(None),
                _table.c.started_at >= stamp(start),
                _table.c.started_at < stamp(end),
            )
            .order_by(_table.c.started_at, _table.c.id)
        )
        if site_id:
            query = query.where(_table.c.site_id == site_id)
        return [from_row(Tally, row) for row in self._connection.execute(query).mappings()]

    def count(self) -> int:
        """How many people all tallies stand for."""
        query = select(func.coalesce(func.sum(_table.c.count), 0)).where(_table.c.removed_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def by_preset(self, start: datetime, end: datetime, site_id: str) -> Mapping[str, int]:
        """How many were counted by each key in a time, at one site."""
        query = (
            select(_table.c.preset, func.sum(_table.c.count))
            .where(_table.c.removed_at.is_(None), _table.c.site_id == site_id)
            .where(_table.c.started_at >= stamp(start), _table.c.started_at < stamp(end))
            .group_by(_table.c.preset)
        )
        return {str(preset): int(count) for preset, count in self._connection.execute(query)}

    def history(self, tally_id: str) -> list[Change]:
        """What happened to a tally, oldest first."""
        return self._changes.history(_table, tally_id)
