"""What the columns of a sheet of places are: guessed, set by a preset, or remembered from the last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from champion_desk.domain.list_sheets import FIELDS, ListSheet
from champion_desk.domain.mappings import RememberedMapping
from champion_desk.importers.headings import squeezed
from champion_desk.storage.store import Transaction

# The headings of the open schema for public libraries (schema.librarydata.uk) that are put to use.
_LIBRARIES = {
    "Local authority": "authority",
    "Library name": "name",
    "Address 1": "address",
    "Address 2": "address",
    "Address 3": "address",
    "Postcode": "postcode",
    "Library type": "tags",
    "Year closed": "closed",
    **{f"{day} staffed hours": day.casefold() for day in ("Monday", "Tuesday", "Wednesday", "Thursday")},
    **{f"{day} staffed hours": day.casefold() for day in ("Friday", "Saturday", "Sunday")},
    "Notes": "description",
    "URL": "url",
    "Email address": "email",
    "Phone number": "phone",
}
# The headings of the sheet that Outpost takes services in from; one row for each service.
_OUTPOST = {
    "import_id": "id",
    "name": "name",
    "description": "description",
    "organisation": "organisation",
    "url": "url",
    "service_taxonomies": "tags",
    "suitabilities": "tags",
    "contact_email": "email",
    "contact_phone": "phone",
    "location_name": "venue",
    "location_latitude": "latitude",
    "location_longitude": "longitude",
    "location_address_1": "address",
    "location_city": "town",
    "location_postcode": "postcode",
    "location_accessibilities": "access",
    "cost_option": "fees",
    "links_url": "links",
}
PRESETS: Mapping[str, Mapping[str, str]] = {"libraries": _LIBRARIES, "outpost": _OUTPOST}


def preset(sheet: ListSheet, name: str) -> dict[str, str]:
    """What each heading of the sheet is by a preset; "" for those that it does not know."""
    known = {squeezed(heading): field for heading, field in PRESETS[name].items()}
    return {heading: known.get(squeezed(heading), "") for heading in sheet.headings}


def fitting(sheet: ListSheet) -> tuple[str, ...]:
    """The presets that know the name and at least two more of the sheet's columns."""
    used = {name: [field for field in preset(sheet, name).values() if field] for name in PRESETS}
    return tuple(name for name, fields in used.items() if "name" in fields and len(fields) > 2)


def remembered(tx: Transaction, sheet: ListSheet) -> ListSheet:
    """The sheet with what was chosen for such a one before; as it is where nothing was."""
    kept = tx.mappings.for_shape(sheet.shape)
    fields = kept.choices.get("fields") if kept else None
    if not isinstance(fields, dict):
        return sheet
    before = {squeezed(str(heading)): str(field) for heading, field in fields.items()}
    chosen = {heading: before.get(squeezed(heading), "") for heading in sheet.headings}
    chosen = {heading: field if field in FIELDS else "" for heading, field in chosen.items()}
    return replace(sheet, fields=chosen, origin="remembered")


def remember(tx: Transaction, sheet: ListSheet) -> None:
    """Keep what was chosen for the next sheet with these headings."""
    tx.mappings.keep(RememberedMapping(sheet.file[:120], sheet.shape, {"fields": dict(sheet.fields)}))
