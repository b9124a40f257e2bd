"""Where a postcode, a part of one, or a town lies; positions of postcode sectors ship with the program."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from champion_desk.domain.catalogue import folded
from champion_desk.domain.places import Place, Position, normal_postcode, postcode_district, postcode_sector
from champion_desk.domain.postcodes import PostcodePosition
from champion_desk.services.synonyms import Synonyms

_NATIONS = {"S": "Scotland", "W": "Wales", "E": "England", "N": "Northern Ireland"}
# A library is called after its town more often than the town stands in the right column.
LIBRARY = re.compile(r"^(.+?) (?:Central |Community |Public |Branch |Town )*Library\b")
# What the file of sectors puts behind names of 2014, and what people leave out.
_ENDINGS = re.compile(r" \(B\)$| (?:Ward|ED)$|^(?:City of|County of|Isle of) ")
_NEAR = re.compile(r"^(?P<text>.*?)\s+(?:near|ger|yn agos at|faisg air)\s+(?P<near>\S.*)$", re.IGNORECASE)
_IN_TEXT = re.compile(r"(?<!\S)([A-Za-z]{1,2}\d[A-Za-z\d]?)(?:\s?(\d[A-Za-z]{2}))?(?!\S)")
_LEAST = 3  # letters of a town


class FullPostcodes(Protocol):
    """Positions of full postcodes that a desk has taken in."""

    def find(self, postcode: str) -> PostcodePosition | None:
        """A full postcode."""
        ...

    def middle(self, part: str) -> Position | None:
        """The middle of a sector or a district."""
        ...


@dataclass(frozen=True, slots=True)
class _Sector:
    """A sector as it ships."""

    position: Position
    postcodes: int
    council: str
    nation: str
    ward: str


class Gazetteer:
    """Positions of postcodes, their parts, councils, wards, and the towns that listings stand in."""

    def __init__(self, resources: Path, postcodes: FullPostcodes | None = None) -> None:
        self._file = resources / "postcodes" / "gb-postcode-sectors.csv"
        self._libraries = resources / "libraries" / "public-libraries.csv"
        self._postcodes = postcodes
        self._towns: dict[str, Place] = {}
        self._learnt: tuple[Place, ...] = ()
        self._placed: dict[str, Place] = {}

    @cached_property
    def _sectors(self) -> dict[str, _Sector]:
        with self._file.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            return {
                row[0]: _Sector(
                    Position(float(row[4]), float(row[5])),
                    int(row[1]),
                    row[7],
                    _NATIONS.get(row[6][:1], ""),
                    row[9],
                )
                for row in rows
            }

    @cached_property
    def _districts(self) -> dict[str, Place]:
        return self._middles((sector.split()[0], sector) for sector in self._sectors)

    @cached_property
    def _shipped(self) -> dict[str, Place]:
        """Towns with a library and councils, by their folded names; the first of a name holds."""
        found: dict[str, Place] = {}
        with self._libraries.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                where = Position(float(row["latitude"]), float(row["longitude"]))
                named = LIBRARY.match(row["name"])
                if named:
                    found[folded(named[1])] = Place(named[1], where)
                if row["town"] and not any(sign.isdigit() for sign in row["town"]):
                    found.setdefault(folded(row["town"]), Place(row["town"], where))
        return {**self._parts("council"), **found}

    @cached_property
    def _wards(self) -> dict[str, Place]:
        return self._parts("ward")

    def _parts(self, part: str) -> dict[str, Place]:
        """Councils or wards by their folded names, in each language."""
        pairs = (
            (name, sector) for sector, one in self._sectors.items() for name in _plain(getattr(one, part))
        )
        return {folded(name): place for name, place in self._middles(pairs).items()}

    @cached_property
    def _points(self) -> list[tuple[float, float, str]]:
        return [(one.position.latitude, one.position.longitude, name) for name, one in self._sectors.items()]

    def _middles(self, pairs: Iterator[tuple[str, str]]) -> dict[str, Place]:
        """The middle of the sectors that share a name, each weighed by its postcodes."""
        parts: dict[str, list[_Sector]] = {}
        for name, sector in pairs:
            parts.setdefault(name, []).append(self._sectors[sector])
        return {name: Place(name, _middle(sectors)) for name, sectors in parts.items() if name}

    def learn_towns(self, towns: dict[str, Position]) -> None:
        """Know these towns by name too (accents and case do not matter)."""
        self._towns = {folded(name): Place(name, position) for name, position in towns.items() if name}
        self._learnt = tuple(self._towns.values())
        self._placed = {}

    def towns(self) -> tuple[Place, ...]:
        """The towns that were learnt; the same object until others are learnt."""
        return self._learnt

    def districts_of(self, postcode: str) -> tuple[str, ...]:
        """What services may call the part of the country that a postcode is in: its district."""
        district = postcode_district(postcode)
        return (district,) if district else ()

    def warm_up(self) -> None:
        """Read what ships, so that nobody waits for it at a keystroke."""
        _read = self._districts, self._shipped, self._wards, self._points

    def near_in(self, text: str, names: Synonyms | None = None) -> tuple[str, str]:
        """A query without the place it names, and that place: "food bank near Wick", "advice KW15 1AG"."""
        asked = _NEAR.match(text[:300])
        if asked and self.find(asked["near"], names):
            return asked["text"], asked["near"]
        for found in _IN_TEXT.finditer(text[:300]):
            if self._of_postcode(found[0]):
                return f"{text[: found.start()]} {text[found.end() :]}".strip(), found[0]
        return text, ""

    def find(self, typed: str, names: Synonyms | None = None) -> Place | None:
        """The place typed: a postcode, a sector (`KW15 1`), a district (`KW17`), a town, a council, a ward.

        `names` are other names of places. A slip or two of spelling in a name is looked past.
        """
        text = typed.strip()[:100]
        place = self._of_postcode(text)
        if place is not None:
            return place
        wanted = folded(text)
        if len(wanted) < _LEAST:
            return None
        if wanted not in self._placed:
            found = self._named(wanted) or self._by_another_name(wanted, names)
            found = found or self._beginning(wanted) or self._spelt_like(wanted)
            if found is None:
                return None
            if len(self._placed) > 500:
                self._placed = {}
            self._placed[wanted] = self._with_area(found)
        return self._placed[wanted]

    def _of_postcode(self, text: str) -> Place | None:
        full, sector, district = normal_postcode(text), postcode_sector(text), postcode_district(text)
        if full and self._postcodes is not None:
            found = self._postcodes.find(full)
            if found is not None and found.position is not None:
                place = self._with_area(Place(full, found.position), sector or "")
                return replace(place, ended=found.ended)
        if sector:
            known = self._sectors.get(sector)
            position = (
                known.position if known else self._postcodes.middle(sector) if self._postcodes else None
            )
            if position is not None:
                return self._with_area(Place(full or sector, position), sector)
        if not district:
            return None
        if district in self._districts:
            return self._with_area(self._districts[district])
        position = self._postcodes.middle(district) if self._postcodes else None
        return self._with_area(Place(district, position)) if position else None

    def _with_area(self, place: Place, sector: str = "") -> Place:
        """A place with its council, nation and district: those of its sector, or of the nearest."""
        if sector not in self._sectors:
            # A degree of longitude is about 0.55 of one of latitude in these islands.
            lat, long = place.position.latitude, place.position.longitude
            sector = min(((y - lat) ** 2 + 0.3 * (x - long) ** 2, name) for y, x, name in self._points)[1]
        known = self._sectors[sector]
        district = postcode_district(place.name) or sector.split()[0]
        return replace(place, local=(*_plain(known.council), district), wide=(known.nation,))

    def _named(self, wanted: str) -> Place | None:
        return self._towns.get(wanted) or self._shipped.get(wanted) or self._wards.get(wanted)

    def _by_another_name(self, wanted: str, names: Synonyms | None) -> Place | None:
        others = names.others_of(wanted) if names else ()
        return next((found for other in others if (found := self._named(folded(other)))), None)

    def _beginning(self, wanted: str) -> Place | None:
        for known in (self._towns, self._shipped, self._wards):
            beginning = min((name for name in known if name.startswith(wanted)), default=None)
            if beginning:
                return known[beginning]
        return None

    def _spelt_like(self, wanted: str) -> Place | None:
        slips = 0 if len(wanted) < 5 else 1 if len(wanted) < 8 else 2
        for known in (self._towns, self._shipped) if slips else ():
            best = process.extractOne(wanted, known.keys(), scorer=OSA.distance, score_cutoff=slips)
            if best is not None:
                return known[best[0]]
        return None


def _plain(name: str) -> Sequence[str]:
    """A name without its ending, or both names where it is in two languages."""
    return tuple(_ENDINGS.sub("", part).strip() for part in _ENDINGS.sub("", name).split(" - "))


def _middle(sectors: Sequence[_Sector]) -> Position:
    count = sum(one.postcodes for one in sectors) or 1
    return Position(
        sum(one.position.latitude * one.postcodes for one in sectors) / count,
        sum(one.position.longitude * one.postcodes for one in sectors) / count,
    )
