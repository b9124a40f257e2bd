"""What a listing says, in words: opening hours by the days of the week, where it is, how it is reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from champion_desk import formats, wording
from champion_desk.domain.directory import Listing, ListingMatch, Location, Source
from champion_desk.domain.opening import OpeningHours
from champion_desk.i18n import _

_LAST_MINUTE = time(23, 59)
_WEEK = range(7)
_CLOSE_BY = 0.1  # miles: postcodes are no finer


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One line of the opening hours: the days, the times; `heads` the lines of a period of the year."""

    days: str
    times: str = ""
    heads: bool = False


def weekday_names() -> tuple[str, ...]:
    """Monday to Sunday."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def hours_rows(hours: Iterable[OpeningHours], today: date) -> list[HoursRow]:
    """The hours in force today or later, days with the same times together: "Monday to Friday"."""
    current = [rule for rule in hours if rule.valid_to is None or rule.valid_to >= today]
    periods: dict[tuple[date, date], list[OpeningHours]] = {}
    for rule in current:
        begins = rule.valid_from if rule.valid_from and rule.valid_from > today else date.min
        periods.setdefault((begins, rule.valid_to or date.max), []).append(rule)
    rows: list[HoursRow] = []
    for begins, ends in sorted(periods):
        head = _period(begins, ends)
        if head:
            rows.append(HoursRow(head, heads=True))
        rows += _weekly(periods[begins, ends]) + _monthly(periods[begins, ends])
    return rows


def _period(begins: date, ends: date) -> str:
    if begins > date.min and ends < date.max:
        start, end = formats.long_date(begins), formats.long_date(ends)
        return _("From {start} to {end}").format(start=start, end=end)
    if begins > date.min:
        return _("From {start}").format(start=formats.long_date(begins))
    return _("Until {end}").format(end=formats.long_date(ends)) if ends < date.max else ""


def _weekly(rules: Sequence[OpeningHours]) -> list[HoursRow]:
    weekly = [rule for rule in rules if not rule.month_days]
    if not weekly:
        return []
    times = {day: _times(rule for rule in weekly if day in rule.days) for day in _WEEK}
    rows = []
    for said, days in groupby(_WEEK, key=lambda day: times[day]):
        run = list(days)
        rows.append(HoursRow(_days(run), said or _("closed")))
    return rows


def _monthly(rules: Sequence[OpeningHours]) -> list[HoursRow]:
    rows = []
    for rule in sorted((r for r in rules if r.month_days), key=lambda r: r.month_days):
        days = ", ".join(str(day) for day in rule.month_days)
        rows.append(HoursRow(_("Day {days} of the month").format(days=days), _times([rule])))
    return rows


def _days(run: Sequence[int]) -> str:
    names = weekday_names()
    if len(run) == 7:
        return _("Every day")
    if len(run) == 1:
        return names[run[0]]
    if len(run) == 2:
        return _("{first} and {second}").format(first=names[run[0]], second=names[run[1]])
    return _("{first} to {last}").format(first=names[run[0]], last=names[run[-1]])


def _times(rules: Iterable[OpeningHours]) -> str:
    spans = sorted({(rule.opens, rule.closes) for rule in rules})
    if any(opens == time() and closes >= _LAST_MINUTE for opens, closes in spans):
        return _("all day")
    return ", ".join(f"{formats.clock(opens)}–{formats.clock(closes)}" for opens, closes in spans)


def state_badge(match: ListingMatch, now: datetime) -> tuple[str, str]:
    """The one word of state beside a listing's name, and its tone: open, closed, by phone, not known."""
    listing = match.listing
    if listing.status != "active":
        return _("closed for now"), "partly"
    if match.open.kind == "unknown" and not listing.hours_note and not listing.locations:
        if "phone" in listing.access:
            return _("by phone"), "accent"
        if "online" in listing.access:
            return _("online"), "accent"
    return wording.open_state_text(match.open, now)


def where_text(match: ListingMatch) -> str:
    """Who runs it and the town, nothing said twice."""
    listing, at = match.listing, match.location
    parts = [listing.organisation, at.town or at.name]
    return " · ".join(dict.fromkeys(part for part in parts if part and part != listing.name))


def match_text(match: ListingMatch, today: date) -> str:
    """How far it is and why it is here; when it was checked where nothing else is to be said."""
    why = wording.why_text(match.why) or wording.freshness_text(match.listing, today)
    near = match.miles is not None and match.miles < _CLOSE_BY
    distance = _("close by") if near else wording.distance_text(match.miles)
    return " · ".join(part for part in (distance, why) if part)


def spoken_row(match: ListingMatch, now: datetime, shortlisted: bool) -> str:
    """A row of the list for a screen reader."""
    parts = [
        match.listing.name,
        state_badge(match, now)[0],
        where_text(match),
        match_text(match, now.date()),
        _("on the shortlist") if shortlisted else "",
    ]
    return ", ".join(part for part in parts if part)


def place_line(location: Location, organisation: str = "", but: str = "") -> str:
    """Who is there and the address in one line, nothing said twice and nothing that stands above already."""
    lines = (organisation, location.name, *wording.address_lines(location))
    parts = [part.strip() for line in lines for part in line.split(",")]
    return ", ".join(dict.fromkeys(part for part in parts if part and part != but))


def checked_text(listing: Listing) -> str:
    """Who checked it and when."""
    if listing.checked_on is None:
        return _("Nobody has checked this yet.")
    day = formats.long_date(listing.checked_on)
    if listing.checked_by:
        return _("Checked by {name}, {date}").format(name=listing.checked_by, date=day)
    return _("Checked {date}").format(date=day)


def source_text(source: Source | None) -> str:
    """Where a listing came from, with the words its source asks for."""
    if source is None:
        return ""
    said = _("Source: {name}").format(name=source.name)
    return f"{said}\n{source.attribution}" if source.attribution else said
