"""The coded lists: those that ship with the program, and what the council made of them."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from champion_desk.domain.catalogue import Catalogue, CodedItem, Topic
from champion_desk.domain.champions import Site
from champion_desk.domain.courses import OwnCourse
from champion_desk.domain.lists import ListItem
from champion_desk.domain.training import Course, Framework
from champion_desk.services.council_lists import CouncilLists, by_list
from champion_desk.services.framework_shelf import FrameworkShelf

_ITEM_KEYS = {"code", "label"}


@dataclass(frozen=True, slots=True)
class Council:
    """A council area: its code, its names by language, its nation, and its names in older lists."""

    code: str
    names: Mapping[str, str]
    nation: str
    older_names: tuple[str, ...]

    def name(self, language: str = "en") -> str:
        """The name in that language, or in English."""
        return self.names.get(language) or self.names["en"]


def _item(entry: Mapping[str, Any]) -> CodedItem:
    facts = {key: value for key, value in entry.items() if key not in _ITEM_KEYS}
    return CodedItem(entry["code"], entry["label"], facts)


def _course(own: OwnCourse) -> Course:
    return Course(
        own.code,
        {"en": own.title},
        provider=own.provider,
        hours=own.hours,
        refresh_months=own.refresh_months or None,
        covers=own.covers,
    )


class Catalogues:
    """Every coded list, by name. A name gives all there is or was; `offered` what can be chosen now."""

    def __init__(self, resources: Path) -> None:
        self._folder = resources / "catalogue"
        self._resources = resources
        self._lists: dict[str, Catalogue] = {}
        self._council = CouncilLists(self.shipped, {})
        self._own_courses: tuple[OwnCourse, ...] = ()

    def _read(self, name: str) -> dict[str, Any]:
        return tomllib.loads((self._folder / f"{name}.toml").read_text(encoding="utf-8"))

    def shipped(self, name: str) -> Catalogue:
        """A list as it ships."""
        if name not in self._lists:
            if name == "topics":
                items: tuple[CodedItem, ...] = self._shipped_topics
            elif name == "reasons":
                items = tuple(map(_item, self._read("outcomes")["reason"]))
            else:
                items = tuple(map(_item, self._read(name)["item"]))
            self._lists[name] = Catalogue(name, items)
        return self._lists[name]

    # What the council made of them

    def use(self, items: Iterable[ListItem]) -> None:
        """Lay the council's own lines over what ships, from now on, in place of those before."""
        self._council = CouncilLists(self.shipped, by_list(items))

    def __getitem__(self, name: str) -> Catalogue:
        return self._council.all(name)

    def own(self, name: str) -> Mapping[str, ListItem]:
        """The council's own lines of a list, by code."""
        return self._council.own(name)

    def offered(self, name: str) -> Catalogue:
        """What of a list can be chosen now: neither retired nor merged."""
        return Catalogue(name, self._council.offered(name))

    def counted_as(self, name: str, code: str) -> str:
        """What a code counts as: itself, unless it was merged into another."""
        return self._council.counted(name).get(code, code)

    def as_one(self, name: str, counts: Mapping[str, int]) -> Counter[str]:
        """Counts by code, with those of merged codes added to what they count as."""
        found = Counter[str]()
        for code, count in counts.items():
            found[self.counted_as(name, code)] += count
        return found

    def codes_counted_as(self, name: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Every code that sessions may hold and that counts as one of these, or as what these count as."""
        merged = self._council.counted(name)
        wanted = dict.fromkeys(merged.get(code, code) for code in codes)
        return (*wanted, *(code for code, onto in merged.items() if onto in wanted))

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Everything that help can be or was about, most common first."""
        return tuple(item for item in self["topics"] if isinstance(item, Topic))

    @property
    def offered_topics(self) -> tuple[Topic, ...]:
        """What help can be about now, most common first."""
        return tuple(item for item in self.offered("topics") if isinstance(item, Topic))

    @property
    def reasons(self) -> Catalogue:
        """Why help could not be given."""
        return self["reasons"]

    @cached_property
    def _shipped_topics(self) -> tuple[Topic, ...]:
        found = [
            Topic(
                entry["code"],
                entry["label"],
                family=entry["family"],
                rank=entry["rank"],
                words=tuple(entry.get("words", ())),
                find=tuple(entry.get("find", ())),
                needs=tuple(entry.get("needs", ())),
                steps={code: tuple(steps) for code, steps in entry.get("steps", {}).items()},
            )
            for entry in self._read("topics")["item"]
        ]
        return tuple(sorted(found, key=lambda topic: topic.rank))

    @cached_property
    def families(self) -> Catalogue:
        """The families that topics belong to."""
        return Catalogue("families", tuple(map(_item, self._read("topics")["family"])))

    @cached_property
    def shelf(self) -> FrameworkShelf:
        """Every skill framework, those out of use among them, and what is wrong with files of them."""
        return FrameworkShelf(self._folder / "frameworks", lambda: self["topics"].codes)

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """The skill frameworks in use: those that ship, then the council's own."""
        return self.shelf.offered

    @cached_property
    def shipped_courses(self) -> tuple[Course, ...]:
        """Courses that ship: kinds that most councils have, and well-known free ones."""
        return tuple(
            Course(
                entry["code"],
                entry["label"],
                provider=entry.get("provider", ""),
                hours=float(entry.get("hours", 0)),
                refresh_months=entry.get("refresh_months"),
                covers=tuple(entry.get("covers", ())),
            )
            for entry in self._read("courses")["item"]
        )

    def use_courses(self, own: Iterable[OwnCourse]) -> None:
        """From now on these are the council's own courses."""
        self._own_courses = tuple(own)

    @property
    def courses(self) -> tuple[Course, ...]:
        """Every course there is or was: those that ship, then the council's own."""
        return (*self.shipped_courses, *map(_course, self._own_courses))

    @property
    def offered_courses(self) -> tuple[Course, ...]:
        """Courses that can be planned now."""
        return (*self.shipped_courses, *(_course(one) for one in self._own_courses if not one.retired))

    @cached_property
    def councils(self) -> tuple[Council, ...]:
        """Council areas of the United Kingdom."""
        return tuple(
            Council(
                entry["code"],
                {
                    "en": entry["name"],
                    **{lang: entry[f"name_{lang}"] for lang in ("cy", "gd") if entry.get(f"name_{lang}")},
                },
                entry["nation"],
                tuple(entry.get("names_2014", ())),
            )
            for entry in self._read("councils")["item"]
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The plain words that passphrases are suggested from."""
        return tuple((self._folder / "passphrase_words.txt").read_text(encoding="utf-8").split())

    @property
    def libraries_file(self) -> Path:
        """The list of public libraries that ships with the program."""
        return self._resources / "libraries" / "public-libraries.csv"

    def sites_in(self, council: Council) -> list[Site]:
        """The public libraries in a council area, as sites to choose from."""
        names = {name.casefold() for name in (*council.names.values(), *council.older_names)}
        with self.libraries_file.open(encoding="utf-8", newline="") as file:
            return [
                Site(
                    row["name"],
                    council.code,
                    council.name(),
                    row["town"],
                    row["postcode"],
                    "",
                    float(row["latitude"]),
                    float(row["longitude"]),
                    council.nation,
                )
                for row in csv.DictReader(file)
                if row["district"].casefold() in names and row["latitude"]
            ]
