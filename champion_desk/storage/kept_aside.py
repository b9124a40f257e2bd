"""What a restore or a mending put aside: folders beside the store, until their time is over."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from champion_desk.storage.files import STORE_FILE
from champion_desk.storage.keys import FILE as KEYS_FILE
from champion_desk.storage.thinning import OLDEST

KINDS = ("replaced", "damaged")
_STAMP = "%Y-%m-%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class KeptAside:
    """A folder with a whole store that is no longer in use: why (replaced, damaged), when, its bytes."""

    path: Path
    kind: str
    made_at: datetime
    size: int

    @property
    def opens(self) -> bool:
        """Whether a store is in it with the keys to it."""
        return all((self.path / name).is_file() for name in (STORE_FILE, KEYS_FILE))

    @property
    def goes_on(self) -> date:
        """The first day on which it may be removed."""
        return (self.made_at + OLDEST + timedelta(days=1)).date()


def name_for(kind: str) -> str:
    """The name of a folder that is put aside now."""
    return f"{kind}-{datetime.now(UTC).strftime(_STAMP)}"


def listed(desk_folder: Path) -> list[KeptAside]:
    """What is kept aside in a desk's folder, newest first."""
    found = []
    for kind in KINDS:
        for path in desk_folder.glob(f"{kind}-*"):
            made_at = _made_at(path.name.removeprefix(f"{kind}-"))
            if made_at is not None and path.is_dir() and not path.is_symlink():
                size = sum(one.stat().st_size for one in path.iterdir() if one.is_file())
                found.append(KeptAside(path, kind, made_at, size))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _made_at(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, "%Y-%m-%dT%H%M%S%f%z")  # the Z at its end is read as UTC
    except ValueError:
        return None


def counted_from(
    found: Sequence[KeptAside], known: Mapping[str, datetime], first: datetime, now: datetime
) -> dict[str, datetime]:
    """From when on the time of each is counted, by its name: as `known`, or from when it was made.

    One that says another time than from `first` until `now`, when the clock was right, is from a clock that
    was wrong: it may be an hour old. Its time begins now.
    """
    fresh = {one.path.name: one.made_at if first <= one.made_at <= now else now for one in found}
    return {name: known.get(name, at) for name, at in fresh.items()}


def overdue(found: Sequence[KeptAside], since: Mapping[str, datetime], now: datetime) -> list[KeptAside]:
    """Those whose time is over, counted from then."""
    return [one for one in found if now - since.get(one.path.name, now) > OLDEST + timedelta(days=1)]


def remove(one: KeptAside) -> None:
    """Remove what was kept aside."""
    shutil.rmtree(one.path, ignore_errors=True)
