"""Sets a handout that was adapted against the one that ships, line by line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line and where it stands: `kind` is same, theirs (only in what ships) or ours."""

    kind: str
    text: str


def compared(theirs: str, ours: str) -> list[ComparedLine]:
    """Every line of both, in order; where they differ, what ships comes first."""
    first, second = theirs.splitlines(), ours.splitlines()
    found: list[ComparedLine] = []
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += [ComparedLine("same", line) for line in first[a:b]]
            continue
        found += [ComparedLine("theirs", line) for line in first[a:b]]
        found += [ComparedLine("ours", line) for line in second[c:d]]
    return found
