"""Open Referral UK version 3 in JSON: pages of a feed, lists, and full records of services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from champion_desk import diagnostics
from champion_desk.domain.catalogue import folded
from champion_desk.domain.directory import ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.importers import files, json_lists
from champion_desk.importers.cleaning import Cleaner
from champion_desk.importers.contract import ImportFile
from champion_desk.importers.open_referral import (
    CLOSED,
    Record,
    key_of,
    listing_of,
    nested,
    objects,
    status_of,
)

NAME = "oruk"

# What services have, and what only organisations, categories and places have.
_OF_SERVICES = {
    *(
        "organization_id",
        "service_at_locations",
        "schedules",
        "service_areas",
        "cost_options",
        "fees",
        "alert",
    ),
    *("minimum_age", "maximum_age", "eligibility_description", "assured_date"),
}
_OF_PLACES = {"location_type", "addresses", "latitude"}
_OF_OTHERS = {
    *("organization_identifiers", "website", "logo", "legal_status", "parent_organization_id", "slug"),
    *("taxonomy_terms", "taxonomy", "term_uri", "parent_id", "version"),
}


def recognises(file: ImportFile) -> bool:
    """JSON, by its first letters or by its name."""
    return files.begins_like_json(file.data) or (
        file.name.casefold().endswith(".json") and files.is_text(file.data)
    )


def read(file: ImportFile) -> Iterator[ReadRow]:
    """Each service of the file as a listing, or why it can't be used.

    Raises `Problem` for a file that is cut off, not JSON, empty, or about something else than services.
    """
    value = json_lists.parse(file.name, files.text_of(file.name, file.data))
    entries = json_lists.records(value)
    if entries is None:
        raise Problem("import-no-services", file=file.name)
    services = list(_services(entries))
    if not services:
        raise Problem("import-no-rows", file=file.name)
    if not any(isinstance(service, dict) and _is_service(service) for service in services):
        raise Problem("import-no-services", file=file.name)
    return _rows(file, services)


def _services(entries: list[object]) -> Iterator[object]:
    """The services among the entries: those inside organisations, and one for all its places."""
    places: dict[str, list[Record]] = {}
    for entry in entries:
        if isinstance(entry, dict) and _is_place_of_service(entry):
            places.setdefault(key_of(nested(entry["service"]).get("id")), []).append(entry)
    given: set[str] = set()
    for entry in entries:
        if not isinstance(entry, dict):
            yield entry
        elif _is_place_of_service(entry):
            service = nested(entry["service"])
            key = key_of(service.get("id"))
            if not key or key not in given:
                given.add(key)
                here = places[key] if key else [entry]
                own = [{name: value for name, value in at.items() if name != "service"} for at in here]
                yield {
                    **service,
                    "service_at_locations": [*objects(service.get("service_at_locations")), *own],
                }
        elif objects(entry.get("services")) and "status" not in entry:
            organisation = {name: value for name, value in entry.items() if name != "services"}
            for service in objects(entry["services"]):
                yield (
                    service
                    if nested(service.get("organization"))
                    else {**service, "organization": organisation}
                )
        else:
            yield entry


def _is_place_of_service(entry: Record) -> bool:
    return bool(nested(entry.get("service"))) and "location" in entry and "status" not in entry


def _is_service(entry: Record) -> bool:
    if "status" in entry:  # the standard asks it of each service, and of nothing else
        return True
    if _OF_PLACES.intersection(entry):
        return False
    return bool(_OF_SERVICES.intersection(entry)) or not _OF_OTHERS.intersection(entry)


def _rows(file: ImportFile, services: list[object]) -> Iterator[ReadRow]:
    lines: dict[str, int] = {}
    shared = _ids_with_several_names(services)
    for line, service in enumerate(services, 1):
        if line % 20 == 1:
            file.step(line - 1, len(services))
        yield _row(line, service, lines, shared)
    file.step(len(services), len(services))


def _ids_with_several_names(services: Iterable[object]) -> frozenset[str]:
    names: dict[str, set[str]] = {}
    for service in services:
        if isinstance(service, dict):
            names.setdefault(key_of(service.get("id")), set()).add(folded(str(service.get("name"))).strip())
    return frozenset(key for key, those in names.items() if key and len(those) > 1)


def _row(line: int, service: object, lines: dict[str, int], shared: frozenset[str]) -> ReadRow:
    if not isinstance(service, dict):
        return ReadRow(line, refusal=Problem("row-not-an-object"))
    cleaner = Cleaner()
    name = cleaner.line(service.get("name"), "name", 200)
    key = key_of(service.get("id"))
    if key in shared and name:
        # Two services under one id: the name tells them apart, whichever of them comes first next time.
        key = f"{key}/{folded(name)}"
        cleaner.note("note-id-shared")
    refusal = _refusal(service, name, key, lines)
    if refusal:
        return ReadRow(line, name, refusal=refusal)
    try:
        listing = listing_of(service, key, name, cleaner)
    except Exception as fault:  # whatever one entry does, the others come in; the log says where it was
        diagnostics.log_fault(type(fault), fault.__traceback__)
        return ReadRow(line, name, refusal=Problem("row-unreadable"))
    lines[key] = line
    return ReadRow(line, name, listing, notes=tuple(cleaner.notes))


def _refusal(service: Record, name: str, key: str, lines: dict[str, int]) -> Problem | None:
    if not _is_service(service):
        return Problem("row-not-a-service")
    if not name:
        return Problem("row-no-name")
    if not key:
        return Problem("row-no-id")
    if status_of(service) in CLOSED:
        return Problem("row-closed")
    if key in lines:
        return Problem("row-duplicate", of=lines[key])
    return None
