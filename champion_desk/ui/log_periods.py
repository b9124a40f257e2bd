"""The periods that the log is looked through by: a day, a week, a month, or from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from champion_desk import formats
from champion_desk.i18n import _

DAY, WEEK, MONTH, DAYS = "day", "week", "month", "days"
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted; `kind` says what it is a whole of."""

    kind: str
    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether it is one single day."""
        return self.first == self.last

    def before(self) -> Period:
        """The one just before, of the same kind."""
        return self._ending(self.first - _ONE)

    def after(self) -> Period:
        """The one just after, of the same kind."""
        if self.kind == DAYS:
            return Period(DAYS, self.last + _ONE, self.last + _ONE + (self.last - self.first))
        return holding(self.kind, self.last + _ONE)

    def _ending(self, day: date) -> Period:
        if self.kind == DAYS:
            return Period(DAYS, day - (self.last - self.first), day)
        return holding(self.kind, day)


def holding(kind: str, day: date) -> Period:
    """The day, week (Monday first) or month that holds a day."""
    if kind == WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(WEEK, monday, monday + timedelta(days=6))
    if kind == MONTH:
        first = day.replace(day=1)
        return Period(MONTH, first, (first + timedelta(days=31)).replace(day=1) - _ONE)
    return Period(DAY, day, day)


def between(first: date, last: date) -> Period:
    """From one day to another, whichever was given first; a single day is a day."""
    first, last = min(first, last), max(first, last)
    return Period(DAY if first == last else DAYS, first, last)


def choices() -> list[tuple[str, str]]:
    """The periods to choose from, by code."""
    return [
        ("today", _("today")), ("yesterday", _("yesterday")), ("this-week", _("this week")),
        ("this-month", _("this month")), ("last-month", _("last month")), (DAYS, _("from … to …")),
    ]  # fmt: skip


def chosen(code: str, today: date) -> Period | None:
    """The period of a choice; None for one that needs two days."""
    periods = {
        "today": holding(DAY, today),
        "yesterday": holding(DAY, today - _ONE),
        "this-week": holding(WEEK, today),
        "this-month": holding(MONTH, today),
        "last-month": holding(MONTH, today).before(),
    }
    return periods.get(code)


def code_of(period: Period, today: date) -> str:
    """Which choice a period is; a day, week or month without a name of its own is from … to …."""
    return next((code for code, _words in choices() if chosen(code, today) == period), DAYS)


def period_words(period: Period, today: date) -> str:
    """Today, Monday 23 November; This week, 23 to 29 November; May 2027; 3 Nov to 12 Nov."""
    named = {
        "today": _("Today"), "yesterday": _("Yesterday"), "this-week": _("This week"),
        "this-month": _("This month"), "last-month": _("Last month"),
    }.get(code_of(period, today))  # fmt: skip
    words = _dates(period, today)
    return _("{name}, {date}").format(name=named, date=words) if named else words


def _dates(period: Period, today: date) -> str:
    if period.kind == DAY:
        near = period.first.year == today.year
        return formats.full_date(period.first) if near else formats.long_date(period.first)
    if period.kind == MONTH:
        return formats.month(period.first)
    near = period.first.year == period.last.year == today.year
    write = formats.short_date if near else formats.long_date
    return _("{first} to {last}").format(first=write(period.first), last=write(period.last))


def step_words(period: Period) -> tuple[str, str]:
    """What the arrows beside the period do: the one before, the one after."""
    return {
        DAY: (_("The day before"), _("The day after")),
        WEEK: (_("The week before"), _("The week after")),
        MONTH: (_("The month before"), _("The month after")),
        DAYS: (_("As many days before"), _("As many days after")),
    }[period.kind]
