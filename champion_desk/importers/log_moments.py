"""Reads days and times of day as earlier logs write them: 03/04/2024, 3 Ebrill 24, 45385.5, 9-10am."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from champion_desk.domain.catalogue import folded

_EXCEL_BEGIN = date(1899, 12, 30)
_MONTHS: dict[str, int] = {}
for _names in (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "ion chwe maw ebr mai meh gor awst med hyd tach rhag",
    "faoilleach gearran mart giblean ceitean ogmhios iuchar lunastal sultain damhair samhain dubhlachd",
    "faoi gearr mart gibl ceit ogmh iuch luna sult damh samh dubh",
):
    _MONTHS.update({name: number for number, name in enumerate(_names.split(), 1)})
_MONTHS["sept"] = 9
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_BARE = re.compile(r"^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_NUMBERS = re.compile(r"^(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th|af|ail|ydd|eg|fed)?[\s./-]*(?:of |o )?([^\W\d]{3,})"
    r"[\s.,/-]*(\d{4}|\d{2})(?!\d)"
)
_NAME_FIRST = re.compile(r"^([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})(?![\d:])")
_MONTH_ONLY = re.compile(r"^([^\W\d]{3,})[\s./-]+(\d{4}|\d{2})$")
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|dydd \w+"
    r"|(?:llun|maw|mer|iau|gwe|sad|sul)|di[\w']+|dimairt)\.?,?\s+",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(r"^\d{1,2}\s?[-/.]\s?\d{1,2}$|^\d{1,2}(?:st|nd|rd|th)?\s+[^\W\d]{3,}$")
_CLOCK = re.compile(
    r"^(?P<h>\d{1,2})(?:[:.h](?P<m>\d{2})(?:[:.]\d{2}(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?\s?m\.?|[yb][bph]|noon|midday)?"
    r"(?:\s*(?:-|–|to|until|i)\s*(?P<h2>\d{1,2})(?:[:.h](?P<m2>\d{2})(?:[:.]\d{2})?)?\s*(?P<half2>[ap]\.?\s?m\.?|[yb][bph]|noon|midday)?)?$",
    re.IGNORECASE,
)
_BARE_CLOCK = re.compile(r"^([01]\d|2[0-3])([0-5]\d)$")
_ZONE = re.compile(r"(?:\s?(?:UTC|GMT|Z|[+-]\d{2}:?\d{2}))$")
_BOTH_ORDERS, _LONGEST = 12, 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, and the end where a stretch was written ("9-10"); `end` 24:00 is given as None."""

    start: time
    end: time | None = None


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day, the time and zone where they stood beside it, and whether only a month was written."""

    day: date
    clock: Clock | None = None
    exact: datetime | None = None
    month_only: bool = False


def read_day(text: str, day_first: bool = True) -> ReadDay | None:
    """The day that a cell says; None where it says none, or not which year."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    text = _WEEKDAY.sub("", text, count=1) if not text[0].isdigit() else text
    return _serial(text) or _written(text, day_first)


def _written(text: str, day_first: bool) -> ReadDay | None:
    plain = folded(text) if not text.isascii() else text.lower()
    made, end = None, 0
    for pattern, order in ((_ISO, "ymd"), (_BARE, "ymd"), (_NUMBERS, "dmy" if day_first else "mdy")):
        found = pattern.match(plain)
        if found:
            made, end = _day(dict(zip(order, found.groups(), strict=True))), found.end()
            break
    else:
        named = _NAMED.match(plain)
        first = None if named else _NAME_FIRST.match(plain)
        alone = None if named or first else _MONTH_ONLY.match(plain)
        if named:
            made, end = _day({"d": named[1], "m": _month(named[2]), "y": named[3]}), named.end()
        elif first:
            made, end = _day({"d": first[2], "m": _month(first[1]), "y": first[3]}), first.end()
        elif alone and _month(alone[1]):
            begin = _day({"d": "1", "m": _month(alone[1]), "y": alone[2]})
            return ReadDay(begin, month_only=True) if begin else None
    if made is None:
        return None
    return _with_clock(made, text[end:].strip(" ,T\u202f"), text)


def _with_clock(day: date, rest: str, whole: str) -> ReadDay | None:
    if not rest:
        return ReadDay(day)
    zone = _ZONE.search(rest)
    if zone:
        try:
            exact = datetime.fromisoformat(
                whole.replace(" UTC", "+00:00").replace(" GMT", "+00:00").replace(" +", "+")
            )
        except ValueError:
            exact = None
        if exact is not None and exact.tzinfo is not None:
            try:
                here = exact.astimezone()
            except (OverflowError, OSError, ValueError):
                return None
            return ReadDay(here.date(), Clock(here.time()), exact)
        rest = rest[: zone.start()]
    clock = read_clock(rest.strip())
    if clock is None and any(sign.isdigit() for sign in rest):
        return None  # not a day, but something else that begins like one
    return ReadDay(day, clock)


def _serial(text: str) -> ReadDay | None:
    """A day as spreadsheets count them (45385.5 is noon of 3 April 2024), or seconds since 1970."""
    try:
        number = float(text)
    except ValueError:
        return None
    if 1_000_000_000 <= number <= 4_000_000_000:
        moment = datetime.fromtimestamp(number, UTC)
        here = moment.astimezone()
        return ReadDay(here.date(), Clock(here.time()), moment)
    if not 20_000 <= number < 80_000:
        return None
    begin = datetime.combine(_EXCEL_BEGIN, time())
    moment = begin + timedelta(days=int(number), seconds=round(number % 1 * 86_400))
    return ReadDay(moment.date(), Clock(moment.time()) if number % 1 else None)


def _month(name: str) -> str:
    number = _MONTHS.get(name) or _MONTHS.get(name[:3])
    return str(number or "")


def _day(parts: dict[str, str]) -> date | None:
    year = int(parts["y"])
    if year < 100:
        year += 2000 if year <= date.today().year % 100 + 1 else 1900
    try:
        return date(year, int(parts["m"] or 0), int(parts["d"]))
    except ValueError:
        return None


def says_no_year(text: str) -> bool:
    """Whether a cell says a day and a month only."""
    text = _WEEKDAY.sub("", " ".join(text.split()), count=1)
    return bool(_NO_YEAR.match(text))


def read_clock(text: str) -> Clock | None:
    """The time of day that a cell says: 10:15, 10.15am, 3 pm, 1015, 9-10, 0.4375 (a part of a day)."""
    text = " ".join(text.split()).strip()
    if not text or len(text) > _LONGEST:
        return None
    bare = _BARE_CLOCK.match(text)
    if bare:
        return Clock(time(int(bare[1]), int(bare[2])))
    if re.fullmatch(r"0?\.\d+(E-\d+)?", text):
        seconds = round(float(text) * 86_400) % 86_400
        return Clock(time(seconds // 3600, seconds % 3600 // 60))
    found = _CLOCK.match(text)
    if not found:
        return None
    late_end = _late(found["half2"])
    start = _time(found["h"], found["m"], _late(found["half"]))
    if found["h2"] is None:
        return Clock(start) if start and (found["m"] or found["half"] or len(text) <= 2) else None
    end = _time(found["h2"], found["m2"], late_end)
    if start is None or (end is None and found["h2"] != "24"):
        return None
    if late_end and not found["half"] and end and start.hour + 12 <= 23 and start < time(12):
        afternoon = start.replace(hour=start.hour + 12)
        start = afternoon if afternoon < end or end.hour == 12 else start
    if end is not None and end <= start and end.hour and end.hour + 12 > start.hour and end.hour < 12:
        end = end.replace(hour=end.hour + 12)  # 12-1, 1-2 on a sheet that never says pm
    return Clock(start, end) if end is None or end > start else None


def _late(half: str | None) -> bool | None:
    """Whether the words after a time say the second half of the day; None where there are none."""
    if not half:
        return None
    return half[0].lower() == "p" or half.lower() in ("yp", "yh", "noon", "midday")


def _time(hour: str, minute: str | None, late: bool | None) -> time | None:
    number, minutes = int(hour), int(minute or 0)
    if late is not None and number > 12:
        return None if number > 23 else time(number, minutes) if minutes < 60 else None
    if late is not None:
        number = number % 12 + (12 if late else 0)
    return time(number, minutes) if number < 24 and minutes < 60 else None


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether a column writes the day before the month; None where nothing in it tells."""
    days, months = 0, 0
    for text in texts:
        found = _NUMBERS.match(_WEEKDAY.sub("", text.strip(), count=1))
        if found:
            one, two = int(found[1]), int(found[2])
            days += two <= _BOTH_ORDERS < one
            months += one <= _BOTH_ORDERS < two
    if bool(days) == bool(months):
        return None if not days else days >= months
    return bool(days)


def has_both_orders(texts: Iterable[str]) -> bool:
    """Whether any date of a column could be read in either order, and would be another day."""
    for text in texts:
        found = _NUMBERS.match(_WEEKDAY.sub("", text.strip(), count=1))
        if found and found[1] != found[2] and max(int(found[1]), int(found[2])) <= _BOTH_ORDERS:
            return True
    return False
