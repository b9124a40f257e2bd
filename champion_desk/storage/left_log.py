"""The write-ahead log that a crash leaves beside the store: whether it is this store's own, and whole.

SQLite folds a log in as soon as someone writes, asks nothing about where it came from, and reads it only up
to the first damage. So a log that was put back by hand, or harmed on the disk, would silently take away
what was saved. It is looked at here before anything may write. Layout: sqlite.org/fileformat2.html#walformat.
"""

from __future__ import annotations

import struct
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.storage import engine

_HEADER, _FRAME, _PAGE = 32, 24, 4096
_LAST_STAMP = "SELECT max(stamp) FROM change_log"


def stands_beside(path: Path) -> bool:
    """Whether something in a log is, or may be, not folded into the store."""
    log = _log_of(path)
    return log.exists() and log.stat().st_size > 0


def is_older(path: Path, key: bytes) -> bool:
    """Whether the store knows of later changes without its log than with it: that log is an older one's.

    Every change has a later stamp than all before it, also one that erases.
    """
    try:
        with closing(engine.connect(path, key, without_log=True)) as folded:
            alone = folded.execute(_LAST_STAMP).fetchone()[0]
    except sqlcipher.Error:
        return False  # a power cut while it was being folded in: what it holds is not yet in the store
    with closing(engine.connect(path, key, read_only=True)) as both:
        return str(both.execute(_LAST_STAMP).fetchone()[0] or "") < str(alone or "")


def is_cut_short(path: Path, connection: sqlcipher.Connection) -> bool:
    """Whether saved work follows after the place where SQLite stopped reading. Only where nobody writes.

    A power cut harms what was written last and not yet synced, which is one transaction at most: where two
    or more are complete behind the damage, the disk has harmed the log. Harm to the last one looks like a
    power cut, and so is not seen here.
    """
    frames = _Frames(_log_of(path))
    read = int(connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1])
    if frames.commits_after(max(read, 0)) < 2:
        return False
    # The first bytes are written anew when all the rest was folded in: a power cut then takes nothing away.
    return frames.begins_well or not frames.all_folded_into(path)


class _Frames:
    """The heads of the frames of a log: which page, how large the store after it, under which salt."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._heads: list[tuple[int, int, bytes]] = []
        with log.open("rb") as file:
            header = file.read(_HEADER).ljust(_HEADER, b"\0")
            self.begins_well = _sum_of(header[:24]) == header[24:]
            self._page = struct.unpack(">I", header[8:12])[0] if self.begins_well else _PAGE
            while len(head := file.read(_FRAME)) == _FRAME:
                number, size = struct.unpack(">II", head[:8])
                self._heads.append((number, size, head[8:16]))
                file.seek(self._page, 1)
        self._salt = header[16:24] if self.begins_well or not self._heads else self._heads[0][2]

    def commits_after(self, read: int) -> int:
        """How many transactions end behind the first `read` frames."""
        return sum(1 for _, size, salt in self._heads[read:] if size and salt == self._salt)

    def all_folded_into(self, path: Path) -> bool:
        """Whether each page, as the log has it last, stands in the store itself."""
        last = {head[0]: place for place, head in enumerate(self._heads) if head[2] == self._salt}
        with self._log.open("rb") as log, path.open("rb") as store:
            for number, place in last.items():
                log.seek(_HEADER + place * (_FRAME + self._page) + _FRAME)
                store.seek((number - 1) * self._page)
                if log.read(self._page) != store.read(self._page):
                    return False
        return True


def _sum_of(data: bytes) -> bytes:
    """SQLite's check sum over whole pairs of numbers; the log's first byte pair says in which order."""
    order = ">" if data[3] & 1 else "<"
    one = two = 0
    for first, second in struct.iter_unpack(f"{order}II", data):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return struct.pack(">II", one, two)


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
