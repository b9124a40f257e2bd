"""Feeds that are busy, slow, cut off, behind a proxy or not who they say they are; and pulls that go on."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import feed, web
from champion_desk.storage.part_pulls import PartPull, forget_old
from tests.feed_server import Reply, Site, full, made_certificate, pages, served, service

KEY = bytes(range(32))


@pytest.fixture
def trusted(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def pull(trusted: ssl.SSLContext, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Fetches a feed, keeping what it fetched for the next time, without waiting."""

    def get(address: str, **more: Any) -> list[dict[str, Any]]:
        usual = {"context": trusted, "pause": lambda _s: None, "journal": PartPull(tmp_path, KEY, address)}
        file = feed.download(address, **{**usual, **more})
        found: list[dict[str, Any]] = json.loads(file.data)["contents"]
        return found

    return get


Pull = Callable[..., list[dict[str, Any]]]


def why(get: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as caught:
        get()
    return caught.value


def _same(reply: object, _path: str, _query: dict[str, str]) -> object:
    return reply


def kept(folder: Path) -> list[Path]:
    return list(folder.rglob("*.part"))


def test_a_pull_that_was_cut_short_goes_on_with_the_page_where_it_was(
    site: Site, pull: Pull, tmp_path: Path
) -> None:
    listed = pages([full(1), full(2)], [full(3)], [full(4)])
    broken: Reply = (500, {}, b"")
    site.answer = lambda path, query: broken if query["page"] == "3" else listed(path, query)
    address = f"{site.address}/api/services"
    assert why(lambda: pull(address)).code == "feed-fault"
    assert kept(tmp_path)
    site.asked.clear()
    site.answer = listed
    assert [one["id"] for one in pull(address)] == [1, 2, 3, 4]
    assert [path.partition("?")[2].split("&")[0] for path in site.asked] == ["page=2", "page=3", "page=4"]
    assert kept(tmp_path) == []


def test_details_that_were_read_are_not_read_again(site: Site, pull: Pull) -> None:
    listed = pages([service(number) for number in range(1, 7)])
    last = {"id": 4}

    def answer(path: str, query: dict[str, str]) -> object:
        number = path.rpartition("/")[2]
        if number.isdigit():
            return full(int(number)) if int(number) < last["id"] else (503, {}, b"")
        return listed(path, query)

    site.answer = answer
    address = f"{site.address}/api/services"
    assert why(lambda: pull(address)).code == "feed-fault"
    site.asked.clear()
    last["id"] = 99
    found = pull(address)
    assert all("service_at_locations" in one for one in found)
    assert [path.rpartition("/")[2] for path in site.asked if "?" not in path] == ["4", "5", "6"]


def test_a_list_that_moved_on_meanwhile_is_read_from_the_start(site: Site, pull: Pull) -> None:
    broken: Reply = (500, {}, b"")
    before = pages([full(1), full(2)], [full(3)])
    site.answer = lambda path, query: broken if query["page"] == "3" else before(path, query)
    address = f"{site.address}/api/services"
    assert why(lambda: pull(address)).code == "feed-fault"
    site.answer = pages([full(0), full(1)], [full(2), full(3)])
    assert [one["id"] for one in pull(address)] == [0, 1, 2, 3]


def test_what_is_kept_of_a_pull_is_sealed_and_not_kept_for_ever(
    site: Site, pull: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: Reply = (500, {}, b"")
    listed = pages([full(1, description="quokka")])
    site.answer = lambda path, query: broken if query["page"] == "2" else listed(path, query)
    address = f"{site.address}/api/services"
    assert why(lambda: pull(address)).code == "feed-fault"
    (part,) = kept(tmp_path)
    assert b"quokka" not in part.read_bytes()
    assert len(list(PartPull(tmp_path, KEY, address).known())) == 2
    assert list(PartPull(tmp_path, bytes(32), address).known()) == []
    part.write_bytes(part.read_bytes()[:-3])  # as a crash leaves it
    assert len(list(PartPull(tmp_path, KEY, address).known())) == 1
    now = time.time()
    monkeypatch.setattr("champion_desk.storage.part_pulls.time.time", lambda: now + 25 * 3600)
    assert list(PartPull(tmp_path, KEY, address).known()) == []
    forget_old(tmp_path)
    assert kept(tmp_path) == []


def test_a_busy_server_that_names_no_time_gets_a_minute_counted_down(site: Site, pull: Pull) -> None:
    listed = pages([full(1)])
    busy: Reply = (429, {}, b"")
    site.answer = lambda path, query: busy if len(site.asked) == 1 else listed(path, query)
    left: list[int] = []
    assert len(pull(f"{site.address}/api/services", waiting=left.append)) == 1
    assert (left[0], left[-1]) == (60, 0)
    assert list(dict.fromkeys(left)) == list(range(60, -1, -1))


def test_a_moment_to_come_back_at_is_understood(site: Site, pull: Pull) -> None:
    listed = pages([full(1)])
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    busy: Reply = (429, {"Retry-After": at}, b"")
    site.answer = lambda path, query: busy if len(site.asked) == 1 else listed(path, query)
    left: list[int] = []
    assert len(pull(f"{site.address}/api/services", waiting=left.append)) == 1
    assert 25 <= left[0] <= 30


def test_a_server_that_wants_an_hour_is_not_waited_for(site: Site, pull: Pull) -> None:
    site.answer = lambda _path, _query: (429, {"Retry-After": "3600"}, b"")
    trouble = why(lambda: pull(f"{site.address}/api/services"))
    assert (trouble.code, trouble.facts["minutes"]) == ("feed-wait-too-long", 60)
    assert len(site.asked) == 1


def test_a_server_is_not_asked_for_ever(site: Site, pull: Pull) -> None:
    site.answer = lambda _path, _query: (429, {"Retry-After": "1"}, b"")
    assert why(lambda: pull(f"{site.address}/api/services")).code == "feed-busy"
    assert len(site.asked) == 5


def test_a_slow_page_can_be_given_up_at_once(site: Site, pull: Pull) -> None:
    release = threading.Event()

    def slow(path: str, query: dict[str, str]) -> object:
        release.wait(20)
        return None

    site.answer = slow
    stopped: list[float] = []

    def cancelled() -> bool:
        if site.asked and not stopped:
            stopped.append(time.monotonic())
        return bool(stopped)

    with pytest.raises(Cancelled):
        pull(f"{site.address}/api/services", cancelled=cancelled)
    took = time.monotonic() - stopped[0]
    release.set()
    assert took < 1


def test_a_page_that_trickles_in_is_too_slow(site: Site, pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "_LONGEST_ANSWER", 0.3)
    monkeypatch.setattr(web, "_TRIES", 1)
    site.answer, site.trickle = pages([full(1)]), 0.05
    assert why(lambda: pull(f"{site.address}/api/services")).code == "feed-timeout"


def test_a_connection_cut_in_the_middle_says_so(site: Site, pull: Pull) -> None:
    listed = pages([full(1)], [full(2)])
    cut: Reply = (200, {"Content-Length": "5000", "Connection": "close"}, b'{"contents": [')
    site.answer = lambda path, query: cut if query["page"] == "2" else listed(path, query)
    address = f"{site.address}/api/services"
    assert why(lambda: pull(address)).code == "feed-cut"
    site.answer = listed
    assert len(pull(address)) == 2


def test_pages_that_go_round_in_a_ring_end(site: Site, pull: Pull) -> None:
    site.answer = lambda _path, query: {"contents": [full(int(query["page"]) % 3)], "last_page": False}
    assert len(pull(f"{site.address}/services")) == 3
    assert len(site.asked) == 4


def test_totals_are_shown_as_what_is_left_and_never_believed(site: Site, pull: Pull) -> None:
    def answer(path: str, query: dict[str, str]) -> object:
        number = int(query["page"])
        return {"total_items": 3, "contents": [full(number)] if number < 6 else []}

    site.answer = answer
    told: list[tuple[int, int | None]] = []
    found = pull(f"{site.address}/services", progress=lambda done, total: told.append((done, total)))
    assert len(found) == 5
    assert told == [(1, 3), (2, 3), (3, None), (4, None), (5, None)]


def test_a_certificate_for_another_name_is_refused(tmp_path: Path, pull: Pull) -> None:
    pem = made_certificate(tmp_path, "elsewhere.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    for other in served(Site(pages([full(1)])), context):
        trust = ssl.create_default_context(cafile=str(pem))
        trouble = why(partial(pull, f"{other.address}/api/services", context=trust))
        assert trouble.code == "feed-tls"
        assert other.asked == []


def test_no_redirect_leads_to_files_or_away_from_safety(site: Site, plain_site: Site, pull: Pull) -> None:
    for target, code in (("file:///etc/passwd", "feed-address"), (plain_site.address, "feed-insecure")):
        moved: Reply = (302, {"Location": target}, b"")
        site.answer = partial(_same, moved)
        for allowed in (False, True):
            assert why(partial(pull, f"{site.address}/services", allow_http=allowed)).code == code
    assert plain_site.asked == []


class Proxy(threading.Thread):
    """Hands connections on, as the proxy of a council does (CONNECT), and counts them."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            line = near.recv(65536).decode().split("\r\n")[0]
            self.asked.append(line)
            host, port = line.split()[1].split(":")
            far = socket.create_connection((host, int(port)))
            near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    @staticmethod
    def _pump(one: socket.socket, other: socket.socket) -> None:
        with one:
            try:
                while data := one.recv(65536):
                    other.sendall(data)
                other.shutdown(socket.SHUT_WR)
            except OSError:
                return


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    made = Proxy()
    made.start()
    yield made
    made.listening.close()


def test_the_proxy_that_is_set_is_used(
    site: Site, pull: Pull, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    site.answer = pages([full(1)])
    assert len(pull(f"{site.address}/api/services")) == 1
    assert proxy.asked[0].startswith("CONNECT localhost:")


def test_a_proxy_that_can_t_be_one_is_named(site: Site, pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    for odd in ("socks5://127.0.0.1:9", "tarot://x"):
        monkeypatch.setenv("HTTPS_PROXY", odd)
        assert why(lambda: pull(f"{site.address}/api/services")).code == "feed-proxy", odd


def test_the_system_s_own_certificates_are_asked(
    site: Site, pull: Pull, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not ssl.get_default_verify_paths().openssl_cafile_env or ssl.OPENSSL_VERSION.startswith("Libre"):
        pytest.skip("this system keeps its certificates where a test can't add one")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    site.answer = pages([full(1)])
    assert len(pull(f"{site.address}/api/services", context=None)) == 1
