"""Where the postcode sectors of Great Britain lie, to hold positions against."""

from __future__ import annotations

import csv
from functools import lru_cache

from champion_desk.domain.places import Position, miles_between, postcode_sector
from champion_desk.paths import resources_dir


@lru_cache(maxsize=1)
def _sectors() -> dict[str, Position]:
    path = resources_dir() / "postcodes" / "gb-postcode-sectors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {row[0]: Position(float(row[4]), float(row[5])) for row in rows}


def is_sector(postcode: str) -> bool:
    """Whether a postcode lies in a sector that is known."""
    return postcode_sector(postcode) in _sectors()


def miles_from_postcode(position: Position, postcode: str) -> float | None:
    """How far a position is from the middle of the postcode's sector; None where that is not known."""
    middle = _sectors().get(postcode_sector(postcode) or "")
    return miles_between(position, middle) if middle else None
