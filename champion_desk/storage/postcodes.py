"""Positions of full postcodes in and out of the store: published facts, so no part of the change log."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from champion_desk.domain.postcodes import Sector


class PostcodeRepository:
    """One row for each sector; the postcodes in it are packed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sector(self, name: str) -> Sector | None:
        """A sector (`KW15 1`) with its postcodes."""
        query = text("SELECT postcodes FROM postcode_sectors WHERE sector = :name")
        packed = self._connection.execute(query, {"name": name}).scalar()
        return Sector(bytes(packed)) if packed is not None else None

    def district(self, name: str) -> list[Sector]:
        """The sectors of a district (`KW15`)."""
        query = text("SELECT postcodes FROM postcode_sectors WHERE sector >= :first AND sector < :last")
        rows = self._connection.execute(query, {"first": f"{name} ", "last": f"{name} :"})
        return [Sector(bytes(row.postcodes)) for row in rows]

    def keep(self, sectors: Mapping[str, Sector]) -> None:
        """Keep these sectors in place of those of their names."""
        self._connection.execute(
            text(
                "INSERT INTO postcode_sectors VALUES (:sector, :postcodes)"
                " ON CONFLICT (sector) DO UPDATE SET postcodes = excluded.postcodes"
            ),
            [{"sector": name, "postcodes": sector.packed()} for name, sector in sectors.items()],
        )

    def count(self) -> int:
        """How many sectors have their postcodes."""
        return int(self._connection.execute(text("SELECT count(*) FROM postcode_sectors")).scalar_one())
