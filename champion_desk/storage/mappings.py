"""Remembered mappings of earlier logs in and out of the store."""

from __future__ import annotations

from sqlalchemy import Connection, select

from champion_desk.domain.mappings import RememberedMapping
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.rows import from_row, to_row

_table = tables.mappings


class MappingRepository:
    """Mappings by the shape of the sheet they fit."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def keep(self, mapping: RememberedMapping) -> None:
        """Keep a mapping, or the newer one for the same shape."""
        known = self._connection.execute(select(_table.c.id).where(_table.c.shape == mapping.shape)).scalar()
        row = to_row(mapping)
        if known is None:
            self._changes.add(_table, row)
        else:
            self._changes.amend(_table, {**row, "id": known, "removed_at": None})

    def for_shape(self, shape: str) -> RememberedMapping | None:
        """The mapping for a sheet of that shape."""
        query = select(_table).where(_table.c.shape == shape, _table.c.removed_at.is_(None))
        row = self._connection.execute(query).mappings().first()
        return from_row(RememberedMapping, row) if row else None

    def all(self) -> list[RememberedMapping]:
        """Every mapping, the last used first."""
        query = select(_table).where(_table.c.removed_at.is_(None)).order_by(_table.c.used_at.desc())
        return [from_row(RememberedMapping, row) for row in self._connection.execute(query).mappings()]
