"""The directory as Open Referral UK version 3: one page of full services in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID, uuid5

from champion_desk.documents.codes import web_address
from champion_desk.documents.sheets import replacing
from champion_desk.domain.directory import Listing, Location, Source
from champion_desk.domain.opening import OpeningHours
from champion_desk.i18n import _

NAME = "oruk"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STATUSES = frozenset({"active", "inactive", "defunct", "temporarily closed"})
_ATTENDING = {
    "visit": "venue",
    "phone": "phone",
    "online": "online",
    "home-visit": "home visit",
    "post": "post",
}
# What has no id of its own gets one from what it belongs to, the same at every export.
_OURS = UUID("0f1d1cbb-6c4e-5c5d-9a70-2f5a0f4f8f3e")

Record = dict[str, object]


def write_oruk(listings: Iterable[Listing], sources: Iterable[Source], path: Path) -> None:
    """Write the listings as the page that the standard's `/services` answers with.

    Each service is the full record. What a listing does not have is left out. The sources, with the
    attribution their licences ask for, stand beside the services.
    """
    given = list(listings)
    services = [service_of(listing) for listing in given]
    page = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
        "sources": sources_of(given, sources),
    }
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", errors="replace") as file:
        json.dump(page, file, ensure_ascii=False, indent=1)
        file.write("\n")


def sources_of(listings: Iterable[Listing], sources: Iterable[Source]) -> list[Record]:
    """The sources that these listings came from, with the words that credit them."""
    known = {source.id: source for source in sources}
    used = dict.fromkeys(listing.source_id for listing in listings)
    return [_source(known[source_id]) for source_id in used if source_id in known]


def _filled(record: Mapping[str, object]) -> Record:
    """The record without what is not known."""
    return {name: value for name, value in record.items() if value not in (None, "", [], {})}


def _id(*parts: object) -> str:
    return str(uuid5(_OURS, "/".join(map(str, parts))))


def _uuid(text: str) -> str:
    """The id itself where it is a UUID, as the standard asks; else one made from it."""
    try:
        return str(UUID(text))
    except ValueError:
        return _id("listing", text)


def _source(source: Source) -> Record:
    return _filled(
        {
            "name": source.name,
            "url": web_address(source.address),
            "attribution": source.attribution,
            "licence": source.licence,
        }
    )


def service_of(listing: Listing) -> Record:
    """A listing as a service of the standard."""
    own, by_place = _uuid(listing.id), listing.has_hours_by_place
    organisation = _organisation(listing)
    return _filled(
        {
            "id": own,
            "organization_id": organisation.get("id"),
            "name": listing.name,
            "description": listing.description,
            "url": web_address(listing.url),
            "email": listing.email if _EMAIL.fullmatch(listing.email) else "",
            "status": listing.status if listing.status in _STATUSES else "active",
            "fees": listing.fees or (_("Free") if listing.free else ""),
            "additional_urls": _urls(listing, own),
            "eligibility_description": listing.eligibility,
            "minimum_age": _whole(listing.minimum_age),
            "maximum_age": _whole(listing.maximum_age),
            "assured_date": listing.checked_on.isoformat() if listing.checked_on else "",
            "alert": listing.alert,
            "organization": organisation,
            "cost_options": _cost(listing, own),
            "contacts": _contacts(listing, own),
            "schedules": _schedules(listing, own),
            "holiday_schedules": [] if by_place else _holidays(listing.hours, own),
            "service_areas": _named(own, "area", listing.areas),
            "languages": _named(own, "language", listing.languages),
            "service_at_locations": [
                _at(place, own, number) for number, place in enumerate(listing.locations)
            ],
            "required_documents": [
                {"id": _id(own, "document", thing), "service_id": own, "document": thing}
                for thing in listing.bring.splitlines()
                if thing.strip()
            ],
            "attributes": [_attribute(own, tag) for tag in listing.tags],
        }
    )


def _organisation(listing: Listing) -> Record:
    """Who runs it. The standard wants a description; where none is known the name stands for it."""
    name = listing.organisation
    if not name:
        return {}
    return {"id": _id("organisation", listing.source_id, name), "name": name, "description": name}


def _urls(listing: Listing, own: str) -> list[Record]:
    """Its links, as the international standard has them, which the UK profile builds on (HSDS 3.0, url)."""
    found = [(one.label, web_address(one.address)) for one in listing.links]
    return [
        _filled({"id": _id(own, "url", address), "service_id": own, "label": label, "url": address})
        for label, address in found
        if address
    ]


def _whole(age: float | None) -> float | None:
    """An age without a fraction of nothing: 16, not 16.0."""
    return int(age) if age is not None and age.is_integer() else age


def _cost(listing: Listing, own: str) -> list[Record]:
    """That it is free, where its words about the cost say more than that."""
    said = listing.fees.strip().casefold().rstrip(".!")
    if not listing.free or said in ("", "free"):
        return []
    return [{"id": _id(own, "cost"), "service_id": own, "amount": 0}]


def _contacts(listing: Listing, own: str) -> list[Record]:
    if not listing.phones:
        return []
    phones = [{"id": _id(own, "phone", number), "number": number} for number in listing.phones]
    return [{"id": _id(own, "contact"), "service_id": own, "phones": phones}]


def _named(own: str, kind: str, names: Iterable[str]) -> list[Record]:
    return [{"id": _id(own, kind, name), "service_id": own, "name": name} for name in names]


def _attribute(own: str, tag: str) -> Record:
    term = {"id": _id("term", tag), "name": tag, "description": tag}
    return {"id": _id(own, "attribute", tag), "link_id": own, "link_type": "service", "taxonomy_term": term}


def _location(place: Location, own: str, number: int) -> Record:
    position = place.position
    access = [
        {"id": _id(own, "access", number, line), "description": line}
        for line in place.access.splitlines()
        if line.strip()
    ]
    return _filled(
        {
            "id": _id(own, "location", number),
            "location_type": "physical",
            "name": place.name,
            "latitude": position.latitude if position else None,
            "longitude": position.longitude if position else None,
            "addresses": _addresses(place, own, number),
            "accessibility": access,
        }
    )


def _addresses(place: Location, own: str, number: int) -> list[Record]:
    """The address; the standard wants every part of it to be there, if only as empty text."""
    if not (place.address or place.town or place.postcode):
        return []
    first, rest = place.address[:-1] or place.address, place.address[1:][-1:]
    address: Record = {"id": _id(own, "address", number), "address_1": ", ".join(first)}
    address |= {"address_2": rest[0]} if rest else {}  # of the international standard, which ours builds on
    address |= {"city": place.town, "state_province": "", "postal_code": place.postcode}
    return [{**address, "country": "GB", "address_type": "physical"}]


def _at(place: Location, own: str, number: int) -> Record:
    """The service at one of its places, with the hours it has there where they are others than elsewhere."""
    at = _id(own, "at", number)
    there = [{**one, "service_at_location_id": at} for one in _entries(place.hours, place.hours_note)]
    return _filled(
        {
            "id": at,
            "service_id": own,
            "location": _location(place, own, number),
            "schedules": [_filled({"id": _id(at, "hours", n), **one}) for n, one in enumerate(there)],
            "holiday_schedules": _holidays(place.hours, at, "service_at_location_id"),
        }
    )


def _schedules(listing: Listing, own: str) -> list[Record]:
    """Opening hours, and in entries of their own how people attend and what the source says in words."""
    attending = ", ".join(_ATTENDING[code] for code in listing.access if code in _ATTENDING)
    entries = _entries(() if listing.has_hours_by_place else listing.hours, listing.hours_note)
    if attending and not entries:
        entries.append({})
    return [
        _filled({"id": _id(own, "hours", n), "service_id": own, **entry, "attending_type": attending})
        for n, entry in enumerate(entries)
    ]


def _entries(hours: Iterable[OpeningHours], note: str) -> list[Record]:
    entries = [_schedule(rule) for rule in hours if not rule.instead and rule.doubt != "unread"]
    return [*entries, {"description": note}] if note else entries


def _schedule(rule: OpeningHours) -> Record:
    days = [_DAYS[day] for day in rule.days]
    ordinal = [f"{nth}{day}" for day in days for nth in rule.nth]
    return {
        "freq": "MONTHLY" if rule.is_monthly else "WEEKLY",
        "interval": rule.every,
        "byday": ",".join(ordinal or days),
        "bymonthday": ",".join(map(str, rule.month_days)),
        "bymonth": ",".join(map(str, rule.months)),  # iCalendar's; the standard has no field for a season
        "dtstart": rule.begins.isoformat() if rule.begins else "",
        "until": rule.until.isoformat() if rule.until else "",
        "opens_at": rule.opens.isoformat("seconds"),
        "closes_at": rule.closes.isoformat("seconds"),
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else "",
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else "",
    }


def _holidays(hours: Iterable[OpeningHours], own: str, name: str = "service_id") -> list[Record]:
    """Days with other hours, as Open Referral UK 1 has them; version 3 has no field for a closed day.

    `name` is the field that says what they hang on.
    """
    rules = [rule for rule in hours if rule.instead and rule.doubt != "unread"]
    return [
        _filled(
            {
                "id": _id(own, "holiday", number),
                name: own,
                "closed": rule.instead == "closed",
                "start_date": rule.begins.isoformat() if rule.begins else _yearly(rule, rule.month_days[0]),
                "end_date": rule.until.isoformat() if rule.until else _yearly(rule, rule.month_days[-1]),
                "opens_at": "" if rule.instead == "closed" else rule.opens.isoformat("seconds"),
                "closes_at": "" if rule.instead == "closed" else rule.closes.isoformat("seconds"),
            }
        )
        for number, rule in enumerate(rules)
    ]


def _yearly(rule: OpeningHours, day: int) -> str:
    return f"0001-{rule.months[0]:02}-{day:02}"
