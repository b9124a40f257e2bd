"""Exports: the log, counts by month, the directory, one's own training: CSV, Excel, JSON, Open Referral."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from champion_desk.domain.champions import Champion
from champion_desk.domain.directory import Listing
from champion_desk.domain.keeping import OpenReport
from champion_desk.domain.log_query import LogQuery
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.retention import MonthlyCount
from champion_desk.importers.needs import needs_for, word_for
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.log import in_codes
from champion_desk.storage.files import check_target
from champion_desk.storage.log_rows import SESSION_NAMES, TALLY_NAMES
from champion_desk.storage.rows import to_row
from champion_desk.storage.store import Store
from champion_desk.storage.trouble import known

KINDS = ("sessions", "tallies", "counts", "directory", "training")
# What is written part by part, as there may be a million of them.
_LONG = ("sessions", "tallies")
FORMATS = ("csv", "xlsx", "json", "oruk", "hsds")
# Of the directory alone: Open Referral UK in JSON, and its tables in a zip.
_STANDARDS = ("oruk", "hsds")
Progress = Callable[[int, int | None], None]  # how many are done, of how many


@dataclass(frozen=True, slots=True)
class SiteCount:
    """A line of the counts by month, with its site's name."""

    site: str
    month: str
    kind: str
    code: str
    sessions: int
    minutes: int
    people: int


def _named(count: MonthlyCount, site: str) -> SiteCount:
    return SiteCount(site, count.month, count.kind, count.code, count.sessions, count.minutes, count.people)


class ExportService:
    """Writes what the desk holds into a file; headings are the names of the fields."""

    def __init__(self, store: Store, champion: Champion, catalogues: Catalogues) -> None:
        self._store = store
        self._champion = champion
        self._catalogues = catalogues

    def export(self, kind: str, format_name: str, target: Path, first: date, last: date) -> int:
        """Write the records of a kind between two days (directory: all); how many. Raises `Problem`."""
        if kind in _LONG:
            return self.export_log(kind, format_name, target, LogQuery(first, last))
        if kind not in KINDS:
            raise Problem("export-unknown", kind=kind)
        if format_name not in FORMATS or (format_name in _STANDARDS and kind != "directory"):
            raise Problem("export-format-unknown", kind=kind, format=format_name)
        records = self._records(kind, first, last)
        with known(target):
            check_target(target)
            self._write(kind, format_name, records, target)
        return len(records)

    def export_log(
        self,
        kind: str,
        format_name: str,
        target: Path,
        query: LogQuery,
        progress: Progress = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        """Write the sessions, or the tallies, that fit; how many. Of one state, however long it takes.

        Raises `Problem`; `Cancelled` once `cancelled` is true, and what stood in the file before stays.
        """
        if kind not in _LONG or format_name not in FORMATS[:3]:
            raise Problem("export-format-unknown", kind=kind, format=format_name)
        from champion_desk.documents import log_columns, streams  # openpyxl loads slowly

        with known(target), self._store.reading() as tx:
            check_target(target)
            query = in_codes(self._catalogues, query)
            rows, sites = tx.log_rows, {site.id: site.name for site in tx.champions.sites()}
            sessions = kind == "sessions"
            total = tx.finder.totals(query).sessions if sessions else rows.count_tallies(query)
            names = SESSION_NAMES if sessions else TALLY_NAMES
            columns = log_columns.LogColumns(names, sites, as_json=format_name == "json")

            def told(count: int) -> None:
                if cancelled():
                    raise Cancelled
                progress(count, total)

            # Its cursor is closed here, also where writing fails: later the store may be closed already.
            with closing(rows.sessions(query) if sessions else rows.tallies(query)) as parts:
                table = streams.Table(columns.headings, columns.plain, columns.columns(parts))
                return streams.write(format_name, table, target, told)

    def _records(self, kind: str, first: date, last: date) -> list[object]:
        with self._store.reading() as tx:
            if kind == "counts":
                sites = {site.id: site.name for site in tx.champions.sites()}
                counts = tx.retention.monthly_counts(first.isoformat()[:7], last.isoformat()[:7])
                return [_named(count, sites.get(count.site_id, "")) for count in counts]
            if kind == "directory":
                return list(tx.directory.listings().values())
            return list(reversed(tx.training.enrolments(self._champion.id)))

    def _write(self, kind: str, format_name: str, records: Sequence[object], target: Path) -> None:
        from champion_desk.documents import sheets  # openpyxl loads slowly

        if kind == "directory" and format_name != "json":
            self._write_directory(format_name, cast(Sequence[Listing], records), target)
            return
        rows = [{key: value for key, value in to_row(record).items() if key != "raw"} for record in records]
        if format_name == "json":
            sheets.write_json(rows, target)
            return
        headings = list(rows[0]) if rows else ["id"]
        values = [[row[name] for name in headings] for row in rows]
        (sheets.write_csv if format_name == "csv" else sheets.write_xlsx)(headings, values, target)

    def _write_directory(self, format_name: str, listings: Sequence[Listing], target: Path) -> None:
        from champion_desk.documents import directory_sheet, hsds_package, oruk, sheets  # load slowly

        with self._store.reading() as tx:
            sources = tx.directory.sources()
        if format_name in _STANDARDS:
            given = [with_needs_as_tags(one) for one in listings]
            write = oruk.write_oruk if format_name == "oruk" else hsds_package.write_package
            write(given, sources, target)
            return
        rows = directory_sheet.rows(listings, sources, date.today())
        write_table = sheets.write_csv if format_name == "csv" else sheets.write_xlsx
        write_table(directory_sheet.HEADINGS, rows, target)

    def save_reports(self, reports: Sequence[OpenReport], reason: Callable[[str], str], target: Path) -> None:
        """Write what is wrong with places as a list; `reason` gives the words of a code. Raises `Problem`."""
        from champion_desk.documents.report_list import write_reports  # seldom asked for

        with known(target):
            check_target(target)
            write_reports(reports, reason, target)


def with_needs_as_tags(listing: Listing) -> Listing:
    """The listing with a tag for each need that its own tags do not tell: the standard has no needs."""
    told = needs_for(listing.tags, listing.name)
    words = tuple(word for code in listing.needs if code not in told and (word := word_for(code)))
    return replace(listing, tags=(*listing.tags, *words)) if words else listing
