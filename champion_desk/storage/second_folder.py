"""A second folder for backups, on a stick or a network disk that comes and goes: checked copies."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.storage import backups
from champion_desk.storage.backup_ledger import Ledger, Second, Seen, stamp
from champion_desk.storage.backup_names import free_name
from champion_desk.storage.backups import Backup
from champion_desk.storage.disks import same_disk
from champion_desk.storage.files import sync_folder, write_whole
from champion_desk.storage.thinning import to_thin
from champion_desk.storage.trouble import known

# Where a stick is out, its mount point may be an empty folder on this disk: copies go only beside this file.
MARKER = "champion-desk-backups.json"
MOST_AT_ONCE = 8
_CHUNK = 1024 * 1024
Key = Callable[[], bytes | None]


def begin(folder: Path, desk_folder: Path) -> None:
    """Put our mark into a folder that is there, so that copies go into it from now on. Raises `Problem`.

    The folder itself is never made: what looks like a stick may be the empty place where one belongs.
    """
    with known(folder):
        if not folder.is_dir():
            raise Problem("not-found", path=str(folder))
        if folder.resolve().is_relative_to(desk_folder.resolve()):
            raise Problem("second-folder-inside", path=str(folder))
        if not (folder / MARKER).is_file():
            write_whole(folder / MARKER, json.dumps({"format": 1}).encode("ascii"), 0o644)


def state_of(folder: Path) -> str:
    """`ready` where our mark is found, `unmarked` where only the folder is, else `away`."""
    try:
        if (folder / MARKER).is_file():
            return "ready"
        return "unmarked" if folder.is_dir() else "away"
    except OSError:
        return "away"


class Copying:
    """Brings the second folder of one desk up to date. May wait long for a disk: not for the window."""

    def __init__(self, desk_folder: Path, desk_id: str, folder: Path, key: Key = lambda: None) -> None:
        self._desk_folder, self._desk_id = desk_folder, desk_id
        self.folder = folder
        self._own = backups.default_folder(desk_folder)
        self._ledger = Ledger(self._own)
        self._key = key

    def run(self, most: int = MOST_AT_ONCE) -> Second:
        """Copy what is missing, the newest first, and thin; what the folder is like now goes into the ledger.

        Trouble with the folder is no error here: it stands in the answer.
        """
        found = Second(str(self.folder), state_of(self.folder), seen_at=stamp())
        if found.state == "ready":
            try:
                found = replace(found, same_disk=same_disk(self.folder, self._desk_folder))
                with known(self.folder):
                    backups.thin(self.folder, self._desk_id)  # a full stick may have room then
                    self._copy_missing(most)
                    backups.thin(self.folder, self._desk_id)
                    self._ledger.forget_all_but("there", (one.path.name for one in self.listed()))
            except Problem as problem:
                gone = state_of(self.folder) != "ready"
                found = replace(found, state="away" if gone else "failed", problem=problem.code)
            except OSError:
                found = replace(found, state="away")
        return self._noted(found)

    def _noted(self, found: Second) -> Second:
        """What was found, with the newest copy; where the folder is away, the one last seen in it."""
        before = self._ledger.read()
        newest = ""
        if found.state in ("ready", "failed"):
            try:
                soon = datetime.now(UTC) + timedelta(days=1)
                whole = [one.made_at for one in self.listed() if one.whole and one.made_at < soon]
                newest = stamp(whole[0]) if whole else ""
            except Problem:
                found = replace(found, state="away")
        if found.state in ("away", "unmarked") and before.second.folder == found.folder:
            newest = before.second.copied
            found = replace(found, same_disk=before.second.same_disk)
        found = replace(found, copied=newest)
        left = max(before.left, newest) if newest and not found.same_disk else before.left
        self._ledger.change(lambda known: replace(known, second=found, left=left))
        return found

    def listed(self) -> list[Backup]:
        """The copies of this desk in the folder, newest first. Raises `Problem` where it can't be read."""
        seen = self._ledger.read().there
        return [one for one in backups.listed(self.folder, seen) if one.desk_id == self._desk_id]

    def _copy_missing(self, most: int) -> None:
        for left in self.folder.glob(f".copying-{self._desk_id}-*"):
            left.unlink(missing_ok=True)
        there = [one for one in self.listed() if one.whole]
        looks = self._ledger.read()
        known_there = {looks.there[one.path.name].sha256 for one in there if one.path.name in looks.there}
        unknown_there = {(one.made_at, one.size) for one in there if one.path.name not in looks.there}
        missing = [
            one
            for one in backups.listed(self._own)
            if one.whole
            and one.desk_id == self._desk_id
            and (one.made_at, one.size) not in unknown_there
            and not (one.path.name in looks.here and looks.here[one.path.name].sha256 in known_there)
        ]
        soon_gone = {one.path for one in to_thin([*there, *missing], datetime.now(UTC))}
        for one in [one for one in missing if one.path not in soon_gone][:most]:
            try:
                self.copy(one)
            except Problem:
                if one.path.exists():  # else it was thinned meanwhile
                    raise

    def copy(self, backup: Backup) -> Path | None:
        """One backup into the folder: written, synced, read back, and only then given its name.

        None for one whose bytes nobody has vouched for, while the desk is locked, and for one that is not
        what it was when it was opened. Raises `Problem`.
        """
        vouched = self._vouched(backup)
        if vouched is None:
            return None
        temporary = self.folder / f".copying-{self._desk_id}-{backup.path.name}"
        with known(self.folder):
            try:
                _write(backup.path, temporary)
                if backups.digest(temporary) != vouched:
                    self._blame(backup, vouched)
                    return None
                seen = self._checked(temporary, vouched)
                target = free_name(self.folder, backup.path.name)
                temporary.rename(target)
            finally:
                temporary.unlink(missing_ok=True)
            sync_folder(self.folder)
        self._ledger.note("there", target.name, seen)
        return target

    def _vouched(self, backup: Backup) -> str | None:
        """The SHA-256 that the backup had when it was opened and found whole; opened now where unknown."""
        look, key = self._ledger.read().here.get(backup.path.name), self._key()
        if look is not None and look.sha256:
            return look.sha256
        if key is None or not backups.opens(backup.path, key):
            return None
        look = backups.check(backup.path, key, self._workplace())
        self._ledger.note("here", backup.path.name, look)
        return look.sha256

    def _blame(self, backup: Backup, vouched: str) -> None:
        """The copy has other bytes: the backup itself was harmed, or this disk can't be relied on."""
        if backups.digest(backup.path) == vouched:
            raise Problem("copy-not-whole", path=str(self.folder))
        self._ledger.note("here", backup.path.name, Seen(stamp(), False, vouched))

    def _checked(self, copy: Path, vouched: str) -> Seen:
        """A copy with the bytes of one that was opened; opened once more here, while the key is at hand."""
        key = self._key()
        if key is not None and backups.opens(copy, key):
            return backups.check(copy, key, self._workplace())
        return Seen(stamp(), True, vouched)

    def _workplace(self) -> Path:
        place = self._own / f".checking-{os.urandom(6).hex()}"
        backups.sweep(self._own, ".checking-")
        return place


def _write(source: Path, target: Path) -> None:
    """Copy the bytes, have them written to the disk, and let the next reading come from there."""
    with source.open("rb") as inside, target.open("wb") as outside:
        shutil.copyfileobj(inside, outside, _CHUNK)
        outside.flush()
        os.fsync(outside.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(outside.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
