"""Handouts: sheets that citizens take home."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from champion_desk.domain.directory import Listing
from champion_desk.domain.slips import HandOffSlip

POINTS = (14, 18, 24)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, bold or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list whose every item is a tuple of runs. `kind`: paragraph, bullets, steps."""

    kind: str
    items: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks. `role` says which part of the sheet it is, in any language."""

    heading: str
    blocks: tuple[Block, ...]
    role: str = ""


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


@dataclass(frozen=True, slots=True)
class HandoutOrder:
    """What to print: the handout, and what this citizen's copy carries besides.

    A hand-off slip comes on a page of its own at the end, to be shown where they go next.
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
