"""Open Referral UK comes in from lists and full records, with every oddity of real feeds."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from tests.importers.reading import json_rows, listing, notes, refusals, refused, rows_of


def _service(**more: object) -> dict[str, Any]:
    return {"id": "ac148810", "name": "Data SIMs", "status": "active", **more}


_FULL_RECORD: dict[str, Any] = {
    "description": "<p>Free <b>data</b></p>",
    "url": "www.example.org",
    "email": "hub@example.org",
    "minimum_age": 12,
    "maximum_age": 100,
    "assured_date": "2024-03-05",
    "alert": "Closed on Friday",
    "fees": "None",
    "organization": {"id": "o", "name": "Trust", "website": "https://trust.example"},
    "contacts": [{"id": "c", "name": "Ann Persona", "phones": [{"id": "p", "number": "01856873166"}]}],
    "phones": [{"id": "p", "number": "116 123"}, {"id": "q", "number": "01856 873167", "type": "fax"}],
    "languages": [{"id": "l", "name": "Gàidhlig"}, {"id": "m"}],
    "service_areas": [{"id": "a", "name": "Orkney"}, {"id": "b", "service_area": "Orkney"}],
    "cost_options": [{"id": "c", "option": "Over 60s", "amount": 0}],
    "attributes": [{"id": "x", "taxonomy_term": {"id": "t", "name": "Digital inclusion "}}, {"id": "y"}],
    "schedules": [
        {"id": "s", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "10:00Z", "closes_at": "16:30:00"}
    ],
    "service_at_locations": [
        {
            "id": "sal",
            "location": {
                "id": "l",
                "location_type": "physical",
                "name": "Library",
                "latitude": "58.9815",
                "longitude": -2.9601,
                "addresses": [
                    {"address_type": "postal", "address_1": "PO Box 1", "postal_code": "KW15 1AA"},
                    {
                        "address_type": "physical",
                        "address_1": "44 Junction Road",
                        "city": "Kirkwall",
                        "postal_code": "kw151ag",
                    },
                ],
                "accessibility": [
                    {"id": "z", "description": "Ramp", "accessibility": "Ramp", "details": "Left door"}
                ],
            },
            "schedules": [
                {"id": "s2", "byday": "SA", "opens_at": "10:00", "closes_at": "12:00", "freq": "WEEKLY"}
            ],
        }
    ],
}


def _one(**more: object) -> Listing:
    return listing(json_rows(_service(**more))[0])


def test_a_full_record() -> None:
    made = _one(**_FULL_RECORD)
    assert (made.name, made.source_key, made.source_id, made.organisation) == (
        "Data SIMs",
        "ac148810",
        "",
        "Trust",
    )
    assert (made.description, made.url, made.email) == (
        "Free data",
        "https://www.example.org",
        "hub@example.org",
    )
    assert (made.eligibility, made.alert, made.checked_on) == ("12–100", "Closed on Friday", date(2024, 3, 5))
    assert (made.fees, made.free) == ("Over 60s: £0", True)
    assert made.phones == ("116 123", "01856 873166")
    assert (made.languages, made.areas, made.tags) == (("Gàidhlig",), ("Orkney",), ("Digital inclusion",))
    assert (made.needs, made.access) == (("getting-online",), ("visit",))
    place = Location(
        "Library",
        ("44 Junction Road",),
        "Kirkwall",
        "KW15 1AG",
        Position(58.9815, -2.9601),
        "Ramp\nLeft door",
    )
    assert made.locations == (place,)
    assert made.hours == (
        OpeningHours((0, 1), time(10), time(16, 30)),
        OpeningHours((5,), time(10), time(12)),
    )
    assert json.loads(made.raw)["id"] == "ac148810"
    assert "Ann Persona" not in str(made).replace(made.raw, "")


@pytest.mark.parametrize(
    "wrapping", ["contents", "content", "data", "items", "results", "services", "records", "response"]
)
def test_every_wrapping_is_opened(wrapping: str) -> None:
    page = {
        "total_items": 31,
        "total_pages": 1,
        "page_number": 1,
        "empty": True,
        wrapping: [_service(), _service(id=2)],
    }
    assert [listing(row).source_key for row in json_rows(page)] == ["ac148810", "2"]


def test_other_shapes_of_a_file() -> None:
    assert len(json_rows([_service(), _service(id=2)])) == 2
    assert len(json_rows(_service())) == 1
    assert len(json_rows({"data": _service()})) == 1
    assert len(json_rows({"data": {"items": [_service()]}})) == 1
    assert len(json_rows([{"contents": [_service()]}, {"contents": [_service(id=2)]}])) == 2
    by_line = "\n".join(json.dumps(_service(id=number)) for number in range(3)) + "\n"
    assert len(rows_of(by_line, "feed.ndjson")) == 3


def test_services_inside_organisations_and_at_places() -> None:
    organisation = {"id": "o", "name": "Trust", "services": [_service(), _service(id="2")]}
    assert [listing(row).organisation for row in json_rows(organisation)] == ["Trust", "Trust"]
    at_places = [
        {"id": "a", "service": _service(), "location": {"id": "l", "name": "Hall"}},
        {"id": "b", "service": _service(), "location": {"id": "m", "name": "Library"}},
        {"id": "c", "service": _service(id="2"), "location": {"id": "m", "name": "Library"}},
    ]
    made = [listing(row) for row in json_rows({"contents": at_places})]
    assert [[place.name for place in one.locations] for one in made] == [["Hall", "Library"], ["Library"]]


def test_ids_are_kept_as_they_came() -> None:
    rows = json_rows([_service(id=7), _service(id="0007"), _service(id="not-a-uuid"), _service(id=8.0)])
    assert [listing(row).source_key for row in rows] == ["7", "0007", "not-a-uuid", "8"]


def test_entries_that_can_not_be_used_say_why() -> None:
    rows = json_rows(
        [
            _service(),
            _service(id=None),
            _service(id="2", name=""),
            _service(id="3", name="<p></p>"),
            _service(id="4", status="Inactive"),
            _service(id="5", status="defunct"),
            _service(id="6", status="temporarily_closed"),
            _service(alert="again"),
            "a word",
            None,
            {"id": "t", "name": "Term", "taxonomy": "x"},
            _service(id={"a": 1}),
        ]
    )
    assert refusals(rows) == [
        (2, "row-no-id"),
        (3, "row-no-name"),
        (4, "row-no-name"),
        (5, "row-closed"),
        (6, "row-closed"),
        (8, "row-duplicate"),
        (9, "row-not-an-object"),
        (10, "row-not-an-object"),
        (11, "row-not-a-service"),
        (12, "row-no-id"),
    ]
    assert rows[7].refusal is not None
    assert rows[7].refusal.facts == {"of": 1}
    assert listing(rows[6]).status == "temporarily closed"


def test_two_services_under_one_id_are_both_kept_in_any_order() -> None:
    two = [_service(name="Lunch club"), _service(name="Data SIMs")]
    keys = [{listing(row).source_key for row in json_rows(order)} for order in (two, two[::-1])]
    assert keys[0] == keys[1] == {"ac148810/lunch club", "ac148810/data sims"}
    assert notes(json_rows(two)) == {"note-id-shared": 2}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([], "import-no-rows"),
        ({"contents": []}, "import-no-rows"),
        ({"contents": None}, "import-no-rows"),
        ({"version": "3.0", "profile": "x", "openapi_url": "y"}, "import-no-services"),
        ({"contents": [{"id": "t", "name": "n", "description": "d", "term_uri": "u"}]}, "import-no-services"),
        ({"contents": [{"id": "o", "name": "n", "website": "w"}]}, "import-no-services"),
        ([1, 2, 3], "import-no-services"),
    ],
)
def test_a_file_about_something_else_is_refused(value: object, code: str) -> None:
    assert refused(json.dumps(value), "list.json").code == code


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_json_that_is_cut_off_is_refused_with_its_line(cut: float) -> None:
    text = json.dumps(
        {"contents": [_service(id=number, description="a, b") for number in range(40)]}, indent=2
    )
    part = text[: int(len(text) * cut)]
    problem = refused(part, "list.json")
    assert (problem.code, problem.facts["line"]) == ("import-truncated", part.rstrip().count("\n") + 1)


def test_lines_of_json_that_are_cut_off() -> None:
    problem = refused(json.dumps(_service()) + "\n" + json.dumps(_service(id=2))[:-9], "feed.ndjson")
    assert (problem.code, problem.facts["line"]) == ("import-truncated", 2)


def test_wrong_json_names_line_and_column() -> None:
    rows = rows_of(
        '[\n  {"id": 1, "name": "A",,\n   "status": "active"},\n  {"id": 2, "name": "B", "status": ""}\n]',
        "x.json",
    )
    assert refusals(rows) == [(1, "row-json")]
    assert rows[0].refusal is not None
    assert rows[0].refusal.facts == {"line": 2, "column": 25}
    assert listing(rows[1]).name == "B"
    problem = refused('[\n  {"id": 1, "name": "A"}\n  {"id": 2, "name": "B"}\n]', "list.json")
    assert (problem.code, problem.facts["line"], problem.facts["column"]) == ("import-json", 3, 3)
    assert refused("[" * 200_000 + "]" * 200_000, "list.json").code == "import-json"
    assert refused('[{"id": ' + "9" * 5000 + "}, 1]", "list.json").code == "import-json"


def test_numbers_that_are_none_do_no_harm() -> None:
    rows = rows_of(
        '[{"id": 1, "name": "A", "status": "active", "minimum_age": NaN, "maximum_age": 1e999}]', "x.json"
    )
    made = listing(rows[0])
    assert made.eligibility == ""
    json.loads(made.raw, parse_constant=lambda name: pytest.fail(name))


def test_control_signs_and_half_letters_do_no_harm() -> None:
    text = (
        '[{"id": "a\\u0000b\\ud800", "name": "A\\ud800B\\u0000", "status": "active", "description": "a\tb"}]'
    )
    made = listing(rows_of(text, "list.json")[0])
    assert (made.source_key, made.name, made.description) == ("ab", "AB", "a b")
    str(made).encode("utf-8")


def test_web_code_in_every_text_becomes_plain_text() -> None:
    nasty = "<script>alert(1)</script><b>Hub</b><img src=x onerror=alert(1)>"
    made = _one(
        name=nasty,
        description=nasty,
        fees="<a href='javascript:alert(1)'>Hub</a>",
        eligibility_description=nasty,
        alert=nasty,
        organization={"name": nasty},
        languages=[{"name": nasty}],
        service_areas=[{"name": nasty}],
        required_documents=[{"document": nasty}],
        attributes=[{"taxonomy_term": {"name": nasty}}],
        schedules=[{"description": nasty}],
        cost_options=[{"option": nasty, "amount_description": nasty}],
        phones=[{"number": nasty}, {"number": f"{nasty} 01856 873166"}],
        email=nasty,
        url=nasty,
        service_at_locations=[
            {
                "location": {
                    "name": nasty,
                    "addresses": [{"address_1": nasty, "city": nasty}],
                    "accessibility": [{"details": nasty}],
                }
            }
        ],
    )
    shown = str(made).replace(repr(made.raw), "").replace(made.raw, "")
    assert "<" not in shown.replace("<Position", "")
    assert "alert(1)" not in shown
    assert made.phones == ("Hub 01856 873166",)
    assert (made.email, made.url) == ("", "")


def test_a_picture_inside_a_description_is_left_out() -> None:
    rows = json_rows(
        _service(description='<img src="data:image/png;base64,' + "A" * 145_000 + '"><p>Tea</p>')
    )
    assert listing(rows[0]).description == "Tea"
    assert notes(rows) == {"note-html": 1, "note-picture": 1}


@pytest.mark.parametrize("nothing", [None, "", "null", "None", "N/A", [], {}, [None], "\u00a0"])
def test_nothing_in_any_of_its_forms(nothing: object) -> None:
    names = [
        *(
            "description",
            "url",
            "email",
            "fees",
            "minimum_age",
            "maximum_age",
            "assured_date",
            "alert",
            "status",
        ),
        *("organization", "schedules", "languages", "service_areas", "service_at_locations", "cost_options"),
        *("contacts", "phones", "attributes", "last_modified", "locations"),
    ]
    rows = json_rows({"id": 1, "name": "A", **dict.fromkeys(names, nothing)})
    made = listing(rows[0])
    assert notes(rows) == {}
    assert (made.status, made.description, made.locations, made.hours, made.free) == (
        "active",
        "",
        (),
        (),
        None,
    )
    assert (made.url, made.email, made.phones, made.checked_on, made.access) == ("", "", (), None, ())


@pytest.mark.parametrize(
    ("fees", "options", "shown", "free"),
    [
        ("Free", [], "Free", True),
        ("Free of charge.", [], "Free of charge.", True),
        ("Am ddim", [], "Am ddim", True),
        ("Free for the first month, then £5", [], "Free for the first month, then £5", None),
        (
            "",
            [{"amount": 35, "option": "Adults", "amount_description": "per hour"}],
            "Adults: £35 per hour",
            False,
        ),
        ("", [{"amount": "2.5"}, {"amount": 0, "option": "Children"}], "£2.50\nChildren: £0", False),
        ("", [{"amount": 9, "valid_to": "2022-12-31"}], "", None),
        ("", [{"amount": 9, "currency": "EUR"}], "9 EUR", False),
        (5, [{}], "5", None),
    ],
)
def test_what_it_costs(fees: object, options: list[object], shown: str, free: bool | None) -> None:
    made = _one(fees=fees, cost_options=options)
    assert (made.fees, made.free) == (shown, free)


def test_how_a_service_can_be_reached() -> None:
    assert _one(phones=[{"number": "116 123"}]).access == ("phone",)
    assert _one(service_at_locations=[{"location": {"location_type": "virtual", "name": "Zoom"}}]).access == (
        "online",
    )
    assert _one(schedules=[{"attending_type": "home visit"}, {"attending_type": "phone"}]).access == (
        "phone",
        "home-visit",
    )
    assert _one().access == ()


def test_ages_that_can_not_be_are_left_out() -> None:
    assert _one(minimum_age=18).eligibility == "18+"
    assert _one(maximum_age=17, minimum_age=0).eligibility == "0–17"
    assert _one(minimum_age=-1, maximum_age=999).eligibility == ""
    assert _one(minimum_age="16", eligibility_description="Carers").eligibility == "Carers\n16+"


def test_freshness_is_what_people_checked_not_what_a_computer_touched() -> None:
    assert _one(last_modified="2024-01-01T00:00:00Z").checked_on is None
    assert _one(assured_date="2023-01-01", last_reviewed="2024-01-01").checked_on == date(2024, 1, 1)
    rows = json_rows(_service(assured_date="3034-01-01"))
    assert listing(rows[0]).checked_on is None
    assert notes(rows) == {"note-date": 1}


def test_by_post_only_where_the_list_says_so() -> None:
    assert _one(schedules=[{"attending_type": "By post"}]).access == ("post",)
    assert _one(schedules=[{"attending_type": "phone"}, {"attending_type": "postal"}]).access == (
        "phone",
        "post",
    )
    assert "post" not in _one(schedules=[{"attending_type": "by e-mail"}]).access
    assert "post" not in _one(schedules=[{"attending_type": "at the sorting post"}]).access
    letters = {"location": {"location_type": "postal", "addresses": [{"address_1": "PO Box 1"}]}}
    assert _one(service_at_locations=[letters]).access == ()  # where to write is not yet how to get help
