"""Listings, their sources and their words in and out of the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from champion_desk.domain.directory import Listing, Source
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.rows import from_row, to_row

_table = tables.listings
_WITHOUT_RAW = tuple(column for column in _table.c if column.name != "raw")
_LISTED = (_table.c.removed_at.is_(None), _table.c.gone_at.is_(None))


_AT_A_TIME = 500
_ADD_WORDS = (
    "INSERT INTO listing_words (rowid, name, organisation, place, tags, description)"
    " VALUES (:number, :name, :organisation, :place, :tags, :description)"
)


def _words(row: Mapping[str, object], number: int) -> dict[str, object]:
    """What a listing is found by, from the columns of its table."""
    places = []
    for at in _listed(row["locations"]):
        places += [at["name"], *at["address"], at["town"], at["postcode"]]
    places += _listed(row["areas"])
    needs = (need.replace("-", " ") for need in _listed(row["needs"]))
    return {
        "number": number,
        "name": row["name"],
        "organisation": row["organisation"],
        "place": " ".join(filter(None, places)),
        "tags": " ".join((*_listed(row["tags"]), *needs)),
        "description": f"{row['description']} {row['eligibility']}",
    }


def _listed(column: object) -> list[Any]:
    found = json.loads(str(column))
    assert isinstance(found, list)
    return found


class DirectoryRepository:
    """Listings and sources; a listing that its source dropped is marked as gone and not listed."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def sources(self) -> list[Source]:
        """Sources, oldest first."""
        query = (
            select(tables.sources).where(tables.sources.c.removed_at.is_(None)).order_by(tables.sources.c.id)
        )
        return [from_row(Source, row) for row in self._connection.execute(query).mappings()]

    def source_named(self, name: str) -> Source | None:
        """The source of that name, also one whose import was taken back: a name is given once only."""
        query = select(tables.sources).where(tables.sources.c.name == name)
        row = self._connection.execute(query).mappings().first()
        return from_row(Source, row) if row else None

    def keep_source(self, source: Source) -> Source:
        """Keep a source, new or with new values; as it is kept, with the id of an earlier one of its name."""
        known = self.source_named(source.name)
        if known is None:
            self._changes.add(tables.sources, to_row(source))
            return source
        source = replace(source, id=known.id)
        self._changes.amend(tables.sources, {**to_row(source), "removed_at": None})
        return source

    def rows_with(
        self, source_id: str, keys: Sequence[str], raw: bool = False
    ) -> dict[str, Mapping[str, object]]:
        """The rows of a source with these keys, also those gone or removed; `raw` only where asked for."""
        columns = tuple(_table.c) if raw else _WITHOUT_RAW
        found: dict[str, Mapping[str, object]] = {}
        for at in range(0, len(keys), _AT_A_TIME):
            some = keys[at : at + _AT_A_TIME]
            query = select(*columns).where(_table.c.source_id == source_id, _table.c.source_key.in_(some))
            for row in self._connection.execute(query).mappings():
                found[str(row["source_key"])] = dict(row)
        return found

    def listed_keys(self, source_id: str) -> list[tuple[str, str]]:
        """Key and id of every listing of a source that is listed."""
        query = select(_table.c.source_key, _table.c.id).where(_table.c.source_id == source_id, *_LISTED)
        return [(str(key), str(listing_id)) for key, listing_id in self._connection.execute(query)]

    def add_many(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Keep new listings, given as the columns of their table."""
        if not rows:
            return
        self._changes.add_many(_table, rows)
        query = select(_table.c.id, _table.c.number).where(_table.c.id.in_([row["id"] for row in rows]))
        numbers = {str(listing_id): int(number) for listing_id, number in self._connection.execute(query)}
        words = [_words(row, numbers[str(row["id"])]) for row in rows]
        self._connection.execute(text(_ADD_WORDS), words)

    def add(self, listing: Listing) -> None:
        """Keep a new listing."""
        self._changes.add(_table, to_row(listing))
        self._index(listing)

    def amend(self, listing: Listing) -> bool:
        """Keep a listing's new values; it is back when it was gone or removed."""
        changed = self._changes.amend(_table, {**to_row(listing), "gone_at": None, "removed_at": None})
        if changed:
            self._index(listing)
        return changed

    def mark_gone(self, listing_id: str) -> None:
        """Its source no longer has it: kept, but not listed."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        self._changes.amend(_table, {"id": listing_id, "gone_at": now})

    def index_changed(self) -> None:
        """Bring the word index in step with listings that this transaction changed by undoing."""
        log = tables.change_log
        changed = select(log.c.record_id).where(
            log.c.batch == self._changes.batch, log.c.table_name == _table.name
        )
        rows = self._connection.execute(select(_table).where(_table.c.id.in_(changed))).mappings().all()
        for row in rows:
            self._index(from_row(Listing, row))

    def index_all(self) -> None:
        """Make the word index anew from the listings, where it was lost."""
        self._connection.execute(text("DELETE FROM listing_words"))
        for row in self._connection.execute(select(*_WITHOUT_RAW)).mappings().all():
            self._index(from_row(Listing, row))

    def _index(self, listing: Listing) -> None:
        number = self._connection.execute(
            select(_table.c.number).where(_table.c.id == listing.id)
        ).scalar_one()
        self._connection.execute(text("DELETE FROM listing_words WHERE rowid = :number"), {"number": number})
        self._connection.execute(text(_ADD_WORDS), _words(to_row(listing), number))

    def listings(self) -> dict[int, Listing]:
        """Every listing that is listed, by its number; the raw records are left out."""
        rows = self._connection.execute(
            select(*_WITHOUT_RAW).where(*_LISTED).order_by(_table.c.name)
        ).mappings()
        return {int(row["number"]): from_row(Listing, row) for row in rows}

    def get(self, listing_id: str) -> Listing | None:
        """A listing by its id, also one that is gone."""
        row = self._connection.execute(select(_table).where(_table.c.id == listing_id)).mappings().first()
        return from_row(Listing, row) if row else None

    def numbered(self, numbers: Sequence[int]) -> dict[int, Listing]:
        """The listings with these numbers; the raw records are left out."""
        marks = ", ".join(map(str, numbers))
        names = ", ".join(f'"{column.name}"' for column in _WITHOUT_RAW)
        rows = self._connection.exec_driver_sql(f"SELECT {names} FROM listings WHERE number IN ({marks})")
        return {int(row["number"]): from_row(Listing, row) for row in rows.mappings()}

    def named(self, ids: Iterable[str]) -> dict[str, Listing]:
        """The listings with these ids that are listed, by id."""
        query = select(*_WITHOUT_RAW).where(*_LISTED, _table.c.id.in_(tuple(ids)))
        return {str(row["id"]): from_row(Listing, row) for row in self._connection.execute(query).mappings()}

    def names(self) -> dict[str, str]:
        """What every listing that is listed is called, by id."""
        query = select(_table.c.id, _table.c.name).where(*_LISTED)
        return {str(row.id): str(row.name) for row in self._connection.execute(query)}

    def count(self) -> int:
        """How many listings are listed."""
        return int(
            self._connection.execute(select(func.count()).select_from(_table).where(*_LISTED)).scalar_one()
        )

    def check(self, listing_id: str, on: datetime, by: str) -> None:
        """Note that someone checked a listing and found it right."""
        row = {"id": listing_id, "checked_on": on.date().isoformat(), "checked_by": by}
        self._changes.amend(_table, row)

    def begin_many(self) -> None:
        """Before a large import: new words gather in memory before they are sorted into the word index.

        Until `optimise`. With 32 MB (sqlite.org/fts5.html, "hashsize") it is merged far less often.
        """
        self._gather(32 * 1024 * 1024)

    def _gather(self, size: int) -> None:
        config = "INSERT INTO listing_words (listing_words, rank) VALUES ('hashsize', :size)"
        self._connection.execute(text(config), {"size": size})

    def optimise(self) -> None:
        """Tidy the word index after a large import."""
        self._gather(1024 * 1024)  # as it is made
        self._connection.execute(text("INSERT INTO listing_words (listing_words) VALUES ('optimize')"))
