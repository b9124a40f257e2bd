"""Favourites: places that a champion, or everyone at a site, wants at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from champion_desk.domain.identity import new_id

Whose = Literal["mine", "site"]


@dataclass(frozen=True, slots=True)
class Favourite:
    """A listing kept at hand at a site; by everyone there where no champion is named."""

    listing_id: str
    site_id: str
    champion_id: str = ""
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)
