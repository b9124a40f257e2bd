"""What this desk itself says of listings, in and out of the store, and laid over what sources say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, RowMapping, Table, func, or_, select, text

from champion_desk.domain.keeping import (
    MERGED,
    ListingCheck,
    ListingEdit,
    ListingReport,
    ListingTie,
)
from champion_desk.domain.problems import Problem
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.rows import from_row, to_row

_edits, _checks = tables.listing_edits, tables.listing_checks
_reports, _ties = tables.listing_reports, tables.listing_ties


class KeepingRepository:
    """Edits, checks, reports and ties of listings."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    # Checks

    def check(self, listing_id: str, on: date, by: str) -> None:
        """Note that someone checked a listing and found it right. Raises `Problem("record-gone")`."""
        table = tables.listings
        there = select(table.c.id).where(table.c.id == listing_id, table.c.removed_at.is_(None))
        if self._connection.execute(there).first() is None:
            raise Problem("record-gone")
        self._changes.add(_checks, to_row(ListingCheck(listing_id, on, by)))

    # Edits

    def edits(self, listing_id: str) -> dict[str, ListingEdit]:
        """What this desk says of one listing, by field."""
        return {row["field"]: from_row(ListingEdit, row) for row in self._of(_edits, listing_id)}

    def keep_edit(self, edit: ListingEdit) -> None:
        """Say a field otherwise than the source does, in place of what was said of it before."""
        query = select(_edits.c.id).where(
            _edits.c.listing_id == edit.listing_id, _edits.c.field == edit.field
        )
        known = self._connection.execute(query).scalar()
        if known is None:
            self._changes.add(_edits, to_row(edit))
        else:
            self._changes.amend(_edits, {**to_row(edit), "id": known, "removed_at": None})

    def drop_edit(self, edit: ListingEdit) -> None:
        """Say what the source says again."""
        self._changes.remove(_edits, edit.id)

    def edited_counts(self) -> dict[str, int]:
        """How many listings of each source this desk says otherwise."""
        listings = tables.listings
        query = (
            select(listings.c.source_id, func.count(func.distinct(_edits.c.listing_id)))
            .join(_edits, _edits.c.listing_id == listings.c.id)
            .where(_edits.c.removed_at.is_(None))
            .group_by(listings.c.source_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    # Reports

    def report(self, report: ListingReport) -> None:
        """Keep that something is wrong."""
        self._changes.add(_reports, to_row(report))

    def reports(self, listing_id: str = "", closed: bool = False) -> list[ListingReport]:
        """Reports that are not removed, oldest first: of one listing or of all; closed ones on request."""
        query = select(_reports).where(_reports.c.removed_at.is_(None)).order_by(_reports.c.id)
        if listing_id:
            query = query.where(_reports.c.listing_id == listing_id)
        if not closed:
            query = query.where(_reports.c.closed_on.is_(None))
        return [from_row(ListingReport, row) for row in self._connection.execute(query).mappings()]

    def amend_report(self, report: ListingReport) -> None:
        """Keep a report's new values."""
        self._changes.amend(_reports, to_row(report))

    def fade_notes(self, end: date) -> int:
        """Take the notes away from reports made before that day; the reports stay. How many there were."""
        query = select(_reports.c.id).where(_reports.c.note != "", _reports.c.reported_on < end.isoformat())
        found = list(self._connection.execute(query).scalars())
        for one in found:
            self._changes.fade(_reports, one, ("note",))
        return len(found)

    # Ties

    def ties(self, listing_id: str = "") -> list[ListingTie]:
        """Ties of one listing, whichever end it is, or of all."""
        query = select(_ties).where(_ties.c.removed_at.is_(None)).order_by(_ties.c.id)
        if listing_id:
            query = query.where((_ties.c.listing_id == listing_id) | (_ties.c.other_id == listing_id))
        return [from_row(ListingTie, row) for row in self._connection.execute(query).mappings()]

    def tie(self, tie: ListingTie) -> None:
        """Keep a tie, in place of one between the same two."""
        ends = {tie.listing_id, tie.other_id}
        for known in self.ties(tie.listing_id):
            if {known.listing_id, known.other_id} == ends:
                self._changes.remove(_ties, known.id)
        query = select(_ties.c.id).where(
            _ties.c.listing_id == tie.listing_id, _ties.c.other_id == tie.other_id
        )
        known_id = self._connection.execute(query).scalar()
        if known_id is None:
            self._changes.add(_ties, to_row(tie))
        else:
            self._changes.amend(_ties, {**to_row(tie), "id": known_id, "removed_at": None})

    def untie(self, tie: ListingTie) -> None:
        """Take a tie away."""
        self._changes.remove(_ties, tie.id)

    def merged_into(self, listing_id: str) -> str:
        """The listing that one was merged into, or nothing."""
        found = [t.listing_id for t in self.ties(listing_id) if t.kind == MERGED and t.other_id == listing_id]
        return found[0] if found else ""

    # Use

    def uses(self, since: str) -> dict[str, int]:
        """How often each listing was signposted from a moment on (UTC, as the store writes it)."""
        rows = self._connection.execute(
            text(
                "SELECT one.value, count(*) FROM sessions, json_each(sessions.listings) AS one"
                " WHERE sessions.listings <> '[]' AND started_at >= :since AND removed_at IS NULL"
                " GROUP BY one.value"
            ),
            {"since": since},
        )
        return {row[0]: row[1] for row in rows}

    def ids_of(self, listing_ids: Iterable[str]) -> dict[Table, list[str]]:
        """Everything that is kept of these listings, removed or not: for erasing them."""
        wanted = tuple(listing_ids)
        found: dict[Table, list[str]] = {}
        for table in (_edits, _checks, _reports, _ties):
            ends = (table.c.listing_id, _ties.c.other_id) if table is _ties else (table.c.listing_id,)
            query = select(table.c.id).where(or_(*(end.in_(wanted) for end in ends)))
            found[table] = list(self._connection.execute(query).scalars())
        return found

    def _of(self, table: Table, listing_id: str) -> Iterable[RowMapping]:
        query = select(table).where(table.c.listing_id == listing_id, table.c.removed_at.is_(None))
        return self._connection.execute(query).mappings()
