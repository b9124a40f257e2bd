"""Keeping the directory right: checks, what is wrong, this desk's own words, and what is due."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from champion_desk.domain.champions import Champion
from champion_desk.domain.directory import Listing, Source, freshness
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.identity import new_id
from champion_desk.domain.keeping import (
    EDITABLE,
    LINKED,
    MERGED,
    NOTE,
    OWN,
    Due,
    Kept,
    ListingEdit,
    ListingReport,
    LocalValue,
    OpenReport,
    PlacesToKeep,
)
from champion_desk.domain.places import Position
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.services.changes import Done
from champion_desk.services.directory import DirectoryService
from champion_desk.services.place_forms import PlaceForm, form_of, listing_of, problems_of
from champion_desk.services.privacy_scanner import open_findings
from champion_desk.storage.rows import to_row
from champion_desk.storage.store import Store, Transaction

_LATE = frozenset({"year", "older", "never"})
_USED_WITHIN = timedelta(days=365)


class WrongFields(Problem):
    """Fields of a place that do not fit, all of them at once."""

    def __init__(self, problems: tuple[Invalid, ...]) -> None:
        super().__init__(problems[0].code, **problems[0].facts)
        self.problems = problems


class KeepingService:
    """Everything this desk says of places, on top of what their sources say. Each act can be undone."""

    def __init__(self, store: Store, champion: Champion, directory: DirectoryService) -> None:
        self._store = store
        self._champion = champion
        self._directory = directory

    # One listing

    def kept(self, listing_id: str) -> Kept:
        """What is known here of a listing beside what its source says. Raises `Problem("record-gone")`."""
        with self._store.reading() as tx:
            row = _row(tx, listing_id)
            edits = tx.keeping.edits(listing_id)
            ties = tx.keeping.ties(listing_id)
            source = tx.directory.source(str(row["source_id"]))
            merged = [t.other_id for t in ties if t.kind == MERGED and t.listing_id == listing_id]
            linked = [
                t.other_id if t.listing_id == listing_id else t.listing_id for t in ties if t.kind == LINKED
            ]
            others = tx.directory.some([*merged, *linked])
            reports = tx.keeping.reports(listing_id)
        note = str(json.loads(edits[NOTE].value)) if NOTE in edits else ""
        local = tuple(
            LocalValue(one.field, _said(row[one.field]), one.made_on, one.made_by)
            for one in edits.values()
            if one.field != NOTE
        )
        return Kept(
            local,
            note,
            tuple(reports),
            tuple(others[one] for one in merged if one in others),
            tuple(others[one] for one in linked if one in others),
            bool(source and source.format == OWN),
            bool(row["gone_at"]),
        )

    def form(self, listing_id: str) -> PlaceForm:
        """A listing as the form shows it."""
        return form_of(self._directory.get(listing_id), self.kept(listing_id).note)

    def edit(
        self, listing_id: str, form: PlaceForm, before: PlaceForm, accepted: Accepted = NOTHING_ACCEPTED
    ) -> Done:
        """Keep what was changed in the form, field by field, on top of what the source says.

        `before` is the form as it was shown: what another changed meanwhile is left alone. A field that says
        what the source says is the source's again. Raises `WrongFields`.
        """
        self._check(form, before, accepted)
        with self._store.transaction() as tx:
            row, now = _row(tx, listing_id), tx.directory.get(listing_id)
            source = tx.directory.source(str(row["source_id"]))
            assert now is not None
            listing = listing_of(form, before, now, self._position)
            if source and source.format == OWN:
                tx.directory.amend(listing)
            else:
                self._lay_over(tx, row, listing, now)
            if form.note != before.note:
                self._keep_note(tx, listing_id, form.note.strip())
            tx.directory.index([listing_id])
            batch = tx.changes.batch
        return self._told(batch, listing_id)

    def _lay_over(self, tx: Transaction, row: dict[str, object], listing: Listing, now: Listing) -> None:
        edits = tx.keeping.edits(listing.id)
        wanted, current = to_row(listing), to_row(now)
        for name in EDITABLE:
            if wanted[name] == current[name]:
                continue
            if wanted[name] != row[name]:
                tx.keeping.keep_edit(self._edit(listing.id, name, wanted[name]))
            elif name in edits:
                tx.keeping.drop_edit(edits[name])

    def _keep_note(self, tx: Transaction, listing_id: str, note: str) -> None:
        known = tx.keeping.edits(listing_id).get(NOTE)
        if note:
            tx.keeping.keep_edit(self._edit(listing_id, NOTE, note))
        elif known is not None:
            tx.keeping.drop_edit(known)

    def _edit(self, listing_id: str, name: str, value: object) -> ListingEdit:
        said = json.dumps(value, ensure_ascii=False)
        return ListingEdit(listing_id, name, said, date.today(), self._champion.name)

    def use_source(self, listing_id: str, name: str = "") -> Done:
        """Say what the source says again: in one field, or in all of them. A note stays."""
        return self._do(listing_id, lambda tx: self._drop(tx, listing_id, name))

    @staticmethod
    def _drop(tx: Transaction, listing_id: str, name: str) -> None:
        for edit in tx.keeping.edits(listing_id).values():
            if edit.field == name or (not name and edit.field != NOTE):
                tx.keeping.drop_edit(edit)
        tx.directory.index([listing_id])

    # Places of this desk's own

    def add(self, form: PlaceForm, source_name: str, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Add a place that this desk keeps itself; `source_name` names their source where it is the first.

        Raises `WrongFields`.
        """
        empty = PlaceForm()
        self._check(form, empty, accepted)
        with self._store.transaction() as tx:
            own = next((one for one in tx.directory.sources() if one.format == OWN), None)
            own = own or tx.directory.keep_source(Source(source_name, OWN))
            bare = Listing(form.name.strip(), new_id(), own.id)
            listing = listing_of(form, empty, bare, self._position)
            access = ("visit",) if listing.locations else ("phone",) if listing.phones else ()
            listing = replace(listing, access=access)
            tx.directory.add(listing)
            tx.keeping.check(listing.id, date.today(), self._champion.name)
            if form.note.strip():
                self._keep_note(tx, listing.id, form.note.strip())
            tx.directory.amend_source(
                replace(own, listings=tx.directory.counts()[own.id][0], imported_at=datetime.now(UTC))
            )
            batch = tx.changes.batch
        return self._told(batch, listing.id)

    def remove_own(self, listing_id: str) -> Done:
        """Set a place of this desk's own aside. Raises `Problem("record-gone")` for one of a source."""
        if not self.kept(listing_id).is_own:
            raise Problem("record-gone")
        return self._do(listing_id, lambda tx: tx.directory.remove(listing_id))

    def _check(self, form: PlaceForm, before: PlaceForm, accepted: Accepted) -> None:
        found = problems_of(form, before)
        if form.note != before.note and open_findings(form.note, accepted):
            found = (*found, Invalid("note", "looks-personal"))
        if found:
            raise WrongFields(found)

    def _position(self, postcode: str) -> Position | None:
        place = self._directory.place(postcode)
        return place.position if place else None

    # What is wrong

    def report(
        self, listing_id: str, reason: str, note: str = "", accepted: Accepted = NOTHING_ACCEPTED
    ) -> Done:
        """Keep that something is wrong with a listing, to be told to whoever publishes it.

        Raises `Invalid("note", "looks-personal")`.
        """
        if open_findings(note, accepted):
            raise Invalid("note", "looks-personal")
        report = ListingReport(listing_id, reason, date.today(), self._champion.name, note.strip())
        return self._do(listing_id, lambda tx: tx.keeping.report(report), searched=False)

    def close(self, report: ListingReport) -> Done:
        """It is mended."""
        closed = replace(report, closed_on=date.today(), closed_by=self._champion.name)
        return self._do(report.listing_id, lambda tx: tx.keeping.amend_report(closed), searched=False)

    def reports(self) -> list[OpenReport]:
        """What is wrong and not mended, by source, oldest first; not of places that are gone since."""
        with self._store.reading() as tx:
            sources = {one.id: one.name for one in tx.directory.sources()}
            reports = tx.keeping.reports()
            known = tx.directory.some([one.listing_id for one in reports])
        found = [
            OpenReport(one, known[one.listing_id], sources.get(known[one.listing_id].source_id, ""))
            for one in reports
            if one.listing_id in known
        ]
        return sorted(found, key=lambda one: one.source.casefold())

    def passed_on(self, reports: list[ListingReport]) -> Done:
        """These were told to whoever publishes the list."""

        def note(tx: Transaction) -> None:
            for report in reports:
                tx.keeping.amend_report(replace(report, sent_on=date.today()))

        return self._do("", note, searched=False)

    # What is due

    def due(self, today: date, months: int = 6) -> list[Due]:
        """Listings not checked for 6 (or 12) months: the most signposted first, then the oldest check."""
        late = _LATE - {"year"} if months >= 12 else _LATE
        uses = self._uses()
        found = [
            Due(one, uses.get(one.id, 0))
            for one in self._directory.all()
            if freshness(one.checked_on, today) in late
        ]
        return sorted(found, key=_urgency)

    def to_keep(self, today: date) -> PlacesToKeep:
        """How many places that were given out in the last year are due, and how many sources wait."""
        used = self._directory.named(self._uses()).values()
        due = sum(1 for one in used if freshness(one.checked_on, today) in _LATE)
        return PlacesToKeep(due, sum(1 for source in self._directory.sources() if source.waits))

    def _uses(self) -> dict[str, int]:
        since = (datetime.now(UTC) - _USED_WITHIN).isoformat(timespec="microseconds")
        with self._store.reading() as tx:
            return tx.keeping.uses(since)

    def _do(self, listing_id: str, act: Callable[[Transaction], object], searched: bool = True) -> Done:
        with self._store.transaction() as tx:
            act(tx)
            batch = tx.changes.batch
        return self._told(batch, listing_id, searched)

    def _told(self, batch: str, listing_id: str, searched: bool = True) -> Done:
        self._directory.tell(searched)
        return Done(batch, listing_id)


def _urgency(due: Due) -> tuple[int, date, str]:
    return -due.uses, due.listing.checked_on or date.min, due.listing.name


def _row(tx: Transaction, listing_id: str) -> dict[str, object]:
    row = tx.directory.row(listing_id)
    if row is None or row["removed_at"]:
        raise Problem("record-gone")
    return dict(row)


def _said(value: object) -> str:
    """What a source says in a field, in one line."""
    text = str(value or "")
    if not text.startswith("["):
        return text
    parts = json.loads(text)
    if any(isinstance(one, dict) and "opens" in one for one in parts):
        return ""  # hours are told by whoever has words for them
    lines = [
        ", ".join(part for part in (*one["address"], one["town"], one["postcode"]) if part)
        if isinstance(one, dict)
        else str(one)
        for one in parts
    ]
    return "; ".join(lines)
