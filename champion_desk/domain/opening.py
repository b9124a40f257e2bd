"""Opening hours: on which days a rule opens a place, and whether the place is open now and until when."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# HSDS: 00:00 to 23:59 says "open all day" (openreferral/specification, docs/hsds/schedules.md).
LAST_MINUTE = time(23, 59)
_MIDNIGHT = time()
_DAY = timedelta(days=1)
_LOOK_AHEAD = 100  # days: beyond the longest wait of what repeats in every third month
_ALWAYS = 8  # days without a pause from which a place simply is open

# Kept only where it is set: most rules need none of these, and a listing has many rules.
SELDOM = {"seldom": True}

Instead = Literal["", "open", "closed"]
Doubt = Literal["", "placeholder", "which-week", "unread"]
# What a bank holiday does: nothing, it closes the place, or nobody has said.
Holiday = Literal["", "closed", "unsure"]
Holidays = Callable[[date], Holiday]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A rule that opens a place on some days, at local times, as iCalendar's RRULE would (RFC 5545, 3.3.10).

    `days` are weekdays (0 = Monday), `nth` which of them in a month (-1 the last), `month_days` days of the
    month (-1 the last), `months` the only months it holds in. `every` second, third … week or month counts
    from `begins`, or else from `valid_from`; weeks begin on Monday. `closes` up to `opens` is on the next
    day. After `valid_to` nothing more is known; after `until` it is over. A rule that holds `instead` of the
    others (open at other times, or closed) is an exception for its days. `doubt` says why not to trust it.
    """

    days: tuple[int, ...]
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None
    month_days: tuple[int, ...] = ()
    nth: tuple[int, ...] = field(default=(), metadata=SELDOM)
    months: tuple[int, ...] = field(default=(), metadata=SELDOM)
    every: int = field(default=1, metadata=SELDOM)
    begins: date | None = field(default=None, metadata=SELDOM)
    until: date | None = field(default=None, metadata=SELDOM)
    instead: Instead = field(default="", metadata=SELDOM)
    doubt: Doubt = field(default="", metadata=SELDOM)

    def on(self, day: date) -> bool:
        """Whether the rule is for that day."""
        if not self._holds_on(day) or (self.months and day.month not in self.months):
            return False
        if self.days and day.weekday() not in self.days:
            return False
        if self.month_days or self.nth:
            length = monthrange(day.year, day.month)[1]
            if self.month_days and not {day.day, day.day - length - 1}.intersection(self.month_days):
                return False
            of_month = {(day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)}
            if self.nth and not of_month.intersection(self.nth):
                return False
        elif not self.days:
            return False
        return self.every == 1 or self._in_turn(day)

    def _holds_on(self, day: date) -> bool:
        return not (
            (self.valid_from and day < self.valid_from)
            or (self.begins and day < self.begins)
            or (self.valid_to and day > self.valid_to)
            or (self.until and day > self.until)
        )

    def _in_turn(self, day: date) -> bool:
        """Whether it is one of every second week or month; any may be it where nobody knows which."""
        first = self.begins or self.valid_from
        if first is None:
            return True
        if self.is_monthly:
            apart = (day.year - first.year) * 12 + day.month - first.month
        else:
            apart = ((day - day.weekday() * _DAY) - (first - first.weekday() * _DAY)).days // 7
        return apart % self.every == 0

    @property
    def is_monthly(self) -> bool:
        """Whether it repeats by the month."""
        return bool(self.nth or self.month_days)

    @property
    def is_all_day(self) -> bool:
        """Whether it opens the place for a whole day."""
        return self.opens == _MIDNIGHT and self.closes >= LAST_MINUTE

    def next_day(self, since: date) -> date | None:
        """The first of its days from that one on, within the time that is looked ahead."""
        ahead = (since + number * _DAY for number in range(_LOOK_AHEAD))
        return next((day for day in ahead if self.on(day)), None)


@dataclass(frozen=True, slots=True)
class OpenState:
    """open (until `change`), closed (until `change`, if that is known), or unknown, and why.

    `change` is the time on the wall. `reason` is a doubt, "bank-holiday", or nothing.
    """

    kind: Literal["open", "closed", "unknown"]
    change: datetime | None = None
    reason: str = ""


UNKNOWN = OpenState("unknown")


@dataclass(frozen=True, slots=True)
class DayHours:
    """What the rules say of one day: opening and closing times, and what makes them doubtful."""

    spans: tuple[tuple[time, time], ...] = ()
    doubt: str = ""


def no_holidays(_day: date) -> Holiday:
    """A calendar without bank holidays."""
    return ""


def hours_on(rules: Sequence[OpeningHours], day: date, holidays: Holidays = no_holidays) -> DayHours:
    """Opening times of one day.

    Schedules add up; a change of hours ends one and begins another (HSDS, "Exceptional schedules").
    Exceptions (`holiday_schedules` of HSDS 1.1 and Open Referral UK 1) stand in place of them.
    """
    fitting = [rule for rule in rules if rule.on(day)]
    if not fitting:
        return DayHours()
    exceptions = [rule for rule in fitting if rule.instead]
    if exceptions:
        said = {rule.instead for rule in exceptions}
        if len(said) > 1:
            return DayHours((), "unread")
        return _adding_up([rule for rule in exceptions if rule.instead == "open"])
    holiday = holidays(day)
    if not holiday or any(rule.is_all_day and len(rule.days) == 7 for rule in fitting):
        return _adding_up(fitting)
    return DayHours() if holiday == "closed" else DayHours(_adding_up(fitting).spans, "bank-holiday")


def _adding_up(rules: Iterable[OpeningHours]) -> DayHours:
    spans = tuple(sorted({(rule.opens, rule.closes) for rule in rules if not rule.doubt}))
    return DayHours(spans, next((rule.doubt for rule in rules if rule.doubt), ""))


def wall(now: datetime) -> datetime:
    """A moment by the clocks of the United Kingdom; one without a zone is taken to be by them."""
    return now.astimezone(LONDON) if now.tzinfo else now.replace(tzinfo=LONDON)


def open_state(hours: Iterable[OpeningHours], now: datetime, holidays: Holidays = no_holidays) -> OpenState:
    """Whether a place with these hours is open.

    A rule whose `valid_to` has passed says nothing more: the hours are then not known, not closed
    (Open Referral HSDS field guidance on `valid_to`). In the night when clocks change, a time that comes
    twice is its first coming, and one that never comes is as far past midnight as it says (RFC 5545, 3.3.5).
    """
    rules = tuple(hours)
    here = wall(now)
    moment, today = here.timestamp(), here.date()
    spans = [*_spans(rules, today - _DAY, holidays), *_spans(rules, today, holidays)]
    if any(start <= moment < end for start, end in spans):
        return OpenState("open", _open_until(rules, moment, today, spans, holidays))
    if not any(_says_something(rule, today) for rule in rules):
        return UNKNOWN
    said = hours_on(rules, today, holidays)
    last = max((_instants(today, *span)[1] for span in said.spans), default=0.0)
    if said.doubt and not (said.doubt == "bank-holiday" and last and moment >= last):
        return OpenState("unknown", reason=said.doubt)
    return OpenState("closed", _closed_until(rules, moment, today, holidays))


def _says_something(rule: OpeningHours, day: date) -> bool:
    """Whether a rule tells anything of a day; an exception does of its own days only."""
    return rule.on(day) if rule.instead else rule.valid_to is None or day <= rule.valid_to


def _instants(day: date, opens: time, closes: time) -> tuple[float, float]:
    """Opening and closing as seconds since 1970, so that summer time needs no thought any more."""
    if closes >= LAST_MINUTE:
        closes, ends = _MIDNIGHT, day + _DAY
    else:
        ends = day if closes > opens else day + _DAY
    return (
        datetime.combine(day, opens, LONDON).timestamp(),
        datetime.combine(ends, closes, LONDON).timestamp(),
    )


def _spans(rules: Sequence[OpeningHours], day: date, holidays: Holidays) -> Iterator[tuple[float, float]]:
    """When the place is open for sure, beginning on that day."""
    said = hours_on(rules, day, holidays)
    if said.doubt != "bank-holiday":
        for opens, closes in said.spans:
            yield _instants(day, opens, closes)


def _clock(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, LONDON).replace(tzinfo=None)


def _open_until(
    rules: Sequence[OpeningHours],
    moment: float,
    today: date,
    spans: list[tuple[float, float]],
    holidays: Holidays,
) -> datetime | None:
    """When it closes; spans that touch are one. None where it never does within a week."""
    end = moment
    for ahead in range(1, _ALWAYS + 1):
        for start, stop in sorted(spans):
            if start <= end:
                end = max(end, stop)
        day = today + ahead * _DAY
        if end < datetime.combine(day, _MIDNIGHT, LONDON).timestamp():
            return _clock(end)
        spans = [*spans, *_spans(rules, day, holidays)]
    return None


def _closed_until(
    rules: Sequence[OpeningHours], moment: float, today: date, holidays: Holidays
) -> datetime | None:
    """When it opens next; None where a day of doubt comes before, or the hours end."""
    last = max((rule.valid_to or date.max for rule in rules if not rule.instead), default=date.max)
    for ahead in range(_LOOK_AHEAD):
        day = today + ahead * _DAY
        if day > last:
            return None
        starts = [start for start, _end in _spans(rules, day, holidays) if start > moment]
        if starts:
            return _clock(min(starts))
        if ahead and hours_on(rules, day, holidays).doubt not in ("", "bank-holiday"):
            return None
    return None
