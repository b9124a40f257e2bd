"""Figures for people outside the desk, as a file: whole months, no small numbers, nothing of one visit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from champion_desk.domain.champions import Site
from champion_desk.domain.figures import (
    AREAS,
    CHANNELS,
    ELSEWHERE,
    HOURS,
    NOT_SAID,
    OUTCOMES,
    PEOPLE,
    QUICK,
    QUICK_TOPICS,
    SESSIONS,
    SITES,
    TOPICS,
    Figures,
    months_from,
    next_month,
)
from champion_desk.domain.problems import Cancelled, Invalid, Problem
from champion_desk.domain.small_numbers import RULES
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.exports import Progress
from champion_desk.services.figure_sums import FigureCounts
from champion_desk.services.figure_tables import FigureTables
from champion_desk.services.staffed_hours import StaffedHoursService
from champion_desk.storage.files import check_target
from champion_desk.storage.store import Store, Transaction
from champion_desk.storage.trouble import known

FORMATS = ("csv", "xlsx", "json")
_LISTS = {TOPICS: "topics", QUICK_TOPICS: "topics", OUTCOMES: "outcomes", CHANNELS: "channels"}
Cancel = Callable[[], bool]


def _quiet(_done: int, _total: int | None) -> None:
    pass


def _never() -> bool:
    return False


class FigureService:
    """Adds up what all sites of the desk logged, and writes it for others to read."""

    def __init__(self, store: Store, site: Site, catalogues: Catalogues, hours: StaffedHoursService) -> None:
        self._store, self._site, self._catalogues = store, site, catalogues
        self._hours = hours

    def export(
        self,
        rule: str,
        format_name: str,
        target: Path,
        first: date,
        last: date,
        language: str = "en",
        progress: Progress = _quiet,
        cancelled: Cancel = _never,
    ) -> int:
        """Write the figures of the months that hold these days; how many lines their tables have.

        Raises `Problem`; `Cancelled` once `cancelled` is true, and what stood in the file before stays.
        """
        if format_name not in FORMATS:
            raise Problem("export-format-unknown", kind="figures", format=format_name)
        from champion_desk.documents import figures as document  # openpyxl loads slowly

        with known(target):
            check_target(target)
            found = self.figures(
                rule, first, last, datetime.now().astimezone(), language, progress, cancelled
            )
            if cancelled():
                raise Cancelled
            document.write(format_name, found, target)
        return found.lines

    def figures(
        self,
        rule: str,
        first: date,
        last: date,
        now: datetime,
        language: str = "en",
        progress: Progress = _quiet,
        cancelled: Cancel = _never,
    ) -> Figures:
        """The figures of the months that hold these days, from the first with anything logged until now.

        All of one state, in one transaction. Raises `Problem` for an unknown rule, `Invalid` for days in the
        wrong order, and `Cancelled`.
        """
        if rule not in RULES:
            raise Problem("export-rule-unknown", rule=rule)
        if first > last:
            raise Invalid("last", "date-order")

        def told() -> None:
            if cancelled():
                raise Cancelled

        with self._store.reading() as tx:
            months = self._months(tx, first, last, now.date())
            counts = FigureCounts(self._catalogues)

            def gathered(done: int) -> None:
                told()
                progress(done, len(months))

            counts.gather(tx, months, gathered)
            sites = {site.id: site.name for site in tx.champions.sites()}
            end = min(next_month(months[-1]), now.date() + timedelta(days=1))
            complete = self._hours.completeness_between(tx, months[0], end, now)
        codes = [f"{month:%Y-%m}" for month in months]
        labels = self._labels(sites, language)
        tables = FigureTables(counts, codes, rule, labels, self._order(), self._site.id, told)
        made = tables.all()
        sessions, people, quick = (tables.total(column) for column in (SESSIONS, PEOPLE, QUICK))
        # Few hours with anything logged would tell of few visits.
        known_hours = complete is not None and sessions is not None and quick is not None
        return Figures(
            rule,
            tuple(codes),
            self._named_sites(counts, sites),
            now.date(),
            sessions,
            people,
            quick,
            tuple(made),
            complete.logged if complete and known_hours else None,
            complete.staffed if complete and known_hours else None,
            self._site.name,
            next_month(months[-1]) > now.date(),
        )

    def _months(self, tx: Transaction, first: date, last: date, today: date) -> Sequence[date]:
        """The months asked for, without those before anything was logged and those to come."""
        last = min(last, today)
        first = min(max(first, tx.figures.first_day() or last), last)
        return list(months_from(first, last))

    def _order(self) -> dict[str, Sequence[str]]:
        return {name: self._catalogues[listed].codes for name, listed in _LISTS.items()}

    def _labels(self, sites: dict[str, str], language: str) -> Callable[[str, str], str]:
        def label(table: str, code: str) -> str:
            if code in (NOT_SAID, ELSEWHERE) or table == HOURS:
                return ""
            if table == SITES:
                return sites.get(code, "")
            if table == AREAS:
                return self._catalogues["areas"].label(code, language)
            return self._catalogues[_LISTS[table]].label(code, language)

        return label

    def _named_sites(self, counts: FigureCounts, sites: dict[str, str]) -> tuple[str, ...]:
        """The sites with anything logged then; this desk's own where there are none."""
        found = {row for (row, _column), count in counts.tables[SITES].items() if count}
        names = [name for site, name in sites.items() if site in found]
        return tuple(names) or (self._site.name,)
