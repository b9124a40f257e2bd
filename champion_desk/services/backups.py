"""What staff can do with backups: make one, make one when it is due, list them, check the store."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from champion_desk import diagnostics
from champion_desk.services.changes import ChangeBoard
from champion_desk.storage import backups
from champion_desk.storage.backups import Backup
from champion_desk.storage.store import Store, integrity

EVERY_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the store found: `ok` or `damaged`, how many records (if whole), how many backups."""

    store: str
    counts: dict[str, int]
    backups: int


def damaged(folder: Path) -> Checked:
    """What to say of a desk whose store can't even be opened."""
    return Checked("damaged", {}, len(backups.listed(backups.default_folder(folder))))


class BackupService:
    """Backups of the open store, in the desk's own folder or another."""

    def __init__(self, store: Store, board: ChangeBoard) -> None:
        self._store = store
        self._board = board
        self._saved_at = store.writes
        self._last = time.monotonic()

    @property
    def folder(self) -> Path:
        """Where backups lie unless another folder is named."""
        return backups.default_folder(self._store.folder)

    def make(self, folder: Path | None = None) -> Backup:
        """Make a verified backup now, and thin the older ones. Raises `Problem`."""
        writes = self._store.writes
        made = backups.make(self._store, folder or self.folder)
        backups.thin(folder or self.folder, self._store.author.desk_id)
        self._saved_at, self._last = writes, time.monotonic()
        diagnostics.log.info("backup made, %d bytes", made.size)
        self._board.tell("backups")
        return made

    def is_due(self) -> bool:
        """Whether something was written since the last backup, and half an hour has passed."""
        return self.has_changes() and time.monotonic() - self._last >= EVERY_SECONDS

    def has_changes(self) -> bool:
        """Whether something was written since the last backup of this sitting."""
        return self._store.writes != self._saved_at

    def listed(self) -> list[Backup]:
        """The backups of this desk, newest first."""
        return backups.listed(self.folder)

    def check(self) -> Checked:
        """Check every page of the store, and count what is in it."""
        if not integrity(self._store.path, self._store.key):
            return Checked("damaged", {}, len(self.listed()))
        with self._store.reading() as tx:
            counts = {
                "sessions": tx.sessions.count(),
                "listings": tx.directory.count(),
                "champions": len(tx.champions.all()),
                "enrolments": len(tx.training.enrolments()),
            }
        return Checked("ok", counts, len(self.listed()))
