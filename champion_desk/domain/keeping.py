"""What this desk itself says of listings: checks, edits, what is wrong, and which are the same place."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from champion_desk.domain.directory import Listing
from champion_desk.domain.identity import new_id

# The format of the one source whose places this desk keeps itself.
OWN = "own"
# What staff may say otherwise than a source does, field by field. NOTE is a field that only desks have.
NOTE = "note"
EDITABLE = (
    *("name", "organisation", "description", "phones", "email", "url", "fees", "eligibility", "bring"),
    *("alert", "hours", "hours_note", "needs", "areas", "locations"),
)
MERGED, LINKED, DIFFERENT = "merged", "linked", "different"


@dataclass(frozen=True, slots=True)
class ListingEdit:
    """A field of a listing as this desk has it. `value` is JSON of the value as the store writes it."""

    listing_id: str
    field: str
    value: str
    made_on: date
    made_by: str
    id: str = dataclasses.field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class ListingCheck:
    """Somebody looked, and the listing was right."""

    listing_id: str
    checked_on: date
    checked_by: str
    id: str = dataclasses.field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class ListingReport:
    """Something is wrong with a listing: a code of the list `listing_problems`, and a note.

    It waits to be sent to whoever publishes the listing, and is closed when it is mended.
    """

    listing_id: str
    reason: str
    reported_on: date
    reported_by: str
    note: str = ""
    sent_on: date | None = None
    closed_on: date | None = None
    closed_by: str = ""
    id: str = dataclasses.field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class ListingTie:
    """Two listings that somebody looked at together. `kind` is one of these.

    merged: the same place, only `listing_id` is listed. linked: they belong together, both are listed.
    different: they only look alike, and are not asked about again.
    """

    listing_id: str
    other_id: str
    kind: str
    made_on: date
    made_by: str
    id: str = dataclasses.field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class LocalValue:
    """A field that this desk says otherwise: what the source says, by whom it was changed, and when."""

    field: str
    source_says: str
    made_on: date
    made_by: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known here of one listing beside what its source says."""

    local: tuple[LocalValue, ...] = ()
    note: str = ""
    reports: tuple[ListingReport, ...] = ()
    merged: tuple[Listing, ...] = ()
    linked: tuple[Listing, ...] = ()
    is_own: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A listing that is due for a check, and how often it was signposted in the last year."""

    listing: Listing
    uses: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two listings that may be the same place. `signs`: name, phone, postcode, web; `score` from 0 to 1."""

    first: Listing
    second: Listing
    signs: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report with the listing it is about, and who publishes it."""

    report: ListingReport
    listing: Listing
    source: str


@dataclass(frozen=True, slots=True)
class PlacesToKeep:
    """What waits in the directory: places that people are sent to and that are due, sources that wait."""

    due: int = 0
    waiting: int = 0
