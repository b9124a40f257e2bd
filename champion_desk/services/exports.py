"""Exports: sessions, monthly counts, the directory, one's own training: CSV, Excel, JSON, Open Referral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import cast

from champion_desk.domain.champions import Champion
from champion_desk.domain.directory import Listing
from champion_desk.domain.problems import Problem
from champion_desk.domain.retention import MonthlyCount
from champion_desk.storage.files import check_target
from champion_desk.storage.rows import to_row
from champion_desk.storage.store import Store
from champion_desk.storage.trouble import known

KINDS = ("sessions", "counts", "directory", "training")
FORMATS = ("csv", "xlsx", "json", "oruk")
_END = datetime.max.replace(tzinfo=UTC)


def _midnight(day: date) -> datetime:
    """Midnight in this computer's own time; the edges of the calendar have no local time."""
    try:
        return datetime.combine(day, time()).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.combine(day, time(), UTC)


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

    def __init__(self, store: Store, champion: Champion) -> None:
        self._store = store
        self._champion = champion

    def export(self, kind: str, format_name: str, target: Path, first: date, last: date) -> int:
        """Write the records of a kind between two days (directory: all); how many. Raises `Problem`."""
        if kind not in KINDS:
            raise Problem("export-unknown", kind=kind)
        if format_name not in FORMATS or (format_name == "oruk" and kind != "directory"):
            raise Problem("export-format-unknown", kind=kind, format=format_name)
        records = self._records(kind, first, last)
        with known(target):
            check_target(target)
            self._write(kind, format_name, records, target)
        return len(records)

    def _records(self, kind: str, first: date, last: date) -> list[object]:
        with self._store.reading() as tx:
            if kind == "sessions":
                end = _midnight(last + timedelta(days=1)) if last < date.max else _END
                return list(reversed(tx.sessions.between(_midnight(first), end)))
            if kind == "counts":
                sites = {site.id: site.name for site in tx.champions.sites()}
                counts = tx.retention.monthly_counts(first.isoformat()[:7], last.isoformat()[:7])
                return [_named(count, sites.get(count.site_id, "")) for count in counts]
            if kind == "directory":
                return list(tx.directory.listings().values())
            return list(reversed(tx.training.enrolments(self._champion.id)))

    def _write(self, kind: str, format_name: str, records: Sequence[object], target: Path) -> None:
        from champion_desk.documents import oruk, sheets  # openpyxl loads slowly

        if format_name == "oruk":
            with self._store.reading() as tx:
                oruk.write_oruk(cast(Sequence[Listing], records), tx.directory.sources(), target)
            return
        rows = [{key: value for key, value in to_row(record).items() if key != "raw"} for record in records]
        if format_name == "json":
            sheets.write_json(rows, target)
            return
        headings = list(rows[0]) if rows else ["id"]
        values = [[row[name] for name in headings] for row in rows]
        (sheets.write_csv if format_name == "csv" else sheets.write_xlsx)(headings, values, target)
