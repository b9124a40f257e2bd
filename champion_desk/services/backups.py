"""What staff can do with backups: make one, make one when it is due, list them, check them and the store."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from champion_desk import diagnostics
from champion_desk.domain.problems import Problem
from champion_desk.services.changes import ChangeBoard
from champion_desk.services.second_folder import SecondFolderService
from champion_desk.storage import backups, contents, kept_aside, thinning
from champion_desk.storage.backup_ledger import Ledger, Second, Seen, moment, stamp
from champion_desk.storage.backups import Backup
from champion_desk.storage.kept_aside import KeptAside
from champion_desk.storage.store import Store, integrity

EVERY_SECONDS = 30 * 60
AGAIN_SECONDS = 10 * 60  # after one that could not be made: a full disk need not be told every minute


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the store found: `ok` or `damaged`, how many records (if whole), how many backups."""

    store: str
    counts: dict[str, int]
    backups: int


@dataclass(frozen=True, slots=True)
class BackupState:
    """How the backups stand, without waiting for any disk but this one.

    `second` is the second folder as last seen, None where none is chosen; `left` the time of the newest
    backup on another disk; `remind` whether that is too long ago; `is_damaged` whether backups stopped.
    """

    newest: Backup | None
    count: int
    second: Second | None
    left: datetime | None
    remind: bool
    is_damaged: bool


@dataclass(frozen=True, slots=True)
class Checking:
    """How far a check of all backups is, and which were found damaged so far."""

    done: int
    total: int
    harmed: tuple[Backup, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A backup beside the desk: counts of both (empty: unknown), and how many sessions either has alone.

    `would_go` are sessions of the desk that the backup lacks, `would_return` those only the backup has;
    None where the backup is locked with another key, so that nobody looked. The newest are sessions.
    """

    backup: Mapping[str, int] = field(hash=False)
    desk: Mapping[str, int] = field(hash=False)
    would_go: int | None = None
    would_return: int | None = None
    backup_newest: datetime | None = None
    desk_newest: datetime | None = None


def counted(store: Store) -> dict[str, int]:
    """How many records of the main kinds a store has."""
    with store.reading() as tx:
        return {
            "sessions": tx.sessions.count(),
            "listings": tx.directory.count(),
            "champions": len(tx.champions.all()),
            "enrolments": len(tx.training.enrolments()),
        }


class BackupService:
    """Backups of the open store, in the desk's own folder, in a second one, or in another that is named."""

    def __init__(self, store: Store, board: ChangeBoard, second: Callable[[], str] = str) -> None:
        self._store = store
        self._board = board
        self._ledger = Ledger(self.folder)
        self.second = SecondFolderService(store, second)
        self._saved_at = store.writes
        self._last = time.monotonic()
        self._failed_at: float | None = None
        self._keys = self._keys_now()
        self._was_behind: bool | None = None

    @property
    def folder(self) -> Path:
        """Where backups lie unless another folder is named."""
        return backups.default_folder(self._store.folder)

    @property
    def second_folder(self) -> Path | None:
        """The second folder, there or away; None where none is chosen."""
        return self.second.folder

    # Making

    def make(self, folder: Path | None = None, occasion: str = "asked") -> Backup:
        """Make a verified backup now, and thin the older ones. Raises `Problem`.

        One in the desk's own folder is copied to the second folder behind the caller's back. A store that
        is known to be damaged is not backed up, and nothing is thinned: the good backups stay.
        """
        if self._store.is_damaged:
            raise Problem("store-damaged", path=str(self._store.path))
        target = folder or self.folder
        writes, keys_now, held = self._store.writes, self._keys_now(), self._held_now()
        made = self._made(target, occasion)
        backups.thin(target, self._store.author.desk_id)
        diagnostics.log.info("backup made, %s, %d bytes", made.occasion, made.size)
        if target == self.folder:
            self._saved_at, self._keys, self._was_behind = writes, keys_now, False
            self._last, self._failed_at = time.monotonic(), None
            self._ledger.change(lambda known: replace(known, held=held))
            self._tidy()
            self.second.bring_up_to_date()
        else:
            self.second.note_elsewhere(made)
        self._board.tell("backups")
        return made

    def _made(self, target: Path, occasion: str) -> Backup:
        try:
            return backups.make(self._store, target, occasion)
        except Problem as problem:
            self._failed_at = time.monotonic()
            # It may be the copy, or the disk it lies on, that is damaged.
            doubtful = problem.code in ("store-damaged", "backup-not-whole")
            if doubtful and not integrity(self._store.path, self._store.key):
                self.note_damage()
            raise

    def note_damage(self) -> None:
        """The store was found damaged: from now on no backup is made of it, and none is thinned."""
        if not self._store.is_damaged:
            diagnostics.log.warning("store found damaged: no more backups of it")
        self._store.is_damaged = True

    def _tidy(self) -> None:
        """Forget what is gone, and remove what was kept aside when its time is over."""
        found, now = self.listed(), datetime.now(UTC)
        self._ledger.forget_all_but("here", (one.path.name for one in found))
        first = thinning.proven_since(found, now)
        if first is None or not thinning.reaches_back(found, now):
            return
        aside = self.kept_aside()
        known = {name: moment(at) or now for name, at in self._ledger.read().aside.items()}
        since = kept_aside.counted_from(aside, known, first, now)
        for one in kept_aside.overdue(aside, since, now):
            kept_aside.remove(one)
            diagnostics.log.info("removed what was kept aside: %s", one.path.name)
        kept = {name: stamp(at) for name, at in since.items()}
        self._ledger.change(lambda known: replace(known, aside=kept))

    def is_due(self) -> bool:
        """Whether something was written since the last backup, and half an hour has passed.

        What the sitting before left without a backup (a crash, a power cut) is due at once.
        """
        if self._store.is_damaged or self._failed_lately():
            return False
        waited = time.monotonic() - self._last >= EVERY_SECONDS
        return self._is_behind() or (waited and self.has_changes())

    def _failed_lately(self) -> bool:
        return self._failed_at is not None and time.monotonic() - self._failed_at < AGAIN_SECONDS

    def has_changes(self) -> bool:
        """Whether there is something that no backup in the desk's own folder has, a passphrase included."""
        written = self._store.writes != self._saved_at or self._keys_now() != self._keys
        return written or self._is_behind()

    def _is_behind(self) -> bool:
        """Whether an earlier sitting wrote something and made no backup of it."""
        if self._was_behind is None:
            self._was_behind = self._held_now() != self._ledger.read().held
        return self._was_behind

    def _held_now(self) -> str:
        """The last change and the keys that a backup made now would hold."""
        return f"{contents.newest_change(self._store.path, self._store.key)} {self._keys_now()}"

    def _keys_now(self) -> str:
        return backups.keys_digest(self._store.folder)

    # Looking

    def listed(self) -> list[Backup]:
        """The backups in the desk's own folder, newest first."""
        return backups.listed(self.folder)

    def state(self) -> BackupState:
        """How the backups stand; never waits for the second folder."""
        found = [one for one in self.listed() if one.whole]
        newest = found[0] if found else None
        remind = self.second.is_reminder_due()
        return BackupState(
            newest, len(found), self.second.last_seen(), self.second.left(), remind, self._store.is_damaged
        )

    def kept_aside(self) -> list[KeptAside]:
        """What earlier restores put aside, newest first."""
        return kept_aside.listed(self._store.folder)

    def compare(self, backup: Backup) -> Compared:
        """A backup beside the desk as it is now. Raises `Problem` where it is not whole."""
        store = self._store
        now = contents.counts_in(store.path, store.key)
        newest = contents.newest_session_in(store.path, store.key)
        if not backups.opens(backup.path, store.key):
            backups.ring_of(backup.path)  # raises where it is no backup at all
            return Compared(backup.counts, now, desk_newest=newest)
        place = self.folder / f".checking-{os.urandom(6).hex()}"
        backups.sweep(self.folder, ".checking-")
        with backups.looked_into(backup.path, store.key, place) as laid_out:
            theirs = contents.session_ids_in(laid_out, store.key)
            counts = contents.counts_in(laid_out, store.key)
            theirs_newest = contents.newest_session_in(laid_out, store.key)
        ours = contents.session_ids_in(store.path, store.key)
        return Compared(counts, now, len(ours - theirs), len(theirs - ours), theirs_newest, newest)

    def compare_there(self, backup: Backup) -> Future[Compared]:
        """The same for a backup in the second folder, which may not answer."""
        return self.second.send(lambda: self.compare(backup))

    def check_again(self, backup: Backup) -> Backup:
        """Open a backup of this folder once more and check every page; what was found is kept.

        One that is locked with a key from before it was changed is compared with its checksum instead.
        Where there is no checksum of it either, nothing can be said, and it stays as it is.
        """
        before = self._ledger.read().here.get(backup.path.name)
        try:
            if backups.opens(backup.path, self._store.key):
                place = self.folder / f".checking-{os.urandom(6).hex()}"
                seen = backups.check(backup.path, self._store.key, place)
            else:
                backups.ring_of(backup.path)
                if before is None or not before.sha256:
                    return backup
                same = backups.digest(backup.path) == before.sha256
                seen = replace(before, at=stamp(), whole=same)
        except Problem as problem:
            if problem.code not in ("backup-not-whole", "keys-damaged"):
                raise
            seen = Seen(stamp(), False, before.sha256 if before else "")
        self._ledger.note("here", backup.path.name, seen)
        return backups.described(backup.path, seen)

    def checks(self) -> Iterator[Checking]:
        """Check every backup of this folder, one at each step, so that other work can come in between.

        What was found is kept after each, so that one may stop at any time. Raises `Problem`.
        """
        found = self.listed()
        harmed: list[Backup] = []
        for done, backup in enumerate(found, 1):
            try:
                looked = self.check_again(backup)
            except Problem as problem:
                if problem.code != "not-found":  # thinned since it was listed
                    raise
            else:
                harmed += [] if looked.whole else [looked]
            yield Checking(done, len(found), tuple(harmed))
        self._board.tell("backups")

    def check(self) -> Checked:
        """Check every page of the store, and count what is in it."""
        if not integrity(self._store.path, self._store.key):
            self.note_damage()
            return Checked("damaged", {}, len(self.listed()))
        return Checked("ok", counted(self._store), len(self.listed()))
