"""Names of places where visitors live: the council's own list first, then the wards and towns that ship."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from champion_desk.domain.areas import is_too_close
from champion_desk.domain.catalogue import CodedItem, folded
from champion_desk.domain.champions import Site
from champion_desk.domain.places import Place, Position, miles_between
from champion_desk.domain.problems import Invalid
from champion_desk.services.catalogues import Catalogues

MOST = 8
NEAR = 30  # miles: a town of the directory so near comes with those of the site's own area
# What older lists put behind a ward's name.
_ENDINGS = (" Ward", " ED")


@dataclass(frozen=True, slots=True)
class Area:
    """A place as it is kept, as it is shown, and what tells it from others of its name."""

    name: str
    shown: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    area: Area
    parts: tuple[str, ...]
    here: bool


class AreaNames:
    """Offers names for two letters, and knows which ones are names; `towns` are those of the directory."""

    def __init__(
        self, resources: Path, catalogues: Catalogues, site: Site, towns: Callable[[], Sequence[Place]]
    ) -> None:
        self._sectors = resources / "postcodes" / "gb-postcode-sectors.csv"
        self._catalogues, self._site, self._towns = catalogues, site, towns
        self._read_towns: Sequence[Place] = ()
        self._from_towns: list[_Known] = []

    def offered(self, typed: str, language: str) -> list[Area]:
        """The places that fit what was typed, the council's own first, then what is near; at most 8."""
        wanted = folded(typed).split()
        if not wanted:
            return []
        own = [area for area, parts in self._own(language) if _fits(parts, wanted)]
        names = {folded(area.name) for area in own}
        rest = [one for one in (*self._shipped, *self._listed()) if _fits(one.parts, wanted)]
        whole = " ".join(wanted)
        rest.sort(key=lambda one: (not one.here, not folded(one.area.name).startswith(whole), one.area.name))
        return [*own, *(one.area for one in rest if folded(one.area.name) not in names)][:MOST]

    def known(self, text: str) -> str:
        """The name that is kept for what was typed; nothing where no list has it."""
        wanted = folded(" ".join(text.split()))
        if not wanted:
            return ""
        for item in self._catalogues.offered("areas"):
            if wanted in {folded(label) for label in item.labels.values()}:
                return _kept(item)
        shipped = self._by_name.get(wanted)
        if shipped:
            return shipped[0].area.name
        return self._listed_names().get(wanted, "")

    def shown(self, name: str, language: str) -> str:
        """A name that is kept, as people read it in that language."""
        return next((i.label(language) for i in self._catalogues["areas"] if _kept(i) == name), name)

    def checked(self, text: str) -> str:
        """What may be kept of a text: a known name, or the text where it is no address.

        Raises `Invalid("area", "area-too-close")`.
        """
        name = self.known(text)
        if not name and is_too_close(text):
            raise Invalid("area", "area-too-close")
        return name or " ".join(text.split())

    def nearest(self, text: str) -> str:
        """The name that looks most like a text, if one does."""
        names = {folded(area.name): area.name for area, _parts in self._own("en")}
        names |= {name: found[0].area.name for name, found in self._by_name.items()}
        names |= self._listed_names()
        close = get_close_matches(folded(text), names, 1, 0.8)
        return names[close[0]] if close else ""

    def warm_up(self) -> None:
        """Read what ships, away from the window."""
        _read = self._by_name

    def _own(self, language: str) -> Iterator[tuple[Area, tuple[str, ...]]]:
        for item in self._catalogues.offered("areas"):
            parts = tuple(part for label in item.labels.values() for part in _parts(label))
            yield Area(_kept(item), item.label(language)), parts

    def _listed(self) -> list[_Known]:
        """Towns of the directory that are in no list that ships, read anew when it has changed."""
        towns = self._towns()
        if towns is not self._read_towns:
            self._read_towns, self._from_towns = towns, list(self._named(towns))
        return self._from_towns

    def _listed_names(self) -> dict[str, str]:
        return {folded(one.area.name): one.area.name for one in self._listed()}

    def _named(self, towns: Iterable[Place]) -> Iterator[_Known]:
        here = self._here
        for place in towns:
            if _is_name(place.name) and folded(place.name) not in self._by_name:
                near = here is not None and miles_between(here, place.position) <= NEAR
                yield _Known(Area(place.name, place.name), _parts(place.name), near)

    @property
    def _here(self) -> Position | None:
        site = self._site
        if site.latitude is None or site.longitude is None:
            return None
        return Position(site.latitude, site.longitude)

    @cached_property
    def _shipped(self) -> tuple[_Known, ...]:
        """Wards of the site's own area, and towns of all; each once for its area."""
        here = {self._site.council_name}
        for council in self._catalogues.councils:
            if council.code == self._site.council_code:
                here = {*council.names.values(), *council.older_names}
        found: dict[tuple[str, str], bool] = {}
        with self._catalogues.libraries_file.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["town"], row["district"]] = row["district"] in here
        with self._sectors.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["district_name"] in here:
                    found.setdefault((_ward(row["ward_name"]), row["district_name"]), True)
        names = {
            (name, "" if near else district): near
            for (name, district), near in found.items()
            if _is_name(name)
        }
        return tuple(
            _Known(Area(name, name, district), _parts(name), near) for (name, district), near in names.items()
        )

    @cached_property
    def _by_name(self) -> dict[str, list[_Known]]:
        found: dict[str, list[_Known]] = {}
        for one in self._shipped:
            found.setdefault(folded(one.area.name), []).append(one)
        return found


def _kept(item: CodedItem) -> str:
    """The one name that is kept, whatever language the window speaks, so that counts stay together."""
    return item.labels.get("en") or next(iter(item.labels.values()), item.code)


def _is_name(text: str) -> bool:
    """Whether a town is one: in some lists a street stands in its place."""
    return bool(text) and not any(sign.isdigit() for sign in text) and not is_too_close(text)


def _ward(name: str) -> str:
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name.strip()


def _parts(name: str) -> tuple[str, ...]:
    plain = folded(name)
    for sign in "/,()&":
        plain = plain.replace(sign, " ")
    return tuple(plain.split())


def _fits(parts: Iterable[str], wanted: Iterable[str]) -> bool:
    listed = tuple(parts)
    return all(any(part.startswith(word) for part in listed) for word in wanted)
