"""The sites of a place as they are typed: where each is, and when it is open there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position, normal_postcode
from champion_desk.domain.problems import Invalid
from champion_desk.importers import hours, hours_words
from champion_desk.importers.cleaning import Cleaner

NEW = -1
_MOST = {"venue": 200, "address": 2000, "town": 80, "postcode": 40, "hours_note": 2000}
_BETWEEN = re.compile(r"[\n;]+")
Find = Callable[[str], Position | None]


@dataclass(frozen=True, slots=True)
class PlaceSite:
    """One site of a place. `number` is the listing's location that it shows, or NEW."""

    number: int = NEW
    venue: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    hours: tuple[OpeningHours, ...] = ()
    hours_note: str = ""

    @property
    def is_nowhere(self) -> bool:
        """Whether nothing says where it is."""
        return not any(one.strip() for one in (self.venue, self.address, self.town, self.postcode))


def others_of(listing: Listing) -> tuple[PlaceSite, ...]:
    """The sites beside the first."""
    return tuple(
        PlaceSite(
            number,
            at.name,
            "\n".join(at.address),
            at.town,
            at.postcode,
            listing.hours_at(at),
            listing.note_at(at),
        )
        for number, at in enumerate(listing.locations)
        if number
    )


def hours_typed(text: str) -> tuple[tuple[OpeningHours, ...], str]:
    """Weekly hours from the lines that say nothing else, and the other lines, which stay words."""
    read, words = hours_words.lines_read(text)
    return read, "\n".join(words)


def postcode_problem(typed: str) -> Invalid | None:
    """What is wrong with a postcode, and the one that was meant if only one can be."""
    if normal_postcode(typed):
        return None
    nearest = normal_postcode(Cleaner().postcode(typed))
    if nearest:
        return Invalid("postcode", "postcode-perhaps", given=typed[:20], nearest=nearest)
    return Invalid("postcode", "postcode-wrong", given=typed[:20])


def problems_of(sites: Sequence[PlaceSite], before: Sequence[PlaceSite]) -> tuple[Invalid, ...]:
    """What does not fit in the sites beside the first; the fields are `postcode-2` and so on."""
    were = {one.number: one for one in before}
    found = []
    for place, site in enumerate(sites, 2):
        for name, most in _MOST.items():
            if len(getattr(site, name)) > most:
                found.append(Invalid(f"{name}-{place}", "too-long", most=most))
        if site.is_nowhere and (site.hours or site.hours_note.strip()):
            found.append(Invalid(f"address-{place}", "needed"))
        typed = site.postcode.strip()
        if typed and typed != were.get(site.number, PlaceSite()).postcode.strip():
            problem = postcode_problem(typed)
            if problem is not None:
                found.append(Invalid(f"postcode-{place}", problem.code, **problem.facts))
    return tuple(found)


def placed(listing: Listing, sites: Sequence[PlaceSite], before: Sequence[PlaceSite], find: Find) -> Listing:
    """The listing at these sites; its hours stay as they are where neither they nor the sites changed."""
    there = [site for site in sites if not site.is_nowhere]
    were = {one.number: one for one in before}
    located = [_located(site, were.get(site.number), listing, find) for site in there]
    told = [(site.hours, site.hours_note.strip()) for site in there or sites[:1]]
    if [_hours(one) for one in sites] == [_hours(one) for one in before]:
        return replace(listing, locations=tuple(located))
    if len(set(told)) <= 1:
        bare = tuple(replace(at, hours=(), hours_note="") for at in located)
        return replace(listing, locations=bare, hours=told[0][0], hours_note=told[0][1])
    own = tuple(
        replace(at, hours=opening, hours_note=words)
        for at, (opening, words) in zip(located, told, strict=True)
    )
    every = hours.together(opening for opening, _words in told)
    return replace(listing, locations=own, hours=every, hours_note="")


def _hours(site: PlaceSite) -> tuple[object, ...]:
    return site.number, site.is_nowhere, site.hours, site.hours_note.strip()


def _located(site: PlaceSite, was: PlaceSite | None, listing: Listing, find: Find) -> Location:
    known = listing.locations[site.number] if 0 <= site.number < len(listing.locations) else Location()
    if site == was:
        return known  # as its source wrote it
    postcode = normal_postcode(site.postcode) or site.postcode.strip()
    moved = was is None or site.postcode != was.postcode
    return replace(
        known,
        name=site.venue.strip(),
        address=tuple(line.strip(" ,") for line in _BETWEEN.split(site.address) if line.strip(" ,")),
        town=site.town.strip(),
        postcode=postcode,
        position=find(postcode) if moved and postcode else known.position,
    )
