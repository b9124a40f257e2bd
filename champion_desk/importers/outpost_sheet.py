"""The sheet that Outpost takes services in from: further rows of a service point to it by its import id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from champion_desk.domain.directory import ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.importers import json_services, outpost
from champion_desk.importers.contract import ImportFile, Look, Reading
from champion_desk.importers.headings import squeezed
from champion_desk.importers.open_referral import Record
from champion_desk.importers.tables import AnyTable, Row, ends_with_line, is_cut, tables_of

NAME = "outpost-sheet"

_ID, _OF = "import_id", "import_id_reference"
_MOST_ABOVE = 12
_LIST = re.compile(r"\s*[;\n]\s*")
Cells = Mapping[str, str]


def recognises(look: Look) -> int:
    """A table with an import id and a reference to one."""
    rows = (set(map(squeezed, headings)) for headings in look.headings)
    return 9 if look.is_table and any({squeezed(_ID), squeezed(_OF)} <= row for row in rows) else 0


def read(file: ImportFile) -> Reading:
    """Each service with its further rows; the line is that of its first row. A row that continues
    a service which is not there is refused. Raises `Problem` for a sheet that is cut off or empty."""
    services: dict[str, tuple[int, list[Cells]]] = {}
    astray: list[tuple[int, Cells]] = []
    for row, cells in _cells(file):
        of = cells.get(_OF, "")
        if not of:
            key = cells.get(_ID, "") or f"line {row.line}"
            services[key if key not in services else f"{key} line {row.line}"] = (row.line, [cells])
        elif of in services:
            services[of][1].append(cells)
        else:
            astray.append((row.line, cells))
    if not services and not astray:
        raise Problem("import-no-rows", file=file.name)
    letters = "" if file.is_workbook else file.letters().label
    return Reading(_read(file, services, astray), letters=letters)


def _cells(file: ImportFile) -> Iterator[tuple[Row, Cells]]:
    table: AnyTable = next(iter(tables_of(file)), ())
    headings: tuple[str, ...] = ()
    last: Row | None = None
    for row in table:
        file.step(0)
        if not headings:
            names = tuple(re.sub(r"\W+", "_", cell.strip().casefold()) for cell in row.cells)
            if _ID in names and _OF in names:
                headings = names
            elif row.line > _MOST_ABOVE:
                break
            continue
        last = row
        if is_cut(row):
            raise Problem("import-truncated", file=file.name, line=row.line)
        yield (
            row,
            {
                name: cell.strip()
                for name, cell in zip(headings, row.cells, strict=False)
                if name and cell.strip()
            },
        )
    if not headings:
        raise Problem("import-no-columns", file=file.name, missing=("name",))
    if last and len(last.cells) < len(headings) and not file.is_workbook and not ends_with_line(file):
        raise Problem("import-truncated", file=file.name, line=last.line)


def _read(
    file: ImportFile, services: Mapping[str, tuple[int, list[Cells]]], astray: list[tuple[int, Cells]]
) -> Iterator[ReadRow]:
    records = (outpost.standard(_record(key, rows)) for key, (_line, rows) in services.items())
    raw = [{"rows": rows} for _line, rows in services.values()]
    lines = [line for line, _rows in services.values()]
    yield from json_services.rows_of(file, records, len(services), lines, raw)
    for line, cells in astray:
        yield ReadRow(line, cells.get("name", "")[:200], refusal=Problem("row-no-first", of=cells[_OF][:40]))


def _record(key: str, rows: list[Cells]) -> Record:
    """A service as Outpost gives it in JSON."""
    first = rows[0]
    return {
        "id": key,
        "name": first.get("name"),
        "description": first.get("description"),
        "url": first.get("url"),
        "organisation": {"name": first.get("organisation")},
        "min_age": first.get("min_age"),
        "max_age": first.get("max_age"),
        **{
            name: first.get(name)
            for name in ("approved", "visible", "visible_from", "visible_to", "needs_referral", "free")
        },
        "temporarily_closed": first.get("temporarily_closed"),
        "taxonomies": _named(rows, "service_taxonomies"),
        "labels": [],
        "suitabilities": _named(rows, "suitabilities"),
        "send_needs": _named(rows, "send_needs_support"),
        "contacts": [
            {
                "visible": one.get("contact_visible"),
                "email": one.get("contact_email"),
                "phone": one.get("contact_phone"),
            }
            for one in rows
        ],
        "locations": [_place(one) for one in rows if any(name.startswith("location_") for name in one)],
        "cost_options": [
            {
                "option": one.get("cost_option"),
                "amount": one.get("cost_amount"),
                "cost_type": one.get("cost_type"),
            }
            for one in rows
            if any(name.startswith("cost_") for name in one)
        ],
        "regular_schedules": [
            {
                "weekday": one.get("scheduled_weekday") or one.get("schedules_weekday"),
                "opens_at": one.get("schedules_opens_at"),
                "closes_at": one.get("schedules_closes_at"),
            }
            for one in rows
            if "schedules_opens_at" in one
        ],
        "links": [
            {"label": one.get("links_label"), "url": one.get("links_url")}
            for one in rows
            if "links_url" in one
        ],
    }


def _named(rows: list[Cells], name: str) -> list[Record]:
    return [{"name": part} for one in rows for part in _LIST.split(one.get(name, "")) if part]


def _place(one: Cells) -> Record:
    """A place; where its address is masked, only the town and the first part of the postcode are given on."""
    masked = outpost.is_true(one.get("mask_exact_address"))
    postcode = one.get("location_postcode", "")
    return {
        "visible": one.get("location_visible"),
        "name": "" if masked else one.get("location_name"),
        "latitude": None if masked else one.get("location_latitude"),
        "longitude": None if masked else one.get("location_longitude"),
        "address_1": "" if masked else one.get("location_address_1"),
        "city": one.get("location_city"),
        "postal_code": postcode.split()[0] if masked and postcode else postcode,
        "accessibilities": [
            {"name": part} for part in _LIST.split(one.get("location_accessibilities", "")) if part
        ],
    }
