"""The signposting directory: listings, where they are, and where they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from champion_desk.domain.identity import new_id
from champion_desk.domain.list_sheets import ListSheet
from champion_desk.domain.opening import SELDOM, OpeningHours, OpenState
from champion_desk.domain.places import Place, Position
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.refreshing import NOTHING_BEFORE, Difference, Doubt, Tally


@dataclass(frozen=True, slots=True)
class Location:
    """Where a listing can be visited. Address lines are plain text; the position may be unknown.

    `hours`, and `hours_note` for what they can't say, are set where the places of a listing are open at
    different times.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    town: str = ""
    postcode: str = ""
    position: Position | None = None
    access: str = ""
    hours: tuple[OpeningHours, ...] = field(default=(), metadata=SELDOM)
    hours_note: str = field(default="", metadata=SELDOM)


@dataclass(frozen=True, slots=True)
class Link:
    """A web address beside the listing's own, and what the source calls it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A directory entry: Open Referral's service at its locations, run by an organisation.

    All text is plain text. `source_key` is the entry's own id at its source, kept as it came.
    `needs` and `access` are catalogue codes; `tags` the source's own words. `raw` is the record as
    it was read, as JSON text. `links` are http or https addresses besides `url`, those in its texts among
    them. Ages are in years; None says that the source names none. `hours` are those of all its places
    together; `hours_at` tells those of one.
    """

    name: str
    source_key: str
    source_id: str = ""
    organisation: str = ""
    description: str = ""
    status: str = "active"
    url: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    fees: str = ""
    free: bool | None = None
    eligibility: str = ""
    bring: str = ""
    alert: str = ""
    needs: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    hours: tuple[OpeningHours, ...] = ()
    hours_note: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    links: tuple[Link, ...] = ()
    minimum_age: float | None = None
    maximum_age: float | None = None
    raw: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Invalid("name", "needed")
        if not self.source_key:
            raise Invalid("source_key", "needed")

    @property
    def location(self) -> Location:
        """The first location, or an empty one for a listing that has none."""
        return self.locations[0] if self.locations else Location()

    @property
    def has_hours_by_place(self) -> bool:
        """Whether its places are open at different times."""
        return any(at.hours or at.hours_note for at in self.locations)

    def hours_at(self, location: Location) -> tuple[OpeningHours, ...]:
        """When it is open at one of its places; nothing where that is not known."""
        return location.hours if self.has_hours_by_place else self.hours

    def note_at(self, location: Location) -> str:
        """What is said in words of when it is open at one of its places."""
        return "\n".join(filter(None, (location.hours_note, self.hours_note)))


@dataclass(frozen=True, slots=True)
class Source:
    """A published list that listings came from; its attribution is shown with each of them.

    `allow_http`: a person agreed to read it without a safe connection. `last_batch` is the change that
    brought its newest version. `waits` says why a newer one waits for a person.
    """

    name: str
    format: str
    address: str = ""
    attribution: str = ""
    licence: str = ""
    imported_at: datetime | None = None
    listings: int = 0
    allow_http: bool = False
    last_batch: str = ""
    waits: tuple[Doubt, ...] = ()
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of an imported list: a listing, or the reason why it can't be used.

    `line` counts from 1: the line of a spreadsheet (1 is the heading), the entry of a JSON list.
    `notes` say what was changed while reading. `name` is what the row calls itself, for the report.
    """

    line: int
    name: str = ""
    listing: Listing | None = None
    refusal: Problem | None = None
    notes: tuple[Problem, ...] = ()


class Rows(Protocol):
    """Rows of a list that can be gone through again and again, without all of them being held."""

    def __iter__(self) -> Iterator[ReadRow]: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What taking in a list would do. `found` = `used` + refused rows.

    `noted` counts what was changed while reading. The first few rows of each kind are at hand;
    `letters` names the encoding the list was written in, "" for a workbook. A list that came as a table
    has its `sheet`, with what each column was taken as.
    """

    source: Source
    rows: Rows
    added: int
    changed: int
    same: int
    gone: int
    used: int
    noted: int
    first_refused: tuple[ReadRow, ...] = ()
    first_noted: tuple[ReadRow, ...] = ()
    letters: str = ""
    sheet: ListSheet | None = None
    differences: tuple[Difference, ...] = ()
    tally: Tally = NOTHING_BEFORE

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Why a person has to look at this before it is taken in."""
        return self.tally.doubts

    @property
    def found(self) -> int:
        """Rows in the list."""
        return len(self.rows)

    @property
    def refused_count(self) -> int:
        """How many rows can't be used."""
        return self.found - self.used

    @property
    def refused(self) -> Iterator[ReadRow]:
        """Rows that can't be used, one after another."""
        return (row for row in self.rows if row.refusal)


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """What to look for. `near` is typed text (postcode, part of one, or a town); `within` is miles.

    `facets` maps a facet name (needs, who, cost, access, open, checked, where, miles) to the codes
    chosen: OR inside one facet, AND between them. The first `offset` answers are left out.
    `partly` takes listings with some of the words where none has all.
    """

    text: str = ""
    near: str = ""
    within: float | None = None
    open_now: bool = False
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    limit: int = 200
    offset: int = 0
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """Why a listing matched: a code for `wording`, the word it concerns, and what was typed for it."""

    code: str
    word: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ListingMatch:
    """One answer of a search: the listing, the nearest of its locations, miles, why, open state."""

    listing: Listing
    location: Location
    miles: float | None
    why: Why
    open: OpenState


@dataclass(frozen=True, slots=True)
class DirectoryAnswer:
    """Answers of a search in rank order, cut at the limit; counts by facet and code for the rest.

    `near` is the place it is near, where one was typed; `near_unknown` says that it was not found, so
    nothing is sorted by distance. `partial` says that no listing has all of the words; `everything`
    counts the whole directory.
    """

    total: int
    matches: tuple[ListingMatch, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    near_unknown: bool = False
    near: Place | None = None
    partial: bool = False
    everything: int = 0


def freshness(checked_on: date | None, today: date) -> str:
    """`six-months`, `year`, `older` or `never`, by when a listing was last checked."""
    if checked_on is None:
        return "never"
    days = (today - checked_on).days
    return "six-months" if days <= 183 else "year" if days <= 366 else "older"
