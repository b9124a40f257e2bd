"""The directory goes out by the standard and comes back as it was; every export opens where it should."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import FormatChecker
from jsonschema.validators import validator_for
from openpyxl import load_workbook

from champion_desk.domain.directory import Link, Listing, Location, ReadRow
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.place_forms import PlaceForm

Make = Callable[..., Services]
FULL = Listing(
    "Everything hub", "e1", organisation="Hubs of Orkney", description="One.\n\nTwo & <three>.",
    status="temporarily closed", url="https://hub.example.org/a?b=c", email="hub@example.org",
    phones=("01632 960777", "0800 121 4711"), fees="Two pounds", free=None,
    eligibility="Over 60s\n60–99.5", minimum_age=60.0, maximum_age=99.5,
    links=(Link("The menu", "https://hub.example.org/menu?a=1&b=2"), Link("", "http://old.example.org/")),
    bring="A letter\nYour glasses", alert="Shut in July", needs=("food", "money"),
    access=("visit", "phone", "post"), tags=("Food bank", "Debt"), languages=("cy", "gd"),
    areas=("Orkney Islands", "Westray"),
    locations=(
        Location(
            "Hall", ("Unit 3", "44 Junction Road"), "Kirkwall", "KW15 1AG", Position(58.98, -2.96),
            "Ramp\nLoop",
        ),
        Location("", ("1 Pier",), "Stromness", "KW16 3AA"),
    ),
    hours=(
        OpeningHours((0, 1, 2), time(9), time(17)),
        OpeningHours((), time(10), time(12), date(2026, 1, 1), date(2027, 1, 1), (1, 15)),
    ),
    hours_note="Ring first", checked_on=date(2026, 10, 1),
)  # fmt: skip
ROUNDS = Listing(
    "Bus of help", "e2", access=("visit",),
    locations=(
        Location("Hall", ("1 Pier",), "Stromness", "KW16 3AA", hours=(
            OpeningHours((0, 2), time(9), time(12)),
            OpeningHours(
                (0, 1, 2, 3, 4, 5, 6), time(), time(23, 59), begins=date(2030, 12, 25),
                until=date(2030, 12, 26), instead="closed",
            ),
        )),
        Location("School", ("2 Brae",), "Kirkwall", "KW15 1AG", hours=(
            OpeningHours((4,), time(13), time(15), months=(6, 7)),
        ), hours_note="By the gate"),
        Location("Kirk", ("3 Ayre",), "Westray", "KW17 2DB"),
    ),
    hours=(
        OpeningHours((0, 2), time(9), time(12)),
        OpeningHours(
            (0, 1, 2, 3, 4, 5, 6), time(), time(23, 59), begins=date(2030, 12, 25), until=date(2030, 12, 26),
            instead="closed",
        ),
        OpeningHours((4,), time(13), time(15), months=(6, 7)),
    ),
    hours_note="Look out for the flag",
)  # fmt: skip
HOSTILE = Listing(
    "<script>alert('x')</script>\u202e=1+1", "=cmd|' /C calc'!A0", description="a" * 50_000,
    url="javascript:alert(1)", email="nobody at home", phones=("ask inside",),
    tags=("=1+1",), locations=(Location(town="Kirkwall"),),
)  # fmt: skip


@pytest.fixture
def desk(make_services: Make) -> Services:
    services = make_services(libraries=True)
    services.directory.take_in(
        services.directory.preview(resources_dir() / "sample" / "listings.json", "Demo", attribution="© Demo")
    )
    rows = tuple(ReadRow(n, one.name, one) for n, one in enumerate((FULL, HOSTILE, ROUNDS), 1))
    services.directory.take_in(services.directory.preview_rows(rows, "Odd", "oruk", "https://odd.example"))
    own = PlaceForm(name="Warm room", phones="01856 873166", postcode="KW15 1AG", needs=("health", "food"))
    services.keeping.add(own, "This desk's own places")
    hub = next(one for one in services.directory.all() if one.name == "Everything hub")
    form = services.keeping.form(hub.id)
    services.keeping.edit(hub.id, replace(form, fees="Three pounds"), form)
    return services


def exported(desk: Services, format_name: str, path: Path) -> Path:
    desk.exports.export("directory", format_name, path, date.min, date.max)
    return path


def services_in(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["contents"]
    return found


def test_every_service_fits_the_published_schema_with_its_formats(
    desk: Services, shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "schemas" / "oruk-v3" / "service.json"
    if not path.is_file():
        pytest.skip("the published schema is not beside the project")
    schema = json.loads(path.read_text(encoding="utf-8"))
    checker = FormatChecker()
    assert {"uuid", "uri", "email", "date-time"} <= set(checker.checkers)
    validator = validator_for(schema)(schema, format_checker=checker)
    found = services_in(exported(desk, "oruk", tmp_path / "o.json"))
    assert len(found) == desk.directory.count()
    assert [error.message for one in found for error in validator.iter_errors(one)] == []


def ids_in(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "id" or key.endswith("_id"):
                yield key, part
            yield from ids_in(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from ids_in(part, name)


def test_every_service_has_what_the_standard_asks_for(desk: Services, tmp_path: Path) -> None:
    """What the schema checks, for where it is not at hand (HSDS-UK 3.0, required fields and formats)."""
    for one in services_in(exported(desk, "oruk", tmp_path / "o.json")):
        assert {"id", "name", "status"} <= one.keys()
        assert one["status"] in ("active", "inactive", "defunct", "temporarily closed")
        assert all(str(UUID(str(value))) == value for _name, value in ids_in(one))
        assert one.get("url", "https://").startswith(("https://", "http://"))
        assert one.get("email", "a@b").count("@") == 1
        assert not any(value in ("", None, [], {}) for value in one.values())
        for schedule in one.get("schedules", ()):
            assert schedule.get("freq", "WEEKLY") in ("WEEKLY", "MONTHLY")
        for at in one.get("service_at_locations", ()):
            for address in at["location"].get("addresses", ()):
                assert {"address_1", "city", "state_province", "postal_code", "country"} <= address.keys()


COMPARED = (
    *("name", "organisation", "description", "status", "url", "email", "phones", "free", "eligibility"),
    *("bring", "alert", "needs", "access", "languages", "areas", "locations", "hours", "hours_note"),
    *("checked_on", "links", "minimum_age", "maximum_age"),
)

_CLEANED = (
    "name",
    "url",
    "email",
    "phones",
    "description",
    "access",
)  # of hostile text only what is harmless comes back


def test_a_round_trip_keeps_what_the_standard_can_carry(
    desk: Services, make_services: Make, tmp_path: Path
) -> None:
    path = exported(desk, "oruk", tmp_path / "o.json")
    other = make_services(folder="other")
    preview = other.directory.preview(path, "Back")
    assert preview.refused_count == 0
    other.directory.take_in(preview)
    before = {one.id: one for one in desk.directory.all()}
    back = {one.source_key: one for one in other.directory.all()}
    assert back.keys() == before.keys()
    for key, one in back.items():
        for name in COMPARED:
            if before[key].source_key == HOSTILE.source_key and name in _CLEANED:
                continue
            was = getattr(before[key], name)
            if name == "free" and was is False:
                continue  # the standard can't say that something costs money without saying how much
            if name == "needs":
                assert set(was) <= set(one.needs), (was, one.needs, one.name)
                continue
            assert getattr(one, name) == was, (one.name, name)
    hub = next(one for one in back.values() if one.name == "Everything hub")
    assert hub.fees == "Three pounds"  # what this desk says goes out, as it is what holds
    assert [len(at.address) for at in hub.locations] == [2, 1]
    again = exported(other, "oruk", tmp_path / "again.json")
    assert len(services_in(again)) == len(before)


def test_a_sheet_that_comes_back_has_its_links_and_ages(
    desk: Services, make_services: Make, tmp_path: Path
) -> None:
    for format_name in ("csv", "xlsx"):
        path = exported(desk, format_name, tmp_path / f"sheet.{format_name}")
        other = make_services(folder=format_name)
        other.directory.take_in(other.directory.preview(path, "Back"))
        back = next(one for one in other.directory.all() if one.name == FULL.name)
        for name in ("links", "minimum_age", "maximum_age", "eligibility", "url", "email", "phones", "bring"):
            assert getattr(back, name) == getattr(FULL, name), (format_name, name)
        assert back.location.access.splitlines() == ["Ramp; Loop"]


def test_the_package_of_tables_comes_back_with_links_and_ages(
    desk: Services, make_services: Make, tmp_path: Path
) -> None:
    path = exported(desk, "hsds", tmp_path / "directory.zip")
    other = make_services(folder="other")
    other.directory.take_in(other.directory.preview(path, "Back"))
    back = next(one for one in other.directory.all() if one.name == FULL.name)
    assert (back.links, back.minimum_age, back.maximum_age) == (FULL.links, 60.0, 99.5)
    bus = next(one for one in other.directory.all() if one.name == ROUNDS.name)
    assert (bus.locations, bus.hours, bus.hours_note) == (ROUNDS.locations, ROUNDS.hours, ROUNDS.hours_note)


def tables_in(path: Path) -> tuple[dict[str, list[dict[str, str]]], dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        told = json.loads(archive.read("datapackage.json"))
        tables = {
            one["name"]: list(
                csv.DictReader(io.StringIO(archive.read(one["path"]).decode("utf-8"), newline=""))
            )
            for one in told["resources"]
        }
        assert {one["path"] for one in told["resources"]} | {"datapackage.json"} == set(archive.namelist())
    return tables, told


LINKS = {
    "service_id": "services", "organization_id": "organizations", "location_id": "locations",
    "service_at_location_id": "service_at_locations",
    "contact_id": "contacts", "taxonomy_term_id": "taxonomy_terms", "link_id": "services",
}  # fmt: skip


def test_the_package_of_tables_hangs_together(desk: Services, tmp_path: Path) -> None:
    tables, told = tables_in(exported(desk, "hsds", tmp_path / "directory.zip"))
    assert len(tables["services"]) == desk.directory.count()
    for resource in told["resources"]:
        columns = [one["name"] for one in resource["schema"]["fields"]]
        rows = tables[resource["name"]]
        assert list(rows[0]) == columns
        assert len({row["id"] for row in rows}) == len(rows)
        for name, target in LINKS.items():
            if name in columns:
                there = {row["id"] for row in tables[target]}
                assert {row[name] for row in rows} - {""} <= there, (resource["name"], name)
    hub = next(row for row in tables["services"] if row["name"] == "Everything hub")
    phones = [row["number"] for row in tables["phones"] if row["service_id"] == hub["id"]]
    assert phones == ["01632 960777", "0800 121 4711"]
    assert {one["title"]: one.get("attribution") for one in told["sources"]}["Demo"] == "© Demo"
    assert not any(
        value.startswith(("=", "@")) for rows in tables.values() for row in rows for value in row.values()
    )


def test_the_spreadsheet_says_where_each_place_comes_from(desk: Services, tmp_path: Path) -> None:
    sheet = load_workbook(exported(desk, "xlsx", tmp_path / "d.xlsx")).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    heads = list(rows[0])
    assert len(rows) == desk.directory.count() + 1
    hub = next(dict(zip(heads, row, strict=True)) for row in rows if "Everything hub" in row)
    assert (hub["fees"], hub["town"], hub["source"]) == ("Three pounds", "Kirkwall", "Odd")
    assert hub["other_places"] == "1 Pier, Stromness, KW16 3AA"
    bus = next(dict(zip(heads, row, strict=True)) for row in rows if ROUNDS.name in row)
    assert "Monday, 9 am to midday" in str(bus["hours"])
    assert "Friday" not in str(bus["hours"])
    assert str(bus["other_places"]).startswith("School, 2 Brae, Kirkwall, KW15 1AG (")
    text = exported(desk, "csv", tmp_path / "d.csv").read_text(encoding="utf-8-sig")
    assert "Warm room" in text
