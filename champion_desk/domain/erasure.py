"""Finding what is held about someone who is known by no name here, so that it can be erased."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from champion_desk.domain.problems import Invalid

# Letters that do not come apart into a plain one and an accent.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
# What a hand might write for another sign; slips use none of the left ones.
_LOOK_ALIKES = str.maketrans("ILOSZBU", "110528V")
_LEAST_DIGITS = 5
EXCERPT = 240


def folded(text: str) -> str:
    """Text as it is searched: without case, accents and runs of blanks."""
    if text.isascii():
        return " ".join(text.casefold().split())
    apart = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_PLAIN)
    return " ".join(plain.split())


def digits_of(text: str) -> str:
    """The digits of a number however it is spaced, or nothing where there is anything but a number."""
    bare = "".join(sign for sign in text if sign not in " -()+./\u00a0")
    return bare if bare.isascii() and bare.isdigit() and len(bare) >= _LEAST_DIGITS else ""


def slip_as_compared(text: str) -> str:
    """A slip code without case, blanks, hyphens and look-alikes."""
    return "".join(sign for sign in text.upper() if sign.isalnum()).translate(_LOOK_ALIKES)


@dataclass(frozen=True, slots=True)
class ErasureQuery:
    """What to look for; what is given must all be met. `first` and `last` are days, both counted.

    Raises `Invalid` when nothing is given, or the days are the wrong way round.
    """

    slip: str = ""
    first: date | None = None
    last: date | None = None
    place: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if not (self.slip.strip() or self.place.strip() or self.text.strip() or self.first or self.last):
            raise Invalid("text", "needed")
        if self.first and self.last and self.first > self.last:
            raise Invalid("last", "date-order")


@dataclass(frozen=True, slots=True)
class Match:
    """Something held that fits the query. `kind`: session, draft, goal, course, listing or history.

    `id` goes to `erase`. `when` is when it happened, where that is known. `fields` are the names of the
    fields that matched, `summary` the text around the first match or the beginning of what there is: it
    came from a record and is shown as plain text only. `topics` are codes. For `history` (an old value
    kept for Undo), `of` is the kind of record.
    """

    id: str
    kind: str
    when: datetime | None
    fields: tuple[str, ...]
    summary: str
    topics: tuple[str, ...] = ()
    removed: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What to look for in backups after erasing: a record by its id, or, where only old values of it were
    erased, the changes that kept them, with the names of their fields and, while they are known, their keyed
    digests. Holds no text."""

    record_id: str
    table: str
    digests: Mapping[str, str] = field(default_factory=dict, hash=False)
    change_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: counts by kind, and what to look for in backups."""

    counts: Mapping[str, int] = field(hash=False)
    traces: tuple[Trace, ...] = ()

    @property
    def total(self) -> int:
        """How many records."""
        return sum(self.counts.values())


class Wanted:
    """A query made ready for looking at many texts."""

    def __init__(self, query: ErasureQuery) -> None:
        self.slip = slip_as_compared(query.slip)
        self.place = folded(query.place)
        self.text = folded(query.text)
        self._digits = digits_of(query.text)

    def is_in(self, text: str) -> bool:
        """Whether the text holds the words, or the number however it is spaced."""
        if not text:
            return False
        if self.text in folded(text):
            return True
        return bool(self._digits) and self._digits in "".join(sign for sign in text if sign.isdigit())

    def is_place(self, text: str) -> bool:
        """Whether the text names the place."""
        return bool(text) and self.place in folded(text)

    def is_slip(self, code: str) -> bool:
        """Whether the code is the slip's, with what hands and eyes take for another sign evened out."""
        return bool(code) and slip_as_compared(code) == self.slip

    def excerpt(self, text: str) -> str:
        """The text around the words, or its beginning, on one line."""
        line = " ".join(text.split())
        at = folded(line).find(self.text) if self.text else -1
        if at <= EXCERPT // 2 or len(line) <= EXCERPT:
            return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
        start = min(at, len(line)) - EXCERPT // 3
        end = start + EXCERPT - 2
        return "…" + line[start:end] + ("…" if end < len(line) else "")
