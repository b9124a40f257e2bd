"""The lines of the log: sessions and quick counts of one list, newest first, read a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.log_query import Found, LogQuery, Place
from champion_desk.domain.tallies import Tally
from champion_desk.services.log import LogService
from champion_desk.storage.log_conditions import midnight
from champion_desk.storage.store import Store

PAGE = 60
# Tallies are read so many days at a time; more at once where there are few.
_FIRST_DAYS, _MOST_DAYS = 7, 120
_FEW = 200
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TallyLine:
    """Quick counts in one line: a batch, the presses of one key in an hour, or all of a kind on a day.

    `start` and `end` are what is known about when: a moment, an hour, a batch's own period, or a day.
    """

    tallies: tuple[Tally, ...]
    start: datetime
    end: datetime
    whole_day: bool = False

    @property
    def id(self) -> str:
        """The id of its newest tally."""
        return self.tallies[0].id

    @property
    def count(self) -> int:
        """How many people were counted."""
        return sum(tally.count for tally in self.tallies)

    @property
    def batched(self) -> int:
        """How many of them were counted as a number, and not one by one."""
        return sum(tally.count for tally in self.tallies if tally.is_batch)

    @property
    def newest(self) -> datetime:
        """The moment that places it in a list."""
        return max(tally.started_at for tally in self.tallies)


Line = Found | TallyLine


def lines_of(tallies: Iterable[Tally], by_day: bool) -> list[TallyLine]:
    """Tallies as lines, newest first: by day and kind, or batches alone and presses by hour and kind.

    A number for more than its day is alone in either, with its own period.
    """

    def group(tally: Tally) -> tuple[object, ...]:
        here = tally.started_at.astimezone()
        if by_day and not _is_longer(tally):
            return (here.date().isoformat(), tally.preset, tally.topic, "")
        if tally.is_batch:
            return (here.date().isoformat(), tally.preset, tally.topic, tally.id)
        return (f"{here:%Y-%m-%d %H}", tally.preset, tally.topic, "")

    found = []
    for _key, members in groupby(sorted(tallies, key=group), group):
        newest_first = tuple(sorted(members, key=lambda one: (one.started_at, one.id), reverse=True))
        found.append(_line(newest_first, by_day and not _is_longer(newest_first[0])))
    return sorted(found, key=lambda line: (line.newest, line.id), reverse=True)


def _is_longer(tally: Tally) -> bool:
    """Whether it stands for more than the day it began on: a week or a month of an earlier tally sheet."""
    return tally.ended_at > midnight(tally.started_at.astimezone().date() + timedelta(days=1))


def _line(tallies: tuple[Tally, ...], by_day: bool) -> TallyLine:
    first = tallies[0]
    if by_day:
        day = first.started_at.astimezone().date()
        return TallyLine(tallies, midnight(day), midnight(day + timedelta(days=1)), whole_day=True)
    if len(tallies) == 1:
        return TallyLine(tallies, first.started_at, first.ended_at)
    hour = first.started_at.astimezone().replace(minute=0, second=0, microsecond=0)
    return TallyLine(tallies, hour, hour + HOUR)


class LogPages:
    """One list, read from the newest on; each call of `next` goes on where the last one stopped."""

    def __init__(
        self,
        find: Callable[[LogQuery, Place | None, int], list[Found]],
        tallies: Callable[[LogQuery, date, date], list[Tally]],
        query: LogQuery,
    ) -> None:
        self._find, self._tallies, self._query = find, tallies, query
        self._sessions: list[Found] = []
        self._after: Place | None = None
        self._sessions_done = False
        self._lines: list[TallyLine] = []
        self._span = _FIRST_DAYS
        # Everything of this day and later is in `_lines`; tallies of days to come do not exist.
        self._read_from = min(query.last or date.today(), date.today()) + timedelta(days=1)
        self._first = query.first or date(1970, 1, 2)
        self._lines_done = not query.tallies_fit

    @property
    def done(self) -> bool:
        """Whether there is nothing left to read."""
        return self._sessions_done and self._lines_done and not (self._sessions or self._lines)

    def next(self, most: int = PAGE) -> list[Line]:
        """The next lines, at most so many; none once all are read."""
        found: list[Line] = []
        while len(found) < most and not self.done:
            self._read(most)
            session, line = self._sessions[:1], self._lines[:1]
            if line and (not session or line[0].newest >= session[0].session.started_at):
                found.append(self._lines.pop(0))
            elif session:
                found.append(self._sessions.pop(0))
        if not self.done:  # so that the end is known with the last page, not one page later
            self._read(most)
        return found

    def _read(self, most: int) -> None:
        """Have the next session ready, and every line that is newer than it."""
        if not self._sessions and not self._sessions_done:
            page = self._find(self._query, self._after, most)
            self._sessions_done = len(page) < most
            self._sessions = page
            if page:
                self._after = Place(page[-1].session.started_at, page[-1].session.id)
        while not self._lines and not self._lines_done and self._lines_may_come_next():
            self._read_lines()

    def _lines_may_come_next(self) -> bool:
        return not self._sessions or self._sessions[0].session.started_at < midnight(self._read_from)

    def _read_lines(self) -> None:
        last = self._read_from - timedelta(days=1)
        if last < self._first:
            self._lines_done = True
            return
        first = max(self._first, last - timedelta(days=self._span - 1))
        tallies = self._tallies(self._query, first, last)
        self._lines = lines_of(tallies, by_day=self._query.first != self._query.last)
        self._read_from = first
        if len(tallies) < _FEW:
            self._span = min(self._span * 2, _MOST_DAYS)


class LogLineService:
    """Reads the log as it is shown, and knows who and where its lines name."""

    def __init__(self, store: Store, log: LogService) -> None:
        self._store = store
        self._log = log

    def pages(self, query: LogQuery) -> LogPages:
        """A list from its beginning."""
        return LogPages(self._log.find, self._log.tallies, query)

    def champions(self) -> list[Champion]:
        """Everyone who may have logged something, also those who left."""
        with self._store.reading() as tx:
            return tx.champions.all()

    def sites(self) -> list[Site]:
        """The sites that sessions may be of."""
        with self._store.reading() as tx:
            return tx.champions.sites()
