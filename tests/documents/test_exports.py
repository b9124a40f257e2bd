"""Tables and Open Referral out of the desk: whole files, no formulas, read back as they were."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest

from champion_desk import importers
from champion_desk.documents import oruk, sheets
from champion_desk.domain.directory import Listing, Location, Source
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.importers import ImportFile
from tests.documents.sheets_of_paper import ADVICE, HOSTILE, TABLETS

HEADINGS = ("name", "minutes", "when", "topics", "free")
ROWS = [
    ('Tŷ Newydd, "Llŷn"\nline', 7, date(2026, 11, 22), ("a", "b"), True),
    ('=HYPERLINK("http://evil.example.org")', -2.5, None, [], False),
    ("+44 1632 960100", 0, datetime(2026, 11, 22, 9, 30, tzinfo=UTC), {"k": 1}, None),
    ("@SUM(A1)", 1, time(9, 15), "-2+3", "\tx"),
    ("a\x00b\x07\ud800", 1, "", "- a note", "-12"),
]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_reads_in_a_spreadsheet_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sessions.csv"
    sheets.write_csv(HEADINGS, ROWS, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = read_csv(path)
    assert rows[0] == list(HEADINGS)
    assert rows[1] == ['Tŷ Newydd, "Llŷn"\nline', "7", "2026-11-22", "a; b", "yes"]
    assert rows[2][0].startswith("'=HYPERLINK")
    assert rows[2][1] == "-2.5"
    assert rows[3][0] == "+44 1632 960100"
    assert rows[4][0] == "'@SUM(A1)"
    assert rows[4][3] == "'-2+3"
    assert rows[4][4] == "'\tx"
    assert rows[5][0] == "ab"
    assert rows[5][4] == "-12"


def test_excel_holds_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "sessions.xlsx"
    sheets.write_xlsx(HEADINGS, ROWS, path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert sheet.cell(1, 1).font.b
    assert sheet.freeze_panes == "A2"
    assert sheet.cell(2, 1).value == ROWS[0][0]
    assert sheet.cell(2, 3).value == datetime(2026, 11, 22)
    assert sheet.cell(3, 2).value == -2.5
    for row, column in ((3, 1), (5, 1), (5, 4), (4, 1)):
        cell = sheet.cell(row, column)
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert cell.value == ROWS[row - 2][column - 1]
    assert sheet.cell(6, 1).value == "ab"


def test_json_holds_records_and_mappings(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    sheets.write_json([ADVICE, {"on": date(2026, 11, 22), "tags": ("ŵ",)}], path)
    first, second = json.loads(path.read_text(encoding="utf-8"))
    assert first["name"] == ADVICE.name
    assert first["hours"][0]["opens"] == "10:00:00"
    assert second == {"on": "2026-11-22", "tags": ["ŵ"]}


@pytest.mark.parametrize("write", [sheets.write_csv, sheets.write_xlsx])
def test_a_table_is_written_whole_or_not_at_all(write: object, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("as it was")

    def rows() -> Iterator[tuple[str]]:
        yield ("one",)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write(("name",), rows(), path)  # type: ignore[operator]
    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sheets.write_csv(("name",), [("one",)], tmp_path / "none" / "out.csv")


FULL = Listing(
    "Digital drop-in",
    "full",
    source_id="council",
    organisation="Orkney Islands Council",
    description="Help with phones and tablets.\n\nEveryone is welcome.",
    url="https://www.example.org/drop-in",
    email="help@example.org",
    phones=("01632 960288",),
    fees="Free",
    free=True,
    eligibility="Adults",
    bring="Your phone\nYour glasses",
    alert="Closed in July.",
    access=("visit", "phone"),
    tags=("Digital skills",),
    languages=("English", "Gàidhlig"),
    areas=("Orkney",),
    locations=(
        Location("Library", ("44 Junction Road",), "Kirkwall", "KW15 1AG", Position(58.98, -2.96), "Ramp"),
    ),
    hours=(
        OpeningHours((0, 2), time(9, 15), time(17), date(2026, 1, 1), date(2027, 1, 1)),
        OpeningHours((), time(10), time(12), month_days=(1, 15)),
    ),
    hours_note="Ring the bell.",
    checked_on=date(2026, 11, 2),
)
SOURCE = Source(
    "Council list", "oruk", "https://www.example.org/services", "© Council", "OGL 3.0", id="council"
)


def oruk_page(path: Path, *listings: Listing) -> dict[str, object]:
    oruk.write_oruk(listings, [SOURCE, Source("Unused", "oruk")], path)
    page = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(page, dict)
    return page


def test_open_referral_has_the_page_around_it(tmp_path: Path) -> None:
    page = oruk_page(tmp_path / "o.json", FULL, TABLETS)
    contents = page.pop("contents")
    assert isinstance(contents, list)
    assert len(contents) == 2
    assert page == {
        "total_items": 2,
        "total_pages": 1,
        "page_number": 1,
        "size": 2,
        "first_page": True,
        "last_page": True,
        "empty": False,
        "sources": [
            {
                "name": "Council list",
                "url": "https://www.example.org/services",
                "attribution": "© Council",
                "licence": "OGL 3.0",
            }
        ],
    }
    assert oruk_page(tmp_path / "empty.json")["empty"] is True


def test_open_referral_comes_back_as_it_went(tmp_path: Path) -> None:
    path = tmp_path / "o.json"
    oruk_page(path, FULL)
    file = ImportFile.open(path)
    (row,) = importers.find(file).read(file)
    back = row.listing
    assert back is not None
    for name in (
        *("name", "organisation", "description", "status", "url", "email", "phones", "free", "eligibility"),
        *("bring", "alert", "access", "tags", "languages", "areas", "locations", "hours", "hours_note"),
        "checked_on",
    ):
        assert getattr(back, name) == getattr(FULL, name), name


def test_open_referral_ids_stay_the_same(tmp_path: Path) -> None:
    path = tmp_path / "o.json"
    assert oruk_page(path, FULL) == oruk_page(path, FULL)


def test_open_referral_fits_the_published_schema(shared_data: Path, tmp_path: Path) -> None:
    schema = json.loads((shared_data / "schemas" / "oruk-v3" / "service.json").read_text(encoding="utf-8"))
    hostile = Listing(HOSTILE, "h", url="javascript:alert(1)", locations=(Location(town="Kirkwall"),))
    page = oruk_page(tmp_path / "o.json", FULL, TABLETS, ADVICE, hostile)
    contents = page["contents"]
    assert isinstance(contents, list)
    for service in contents:
        assert list(misfits(service, schema, "service")) == []


KINDS = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "array": list,
    "object": dict,
    "boolean": bool,
}


def misfits(value: object, schema: dict[str, object], where: str) -> Iterator[str]:
    """Where a value does not fit a schema: kinds, what is required, lists of words, ids and addresses."""
    kind = schema.get("type")
    if isinstance(kind, str) and not isinstance(value, KINDS[kind]):  # type: ignore[arg-type]
        yield f"{where} is not {kind}"
        return
    words = schema.get("enum")
    if isinstance(words, list) and value not in words:
        yield f"{where} is {value}"
    if schema.get("format") == "uuid" and str(UUID(str(value))) != value:
        yield f"{where} is no id"
    if schema.get("format") == "uri" and not re.match(r"https?://", str(value)):
        yield f"{where} is no address"
    if isinstance(value, dict):
        required, properties = schema.get("required", []), schema.get("properties", {})
        assert isinstance(required, list)
        assert isinstance(properties, dict)
        yield from (f"{where} has no {name}" for name in required if name not in value)
        for name, part in value.items():
            if name in properties:
                yield from misfits(part, properties[name], f"{where}.{name}")
    items = schema.get("items")
    if isinstance(value, list) and isinstance(items, dict):
        for number, item in enumerate(value):
            yield from misfits(item, items, f"{where}[{number}]")
