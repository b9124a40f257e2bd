"""The directory as a package of tables: HSDS 3.0 in CSV files with their descriptor, in one zip file.

Table and column names: openreferral/specification, datapackage.json (HSDS 3.0).
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

from champion_desk import VERSION
from champion_desk.documents.oruk import Record, service_of, sources_of
from champion_desk.documents.sheets import as_text, replacing, safe_text
from champion_desk.domain.directory import Listing, Source

NAME = "hsds"
# Each table: the file that the standard names, and its columns in order.
_TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "organizations": ("organizations.csv", ("id", "name", "description")),
    "services": (
        "services.csv",
        (
            *("id", "organization_id", "name", "description", "url", "email", "status", "fees_description"),
            *("eligibility_description", "minimum_age", "maximum_age", "assured_date", "alert"),
        ),
    ),
    "service_at_locations": ("service_at_location.csv", ("id", "service_id", "location_id")),
    "locations": ("locations.csv", ("id", "location_type", "name", "latitude", "longitude")),
    "addresses": (
        "addresses.csv",
        (
            *("id", "location_id", "address_1", "address_2", "city", "state_province", "postal_code"),
            *("country", "address_type"),
        ),
    ),
    "accessibility": ("accessibility.csv", ("id", "location_id", "description")),
    "contacts": ("contacts.csv", ("id", "service_id")),
    "phones": ("phones.csv", ("id", "service_id", "contact_id", "number")),
    "schedules": (
        "schedules.csv",
        (
            *("id", "service_id", "service_at_location_id", "freq", "interval", "byday", "bymonthday"),
            *("bymonth", "dtstart", "until", "opens_at", "closes_at", "valid_from", "valid_to"),
            *("description", "attending_type"),
        ),
    ),
    # Of HSDS 1.1: version 3 has no table for days with other hours, and losing them would say "open".
    "holiday_schedules": (
        "holiday_schedules.csv",
        (
            *("id", "service_id", "service_at_location_id", "closed", "start_date", "end_date"),
            *("opens_at", "closes_at"),
        ),
    ),
    "service_areas": ("service_areas.csv", ("id", "service_id", "name")),
    "urls": ("urls.csv", ("id", "service_id", "label", "url")),
    "cost_options": ("cost_options.csv", ("id", "service_id", "amount")),
    "languages": ("languages.csv", ("id", "service_id", "name")),
    "required_documents": ("required_documents.csv", ("id", "service_id", "document")),
    "taxonomy_terms": ("taxonomy_terms.csv", ("id", "name", "description")),
    "attributes": (
        "attributes.csv",
        ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity"),
    ),
}
_RESOURCE = "tabular-data-resource"
_NUMBERS = frozenset({"latitude", "longitude", "interval", "amount", "minimum_age", "maximum_age"})
Tables = dict[str, dict[str, Record]]


def write_package(listings: Iterable[Listing], sources: Iterable[Source], path: Path) -> None:
    """Write the listings as a zip of tables that refer to each other by their ids, and what they mean."""
    given = list(listings)
    tables: Tables = {name: {} for name in _TABLES}
    for listing in given:
        _take_apart(service_of(listing), tables)
    filled = {name: rows for name, rows in tables.items() if rows or name in ("organizations", "services")}
    descriptor = _descriptor(filled, sources_of(given, sources))
    with (
        replacing(path) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr("datapackage.json", json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n")
        for name, rows in filled.items():
            archive.writestr(_TABLES[name][0], _csv(_TABLES[name][1], rows.values()))


def _take_apart(service: Record, tables: Tables) -> None:
    """Put a service and all that hangs on it into the tables."""
    own = service["id"]

    def put(table: str, record: Record, **more: object) -> None:
        tables[table].setdefault(str(record["id"]), {**record, **more})

    organisation = service.get("organization")
    if isinstance(organisation, dict):
        put("organizations", organisation)
    put("services", service, fees_description=service.get("fees"))
    for name in (
        "schedules",
        "holiday_schedules",
        "service_areas",
        "languages",
        "required_documents",
        "cost_options",
    ):
        for record in _records(service, name):
            put(name, record, service_id=own)
    for record in _records(service, "additional_urls"):
        put("urls", record, service_id=own)
    for contact in _records(service, "contacts"):
        put("contacts", contact, service_id=own)
        for phone in _records(contact, "phones"):
            put("phones", phone, service_id=own, contact_id=contact["id"])
    for attribute in _records(service, "attributes"):
        term = attribute["taxonomy_term"]
        assert isinstance(term, dict)
        put("taxonomy_terms", term)
        put("attributes", attribute, taxonomy_term_id=term["id"], link_entity="service")
    for at in _records(service, "service_at_locations"):
        location = at["location"]
        assert isinstance(location, dict)
        put("service_at_locations", at, location_id=location["id"])
        put("locations", location)
        for name in ("schedules", "holiday_schedules"):
            for record in _records(at, name):
                put(name, record)
        for name in ("addresses", "accessibility"):
            for record in _records(location, name):
                put(name, record, location_id=location["id"])


def _records(record: Record, name: str) -> list[Record]:
    found = record.get(name)
    return found if isinstance(found, list) else []


def _csv(columns: tuple[str, ...], rows: Iterable[Record]) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return lines.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> object:
    if value is None:
        return ""
    return safe_text(as_text(value)) if isinstance(value, str) else value


def _descriptor(tables: Tables, sources: list[Record]) -> Record:
    """The data package's own description (Frictionless Data Package 1): tables, columns, whom to credit."""
    resources = []
    for name in tables:
        file, columns = _TABLES[name]
        fields = [{"name": one, "type": "number" if one in _NUMBERS else "string"} for one in columns]
        schema: Record = {"fields": fields, "primaryKey": "id"}
        resources.append(
            {
                "name": name,
                "path": file,
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": schema,
            }
        )
    credit = [
        {
            "title": one["name"],
            **({"path": one["url"]} if "url" in one else {}),
            "attribution": one.get("attribution", ""),
        }
        for one in sources
    ]
    return {
        "name": "directory",
        "profile": "tabular-data-package",
        "title": "Human Services Data Specification 3.0",
        "version": "3.0",
        "generator": f"Champion Desk {VERSION}",
        "sources": credit,
        "resources": resources,
    }
