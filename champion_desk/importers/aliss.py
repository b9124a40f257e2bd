"""ALISS, Scotland's directory of health and wellbeing: its API from version 3 to version 5, in JSON."""

from __future__ import annotations

from collections.abc import Iterator

from champion_desk.importers import json_services
from champion_desk.importers.cleaning import number_of, words_of
from champion_desk.importers.contract import ImportFile, Look, Reading
from champion_desk.importers.open_referral import Record, objects

NAME = "aliss"

_LINKS = ("referral_url", "facebook", "twitter", "instagram")


def recognises(look: Look) -> int:
    """Services that link to ALISS, or have its categories, areas and organisation beside each other."""
    if not look.is_json:
        return 0
    if look.any_has("aliss_url", "alissUrl", "is_claimed", "is_deprioritised"):
        return 9
    own = ("organisation", "categories", "service_areas")
    return 8 if any(all(name in entry for name in own) for entry in look.entries) else 0


def read(file: ImportFile) -> Reading:
    """Each service, with the attribution from `meta`; raises `Problem` as `json_services.read` does."""
    return json_services.read(file, standard)


def standard(record: Record) -> Record:
    """A service of ALISS as HSDS has it; anything else stays as it is, and is no service."""
    if not ({"categories", "service_areas", "organisation"} & set(record)):
        return record
    ages = [one for one in objects(record.get("community_groups")) if one.get("is_range")]
    least = [age for one in ages if (age := number_of(one.get("min"))) is not None]
    most = [age for one in ages if (age := number_of(one.get("max"))) is not None]
    return {
        **record,
        "status": words_of(record.get("status")) or "active",
        "description": record.get("description_formatted")
        or record.get("description")
        or record.get("summary"),
        "organization": record.get("organisation"),
        "attributes": list(_attributes(record)),
        "phones": [{"number": record.get("phone")}],
        "minimum_age": min(least, default=None),
        "maximum_age": max(most, default=None),
        "additional_urls": [
            *({"label": name.split("_")[0].title(), "url": record.get(name)} for name in _LINKS),
            {"label": "ALISS", "url": record.get("permalink") or record.get("aliss_url")},
        ],
        "service_at_locations": [{"location": place} for place in _places(record)],
        "locations": [],
    }


def _attributes(record: Record) -> Iterator[Record]:
    for one in objects(record.get("categories")):
        yield {"label": one.get("name")}
        yield from _attributes({"categories": one.get("sub_categories")})
    for one in objects(record.get("community_groups")):
        if not one.get("is_range"):
            yield {"label": one.get("name")}


def _places(record: Record) -> Iterator[Record]:
    features = objects(record.get("accessibility_features"))
    for place in objects(record.get("locations")):
        here = [one for one in features if one.get("location_id") in (None, "", place.get("id"))]
        street = place.get("street_address") or place.get("formatted_address")
        yield {
            "name": place.get("name"),
            "latitude": place.get("latitude"),
            "longitude": place.get("longitude"),
            "addresses": [
                {
                    "address_1": street,
                    "city": place.get("locality"),
                    "postal_code": place.get("postal_code"),
                }
            ],
            "accessibility": [_feature(one) for one in here],
        }


def _feature(one: Record) -> Record:
    return {"description": one.get("name"), "details": one.get("additional_info")}
