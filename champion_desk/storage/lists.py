"""The council's own lines of the lists in and out of the store."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from champion_desk.domain.lists import ListItem
from champion_desk.storage import tables
from champion_desk.storage.changes import Change, Changes
from champion_desk.storage.list_uses import list_uses
from champion_desk.storage.rows import from_row, to_row

_table = tables.list_items


class ListRepository:
    """What the council made of the lists."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def all(self) -> list[ListItem]:
        """Every line that differs from what ships."""
        query = select(_table).where(_table.c.removed_at.is_(None)).order_by(_table.c.list, _table.c.code)
        return [from_row(ListItem, row) for row in self._connection.execute(query).mappings()]

    def set_aside(self) -> list[ListItem]:
        """The lines that were taken out again: sessions may still have their codes."""
        query = select(_table).where(_table.c.removed_at.is_not(None)).order_by(_table.c.list, _table.c.code)
        return [from_row(ListItem, row) for row in self._connection.execute(query).mappings()]

    def keep(self, item: ListItem, reason: str = "") -> bool:
        """Keep a line, new or known by its list and code; False when nothing changed."""
        known = self._connection.execute(
            select(_table.c.id).where(_table.c.list == item.list, _table.c.code == item.code)
        ).scalar()
        row = to_row(item)
        if known is None:
            self._changes.add(_table, row)
            return True
        return self._changes.amend(_table, {**row, "id": known, "removed_at": None}, reason)

    def remove(self, item_id: str, reason: str = "") -> None:
        """Set a line aside: what ships is in force again."""
        self._changes.remove(_table, item_id, reason)

    def codes(self, name: str) -> frozenset[str]:
        """Every code of a list that the council ever had a line for, also those taken out again."""
        query = select(_table.c.code).where(_table.c.list == name)
        return frozenset(self._connection.execute(query).scalars())

    def uses(self, name: str) -> Mapping[str, int]:
        """How often each code of a list was used; areas by their words."""
        return list_uses(self._connection, name)

    def history(self, item_id: str) -> list[Change]:
        """What happened to a line, oldest first."""
        return self._changes.history(_table, item_id)
