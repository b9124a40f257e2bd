"""What staff can do with the directory: search it, find help for a topic, take in a list, check a listing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
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
    Why,
)
from champion_desk.domain.list_sheets import ListSheet
from champion_desk.domain.places import Place, Position
from champion_desk.domain.problems import Cancelled, Invalid, Problem
from champion_desk.domain.reach import Reach, placed, reach
from champion_desk.importers import list_sheet, packages, spreadsheet
from champion_desk.paths import resources_dir
from champion_desk.services import intake, list_mappings, searching
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.nations import Nations
from champion_desk.services.opening import OpeningTimes, now_here
from champion_desk.services.places import Gazetteer
from champion_desk.storage.store import Store, Transaction

_NAME_LENGTH = 160
Progress = Callable[[int, int | None], None]
IsCancelled = Callable[[], bool]


def _no_progress(_done: int, _total: int | None) -> None:
    return


def _not_cancelled() -> bool:
    return False


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in a list did."""

    done: Done
    preview: ImportPreview


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
        self.opening = OpeningTimes(site.nation, Nations(resources_dir()))
        self._changes = 0  # counts changes, so that a list read before one is not kept after it
        self._lock = threading.Lock()
        board.listen(self._forget)

    def _forget(self, kind: str) -> None:
        if kind == "directory":
            with self._lock:
                self._kept = None
                self._changes += 1

    def _listings(self) -> dict[int, Listing]:
        """Called by the window's thread and by the worker; a change may come in between."""
        with self._lock:
            found, changes = self._kept, self._changes
        if found is None:
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

    def reach(self, listing: Listing, near: str = "") -> Reach:
        """How a listing can be reached from the place typed, or else from this desk."""
        place = self.place(near) if near.strip() else None
        nations = self.opening.calendar(listing)
        return reach(
            listing,
            place.position if place else self.here,
            near if place else self._site.postcode,
            self.opening.holidays_ahead(listing, now_here().date()),
            nations == ("SCT",) and bool(listing.hours),
        )

    def nearest_first(self, listing: Listing) -> Listing:
        """The listing with its places nearest to this desk first, for paper and messages."""
        if len(listing.locations) < 2:
            return listing
        return replace(listing, locations=tuple(one.location for one in placed(listing.locations, self.here)))

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
        now = now_here()
        known, state = self._distances.around(here), self.opening.at(now)
        return searching.answer(
            candidates, query, here, around, now, near_unknown=near_unknown, distances=known, state=state
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
        now = now_here()
        around = (self._site.council_name, *self._nations())
        query = DirectoryQuery(limit=limit)
        state = self.opening.at(now)
        return list(searching.answer(fits.values(), query, self.here, around, now, state=state).matches)

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
        cancelled: IsCancelled = _not_cancelled,
        columns: Mapping[str, str] | None = None,
    ) -> ImportPreview:
        """Read a file, folder, zip file, or feed at an https address, and say what taking it in would change.

        `columns` say what each column of a sheet is; without them it is as it was chosen before for such a
        sheet, or else guessed. Nothing is kept yet. Raises `Problem` for a list that can't be used at all.
        """
        file = _opened(address, progress, cancelled)
        importer = importers.find(file, format_name or None)
        sheet = self._columns(file, columns) if importer.NAME == spreadsheet.NAME or columns else None
        if sheet is not None and sheet.origin != "guessed":
            importer, reading = spreadsheet, spreadsheet.read(file, list_sheet.mapping_of(dict(sheet.fields)))
        else:
            reading = importer.read(file)
        preview = self.preview_rows(
            reading,
            name.strip() or Path(file.name).stem[:_NAME_LENGTH],
            importer.NAME,
            str(address),
            attribution or reading.attribution,
            licence or reading.licence,
            cancelled,
            reading.letters,
        )
        return replace(preview, sheet=sheet)

    def _columns(self, file: importers.ImportFile, columns: Mapping[str, str] | None) -> ListSheet | None:
        sheet = list_sheet.look(file)
        if sheet is None:
            return None
        if columns is not None:
            return replace(sheet, fields=dict(columns), origin="chosen")
        with self._store.reading() as tx:
            return list_mappings.remembered(tx, sheet)

    @staticmethod
    def guessed(sheet: ListSheet) -> dict[str, str]:
        """What a guess takes each column of a sheet as."""
        return list_sheet.guessed(sheet.headings)

    def columns(self, address: str | Path) -> ListSheet | None:
        """The columns of a file or of what lies at an address; None where it is no table with headings."""
        return self._columns(_opened(address, _no_progress, _not_cancelled), None)

    def preview_rows(
        self,
        rows: Iterable[ReadRow],
        name: str,
        format_name: str,
        address: str,
        attribution: str = "",
        licence: str = "",
        cancelled: IsCancelled = _not_cancelled,
        letters: str = "",
    ) -> ImportPreview:
        """What taking in rows would change, against what this source gave before."""
        if len(name) > _NAME_LENGTH:
            raise Invalid("source", "too-long", most=_NAME_LENGTH)
        with self._store.reading() as tx:
            source = _source(tx, name, format_name, address, attribution, licence)
        return intake.looked_over(self._store, rows, source, cancelled, letters)

    def take_in(
        self,
        preview: ImportPreview,
        progress: Progress = _no_progress,
        cancelled: IsCancelled = _not_cancelled,
        may_keep: Callable[[], bool] = _always,
    ) -> TakenIn:
        """Take in a list as it was previewed, all of it in one transaction.

        `may_keep` is asked once, at the very end. Stopped before, nothing of it is kept: raises `Cancelled`.
        """
        if preview.sheet is not None and preview.sheet.origin == "chosen":
            with self._store.transaction() as tx:  # of its own: taking the list back keeps what was learnt
                list_mappings.remember(tx, preview.sheet)
        with self._store.transaction() as tx:
            source = intake.take_in(tx, preview, progress, cancelled)
            if cancelled() or not may_keep():
                raise Cancelled
            batch = tx.changes.batch
        diagnostics.log.info("import taken in: %d used, %d refused", preview.used, preview.refused_count)
        self._board.tell("directory")
        return TakenIn(Done(batch, source.id), preview)


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


def _opened(address: str | Path, progress: Progress, cancelled: IsCancelled) -> importers.ImportFile:
    if isinstance(address, str) and "://" in address:
        from champion_desk.importers import feed  # httpx loads slowly

        file = feed.download(address, progress=progress, cancelled=cancelled)
        return packages.unzipped(file) if packages.is_package(file) else file
    return packages.opened(Path(address), progress, cancelled)


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
