"""The directory as one table for a spreadsheet: a place a row, in columns that people can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from champion_desk.documents.fonts import NO_BREAK
from champion_desk.documents.listing_lines import opening_lines
from champion_desk.domain.directory import Link, Listing, Location, Source

NAME = "directory_sheet"
HEADINGS = (
    *("id", "name", "organisation", "description", "status", "url", "links", "email", "phones", "fees"),
    *("free", "eligibility", "minimum_age", "maximum_age", "bring", "alert", "needs", "reached_by", "tags"),
    *("languages", "areas", "address", "town", "postcode", "latitude", "longitude", "accessibility"),
    *("other_places", "hours", "hours_note", "checked_on", "checked_by", "source", "attribution"),
)


def rows(listings: Iterable[Listing], sources: Iterable[Source], today: date) -> list[Sequence[object]]:
    """Each listing as the values of `HEADINGS`; several values of one kind stand in one cell."""
    known = {source.id: source for source in sources}
    return [_row(one, known.get(one.source_id), today) for one in listings]


def _row(listing: Listing, source: Source | None, today: date) -> Sequence[object]:
    at = listing.location
    others = [_place(listing, one, today) for one in listing.locations[1:]]
    hours = _hours(listing, at, today)
    return (
        *(listing.id, listing.name, listing.organisation, listing.description, listing.status),
        *(listing.url, "; ".join(map(_link, listing.links)), listing.email, "; ".join(listing.phones)),
        *(listing.fees, listing.free, listing.eligibility, listing.minimum_age, listing.maximum_age),
        *(listing.bring, listing.alert, "; ".join(listing.needs)),
        *("; ".join(listing.access), "; ".join(listing.tags), "; ".join(listing.languages)),
        *("; ".join(listing.areas), ", ".join(part for part in (at.name, *at.address) if part), at.town),
        *(at.postcode, at.position and at.position.latitude, at.position and at.position.longitude),
        *(
            "; ".join(at.access.splitlines()),
            "; ".join(others),
            hours,
            listing.note_at(at),
            listing.checked_on,
            listing.checked_by,
        ),
        *(source.name if source else "", source.attribution if source else ""),
    )


def _place(listing: Listing, at: Location, today: date) -> str:
    """Another of its places, with its hours where they are others."""
    said = ", ".join(part for part in (at.name, *at.address, at.town, at.postcode) if part)
    hours = _hours(listing, at, today) or at.hours_note if listing.has_hours_by_place else ""
    return f"{said} ({hours})" if hours else said


def _hours(listing: Listing, at: Location, today: date) -> str:
    if not listing.hours_at(at):
        return ""
    return "; ".join(opening_lines(replace(listing, locations=(at,)), today)).replace(NO_BREAK, " ")


def _link(link: Link) -> str:
    """Its words, and the address in brackets as in a text that came with links."""
    return f"{link.label} ({link.address})" if link.label else link.address
