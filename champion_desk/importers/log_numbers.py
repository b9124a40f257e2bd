"""Reads minutes, numbers of people and ticks as earlier logs write them: "5-10 min", "00:15", "x"."""

from __future__ import annotations

import math
import re

from champion_desk.domain.problems import Invalid

MOST_DIGITS = 9
_NUMBER = r"(\d{1,5}(?:[.,]\d{1,3})?)"
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$")
_HOURS_AND = re.compile(
    rf"^{_NUMBER}\s*(?:h|hrs?|hours?|awr|uair)\.?\s*(?:and|,)?\s*(?:(\d{{1,2}})\s*(?:m|mins?|minutes?|munud)?\.?)?$"
)
_BAND = re.compile(rf"^{_NUMBER}\s*(?:-|–|—|to|i)\s*{_NUMBER}\s*(\D*)$")
_UNDER = re.compile(rf"^(?:<|≤|under|less than|up to|below|hyd at|llai na)\s*{_NUMBER}\s*(\D*)$")
_OVER = re.compile(
    rf"^(?:>|≥|over|more than|above|dros|mwy na)\s*{_NUMBER}\s*(\D*)$|^{_NUMBER}\s*(\D*?)\s*\+\s*(\D*)$"
)
_PLAIN = re.compile(rf"^{_NUMBER}\s*(\D*)$")
_ABOUT = re.compile(r"^(?:~|about|approx(?:imately)?\.?|c\.?|circa|tua)\s*")
_WORDS = {
    "half an hour": 30,
    "half hour": 30,
    "quarter of an hour": 15,
    "an hour": 60,
    "hanner awr": 30,
    "awr": 60,
}
_HOUR_UNITS = ("h", "hr", "hrs", "hour", "hours", "awr", "oriau", "uair")
_SECOND_UNITS = ("s", "sec", "secs", "second", "seconds", "eiliad")
_TICK_WORDS, _NO_TICK_WORDS = (
    "x y yes true ✓ ✔ √ t 1 on ie ydy bu tha ✅ ☑",
    "n no false 0 off na nac f ✗ ☐ - chan eil",
)
_TICKS, _NO_TICKS = frozenset(_TICK_WORDS.split()), frozenset(_NO_TICK_WORDS.split())


def minutes_of(text: str, heading: str = "") -> int | None:
    """Whole minutes; of a band its middle, rounded up. None where no duration is said.

    The unit of a bare number is the heading's ("Duration (hours)"), else minutes.
    """
    text = _ABOUT.sub("", " ".join(text.split()).casefold())
    if len(text) > 40:
        return None
    if text in _WORDS:
        return _WORDS[text]
    clock = _CLOCK.match(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2]) + (1 if int(clock[3] or 0) >= 30 else 0)
    hours = _HOURS_AND.match(text)
    if hours:
        return _rounded(_number(hours[1]) * 60 + int(hours[2] or 0))
    for pattern in (_BAND, _UNDER, _OVER, _PLAIN):
        found = pattern.match(text)
        if found:
            numbers = [part for part in found.groups() if part and part[0].isdigit()]
            units = [part for part in found.groups() if part and not part[0].isdigit()]
            times = _unit(units[-1] if units else "", heading)
            if times is None:
                return None
            values = [_number(part) * times for part in numbers]
            return _rounded(sum(values) / len(values))
    return None


def _unit(unit: str, heading: str) -> float | None:
    """How many minutes one of a unit is; None for something that is no time."""
    unit = unit.strip(" .()")
    if unit in _HOUR_UNITS:
        return 60.0
    if unit in _SECOND_UNITS:
        return 1 / 60
    if unit in ("", "'"):
        words = set(re.split(r"\W+", heading.casefold()))
        return 60.0 if words & {"hours", "hrs"} else 1 / 60 if words & {"seconds", "secs"} else 1.0
    return 1.0 if unit.startswith(("m", "munud")) or unit == "´" else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _rounded(value: float) -> int:
    return math.ceil(round(value, 6))


def count_of(text: str, most: int) -> int:
    """A whole number of people from a cell: "12", "12*", "1,204", "~5", "III" is none of these.

    Raises `Invalid("count", …)`: count-not-number, count-negative, count-not-whole, count-too-large.
    """
    plain = _ABOUT.sub("", " ".join(text.split()).casefold()).strip().strip("*†'").strip()
    found = re.fullmatch(r"([-−–(]?)\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\)?", plain)
    if not found or len(plain) > 40:
        if re.fullmatch(r"[-+]?\d{9,}", plain):
            raise Invalid("count", "count-too-large", most=most)
        raise Invalid("count", "count-not-number")
    digits = found[2].replace(",", "")
    if len(digits.split(".")[0]) > MOST_DIGITS:
        raise Invalid("count", "count-too-large", most=most)
    value = float(digits)
    if found[1] and value:
        raise Invalid("count", "count-negative")
    if value != int(value):
        raise Invalid("count", "count-not-whole")
    if value > most:
        raise Invalid("count", "count-too-large", most=most)
    return int(value)


def is_marked(text: str) -> bool:
    """Whether a cell has a mark of its own: "12*", "~5", "c. 20"."""
    return not re.fullmatch(r"\s*\d[\d,]*(\.0+)?\s*", text)


def is_blank(text: str) -> bool:
    """Whether a cell of a grid says that there was nothing."""
    plain = text.strip().casefold()
    return (
        not plain
        or plain in ("-", "–", "—", "n/a", "nil", "none", ".", "/")
        or bool(re.fullmatch(r"0+(\.0+)?", plain))
    )


def is_ticked(text: str) -> bool | None:
    """Whether a box in a sheet is ticked; None where the cell is no box."""
    plain = text.strip().casefold()
    if not plain or plain in _NO_TICKS:
        return False
    return True if plain in _TICKS else None
