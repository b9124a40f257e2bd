"""What a council makes of the lists: its own items, other labels, another order, retired and merged codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid

# The lists that belong to the council. Areas and presets begin empty and with the shipped keys.
EDITABLE = (
    *("topics", "barriers", "outcomes", "reasons", "channels", "devices", "items", "areas", "presets"),
    *("services", "service_problems"),
)
LABEL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ListItem:
    """One line of a list as this council has it, over what ships: only what differs need be kept.

    `labels` are by language code, empty where the shipped ones stay; `facts` likewise (a preset's topic, a
    topic's family and words). `position` orders the list, None leaves the shipped place. A retired code is
    offered no more and still has its label; one merged into another counts as that one everywhere.
    Raises `Invalid` for a missing or too long label.
    """

    list: str
    code: str
    labels: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    position: int | None = None
    retired: bool = False
    merged_into: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if self.list not in EDITABLE:
            raise Invalid("list", "unknown-code", given=self.list)
        if not self.code:
            raise Invalid("code", "needed")
        if any(len(label) > LABEL_LENGTH for label in self.labels.values()):
            raise Invalid("labels", "too-long", most=LABEL_LENGTH)
        if self.merged_into == self.code:
            raise Invalid("merged_into", "unknown-code", given=self.code)
