"""Whatever the bytes are, there are rows or a known problem, and never another fault."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champion_desk import importers
from champion_desk.domain.problems import Problem
from champion_desk.importers import ImportFile
from champion_desk.importers.plain_text import plain
from tests.importers.test_spreadsheet import _workbook

_SETTINGS = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
_NAMES = ["list.csv", "list.json", "list.xlsx", "list"]

_texts = st.text(max_size=40) | st.sampled_from(
    [
        "<p>x</p>",
        "KW15 1AG",
        "01856 873166",
        "10:00",
        "MO,TU",
        "2024-02-30",
        "http:x",
        "a@b",
        "1e400",
        "\ud800",
        "None",
    ]
)
_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=8,
)
_keys = st.sampled_from(
    [
        *(
            "id",
            "name",
            "status",
            "description",
            "url",
            "email",
            "fees",
            "alert",
            "organization",
            "schedules",
        ),
        *(
            "service_at_locations",
            "location",
            "locations",
            "addresses",
            "address_1",
            "city",
            "postal_code",
            "phones",
        ),
        *(
            "number",
            "contacts",
            "languages",
            "service_areas",
            "attributes",
            "taxonomy_term",
            "cost_options",
            "amount",
        ),
        *(
            "opens_at",
            "closes_at",
            "byday",
            "bymonthday",
            "freq",
            "valid_from",
            "valid_to",
            "latitude",
            "longitude",
        ),
        *(
            "minimum_age",
            "maximum_age",
            "assured_date",
            "service",
            "services",
            "contents",
            "accessibility",
            "interval",
        ),
    ]
)
_records: st.SearchStrategy[Any] = st.recursive(
    _values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=6),
    max_leaves=25,
)


def _read(data: bytes, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("champion_desk.diagnostics.log_fault", _no_fault)
    file = ImportFile(name, data)
    try:
        importer = importers.find(file)
        rows = list(importer.read(file))
    except Problem:
        return
    for row in rows:
        assert (row.listing is None) != (row.refusal is None)
        assert row.line >= 1
        if row.listing:
            str(row.listing).encode("utf-8")
            json.loads(row.listing.raw)


def _no_fault(kind: type[BaseException], _trace: object) -> str:
    raise AssertionError(kind)


@pytest.fixture(scope="module")
def patch() -> Any:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield monkeypatch


@given(data=st.binary(max_size=400), name=st.sampled_from(_NAMES))
@_SETTINGS
def test_any_bytes(patch: pytest.MonkeyPatch, data: bytes, name: str) -> None:
    _read(data, name, patch)


@given(
    start=st.sampled_from(
        [b"Name,Postcode\n", b"\xef\xbb\xbfName;Town\r\n", b'[{"id":1,"name":', b"PK\x03\x04xl/", b"\xff\xfe"]
    ),
    data=st.binary(max_size=200),
    name=st.sampled_from(_NAMES),
)
@_SETTINGS
def test_any_bytes_after_a_fair_start(
    patch: pytest.MonkeyPatch, start: bytes, data: bytes, name: str
) -> None:
    _read(start + data, name, patch)


@given(cells=st.lists(st.lists(_texts, max_size=9), max_size=6), sign=st.sampled_from(",;\t|"))
@_SETTINGS
def test_any_sheet(patch: pytest.MonkeyPatch, cells: list[list[str]], sign: str) -> None:
    heading = [
        "Name",
        "Postcode",
        "Telephone",
        "Monday",
        "Latitude",
        "Longitude",
        "URL",
        "Address",
        "Checked",
    ]
    lines = [sign.join(heading), *(sign.join(row) for row in cells)]
    _read("\n".join(lines).encode("utf-8", "replace"), "list.csv", patch)


@given(
    value=_records
    | st.lists(st.fixed_dictionaries({"id": _values, "name": _texts, "status": _values}, optional={}))
)
@_SETTINGS
def test_any_json(patch: pytest.MonkeyPatch, value: object) -> None:
    _read(json.dumps(value).encode(), "list.json", patch)


@given(
    record=st.dictionaries(_keys, _records, max_size=8).map(
        lambda found: {**found, "id": 1, "name": "A", "status": "active"}
    )
)
@_SETTINGS
def test_any_service(patch: pytest.MonkeyPatch, record: dict[str, object]) -> None:
    _read(json.dumps(record).encode(), "list.json", patch)


@given(at=st.integers(0, 5000), put=st.binary(min_size=1, max_size=8))
@settings(_SETTINGS, max_examples=60)
def test_a_workbook_with_wrong_bytes_in_it(patch: pytest.MonkeyPatch, at: int, put: bytes) -> None:
    data = bytearray(_workbook(["Name", "Postcode"], ["A", "KW1 4NH"]))
    at %= len(data)
    data[at : at + len(put)] = put
    _read(bytes(data), "list.xlsx", patch)


@given(sheet=st.text(max_size=300))
@settings(_SETTINGS, max_examples=40)
def test_a_workbook_with_wrong_xml_in_it(patch: pytest.MonkeyPatch, sheet: str) -> None:
    whole = io.BytesIO(_workbook(["Name"], ["A"]))
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            is_sheet = part.startswith("xl/worksheets/")
            new.writestr(part, sheet.encode("utf-8", "replace") if is_sheet else old.read(part))
    _read(changed.getvalue(), "list.xlsx", patch)


@given(text=st.text(alphabet=st.sampled_from("<>/&;#ab \n'\"=!-[]?pbrascriptâ€™Â"), max_size=120))
@settings(_SETTINGS, max_examples=500)
def test_any_web_code(text: str) -> None:
    shown, _ = plain(text)
    assert shown == shown.strip()
    assert "\ue000" not in shown
