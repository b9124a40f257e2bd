"""Who is at the desk and where: champions and sites."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid

NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Site:
    """A library or office where staff help people. Position in degrees (WGS 84), when known."""

    name: str
    council_code: str = ""
    council_name: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    nation: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Invalid("site", "needed")
        if len(self.name) > NAME_LENGTH * 2:
            raise Invalid("site", "too-long", most=NAME_LENGTH * 2)


@dataclass(frozen=True, slots=True)
class Champion:
    """A member of staff who helps people get online."""

    name: str
    lead: bool = False
    left_on: date | None = None
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Invalid("champion", "needed")
        if len(self.name) > NAME_LENGTH:
            raise Invalid("champion", "too-long", most=NAME_LENGTH)
