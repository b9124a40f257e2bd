"""Reads opening hours: Open Referral schedules, and the cells of a column for each weekday."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from champion_desk.domain.opening import LAST_MINUTE, OpeningHours
from champion_desk.importers import hours_words
from champion_desk.importers.cleaning import Cleaner, date_of, words_of
from champion_desk.importers.day_times import Span, span, spans_in
from champion_desk.importers.repeats import WEEK, days_of, rules_of

MOST_NOTE = 2000
MOST_RULES = 200
_MIDNIGHT = time()
_DAY = timedelta(days=1)
# Times that a form fills in by itself: nearly the whole day but not all of it, or hardly any.
_NEARLY_ALL, _HARDLY_ANY = 22 * 60, 10  # minutes
_EVERY_YEAR = re.compile(r"\b0001\b")
_YES = frozenset({"true", "t", "yes", "y", "1"})
_LONGEST_CLOSURE = 400  # days


def week(cells: Mapping[int, tuple[str, str]], cleaner: Cleaner) -> tuple[tuple[OpeningHours, ...], str]:
    """Hours from a heading and a cell for each weekday (0 = Monday); cells of other words become a note."""
    days: dict[Span, list[int]] = {}
    words: dict[int, str] = {}
    for day, (heading, cell) in sorted(cells.items()):
        spans = spans_in(cell)
        if spans is None:
            words[day] = f"{heading}: {cell}"
            cleaner.note("note-hours", given=words[day])
        for one in spans or ():
            days.setdefault(one, []).append(day)
    hours = [OpeningHours(tuple(on), opens, closes) for (opens, closes), on in days.items()]
    return _trusted(hours, [tuple(words)] if words else []), "\n".join(words.values())


def schedules(
    entries: Iterable[Mapping[str, object]], cleaner: Cleaner
) -> tuple[tuple[OpeningHours, ...], str]:
    """Opening hours from Open Referral schedules of any version, and in words what those can't say.

    Entries of `regular_schedules` (with a `weekday`) and `holiday_schedules` (with `closed` or a
    `start_date`) may stand among them.
    """
    hours: list[OpeningHours] = []
    unread: list[tuple[int, ...]] = []
    words: dict[str, None] = {}
    for given in entries:
        entry = _with_weekday(given)
        if _is_exception(entry) or words_of(entry.get("opens_at")) or words_of(entry.get("closes_at")):
            rules = _exceptions(entry) if _is_exception(entry) else rules_of(entry)
            if rules is None:
                said = _said(entry)
                cleaner.note("note-hours", given=said)
                words.setdefault(cleaner.line(said, "hours"))
                unread.append(days_of(words_of(entry.get("byday"))) or WEEK)
            else:
                hours += rules
        for name in ("description", "notes"):
            text = cleaner.text(entry.get(name), "hours", MOST_NOTE)
            if text:
                words.setdefault(text)
    if len(hours) > MOST_RULES:  # a page of a diary is no rule, and each is looked at for each day ahead
        cleaner.note("note-hours", given=f"{len(hours)} × …")
        hours, unread = hours[:MOST_RULES], [*unread, WEEK]
    note = cleaner.text("\n".join(words), "hours", MOST_NOTE)
    if not hours and not unread:
        return in_words(note)
    return _trusted(hours, unread), note


def in_words(text: str) -> tuple[tuple[OpeningHours, ...], str]:
    """Weekly hours from words that say nothing else ("Mon–Fri 9–5"); any other words as they are."""
    read = hours_words.read(text)
    return (_trusted(list(read), []), "") if read else ((), text)


def has_times(entry: Mapping[str, object]) -> bool:
    """Whether a schedule says when it is usually open: exceptions and entries of words do not."""
    if _is_exception(entry):
        return False
    return bool(words_of(entry.get("opens_at")) or words_of(entry.get("closes_at")))


def together(parts: Iterable[tuple[OpeningHours, ...]]) -> tuple[OpeningHours, ...]:
    """The hours of several places as if they were one, which is open while any of them is."""
    rules = [rule for part in parts for rule in part]
    return _trusted(rules[:MOST_RULES], [WEEK] if len(rules) > MOST_RULES else [])


def _with_weekday(entry: Mapping[str, object]) -> Mapping[str, object]:
    """An entry whose weekday stands in a field of its own, by name or as a number (ISO 8601: 1 = Monday).

    Where numbers begin with 0, that is Sunday, as 7 is.
    """
    weekday = words_of(entry.get("weekday"))
    if not weekday or words_of(entry.get("byday")):
        return entry
    named = (
        ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[(int(weekday) - 1) % 7] if weekday in "01234567" else ""
    )
    return {**entry, "byday": named or weekday, "freq": entry.get("freq") or "WEEKLY"}


def _said(entry: Mapping[str, object]) -> str:
    names = ("byday", "bymonthday", "dtstart", "start_date")
    when = next(filter(None, (words_of(entry.get(name)) for name in names)), "")
    opens, closes = words_of(entry.get("opens_at")), words_of(entry.get("closes_at"))
    return f"{when} {opens}–{closes}".strip()


def _trusted(rules: list[OpeningHours], unread: list[tuple[int, ...]]) -> tuple[OpeningHours, ...]:
    """The rules, alike ones for several weekdays as one; doubtful where a form filled them in by itself.

    What could not be read makes its days doubtful, if anything else is known: a place whose Tuesdays
    nobody could read is not closed on Tuesdays.
    """
    days: dict[OpeningHours, set[int]] = {}
    for rule in rules:
        days.setdefault(rule if rule.is_monthly else replace(rule, days=()), set()).update(rule.days)
    hours = [replace(rule, days=tuple(sorted(those))) for rule, those in days.items()]
    if hours:
        hours += [OpeningHours(those, _MIDNIGHT, LAST_MINUTE, doubt="unread") for those in unread]
    return tuple(dict.fromkeys(map(_doubted, hours)))


def _doubted(rule: OpeningHours) -> OpeningHours:
    """Placeholders: every day 12:00 AM to 11:00 PM, or from a time to the same time."""
    length = (rule.closes.hour - rule.opens.hour) * 60 + rule.closes.minute - rule.opens.minute
    filled_in = length >= _NEARLY_ALL and len(rule.days) == 7 and not rule.is_all_day
    if rule.instead or rule.doubt or not (filled_in or 0 <= length < _HARDLY_ANY):
        return rule
    return replace(rule, doubt="placeholder")


def _is_exception(entry: Mapping[str, object]) -> bool:
    return any(words_of(entry.get(name)) for name in ("start_date", "end_date")) and not entry.get("freq")


def _exceptions(entry: Mapping[str, object]) -> tuple[OpeningHours, ...] | None:
    """Days with other hours than usual, or none. A year 1 stands for every year (feeds of Ohana)."""
    start, end = (words_of(entry.get(name)) for name in ("start_date", "end_date"))
    first, last = (date_of(_EVERY_YEAR.sub("2000", text)) for text in (start or end, end or start))
    if first is None or last is None or not 0 <= (last - first).days <= _LONGEST_CLOSURE:
        return None
    closed = words_of(entry.get("closed")).casefold() in _YES or entry.get("closed") is True
    times = span(entry.get("opens_at"), entry.get("closes_at"))
    if closed:
        rule = OpeningHours(WEEK, _MIDNIGHT, LAST_MINUTE, instead="closed")
    elif times is None:
        rule = OpeningHours(WEEK, _MIDNIGHT, LAST_MINUTE, instead="open", doubt="unread")
    else:
        rule = OpeningHours(WEEK, *times, instead="open")
    if not _EVERY_YEAR.search(start or end):
        return (replace(rule, begins=first, until=last),)
    return tuple(replace(rule, months=(month,), month_days=days) for month, days in _by_month(first, last))


def _by_month(first: date, last: date) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each month of a period with its days in it."""
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    for month in dict.fromkeys(day.month for day in days):
        yield month, tuple(day.day for day in days if day.month == month)
