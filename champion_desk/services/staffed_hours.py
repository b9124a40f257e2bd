"""When the site is staffed: the week's hours, days it was closed, and the hours with nothing logged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from champion_desk.domain.champions import Site
from champion_desk.domain.problems import Invalid
from champion_desk.services.changes import ChangeBoard
from champion_desk.services.tallies import hour_of, midnight
from champion_desk.storage.store import Store, Transaction

_HOURS, _CLOSED = "staffed-hours", "closed-days"
# Whoever catches up does so for the last fourteen days; closed days are remembered a little longer.
LOOK_BACK = 14
_REMEMBER = 60

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class StaffedWeek:
    """The spans of each weekday, Monday 0; a weekday without any is closed. Raises `Invalid`."""

    spans: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for spans in self.spans.values():
            for start, end in spans:
                if start >= end:
                    raise Invalid("hours", "hours-backwards")

    def __bool__(self) -> bool:
        return any(self.spans.values())

    def on(self, day: date) -> tuple[Span, ...]:
        """The spans of a day, by its weekday."""
        return tuple(self.spans.get(day.weekday(), ()))

    def hours(self, day: date) -> tuple[int, ...]:
        """The hours of a day in which the site is staffed for at least half."""
        found = []
        for hour in range(24):
            minutes = sum(_overlap(hour, span) for span in self.on(day))
            if minutes >= 30:
                found.append(hour)
        return tuple(found)


def _overlap(hour: int, span: Span) -> int:
    start = max(hour * 60, span[0].hour * 60 + span[0].minute)
    end = min(hour * 60 + 60, span[1].hour * 60 + span[1].minute)
    return max(end - start, 0)


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of the staffed hours of a week so far, how many have anything logged."""

    logged: int = 0
    staffed: int = 0


class StaffedHoursService:
    """The hours of one site. Where none are set, nothing is ever said to be missing."""

    def __init__(self, store: Store, site: Site, board: ChangeBoard) -> None:
        self._store = store
        self._site = site
        self._board = board

    def week(self) -> StaffedWeek:
        """The hours as they are set; false where they are not."""
        with self._store.reading() as tx:
            return self._week(tx)

    @staticmethod
    def _week(tx: Transaction) -> StaffedWeek:
        kept = json.loads(tx.desk.get(_HOURS) or "{}")
        return StaffedWeek(
            {
                int(day): tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)
                for day, spans in kept.items()
            }
        )

    def change(self, week: StaffedWeek) -> None:
        """Set the week's hours."""
        kept = {
            day: [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in spans]
            for day, spans in week.spans.items()
            if spans
        }
        with self._store.transaction() as tx:
            tx.desk.set(_HOURS, json.dumps(kept) if kept else "")
        self._board.tell("hours")

    def set_closed(self, day: date, closed: bool) -> None:
        """Say that the site was closed on a day, or that it was not."""
        with self._store.transaction() as tx:
            days = self._closed(tx) - {day}
            days = {one for one in days if one >= day - timedelta(days=_REMEMBER)}
            kept = sorted(days | {day} if closed else days)
            tx.desk.set(_CLOSED, json.dumps([one.isoformat() for one in kept]) if kept else "")
        self._board.tell("hours")

    @staticmethod
    def _closed(tx: Transaction) -> set[date]:
        return {date.fromisoformat(day) for day in json.loads(tx.desk.get(_CLOSED) or "[]")}

    def is_closed(self, day: date) -> bool:
        """Whether somebody said that the site was closed on that day."""
        with self._store.reading() as tx:
            return day in self._closed(tx)

    def missing(self, now: datetime, days: int = LOOK_BACK) -> dict[date, tuple[int, ...]]:
        """Staffed hours that are over with nothing logged, by day, the newest day first."""
        now = now.astimezone()
        today = now.date()
        first = today - timedelta(days=days - 1)
        with self._store.reading() as tx:
            week, closed = self._week(tx), self._closed(tx)
            if not week:
                return {}
            logged = tx.finder.logged_hours(
                midnight(first), midnight(today + timedelta(days=1)), self._site.id
            )
            began = tx.finder.first_day(self._site.id)
        found: dict[date, tuple[int, ...]] = {}
        for back in range(days):
            day = today - timedelta(days=back)
            if day in closed or began is None or day < began:
                continue
            over = [hour for hour in week.hours(day) if hour_of(day, hour + 1) <= now]
            empty = tuple(hour for hour in over if (day, hour) not in logged)
            if empty:
                found[day] = empty
        return found

    def completeness(self, now: datetime) -> Completeness:
        """How complete this week's log is so far."""
        now = now.astimezone()
        monday = now.date() - timedelta(days=now.weekday())
        missing = self.missing(now, now.weekday() + 1)
        with self._store.reading() as tx:
            week, closed = self._week(tx), self._closed(tx)
        staffed = sum(
            hour_of(day, hour + 1) <= now
            for day in (monday + timedelta(days=at) for at in range(now.weekday() + 1))
            if day not in closed
            for hour in week.hours(day)
        )
        return Completeness(max(staffed - sum(len(hours) for hours in missing.values()), 0), staffed)

    def completeness_between(
        self, tx: Transaction, first: date, end: date, now: datetime
    ) -> Completeness | None:
        """How complete the log is from one day until before another, by the hours as they are set now.

        Of this site, from its first day with anything logged; None where no hours are set or no staffed hour
        was over then. Closed days are known for the last 60 days only.
        """
        week, closed = self._week(tx), self._closed(tx)
        began = tx.finder.first_day(self._site.id)
        if not week or began is None:
            return None
        first = max(first, began)
        logged = tx.finder.logged_hours(midnight(first), midnight(end), self._site.id)
        days = (first + timedelta(days=at) for at in range(max((end - first).days, 0)))
        over = [
            (day, hour)
            for day in days
            if day not in closed
            for hour in week.hours(day)
            if hour_of(day, hour + 1) <= now.astimezone()
        ]
        return Completeness(sum(hour in logged for hour in over), len(over)) if over else None
