"""The council's own framework as it is kept: the text of its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from champion_desk.domain.identity import new_id


@dataclass(frozen=True, slots=True)
class OwnFramework:
    """`text` is the whole TOML file. One that is `retired` is not offered; its ratings keep their words."""

    code: str
    text: str
    brought_in_on: date
    retired: bool = False
    id: str = field(default_factory=new_id)
