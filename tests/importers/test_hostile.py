"""Text that means harm becomes harmless text, or its record is refused; nothing of it is ever loaded."""

from __future__ import annotations

import json

import pytest

from champion_desk import importers
from champion_desk.domain.problems import Problem
from champion_desk.importers import ImportFile
from tests.importers.reading import json_rows, listing, notes, refusals, refused, rows_of


def _service(**more: object) -> dict[str, object]:
    return {"id": "1", "name": "Hub", "status": "active", **more}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<script>alert(1)</script>Tea", "Tea"),
        ('<a href="javascript:alert(1)">Tea</a>', "Tea"),
        ('<a href=" JaVaScRiPt:alert(1)">Tea</a>', "Tea"),
        ('<a href="file:///etc/passwd">Tea</a>', "Tea"),
        ('<a href="data:text/html,<script>1</script>">Tea</a>', "Tea"),
        ('<img src="//host.example/x.png">Tea', "Tea"),
        ('<iframe src="//host.example"></iframe>Tea', "Tea"),
        ("\u202etxet\u202c Tea", "txet Tea"),
        ("Tea\u200b\u2066x\u2069", "Teax"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Tea", "Tea"),
        ("<svg onload=alert(1)>x</svg>Tea", "Tea"),
        ("\x1b[31mTea", "[31mTea"),
    ],
)
def test_harmful_text_is_shown_as_plain_text(given: str, shown: str) -> None:
    made = listing(json_rows([_service(description=given)])[0])
    assert made.description == shown
    assert made.links == ()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//host/x", "ftp://x.example/"],
)
def test_links_that_lead_elsewhere_than_the_web_are_left_out(address: str) -> None:
    made = listing(json_rows([_service(url=address, additional_urls=[{"label": "x", "url": address}])])[0])
    assert made.url in ("", "https://host/x")
    assert all(link.address.startswith("https://") for link in made.links)


def test_five_megabytes_of_description_are_cut() -> None:
    rows = json_rows([_service(description="<p>" + "Tea and cake. " * 380_000 + "</p>"), _service(id="2")])
    assert len(listing(rows[0]).description) <= 20_000
    assert notes(rows)["note-shortened"] == 1
    assert listing(rows[1]).name == "Hub"
    picture = '<img src="data:image/png;base64,' + "A" * 5_000_000 + '">Tea'
    assert listing(json_rows([_service(description=picture)])[0]).description == "Tea"


def test_a_record_that_is_nested_too_deeply_is_refused_alone() -> None:
    deep = '{"id": 1, "name": "A", "status": "active", "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    good = json.dumps(_service(id="2"))
    rows = rows_of(f"[{good}, {deep}, {good.replace('2', '3')}]", "list.json")
    assert refusals(rows) == [(2, "row-json")]
    assert [row.name for row in rows] == ["Hub", "", "Hub"]


def test_web_code_that_is_never_closed_takes_no_time() -> None:
    for text in (
        "<div>" * 100_000,
        "<" * 200_000,
        "<a href=" * 50_000,
        "<!--" * 50_000,
        "&amp" * 100_000,
        "<b><i>" * 60_000,
    ):
        listing(json_rows([_service(description=text)])[0])


def test_fields_given_twice_and_halves_of_letters() -> None:
    rows = rows_of(
        '[{"id": "1", "id": "2", "name": "A", "name": "B\\ud83d", "status": "active", "x": NaN}]', "x.json"
    )
    made = listing(rows[0])
    assert (made.source_key, made.name) == ("2", "B")
    made.raw.encode("utf-8")
    json.loads(made.raw, parse_constant=lambda name: pytest.fail(name))


def test_a_wrong_value_where_an_object_should_be_harms_nobody() -> None:
    odd: list[object] = [1, "x", [], [[1]], {"a": 1}, True, 1e308, None]
    names = (
        "organization",
        "contacts",
        "service_at_locations",
        "locations",
        "schedules",
        "attributes",
        "links",
    )
    for name in names:
        for value in odd:
            assert listing(json_rows([_service(**{name: value})])[0]).name == "Hub"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (
            b"2026-01-05T10:00:01Z host sshd[12]: Accepted\n2026-01-05T10:00:02Z host sshd[12]: Closed\n",
            "app.csv",
        ),
        (b"[INFO] started, ready\n[WARN] slow, 12 ms\n", "log.csv"),
        (b"<!doctype html><html><body>Log in</body></html>", "feed.json"),
        (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
            "list.csv",
        ),
        (b'{"contents": []}', "feed.json"),
        (b"null", "feed.json"),
        (b'"text"', "feed.json"),
        (b"", "feed.json"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(data: bytes, name: str) -> None:
    assert refused(data, name).code.startswith("import-")


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
def test_a_list_cut_at_any_byte_names_the_place_or_is_whole(kind: str) -> None:
    records = [_service(id=str(n), description="Tŷ, café") for n in range(4)]
    texts = {
        "csv": 'Name,Postcode,Notes\n"Tŷ, one",KW15 1AG,"a\nb"\nTwo,KW1 4NH,c\n',
        "json": json.dumps({"total_items": 4, "contents": records}, ensure_ascii=False),
        "jsonl": "\n".join(json.dumps(one, ensure_ascii=False) for one in records),
    }
    data = texts[kind].encode()
    for cut in range(len(data)):
        file = ImportFile(f"list.{kind}", data[:cut])
        problem, rows = None, []
        try:
            rows = list(importers.find(file).read(file))
        except Problem as trouble:
            problem = trouble
        if problem is None:
            assert kind != "json", cut
            assert all(row.listing or row.refusal for row in rows)
        elif problem.code == "import-truncated":
            assert problem.facts["line"]
