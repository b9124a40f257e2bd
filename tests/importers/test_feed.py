"""A feed is fetched from a real server over https, with all the ways in which real servers mislead."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from champion_desk import importers
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import feed, web
from tests.feed_server import Reply, Site, full, pages, service


@pytest.fixture
def fetch(certificate: Path) -> Callable[..., list[dict[str, Any]]]:
    """Fetches a feed that trusts the test's own certificate, without waiting."""

    def get(address: str, **more: Any) -> list[dict[str, Any]]:
        context = ssl.create_default_context(cafile=str(certificate))
        file = feed.download(address, **{"context": context, "pause": lambda _seconds: None, **more})
        found: list[dict[str, Any]] = json.loads(file.data)["contents"]
        return found

    return get


Fetch = Callable[..., list[dict[str, Any]]]


def test_all_pages_are_fetched_whatever_the_totals_say(site: Site, fetch: Fetch) -> None:
    site.answer = pages([full(1), full(2)], [full(3)], [full(4)])
    told: list[tuple[int, int | None]] = []
    found = fetch(f"{site.address}/api/services", progress=lambda done, total: told.append((done, total)))
    assert [one["id"] for one in found] == [1, 2, 3, 4]
    assert told == [(2, None), (3, None), (4, None)]


def test_the_list_is_found_below_the_base(site: Site, fetch: Fetch) -> None:
    listed = pages([full(1)])
    about = {"version": "HSDS-UK-3.0", "profile": "x", "openapi_url": "y"}
    site.answer = lambda path, query: about if path == "/api" else listed(path, query)
    assert len(fetch(f"{site.address}/api")) == 1
    site.answer = listed
    assert len(fetch(f"{site.address}/api/")) == 1


def test_a_server_that_repeats_its_page_forever_is_left(site: Site, fetch: Fetch) -> None:
    site.answer = lambda _path, _query: {"contents": [full(1), full(1)], "last_page": False}
    assert [one["id"] for one in fetch(f"{site.address}/services")] == [1, 1]
    assert len(site.asked) == 2


def test_a_server_without_a_page_after_the_last(site: Site, fetch: Fetch) -> None:
    site.answer = lambda path, query: [full(1)] if query["page"] == "1" else None
    assert len(fetch(f"{site.address}/services")) == 1


def test_a_server_that_refuses_largepages(site: Site, fetch: Fetch) -> None:
    listed = pages([full(1)], [full(2)])
    refused: Reply = (422, {}, b"{}")
    site.answer = lambda path, query: refused if "per_page" in query else listed(path, query)
    assert len(fetch(f"{site.address}/api/services")) == 2


def test_shallow_lists_are_filled_from_eachservice(site: Site, fetch: Fetch) -> None:
    listed = pages([service(1), service(2), {**service(3), "id": "a/b ?"}])

    def answer(path: str, query: dict[str, str]) -> object:
        if path == "/api/services/1":
            return {**full(1), "description": "All of it", "fees": None}
        if path == "/api/services/a%2Fb%20%3F":
            return {"data": {**full(3), "id": "a/b ?"}}
        return {**full(9)} if path == "/api/services/2" else listed(path, query)

    site.answer = answer
    told: list[tuple[int, int | None]] = []
    found = fetch(f"{site.address}/api/services", progress=lambda done, total: told.append((done, total)))
    assert found[0]["description"] == "All of it"
    assert "fees" not in found[0]
    assert "service_at_locations" not in found[1]  # what came was another service
    assert "service_at_locations" in found[2]
    assert told[-1] == (3, 3)


def test_a_server_without_details_is_not_asked_for_each(site: Site, fetch: Fetch) -> None:
    site.answer = pages([service(number) for number in range(20)])
    assert len(fetch(f"{site.address}/api/services")) == 20
    assert len([path for path in site.asked if path.startswith("/api/services/")]) == 3


def test_what_was_fetched_becomes_listings(site: Site, certificate: Path) -> None:
    site.answer = pages([full(1), {**full(2), "status": "defunct"}])
    context = ssl.create_default_context(cafile=str(certificate))
    file = feed.download(f"{site.address}/api/services", context=context)
    rows = list(importers.find(file).read(file))
    assert file.name == "localhost"
    assert [row.listing is not None for row in rows] == [True, False]


def test_a_spreadsheet_at_an_address_is_a_spreadsheet(site: Site, certificate: Path) -> None:
    site.answer = lambda _path, _query: (200, {"Content-Type": "text/csv"}, b"Name,Postcode\nHub,KW1 4NH\n")
    context = ssl.create_default_context(cafile=str(certificate))
    file = feed.download(f"{site.address}/files/places%20here.csv", context=context)
    assert (file.name, importers.find(file).NAME) == ("places here.csv", "spreadsheet")


def _why(get: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as caught:
        get()
    return caught.value


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ((404, {}, b""), "feed-refused"),
        ((403, {}, b""), "feed-refused"),
        ((500, {}, b""), "feed-fault"),
        ((503, {"Retry-After": "1"}, b""), "feed-fault"),
        ((429, {}, b""), "feed-busy"),
        ((200, {"Content-Type": "text/html"}, b"<html>Log in</html>"), "feed-not-json"),
        ((200, {}, b'{"contents": [{"id": 1, "name": '), "feed-not-json"),
        ((200, {}, b'{"colour": "red"}'), "feed-not-json"),
        ((200, {}, b"%PDF-1.7"), "feed-not-json"),
        ((200, {}, b'{"contents": []}'), "feed-empty"),
        ((200, {}, b"[]"), "feed-empty"),
        ((302, {"Location": "/services"}, b""), "feed-unreachable"),
        ((302, {"Location": "http://example.org/services"}, b""), "feed-insecure"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "feed-address"),
    ],
)
def test_trouble_has_a_name(site: Site, fetch: Fetch, reply: Reply, code: str) -> None:
    site.answer = lambda _path, _query: reply
    assert _why(lambda: fetch(f"{site.address}/services")).code == code


def test_trouble_half_way_gives_nothing_at_all(site: Site, fetch: Fetch) -> None:
    listed = pages([full(1)], [full(2)])
    fault: Reply = (500, {}, b"")
    site.answer = lambda path, query: fault if query["page"] == "2" else listed(path, query)
    assert _why(lambda: fetch(f"{site.address}/api/services")).code == "feed-fault"


def test_a_busy_server_is_asked_again_after_a_wait(site: Site, fetch: Fetch) -> None:
    waits: list[float] = []
    listed = pages([full(1)])
    busy: Reply = (429, {"Retry-After": "3"}, b"")
    site.answer = lambda path, query: busy if len(site.asked) < 3 else listed(path, query)
    assert len(fetch(f"{site.address}/api/services", pause=waits.append)) == 1
    assert sum(waits) == pytest.approx(6)


def test_a_stranger_s_certificate_is_refused(site: Site) -> None:
    site.answer = pages([full(1)])
    assert _why(lambda: feed.download(f"{site.address}/api/services")).code == "feed-tls"
    assert site.asked == []


def test_nobody_there(site: Site, fetch: Fetch) -> None:
    assert _why(lambda: fetch("https://127.0.0.1:9/services")).code == "feed-unreachable"
    assert _why(lambda: fetch("https://nobody.invalid/services")).code == "feed-unreachable"


def test_a_server_that_hangs_up_is_unreachable(plain_site: Site, fetch: Fetch) -> None:
    address = f"{plain_site.address}/services"
    plain_site.answer = lambda _path, _query: (200, {"Content-Length": "500", "Connection": "close"}, b"[")
    assert _why(lambda: fetch(address, allow_http=True)).code == "feed-cut"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org",
        "example.org",
        "",
        "https://",
        "https://a:b@example.org",
        "https://[x",
    ],
)
def test_addresses_that_are_none(address: str, fetch: Fetch) -> None:
    assert _why(lambda: fetch(address)).code == "feed-address"


def test_http_only_where_it_is_allowed(plain_site: Site, fetch: Fetch) -> None:
    plain_site.answer = pages([full(1)])
    address = f"{plain_site.address}/api/services"
    assert _why(lambda: fetch(address)).code == "feed-insecure"
    assert plain_site.asked == []
    assert len(fetch(address, allow_http=True)) == 1


def test_a_redirect_within_https_is_followed(site: Site, fetch: Fetch) -> None:
    listed = pages([full(1)])
    moved: Reply = (301, {"Location": "/api/services?page=1"}, b"")
    site.answer = lambda path, query: moved if path == "/old/services" else listed(path, query)
    assert len(fetch(f"{site.address}/old/services")) == 1


def test_only_the_hosts_that_the_policy_allows_are_asked(
    site: Site, fetch: Fetch, under_policy: Callable[..., object]
) -> None:
    port = urlsplit(site.address).port
    moved: Reply = (302, {"Location": f"https://127.0.0.1:{port}/api/services"}, b"")
    listed = pages([full(1)])
    site.answer = lambda path, query: moved if path == "/moved/services" else listed(path, query)
    under_policy(allowed_feeds=("*.gov.uk",))
    refused = _why(lambda: fetch(f"{site.address}/api/services"))
    assert (refused.code, refused.facts) == ("feed-not-allowed", {"host": "localhost"})
    assert site.asked == []
    under_policy(allowed_feeds=("localhost",))
    assert len(fetch(f"{site.address}/api/services")) == 1
    before = len(site.asked)
    assert _why(lambda: fetch(f"{site.address}/moved/services")).facts == {"host": "127.0.0.1"}
    assert {path.partition("?")[0] for path in site.asked[before:]} == {"/moved/services"}
    under_policy(allowed_feeds=("localhost", "127.0.0.1"))
    assert len(fetch(f"{site.address}/moved/services")) == 1


def test_too_much_is_too_much(site: Site, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answer = lambda path, query: {"contents": [full(int(query["page"]))]}
    monkeypatch.setattr(feed, "_MOST_PAGES", 5)
    assert _why(lambda: fetch(f"{site.address}/services")).code == "feed-too-large"
    monkeypatch.setattr(web, "_MOST_BYTES", 200)
    assert _why(lambda: fetch(f"{site.address}/services")).code == "feed-too-large"


def test_the_work_can_be_stopped(site: Site, fetch: Fetch) -> None:
    site.answer = lambda path, query: {"contents": [full(int(query["page"]))]}
    with pytest.raises(Cancelled):
        fetch(f"{site.address}/services", cancelled=lambda: len(site.asked) > 2)
    assert len(site.asked) <= 4
    busy: Reply = (429, {"Retry-After": "60"}, b"")
    site.answer = lambda _path, _query: busy
    waits: list[float] = []
    with pytest.raises(Cancelled):
        fetch(f"{site.address}/services", pause=waits.append, cancelled=lambda: len(waits) > 3)
    assert len(waits) == 4
