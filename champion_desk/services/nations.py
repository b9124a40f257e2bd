"""Which nation of the United Kingdom a postcode is in, for what differs between them."""

from __future__ import annotations

import csv
from functools import cached_property
from pathlib import Path
from typing import Literal

from champion_desk.domain.places import postcode_district, postcode_sector

Nation = Literal["ENG", "SCT", "WLS", "NIR"]
NAMED: dict[str, Nation] = {"England": "ENG", "Scotland": "SCT", "Wales": "WLS", "Northern Ireland": "NIR"}
# The first letter of the Office for National Statistics' codes of council areas.
_BY_CODE: dict[str, Nation] = {"E": "ENG", "S": "SCT", "W": "WLS", "N": "NIR"}


class Nations:
    """Nations by postcode sector; near a border, sectors of one district are in two nations."""

    def __init__(self, resources: Path) -> None:
        self._file = resources / "postcodes" / "gb-postcode-sectors.csv"

    @cached_property
    def _known(self) -> dict[str, Nation | None]:
        """By sector, district and area; None where a district or an area is in several nations."""
        known: dict[str, Nation | None] = {}
        with self._file.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                nation = _BY_CODE.get(row["district_code"][:1])
                sector, district = row["sector"], row["sector"].split()[0]
                for name in (sector, district, district.rstrip("0123456789")):
                    known[name] = nation if known.get(name, nation) == nation else None
        return known

    def of(self, postcode: str) -> Nation | None:
        """The nation of a postcode or of the first part of one; None where that is not known."""
        district = postcode_district(postcode)
        if district is None:
            return None
        area = district[:2] if district[1:2].isalpha() else district[:1]
        if area == "BT":  # the list of sectors is of Great Britain
            return "NIR"
        names = filter(None, (postcode_sector(postcode), district, area))
        return next((found for found in map(self._known.get, names) if found), None)
