"""What staff can do with the directory: search it, find help for a topic, take in a list, check a listing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from champion_desk import diagnostics, importers
from champion_desk.domain.catalogue import Topic
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.directory import (
    DirectoryAnswer,
    DirectoryQuery,
    ImportPreview,
    Listing,
    ListingMatch,
    ReadRow,
    Source,
)
from champion_desk.domain.places import Place, Position
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.searching import DirectorySearch
from champion_desk.storage.rows import to_row
from champion_desk.storage.store import Store, Transaction

_NAME_LENGTH = 160
Progress = Callable[[int, int | None], None]
Cancelled = Callable[[], bool]


def _no_progress(_done: int, _total: int | None) -> None:
    return


def _not_cancelled() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in a list did."""

    done: Done
    preview: ImportPreview


class DirectoryService:
    """The signposting directory of this desk; its search is a service of its own that it hands on to."""

    def __init__(
        self, store: Store, champion: Champion, site: Site, searching: DirectorySearch, board: ChangeBoard
    ) -> None:
        self._store = store
        self._champion = champion
        self._site = site
        self._search = searching
        self._board = board
        board.listen(self._heard)

    def _heard(self, kind: str) -> None:
        if kind == "directory":
            self._search.forget()
        elif kind == "postcodes":
            self._search.forget_places()

    @property
    def here(self) -> Position | None:
        """Where this desk stands, if that is known."""
        return self._search.here

    def place(self, typed: str) -> Place | None:
        """The place that was typed, if it is known."""
        return self._search.place(typed)

    def count(self) -> int:
        """How many listings there are."""
        with self._store.reading() as tx:
            return tx.directory.count()

    def is_ready(self) -> bool:
        """Whether a search answers at once; else `prepare` it off the window's thread."""
        return self._search.is_ready()

    def is_quick(self, query: DirectoryQuery) -> bool:
        """Whether this question is answered in a few milliseconds (with `may_be_old`)."""
        return self._search.is_quick(query)

    def prepare(self) -> None:
        """Read the directory for searching, where that is due."""
        self._search.prepare()

    def search(self, query: DirectoryQuery, may_be_old: bool = False) -> DirectoryAnswer:
        """Listings for what was typed, near the place typed or else near this desk.

        With `may_be_old` a directory that has just changed answers as it was, rather than late.
        """
        return self._search.search(query, may_be_old)

    def for_topics(self, topics: Iterable[Topic], limit: int = 3) -> list[ListingMatch]:
        """The likeliest local listings for what help is about."""
        topics = tuple(topics)
        return self._search.for_topics(topics, limit) if topics else []

    def get(self, listing_id: str) -> Listing:
        """A listing by its id. Raises `Problem("record-gone")`."""
        with self._store.reading() as tx:
            found = tx.directory.get(listing_id)
        if found is None:
            raise Problem("record-gone")
        return found

    def sources(self) -> list[Source]:
        """Where listings came from."""
        with self._store.reading() as tx:
            return tx.directory.sources()

    def all(self) -> list[Listing]:
        """Every listing, by name. Slow where there are many: `named` and `names` read less."""
        with self._store.reading() as tx:
            return list(tx.directory.listings().values())

    def named(self, ids: Iterable[str]) -> dict[str, Listing]:
        """The listings with these ids that are still listed, by id."""
        with self._store.reading() as tx:
            return tx.directory.named(ids)

    def names(self) -> dict[str, str]:
        """What each listing is called, by its id."""
        with self._store.reading() as tx:
            return tx.directory.names()

    def still_right(self, listing_id: str) -> Done:
        """Note that a listing was checked today and is right."""
        with self._store.transaction() as tx:
            tx.directory.check(listing_id, datetime.now().astimezone(), self._champion.name)
            batch = tx.changes.batch
        self._board.tell("directory")
        return Done(batch, listing_id)

    def preview(
        self,
        address: str | Path,
        name: str = "",
        format_name: str = "",
        attribution: str = "",
        licence: str = "",
        progress: Progress = _no_progress,
        cancelled: Cancelled = _not_cancelled,
    ) -> ImportPreview:
        """Read a file, or a feed at an https address, and say what taking it in would change.

        Nothing is kept yet. Raises `Problem` for a list that can't be used as a whole.
        """
        file = _opened(address, progress, cancelled)
        importer = importers.find(file, format_name or None)
        rows = tuple(importer.read(file))
        return self.preview_rows(
            rows,
            name.strip() or Path(file.name).stem[:_NAME_LENGTH],
            importer.NAME,
            str(address),
            attribution,
            licence,
        )

    def preview_rows(
        self,
        rows: tuple[ReadRow, ...],
        name: str,
        format_name: str,
        address: str,
        attribution: str = "",
        licence: str = "",
    ) -> ImportPreview:
        """What taking in rows would change, against what this source gave before."""
        if len(name) > _NAME_LENGTH:
            raise Invalid("source", "too-long", most=_NAME_LENGTH)
        if not any(row.listing for row in rows):
            raise Problem("import-nothing-usable", found=len(rows))
        with self._store.reading() as tx:
            source = _source(tx, name, format_name, address, attribution, licence)
            known = tx.directory.rows_of(source.id)
            rows = _without_erased(tx, rows, source)
        added = changed = same = 0
        keys = set()
        for row in rows:
            if row.listing is None:
                continue
            keys.add(row.listing.source_key)
            old = known.get(row.listing.source_key)
            if old is None or old["removed_at"]:
                added += 1
            elif _differs(row.listing, old):
                changed += 1
            else:
                same += 1
        gone = sum(1 for key, old in known.items() if key not in keys and _is_listed(old))
        return ImportPreview(source, rows, added, changed, same, gone)

    def take_in(self, preview: ImportPreview) -> TakenIn:
        """Take in a list as it was previewed, all of it in one transaction."""
        with self._store.transaction() as tx:
            source = tx.directory.keep_source(
                replace(preview.source, imported_at=datetime.now(UTC), listings=preview.used)
            )
            known = tx.directory.rows_of(source.id)
            keys = set()
            for row in preview.rows:
                if row.listing is not None:
                    keys.add(row.listing.source_key)
                    _take_one(tx, row.listing, source, known.get(row.listing.source_key))
            for key, old in known.items():
                if key not in keys and _is_listed(old):
                    tx.directory.mark_gone(str(old["id"]))
            tx.directory.optimise()
            batch = tx.changes.batch
        diagnostics.log.info("import taken in: %d used, %d refused", preview.used, len(preview.refused))
        self._board.tell("directory")
        return TakenIn(Done(batch, source.id), preview)


def _opened(address: str | Path, progress: Progress, cancelled: Cancelled) -> importers.ImportFile:
    if isinstance(address, str) and "://" in address:
        from champion_desk.importers import feed  # httpx loads slowly

        return feed.download(address, progress=progress, cancelled=cancelled)
    return importers.ImportFile.open(Path(address), progress, cancelled)


def _without_erased(tx: Transaction, rows: tuple[ReadRow, ...], source: Source) -> tuple[ReadRow, ...]:
    """The rows, refusing those that were erased at this desk; the refusal does not name them."""
    away = tx.erasure.kept_away(source.id, (row.listing.source_key for row in rows if row.listing))
    return tuple(
        ReadRow(row.line, refusal=Problem("row-erased"))
        if row.listing and row.listing.source_key in away
        else row
        for row in rows
    )


def _source(
    tx: Transaction, name: str, format_name: str, address: str, attribution: str, licence: str
) -> Source:
    """The source of that name, or a new one."""
    known = tx.directory.source_named(name)
    if known is None:
        return Source(name, format_name, address, attribution, licence)
    return replace(
        known,
        format=format_name,
        address=address,
        attribution=attribution or known.attribution,
        licence=licence or known.licence,
    )


# What a source does not say by itself, or what staff keep: it does not make a listing different.
_OWN = frozenset({"id", "source_id", "checked_on", "checked_by", "raw"})


def _is_listed(old: Mapping[str, object]) -> bool:
    return not old["gone_at"] and not old["removed_at"]


def _differs(listing: Listing, old: object) -> bool:
    row = to_row(listing)
    assert isinstance(old, dict)
    return bool(old["gone_at"]) or any(old[name] != value for name, value in row.items() if name not in _OWN)


def _take_one(tx: Transaction, listing: Listing, source: Source, old: object) -> None:
    if old is None:
        tx.directory.add(replace(listing, source_id=source.id))
        return
    assert isinstance(old, dict)
    kept = replace(listing, id=str(old["id"]), source_id=source.id)
    # A check made at this desk stays on top of an older one from the source.
    if old["checked_on"] and (
        kept.checked_on is None or str(old["checked_on"]) > kept.checked_on.isoformat()
    ):
        kept = replace(
            kept,
            checked_on=datetime.fromisoformat(str(old["checked_on"])).date(),
            checked_by=str(old["checked_by"]),
        )
    tx.directory.amend(kept)
