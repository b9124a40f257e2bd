"""What the privacy scanner found in a free text: which kind of personal detail, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

# In the order in which they are named to a person; words for them are in `scanner_words`.
KINDS = (
    "ni", "nhs", "chi", "card", "account", "phone", "email", "birth-date", "postcode", "name",
)  # fmt: skip

# The very pieces of text that a person looked at and said are not personal.
Accepted = frozenset[str]
NOTHING_ACCEPTED: Accepted = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of a text, `text[start:end]`, that looks like a personal detail of one of `KINDS`."""

    kind: str
    start: int
    end: int

    def piece(self, text: str) -> str:
        """What was found, as it was typed."""
        return text[self.start : self.end]
