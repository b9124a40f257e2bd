"""Postcodes and distances in Great Britain."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_EARTH_MILES = 3958.8
# Outward 2-4 characters, inward a digit and two letters; inward letters leave out C I K M O V
# (Ordnance Survey, Code-Point Open product guide).
_FULL = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])([ABD-HJLNP-UW-Z]{2})$")
_SECTOR = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9])$")
_DISTRICT = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?$")


@dataclass(frozen=True, slots=True)
class Position:
    """A point in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone is looking from, and in which words it was found.

    `local` are names of what it is part of that services may cover (council, postcode district), `wide`
    those of its nation. `ended` is the month in which a postcode went out of use.
    """

    name: str
    position: Position
    local: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    ended: date | None = None


def _compact(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


@lru_cache(maxsize=8192)
def normal_postcode(text: str) -> str | None:
    """`kw151ag`, `KW15-1AG.` -> `KW15 1AG`; None where it can't be a full postcode."""
    found = _FULL.match(_compact(text))
    return f"{found[1]} {found[2]}{found[3]}" if found else None


def postcode_sector(text: str) -> str | None:
    """The sector (`KW15 1`) of a full postcode or of a sector itself."""
    full = normal_postcode(text)
    if full:
        return full[:-2]
    found = _SECTOR.match(unicodedata.normalize("NFKC", text).upper().strip())
    return f"{found[1]} {found[2]}" if found and " " in text.strip() else None


def postcode_district(text: str) -> str | None:
    """The outward part (`KW15`) of a postcode, sector or district."""
    full = normal_postcode(text)
    if full:
        return full.split()[0]
    compact = _compact(text)
    return compact if _DISTRICT.match(compact) else None


def miles_between(here: Position, there: Position) -> float:
    """Great-circle distance in miles (haversine)."""
    return miles_apart(here.latitude, here.longitude, there.latitude, there.longitude)


def miles_apart(latitude: float, longitude: float, there_latitude: float, there_longitude: float) -> float:
    """The same for plain numbers, for those who measure many."""
    p1, p2 = math.radians(latitude), math.radians(there_latitude)
    half_p = (p2 - p1) / 2
    half_l = math.radians(there_longitude - longitude) / 2
    a = math.sin(half_p) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(half_l) ** 2
    return 2 * _EARTH_MILES * math.asin(min(1.0, math.sqrt(a)))


def in_great_britain_box(latitude: float, longitude: float) -> bool:
    """Whether a position can be in the United Kingdom at all (a plain box)."""
    return 49.8 <= latitude <= 61.0 and -8.8 <= longitude <= 1.9
