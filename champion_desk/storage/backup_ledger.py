"""What is known of the backups besides themselves: when each was checked, how the second folder was found."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from champion_desk.domain.problems import Problem
from champion_desk.storage.files import known_file, write_whole

FILE = "known.json"
Where = Literal["here", "there"]


@dataclass(frozen=True, slots=True)
class Seen:
    """The last look at one backup: when, whether it was whole, and its SHA-256 when it was."""

    at: str
    whole: bool
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Second:
    """The second folder as it was last seen. `state`: "" not yet, ready, away, unmarked, failed.

    `problem` is the code of what failed, `copied` the time of the newest backup of this desk in it.
    """

    folder: str = ""
    state: str = ""
    problem: str = ""
    same_disk: bool = False
    copied: str = ""
    seen_at: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """`since` is when this file began; `left` the time of the newest backup on another disk than this.

    `held` tells what the newest backup here holds, `aside` from when on the time of each folder kept aside
    is counted. Times are ISO, UTC.
    """

    since: str = ""
    left: str = ""
    put_off_until: str = ""
    held: str = ""
    second: Second = field(default_factory=Second)
    here: dict[str, Seen] = field(default_factory=dict, hash=False)
    there: dict[str, Seen] = field(default_factory=dict, hash=False)
    aside: dict[str, str] = field(default_factory=dict, hash=False)


def stamp(moment: datetime | None = None) -> str:
    """A moment, or now, as the ledger writes it."""
    return (moment or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")


def moment(text: str) -> datetime | None:
    """A moment the ledger wrote; None where there is none."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


class Ledger:
    """The file `known.json` beside the backups. Losing it loses no backup: trouble with it stops nothing."""

    _guards: dict[str, threading.RLock] = {}  # noqa: RUF012 - one for each file, whoever holds the ledger

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._guard = self._guards.setdefault(str(self._path), threading.RLock())

    def read(self) -> Known:
        """What is known; nothing where the file is missing or harmed."""
        try:
            found = json.loads(self._path.read_bytes())
            return _known(found)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return Known()

    def change(self, how: Callable[[Known], Known]) -> Known:
        """Read, change and write in one go, whichever thread asks."""
        with self._guard:
            before = self.read()
            after = how(before)
            since = moment(after.since)
            if since is None or since > datetime.now(UTC) + timedelta(days=1):  # a clock that was wrong
                after = replace(after, since=stamp())
            if after != before:
                with contextlib.suppress(Problem, OSError), known_file(self._path):
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                    write_whole(self._path, json.dumps(asdict(after), indent=1).encode("utf-8"))
            return after

    def note(self, where: Where, name: str, seen: Seen) -> None:
        """Note a look at the backup of that name, here or there (in the second folder)."""
        if where == "here":
            self.change(lambda known: replace(known, here={**known.here, name: seen}))
        else:
            self.change(lambda known: replace(known, there={**known.there, name: seen}))

    def forget_all_but(self, where: Where, names: Iterable[str]) -> None:
        """Forget the backups that are gone."""
        left = set(names)

        def kept(known: Known) -> Known:
            seen = known.here if where == "here" else known.there
            seen = {name: one for name, one in seen.items() if name in left}
            return replace(known, here=seen) if where == "here" else replace(known, there=seen)

        self.change(kept)


def _known(found: dict[str, Any]) -> Known:
    return Known(
        since=_text(found["since"]),
        left=_text(found["left"]),
        put_off_until=_text(found["put_off_until"]),
        held=_text(found["held"]),
        second=Second(**_typed(Second, found["second"])),
        here={str(name): Seen(**_typed(Seen, one)) for name, one in found["here"].items()},
        there={str(name): Seen(**_typed(Seen, one)) for name, one in found["there"].items()},
        aside={str(name): _text(at) for name, at in found.get("aside", {}).items()},
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _typed(kind: type[Seen | Second], found: dict[str, Any]) -> dict[str, Any]:
    values = {}
    for one in fields(kind):
        value = found[one.name]
        if type(value) is not (bool if one.type == "bool" else str):
            raise TypeError(one.name)
        values[one.name] = value
    return values
