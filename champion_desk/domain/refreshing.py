"""What a newer version of a list would change, and when a person has to look at it first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# A list that drops, or changes, a larger share than this waits for a person (product: Directory, Sources).
MOST_GONE = 0.3
MOST_CHANGED = 0.2
GONE, PHONES, ADDRESSES = "gone", "phones", "addresses"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a newer version waits: `count` of `of` places would go, or have another phone or address.

    `code` is gone, phones or addresses.
    """

    code: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that a newer version gives another value, both as plain text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that would be new, changed or gone. `kind` is added, changed or gone."""

    kind: str
    name: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many places of a source there were, and how many of those that stay have another phone or address.

    `phones_of` and `addresses_of` count those that had one before.
    """

    before: int
    gone: int
    phones: int = 0
    phones_of: int = 0
    addresses: int = 0
    addresses_of: int = 0

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What a person has to look at before this is taken in; nothing, as a rule."""
        found = (
            (Doubt(GONE, self.gone, self.before), MOST_GONE),
            (Doubt(PHONES, self.phones, self.phones_of), MOST_CHANGED),
            (Doubt(ADDRESSES, self.addresses, self.addresses_of), MOST_CHANGED),
        )
        return tuple(doubt for doubt, most in found if doubt.of and doubt.count / doubt.of > most)


NOTHING_BEFORE = Tally(0, 0)


def same_numbers(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether two lists of phone numbers are the same numbers, however they are spaced and ordered."""
    return {_digits(one) for one in before} == {_digits(one) for one in after}


def _digits(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return "0" + digits[2:] if digits.startswith("44") else digits or phone.casefold()


def address_keys(locations: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """What tells the addresses of locations, as the store writes them: letters and digits only."""
    keys = set()
    for at in locations:
        lines = at.get("address")
        parts = (*(lines if isinstance(lines, list | tuple) else ()), at.get("town"), at.get("postcode"))
        key = re.sub(r"[\W_]", "", "".join(str(part) for part in parts if part).casefold())
        if key:
            keys.add(key)
    return frozenset(keys)
