"""Makes a listing of one row of a spreadsheet whose columns are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from champion_desk.domain.catalogue import folded
from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.importers import hours
from champion_desk.importers.addresses import split_lines, taken_apart
from champion_desk.importers.cleaning import Cleaner, number_of
from champion_desk.importers.grid import position_from_grid
from champion_desk.importers.headings import DAYS
from champion_desk.importers.json_lists import compact
from champion_desk.importers.needs import needs_for
from champion_desk.importers.open_referral import ages_of, is_free, with_ages
from champion_desk.importers.tables import Row

_AREA_CODE = re.compile(r"^[EWSNKL]\d{8}$")  # a code of the statistics office, not a name
_PAIR = re.compile(r"^\(?\s*(-?\d+\.\d+)\s*[,;\s]\s*(-?\d+\.\d+)\s*\)?$")
_BETWEEN_LINKS = re.compile(r"[;|,]\s+|\n")
_BREAKS_IN_LIST = re.compile(r"[;|\n]|,(?=\s)")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold which field."""

    numbers: Mapping[str, tuple[int, ...]]

    def every(self, row: Row, field: str) -> Iterator[str]:
        """The cells of a field that have something in them, in their order."""
        for number in self.numbers.get(field, ()):
            cell = row.cell(number).strip()
            if cell:
                yield cell

    def first(self, row: Row, field: str) -> str:
        """The first cell of a field that has something in it, or ""."""
        return next(self.every(row, field), "")


def listing_of(
    row: Row, columns: Columns, headings: Sequence[str], name: str, key: str, library: bool, cleaner: Cleaner
) -> Listing:
    """The listing for a row. Without a key of its own, it gets one from its name and where it is."""

    def text(field: str, most: int = 4000) -> str:
        return cleaner.text("\n".join(columns.every(row, field)), field, most)

    location = _location(row, columns, cleaner)
    authority = cleaner.lines(_names(columns.every(row, "authority")), "authority", 100)
    tags = cleaner.lines(_listed(columns.every(row, "tags")), "tags", 100)
    areas = cleaner.lines(_names(columns.every(row, "area")), "areas", 100) or authority
    opening, note = _hours(row, columns, headings, cleaner)
    fees, organisation = text("fees"), cleaner.line(columns.first(row, "organisation"), "organisation", 200)
    phones = cleaner.phones(part for cell in columns.every(row, "phone") for part in cell.split(";"))
    links = [found for cell in columns.every(row, "links") for found in _links(cell)]
    urls = columns.every(row, "url")
    if "url" not in columns.numbers:
        urls = iter(address for _words, address in links)
    url, email = cleaner.addresses(urls, columns.every(row, "email"))
    description = text("description", 20_000)
    for words, address in links:
        cleaner.link(words, address)
    least, most = ages_of(columns.first(row, "minimum_age"), columns.first(row, "maximum_age"))
    return Listing(
        name=name,
        source_key=key or _made_key(name, location),
        organisation=organisation or "".join(authority[:1]),
        description=description,
        status=_status(columns.first(row, "status")),
        url=url,
        email=email,
        phones=phones,
        fees=fees,
        free=is_free(fees),
        eligibility=with_ages(text("eligibility"), least, most),
        bring=text("bring"),
        alert=text("alert", 2000),
        needs=("getting-online",) if library else needs_for(tags, name),
        access=("visit",) if library or location else ("phone",) if phones else (),
        tags=tags,
        languages=cleaner.lines(_listed(columns.every(row, "languages")), "languages", 60),
        areas=areas,
        locations=(location,) if location else (),
        hours=opening,
        hours_note=note,
        checked_on=cleaner.date(columns.first(row, "checked"), past=True),
        links=cleaner.links(url),
        minimum_age=least,
        maximum_age=most,
        raw=compact({heading: row.cell(at) for at, heading in enumerate(headings) if row.cell(at).strip()}),
    )


def _links(cell: str) -> Iterator[tuple[str, str]]:
    """The links of a cell, with the words before each: "Menu (https://example.org/menu); www.example.org"."""
    for part in _BETWEEN_LINKS.split(cell):
        words, _blank, address = part.strip().rpartition(" ")
        if address:
            yield words.rstrip(" :-–"), address.strip("()<>")


def _status(given: str) -> str:
    return "temporarily closed" if "temporar" in given.casefold() else "active"


def _location(row: Row, columns: Columns, cleaner: Cleaner) -> Location | None:
    cells = [cleaner.text(cell, "address", 500) for cell in columns.every(row, "address")]
    lines = (
        split_lines(cells[0]) if len(cells) == 1 else [line for cell in cells for line in cell.split("\n")]
    )
    town = cleaner.line(columns.first(row, "town"), "town", 80)
    postcode = cleaner.postcode(columns.first(row, "postcode"))
    address, town, postcode = taken_apart(lines, town, postcode)
    name = cleaner.line(columns.first(row, "venue"), "venue", 200)
    if _PAIR.match(name):
        name = ""
    position = cleaner.near(_position(row, columns, cleaner), postcode)
    if not (address or town or postcode or position or name):
        return None
    access = cleaner.text("\n".join(columns.every(row, "access")), "access", 2000)
    return Location(name, address, town, postcode, position, access)


def _position(row: Row, columns: Columns, cleaner: Cleaner) -> Position | None:
    latitude, longitude = columns.first(row, "latitude"), columns.first(row, "longitude")
    if not (latitude and longitude):
        for cell in (*columns.every(row, "position"), *columns.every(row, "venue")):
            pair = _PAIR.match(cell)
            if pair:
                latitude, longitude = pair[1], pair[2]
    east, north = number_of(columns.first(row, "easting")), number_of(columns.first(row, "northing"))
    if not (latitude and longitude) and east is not None and north is not None:
        if abs(east) > 180 or abs(north) > 180:
            return position_from_grid(east, north)
        latitude, longitude = str(north), str(east)  # x and y can be degrees too
    return cleaner.position(latitude, longitude)


def _hours(
    row: Row, columns: Columns, headings: Sequence[str], cleaner: Cleaner
) -> tuple[tuple[OpeningHours, ...], str]:
    cells = {}
    for day, field in enumerate(DAYS):
        for number in columns.numbers.get(field, ())[:1]:
            cell = cleaner.line(row.cell(number), "hours")
            if cell:
                cells[day] = (headings[number], cell)
    opening, words = hours.week(cells, cleaner)
    told = cleaner.text("\n".join(columns.every(row, "hours")), "hours", hours.MOST_NOTE)
    if not opening and not words:
        return hours.in_words(told)
    return opening, "\n".join(filter(None, (told, words)))


def _names(cells: Iterator[str]) -> Iterator[str]:
    return (cell for cell in cells if not _AREA_CODE.match(cell))


def _listed(cells: Iterator[str]) -> Iterator[str]:
    for cell in cells:
        yield from _BREAKS_IN_LIST.split(cell)


def _made_key(name: str, location: Location | None) -> str:
    """A key that is the same in the next edition: the name with the postcode, or else with the address."""
    place = location or Location()
    where = place.postcode or " ".join((*place.address[:1], place.town))
    words = re.findall(r"[^\W_]+", folded(f"{name} {where}"))
    return "-".join(words) or name
