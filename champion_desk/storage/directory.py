"""Listings, their sources and their words in and out of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select, text

from champion_desk.domain.directory import Listing, Source
from champion_desk.domain.keeping import MERGED
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.keeping import Overlay
from champion_desk.storage.rows import from_row, to_row

_table = tables.listings
_WITHOUT_RAW = tuple(column for column in _table.c if column.name != "raw")
_MANY = 100  # listings, from which on their words are not overwritten one by one
# A fact of the desk: the change that brought listings whose words are not made yet.
_WORDS_DUE = "listing-words-due"
_there = (_table.c.removed_at.is_(None), _table.c.gone_at.is_(None))
_kept = _table.alias("kept")
# What was merged into a place that is itself listed is not listed beside it.
_merged = (
    select(tables.listing_ties.c.other_id)
    .join(_kept, _kept.c.id == tables.listing_ties.c.listing_id)
    .where(
        tables.listing_ties.c.kind == MERGED,
        tables.listing_ties.c.removed_at.is_(None),
        _kept.c.removed_at.is_(None),
        _kept.c.gone_at.is_(None),
    )
)
_LISTED = (
    *_there,
    _table.c.source_id.in_(select(tables.sources.c.id).where(tables.sources.c.removed_at.is_(None))),
    _table.c.id.not_in(_merged),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing that has the words: its number, and its rank (lower is better)."""

    number: int
    rank: float


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

    def rows_of(self, source_id: str) -> Iterator[Mapping[str, object]]:
        """The rows of one source as its source gave them, those gone or removed among them."""
        query = select(_table).where(_table.c.source_id == source_id)
        for row in self._connection.execute(query.execution_options(yield_per=500)).mappings():
            yield dict(row)

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

    def write_many(
        self,
        rows: Sequence[Mapping[str, object]],
        pairs: Sequence[tuple[Mapping[str, object], Mapping[str, object]]],
    ) -> None:
        """Keep new listings, as the store writes them, and new values of those whose rows were read before.

        Their words, which take longest, are left to `index_due`, until `words_due` has none.
        """
        self._changes.add_many(_table, rows)
        self._changes.amend_many(_table, pairs)
        if rows or pairs:
            fact = {"key": _WORDS_DUE, "value": self._changes.batch}
            self._connection.execute(text("INSERT OR REPLACE INTO desk VALUES (:key, :value)"), fact)

    def words_due(self) -> list[str]:
        """The ids of listings whose words are not made yet after `write_many`, also where that was killed."""
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
        overlay = self.overlay()
        for at in range(0, len(ids), 500):
            query = select(*_WITHOUT_RAW).where(_table.c.id.in_(ids[at : at + 500]))
            rows = self._connection.execute(query).mappings().all()
            self._index_many([(int(row["number"]), overlay.listing(row)) for row in rows])

    def index_all(self) -> None:
        """Make the word index anew from the listings, where it was lost."""
        self._connection.execute(text("DELETE FROM listing_words"))
        self.index(list(self._connection.execute(select(_table.c.id)).scalars()))

    def _index_many(self, listings: Sequence[tuple[int, Listing]]) -> None:
        if not listings:
            return
        numbers = [(number,) for number, _listing in listings]
        self._connection.exec_driver_sql("DELETE FROM listing_words WHERE rowid = ?", numbers)
        self._connection.exec_driver_sql(
            "INSERT INTO listing_words (rowid, name, organisation, place, tags, description)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [(number, *_words(listing)) for number, listing in listings],
        )

    def overlay(self) -> Overlay:
        """What this desk says of listings otherwise than their sources do."""
        return Overlay(self._connection)

    def listings(self, ids: Sequence[str] | None = None) -> dict[int, Listing]:
        """Every listing that is listed, as this desk has it, by its number; without the raw records.

        Of some listings only, where their `ids` are given.
        """
        overlay = self.overlay()
        query = select(*_WITHOUT_RAW).where(*_LISTED).order_by(_table.c.name)
        if ids is not None:
            query = query.where(_table.c.id.in_(ids))
        rows = self._connection.execute(query).mappings()
        return {int(row["number"]): overlay.listing(row) for row in rows}

    def get(self, listing_id: str) -> Listing | None:
        """A listing by its id as this desk has it, also one that is gone."""
        row = self._connection.execute(select(_table).where(_table.c.id == listing_id)).mappings().first()
        return self.overlay().listing(row) if row else None

    def some(self, ids: Sequence[str]) -> dict[str, Listing]:
        """Those of these listings that are kept, as this desk has them, also gone ones, by their ids."""
        overlay = self.overlay()
        found: dict[str, Listing] = {}
        for at in range(0, len(ids), 500):
            query = select(*_WITHOUT_RAW).where(
                _table.c.id.in_(ids[at : at + 500]), _table.c.removed_at.is_(None)
            )
            rows = self._connection.execute(query).mappings()
            found |= {str(row["id"]): overlay.listing(row) for row in rows}
        return found

    def row(self, listing_id: str) -> Mapping[str, object] | None:
        """A listing as its source gave it."""
        row = self._connection.execute(select(_table).where(_table.c.id == listing_id)).mappings().first()
        return dict(row) if row else None

    def count(self) -> int:
        """How many listings are listed."""
        return int(
            self._connection.execute(select(func.count()).select_from(_table).where(*_LISTED)).scalar_one()
        )

    def having(self, words: Iterable[str], every: bool = True) -> list[Hit]:
        """Listings that have the words (each may be the beginning of one), best first.

        Ranked by bm25 with the name above organisation, place and tags, above the description.
        """
        wanted = ['"' + word.replace('"', '""') + '"*' for word in words if word]
        if not wanted:
            return []
        query = text(
            "SELECT rowid AS number, bm25(listing_words, 12.0, 5.0, 4.0, 4.0, 1.0) AS rank"
            " FROM listing_words WHERE listing_words MATCH :match ORDER BY rank LIMIT 5000"
        )
        match = (" AND " if every else " OR ").join(wanted)
        return [Hit(number, rank) for number, rank in self._connection.execute(query, {"match": match})]

    def optimise(self) -> None:
        """Tidy the word index after a large import."""
        self._connection.execute(text("INSERT INTO listing_words (listing_words) VALUES ('optimize')"))


def _words(listing: Listing) -> tuple[str, ...]:
    """What a listing is found by, in the order of the index."""
    places = [part for at in listing.locations for part in (at.name, *at.address, at.town, at.postcode)]
    return (
        listing.name,
        listing.organisation,
        " ".join(part for part in (*places, *listing.areas) if part),
        " ".join((*listing.tags, *(need.replace("-", " ") for need in listing.needs))),
        " ".join((listing.description, listing.eligibility)),
    )
