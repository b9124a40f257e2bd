"""Two thousand damaged lists: each comes in whole or not at all, and nothing else ever happens."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champion_desk.domain.problems import Problem
from champion_desk.services import Services
from tests.importers.test_dialects import _ALISS, _OUTPOST, _SHEET, _V1
from tests.importers.test_packages import _NEW, _OLD, _zipped
from tests.importers.test_spreadsheet import _workbook

_V3 = {
    "id": "v3",
    "name": "Data SIMs",
    "status": "active",
    "description": "<p>Free <b>data</b> – Tŷ</p>",
    "service_at_locations": [
        {"location": {"name": "Hall", "latitude": 58.98, "addresses": [{"postal_code": "KW15 1AG"}]}}
    ],
    "schedules": [{"byday": "MO", "freq": "WEEKLY", "opens_at": "10:00", "closes_at": "12:00"}],
    "contacts": [{"phones": [{"number": "01856 873166"}]}],
}


def _page(record: dict[str, Any], wrapping: str) -> bytes:
    page = {"meta": {"attribution": [{"text": "x"}]}, wrapping: [record, {**record, "id": "other"}]}
    return json.dumps(page, ensure_ascii=False, indent=1).encode()


_SEEDS = [
    ("list.json", _page(_V3, "contents")),
    ("list.json", _page(_V1, "content")),
    ("list.json", _page(_OUTPOST, "content")),
    ("list.json", _page(_ALISS, "data")),
    ("list.jsonl", b"\n".join(json.dumps({**_V3, "id": n}).encode() for n in range(3))),
    (
        "list.csv",
        b'Name,Postcode,Telephone,Monday\r\n"Hub, one",KW15 1AG,01856 873166,10-12\r\nB,KW1 4NH,,closed\r\n',
    ),
    ("list.csv", "Name;Cod post;Ffôn\nTŷ'r Môr;LL53 5RR;01758 612345\n".encode("cp1252", "replace")),
    ("list.csv", "\ufeffName\tTown\nHub\tWick\n".encode("utf-16")),
    (
        "list.csv",
        (_SHEET + "1,,Play,,,TRUE,,,Hall,,Wick,KW1 4NH,,,,,,,,,,,\n2,1,,,,,,,B,,,,,,,,,,,,,,\n").encode(),
    ),
    ("list.zip", _zipped(_NEW)),
    ("list.zip", _zipped(_OLD)),
    ("list.xlsx", _workbook(["Name", "Postcode"], ["A", "KW1 4NH"])),
]
_SNIPPETS = [
    *(
        b"\x00",
        b"\xff",
        b"\r",
        b'"',
        b",",
        b"{",
        b"]",
        b"null",
        b"NaN",
        b"1e999",
        b"\\ud800",
        b"<script>",
        b"&lt;",
    ),
    *(b"[" * 50, b"\xc3", b"\xef\xbb\xbf", b"javascript:x", b"../", b"'", b"\n\n", b"\t" * 9, b"9" * 60),
]
_places = st.integers(0, 1_000_000)
_damage = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), _places, st.just(b"")),
        st.tuples(st.just("put"), _places, st.sampled_from(_SNIPPETS)),
        st.tuples(st.just("over"), _places, st.binary(min_size=1, max_size=6)),
        st.tuples(st.just("drop"), _places, st.binary(min_size=1, max_size=40)),
        st.tuples(st.just("twice"), _places, st.binary(min_size=1, max_size=80)),
    ),
    max_size=4,
)


def _damaged(data: bytes, damage: list[tuple[str, int, bytes]]) -> bytes:
    for kind, where, what in damage:
        at = where % (len(data) + 1)
        if kind == "cut":
            data = data[:at]
        elif kind == "put":
            data = data[:at] + what + data[at:]
        elif kind == "over":
            data = data[:at] + what + data[at + len(what) :]
        elif kind == "drop":
            data = data[:at] + data[at + len(what) :]
        else:
            data = data[:at] + data[at : at + len(what)] * 2 + data[at + len(what) :]
    return data


@pytest.fixture
def desk(make_services: Callable[..., Services], monkeypatch: pytest.MonkeyPatch) -> Services:
    def no_fault(kind: type[BaseException], _trace: object) -> str:
        raise AssertionError(kind)

    monkeypatch.setattr("champion_desk.diagnostics.log_fault", no_fault)
    return make_services()


def _state(services: Services) -> tuple[object, ...]:
    with services.directory._store.reading() as tx:
        return tx.directory.count(), tuple((one.id, one.listings) for one in tx.directory.sources())


def test_two_thousand_damaged_lists(desk: Services, tmp_path: Path) -> None:
    seen = {"in": 0, "out": 0}

    @given(seed=st.sampled_from(_SEEDS), damage=_damage)
    @settings(
        max_examples=2000,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def run(seed: tuple[str, bytes], damage: list[tuple[str, int, bytes]]) -> None:
        path = tmp_path / seed[0]
        path.write_bytes(_damaged(seed[1], damage))
        before = _state(desk)
        try:
            preview = desk.directory.preview(path, f"List {seed[0]}")
        except Problem as problem:
            assert problem.code.startswith("import-")  # noqa: PT017 - either way is right
            assert _state(desk) == before
            seen["out"] += 1
            return
        assert preview.found == preview.used + sum(1 for _ in preview.refused)
        taken = desk.directory.take_in(preview, agreed=True)
        with desk.directory._store.reading() as tx:
            listed = tx.directory.there(taken.done.record_id)
        assert len(listed) == preview.used
        seen["in"] += 1

    run()
    assert min(seen.values()) > 250, seen


def test_a_zip_file_with_wrong_bytes_in_its_middle(desk: Services, tmp_path: Path) -> None:
    whole = _zipped(_NEW)
    path = tmp_path / "list.zip"
    for at in range(0, len(whole), 37):
        path.write_bytes(whole[:at] + b"\xff\x00" + whole[at + 2 :])
        try:
            desk.directory.preview(path, "List")
        except Problem as problem:
            assert problem.code.startswith("import-")  # noqa: PT017
    assert zipfile.is_zipfile(io.BytesIO(whole))
