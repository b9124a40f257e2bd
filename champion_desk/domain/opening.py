"""Opening hours: is a place open now, until when, or is that not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A weekly rule: the days (0 = Monday), local opening and closing time, and when it applies.

    `month_days` narrows to days of the month for rules that repeat monthly.
    """

    days: tuple[int, ...]
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None
    month_days: tuple[int, ...] = ()

    def on(self, day: date) -> bool:
        """Whether the rule opens the place on that day."""
        if self.valid_from and day < self.valid_from:
            return False
        if self.month_days:
            return day.day in self.month_days
        return day.weekday() in self.days


@dataclass(frozen=True, slots=True)
class OpenState:
    """open (until `change`), closed (until `change`, if that is known), or unknown."""

    kind: Literal["open", "closed", "unknown"]
    change: datetime | None = None


UNKNOWN = OpenState("unknown")


def open_state(hours: Iterable[OpeningHours], now: datetime) -> OpenState:
    """The state at a local time (naive or aware, as given in `now`).

    A rule whose `valid_to` has passed says nothing more: the hours are then not known, not closed
    (Open Referral HSDS field guidance on `valid_to`).
    """
    current = [h for h in hours if h.valid_to is None or now.date() <= h.valid_to]
    if not current:
        return UNKNOWN
    moment = now.time().replace(tzinfo=None)
    today = sorted((h for h in current if h.on(now.date())), key=lambda h: h.opens)
    for rule in today:
        if rule.opens <= moment < rule.closes:
            return OpenState("open", datetime.combine(now.date(), rule.closes))
    for rule in today:
        if moment < rule.opens:
            return OpenState("closed", datetime.combine(now.date(), rule.opens))
    for ahead in range(1, 32):
        day = now.date() + timedelta(days=ahead)
        opening = [h.opens for h in current if h.on(day) and (h.valid_to is None or day <= h.valid_to)]
        if opening:
            return OpenState("closed", datetime.combine(day, min(opening)))
    return OpenState("closed")
