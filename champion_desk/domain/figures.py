"""Figures for people outside the desk: tables of counts in which nothing stands for one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# The tables, in their order. The first has a row for each month; those up to `CHANNELS` a column for each.
MONTHS, TOPICS, QUICK_TOPICS, OUTCOMES, CHANNELS = "months", "topics", "quick-topics", "outcomes", "channels"
AREAS, SITES, HOURS = "areas", "sites", "hours"
BY_MONTH = (TOPICS, QUICK_TOPICS, OUTCOMES, CHANNELS)
TABLES = (MONTHS, *BY_MONTH, AREAS, SITES, HOURS)
# What a number counts, as the code of its column; `TOTAL` is also the code of a row.
SESSIONS, PEOPLE, QUICK, TOTAL = "sessions", "people", "quick-counts", "total"
# Rows that no list has: what nobody wrote down, and the places with too few people to name them.
NOT_SAID, ELSEWHERE = "", "elsewhere"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of a table: a code with its label where a list or the log has one; None is left out."""

    code: str
    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table; `columns` are months (2026-11) or codes. Without rows it is left out as a whole."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All there is to give out of some whole months, by one rule for small numbers.

    `sessions`, `people` in them and `quick` counts are those of the whole time. Of the `staffed` hours at the
    site `hours_of`, `logged` have anything logged; both None where nobody knows. `under_way`: the last month
    is not over yet.
    """

    rule: str
    months: tuple[str, ...]
    sites: tuple[str, ...]
    made_on: date
    sessions: int | None
    people: int | None
    quick: int | None
    tables: tuple[FigureTable, ...]
    logged: int | None = None
    staffed: int | None = None
    hours_of: str = ""
    under_way: bool = False

    @property
    def lines(self) -> int:
        """How many lines all tables have."""
        return sum(len(table.rows) for table in self.tables)


def months_from(first: date, last: date) -> Iterator[date]:
    """The first day of each month from the one that holds a day to the one that holds another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)


def next_month(day: date) -> date:
    """The first day of the month after the one that holds a day."""
    return date(day.year + 1, 1, 1) if day.month == 12 else date(day.year, day.month + 1, 1)
