"""What staff can do with the directory: search it, find help for a topic, take in a list, check a listing."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
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
)
from champion_desk.domain.list_sheets import ListSheet
from champion_desk.domain.places import Place, Position
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.reach import Reach, placed, reach
from champion_desk.importers import list_sheet, spreadsheet
from champion_desk.services import intake, list_mappings
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.intake import TakenIn, Watch
from champion_desk.services.list_reading import (
    UNWATCHED,
    IsAsked,
    Progress,
    Reading,
    never,
    no_progress,
    opened,
)
from champion_desk.services.opening import OpeningTimes, now_here
from champion_desk.services.searching import DirectorySearch
from champion_desk.storage.store import Store, Transaction

_NAME_LENGTH = 160


def _always() -> bool:
    return True


class DirectoryService:
    """The signposting directory of this desk; its search is a service of its own that it hands on to."""

    def __init__(
        self,
        store: Store,
        champion: Champion,
        site: Site,
        searching: DirectorySearch,
        opening: OpeningTimes,
        board: ChangeBoard,
    ) -> None:
        self._store = store
        self._champion = champion
        self._site = site
        self._search = searching
        self._board = board
        self._own = threading.local()  # whether this thread itself keeps the search in step
        self.opening = opening
        # Whose word is taken for who a server is; None for those that this computer trusts.
        self.trusted: SSLContext | None = None
        board.listen(self._heard)

    def tell(self, searched: bool = True) -> None:
        """Say that the directory changed; `searched`: by something that it is searched by."""
        self._own.is_kept = not searched
        try:
            self._board.tell("directory")
        finally:
            self._own.is_kept = False

    def _heard(self, kind: str) -> None:
        if kind == "directory" and not getattr(self._own, "is_kept", False):
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

    def reach(self, listing: Listing, near: str = "") -> Reach:
        """How a listing can be reached from the place typed, or else from this desk."""
        place = self.place(near) if near.strip() else None
        here = place.position if place else self.here
        nearest = placed(listing.locations, here)[0].location if listing.locations else listing.location
        nations = self.opening.calendar(listing)
        return reach(
            listing,
            here,
            near if place else self._site.postcode,
            self.opening.holidays_ahead(listing, now_here().date(), at=nearest),
            nations == ("SCT",) and bool(listing.hours_at(nearest)),
        )

    def nearest_first(self, listing: Listing) -> Listing:
        """The listing with its places nearest to this desk first, for paper and messages."""
        if len(listing.locations) < 2:
            return listing
        return replace(listing, locations=tuple(one.location for one in placed(listing.locations, self.here)))

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
        answer = self._search.search(query, may_be_old)
        matches = self._at_their_places(answer.matches)
        if query.open_now or query.facets.get("open") == frozenset({"open"}):
            here = answer.near.position if answer.near else self.here
            matches = tuple(self._where_open(match, here) for match in matches)
        return replace(answer, matches=matches)

    def for_topics(self, topics: Iterable[Topic], limit: int = 3) -> list[ListingMatch]:
        """The likeliest local listings for what help is about."""
        topics = tuple(topics)
        return list(self._at_their_places(self._search.for_topics(topics, limit))) if topics else []

    def _at_their_places(self, matches: Iterable[ListingMatch]) -> tuple[ListingMatch, ...]:
        now = now_here()
        return tuple(self.opening.at_its_place(match, now) for match in matches)

    def _where_open(self, match: ListingMatch, here: Position | None) -> ListingMatch:
        """The nearest of its places that is open, where the nearest of all is not."""
        if match.open.kind == "open" or not match.listing.has_hours_by_place:
            return match
        now = now_here()
        for one in placed(match.listing.locations, here):
            there = self.opening.at_its_place(replace(match, location=one.location, miles=one.miles), now)
            if there.open.kind == "open":
                return there
        return match

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
            tx.keeping.check(listing_id, date.today(), self._champion.name)
            batch = tx.changes.batch
        self.tell(searched=not self._search.was_checked(listing_id, date.today()))
        return Done(batch, listing_id)

    def preview(
        self,
        address: str | Path,
        name: str = "",
        format_name: str = "",
        attribution: str = "",
        licence: str = "",
        reading: Reading = UNWATCHED,
        columns: Mapping[str, str] | None = None,
    ) -> ImportPreview:
        """Read a file, folder, zip file, or feed at an https address, and say what taking it in would change.

        `columns` say what each column of a sheet is; without them it is as it was chosen before for such a
        sheet, or else guessed. Nothing is kept yet; of a feed that was cut short what was read so far is kept
        for the next time. Raises `Problem` for a list that can't be used at all.
        """
        file = opened(self._store, address, reading, self.trusted)
        importer = importers.find(file, format_name or None)
        sheet = self._columns(file, columns) if importer.NAME == spreadsheet.NAME or columns else None
        if sheet is not None and sheet.origin != "guessed":
            importer, read = spreadsheet, spreadsheet.read(file, list_sheet.mapping_of(dict(sheet.fields)))
        else:
            read = importer.read(file)
        preview = self.preview_rows(
            read,
            name.strip() or Path(file.name).stem[:_NAME_LENGTH],
            importer.NAME,
            str(address),
            attribution or read.attribution,
            licence or read.licence,
            reading.cancelled,
            read.letters,
            reading.allow_http,
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

    def known_format(self, name: str) -> str:
        """The name of a format that can be read, or nothing, so that it is found out anew."""
        return name if name in importers.formats() else ""

    def columns(self, address: str | Path, reading: Reading = UNWATCHED) -> ListSheet | None:
        """The columns of a file or of what lies at an address; None where it is no table with headings."""
        return self._columns(opened(self._store, address, reading, self.trusted), None)

    def preview_rows(
        self,
        rows: Iterable[ReadRow],
        name: str,
        format_name: str,
        address: str,
        attribution: str = "",
        licence: str = "",
        cancelled: IsAsked = never,
        letters: str = "",
        allow_http: bool = False,
    ) -> ImportPreview:
        """What taking in rows would change, against what this source gave before."""
        if len(name) > _NAME_LENGTH:
            raise Invalid("source", "too-long", most=_NAME_LENGTH)
        with self._store.reading() as tx:
            source = _source(tx, name, format_name, address, attribution, licence)
        source = replace(source, allow_http=allow_http)
        return intake.looked_over(self._store, rows, source, cancelled, letters)

    def take_in(
        self,
        preview: ImportPreview,
        agreed: bool = False,
        progress: Progress = no_progress,
        cancelled: IsAsked = never,
        may_keep: IsAsked = _always,
    ) -> TakenIn:
        """Take in a list as it was previewed, all of it in one transaction.

        Raises `Problem` "refresh-waits-…" where so much would change that a person has to have `agreed`.
        `may_keep` is asked once, at the very end. Stopped before, nothing of it is kept: raises `Cancelled`.
        """
        if preview.sheet is not None and preview.sheet.origin == "chosen":
            with self._store.transaction() as tx:  # of its own: taking the list back keeps what was learnt
                list_mappings.remember(tx, preview.sheet)
        taken = intake.take_in(self._store, preview, agreed, Watch(progress, cancelled, may_keep))
        self.tell()
        return taken


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
