"""Files that can't be a list are refused as a whole, with their line; all common letters are read."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from champion_desk import importers
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import ImportFile
from champion_desk.importers import files as files_module
from tests.importers.reading import json_rows, listing, refused, rows_of

SHEET = (
    "Name,Address 1,Town,Postcode\n"
    "Llyfrgell Tŷ'r Môr,Lôn Goed,Pwllheli,LL53 5RR\n"
    "Café Hub,1 High Street,Wick,KW1 4NH\n"
)


@pytest.mark.parametrize(
    "data", [b"", b"   \r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00\x00\x00", b"\x1a"]
)
@pytest.mark.parametrize("name", ["list.csv", "list.json"])
def test_an_empty_file_says_so(data: bytes, name: str) -> None:
    assert refused(data, name).code == "import-empty"


def _zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("services.csv", "name\nA\n")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-office"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
        (_zipped(), "zip"),
        (gzip.compress(b"name\nA\n", mtime=0), "zip"),
        (b"{\\rtf1 Name, Postcode}", "document"),
        (b"Name,Postcode\nA,\x00\x00\x00\x07\x00\x00\n", "other"),
        (bytes(range(256)) * 20, "other"),
        (b"<!DOCTYPE html>\n<html><body>Please log in</body></html>", "web-page"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "web-page"),
    ],
)
@pytest.mark.parametrize("name", ["list.csv", "list.json", "list.xlsx"])
def test_what_is_no_list_is_refused_with_its_kind(data: bytes, kind: str, name: str) -> None:
    problem = refused(data, name)
    assert (problem.code, problem.facts["kind"], problem.facts["file"]) == ("import-binary", kind, name)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso8859-14"]
)
def test_unicode_in_all_its_forms_is_read(encoding: str) -> None:
    sheet = SHEET if encoding != "iso8859-14" else SHEET.replace("ŷ", "y").replace("ô", "o").replace("é", "e")
    rows = rows_of(sheet.encode(encoding))
    assert [listing(row).locations[0].town for row in rows] == ["Pwllheli", "Wick"]
    if encoding != "iso8859-14":
        assert rows[0].name == "Llyfrgell Tŷ'r Môr"


@pytest.mark.parametrize(
    ("encoding", "line_end"), [("cp1252", "\r\n"), ("cp1252", "\n"), ("latin-1", "\r\n"), ("mac_roman", "\r")]
)
def test_the_older_letters_of_western_europe_are_read(encoding: str, line_end: str) -> None:
    lines = [
        "Name,Address 1,Postcode,Notes",
        "Café Môr,Lôn Goed,LL53 5RR,£2 – “fine”",
        "Plain,High Street,KW1 4NH,",
    ]
    sheet = line_end.join([*lines, ""])
    if encoding == "latin-1":
        sheet = (
            sheet.replace("–", "-").replace("“", '"').replace("”", '"').replace('£2 - "fine"', "£2 - fine")
        )
    first = listing(rows_of(sheet.encode(encoding))[0])
    assert (first.name, first.locations[0].address) == ("Café Môr", ("Lôn Goed",))
    assert first.description.startswith("£2")


def test_a_note_in_windows_letters_keeps_its_apostrophes() -> None:
    rows = rows_of("Name,Description\nBarr’s Cottage,A café’s “hub” – free\n".encode("cp1252"))
    assert rows[0].name == "Barr’s Cottage"
    assert listing(rows[0]).description == "A café’s “hub” – free"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("Name,Town\nCafé,Wick\n".encode() + b"Caf\xe9,Wick\nC,Wick\n", 3),  # two encodings in one file
        (b"Name,Town\nA\x81\x8d\x8f,Wick\n", 2),
        (b"\xef\xbb\xbfName,Town\nA,Wick\nB\xff\xfe,Wick\n", 3),
        ("Имя,Город\nБиблиотека,Тверь\n".encode("cp1251"), 1),
    ],
)
def test_letters_that_can_not_be_read_name_their_line(data: bytes, line: int) -> None:
    problem = refused(data)
    assert (problem.code, problem.facts["line"]) == ("import-encoding", line)


def test_a_file_that_ends_inside_a_letter_is_truncated() -> None:
    problem = refused("Name,Town\nA,Wick\nB,Tŷ".encode()[:-1])
    assert (problem.code, problem.facts["line"]) == ("import-truncated", 3)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_kind_of_line_end_is_read(line_end: str) -> None:
    rows = rows_of(SHEET.replace("\n", line_end))
    assert [row.line for row in rows] == [2, 3]
    assert all(row.listing for row in rows)


def test_a_bare_carriage_return_inside_a_cell_is_a_break_there() -> None:
    rows = rows_of('Name,Description\r\n"A","one\rtwo"\r\nB,three\rfour\r\n')
    assert [listing(row).description for row in rows] == ["one\ntwo", "three\nfour"]


def test_reading_a_file_says_what_is_wrong_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def why(path: Path) -> str:
        with pytest.raises(Problem) as caught:
            ImportFile.open(path)
        assert caught.value.facts["file"] == path.name
        return caught.value.code

    assert why(tmp_path / "gone.csv") == "import-not-found"
    assert why(tmp_path) == "import-is-folder"
    large = tmp_path / "large.csv"
    large.write_bytes(b"name\n" + b"A\n" * 100)
    monkeypatch.setattr(files_module, "_MOST", 50)
    assert why(large) == "import-too-large"
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.csv")
        assert why(tmp_path / "pipe.csv") == "import-unreadable"
    if sys.platform != "win32" and os.geteuid() != 0:
        large.chmod(0)
        assert why(large) == "import-no-permission"


def test_a_file_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(SHEET, encoding="utf-8")
    first = ImportFile.open(path)
    path.write_text(SHEET + "More,2 High Street,Wick,KW1 4NH\n", encoding="utf-8")
    assert len(list(importers.find(first).read(first))) == 2


def test_the_format_can_be_named_and_an_unknown_one_is_refused() -> None:
    assert {"oruk", "oruk-v1", "hsds", "aliss", "outpost", "spreadsheet"} < set(importers.formats())
    assert listing(rows_of(SHEET, format_name="spreadsheet")[0])
    with pytest.raises(Problem) as caught:
        rows_of(SHEET, format_name="tarot")
    assert caught.value.code == "import-format-unknown"
    with pytest.raises(Problem) as caught:
        rows_of(SHEET, format_name="oruk")
    assert caught.value.code == "import-json"


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_progress_is_told_and_the_work_can_be_stopped(kind: str) -> None:
    told: list[tuple[int, int | None]] = []
    sheet = "Name,Postcode\n" + "".join(f"Place {n},KW15 1AG\n" for n in range(250))
    services = (
        "[" + ",".join(f'{{"id": {n}, "name": "Place {n}", "status": "active"}}' for n in range(250)) + "]"
    )
    file = ImportFile(f"list.{kind}", (sheet if kind == "csv" else services).encode())
    watched = file.watched(lambda done, total: told.append((done, total)), lambda: len(told) > 2)
    with pytest.raises(Cancelled):
        list(importers.find(watched).read(watched))
    assert told[1] == (0, 250)
    assert len(list(importers.find(file).read(file))) == 250


def test_a_json_list_in_utf16_is_recognised() -> None:
    text = '[{"id": "1", "name": "Tŷ", "status": "active"}]'
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"):
        assert rows_of(text.encode(encoding), "download")[0].name == "Tŷ"
    assert json_rows([{"id": 1, "name": "A"}])[0].name == "A"


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_letters_of_a_list_are_told(encoding: str, label: str, kind: str) -> None:
    text = (
        "Name,Town\nCafé Môr,Wick\n"
        if kind == "csv"
        else '[{"id": "1", "name": "Café Môr", "status": "active"}]'
    )
    file = ImportFile(f"list.{kind}", text.encode(encoding))
    reading = importers.find(file).read(file)
    assert [row.name for row in reading] == ["Café Môr"]
    assert reading.letters == label


def test_a_file_too_long_to_hold_is_read_part_by_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "HELD", 100)
    monkeypatch.setattr("champion_desk.importers.letters.PART", 1000)
    lines = ["Name,Town,Notes", *(f'Tŷ {n},Wick,"a\rb\r\nc"' for n in range(400))]
    table = tmp_path / "list.csv"
    table.write_bytes("\r\n".join(lines).encode())
    page = tmp_path / "list.json"
    records = [{"id": str(n), "name": f"Tŷ {n}", "status": "active", "x": "[{" * (n % 9)} for n in range(400)]
    page.write_text(json.dumps({"contents": records}, indent=1, ensure_ascii=False), encoding="utf-8")
    for path in (table, page):
        file = ImportFile.open(path)
        assert isinstance(file.content, Path)
        rows = list(importers.find(file).read(file))
        assert [row.name for row in rows] == [f"Tŷ {n}" for n in range(400)]
        assert all(row.listing for row in rows)
        path.write_bytes(path.read_bytes()[:-30])
        cut = ImportFile.open(path)
        with pytest.raises(Problem) as caught:
            list(importers.find(cut).read(cut))
        assert caught.value.code == "import-truncated"
        stopped = ImportFile(path.name, path, cancelled=lambda: True)
        with pytest.raises(Cancelled):
            stopped.letters()
