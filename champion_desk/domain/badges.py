"""A badge that a champion keeps: what it says, what was proven of it here, and what could not be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from champion_desk.domain.identity import new_id

OPEN_BADGES_2, OPEN_BADGES_3 = "2.0", "3.0"
# What can be proven without a network, and what speaks against a badge or stays open.
STRUCTURE, DATES, SIGNATURE, INTACT = "structure", "dates", "signature", "intact"
ISSUER, NO_SIGNATURE, KEY_ELSEWHERE, WAY_UNKNOWN, HOLDER, WITHDRAWN = (
    *("issuer", "no-signature", "key-elsewhere", "way-unknown", "holder", "withdrawn"),
)


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge. `proven` and `unproven` are codes of this module; `document` is its JSON (or JWT) as it
    came; `digest` tells the same badge when it comes again."""

    champion_id: str
    name: str
    issuer: str
    version: str
    issued_on: date | None
    expires_on: date | None
    proven: tuple[str, ...]
    unproven: tuple[str, ...]
    document: str
    digest: str
    kept_on: date = field(default_factory=date.today)
    id: str = field(default_factory=new_id)

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires_on is not None and self.expires_on < today
