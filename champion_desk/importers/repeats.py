"""Reads how opening times repeat: the fields of Open Referral's schedules, which are iCalendar's RRULE."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal

from dateutil import rrule

from champion_desk.domain.opening import OpeningHours
from champion_desk.importers.cleaning import date_of, words_of
from champion_desk.importers.day_times import span

Entry = Mapping[str, object]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = tuple(range(7))
_EVERY_ONE = (1, 2, 3, 4, 5)
_NAMES = "mo|tu|we|th|fr|sa|su|mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun"
_DAY = re.compile(rf"^({_NAMES}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$", re.IGNORECASE)
_NTH_DAY = re.compile(r"^([+-]?[1-5])\s*(mo|tu|we|th|fr|sa|su)$", re.IGNORECASE)
_FREQUENCIES = {
    **dict.fromkeys(("weekly", "week", "every week"), "week"),
    **dict.fromkeys(("monthly", "month", "every month"), "month"),
    **dict.fromkeys(("daily", "day", "every day"), "day"),
    **dict.fromkeys(("fortnightly", "fortnight", "biweekly", "bi-weekly"), "fortnight"),
    "": "",
}
_MOST_TIMES, _MOST_DAYS = 2000, 366 * 30
Days = dict[int, tuple[int, ...]]


Fields = tuple[tuple[str, str | tuple[str, ...]], ...]
# All that tells how something repeats.
_FIELDS = (
    *("opens_at", "closes_at", "valid_from", "valid_to", "dtstart", "until", "count", "freq", "interval"),
    *("wkst", "byday", "bymonthday", "bymonth", "bysetpos", "rrule"),
)


def rules_of(given: Entry) -> tuple[OpeningHours, ...] | None:
    """The rules of one schedule, often one read before; None where it can't be read as a whole."""
    fields: list[tuple[str, str | tuple[str, ...]]] = []
    for name in _FIELDS:
        value = given.get(name)
        if value is not None and value != "":
            fields.append((name, tuple(map(words_of, value)) if isinstance(value, list) else words_of(value)))
    return _rules_of(tuple(fields))


@lru_cache(maxsize=8192)
def _rules_of(fields: Fields) -> tuple[OpeningHours, ...] | None:
    """The rules of a schedule's fields as words.

    Which day a week begins with (`wkst`) matters to every second week only; weeks by number and days of
    the year belong to yearly schedules, and are not looked at in others (RFC 5545, 3.3.10).
    """
    given: Entry = dict(fields)
    entry = {**_rrule(given), **given}
    times = span(entry.get("opens_at"), entry.get("closes_at"))
    try:
        first, last, begins, until = (
            _day(entry, name) for name in ("valid_from", "valid_to", "dtstart", "until")
        )
        months = _numbers(entry, "bymonth", 1, 12)
        unit, every = _frequency(entry)
        kinds = _kinds(entry, unit, begins)
    except ValueError:
        return None
    if times is None or not kinds or (first and last and first > last):
        return None
    if every > 1 and words_of(entry.get("wkst")).upper() not in ("", "MO"):
        return None
    anchor = begins if every > 1 or (begins and begins > (first or date.min)) else None
    which: Literal["", "which-week"] = "which-week" if every > 1 and not (begins or first) else ""
    rules = tuple(
        OpeningHours(
            kind.days, *times, first, last, kind.month_days, kind.nth, months, every, anchor, until, "", which
        )
        for kind in kinds
    )
    return _counted(rules, entry, begins or first)


def _rrule(entry: Entry) -> dict[str, object]:
    """The fields of a rule written in one line: "FREQ=WEEKLY;BYDAY=MO,TU"."""
    parts = re.findall(r"([A-Z]+)=([^;\s]+)", words_of(entry.get("rrule"))[:500].upper())
    return {name.casefold(): value for name, value in parts}


def _day(entry: Entry, name: str) -> date | None:
    """A day, where one is given. Raises `ValueError` for what is no date."""
    given = words_of(entry.get(name))
    compact = re.match(r"(\d{4})(\d\d)(\d\d)(T|$)", given)
    day = date_of("-".join(compact.groups()[:3]) if compact else given) if given else None
    if given and day is None and name != "dtstart":  # feeds write the time there too
        raise ValueError("not a date")
    return day


def _frequency(entry: Entry) -> tuple[str, int]:
    """week, month or day, and how many of them lie between. Raises `ValueError`."""
    unit = _FREQUENCIES.get(words_of(entry.get("freq")).casefold())
    interval = words_of(entry.get("interval")) or "1"
    if unit is None or not re.fullmatch(r"\d{1,2}", interval):
        raise ValueError("no such frequency")
    every = int(interval) or 1
    if unit == "fortnight":
        return "week", every * 2
    if unit == "day" and every > 1:
        raise ValueError("not by the week")
    return unit, every


def _kinds(entry: Entry, unit: str, begins: date | None) -> list[OpeningHours]:
    """The days on which it repeats, without times. Raises `ValueError`."""
    of_month = unit == "month"
    days = days_by_month(words_of(entry.get("byday")))
    month_days = _numbers(entry, "bymonthday", 1, 31) if of_month or not (unit or days) else ()
    ordinal = any(days.values())
    if ordinal and unit not in ("", "month"):
        raise ValueError("ordinals are for months")
    if ordinal or of_month or month_days:
        return _monthly(days, month_days, _numbers(entry, "bysetpos", 1, 5), begins)
    weekdays = tuple(days)
    if not weekdays and unit == "day":
        weekdays = WEEK
    if not weekdays and unit and begins:
        weekdays = (begins.weekday(),)
    return [_days(weekdays)] if weekdays else []


def _monthly(
    days: Days, month_days: tuple[int, ...], positions: tuple[int, ...], begins: date | None
) -> list[OpeningHours]:
    if positions:
        if len(days) != 1 or any(days.values()) or month_days:
            raise ValueError("positions among several days")
        days = dict.fromkeys(days, positions)
    if not days:
        month_days = month_days or ((begins.day,) if begins else ())
        return [_days((), month_days)] if month_days else []
    if month_days:
        if any(days.values()):
            raise ValueError("both kinds of days of the month")
        return [_days(tuple(days), month_days)]
    by_nth: dict[tuple[int, ...], list[int]] = {}
    for day, nth in days.items():
        by_nth.setdefault(nth or _EVERY_ONE, []).append(day)
    return [_days(tuple(those), nth=nth) for nth, those in by_nth.items()]


def _days(days: tuple[int, ...], month_days: tuple[int, ...] = (), nth: tuple[int, ...] = ()) -> OpeningHours:
    return OpeningHours(days, datetime.min.time(), datetime.max.time(), month_days=month_days, nth=nth)


def days_of(text: str) -> tuple[int, ...]:
    """Weekdays (0 = Monday) from "MO,TU", "Mon-Fri" or "Monday"; none where a part is no weekday."""
    try:
        days = days_by_month(text)
    except ValueError:
        return ()
    return () if any(days.values()) else tuple(days)


def days_by_month(text: str) -> Days:
    """Weekdays in order, each with which of them in a month: {0: (1, 3)} from "1MO,3MO".

    Raises `ValueError` where a part is no weekday, or a weekday stands there both ways.
    """
    found: dict[int, set[int]] = {}
    text = re.sub(r"(?<=[a-z])\s*[-–]\s*(?=[a-z])", "-", text.strip(), flags=re.IGNORECASE)
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"(?<=\d)\s+(?=[a-z])", "", text, flags=re.I))):
        nth = _NTH_DAY.match(part)
        if nth:
            found.setdefault(DAYS.index(nth[2].upper()), set()).add(int(nth[1]))
            continue
        ends = [DAYS.index(end[:2].upper()) for end in part.split("-") if _DAY.match(end)]
        if len(ends) != len(part.split("-")) or len(ends) > 2:
            raise ValueError("no weekday")
        first, last = ends[0], ends[-1]
        run = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
        for day in run:
            found.setdefault(day, set()).add(0)
    if any(0 in nth and len(nth) > 1 for nth in found.values()):
        raise ValueError("a weekday both ways")
    return {day: tuple(sorted(found[day] - {0})) for day in sorted(found)}


def _numbers(entry: Entry, name: str, least: int, most: int) -> tuple[int, ...]:
    """Numbers in a list; those below zero count from the end. Raises `ValueError` for any other."""
    given = entry.get(name)
    text = ",".join(given) if isinstance(given, tuple) else words_of(given)
    numbers = {int(part) for part in re.split(r"[,;\s]+", text) if part and len(part) < 4}
    if any(not least <= abs(number) <= most for number in numbers) or (text and not numbers):
        raise ValueError("no such number")
    return tuple(sorted(numbers))


def _counted(
    rules: tuple[OpeningHours, ...], entry: Entry, begins: date | None
) -> tuple[OpeningHours, ...] | None:
    """The rules, ending with the last of as many times as the schedule counts."""
    count = words_of(entry.get("count"))
    if not count or entry.get("until"):
        return rules
    if begins is None or not re.fullmatch(r"\d{1,4}", count) or not 0 < int(count) <= _MOST_TIMES:
        return None
    ends = [judge(rule, begins) for rule in rules]
    days = sorted(set().union(*(islice(times, int(count)) for times in ends)))[: int(count)]
    return tuple(replace(rule, until=days[-1].date()) for rule in rules) if days else None


def judge(rule: OpeningHours, begins: date) -> rrule.rrule:
    """The same rule as iCalendar's, from that day on; it ends after thirty years."""
    weekdays = [rrule.weekday(day, n) for day in rule.days for n in rule.nth or (None,)]
    start = datetime(begins.year, begins.month, begins.day)  # noqa: DTZ001  # a day, without a zone
    return rrule.rrule(
        rrule.MONTHLY if rule.is_monthly else rrule.WEEKLY,
        dtstart=start,
        interval=rule.every,
        byweekday=weekdays,
        bymonthday=rule.month_days or None,
        bymonth=rule.months or None,
        until=start + timedelta(days=_MOST_DAYS),
    )
