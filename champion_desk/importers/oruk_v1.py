"""Open Referral UK version 1 in JSON, which many feeds still speak; and its fields as version 3 has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from champion_desk.importers import json_services
from champion_desk.importers.cleaning import number_of, words_of
from champion_desk.importers.contract import ImportFile, Look, Reading
from champion_desk.importers.open_referral import Record, nested, objects

NAME = "oruk-v1"

# Each in both spellings that documents and feeds use.
_TAXONOMIES = ("service_taxonomys", "service_taxonomies", "service_taxonomy")
_ELIGIBLE = ("eligibilitys", "eligibilities", "eligibility")
_REGULAR = ("regular_schedules", "regular_schedule")
_HOLIDAYS = ("holiday_schedules", "holiday_schedule")
_ACCESSIBLE = ("accessibility_for_disabilities", "accessibility_for_disabilitys")
_PLACES = ("service_at_locations", "service_at_location", "locations", "location")
FIELDS = frozenset(
    {*_TAXONOMIES, *_ELIGIBLE, *_REGULAR, *_HOLIDAYS, "fundings", "deliverable_type", "attending_type"}
    | {"attending_access", "service_at_location", "physical_addresses"}
)
_ENVELOPE = ("totalElements", "totalPages", "content")


def recognises(look: Look) -> int:
    """The page of a version 1 feed, or services with its fields."""
    if not look.is_json:
        return 0
    return 7 if look.any_has(*FIELDS) or any(name in look.outer for name in _ENVELOPE) else 0


def read(file: ImportFile) -> Reading:
    """Each service of the file; raises `Problem` as `json_services.read` does."""
    return json_services.read(file, standard)


def first_of(record: Record, names: Iterable[str]) -> list[Record]:
    """The objects under the first of these names that has any."""
    return next(filter(None, (objects(record.get(name)) for name in names)), [])


def standard(record: Record) -> Record:
    """A service of version 1 as version 3 has it; fields of version 3 that are there already stay."""
    made = dict(record)
    made["attributes"] = [*objects(record.get("attributes")), *_attributes(record)]
    made["schedules"] = [*objects(record.get("schedules")), *_ways(record)]
    made["service_at_locations"] = [_at(at) for at in first_of(record, _PLACES)]
    made.pop("locations", None)
    eligible = first_of(record, _ELIGIBLE)
    for name, choose in (("minimum_age", min), ("maximum_age", max)):
        ages = [age for one in eligible if (age := number_of(one.get(name))) is not None]
        if ages and number_of(record.get(name)) is None and len(ages) == len(eligible):
            made[name] = choose(ages)
    if not words_of(record.get("eligibility_description")):
        said = list(_who(record, eligible))
        made["eligibility_description"] = "\n".join(dict.fromkeys(said))
    return made


def _attributes(record: Record) -> Iterator[Record]:
    for one in first_of(record, _TAXONOMIES):
        term = nested(one.get("taxonomy")) or one
        yield {"taxonomy_term": {"id": term.get("id"), "name": term.get("name")}}
    for name in ("deliverable_type", "attending_access"):
        value = record.get(name)
        for word in value if isinstance(value, list) else [value]:
            yield {"label": words_of(word)}


def _who(record: Record, eligible: list[Record]) -> Iterator[str]:
    plain = record.get("eligibility")
    if isinstance(plain, str):
        yield words_of(plain)
    for one in eligible:
        said = words_of(one.get("eligibility"))
        if said:
            yield said
        for tag in first_of(one, ("taxonomys", "taxonomies")):
            name = words_of((nested(tag.get("taxonomy")) or tag).get("name"))
            if name:
                yield name


def _ways(record: Record) -> list[Record]:
    """How one attends, as version 3 has it: with a schedule."""
    kind = record.get("attending_type")
    return [
        {"attending_type": words_of(word)} for word in (kind if isinstance(kind, list) else [kind]) if word
    ]


def _at(at: Record) -> Record:
    """A service at a place, with the place as version 3 has it."""
    inner = nested(at.get("location"))
    place = dict(inner or at)
    place["addresses"] = [
        *objects(place.get("addresses")),
        *({"address_type": "physical", **one} for one in objects(place.get("physical_addresses"))),
        *({"address_type": "postal", **one} for one in objects(place.get("postal_addresses"))),
    ]
    place["accessibility"] = [*objects(place.get("accessibility")), *first_of(place, _ACCESSIBLE)]
    return {**at, "location": place} if inner else {"location": place}
