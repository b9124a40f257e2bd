"""Listings, their sources and their words in and out of the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, text

from champion_desk.domain.directory import Listing, Source
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.listed import LISTED, THERE, Overlay
from champion_desk.storage.rows import from_row, to_row

_table = tables.listings
_WITHOUT_RAW = tuple(column for column in _table.c if column.name != "raw")
_AT_ONCE = 500
_MANY = 100  # listings, from which on their words are not overwritten one by one
# A fact of the desk: the change that brought listings whose words are not made yet.
_WORDS_DUE = "listing-words-due"


_ADD_WORDS = (
    "INSERT INTO listing_words (rowid, name, organisation, place, tags, description)"
    " VALUES (:number, :name, :organisation, :place, :tags, :description)"
)


def _words(row: Mapping[Any, Any]) -> dict[str, object]:
    """What a listing is found by, from the columns of its table."""
    places = []
    for at in _listed(row["locations"]):
        places += [at["name"], *at["address"], at["town"], at["postcode"]]
    places += _listed(row["areas"])
    needs = (need.replace("-", " ") for need in _listed(row["needs"]))
    return {
        "number": row["number"],
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

    def source(self, source_id: str) -> Source | None:
        """A source that is not removed, by its id."""
        query = select(tables.sources).where(
            tables.sources.c.id == source_id, tables.sources.c.removed_at.is_(None)
        )
        row = self._connection.execute(query).mappings().first()
        return from_row(Source, row) if row else None

    def amend_source(self, source: Source) -> None:
        """Keep a source's new values."""
        self._changes.amend(tables.sources, to_row(source))

    def remove_source(self, source_id: str) -> None:
        """Set a source aside: its listings are not listed without it."""
        self._changes.remove(tables.sources, source_id)

    def is_removed(self, source_id: str) -> bool:
        """Whether a source was set aside."""
        query = select(tables.sources.c.removed_at).where(tables.sources.c.id == source_id)
        return bool(self._connection.execute(query).scalar())

    def counts(self) -> dict[str, tuple[int, int]]:
        """For each source how many of its listings are there, and how many are gone."""
        query = (
            select(_table.c.source_id, func.count(), func.count(_table.c.gone_at))
            .where(_table.c.removed_at.is_(None))
            .group_by(_table.c.source_id)
        )
        return {row[0]: (row[1] - row[2], row[2]) for row in self._connection.execute(query)}

    def rows_with(
        self, source_id: str, keys: Sequence[str], raw: bool = False
    ) -> dict[str, Mapping[str, object]]:
        """The rows of a source with these keys, also those gone or removed; `raw` only where asked for."""
        columns = tuple(_table.c) if raw else _WITHOUT_RAW
        found: dict[str, Mapping[str, object]] = {}
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            query = select(*columns).where(_table.c.source_id == source_id, _table.c.source_key.in_(some))
            for row in self._connection.execute(query).mappings():
                found[str(row["source_key"])] = dict(row)
        return found

    def there(self, source_id: str) -> list[tuple[str, str, str]]:
        """Key, id and name, as its source gave them, of every listing of a source that is not gone."""
        query = select(_table.c.source_key, _table.c.id, _table.c.name).where(
            _table.c.source_id == source_id, *THERE
        )
        return [(str(key), str(one), str(name)) for key, one, name in self._connection.execute(query)]

    def stamp(self) -> str:
        """The newest change of all: what was read is as it was while `changed_since` says no."""
        return str(self._connection.execute(select(func.max(tables.change_log.c.stamp))).scalar() or "")

    def changed_since(self, stamp: str) -> bool:
        """Whether a listing or a source was changed after that."""
        log = tables.change_log
        query = select(log.c.id).where(
            log.c.stamp > stamp, log.c.table_name.in_((_table.name, tables.sources.name))
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def add(self, listing: Listing) -> None:
        """Keep a new listing."""
        self._changes.add(_table, to_row(listing))
        self.index([listing.id])

    def add_many(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Keep new listings, given as the columns of their table; their words are left to `index_due`."""
        self._changes.add_many(_table, rows)

    def amend_many(self, pairs: Sequence[tuple[Mapping[str, object], Mapping[str, object]]]) -> None:
        """New values of listings: what was read of each, and what is different; words as in `add_many`."""
        self._changes.amend_many(_table, pairs)

    def begin_words(self) -> None:
        """Note that the words of what this transaction wrote are due, until `words_due` has none."""
        fact = {"key": _WORDS_DUE, "value": self._changes.batch}
        self._connection.execute(text("INSERT OR REPLACE INTO desk VALUES (:key, :value)"), fact)

    def words_due(self) -> list[str]:
        """The ids of listings whose words are not made yet, also where a kill left them out."""
        query = text(
            "SELECT record_id FROM change_log WHERE table_name = 'listings'"
            " AND batch = (SELECT value FROM desk WHERE key = :key) ORDER BY id"
        )
        return list(self._connection.execute(query, {"key": _WORDS_DUE}).scalars())

    def words_done(self) -> None:
        """All words are made."""
        self._connection.execute(text("DELETE FROM desk WHERE key = :key"), {"key": _WORDS_DUE})

    def amend(self, listing: Listing) -> bool:
        """Keep a listing's new values; it is back when it was gone or removed."""
        changed = self._changes.amend(_table, {**to_row(listing), "gone_at": None, "removed_at": None})
        if changed:
            self.index([listing.id])
        return changed

    def remove(self, listing_id: str, reason: str = "") -> None:
        """Set a listing aside."""
        self._changes.remove(_table, listing_id, reason)

    def index_changed(self) -> None:
        """Bring the word index in step with listings that this transaction changed by undoing."""
        log = tables.change_log
        mine = log.c.batch == self._changes.batch
        changed = select(log.c.record_id).where(mine, log.c.table_name == _table.name)
        edits = tables.listing_edits
        edited = select(edits.c.listing_id).join(
            log, (log.c.record_id == edits.c.id) & (log.c.table_name == edits.name) & mine
        )
        query = select(_table.c.id).where(_table.c.id.in_(changed) | _table.c.id.in_(edited))
        ids = list(self._connection.execute(query).scalars())
        if len(ids) > _MANY:
            self.index_due(ids)
        else:
            self.index(ids)

    def index_due(self, ids: Sequence[str]) -> None:
        """Make the words of these listings anew, quickly: what stood there before may lie in gaps.

        Overwriting it takes seconds for thousands. Nothing that was to be erased is in those gaps for long:
        erasing makes the whole index anew.
        """
        setting = text("INSERT INTO listing_words (listing_words, rank) VALUES ('secure-delete', :on)")
        self._connection.execute(setting, {"on": 0})
        self.index(ids)
        self._connection.execute(setting, {"on": 1})

    def index(self, ids: Sequence[str]) -> None:
        """Make the words of these listings anew, as this desk shows them."""
        for at in range(0, len(ids), _AT_ONCE):
            wanted = _table.c.id.in_(ids[at : at + _AT_ONCE])
            overlay = self._overlay(wanted)
            rows = self._connection.execute(select(*_WITHOUT_RAW).where(wanted)).mappings()
            words = [_words(overlay.row(row)) for row in rows]
            numbers = [(one["number"],) for one in words]
            if words:
                self._connection.exec_driver_sql("DELETE FROM listing_words WHERE rowid = ?", numbers)
                self._connection.execute(text(_ADD_WORDS), words)

    def index_all(self) -> None:
        """Make the word index anew from the listings, where it was lost."""
        self._connection.execute(text("DELETE FROM listing_words"))
        self.index(list(self._connection.execute(select(_table.c.id)).scalars()))

    def _overlay(self, wanted: ColumnElement[bool] | None = None) -> Overlay:
        """What this desk says of all listings, or of those that are wanted."""
        return Overlay(self._connection, None if wanted is None else select(_table.c.id).where(wanted))

    def listings(self) -> dict[int, Listing]:
        """Every listing that is listed, as this desk has it, by its number; without the raw records."""
        overlay = self._overlay()
        rows = self._connection.execute(select(*_WITHOUT_RAW).where(*LISTED)).mappings()
        found = [(int(row["number"]), overlay.listing(row)) for row in rows]
        return dict(sorted(found, key=lambda pair: pair[1].name))

    def get(self, listing_id: str) -> Listing | None:
        """A listing by its id as this desk has it, also one that is gone."""
        row = self.row(listing_id)
        return self._overlay(_table.c.id == listing_id).listing(row) if row else None

    def numbered(self, numbers: Sequence[int]) -> dict[int, Listing]:
        """The listings with these numbers, as this desk has them; without the raw records."""
        wanted = _table.c.number.in_(numbers)
        overlay = self._overlay(wanted)
        rows = self._connection.execute(select(*_WITHOUT_RAW).where(wanted)).mappings()
        return {int(row["number"]): overlay.listing(row) for row in rows}

    def number_of(self, listing_id: str) -> int:
        """The number of a listing that there is."""
        query = select(_table.c.number).where(_table.c.id == listing_id)
        return int(self._connection.execute(query).scalar_one())

    def named(self, ids: Iterable[str]) -> dict[str, Listing]:
        """The listings with these ids that are listed, by id."""
        return self._by_id(tuple(ids), LISTED)

    def some(self, ids: Sequence[str]) -> dict[str, Listing]:
        """Those of these listings that are kept, as this desk has them, also gone ones, by their ids."""
        return self._by_id(ids, (_table.c.removed_at.is_(None),))

    def _by_id(self, ids: Sequence[str], which: Sequence[ColumnElement[bool]]) -> dict[str, Listing]:
        found: dict[str, Listing] = {}
        for at in range(0, len(ids), _AT_ONCE):
            wanted = _table.c.id.in_(ids[at : at + _AT_ONCE])
            overlay = self._overlay(wanted)
            rows = self._connection.execute(select(*_WITHOUT_RAW).where(wanted, *which)).mappings()
            found |= {str(row["id"]): overlay.listing(row) for row in rows}
        return found

    def names(self) -> dict[str, str]:
        """What every listing that is listed is called here, by id."""
        edits = tables.listing_edits
        said = select(edits.c.listing_id, edits.c.value).where(
            edits.c.field == "name", edits.c.removed_at.is_(None)
        )
        here = {row.listing_id: str(json.loads(row.value)) for row in self._connection.execute(said)}
        query = select(_table.c.id, _table.c.name).where(*LISTED)
        return {str(row.id): here.get(row.id, row.name) for row in self._connection.execute(query)}

    def row(self, listing_id: str) -> Mapping[str, object] | None:
        """A listing as its source gave it."""
        row = self._connection.execute(select(_table).where(_table.c.id == listing_id)).mappings().first()
        return dict(row) if row else None

    def count(self) -> int:
        """How many listings are listed."""
        return int(
            self._connection.execute(select(func.count()).select_from(_table).where(*LISTED)).scalar_one()
        )
