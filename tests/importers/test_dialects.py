"""Lists in every dialect that feeds speak give the same kind of listing."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from champion_desk import importers
from champion_desk.domain.directory import Link, Listing
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.importers import ImportFile, packages
from tests.importers.reading import listing, refusals, refused, rows_of
from tests.importers.test_spreadsheet import _workbook

_V1: dict[str, Any] = {
    "id": "s1",
    "name": "Lunch club",
    "status": "Active",
    "description": "<p>Soup &amp; tea. <a href='https://menu.example/today'>Menu</a></p>",
    "deliverable_type": "Advice",
    "attending_access": "drop-in",
    "organization": {"id": "o", "name": "Trust", "url": "https://trust.example"},
    "contacts": [{"id": "c", "name": "Ann Persona", "phones": [{"number": "01856 873166"}]}],
    "fundings": [{"id": "f", "source": "Lottery"}],
    "service_at_locations": [
        {
            "id": "sal",
            "location": {
                "id": "l",
                "name": "Hall",
                "latitude": 58.98,
                "longitude": -2.96,
                "physical_addresses": [
                    {"address_1": "1 Main St", "city": "Kirkwall", "postal_code": "KW15 1AG"}
                ],
                "accessibility_for_disabilities": [{"accessibility": "Ramp"}],
            },
        }
    ],
}


def _found(records: object, name: str = "list.json") -> tuple[str, list[Listing]]:
    file = ImportFile(name, json.dumps(records).encode())
    importer = importers.find(file)
    return importer.NAME, [listing(row) for row in importer.read(file)]


def _one(record: object) -> tuple[str, Listing]:
    name, found = _found([record])
    return name, found[0]


@pytest.mark.parametrize("ending", ["ys", "ies"])
def test_version_1_in_both_spellings(ending: str) -> None:
    record = {
        **_V1,
        f"service_taxonom{ending}": [{"taxonomy": {"id": "esdServiceType:1", "name": "Food"}}],
        f"eligibilit{ending}": [
            {
                "eligibility": "Carers",
                "minimum_age": 50,
                "maximum_age": 90,
                f"taxonom{ending}": [{"name": "Older"}],
            }
        ],
        "regular_schedule": [{"weekday": 2, "opens_at": "12:00", "closes_at": "14:00"}],
    }
    page = {"totalElements": 900, "totalPages": 9, "number": 1, "size": 100, "content": [record]}
    name, found = _found(page)
    made = found[0]
    assert (name, made.source_key, made.organisation, made.url) == (
        "oruk-v1",
        "s1",
        "Trust",
        "https://trust.example",
    )
    assert made.description == "Soup & tea. Menu (https://menu.example/today)"
    assert made.links == (Link("Menu", "https://menu.example/today"),)
    assert (made.minimum_age, made.maximum_age, made.eligibility) == (50, 90, "Carers\nOlder\n50–90")
    assert made.tags == ("Food", "Advice", "drop-in")
    assert made.hours == (OpeningHours((1,), time(12), time(14)),)
    assert (made.location.postcode, made.location.access) == ("KW15 1AG", "Ramp")
    assert made.phones == ("01856 873166",)
    assert json.loads(made.raw) == record


def test_a_version_3_page_with_fields_of_version_1() -> None:
    record = {
        **_V1,
        "eligibilitys": [{"minimum_age": 16}],
        "regular_schedules": [{"byday": "MO", "opens_at": "9:00"}],
    }
    name, found = _found({"total_items": 1, "contents": [record]})
    assert name == "oruk-v1"
    assert found[0].minimum_age == 16


@pytest.mark.parametrize(
    ("weekday", "day"), [(1, 0), (7, 6), (0, 6), ("Monday", 0), ("3", 2), ("SU", 6), ("friday", 4)]
)
def test_weekdays_in_all_their_forms(weekday: object, day: int) -> None:
    record = {**_V1, "regular_schedules": [{"weekday": weekday, "opens_at": "9:00", "closes_at": "10:00"}]}
    assert _one(record)[1].hours == (OpeningHours((day,), time(9), time(10)),)


def test_a_way_to_attend_that_is_not_known_is_kept_as_a_word() -> None:
    made = _one({**_V1, "attending_type": "By Pigeon", "service_taxonomys": []})[1]
    assert "By Pigeon" in made.tags
    assert _one({**_V1, "attending_type": "HOME VISIT", "service_taxonomys": []})[1].access == (
        "visit",
        "home-visit",
    )


def test_localgov_drupal() -> None:
    record = {
        **_V1,
        "organization": [{"id": "o", "name": "Trust"}],
        "service_at_locations": _V1["service_at_locations"][0],
        "service_taxonomys": [
            {"id": "x", "taxonomy": {"id": "t", "name": "Food", "vocabulary": "localgov_directories_facets"}}
        ],
    }
    name, made = _one(record)
    assert (name, made.organisation, made.tags[0]) == ("localgov-drupal", "Trust", "Food")
    assert made.location.town == "Kirkwall"


_OUTPOST: dict[str, Any] = {
    "id": 4711,
    "name": "Sensory play",
    "description": "Play",
    "organisation": {"id": 3, "name": "Trust"},
    "taxonomies": [
        {"id": 1, "name": "Play", "parent_id": None},
        {"id": 2, "name": "Families", "parent_id": 1},
    ],
    "regular_schedules": [{"weekday": "Monday", "opens_at": "10:00", "closes_at": "11:30"}],
    "locations": [
        {
            "name": "Refuge",
            "geometry": {"type": "Point", "coordinates": [-0.27, 51.53]},
            "mask_exact_address": True,
            "address_1": None,
            "city": "London",
            "postal_code": "NW10",
            "accessibilities": [{"name": "Hoist"}],
        }
    ],
    "contacts": [
        {"name": "Ann", "visible": True, "phone": "020 8000 0000", "email": "hub@example.org"},
        {"name": "Bo", "visible": False, "phone": "020 8000 0001", "email": "private@example.org"},
    ],
    "min_age": 0,
    "max_age": 5,
    "free": True,
    "needs_referral": True,
    "suitabilities": [{"name": "Autism"}],
    "send_needs": [],
    "links": [{"label": "Facebook", "url": "https://www.facebook.com/x"}],
    "cost_options": [],
    "temporarily_closed": False,
}


def test_outpost() -> None:
    name, made = _one(_OUTPOST)
    assert (name, made.source_key, made.organisation) == ("outpost", "4711", "Trust")
    assert (made.email, made.free, made.maximum_age) == ("hub@example.org", True, 5)
    assert "private@example.org" not in str(made).replace(made.raw, "")
    assert made.location.position == Position(51.53, -0.27)
    assert (made.location.postcode, made.location.town) == ("NW10", "London")
    assert made.tags == ("Play", "Families", "Autism", "Needs a referral")
    assert made.links == (Link("Facebook", "https://www.facebook.com/x"),)
    assert made.hours == (OpeningHours((0,), time(10), time(11, 30)),)


@pytest.mark.parametrize(
    "hidden",
    [{"visible": False}, {"approved": "FALSE"}, {"visible_to": "2020-01-01"}, {"visible_from": "2199-01-01"}],
)
def test_what_outpost_hides_is_not_taken_in(hidden: dict[str, object]) -> None:
    rows = rows_of(json.dumps([_OUTPOST | hidden]), "list.json")
    assert refusals(rows) == [(1, "row-hidden")]


_SHEET = (
    "import_id,import_id_reference,name,description,organisation,visible,contact_email,contact_visible,location_name,"
    "location_address_1,location_city,location_postcode,mask_exact_address,location_accessibilities,cost_option,"
    "cost_amount,cost_type,schedules_opens_at,schedules_closes_at,scheduled_weekday,links_label,links_url,suitabilities\n"
)


def test_the_sheet_of_outpost_with_further_rows() -> None:
    rows = rows_of(
        _SHEET
        + "1,,Play,Fun,Trust,TRUE,a@example.org,TRUE,Hall,1 Main St,Kirkwall,KW15 1AG,FALSE,Hoist; Ramp,"
        "Adults,5,a visit,10:00,11:00,monday,Web,http://x.example,Autism;Hearing\n"
        + "2,1,,,,,private@example.org,FALSE,Refuge,2 Main St,Wick,KW1 4NH,TRUE,,Children,0,,"
        "12:00,13:00,tuesday,,,\n" + "3,9,,,,,,,,,,,,,,,,,,,,,\n" + "4,,Hidden,,,FALSE,,,,,,,,,,,,,,,,,\n"
    )
    assert refusals(rows) == [(5, "row-hidden"), (4, "row-no-first")]
    made = listing(rows[0])
    assert (rows[0].line, made.source_key, made.email, made.fees) == (
        2,
        "1",
        "a@example.org",
        "Adults: £5 a visit\nChildren: £0",
    )
    assert [(at.name, at.address, at.postcode) for at in made.locations] == [
        ("Hall", ("1 Main St",), "KW15 1AG"),
        ("", (), "KW1"),
    ]
    assert made.tags == ("Autism", "Hearing")
    assert len(made.hours) == 2
    assert made.locations[0].access == "Hoist\nRamp"
    assert len(json.loads(made.raw)["rows"]) == 2


def test_the_sheet_of_outpost_as_a_workbook() -> None:
    headings: list[object] = ["import_id", "import_id_reference", "name", "links_url"]
    file = ImportFile(
        "list.xlsx", _workbook(headings, ["1", "", "Play", ""], ["2", "1", "", "http://x.example"])
    )
    importer = importers.find(file)
    rows = list(importer.read(file))
    assert (importer.NAME, len(rows)) == ("outpost-sheet", 1)
    assert listing(rows[0]).links == (Link("", "http://x.example"),)


_ALISS: dict[str, Any] = {
    "id": "a1",
    "name": "Walks",
    "description": "Walk & talk",
    "description_formatted": "<p>Walk &amp; talk</p>",
    "url": "https://walks.example",
    "phone": "01856 873166",
    "email": "",
    "categories": [{"name": "Walking", "slug": "walking"}],
    "service_areas": [{"code": "S12000023", "type": "Local Authority", "name": "Orkney Islands"}],
    "organisation": {"id": "o", "name": "Trust", "is_claimed": True},
    "permalink": "https://www.aliss.org/services/a1",
    "last_reviewed": "2026-01-02T10:00:00.123456+00:00",
    "referral_url": "https://refer.example",
    "community_groups": [
        {"name": "Age", "is_range": True, "min": 50, "max": 80},
        {"name": "Carers", "is_range": False},
    ],
    "accessibility_features": [{"name": "Ramp", "additional_info": "At the side", "location_id": "l"}],
    "locations": [
        {
            "id": "l",
            "name": "Hall",
            "street_address": "1 Main St",
            "locality": "Kirkwall",
            "postal_code": "KW15 1AG",
            "latitude": 58.98,
            "longitude": -2.96,
        }
    ],
}


@pytest.mark.parametrize("wrapping", ["data", "results"])
def test_aliss_with_whom_it_credits(wrapping: str) -> None:
    page = {
        "meta": {
            "licence": "https://creativecommons.org/licenses/by/4.0/",
            "attribution": [
                {"text": "Contains contributions", "url": "https://www.aliss.org/terms"},
                {"text": "More"},
            ],
        },
        "count": 1,
        "next": "/api/v5/services?page=2",
        wrapping: [_ALISS],
    }
    file = ImportFile("aliss.json", json.dumps(page).encode())
    importer = importers.find(file)
    reading = importer.read(file)
    made = listing(next(iter(reading)))
    assert importer.NAME == "aliss"
    assert reading.attribution == "Contains contributions (https://www.aliss.org/terms)\nMore"
    assert reading.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert (made.description, made.areas, made.tags) == (
        "Walk & talk",
        ("Orkney Islands",),
        ("Walking", "Carers"),
    )
    assert (made.minimum_age, made.maximum_age, made.checked_on) == (50, 80, date(2026, 1, 2))
    assert made.location.access == "Ramp\nAt the side"
    assert made.links == (
        Link("Referral", "https://refer.example"),
        Link("ALISS", "https://www.aliss.org/services/a1"),
    )


def test_hsds_3_1_with_what_it_adds() -> None:
    record = {
        "id": "h",
        "name": "Counselling",
        "status": "active",
        "alternate_name": "Talk",
        "application_process": "Call",
        "eligibility_description": "Adults",
        "additional_urls": [{"id": "u", "label": "Leaflet", "url": "www.leaflet.example/a"}],
        "capacities": [{"id": "c", "available": 3, "unit": {"id": "u"}}],
        "attributes": [{"id": "a", "label": "Mental health"}],
    }
    name, made = _one(record)
    assert name == "hsds"
    assert (made.eligibility, made.tags) == ("Adults", ("Mental health",))
    assert made.links == (Link("Leaflet", "https://www.leaflet.example/a"),)
    assert json.loads(made.raw)["capacities"][0]["available"] == 3


@pytest.mark.parametrize(("record", "key"), [(_V1, "s1"), (_OUTPOST, "4711"), (_ALISS, "a1")])
def test_json_lines_in_any_dialect(record: dict[str, Any], key: str) -> None:
    text = "\n".join(json.dumps({**record, "id": f"{record['id']}{n}"}) for n in ("", "x", "y"))
    file = ImportFile("list.ndjson", text.encode())
    importer = importers.find(file)
    assert importer.NAME == "json-lines"
    assert [listing(row).source_key for row in importer.read(file)] == [key, f"{key}x", f"{key}y"]


def test_a_bad_line_among_json_lines_is_refused_alone() -> None:
    good = json.dumps({"id": 1, "name": "A", "status": "active"})
    rows = rows_of(f"{good}\nnot json at all\n{good.replace('1', '2')}\n", "list.jsonl")
    assert refusals(rows) == [(2, "row-json")]
    assert refused(f"{good}\nnot json at all", "list.jsonl").code == "import-json"


def test_a_list_and_then_its_details_in_one_folder(tmp_path: Path) -> None:
    shallow = [{"id": str(n), "name": f"Place {n}", "status": "active"} for n in range(3)]
    (tmp_path / "services.json").write_text(json.dumps({"contents": shallow}), encoding="utf-8")
    for one in shallow[:2]:
        full = {**one, "service_at_locations": _V1["service_at_locations"]}
        (tmp_path / f"{one['id']}.json").write_text(json.dumps(full), encoding="utf-8")
    file = packages.opened(tmp_path, lambda *_: None, lambda: False)
    rows = list(importers.find(file).read(file))
    used = [listing(row) for row in rows if row.listing]
    assert sorted((one.source_key, one.location.town) for one in used) == [
        ("0", "Kirkwall"),
        ("1", "Kirkwall"),
        ("2", ""),
    ]
    assert {code for _, code in refusals(rows)} == {"row-duplicate"}
    assert len(rows) == 5
