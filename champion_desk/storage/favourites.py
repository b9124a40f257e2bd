"""Favourites in and out of the store."""

from __future__ import annotations

from sqlalchemy import Connection, select

from champion_desk.domain.favourites import Favourite
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.rows import from_row, to_row

_table = tables.favourites


class FavouriteRepository:
    """Each listing is a favourite of a champion, or of a site, once."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def at(self, site_id: str, champion_id: str) -> list[Favourite]:
        """The favourites of a site and of one champion there, as they were chosen."""
        query = (
            select(_table)
            .where(
                _table.c.site_id == site_id,
                _table.c.champion_id.in_(("", champion_id)),
                _table.c.removed_at.is_(None),
            )
            .order_by(_table.c.made_at)
        )
        return [from_row(Favourite, row) for row in self._connection.execute(query).mappings()]

    def keep(self, favourite: Favourite) -> None:
        """Keep one; one that was taken off comes back."""
        known = self._connection.execute(
            select(_table.c.id).where(
                _table.c.site_id == favourite.site_id,
                _table.c.champion_id == favourite.champion_id,
                _table.c.listing_id == favourite.listing_id,
            )
        ).scalar()
        row = to_row(favourite)
        if known is None:
            self._changes.add(_table, row)
        else:
            self._changes.amend(_table, {**row, "id": known, "removed_at": None})

    def remove(self, favourite_id: str) -> None:
        """Take one off. Raises `Problem("record-gone")`."""
        self._changes.remove(_table, favourite_id)
