"""The columns of an exported log: what the store holds, in the form that a spreadsheet or a program reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from champion_desk.domain.tallies import PRESS

Values = Sequence[Any]
Convert = Callable[[Values], Values]
_LISTS = frozenset(
    ("topics", "barriers", "skills", "items", "listings", "handouts", "service_problems", "access_help")
)
_MARKS = frozenset(("stuck", "nothing_local", "service_failed", "time_known"))
_OURS = (
    frozenset(
        (
            "id",
            "champion_id",
            "site_id",
            "started_at",
            "ended_at",
            "day",
            "time",
            "minutes",
            "people",
            "count",
        )
    )
    | _MARKS
)
_MOMENTS = frozenset(("started_at", "ended_at"))
# A value that many rows share is made once; of notes there may be a million different ones.
_MOST_KEPT = 20_000


class LogColumns:
    """Turns parts of the log, as rows of `names`, into columns of `headings`.

    `plain` says of each heading whether the program itself made its values: nobody can have typed a formula.

    A moment is written with its offset in this computer's own time, and again as day and time for those
    who sort and filter; the time is left empty where only the day is known, and for a number of people that
    was counted for a stretch of time: they did not all come at its beginning. For a sheet, lists are joined
    by "; " and marks are 1 or 0; for JSON they are lists and true or false.
    """

    def __init__(self, names: Sequence[str], sites: dict[str, str], as_json: bool = False) -> None:
        self._names, self._sites, self._as_json = tuple(names), sites, as_json
        self._kept: dict[str, dict[Any, Any]] = {name: {} for name in names}
        at, site = self._names.index("started_at"), self._names.index("site_id")
        self._at, self._site = at, site
        self.headings = (*self._names[: at + 1], "day", "time", "site", *self._names[at + 1 :])
        self.plain = tuple(name in _OURS for name in self.headings)

    def columns(self, parts: Iterable[Sequence[Sequence[Any]]]) -> Iterator[list[Values]]:
        """The same parts as they are written, each as its columns."""
        for part in parts:
            columns = list(zip(*part, strict=True))
            known = self._known_times(columns)
            sites = [self._sites.get(one, "") for one in columns[self._site]]
            made = [self._converted(name, column) for name, column in zip(self._names, columns, strict=True)]
            moments = made[self._at]
            days = [moment[:10] for moment in moments]
            times = [moment[11:16] if told else "" for moment, told in zip(moments, known, strict=True)]
            yield [*made[: self._at + 1], days, times, sites, *made[self._at + 1 :]]

    def _known_times(self, columns: Sequence[Values]) -> Values:
        """For each row, whether the time of day of its moment is known."""
        if "time_known" in self._names:
            return columns[self._names.index("time_known")]
        return [how == PRESS for how in columns[self._names.index("how")]]

    def _converted(self, name: str, column: Values) -> Values:
        if name in _MOMENTS:
            return [_local(value) for value in column]
        if name in _LISTS:
            return self._once(name, column, json.loads if self._as_json else _joined)
        if name in _MARKS and self._as_json:
            return [bool(value) for value in column]
        return column

    def _once(self, name: str, column: Values, make: Callable[[Any], Any]) -> Values:
        kept = self._kept[name]
        if len(kept) > _MOST_KEPT:
            kept.clear()
        kept.update((value, make(value)) for value in set(column) - kept.keys())
        return list(map(kept.__getitem__, column))


def _local(value: str) -> str:
    """A stamp of the store, as a moment in this computer's own time, to the second."""
    hour = _local_hour(value[:13])
    if hour:
        return f"{hour[:13]}{value[13:19]}{hour[13:]}"
    moment = datetime.fromisoformat(value)
    try:
        return moment.astimezone().isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):  # the edges of the calendar have no time of their own
        return moment.astimezone(UTC).isoformat(timespec="seconds")


@lru_cache(4096)
def _local_hour(hour: str) -> str:
    """An hour of UTC as day, hour and offset here; "" where its minutes are other ones here."""
    try:
        first, last = (datetime.fromisoformat(f"{hour}:{at}+00:00").astimezone() for at in ("00:00", "59:59"))
    except (OverflowError, ValueError, OSError):
        return ""
    same = first.utcoffset() == last.utcoffset() and first.minute == first.second == 0
    return f"{first:%Y-%m-%dT%H}{first.isoformat()[19:]}" if same else ""


def _joined(value: str) -> str:
    return "; ".join(_words(one) for one in json.loads(value))


def _words(one: object) -> str:
    """An entry of a list in words; a handout is its name, language, size, layout, second language."""
    return " ".join(str(part) for part in one.values() if part) if isinstance(one, dict) else str(one)
