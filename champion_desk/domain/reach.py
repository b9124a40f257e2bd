"""How a listing can be reached from here: how far, across the sea or not, and what needs no journey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.places import Position, miles_between, postcode_district

FAR = 10.0  # miles: more than most people go without a car
_AWAY = ("phone", "online", "home-visit", "post")
_BRITAIN = "Britain"
# Postcode districts on islands that no road leads to (Royal Mail's districts; where bridge or causeway lead
# over, as to Skye, Anglesey or Hayling, it is no island here). Islands of one group share their districts:
# which of them a postcode of KW17 or ZE2 is on can't be told.
_ISLANDS: dict[str, frozenset[str]] = {
    "Orkney": frozenset({"KW15", "KW16", "KW17"}),
    "Shetland": frozenset({"ZE1", "ZE2", "ZE3"}),
    "Western Isles": frozenset({f"HS{number}" for number in range(1, 10)}),
    "Small Isles": frozenset({"PH42", "PH43", "PH44"}),
    "Islay": frozenset({f"PA{number}" for number in range(42, 50)}),
    "Jura": frozenset({"PA60"}),
    "Colonsay": frozenset({"PA61"}),
    "Gigha": frozenset({"PA41"}),
    "Mull": frozenset({f"PA{number}" for number in range(62, 76)}),
    "Iona": frozenset({"PA76"}),
    "Tiree": frozenset({"PA77"}),
    "Coll": frozenset({"PA78"}),
    "Bute": frozenset({"PA20"}),
    "Arran": frozenset({"KA27"}),
    "Cumbrae": frozenset({"KA28"}),
    "Isle of Wight": frozenset({f"PO{number}" for number in range(30, 42)}),
    "Scilly": frozenset({f"TR{number}" for number in range(21, 26)}),
}
_BY_DISTRICT = {district: name for name, districts in _ISLANDS.items() for district in districts}
_BY_AREA = {"BT": "Ireland", "IM": "Isle of Man", "JE": "Jersey", "GY": "Guernsey"}


# Areas that are a whole nation or more, as feeds write them; the widest of them counts.
_NATIONS = {
    "uk": ("united kingdom", "uk", "great britain", "gb", "britain", "nationwide", "national", "uk wide"),
    "england": ("england", "lloegr", "sasainn"),
    "scotland": ("scotland", "alba", "yr alban"),
    "wales": ("wales", "cymru", "a' chuimrigh"),
    "northern-ireland": ("northern ireland", "gogledd iwerddon", "èirinn a tuath"),
}
_SPREADS = {name: code for code, names in _NATIONS.items() for name in names}


def spread(listing: Listing) -> str:
    """For what is in no place of its own: the nation it serves ("uk", "scotland" …); "country" where nothing
    is said of where it serves; "" for all that is local."""
    if any(at.town or at.postcode or at.address or at.position for at in listing.locations):
        return ""
    if not listing.areas:
        return "country"
    names = (area.casefold().strip().removeprefix("the ").replace("-", " ") for area in listing.areas)
    found = set(map(_SPREADS.get, names))
    known = [code for code in _NATIONS if code in found]
    return "uk" if len(known) > 1 else "".join(known)


def island(postcode: str) -> str:
    """The island or group of islands a postcode is on; "" where that is not known."""
    district = postcode_district(postcode)
    if district is None:
        return ""
    return _BY_DISTRICT.get(district) or _BY_AREA.get(district[:2]) or _BRITAIN


@dataclass(frozen=True, slots=True)
class Placed:
    """One of a listing's places, and its miles from here where both are known."""

    location: Location
    miles: float | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How a listing can be reached.

    `by_sea` says that a ferry or a flight leads there. `ways` are the codes of what needs no journey (phone,
    online, home-visit, post), as the listing says. `places` stand nearest first. `holidays` are bank holidays
    soon, on which the usual hours may not hold; `local_holidays` says that there are others nobody lists.
    """

    miles: float | None = None
    by_sea: bool = False
    ways: tuple[str, ...] = ()
    places: tuple[Placed, ...] = ()
    holidays: tuple[date, ...] = ()
    local_holidays: bool = False

    @property
    def is_far(self) -> bool:
        """Whether it is a journey: over water, or too far to go without a car."""
        return self.by_sea or (self.miles is not None and self.miles > FAR)


def placed(locations: Iterable[Location], here: Position | None) -> tuple[Placed, ...]:
    """A listing's places, the nearest first; those whose distance is not known come last, as they came."""
    known = [
        Placed(at, miles_between(here, at.position) if here is not None and at.position is not None else None)
        for at in locations
    ]
    return tuple(sorted(known, key=lambda one: float("inf") if one.miles is None else one.miles))


def reach(
    listing: Listing,
    here: Position | None,
    postcode: str,
    holidays: tuple[date, ...] = (),
    local_holidays: bool = False,
) -> Reach:
    """How to reach a listing from a position and a postcode (a part of one is enough)."""
    places = placed(listing.locations, here)
    mine, theirs = island(postcode), island(places[0].location.postcode) if places else ""
    return Reach(
        places[0].miles if places else None,
        bool(mine and theirs and mine != theirs),
        tuple(code for code in _AWAY if code in listing.access),
        places,
        holidays,
        local_holidays,
    )
