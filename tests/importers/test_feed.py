"""A feed is fetched from a real server over https, with all the ways in which real servers mislead."""

from __future__ import annotations

import datetime
import ipaddress
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from champion_desk import importers
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import feed, web

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class _Site:
    """What the server answers, and what it was asked."""

    answer: Callable[[str, dict[str, str]], object] = lambda _path, _query: None
    asked: list[str] = field(default_factory=list)
    address: str = ""


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _handler(site: _Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers as the site says: a value is sent as JSON, None is 404."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer one question."""
            site.asked.append(self.path)
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            reply = site.answer(parts.path, query)
            status, headers, body = reply if isinstance(reply, tuple) else _as_json(reply)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


def _as_json(value: object) -> Reply:
    if value is None:
        return 404, {"Content-Type": "text/html"}, b"<html>not here</html>"
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


class _Server(ThreadingHTTPServer):
    """A server that keeps quiet when someone hangs up."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


def _served(site: _Site, context: ssl.SSLContext | None) -> Iterator[_Site]:
    server = _Server(("127.0.0.1", 0), _handler(site))
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    site.address = f"{'https' if context else 'http'}://localhost:{server.server_address[1]}"
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def site(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Site]:
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    yield from _served(_Site(), context)


@pytest.fixture
def plain_site(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Site]:
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    yield from _served(_Site(), None)


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


def _service(number: int, **more: object) -> dict[str, object]:
    return {"id": number, "name": f"Service {number}", "status": "active", **more}


def _full(number: int) -> dict[str, object]:
    return _service(number, service_at_locations=[{"location": {"id": "l", "name": "Hall"}}])


def _pages(*pages: list[dict[str, object]]) -> Callable[[str, dict[str, str]], object]:
    """A list of pages whose totals lie."""

    def answer(path: str, query: dict[str, str]) -> object:
        number = int(query.get("page", "1"))
        if path != "/api/services":
            return None
        found = pages[number - 1] if number <= len(pages) else []
        return {"total_items": 1, "total_pages": 1, "page_number": 1, "last_page": True, "contents": found}

    return answer


def test_all_pages_are_fetched_whatever_the_totals_say(site: _Site, fetch: Fetch) -> None:
    site.answer = _pages([_full(1), _full(2)], [_full(3)], [_full(4)])
    told: list[tuple[int, int | None]] = []
    found = fetch(f"{site.address}/api/services", progress=lambda done, total: told.append((done, total)))
    assert [one["id"] for one in found] == [1, 2, 3, 4]
    assert told == [(2, None), (3, None), (4, None)]


def test_the_list_is_found_below_the_base(site: _Site, fetch: Fetch) -> None:
    pages = _pages([_full(1)])
    about = {"version": "HSDS-UK-3.0", "profile": "x", "openapi_url": "y"}
    site.answer = lambda path, query: about if path == "/api" else pages(path, query)
    assert len(fetch(f"{site.address}/api")) == 1
    site.answer = pages
    assert len(fetch(f"{site.address}/api/")) == 1


def test_a_server_that_repeats_its_page_forever_is_left(site: _Site, fetch: Fetch) -> None:
    site.answer = lambda _path, _query: {"contents": [_full(1), _full(1)], "last_page": False}
    assert [one["id"] for one in fetch(f"{site.address}/services")] == [1, 1]
    assert len(site.asked) == 2


def test_a_server_without_a_page_after_the_last(site: _Site, fetch: Fetch) -> None:
    site.answer = lambda path, query: [_full(1)] if query["page"] == "1" else None
    assert len(fetch(f"{site.address}/services")) == 1


def test_a_server_that_refuses_large_pages(site: _Site, fetch: Fetch) -> None:
    pages = _pages([_full(1)], [_full(2)])
    refused: Reply = (422, {}, b"{}")
    site.answer = lambda path, query: refused if "per_page" in query else pages(path, query)
    assert len(fetch(f"{site.address}/api/services")) == 2


def test_shallow_lists_are_filled_from_each_service(site: _Site, fetch: Fetch) -> None:
    pages = _pages([_service(1), _service(2), {**_service(3), "id": "a/b ?"}])

    def answer(path: str, query: dict[str, str]) -> object:
        if path == "/api/services/1":
            return {**_full(1), "description": "All of it", "fees": None}
        if path == "/api/services/a%2Fb%20%3F":
            return {"data": {**_full(3), "id": "a/b ?"}}
        return {**_full(9)} if path == "/api/services/2" else pages(path, query)

    site.answer = answer
    told: list[tuple[int, int | None]] = []
    found = fetch(f"{site.address}/api/services", progress=lambda done, total: told.append((done, total)))
    assert found[0]["description"] == "All of it"
    assert "fees" not in found[0]
    assert "service_at_locations" not in found[1]  # what came was another service
    assert "service_at_locations" in found[2]
    assert told[-1] == (3, 3)


def test_a_server_without_details_is_not_asked_for_each(site: _Site, fetch: Fetch) -> None:
    site.answer = _pages([_service(number) for number in range(20)])
    assert len(fetch(f"{site.address}/api/services")) == 20
    assert len([path for path in site.asked if path.startswith("/api/services/")]) == 3


def test_what_was_fetched_becomes_listings(site: _Site, certificate: Path) -> None:
    site.answer = _pages([_full(1), {**_full(2), "status": "defunct"}])
    context = ssl.create_default_context(cafile=str(certificate))
    file = feed.download(f"{site.address}/api/services", context=context)
    rows = list(importers.find(file).read(file))
    assert file.name == "localhost"
    assert [row.listing is not None for row in rows] == [True, False]


def test_a_spreadsheet_at_an_address_is_a_spreadsheet(site: _Site, certificate: Path) -> None:
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
def test_trouble_has_a_name(site: _Site, fetch: Fetch, reply: Reply, code: str) -> None:
    site.answer = lambda _path, _query: reply
    assert _why(lambda: fetch(f"{site.address}/services")).code == code


def test_trouble_half_way_gives_nothing_at_all(site: _Site, fetch: Fetch) -> None:
    pages = _pages([_full(1)], [_full(2)])
    fault: Reply = (500, {}, b"")
    site.answer = lambda path, query: fault if query["page"] == "2" else pages(path, query)
    assert _why(lambda: fetch(f"{site.address}/api/services")).code == "feed-fault"


def test_a_busy_server_is_asked_again_after_a_wait(site: _Site, fetch: Fetch) -> None:
    waits: list[float] = []
    pages = _pages([_full(1)])
    busy: Reply = (429, {"Retry-After": "3"}, b"")
    site.answer = lambda path, query: busy if len(site.asked) < 3 else pages(path, query)
    assert len(fetch(f"{site.address}/api/services", pause=waits.append)) == 1
    assert sum(waits) == pytest.approx(6)


def test_a_stranger_s_certificate_is_refused(site: _Site) -> None:
    site.answer = _pages([_full(1)])
    assert _why(lambda: feed.download(f"{site.address}/api/services")).code == "feed-tls"
    assert site.asked == []


def test_nobody_there(site: _Site, fetch: Fetch) -> None:
    assert _why(lambda: fetch("https://127.0.0.1:9/services")).code == "feed-unreachable"
    assert _why(lambda: fetch("https://nobody.invalid/services")).code == "feed-unreachable"


def test_a_server_that_hangs_up_is_unreachable(plain_site: _Site, fetch: Fetch) -> None:
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


def test_http_only_where_it_is_allowed(plain_site: _Site, fetch: Fetch) -> None:
    plain_site.answer = _pages([_full(1)])
    address = f"{plain_site.address}/api/services"
    assert _why(lambda: fetch(address)).code == "feed-insecure"
    assert plain_site.asked == []
    assert len(fetch(address, allow_http=True)) == 1


def test_a_redirect_within_https_is_followed(site: _Site, fetch: Fetch) -> None:
    pages = _pages([_full(1)])
    moved: Reply = (301, {"Location": "/api/services?page=1"}, b"")
    site.answer = lambda path, query: moved if path == "/old/services" else pages(path, query)
    assert len(fetch(f"{site.address}/old/services")) == 1


def test_only_the_hosts_that_the_policy_allows_are_asked(
    site: _Site, fetch: Fetch, under_policy: Callable[..., object]
) -> None:
    port = urlsplit(site.address).port
    moved: Reply = (302, {"Location": f"https://127.0.0.1:{port}/api/services"}, b"")
    pages = _pages([_full(1)])
    site.answer = lambda path, query: moved if path == "/moved/services" else pages(path, query)
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


def test_too_much_is_too_much(site: _Site, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answer = lambda path, query: {"contents": [_full(int(query["page"]))]}
    monkeypatch.setattr(feed, "_MOST_PAGES", 5)
    assert _why(lambda: fetch(f"{site.address}/services")).code == "feed-too-large"
    monkeypatch.setattr(web, "_MOST_BYTES", 200)
    assert _why(lambda: fetch(f"{site.address}/services")).code == "feed-too-large"


def test_the_work_can_be_stopped(site: _Site, fetch: Fetch) -> None:
    site.answer = lambda path, query: {"contents": [_full(int(query["page"]))]}
    with pytest.raises(Cancelled):
        fetch(f"{site.address}/services", cancelled=lambda: len(site.asked) > 2)
    assert len(site.asked) <= 4
    busy: Reply = (429, {"Retry-After": "60"}, b"")
    site.answer = lambda _path, _query: busy
    waits: list[float] = []
    with pytest.raises(Cancelled):
        fetch(f"{site.address}/services", pause=waits.append, cancelled=lambda: len(waits) > 3)
    assert len(waits) == 4
