"""What a backup tells before anyone unlocks it: when and why it was made, by which version, its counts."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

FILE = "about.json"
# Counts only: this file is not locked, so no text of any record may ever stand in it.
COUNTED = ("sessions", "drafts", "listings", "champions", "enrolments")
_FORMAT = 1
_MOST_BYTES = 16 * 1024
_CODE = re.compile(r"[a-z][a-z-]{0,23}")
_MOST = 10**9


@dataclass(frozen=True, slots=True)
class About:
    """`occasion` is a code (half-hour, close, asked, update …); `store` is the version of its tables."""

    made_at: datetime
    occasion: str
    program: str
    store: int
    counts: Mapping[str, int] = field(default_factory=dict)


def to_bytes(about: About) -> bytes:
    """The bytes of the file."""
    content = {
        "format": _FORMAT,
        "made_at": about.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "occasion": about.occasion,
        "program": about.program,
        "store": about.store,
        "counts": dict(about.counts),
    }
    return json.dumps(content, indent=1).encode("utf-8")


def read(archive: zipfile.ZipFile) -> About | None:
    """What an open backup says of itself; None where it says nothing, or nothing that can be believed."""
    try:
        with archive.open(FILE) as inside:
            data = inside.read(_MOST_BYTES + 1)
        return from_bytes(data) if len(data) <= _MOST_BYTES else None
    except Exception:  # whatever a damaged or hostile archive comes up with: it says nothing
        return None


def from_bytes(data: bytes) -> About | None:
    """What those bytes say, each part checked; None where they are not ours."""
    try:
        found = json.loads(data)
        if not isinstance(found, dict) or type(found["format"]) is not int:
            return None
        made_at = datetime.fromisoformat(found["made_at"]).astimezone(UTC)
        program, store, counts = found.get("program"), found.get("store"), found.get("counts")
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, OSError):
        return None
    return About(
        made_at,
        _code(found.get("occasion")),
        program[:24] if isinstance(program, str) and program.isprintable() else "",
        store if type(store) is int and 0 <= store < _MOST else 0,
        _counts(counts),
    )


def _code(value: object) -> str:
    return value if isinstance(value, str) and _CODE.fullmatch(value) else ""


def _counts(value: object) -> Mapping[str, int]:
    """All of the counts or none: half of them would say that the rest is missing."""
    if not isinstance(value, dict):
        return {}
    counts = {name: value.get(name) for name in COUNTED}
    right = all(type(count) is int and 0 <= count < _MOST for count in counts.values())
    return {name: int(count or 0) for name, count in counts.items()} if right else {}
