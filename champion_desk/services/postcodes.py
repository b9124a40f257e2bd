"""Takes in positions of full postcodes from a published file, and finds one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from champion_desk.domain.places import Position
from champion_desk.domain.postcodes import PostcodePosition, PostcodesRead, Sector, gathered
from champion_desk.domain.problems import Cancelled
from champion_desk.importers import postcode_files
from champion_desk.services.changes import ChangeBoard
from champion_desk.storage.store import Store

_ABOUT = "postcodes"
_AT_ONCE = 500  # sectors
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class PostcodesKnown:
    """What was taken in last: from which file, when, and how many rows of it; `sectors` there are in all."""

    sectors: int
    file: str = ""
    at: datetime | None = None
    used: int = 0


class PostcodeService:
    """Full postcodes of this desk. Without them, a postcode is found by its sector."""

    def __init__(self, store: Store, board: ChangeBoard) -> None:
        self._store, self._board = store, board

    def known(self) -> PostcodesKnown:
        """What this desk has."""
        with self._store.reading() as tx:
            sectors, told = tx.postcodes.count(), tx.desk.get(_ABOUT)
        about = json.loads(told) if told else {}
        if not about:
            return PostcodesKnown(sectors)
        return PostcodesKnown(sectors, about["file"], datetime.fromisoformat(about["at"]), about["used"])

    @staticmethod
    def recognises(path: Path) -> bool:
        """Whether that is a list of postcodes: a quick look."""
        return postcode_files.holds_postcodes(path)

    def take_in(
        self,
        path: Path,
        progress: Progress = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> PostcodesRead:
        """Read a file, a folder or a zip, and keep its postcodes beside those that are known, or none of it.

        A postcode in it takes the place of what was known of it; all others stay. `progress` counts bytes.
        Raises `Cancelled`, and `Problem` where the file can't be used.
        """
        read = gathered(postcode_files.read(path, progress, cancelled))
        names = sorted(read.sectors)
        with self._store.transaction() as tx:
            for at in range(0, len(names), _AT_ONCE):
                if cancelled():
                    raise Cancelled
                some = {}
                for name in names[at : at + _AT_ONCE]:
                    some[name] = tx.postcodes.sector(name) or Sector()
                    some[name].put(read.sectors[name])
                tx.postcodes.keep(some)
            about = {"file": path.name, "at": datetime.now(UTC).isoformat(), "used": read.used}
            tx.desk.set(_ABOUT, json.dumps(about))
        self._board.tell("postcodes")
        return read

    def find(self, postcode: str) -> PostcodePosition | None:
        """A full postcode, if it was taken in."""
        with self._store.reading() as tx:
            sector = tx.postcodes.sector(postcode[:-2])
        return sector.find(postcode) if sector else None

    def middle(self, part: str) -> Position | None:
        """The middle of a sector (`BT7 1`) or a district (`BT7`), if their postcodes were taken in."""
        with self._store.reading() as tx:
            sectors = [tx.postcodes.sector(part)] if " " in part else tx.postcodes.district(part)
        middles = [middle for sector in sectors if sector and (middle := sector.middle())]
        count = sum(number for _position, number in middles)
        if not count:
            return None
        return Position(
            sum(position.latitude * number for position, number in middles) / count,
            sum(position.longitude * number for position, number in middles) / count,
        )
