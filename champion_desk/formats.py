"""Dates, times and distances as people write them in the language in force."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from champion_desk.i18n import _, language, ngettext

_LOCALES = {
    "en": "en_GB",
    "cy": "cy_GB",
    "gd": "gd_GB",
    "pl": "pl_PL",
    "ro": "ro_RO",
    "uk": "uk_UA",
    "ar": "ar",
    "bn": "bn",
    "ur": "ur_PK",
}
# They say the time by all the hours of the day.
_TO_MIDNIGHT = frozenset({"pl", "ro", "uk"})


def _locale() -> str:
    return _LOCALES.get(language(), "en_GB")


def _format(value: date, pattern: str) -> str:
    return _formatted(value, pattern, _locale())


@lru_cache(4096)  # a list of a year's sessions asks for the same days again and again
def _formatted(value: date, pattern: str, locale: str) -> str:
    from babel.dates import format_date  # its tables load slowly; the first window does not need them

    return format_date(value, pattern, locale=locale)


def local(moment: datetime) -> datetime:
    """A moment in this computer's own time."""
    return moment.astimezone()


def long_date(day: date) -> str:
    """22 November 2026."""
    return _format(day, "d MMMM y")


def full_date(day: date) -> str:
    """Sunday 22 November."""
    return _format(day, "EEEE d MMMM")


def short_date(day: date) -> str:
    """22 Nov."""
    return _format(day, "d MMM")


def day_and_month(day: date) -> str:
    """22 November."""
    return _format(day, "d MMMM")


def month_name(number: int) -> str:
    """May, by its number."""
    return _format(date(2000, number, 1), "LLLL")


def short_month(day: date) -> str:
    """May, or Sept: as short as the language has it."""
    return _format(day, "LLL")


def month(day: date) -> str:
    """May 2027."""
    return _format(day, "LLLL y")


def weekday(day: date) -> str:
    """Mon."""
    return _format(day, "EEE")


def weekday_name(day: date) -> str:
    """Monday."""
    return _format(day, "EEEE")


def clock(moment: datetime | time) -> str:
    """17:00, in the moment's own zone."""
    return f"{moment:%H:%M}"


def time_of_day(moment: datetime | time) -> str:
    """9 am, 9:30 am, midday, midnight: as people say it, for whoever reads no railway clock.

    In languages that count to 24: 9:00, 21:30, and 24:00 for the end of the day.
    """
    if language() in _TO_MIDNIGHT:
        return "24:00" if (moment.hour, moment.minute) == (23, 59) else f"{moment.hour}:{moment:%M}"
    if (moment.hour, moment.minute) in ((0, 0), (23, 59)):
        return _("midnight")
    if (moment.hour, moment.minute) == (12, 0):
        return _("midday")
    hour = f"{moment.hour % 12 or 12}" + (f":{moment:%M}" if moment.minute else "")
    said = _("{time} am") if moment.hour < 12 else _("{time} pm")
    return said.format(time=hour)


def miles(distance: float) -> str:
    """0.3 miles; 15 miles."""
    shown = f"{distance:.1f}" if distance < 10 else f"{distance:.0f}"
    count = (
        1 if shown == "1" else round(distance) if distance >= 10 else 5
    )  # "0.3 miles" has no number of its own
    return ngettext("{miles} mile", "{miles} miles", count).format(miles=shown)


def minutes(count: int) -> str:
    """7 min."""
    return _("{count} min").format(count=count)
