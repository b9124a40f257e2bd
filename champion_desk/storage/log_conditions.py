"""A query for the log as SQL: what the store's sums can answer too, and what asks of each session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice, product
from typing import Any

from champion_desk.domain.log_query import LogQuery
from champion_desk.storage.retention import stamp

_ONE = timedelta(days=1)
# This computer's own time is known between these only.
_FIRST, _LAST = date(1970, 1, 2), date(9998, 1, 1)
# Before and after every stamp.
EARLIEST, LATEST = "", "~"
_MOST_SPELLINGS = 16


def midnight(day: date) -> datetime:
    """Midnight of a day in this computer's own time; the edges of the calendar have none."""
    return datetime.combine(min(max(day, _FIRST), _LAST), time()).astimezone()


def whole_months(start: str, end: str) -> tuple[str, str]:
    """The first whole month from a stamp on, and the first after the last that is whole before another.

    Months are of UTC, as the stamps are.
    """
    if not start:
        return "", end[:7]
    year, month = int(start[:4]), int(start[5:7])
    if start > f"{start[:7]}-01T00:00:00.000000+00:00":
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return f"{year:04}-{month:02}", end[:7]


def any_of(values: dict[str, Any], column: str, name: str, wanted: Sequence[str]) -> str:
    """The condition that a column holds one of these; they are put among `values`."""
    marks = ", ".join(f":{name}{at}" for at in range(len(wanted)))
    values.update({f"{name}{at}": one for at, one in enumerate(wanted)})
    return f"{column} IN ({marks})"


def _either(conditions: Iterable[str]) -> str:
    return f"({' OR '.join(conditions)})"


def _in_words(column: str, condition: str) -> str:
    """The condition on a number in the sums: that its word is one of these."""
    return f"{column} IN (SELECT number FROM sum_words WHERE {condition})"


def _spellings(words: str) -> Iterator[str]:
    """The words in small letters; SQLite makes only A to Z small, so others stand in both forms."""
    choices = [(sign,) if sign.isascii() else tuple({sign, sign.upper()}) for sign in words.lower()]
    return islice(("".join(signs) for signs in product(*choices)), _MOST_SPELLINGS)


class Asked:
    """A query as SQL. `start` and `end` are the stamps of its days.

    `shared` are the conditions that the sums can answer too, `own` those of sessions alone. `by_sums` is
    whether the sums can answer it at all; `sums` is the shortest table of them that can, `in_sums` how.
    """

    def __init__(self, query: LogQuery) -> None:
        self.query = query
        self.values: dict[str, Any] = {}
        self.shared: list[str] = []
        self.in_sums: list[str] = []
        for column, name, wanted in (
            ("site_id", "site", query.sites),
            # By champion alone, the sessions would have to be sorted by their time: the plus forbids it.
            ("+champion_id", "champion", query.champions),
            ("outcome", "outcome", query.outcomes),
        ):
            if wanted:
                self.shared.append(any_of(self.values, column, name, wanted))
                self.in_sums.append(_in_words(name, any_of(self.values, "word", name, wanted)))
        if query.topics:
            codes = range(len(query.topics))
            self.shared.append(_either(f"instr(topics, :topic{n})" for n in codes))
            lists = _either(f"instr(word, :topic{n})" for n in codes)
            self.in_sums.append(_in_words("topics", f"word >= '[' AND word < '\\' AND {lists}"))
            self.values |= {f"topic{n}": f'"{code}"' for n, code in enumerate(query.topics)}
        if query.marks:
            marks = _either(f"{mark} = 1" for mark in query.marks)
            self.shared.append(marks)
            self.in_sums.append(marks)
        self.in_month_sums = self.in_sums
        self.sums, self.sums_outcome = "month_sums", "(SELECT word FROM sum_words WHERE number = outcome)"
        if not (query.champions or query.topics or query.marks):
            self.sums, self.sums_outcome, self.in_sums = "session_totals", "outcome", self.shared
        words = query.words.strip()
        self.own = ["removed_at IS NOT NULL" if query.removed else "removed_at IS NULL"]
        if words:
            spelt = list(_spellings(words))
            self.own.append("note <> ''")
            self.own.append(_either(f"instr(lower(note), :words{n})" for n in range(len(spelt))))
            self.values |= {f"words{n}": spelling for n, spelling in enumerate(spelt)}
        self.by_sums = not query.removed and not words
        first, last = query.first, query.last
        self.start = stamp(midnight(first)) if first and first >= _FIRST else EARLIEST
        self.end = stamp(midnight(last + _ONE)) if last and last < _LAST else LATEST

    def where(self, start: str, end: str) -> tuple[str, dict[str, Any]]:
        """The whole condition between two stamps, with its values."""
        parts = ["started_at >= :start", "started_at < :end", *self.own, *self.shared]
        return " AND ".join(parts), {**self.values, "start": start, "end": end}

    def where_tallies(self) -> tuple[str, dict[str, Any]]:
        """The condition for the tallies that fit, with its values."""
        values: dict[str, Any] = {"start": self.start, "end": self.end}
        parts = ["removed_at IS NULL", "started_at >= :start", "started_at < :end"]
        for column, name, wanted in (
            ("site_id", "site", self.query.sites),
            ("champion_id", "champion", self.query.champions),
            ("topic", "topic", self.query.topics),
        ):
            if wanted:
                parts.append(any_of(values, column, name, wanted))
        return " AND ".join(parts), values
