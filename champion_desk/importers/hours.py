"""Reads opening hours: Open Referral schedules, and the cells of a column for each weekday."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import lru_cache

from champion_desk.domain.opening import OpeningHours
from champion_desk.importers.cleaning import Cleaner, date_of, words_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(
    r"^(mo|tu|we|th|fr|sa|su|mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$",
    re.IGNORECASE,
)
_TIME = r"(?:(?:12\s?)?(?:noon|midday|midnight)|\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?)?)"
_SPAN = re.compile(rf"({_TIME})\s*(?:-|–|—|to|until|till?|i|gu)\s*({_TIME})", re.IGNORECASE)
_CLOCK = re.compile(
    r"^T?(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?)?\s*([ap])?(?:\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(r"^\d{4}-\d\d-\d\d[T ]")
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_LAST_MINUTE = time(23, 59)
MOST_NOTE = 2000
Span = tuple[time, time]


def clock(value: object) -> time | None:
    """A time of day: "10:00", "10:00:00", "10:00Z", "0930", "9.30am", "noon". Zones are not looked at:
    feeds write the time on the wall and add a "Z" because the standard asks for one."""
    return _clock(words_of(value).strip())


@lru_cache(maxsize=1024)
def _clock(text: str) -> time | None:
    named = _NAMED.get(text.casefold().removeprefix("12").strip())
    if named is not None:
        return named
    if re.fullmatch(r"\d{4}", text):
        text = f"{text[:2]}:{text[2:]}"
    found = _CLOCK.match(_DATE_BEFORE.sub("", text))
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[4] or "").casefold()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute) == (24, 0):
        return _LAST_MINUTE
    return time(hour, minute) if hour < 24 and minute < 60 else None


def span(opens: object, closes: object) -> Span | None:
    """Opening and closing time on one day; None when they can't be that (closing before opening)."""
    start, end = clock(opens), clock(closes)
    if start is None or end is None:
        return None
    if end == time(0):
        end = _LAST_MINUTE
    return (start, end) if start < end else None


def spans_in(text: str) -> tuple[Span, ...] | None:
    """The times in a cell such as "9.30am - 1pm, 2-5"; none for "Closed"; None where it is other words."""
    text = text.strip()
    if re.fullmatch(r"(closed|ar gau|wedi cau|dùinte|dunta)\.?", text, re.IGNORECASE):
        return ()
    found = tuple(_everyday(*pair) for pair in _SPAN.findall(text))
    rest = re.sub(r"\b(and|a|agus|open|ar agor)\b", "", _SPAN.sub("", text), flags=re.IGNORECASE)
    if not found or None in found or rest.strip(" ,;:&/+."):
        return None
    return tuple(pair for pair in found if pair)


def _everyday(opens: str, closes: str) -> Span | None:
    """Times as people say them: "9-5" is nine to seventeen, "1-5pm" thirteen to seventeen."""
    start, end = clock(opens), clock(closes)
    if start is None or end is None:
        return None
    said = [bool(re.search(r"[ap]\.?m|noon|mid|^0", words, re.IGNORECASE)) for words in (opens, closes)]
    if not said[1] and end.hour < 12 and end <= start:
        end = end.replace(hour=end.hour + 12)
    if not said[0] and start.hour < 7 and start.replace(hour=start.hour + 12) < end:
        start = start.replace(hour=start.hour + 12)
    if not said[0] and not said[1] and start.hour < 7 and end.hour < 12:
        start, end = start.replace(hour=start.hour + 12), end.replace(hour=end.hour + 12)
    if end == time(0):
        end = _LAST_MINUTE
    return (start, end) if start < end else None


def week(cells: Mapping[int, tuple[str, str]], cleaner: Cleaner) -> tuple[tuple[OpeningHours, ...], str]:
    """Hours from a heading and a cell for each weekday (0 = Monday); cells of other words become a note."""
    days: dict[Span, list[int]] = {}
    words: list[str] = []
    for day, (heading, cell) in sorted(cells.items()):
        spans = spans_in(cell)
        if spans is None:
            words.append(f"{heading}: {cell}")
            cleaner.note("note-hours", given=words[-1])
        for one in spans or ():
            days.setdefault(one, []).append(day)
    hours = tuple(OpeningHours(tuple(on), opens, closes) for (opens, closes), on in days.items())
    return hours, "\n".join(words)


def schedules(
    entries: Iterable[Mapping[str, object]], cleaner: Cleaner
) -> tuple[tuple[OpeningHours, ...], str]:
    """Weekly and monthly hours from Open Referral schedules, and in words what those can't say."""
    hours: dict[OpeningHours, None] = {}
    words: dict[str, None] = {}
    for entry in entries:
        if words_of(entry.get("opens_at")) or words_of(entry.get("closes_at")):
            rule = _rule(entry)
            if rule is None:
                said = _said(entry)
                cleaner.note("note-hours", given=said)
                words.setdefault(cleaner.line(said, "hours"))
            else:
                hours.setdefault(rule)
        for name in ("description", "notes"):
            text = cleaner.text(entry.get(name), "hours", MOST_NOTE)
            if text:
                words.setdefault(text)
    return tuple(hours), cleaner.text("\n".join(words), "hours", MOST_NOTE)


def _said(entry: Mapping[str, object]) -> str:
    when = words_of(entry.get("byday")) or words_of(entry.get("bymonthday")) or words_of(entry.get("dtstart"))
    opens, closes = words_of(entry.get("opens_at")), words_of(entry.get("closes_at"))
    return f"{when} {opens}–{closes}".strip()


def _rule(entry: Mapping[str, object]) -> OpeningHours | None:
    times = span(entry.get("opens_at"), entry.get("closes_at"))
    if times is None or words_of(entry.get("interval")) not in ("", "0", "1"):
        return None
    try:
        valid_from, valid_to = _bounds(entry)
    except ValueError:
        return None
    days, month_days = _repeats(entry)
    if not days and not month_days:
        return None
    return OpeningHours(days, *times, valid_from, valid_to, month_days)


def _bounds(entry: Mapping[str, object]) -> tuple[date | None, date | None]:
    """From when to when the schedule holds. Raises `ValueError` for what is no date."""
    days: list[date | None] = []
    for given in (
        words_of(entry.get("valid_from")),
        words_of(entry.get("valid_to")) or words_of(entry.get("until")),
    ):
        days.append(date_of(given) if given else None)
        if given and days[-1] is None:
            raise ValueError("not a date")
    first, last = days
    if first and last and first > last:
        raise ValueError("ends before it begins")
    return first, last


def _repeats(entry: Mapping[str, object]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The weekdays, or else the days of the month, on which a schedule repeats."""
    freq = words_of(entry.get("freq")).casefold()
    byday = words_of(entry.get("byday"))
    if freq.startswith("month"):
        return (), () if byday else _month_days(words_of(entry.get("bymonthday")))
    if freq not in ("", "weekly", "week", "daily", "day"):
        return (), ()
    if byday:
        return days_of(byday), ()
    if freq.startswith("dai") or freq == "day":
        return tuple(range(7)), ()
    begins = date_of(words_of(entry.get("dtstart"))) if freq else None
    return ((begins.weekday(),) if begins else ()), ()


@lru_cache(maxsize=1024)
def days_of(text: str) -> tuple[int, ...]:
    """Weekdays (0 = Monday) from "MO,TU", "Mon-Fri" or "Monday"; none where a part is no weekday."""
    days: set[int] = set()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text.strip())):
        ends = [DAYS.index(end[:2].upper()) for end in part.split("-") if _DAY.match(end)]
        if not part:
            continue
        if len(ends) != len(part.split("-")) or len(ends) > 2:
            return ()
        first, last = ends[0], ends[-1]
        days.update(range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)])
    return tuple(sorted(days))


def _month_days(text: str) -> tuple[int, ...]:
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    if not parts or not all(re.fullmatch(r"\d{1,2}", part) and 1 <= int(part) <= 31 for part in parts):
        return ()
    return tuple(sorted({int(part) for part in parts}))
