"""Times of day as feeds and people write them: "10:00Z", "9.30am - 1pm, 2-5", "noon"."""

from __future__ import annotations

import re
from datetime import time

from champion_desk.domain.opening import LAST_MINUTE
from champion_desk.importers.cleaning import words_of

_TIME = r"(?:(?:12\s?)?(?:noon|midday|midnight)|\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?)?)"
_SPAN = re.compile(rf"({_TIME})\s*(?:-|–|—|to|until|till?|i|gu)\s*({_TIME})", re.IGNORECASE)
_CLOCK = re.compile(
    r"^T?(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?)?\s*([ap])?(?:\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(r"^\d{4}-\d\d-\d\d[T ]")
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_MIDNIGHT = time()
_EVENING = 16  # o'clock
_NIGHT = 12 * 60  # minutes
Span = tuple[time, time]


def clock(value: object) -> time | None:
    """A time of day: "10:00", "10:00:00", "10:00Z", "0930", "9.30am", "noon". Zones are not looked at:
    feeds write the time on the wall and add a "Z" because the standard asks for one."""
    text = words_of(value).strip()
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
        return LAST_MINUTE
    return time(hour, minute) if hour < 24 and minute < 60 else None


def span(opens: object, closes: object) -> Span | None:
    """Opening and closing time, the latter maybe on the next day; None where they can't be that."""
    start, end = clock(opens), clock(closes)
    return None if start is None or end is None else _in_order(start, end)


def _in_order(start: time, end: time) -> Span | None:
    """Midnight ends a day. What closes before it opens goes on over midnight, if it is a night's work:
    "22:00-02:00", "17:00-09:00"; but "09:00-05:00" is a slip."""
    if end == _MIDNIGHT < start:
        return start, LAST_MINUTE
    if start <= end:
        return start, end
    length = (end.hour - start.hour) * 60 + end.minute - start.minute + 24 * 60
    return (start, end) if start.hour >= _EVENING or length <= _NIGHT else None


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
    return None if start == end else _in_order(start, end)
