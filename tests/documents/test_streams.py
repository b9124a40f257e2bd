"""Long tables part by part: every format holds the same, no text is a formula, nothing is left halfway."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

import openpyxl
import pytest

from champion_desk.documents import streams
from champion_desk.documents.log_columns import LogColumns
from champion_desk.domain.problems import Cancelled
from champion_desk.storage.log_rows import SESSION_NAMES, TALLY_NAMES

HOSTILE = (
    '=HYPERLINK("http://evil.example.org")',
    "+44",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    " =1+1",
    "a\x00b",
)


def table(values: tuple[str, ...] = HOSTILE, size: int = 3) -> streams.Table:
    parts = [values[at : at + size] for at in range(0, len(values), size)]
    return streams.Table(("number", "words"), (True, False), ((list(range(len(p))), p) for p in parts))


def quiet(_count: int) -> None:
    pass


def test_no_cell_of_a_csv_file_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert streams.write("csv", table(), path, quiet) == len(HOSTILE)
    with path.open(encoding="utf-8-sig", newline="") as file:
        words = [row["words"] for row in csv.DictReader(file)]
    assert words == [
        *("'" + HOSTILE[0], "+44", "'-2+3", "'@SUM(A1)", "'\tx", "'\rx", "' =1+1", "ab"),
    ]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_cell_of_an_excel_file_is_a_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "ROWS_IN_A_SHEET", 5)
    path = tmp_path / "out.xlsx"
    assert streams.write("xlsx", table(), path, quiet) == len(HOSTILE)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Export", "Export 2"]
    cells = [row[1] for sheet in book.worksheets for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert cells[0].value == HOSTILE[0]
    assert cells[0].quotePrefix
    assert [sheet.cell(1, 2).value for sheet in book.worksheets] == ["words", "words"]


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "json"])
def test_nothing_at_all_is_a_file_too(format_name: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    assert streams.write(format_name, table(()), path, quiet) == 0
    if format_name == "json":
        assert json.loads(path.read_text("utf-8")) == []
    if format_name == "csv":
        assert path.read_text("utf-8-sig") == "number,words\n"


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "json"])
def test_a_file_that_is_stopped_leaves_what_was_there(
    format_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    path = tmp_path / "out"
    path.write_text("as it was")

    def stop(count: int) -> None:
        if count > 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        streams.write(format_name, table(), path, stop)
    assert path.read_text() == "as it was"
    assert sorted(tmp_path.iterdir()) == [elsewhere, path]
    assert list(elsewhere.iterdir()) == []


def row(**more: object) -> tuple[object, ...]:
    values: dict[str, object] = dict.fromkeys(SESSION_NAMES, "")
    lists = (
        "topics",
        "barriers",
        "skills",
        "items",
        "listings",
        "handouts",
        "service_problems",
        "access_help",
    )
    values |= dict.fromkeys(lists, "[]") | {"started_at": "2026-07-01T09:30:15.000000+00:00", "time_known": 1}
    return tuple((values | more).values())


def test_the_columns_are_as_people_and_programs_read_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        handout = '[{"slug":"wifi","language":"cy","points":18}]'
        rows = [
            row(id="a", topics='["wifi","cv"]', site_id="s", handouts=handout, stuck=1),
            row(id="b", time_known=0, started_at="9999-12-31T23:30:00.000000+00:00"),
        ]
        for as_json in (False, True):
            made = LogColumns(SESSION_NAMES, {"s": "Kirkwall"}, as_json)
            (columns,) = made.columns([rows])
            first, second = (dict(zip(made.headings, one, strict=True)) for one in zip(*columns, strict=True))
            assert first["started_at"] == "2026-07-01T10:30:15+01:00"
            assert (first["day"], first["time"], first["site"]) == ("2026-07-01", "10:30", "Kirkwall")
            assert (second["day"], second["time"]) == ("9999-12-31", "")
            assert first["topics"] == (["wifi", "cv"] if as_json else "wifi; cv")
            assert first["stuck"] == 1
            if not as_json:
                assert first["handouts"] == "wifi cy 18"
            assert len(made.plain) == len(made.headings) == len(columns)
            assert not dict(zip(made.headings, made.plain, strict=True))["note"]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_number_counted_for_a_stretch_of_time_has_no_time_of_its_own() -> None:
    blank = dict.fromkeys(TALLY_NAMES, "")
    moments = {"started_at": "2026-07-01T09:30:15+00:00", "ended_at": "2026-07-01T11:30:15+00:00"}
    rows = [tuple((blank | moments | {"how": how}).values()) for how in ("press", "typed", "catch-up")]
    made = LogColumns(TALLY_NAMES, {})
    (columns,) = made.columns([rows])
    times = [row[made.headings.index("time")] for row in zip(*columns, strict=True)]
    assert times[0] != ""
    assert times[1:] == ["", ""]
