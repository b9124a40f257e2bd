"""Which opening hours are those of which place: of a service there, of the service, of the building."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from champion_desk.domain.directory import Location
from champion_desk.domain.opening import OpeningHours
from champion_desk.importers import hours
from champion_desk.importers.cleaning import Cleaner

Entry = Mapping[str, object]
Told = tuple[tuple[OpeningHours, ...], str]  # hours, and in words what they can't say


@dataclass(slots=True)
class PlaceEntries:
    """The schedules that hang on a service at a place, and those of the place itself."""

    there: list[Entry] = field(default_factory=list)
    building: list[Entry] = field(default_factory=list)


def placed(
    own: Sequence[Entry], places: Mapping[Location, PlaceEntries], cleaner: Cleaner
) -> tuple[tuple[Location, ...], Told]:
    """The places, each with hours of its own where they are not all alike; and the hours of all together.

    `own` are the schedules of the service itself. HSDS 3.0 hangs a schedule on a service, a location, or a
    service at a location: of several places those count that have hours of the service there, each its own,
    then what the service says anywhere, and the hours of the building only where nothing else is known.
    Days with other hours than usual, and words, count wherever they stand.
    """
    if len(places) < 2:
        entries = next(iter(places.values()), PlaceEntries())
        return tuple(places), _told([[*own, *entries.there], entries.building], cleaner)
    told = {place: _told([one.there, own, one.building], cleaner) for place, one in places.items()}
    if len(set(told.values())) == 1:
        return tuple(places), next(iter(told.values()))
    note = hours.schedules([entry for entry in own if not hours.has_times(entry)], cleaner)[1]
    located = tuple(
        replace(place, hours=opening, hours_note=_less(words, note))
        for place, (opening, words) in told.items()
    )
    return located, (hours.together(opening for opening, _words in told.values()), note)


def _told(parts: Sequence[Sequence[Entry]], cleaner: Cleaner) -> Told:
    """What the first part that has usual hours says, with the exceptions and the words of all."""
    usual = next((part for part in parts if any(map(hours.has_times, part))), ())
    wanted = [entry for part in parts for entry in part if part is usual or not hours.has_times(entry)]
    return hours.schedules(wanted, cleaner)


def _less(words: str, note: str) -> str:
    """Words without those that the service says of itself."""
    known = set(note.split("\n"))
    return "\n".join(line for line in words.split("\n") if line not in known)
