"""Handouts: sheets that citizens take home."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from champion_desk.domain.directory import Listing
from champion_desk.domain.slips import HandOffSlip

POINTS = (14, 18, 24)
PAPERS = ("A4", "A5")
COLOURS = ("white", "cream", "yellow")
# The whole sheet, where a second language follows the first; two languages beside each other; Easy Read
# with pictures; a card of the next steps on one side.
LAYOUTS = ("sheet", "columns", "easy", "card")
_LEAST_EASY = 16  # points
_MOST_IN_COLUMNS = 18


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, bold or not; `link` is the address (https, mailto or tel) that it names, if any."""

    text: str
    bold: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a PNG file, and what it shows, for those who can't see it."""

    shows: str
    file: Path


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A PNG or JPEG that a handout of a desk's own shows, by its name; `shows` says what it shows."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list whose every item is a tuple of runs. `kind`: paragraph, bullets, steps, picture.

    In Easy Read each item has a picture, in the order of the items. The one item of a block of the kind
    picture says what `picture` shows. Elsewhere there are none.
    """

    kind: str
    items: tuple[tuple[Run, ...], ...]
    pictures: tuple[Picture, ...] = ()
    picture: OwnPicture | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks. `role` says which part of the sheet it is, in any language."""

    heading: str
    blocks: tuple[Block, ...]
    role: str = ""


REVIEW_MONTHS = 12
LANGUAGES = ("en", "cy", "gd", "pl", "ro", "uk", "pt", "ar", "ur", "bn", "pa", "zh")
ROLES = ("before", "steps", "looks", "wrong", "safe", "help")


@dataclass(frozen=True, slots=True)
class Handout:
    """A handout in one language, as read from its file."""

    slug: str
    language: str
    title: str
    summary: str
    sections: tuple[Section, ...]
    topics: tuple[str, ...] = ()
    nations: tuple[str, ...] = ("all",)
    web: str = ""
    reviewed: date | None = None
    translator: str = ""
    speaker_reviewed: bool = True
    easy: bool = False
    pictures: tuple[OwnPicture, ...] = ()

    def is_due(self, today: date) -> bool:
        """Whether it was last reviewed over `REVIEW_MONTHS` ago, or never."""
        if self.reviewed is None:
            return True
        months = (today.year - self.reviewed.year) * 12 + today.month - self.reviewed.month
        return months > REVIEW_MONTHS or (months == REVIEW_MONTHS and today.day > self.reviewed.day)


@dataclass(frozen=True, slots=True)
class HandoutOrder:
    """What to print: the handout, and what this citizen's copy carries besides.

    A hand-off slip comes on a page of its own at the end, to be shown where they go next. `second` is the
    same handout in a second language; `paper`, `colour` and `layout` are of the lists above.
    """

    handout: Handout
    points: int = 18
    listings: tuple[Listing, ...] = ()
    next_steps: tuple[str, ...] = ()
    site_name: str = ""
    site_address: str = ""
    site_phone: str = ""
    printed_on: date = field(default_factory=date.today)
    demo: bool = False
    slip: HandOffSlip | None = None
    second: Handout | None = None
    paper: str = "A4"
    colour: str = "white"
    layout: str = "sheet"
    logo: OwnPicture | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the sheet says that it was last checked too long ago."""
        return self.handout.is_due(self.printed_on)

    @property
    def print_points(self) -> int:
        """The size it is really printed in: Easy Read is never small."""
        return max(self.points, _LEAST_EASY) if self.layout == "easy" else self.points

    @property
    def print_layout(self) -> str:
        """The layout it is really printed in."""
        return "sheet" if self.layout == "columns" and not self.beside else self.layout

    @property
    def beside(self) -> bool:
        """Whether two languages stand beside each other: columns of large letters would be too narrow."""
        roomy = self.paper == "A4" and self.points <= _MOST_IN_COLUMNS
        return self.second is not None and self.layout == "columns" and roomy
