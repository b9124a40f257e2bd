"""Champions, sites and the desk's own facts in and out of the store."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from champion_desk.domain.champions import Champion, Site
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.rows import from_row, to_row

_FORMER = "former-draft-keys"
_MOST_FORMER = 11


class ChampionRepository:
    """Champions and sites."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def add(self, champion: Champion) -> None:
        """Keep a new champion."""
        self._changes.add(tables.champions, to_row(champion))

    def amend(self, champion: Champion) -> bool:
        """Keep a champion's new values."""
        return self._changes.amend(tables.champions, to_row(champion))

    def all(self) -> list[Champion]:
        """Champions who are not removed, by name."""
        query = (
            select(tables.champions)
            .where(tables.champions.c.removed_at.is_(None))
            .order_by(tables.champions.c.name)
        )
        return [from_row(Champion, row) for row in self._connection.execute(query).mappings()]

    def add_site(self, site: Site) -> None:
        """Keep a new site."""
        self._changes.add(tables.sites, to_row(site))

    def amend_site(self, site: Site) -> bool:
        """Keep a site's new values."""
        return self._changes.amend(tables.sites, to_row(site))

    def sites(self) -> list[Site]:
        """Sites that are not removed, oldest first: the first is this desk's own."""
        query = select(tables.sites).where(tables.sites.c.removed_at.is_(None)).order_by(tables.sites.c.id)
        return [from_row(Site, row) for row in self._connection.execute(query).mappings()]


class DeskRepository:
    """Facts of this desk by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str:
        """A fact, or an empty text."""
        query = select(tables.desk.c.value).where(tables.desk.c.key == key)
        return str(self._connection.execute(query).scalar() or "")

    def former_draft_keys(self) -> list[bytes]:
        """What drafts outside the store were sealed with while it had other keys."""
        return [bytes.fromhex(one) for one in self.get(_FORMER).split()]

    def keep_former_draft_key(self, key: bytes) -> None:
        """The store gets another key: drafts that were sealed before can still be brought back."""
        kept = [one for one in self.former_draft_keys() if one != key][-_MOST_FORMER:]
        self.set(_FORMER, " ".join(one.hex() for one in (*kept, key)))

    def set(self, key: str, value: str) -> None:
        """Keep a fact."""
        self._connection.execute(
            text("INSERT INTO desk VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value"),
            {"key": key, "value": value},
        )
