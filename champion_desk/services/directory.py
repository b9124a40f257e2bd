"""What staff can do with the directory: search it, find help for a topic, take in a list, check a listing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from ssl import SSLContext

from champion_desk import importers
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
    Why,
)
from champion_desk.domain.places import Place, Position
from champion_desk.domain.problems import Cancelled, Invalid, Problem
from champion_desk.services import searching, taking_in
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.places import Gazetteer
from champion_desk.services.taking_in import TakenIn
from champion_desk.storage.part_pulls import PartPull, forget_old
from champion_desk.storage.store import Store, Transaction

_NAME_LENGTH = 160
Progress = Callable[[int, int | None], None]


def _no_progress(_done: int, _total: int | None) -> None:
    return


def _not_cancelled() -> bool:
    return False


def _no_wait(_seconds: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Reading:
    """How a list is read: who is told how far it is, who may stop it, whether http is agreed to.

    `waiting` is told the seconds left where a busy server asks for patience, and 0 when that is over.
    """

    progress: Progress = _no_progress
    cancelled: Callable[[], bool] = _not_cancelled
    waiting: Callable[[int], None] = _no_wait
    allow_http: bool = False

    def stop_if_cancelled(self) -> None:
        """Raises `Cancelled` where somebody stopped it."""
        if self.cancelled():
            self.stop()

    def stop(self) -> None:
        """Raises `Cancelled`."""
        raise Cancelled


_UNWATCHED = Reading()


class DirectoryService:
    """The signposting directory of this desk. Listings are read once and kept until they change."""

    def __init__(
        self, store: Store, champion: Champion, site: Site, gazetteer: Gazetteer, board: ChangeBoard
    ) -> None:
        self._store = store
        self._champion = champion
        self._site = site
        self._gazetteer = gazetteer
        self._board = board
        self._kept: dict[int, Listing] | None = None
        self._distances = searching.DistancesKept()
        self._changes = 0  # counts changes, so that a list read before one is not kept after it
        self._lock = threading.Lock()
        self._own = threading.local()  # whether this thread says itself which listings changed
        # Whose word is taken for who a server is; None for those that this computer trusts.
        self.trusted: SSLContext | None = None
        board.listen(self._forget)

    def tell_of(self, *listing_ids: str) -> None:
        """Say that the directory changed, by these listings alone: the others need not be read again."""
        with self._lock:
            kept = self._kept
        if kept is not None:
            with self._store.reading() as tx:
                now = tx.directory.listings(listing_ids)
            rest = {number: one for number, one in kept.items() if one.id not in listing_ids}
            found = dict(sorted({**rest, **now}.items(), key=lambda pair: pair[1].name))
            with self._lock:
                if self._kept is kept:
                    self._kept, self._changes = found, self._changes + 1
                    self._distances.forget(listing_ids)
                    self._own.told = True
        try:
            self._board.tell("directory")
        finally:
            self._own.told = False

    def tell_all(self) -> None:
        """Say that the directory changed; whoever looks next finds it read, where it was read before."""
        with self._lock:
            was_read = self._kept is not None
        if was_read:
            self._forget("directory")
            self._listings()
            self._own.told = True
        try:
            self._board.tell("directory")
        finally:
            self._own.told = False

    def _forget(self, kind: str) -> None:
        if kind == "directory" and not getattr(self._own, "told", False):
            with self._lock:
                self._kept = None
                self._changes += 1

    def _listings(self) -> dict[int, Listing]:
        """Called by the window's thread and by the worker; a change may come in between."""
        with self._lock:
            found, changes = self._kept, self._changes
        if found is None:
            taking_in.make_words(self._store)
            with self._store.reading() as tx:
                found = tx.directory.listings()
            self._gazetteer.learn_towns(_towns(found.values()))
            with self._lock:
                if changes == self._changes:
                    self._kept, self._distances = found, searching.DistancesKept()
        return found

    @property
    def here(self) -> Position | None:
        """Where this desk stands, if that is known."""
        if self._site.latitude is not None and self._site.longitude is not None:
            return Position(self._site.latitude, self._site.longitude)
        place = self._gazetteer.find(self._site.postcode) if self._site.postcode else None
        return place.position if place else None

    def place(self, typed: str) -> Place | None:
        """The place that was typed, if it is known."""
        self._listings()
        return self._gazetteer.find(typed)

    def count(self) -> int:
        """How many listings there are."""
        return len(self._listings())

    def search(self, query: DirectoryQuery) -> DirectoryAnswer:
        """Listings for what was typed, near the place typed or else near this desk."""
        listings = self._listings()
        place = self._gazetteer.find(query.near) if query.near.strip() else None
        near_unknown = bool(query.near.strip()) and place is None
        here = place.position if place else None if near_unknown else self.here
        words = searching.words_of(query.text)
        if words:
            candidates = self._with_words(listings, words)
        else:
            candidates = [searching.Candidate(one, Why("all"), 1.0) for one in listings.values()]
        around = () if place else (self._site.council_name, *self._nations())
        now = datetime.now().astimezone().replace(tzinfo=None)
        known = self._distances.around(here)
        return searching.answer(
            candidates, query, here, around, now, near_unknown=near_unknown, distances=known
        )

    def _nations(self) -> tuple[str, ...]:
        return tuple(name for name in (self._site.nation, "United Kingdom", "Great Britain") if name)

    def _with_words(
        self, listings: dict[int, Listing], words: Sequence[str], every: bool = True
    ) -> list[searching.Candidate]:
        with self._store.reading() as tx:
            hits = tx.directory.having(words, every=every)
        best = max((-hit.rank for hit in hits), default=1.0) or 1.0
        why = Why("words", " ".join(words))
        return [
            searching.Candidate(listings[hit.number], why, 0.2 + 0.8 * -hit.rank / best)
            for hit in hits
            if hit.number in listings
        ]

    def for_topics(self, topics: Iterable[Topic], limit: int = 3) -> list[ListingMatch]:
        """The likeliest local listings for what help is about."""
        topics = tuple(topics)
        if not topics:
            return []
        listings = self._listings()
        fits: dict[str, searching.Candidate] = {}
        for topic in topics:
            for words in topic.find:
                for one in self._with_words(listings, searching.words_of(words)):
                    known = fits.get(one.listing.id)
                    if known is None or known.fit < one.fit:
                        fits[one.listing.id] = one
            for listing in listings.values():
                shared = set(topic.needs).intersection(listing.needs)
                if shared and listing.id not in fits:
                    fits[listing.id] = searching.Candidate(listing, Why("need", sorted(shared)[0]), 0.25)
        now = datetime.now().astimezone().replace(tzinfo=None)
        around = (self._site.council_name, *self._nations())
        query = DirectoryQuery(limit=limit)
        return list(searching.answer(fits.values(), query, self.here, around, now).matches)

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
        """Every listing, by name."""
        return list(self._listings().values())

    def still_right(self, listing_id: str) -> Done:
        """Note that a listing was checked today and is right."""
        with self._store.transaction() as tx:
            tx.keeping.check(listing_id, date.today(), self._champion.name)
            batch = tx.changes.batch
        self.tell_of(listing_id)
        return Done(batch, listing_id)

    def preview(
        self,
        address: str | Path,
        name: str = "",
        format_name: str = "",
        attribution: str = "",
        licence: str = "",
        reading: Reading = _UNWATCHED,
    ) -> ImportPreview:
        """Read a file, or a feed at an https address, and say what taking it in would change.

        Nothing is kept yet; of a feed that was cut short what was read so far is kept for the next time.
        Raises `Problem` for a list that can't be used as a whole.
        """
        file = self._opened(address, reading)
        importer = importers.find(file, format_name or None)
        rows = tuple(importer.read(file))
        return self.preview_rows(
            rows,
            name.strip() or Path(file.name).stem[:_NAME_LENGTH],
            importer.NAME,
            str(address),
            attribution,
            licence,
            reading.allow_http,
        )

    def known_format(self, name: str) -> str:
        """The name of a format that can be read, or nothing, so that it is found out anew."""
        return name if name in importers.formats() else ""

    def _opened(self, address: str | Path, reading: Reading) -> importers.ImportFile:
        if isinstance(address, str) and "://" in address:
            from champion_desk.importers import feed  # httpx loads slowly

            forget_old(self._store.folder)
            return feed.download(
                address,
                progress=reading.progress,
                cancelled=reading.cancelled,
                allow_http=reading.allow_http,
                waiting=reading.waiting,
                journal=PartPull(self._store.folder, self._store.key, address),
                context=self.trusted,
            )
        return importers.ImportFile.open(Path(address), reading.progress, reading.cancelled)

    def preview_rows(
        self,
        rows: tuple[ReadRow, ...],
        name: str,
        format_name: str,
        address: str,
        attribution: str = "",
        licence: str = "",
        allow_http: bool = False,
    ) -> ImportPreview:
        """What taking in rows would change, against what this source gave before."""
        if len(name) > _NAME_LENGTH:
            raise Invalid("source", "too-long", most=_NAME_LENGTH)
        if not any(row.listing for row in rows):
            raise Problem("import-nothing-usable", found=len(rows))
        with self._store.reading() as tx:
            source = _source(tx, name, format_name, address, attribution, licence)
            source = replace(source, allow_http=allow_http)
            return taking_in.previewed(tx, source, _without_erased(tx, rows, source))

    def take_in(self, preview: ImportPreview, agreed: bool = False) -> TakenIn:
        """Take in a list as it was previewed, all of it in one transaction.

        Raises `Problem` "refresh-waits-…" where so much would change that a person has to have `agreed`.
        """
        taken = taking_in.take_in(self._store, preview, agreed)
        self.tell_all()
        return taken


# A library is called after its town more often than the town stands in the right column.
_LIBRARY = re.compile(r"^(.+?) (?:Central |Community |Public |Branch |Town )*Library\b")


def _towns(listings: Iterable[Listing]) -> dict[str, Position]:
    """Names of towns and where they are; a street in the column for the town is no town."""
    towns: dict[str, Position] = {}
    for listing in listings:
        for at in listing.locations:
            if at.position is not None and at.town and not any(sign.isdigit() for sign in at.town):
                towns.setdefault(at.town, at.position)
    for listing in listings:
        named = _LIBRARY.match(listing.name)
        if named and listing.location.position is not None:
            towns.setdefault(named[1], listing.location.position)
    return towns


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
