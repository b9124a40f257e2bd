"""Full postcodes with their positions, as published files give them, packed a sector at a time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from champion_desk.domain.places import Position

_ENTRY = struct.Struct("<HHii")  # the two last letters; the month it ended; degrees times 100,000
_DEGREE = 100_000
_FIRST_YEAR = 1970
_SIGNS = 26
NONE = 2**31 - 1  # stands for a position that is not known


@dataclass(frozen=True, slots=True)
class PostcodePosition:
    """A postcode (`KW15 1AG`), where it is where that is known, and the month it went out of use."""

    postcode: str
    position: Position | None
    ended: date | None = None

    @property
    def sector(self) -> str:
        """All but the last two letters."""
        return self.postcode[:-2]


class Sector:
    """The postcodes of one sector by their last two letters; twelve bytes each before they are packed."""

    def __init__(self, packed: bytes = b"") -> None:
        self._rows: dict[int, tuple[int, int, int]] = {}
        if packed:
            self.put(zlib.decompress(packed))

    def put(self, entries: bytes | bytearray) -> None:
        """Take in entries, in place of what was known of their postcodes; a position is not lost to none."""
        for unit, month, lat, long in _ENTRY.iter_unpack(entries):
            if lat == NONE and unit in self._rows:
                _old, lat, long = self._rows[unit]
            self._rows[unit] = month, lat, long

    def find(self, postcode: str) -> PostcodePosition | None:
        """A postcode of this sector."""
        row = self._rows.get(_unit(postcode))
        return PostcodePosition(postcode, _position(row[1], row[2]), _day(row[0])) if row else None

    def middle(self) -> tuple[Position, int] | None:
        """The mean position of its postcodes that are in use, or of all where none is; and how many."""
        placed = [row for row in self._rows.values() if row[1] != NONE]
        placed = [row for row in placed if not row[0]] or placed
        if not placed:
            return None
        lat = sum(row[1] for row in placed) / len(placed) / _DEGREE
        return Position(lat, sum(row[2] for row in placed) / len(placed) / _DEGREE), len(placed)

    def packed(self) -> bytes:
        """As it is kept."""
        rows = (_ENTRY.pack(unit, *row) for unit, row in sorted(self._rows.items()))
        return zlib.compress(b"".join(rows), 6)

    def __len__(self) -> int:
        return len(self._rows)


def _unit(postcode: str) -> int:
    first, second = (ord(sign) - ord("A") for sign in postcode[-2:])
    return first * _SIGNS + second


def _month(ended: date | None) -> int:
    return (ended.year - _FIRST_YEAR) * 12 + ended.month if ended else 0


def _day(month: int) -> date | None:
    return date(_FIRST_YEAR + (month - 1) // 12, (month - 1) % 12 + 1, 1) if month else None


def _position(lat: int, long: int) -> Position | None:
    return None if lat == NONE else Position(lat / _DEGREE, long / _DEGREE)


def entry(one: PostcodePosition) -> bytes:
    """A postcode as it stands in its sector."""
    lat = long = NONE
    if one.position is not None:
        lat, long = round(one.position.latitude * _DEGREE), round(one.position.longitude * _DEGREE)
    return _ENTRY.pack(_unit(one.postcode), _month(one.ended), lat, long)


@dataclass(frozen=True, slots=True)
class PostcodesRead:
    """What a file of postcodes held: `found` = `used` + `unusable` rows; of the used ones, how many have
    ended and how many have no position; and their entries by sector."""

    found: int
    unusable: int
    ended: int
    without_position: int
    sectors: Mapping[str, bytearray]

    @property
    def used(self) -> int:
        """Rows that gave a postcode."""
        return self.found - self.unusable


def gathered(rows: Iterable[PostcodePosition | None]) -> PostcodesRead:
    """Rows by sector; None stands for a row that could not be read. About 35 MB for all of the kingdom."""
    sectors: dict[str, bytearray] = {}
    found = unusable = ended = nowhere = 0
    for row in rows:
        found += 1
        if row is None:
            unusable += 1
            continue
        sectors.setdefault(row.sector, bytearray()).extend(entry(row))
        ended += row.ended is not None
        nowhere += row.position is None
    return PostcodesRead(found, unusable, ended, nowhere, sectors)
