"""Records of one kind in and out of the store, for kinds that are asked for by a few plain fields."""

from __future__ import annotations

from typing import Generic, TypeVar

from sqlalchemy import Connection, Table, select

from champion_desk.storage.changes import Change, Changes
from champion_desk.storage.rows import from_row, to_row

T = TypeVar("T")


class RecordRepository(Generic[T]):
    """Keeps, finds and sets aside the records of one table; each write leaves its change.

    `key`: the fields of which no two records have the same values, also among those set aside.
    """

    def __init__(
        self, connection: Connection, changes: Changes, table: Table, kind: type[T], key: tuple[str, ...] = ()
    ) -> None:
        self._connection, self._changes = connection, changes
        self._table, self._kind, self._key = table, kind, key

    def keep(self, record: T) -> bool:
        """Keep a new record, or what is new in one known by its id or its key; False when nothing is."""
        row = to_row(record)
        known = [self._table.c.id == row["id"]]
        if self._key:
            known = [self._table.c[name] == row[name] for name in self._key]
        found = self._connection.execute(select(self._table.c.id).where(*known)).scalar()
        if found is None:
            self._changes.add(self._table, row)
            return True
        return self._changes.amend(self._table, {**row, "id": found, "removed_at": None})

    def all(self, **wanted: str) -> list[T]:
        """Those that are not set aside and have these values, oldest first."""
        conditions = [self._table.c[name] == value for name, value in wanted.items()]
        query = select(self._table).where(self._table.c.removed_at.is_(None), *conditions)
        rows = self._connection.execute(query.order_by(self._table.c.id)).mappings()
        return [from_row(self._kind, row) for row in rows]

    def remove(self, record_id: str) -> None:
        """Set one aside. Raises `Problem("record-gone")`."""
        self._changes.remove(self._table, record_id)

    def history(self, record_id: str) -> list[Change]:
        """What happened to a record, oldest first."""
        return self._changes.history(self._table, record_id)
