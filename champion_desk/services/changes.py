"""Tells whoever shows records which kind of them has changed, and keeps what Undo needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from champion_desk.storage.store import Store

# What is logged all day long; whoever shows other records need not read them again.
_DAILY = frozenset(("sessions", "tallies"))
KINDS = (
    "sessions",
    "tallies",
    "lists",
    "drafts",
    "directory",
    "favourites",
    "handouts",
    "training",
    "champions",
    "backups",
)


@dataclass(frozen=True, slots=True)
class Done:
    """What a service did: the transaction's id for Undo, and the record it concerned."""

    batch: str
    record_id: str = ""


class ChangeBoard:
    """Services say what kind of record changed; listeners decide whether to load again."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[str], None]] = []

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call the listener with the kind of each change from now on."""
        self._listeners.append(listener)

    def tell(self, *kinds: str) -> None:
        """Say that records of those kinds have changed."""
        for kind in kinds:
            for listener in self._listeners:
                listener(kind)


class HistoryService:
    """Takes back what was done."""

    def __init__(self, store: Store, board: ChangeBoard) -> None:
        self._store = store
        self._board = board

    def undo(self, done: Done) -> None:
        """Take back one thing that was done. Raises `Problem("cannot-undo")` if it was changed since."""
        with self._store.transaction() as tx:
            touched = tx.changes.tables_of(done.batch)
            tx.changes.take_back(done.batch)
            tx.directory.index_changed()
        self._board.tell(*(sorted(touched) if touched <= _DAILY else KINDS))
