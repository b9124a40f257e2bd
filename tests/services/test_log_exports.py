"""The log out again, for staff: hostile words stay words in every form, and a batch shows its period."""

from __future__ import annotations

import csv
import gc
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from champion_desk.domain.log_query import LogQuery
from champion_desk.domain.problems import Cancelled
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import TYPED, Tally
from champion_desk.services import Services
from champion_desk.services.tallies import HOUR
from champion_desk.storage import log_rows

NOON = datetime.now(UTC).astimezone().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
FORMATS = ("csv", "xlsx", "json")
HOSTILE = (
    '=HYPERLINK("http://evil.example.org","here")',
    "+SUM(A1:A9)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
)


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """A desk whose notes and places begin with what a spreadsheet program takes for a formula."""
    services = make_services()
    with services.desk.open_store.transaction() as tx:
        for number, words in enumerate(HOSTILE):
            tx.sessions.add(
                AssistedSession(
                    services.champion.id,
                    services.site.id,
                    NOON - timedelta(minutes=number),
                    ("wifi",),
                    5,
                    "done",
                    note=words,
                    area=words,
                    follow_up_note=words,
                    service=words,
                )
            )
    return services


def export(desk: Services, kind: str, form: str, path: Path) -> None:
    day = NOON.date()
    desk.exports.export_log(kind, form, path, LogQuery(day - timedelta(days=1), date.today()))


@pytest.mark.parametrize("form", FORMATS)
def test_no_note_and_no_place_becomes_a_formula(desk: Services, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{form}"
    export(desk, "sessions", form, path)
    if form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        assert len(lines) == len(HOSTILE) + 1
        assert not [cell for line in lines for cell in line if cell.strip()[:1] in tuple("=+-@")]
        assert not [cell for line in lines for cell in line if cell[:1] in ("\t", "\r", "\n")]
        return
    if form == "json":
        found = json.loads(path.read_text("utf-8"))
        assert sorted(one["note"] for one in found) == sorted(HOSTILE), "a program gets what was written"
        return
    (sheet,) = openpyxl.load_workbook(path).worksheets
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    risky = [cell for cell in cells if str(cell.value).strip()[:1] in ("=", "+", "-", "@")]
    assert len(risky) == 4 * len(HOSTILE)
    assert all(cell.quotePrefix for cell in risky)


def lines_of(form: str, path: Path) -> list[dict[str, Any]]:
    if form == "json":
        found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
        return found
    if form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    heads, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


@pytest.mark.parametrize("form", FORMATS)
def test_a_batch_shows_its_period_and_no_time(desk: Services, form: str, tmp_path: Path) -> None:
    ids = desk.champion.id, desk.site.id
    with desk.desk.open_store.transaction() as tx:
        tx.tallies.add(Tally(*ids, "wifi", 40, NOON - 3 * HOUR, NOON, TYPED))
        tx.tallies.add(Tally(*ids, "wifi", 1, NOON - HOUR, NOON - HOUR))
    path = tmp_path / f"out.{form}"
    export(desk, "tallies", form, path)
    batch, press = lines_of(form, path)
    assert (str(batch["count"]), batch["how"]) == ("40", TYPED)
    assert batch["started_at"] == (NOON - 3 * HOUR).astimezone().isoformat(timespec="seconds")
    assert batch["ended_at"] == NOON.astimezone().isoformat(timespec="seconds")
    assert not batch["time"], "nobody knows when in its period each of them came"
    assert press["time"] == "11:00"


def test_what_a_filter_finds_goes_out_whatever_was_merged(desk: Services, tmp_path: Path) -> None:
    ids = desk.champion.id, desk.site.id
    with desk.desk.open_store.transaction() as tx:
        tx.sessions.add(AssistedSession(*ids, NOON, ("phone-set-up",), 5, "done"))
        tx.tallies.add(Tally(*ids, "phone-set-up", 1, NOON, NOON))
    desk.lists.merge("topics", "phone-set-up", "wifi")
    query = LogQuery(NOON.date(), NOON.date(), topics=("wifi",))
    found = desk.log.totals(query)
    for kind, count in (("sessions", found.sessions), ("tallies", found.tallied)):
        assert desk.exports.export_log(kind, "csv", tmp_path / "out.csv", query) == count
    assert (found.sessions, found.tallied) == (len(HOSTILE) + 1, 1)


def test_an_export_that_is_stopped_leaves_nothing_open_in_the_store(
    desk: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_rows, "_PART", 2)
    left: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", left.append)
    with pytest.raises(Cancelled) as stopped:
        desk.exports.export_log("sessions", "csv", tmp_path / "out.csv", LogQuery(), cancelled=lambda: True)
    desk.desk.close()
    del stopped
    gc.collect()
    assert not left
