"""Where a postcode, a part of one, or a town lies; positions of postcode sectors ship with the program."""

from __future__ import annotations

import csv
from functools import cached_property
from pathlib import Path

from champion_desk.domain.catalogue import folded
from champion_desk.domain.places import Place, Position, normal_postcode, postcode_district, postcode_sector


class Gazetteer:
    """Positions of postcode sectors and districts, and of the towns that listings stand in."""

    def __init__(self, resources: Path) -> None:
        self._file = resources / "postcodes" / "gb-postcode-sectors.csv"
        self._towns: dict[str, Place] = {}

    @cached_property
    def _sectors(self) -> dict[str, tuple[Position, int]]:
        with self._file.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            return {row[0]: (Position(float(row[4]), float(row[5])), int(row[1])) for row in rows}

    @cached_property
    def _districts(self) -> dict[str, Position]:
        sums: dict[str, list[float]] = {}
        for sector, (position, postcodes) in self._sectors.items():
            total = sums.setdefault(sector.split()[0], [0.0, 0.0, 0.0])
            total[0] += position.latitude * postcodes
            total[1] += position.longitude * postcodes
            total[2] += postcodes
        return {name: Position(lat / count, lon / count) for name, (lat, lon, count) in sums.items()}

    def learn_towns(self, towns: dict[str, Position]) -> None:
        """Know these towns by name too (accents and case do not matter)."""
        self._towns = {folded(name): Place(name, position) for name, position in towns.items() if name}

    def towns(self) -> list[Place]:
        """The towns that were learnt."""
        return list(self._towns.values())

    def find(self, typed: str) -> Place | None:
        """The place typed: a postcode, a sector (`KW15 1`), a district (`KW17`), or a town."""
        text = typed.strip()
        sector = postcode_sector(text)
        if sector and sector in self._sectors:
            return Place(normal_postcode(text) or sector, self._sectors[sector][0])
        district = postcode_district(text)
        if district and district in self._districts:
            return Place(district, self._districts[district])
        if len(text) < 3:
            return None
        wanted = folded(text)
        if wanted in self._towns:
            return self._towns[wanted]
        beginning = sorted(name for name in self._towns if name.startswith(wanted))
        return self._towns[beginning[0]] if beginning else None
