"""What a council makes of the lists: its own items, other labels, another order, retired and merged codes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from champion_desk.domain.catalogue import folded
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid

# The lists that belong to the council. Areas and presets begin empty and with the shipped keys.
EDITABLE = (
    *("topics", "barriers", "outcomes", "reasons", "channels", "devices", "items", "areas", "presets"),
    *("services", "service_problems"),
)
LABEL_LENGTH = 60
MOST_WORDS = 30
# No code that ships begins so, and none ever will: a council's own code stays its own.
OWN_PREFIX = "our-"
# What the program itself asks for: other labels are fine, but sessions must be able to have these.
RELIED_ON: Mapping[str, frozenset[str]] = {
    "outcomes": frozenset({"done", "handed-on", "could-not"}),
    "topics": frozenset({"other"}),
}
# Lists that may be empty. Of the others one line must always be left to choose.
MAY_BE_EMPTY = frozenset({"areas"})
# Between two lines that ship there is room for so many others.
STEP = 1_000
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE_LENGTH = 60
_SLUG_LENGTH = 40


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

    @property
    def differs(self) -> bool:
        """Whether anything is left of it over what ships."""
        return bool(
            self.labels or self.facts or self.retired or self.merged_into or self.position is not None
        )


def is_own(code: str) -> bool:
    """Whether a code is the council's own, and none that ships."""
    return code.startswith(OWN_PREFIX)


def is_code(code: str) -> bool:
    """Whether a text can be a code: small letters, figures, and hyphens between them."""
    return len(code) <= _CODE_LENGTH and bool(_CODE.fullmatch(code))


def new_code(label: str, taken: Iterable[str]) -> str:
    """A code for a new line, made from its label. `taken` are all codes there ever were."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in folded(label).lower())
    slug = "-".join(plain.split())[:_SLUG_LENGTH].strip("-") or "line"
    known, code, number = set(taken), OWN_PREFIX + slug, 2
    while code in known:
        code, number = f"{OWN_PREFIX}{slug}-{number}", number + 1
    return code


def cleaned_label(text: str) -> str:
    """A label without what can't be seen: control signs, marks that turn the reading, spaces at its ends."""
    plain = unicodedata.normalize("NFC", text)
    seen = (" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Zs") else sign for sign in plain)
    return " ".join("".join(sign for sign in seen if unicodedata.category(sign)[0] != "C").split())


def counted(merges: Mapping[str, str], codes: Iterable[str]) -> dict[str, str]:
    """What each merged code counts as in the end. A chain that leads round or nowhere counts for nothing."""
    known, ends = set(codes), dict[str, str]()
    for code in merges:
        at, way = code, dict[str, None]()
        while at not in ends and at not in way and merges.get(at) in known:
            way[at] = None
            at = merges[at]
        end = "" if at in way else ends.get(at, at)
        ends.update(dict.fromkeys(way, end))
    return {code: end for code, end in ends.items() if end}


def positions_for(wanted: Sequence[str], natural: Mapping[str, int]) -> dict[str, int | None]:
    """The place to keep for each code, so that the list stands as wanted; None where the shipped one does.

    As many as can be keep their shipped place, so that few lines differ from what ships.
    """
    staying = set(_longest_rising([(natural[code], code) for code in wanted if code in natural]))
    found: dict[str, int | None] = {}
    last, waiting = 0, list[str]()
    for code in [*wanted, None]:
        if code is not None and code not in staying:
            waiting.append(code)
            continue
        after = natural[code] if code is not None else last + STEP * (len(waiting) + 1)
        step = (after - last) // (len(waiting) + 1)
        if waiting and step < 1:  # no room left between two lines that ship: all places are set
            return {one: at * STEP for at, one in enumerate(wanted, start=1)}
        found.update({one: last + step * at for at, one in enumerate(waiting, start=1)})
        waiting, last = [], after
        if code is not None:
            found[code] = None
    return found


def _longest_rising(pairs: Sequence[tuple[int, str]]) -> list[str]:
    """The codes of the longest run whose numbers rise."""
    ends, at_ends, before = list[int](), list[int](), list[int]()
    for at, (number, _code) in enumerate(pairs):
        length = bisect_left(ends, number)
        before.append(at_ends[length - 1] if length else -1)
        ends[length:] = [number]
        at_ends[length:] = [at]
    run, at = list[str](), at_ends[-1] if at_ends else -1
    while at >= 0:
        run.append(pairs[at][1])
        at = before[at]
    return run[::-1]
