"""Short ways to read a list in a test, and to see what became of it."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from champion_desk import importers
from champion_desk.domain.directory import Listing, ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.importers import ImportFile


def rows_of(data: bytes | str, name: str = "list.csv", format_name: str | None = None) -> list[ReadRow]:
    """The rows of a file with that content."""
    file = ImportFile(name, data.encode() if isinstance(data, str) else data)
    return list(importers.find(file, format_name).read(file))


def json_rows(value: object) -> list[ReadRow]:
    """The rows of a JSON file with that value."""
    return rows_of(json.dumps(value), "list.json")


def listing(row: ReadRow) -> Listing:
    """The listing of a row that must have one."""
    assert row.listing is not None, row.refusal
    return row.listing


def refusals(rows: list[ReadRow]) -> list[tuple[int, str]]:
    """Line and reason of each row that was refused."""
    return [(row.line, row.refusal.code) for row in rows if row.refusal]


def notes(rows: list[ReadRow]) -> Counter[str]:
    """How often each note was made."""
    return Counter(note.code for row in rows for note in row.notes)


def refused(data: bytes | str, name: str = "list.csv") -> Problem:
    """Why a file is refused as a whole."""
    with pytest.raises(Problem) as caught:
        rows_of(data, name)
    return caught.value
