"""Rows that are kept aside come back as they were, sealed, and go away with what kept them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from champion_desk.domain.directory import Link, Listing, Location, ReadRow
from champion_desk.domain.places import Position
from champion_desk.domain.problems import Problem
from champion_desk.services import staging
from champion_desk.services.staging import Staged, StagedRows


def _rows(count: int) -> list[ReadRow]:
    return [
        ReadRow(
            number,
            f"Tŷ {number}",
            Listing(
                f"Tŷ {number}",
                f"key-{number}",
                locations=(Location("Hall", ("1 Main St",), "Wick", "KW1 4NH", Position(58.4, -3.1)),),
                links=(Link("Menu", "https://menu.example"),),
                minimum_age=16.0,
                free=True,
            ),
            notes=(Problem("note-postcode", given="x", used="y"),),
        )
        if number % 3
        else ReadRow(number, "", refusal=Problem("row-duplicate", of=number - 1))
        for number in range(count)
    ]


def _codes(row: ReadRow) -> list[tuple[str, dict[str, object]]]:
    return [(one.code, one.facts) for one in (row.refusal, *row.notes) if one]


def test_rows_come_back_as_they_were_any_number_of_times() -> None:
    rows, kept = _rows(700), StagedRows()
    for at in range(0, 700, 250):
        kept.add([Staged.of(row) for row in rows[at : at + 250]])
    for _ in range(2):
        back = list(kept)
        assert [(row.line, row.name, row.listing) for row in back] == [
            (row.line, row.name, row.listing) for row in rows
        ]
        assert [_codes(row) for row in back] == [_codes(row) for row in rows]
    assert len(kept) == 700


@pytest.mark.skipif(sys.platform == "win32", reason="a file without a name is looked into by its number")
def test_what_lies_on_the_disk_is_sealed_and_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = StagedRows()
    kept.add([Staged.of(row) for row in _rows(50)])
    assert list(tmp_path.iterdir()) == []
    kept._file.seek(0)
    assert b"menu.example" not in kept._file.read()
    assert len(list(kept)) == 50
    file = kept._file
    del kept
    gc.collect()
    assert file.closed


def test_no_room_to_keep_rows_is_known_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "_IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(Problem):
        StagedRows().add([Staged.of(row) for row in _rows(50)])
