"""Adds up what figures for others are made of: people by month and topic, outcome, channel, place, hour."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from champion_desk.domain.figures import (
    AREAS,
    CHANNELS,
    HOURS,
    MONTHS,
    NOT_SAID,
    OUTCOMES,
    PEOPLE,
    QUICK,
    QUICK_TOPICS,
    SESSIONS,
    SITES,
    TOPICS,
    next_month,
)
from champion_desk.domain.retention import TALLY
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.lists import area_codes
from champion_desk.storage.log_conditions import midnight
from champion_desk.storage.store import Transaction

Counts = Counter[tuple[str, str]]  # by the codes of a row and a column
_LISTS: Mapping[str, str] = {
    TOPICS: "topics",
    QUICK_TOPICS: "topics",
    OUTCOMES: "outcomes",
    CHANNELS: "channels",
}
_FADED: Mapping[str, str] = {"topic": TOPICS, "outcome": OUTCOMES, "channel": CHANNELS, TALLY: QUICK_TOPICS}


class FigureCounts:
    """Counts of people by table; in the table of months sessions stand beside them.

    Sessions and quick counts are kept apart throughout. A session about several topics counts under each of
    them. A quick count belongs to the month in which its time began; only single presses have an hour. What
    has faded to a number of its month counts there, without place and hour.
    """

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues
        self._areas = area_codes(catalogues)
        self.tables: dict[str, Counts] = defaultdict(Counter)

    def total(self, column: str) -> int:
        """How many sessions, people or quick counts there are in all."""
        return sum(count for (_row, where), count in self.tables[MONTHS].items() if where == column)

    def gather(
        self, tx: Transaction, months: Sequence[date], told: Callable[[int], None] = lambda _done: None
    ) -> None:
        """Add months up, by this computer's own time; `told` hears how many are done, and may stop it."""
        self._faded(tx, months)
        for done, month in enumerate(months, start=1):
            self._sessions(tx, month)
            self._quick(tx, month)
            told(done)

    def _code(self, table: str, code: str) -> str:
        return self._catalogues.counted_as(_LISTS[table], code)

    def _add(self, table: str, row: str, column: str, count: int) -> None:
        if count:
            self.tables[table][row, column] += count

    def _sessions(self, tx: Transaction, month: date) -> None:
        start, end, column = midnight(month), midnight(next_month(month)), f"{month:%Y-%m}"
        for site, outcome, topics, channel, area, sessions, people in tx.figures.sessions(start, end):
            self._add(MONTHS, column, SESSIONS, sessions)
            self._add(MONTHS, column, PEOPLE, people)
            self._add(SITES, site, PEOPLE, people)
            self._add(AREAS, self._area(area), PEOPLE, people)
            self._add(HOURS, NOT_SAID, PEOPLE, people)
            self._add(OUTCOMES, self._code(OUTCOMES, outcome), column, people)
            self._add(CHANNELS, self._code(CHANNELS, channel), column, people)
            for topic in {self._code(TOPICS, code) for code in json.loads(topics)}:
                self._add(TOPICS, topic, column, people)
        self._hours(tx.figures.session_times(start, end), PEOPLE)

    def _quick(self, tx: Transaction, month: date) -> None:
        start, end, column = midnight(month), midnight(next_month(month)), f"{month:%Y-%m}"
        for site, topic, people in tx.figures.tallies(start, end):
            self._add(MONTHS, column, QUICK, people)
            self._add(SITES, site, QUICK, people)
            self._add(HOURS, NOT_SAID, QUICK, people)
            self._add(QUICK_TOPICS, self._code(QUICK_TOPICS, topic), column, people)
        self._hours(tx.figures.press_times(start, end), QUICK)

    def _hours(self, times: Iterable[tuple[datetime, int]], column: str) -> None:
        """Take those whose time is known from among those of whom nothing was said."""
        for moment, people in times:
            self._add(HOURS, f"{moment.astimezone():%H}", column, people)
            self._add(HOURS, NOT_SAID, column, -people)

    def _area(self, name: str) -> str:
        code = self._areas.get(name.casefold(), name)
        return self._catalogues.counted_as("areas", code)

    def _faded(self, tx: Transaction, months: Sequence[date]) -> None:
        for one in tx.retention.monthly_counts(f"{months[0]:%Y-%m}", f"{months[-1]:%Y-%m}"):
            if one.kind in ("all", TALLY):
                column = PEOPLE if one.kind == "all" else QUICK
                self._add(MONTHS, one.month, column, one.people)
                self._add(SITES, one.site_id, column, one.people)
                self._add(HOURS, NOT_SAID, column, one.people)
            if one.kind == "all":
                self._add(MONTHS, one.month, SESSIONS, one.sessions)
                self._add(AREAS, NOT_SAID, PEOPLE, one.people)
                self._add(CHANNELS, NOT_SAID, one.month, one.people)
            elif one.kind in _FADED:
                table = _FADED[one.kind]
                self._add(table, self._code(table, one.code), one.month, one.people)
            if one.kind == "channel":  # the rest of them all said nothing
                self._add(CHANNELS, NOT_SAID, one.month, -one.people)
