"""Outpost, the directory of several English councils, in JSON: version 1 pages with shapes of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from champion_desk.importers import json_services
from champion_desk.importers.cleaning import date_of, words_of
from champion_desk.importers.contract import ImportFile, Look, Reading
from champion_desk.importers.open_referral import Record, nested, objects

NAME = "outpost"

_ITS_OWN = (
    *("needs_referral", "suitabilities", "send_needs", "local_offer", "age_band_all", "min_age"),
    *("target_directories", "temporarily_closed", "visible_from"),
)
YES = frozenset({"true", "yes", "y", "1", "t"})
NO = frozenset({"false", "no", "n", "0", "f"})


def recognises(look: Look) -> int:
    """Services with an `organisation` and fields that only Outpost has."""
    known = sum(1 for name in _ITS_OWN if look.any_has(name))
    return 8 if look.is_json and (known >= 2 or (known and look.any_has("organisation"))) else 0


def read(file: ImportFile) -> Reading:
    """Each service of the file; raises `Problem` as `json_services.read` does."""
    return json_services.read(file, standard)


def is_true(value: object) -> bool:
    """Whether a flag says yes: true, or a word for it."""
    return value is True or words_of(value).casefold() in YES


def is_false(value: object) -> bool:
    """Whether a flag says no: false, or a word for it; nothing says neither."""
    return value is False or words_of(value).casefold() in NO


def standard(record: Record) -> Record:
    """A service of Outpost as HSDS has it."""
    return {
        **record,
        "organization": nested(record.get("organisation")) or nested(record.get("organization")),
        "status": "temporarily closed" if is_true(record.get("temporarily_closed")) else "active",
        "hidden": _is_hidden(record),
        "minimum_age": _or(record, "min_age", "minimum_age"),
        "maximum_age": _or(record, "max_age", "maximum_age"),
        "attributes": list(_attributes(record)),
        "service_at_locations": [{"location": _place(one)} for one in objects(record.get("locations"))],
        "locations": [],
        "contacts": [
            _contact(one) for one in objects(record.get("contacts")) if not is_false(one.get("visible"))
        ],
        "cost_options": [
            {**one, "amount_description": one.get("cost_type") or one.get("amount_description")}
            for one in objects(record.get("cost_options"))
        ],
        "additional_urls": [
            {"label": one.get("label"), "url": one.get("url")} for one in objects(record.get("links"))
        ],
        "is_free": is_true(record.get("free")),
    }


def _is_hidden(record: Record) -> bool:
    """Whether its owner does not want it seen now: not approved, not visible, or outside its days."""
    if any(is_false(record.get(name)) for name in ("visible", "approved", "visible_to_public")):
        return True
    first, last = date_of(words_of(record.get("visible_from"))), date_of(words_of(record.get("visible_to")))
    return bool((last and last < date.today()) or (first and first > date.today()))


def _or(record: Record, *names: str) -> object:
    return next((record[name] for name in names if record.get(name) is not None), None)


def _attributes(record: Record) -> Iterator[Record]:
    for name in ("taxonomies", "suitabilities", "send_needs", "labels"):
        for one in objects(record.get(name)):
            yield {"label": one.get("name") or one.get("label")}
    if is_true(record.get("needs_referral")):
        yield {"label": "Needs a referral"}


def _contact(one: Record) -> Record:
    number = one.get("phone")
    return {**one, "phones": [*objects(one.get("phones")), *([{"number": number}] if number else [])]}


def _place(one: Record) -> Record:
    """A place; one whose exact address is masked keeps only what Outpost gives of it."""
    pair = nested(one.get("geometry")).get("coordinates")
    east, north = pair[:2] if isinstance(pair, list) and len(pair) >= 2 else (None, None)
    return {
        "name": one.get("name"),
        "latitude": north if north is not None else one.get("latitude"),
        "longitude": east if east is not None else one.get("longitude"),
        "addresses": [] if is_false(one.get("visible")) else [one],
        "accessibility": [
            {"description": words_of(feature.get("name"))} for feature in objects(one.get("accessibilities"))
        ],
    }
