"""Handouts that a desk wrote itself, and files that belong to a record: pictures of a sheet, a logo."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from champion_desk.domain.handouts import ROLES
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid

TEXT_LENGTH = 60_000  # letters: a sheet of four pages has about 6,000
MOST_BYTES = 1_000_000  # of one picture, scaled for paper
DESCRIPTION_LENGTH = 100
DRAFT = "handout"  # the kind of draft of what is being written
OWN = "our-"  # how the slug of a handout begins that was written at a desk
SLUG = re.compile(r"our-[a-z0-9]+(?:-[a-z0-9]+)*")
PICTURE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MEDIA_TYPES = ("image/png", "image/jpeg")

# The headings of the six parts as the handouts that ship have them; other languages go by the order.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "en": ("Before you start", "Steps", "What it looks like", "If it goes wrong", "Stay safe", "Get help"),
    "cy": (
        *("Cyn i chi ddechrau", "Y camau", "Sut olwg sydd arno", "Os aiff rhywbeth o'i le"),
        *("Cadw'n ddiogel", "Cael help"),
    ),
    "gd": (
        *("Mus tòisich sibh", "Na ceumannan", "Cò ris a tha e coltach", "Ma thèid rudeigin ceàrr"),
        *("Cumaibh sàbhailte", "Faighibh cuideachadh"),
    ),
}


def roles_of(headings: Sequence[str], language: str) -> list[str]:
    """Which part of a sheet each heading is: by its words where any is known, else by its place."""
    known = dict(zip(map(_plain, HEADINGS.get(language, ())), ROLES, strict=False))
    roles = [known.get(_plain(heading), "") for heading in headings]
    if any(roles):
        return [role if role not in roles[:at] else "" for at, role in enumerate(roles)]
    return [ROLES[at] if at < len(ROLES) else "" for at in range(len(headings))]


def _plain(heading: str) -> str:
    return " ".join(heading.replace("’", "'").casefold().split())


@dataclass(frozen=True, slots=True)
class OwnHandout:
    """A handout as it was written here: `text` is the whole file, its facts between two `+++` lines.

    One that was adapted names the handout that ships (`original_slug`), and keeps its text as it then was.
    """

    slug: str
    language: str
    text: str
    changed_on: date
    changed_by: str
    original_slug: str = ""
    original: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not SLUG.fullmatch(self.slug):
            raise Invalid("slug", "handout-slug-odd")
        if len(self.text) > TEXT_LENGTH:
            raise Invalid("text", "too-long", most=TEXT_LENGTH)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a record of another table. `description` is what it shows, in words.

    Raises `Invalid` for a name, a description or a size that can't be.
    """

    owner_table: str
    owner_id: str
    name: str
    media_type: str
    description: str
    content: bytes
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not PICTURE_NAME.fullmatch(self.name):
            raise Invalid("name", "picture-name-odd")
        if not self.description.strip():
            raise Invalid("description", "needed")
        if len(self.description) > DESCRIPTION_LENGTH:
            raise Invalid("description", "too-long", most=DESCRIPTION_LENGTH)
        if self.media_type not in MEDIA_TYPES or not 0 < len(self.content) <= MOST_BYTES:
            raise Invalid("content", "picture-unusable")
