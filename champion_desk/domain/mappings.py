"""A remembered mapping: what each column and value of an earlier log means here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from champion_desk.domain.identity import new_id


@dataclass(frozen=True, slots=True)
class RememberedMapping:
    """`shape` is made from the sheet's headings, so that the same kind of sheet finds it again; `choices`
    say for each column which field it is, and for each of its values which code."""

    name: str
    shape: str
    choices: Mapping[str, object]
    used_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)
