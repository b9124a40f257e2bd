"""What a listing says, in words: its state, where it is, how far, who checked it and where it came from."""

from __future__ import annotations

from datetime import date, datetime

from champion_desk import formats, wording
from champion_desk.domain.directory import Listing, ListingMatch, Location, Source, freshness
from champion_desk.domain.reach import spread
from champion_desk.i18n import _

_CLOSE_BY = 0.1  # miles: postcodes are no finer


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
        if "post" in listing.access:
            return _("by post"), "accent"
    return wording.open_state_text(match.open, now)


def spread_text(listing: Listing) -> str:
    """Where a listing is that is not local: across a nation; nothing for all others."""
    texts = {
        "uk": _("across the UK"),
        "england": _("across England"),
        "scotland": _("across Scotland"),
        "wales": _("across Wales"),
        "northern-ireland": _("across Northern Ireland"),
        "country": _("whole country"),
    }
    return texts.get(spread(listing), "")


def where_text(match: ListingMatch) -> str:
    """Who runs it and the town, or that it is not local, nothing said twice."""
    listing, at = match.listing, match.location
    parts = [listing.organisation, spread_text(listing) or at.town or at.name]
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


def stale_text(listing: Listing, today: date) -> str:
    """What to do about a check that is long ago, or never was."""
    if freshness(listing.checked_on, today) in ("older", "never"):
        return _("Phone first: this may have changed.") if listing.phones else _("This may have changed.")
    return ""


def source_text(source: Source | None) -> str:
    """Where a listing came from, with the words its source asks for."""
    if source is None:
        return ""
    said = _("Source: {name}").format(name=source.name)
    return f"{said}\n{source.attribution}" if source.attribution else said
