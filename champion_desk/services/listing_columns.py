"""What listings are filtered, counted and weighed by, as sets of numbers and small arrays."""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from statistics import median_low

from champion_desk.domain.bits import BitField, bits_of
from champion_desk.domain.catalogue import CodedItem, folded
from champion_desk.domain.directory import freshness
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.services.opening import OpeningTimes, SameHours
from champion_desk.services.places import LIBRARY
from champion_desk.services.whereabouts import Whereabouts
from champion_desk.storage.listing_words import ColumnRow
from champion_desk.storage.rows import read_hours

WORD = re.compile(r"[^\W_]+")
FRESH = ("six-months", "year", "older", "never")
_NEVER = 0
_LONGEST_NAME = 12  # words
_MOST_NAMED = 99  # positions by which a town is told
_AREAS_NAMED, _WORDS_OF_PLACE = 2, 3  # service areas that may be names of a place, and their words


class ListingColumns:
    """Sets of listings by facet and code; each set is the bits of an integer. Filled row by row."""

    def __init__(self, size: int, who: Iterable[CodedItem], opening: OpeningTimes) -> None:
        self.size = size
        self._times = opening
        self.where = Whereabouts(size)
        self.checked = array("i", bytes(4 * (size + 1)))  # the day it was checked, as an ordinal
        self.status = bytearray(size + 1)  # 1 where it is not active
        self.written = Counter[str]()  # words in full, of names and the like
        self.towns: dict[str, Position] = {}
        self._named: dict[str, list[Position]] = {}
        self._library_towns: dict[str, Position] = {}
        self._filling: dict[tuple[str, str], array[int]] = {}
        self._areas: dict[str, array[int]] = {}
        self._opening: dict[SameHours, array[int]] = {}
        self._hours_read: dict[str, tuple[OpeningHours, ...]] = {}
        self._lists: dict[str, list[str]] = {"[]": []}
        self._who = tuple((one.code, _pattern(one.facts["words"])) for one in who if "words" in one.facts)
        self._every_word = False

    def fill(self, rows: Iterable[ColumnRow], every_word: int) -> None:
        """Take in every listing; the words of descriptions of the first `every_word` of them."""
        for taken, row in enumerate(rows):
            self._every_word = taken < every_word
            self._add(row)
        self._close()

    def _add(self, row: ColumnRow) -> None:
        number = row.number
        self._put("all", "", number)
        for code in self._list(row.needs):
            self._put("needs", code, number)
        for code in self._list(row.access):
            self._put("access", code, number)
        self._put("cost", "unknown" if row.free is None else "free" if row.free else "paid", number)
        if row.status != "active":
            self.status[number] = 1
        if row.checked_on:
            self.checked[number] = date.fromisoformat(row.checked_on).toordinal()
        tags = " ".join(self._list(row.tags)) if row.tags != "[]" else ""
        about = folded(f"{row.eligibility} {tags} {row.name}")
        for code, pattern in self._who:
            if pattern.search(about):
                self._put("who", code, number)
        words = WORD.findall(row.name)
        self._put("name", str(min(len(words), _LONGEST_NAME)), number)
        self.written.update(words)
        self.written.update(WORD.findall(f"{row.organisation} {tags}"))
        if self._every_word:
            self.written.update(WORD.findall(f"{row.description} {row.eligibility}"))
        postcodes = self._place(row)
        if row.hours != "[]":
            hours = self._hours_read.get(row.hours)
            if hours is None:
                hours = self._hours_read[row.hours] = read_hours(row.hours)
            same = self._times.same(hours, postcodes, row.hours_note, row.description)
            self._opening.setdefault(same, array("I")).append(number)

    def _place(self, row: ColumnRow) -> list[str]:
        """Note where it is; the postcodes of its places."""
        if row.areas != "[]":
            for area in self._list(row.areas):
                self._areas.setdefault(area, array("I")).append(row.number)
        else:
            self._put("areas", "", row.number)
        if row.locations == "[]":
            return []
        positions, postcodes = [], []
        for at in json.loads(row.locations):
            town, place = at["town"], at["position"]
            postcodes.append(at["postcode"])
            if town:
                self.written.update(WORD.findall(town))
            if place:
                position = Position(place["latitude"], place["longitude"])
                positions.append(position)
                if town and not any(sign.isdigit() for sign in town):  # a street is no town
                    self._name(town, position)
        if positions:
            self.where.add(row.number, positions)
            for area in self._list(row.areas)[:_AREAS_NAMED]:
                if len(area.split()) <= _WORDS_OF_PLACE:
                    self._name(area, positions[0])
            named = LIBRARY.match(row.name)
            if named:
                self._library_towns.setdefault(named[1], positions[0])
        return postcodes

    def _name(self, name: str, position: Position) -> None:
        known = self._named.setdefault(name, [])
        if len(known) < _MOST_NAMED:
            known.append(position)

    def _put(self, facet: str, code: str, number: int) -> None:
        self._filling.setdefault((facet, code), array("I")).append(number)

    def _list(self, text: str) -> list[str]:
        """The list in a column; most listings have one of a few."""
        known = self._lists.get(text)
        if known is None:
            known = json.loads(text)
            if len(self._lists) < 5_000:
                self._lists[text] = known
        return known

    def _close(self) -> None:
        # Half of those in the column for the town are only near it: the library of its name knows best.
        self.towns = {name: _median(positions) for name, positions in self._named.items()}
        self.towns.update(self._library_towns)
        self._named, self._library_towns = {}, {}
        sets = {key: bits_of(numbers, self.size) for key, numbers in self._filling.items()}
        self._filling = {}
        self._lists, self._hours_read = {}, {}
        self.all = sets.pop(("all", ""), 0)
        self.without_areas = sets.pop(("areas", ""), 0)
        self.names = {int(code): bits for (facet, code), bits in sets.items() if facet == "name"}
        self.by_facet: dict[str, dict[str, int]] = {"needs": {}, "who": {}, "cost": {}, "access": {}}
        for (facet, code), bits in sets.items():
            if facet in self.by_facet:
                self.by_facet[facet][code] = bits
        self.with_position = self.where.anywhere()
        self.active = self.all & ~bits_of((n for n, out in enumerate(self.status) if out), self.size)
        self._fresh: tuple[date, dict[str, int]] | None = None
        self._hours = OpeningNow(self._opening, self.size)

    def check(self, number: int, on: date) -> None:
        """A listing was checked on a day."""
        self.checked[number] = max(self.checked[number], on.toordinal())
        self._fresh = None

    def fresh(self, today: date) -> Mapping[str, int]:
        """Listings by when they were checked."""
        if self._fresh is None or self._fresh[0] != today:
            bands: dict[str, list[int]] = {band: [] for band in FRESH}
            band_of = {_NEVER: "never"}
            for number, day in enumerate(self.checked):
                band = band_of.get(day)
                if band is None:
                    band = band_of[day] = freshness(date.fromordinal(day), today)
                bands[band].append(number)
            sets = {band: bits_of(numbers, self.size + 1) & self.all for band, numbers in bands.items()}
            self._fresh = today, sets
        return self._fresh[1]

    def opening(self, now: datetime) -> Mapping[str, int]:
        """Listings by whether they are open at a local time: open, closed, unknown."""
        known = self._hours.at(now)
        return {**known, "unknown": self.all & ~(known["open"] | known["closed"])}

    def covering(self, names: Iterable[str]) -> int:
        """Listings whose service areas name one of these places as a whole word."""
        wanted = "|".join(re.escape(folded(name)) for name in names if name)
        if not wanted:
            return 0
        pattern = re.compile(rf"(?<!\w)(?:{wanted})(?!\w)")
        field = BitField(self.size)
        for area, numbers in self._areas.items():
            if pattern.search(folded(area)):
                field.add_all(numbers)
        return field.bits()


class OpeningNow:
    """Which listings are open: few sets of hours serve many, and each keeps its state until it changes."""

    def __init__(self, listings: Mapping[SameHours, array[int]], size: int) -> None:
        self._listings, self._size = listings, size
        self._kinds: Mapping[SameHours, str] = {}
        self._asked: datetime | None = None
        self._sets: dict[str, int] = {"open": 0, "closed": 0}

    def at(self, now: datetime) -> Mapping[str, int]:
        """Listings that are open, and that are closed, at a moment."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._asked:
            self._asked, moment = minute, minute.timestamp()
            kinds = {same: same.state(moment).kind for same in self._listings}
            if kinds != self._kinds:
                self._kinds = kinds
                fields = {"open": BitField(self._size), "closed": BitField(self._size)}
                for same, kind in kinds.items():
                    if kind in fields:
                        fields[kind].add_all(self._listings[same])
                self._sets = {kind: field.bits() for kind, field in fields.items()}
        return self._sets


def _median(positions: list[Position]) -> Position:
    """The middle one of each coordinate: a few that lie far off do not move it."""
    return Position(
        median_low(one.latitude for one in positions), median_low(one.longitude for one in positions)
    )


def _pattern(words: object) -> re.Pattern[str]:
    assert isinstance(words, list | tuple)
    every = "|".join(re.escape(folded(str(word))) for word in words)
    return re.compile(rf"(?<!\w)(?:{every})(?:s|es|ies)?(?!\w)")
