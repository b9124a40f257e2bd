"""Find what is held about someone, erase it for good, and say which backups still hold it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from champion_desk import diagnostics
from champion_desk.domain.erasure import Erased, ErasureQuery, Match, Trace
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.services.backups import BackupService
from champion_desk.services.changes import ChangeBoard
from champion_desk.services.retention import TO_WIPE, RetentionService
from champion_desk.storage import backups, erased_copies, kept_aside, second_folder
from champion_desk.storage.store import Store
from champion_desk.storage.thinning import OLDEST
from champion_desk.storage.trouble import known

# Of these a copy is named: those that hold it, and those of which nobody can tell.
NAMED = (erased_copies.HOLDS, erased_copies.ANOTHER_KEY, erased_copies.UNREADABLE)

_PATIENCE = 120.0  # seconds for the second folder's copies
_LOOK_PATIENCE = 30.0  # for a look at one of them


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the store. `kind`: backup, second (a backup in the second folder), replaced or damaged (kept
    aside). `state`: holds, clear, another-key or unreadable (both: can't be told). `gone_by` is the day by
    which thinning takes it; until then it is beyond use.
    """

    path: Path
    kind: str
    made_at: datetime
    state: str
    gone_by: date


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies looked at, newest first; `second_away` where the second folder can't be reached."""

    found: tuple[Copy, ...]
    second_away: bool = False

    @property
    def named(self) -> tuple[Copy, ...]:
        """Those that hold what was erased, or of which that can't be told."""
        return tuple(copy for copy in self.found if copy.state in NAMED)

    @property
    def holding(self) -> tuple[Copy, ...]:
        """Those that certainly hold it."""
        return tuple(copy for copy in self.found if copy.state == erased_copies.HOLDS)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased; `is_wiped` is False where the file is written anew only when the desk closes."""

    erased: Erased
    is_wiped: bool

    @property
    def traces(self) -> tuple[Trace, ...]:
        """What to look for in backups."""
        return self.erased.traces


def _quiet(_done: int, _total: int | None) -> None:
    return


def _never() -> bool:
    return False


def _remove_there(going: Sequence[Path], fresh: Path) -> None:
    """Remove copies from the second folder, where the fresh one is there."""
    with known(fresh.parent):
        if not fresh.is_file():
            raise Problem("second-folder-away", path=str(fresh.parent))
        for path in going:
            path.unlink(missing_ok=True)


class ErasureService:
    """Erasure on request; it can't be undone. Every method may take seconds: call it off the window."""

    def __init__(
        self, store: Store, board: ChangeBoard, backup_service: BackupService, retention: RetentionService
    ) -> None:
        self._store = store
        self._board = board
        self._backups = backup_service
        self._retention = retention

    def find(self, query: ErasureQuery) -> list[Match]:
        """What is held that fits the query: sessions (also those set aside), drafts, goals, courses,
        listings, and old values kept for Undo."""
        with self._store.reading() as tx:
            return tx.erasure.find(query)

    def records(self, ids: Sequence[str]) -> list[tuple[str, dict[str, object]]]:
        """All that is held behind matches, for someone who asks what is held: kind and values by field."""
        with self._store.reading() as tx:
            return tx.erasure.records(ids)

    def erase(self, ids: Sequence[str]) -> Erasure:
        """Erase what those matches name, from tables, word index, change log and free pages. No Undo.

        All of it or nothing. Raises `Problem("record-gone")` where one of them is not there any more.
        """
        with self._store.transaction() as tx:
            erased = tx.erasure.erase(ids, self._store.key)
            if erased.total:
                tx.retention.note_run(new_id(), "erase", erased.counts)
                tx.desk.set(TO_WIPE, "1")
        diagnostics.log.info("erased on request: %d records", erased.total)
        self._board.tell("sessions", "drafts", "directory", "training", "retention")
        try:
            is_wiped = self._retention.wipe()
        except Problem as problem:  # erased it is; the file is written anew on closing
            diagnostics.log.warning("not wiped yet: %s", problem.code)
            is_wiped = False
        return Erasure(erased, is_wiped)

    def erased_lately(self) -> list[Trace]:
        """What was erased on request while the oldest backups were made, to look for in them."""
        with self._store.reading() as tx:
            return tx.erasure.erased_since(datetime.now(UTC) - OLDEST - timedelta(days=1))

    def copies(
        self,
        traces: Sequence[Trace],
        progress: Callable[[int, int | None], None] = _quiet,
        cancelled: Callable[[], bool] = _never,
    ) -> Copies:
        """Look into every backup and every folder kept aside for what was erased. Raises `Cancelled`."""
        places, second_away = self._places(cancelled)
        found = []
        for done, (path, kind, made_at) in enumerate(places):
            progress(done, len(places))
            if cancelled():
                raise Cancelled
            if kind == "second" and second_away:
                continue
            try:
                state = self._look(path, kind, traces, cancelled)
            except Problem:  # it stopped answering; locking the desk must not wait for each of them
                second_away = True
                continue
            found.append(Copy(path, kind, made_at, state, (made_at + OLDEST + timedelta(days=1)).date()))
        progress(len(places), len(places))
        newest_first = sorted(found, key=lambda copy: copy.made_at, reverse=True)
        return Copies(tuple(newest_first), second_away)

    def _look(self, path: Path, kind: str, traces: Sequence[Trace], cancelled: Callable[[], bool]) -> str:
        look = erased_copies.in_folder if kind in kept_aside.KINDS else erased_copies.in_backup
        work = partial(look, path, self._store.key, traces, self._backups.folder)
        return self._backups.second.ask(work, _LOOK_PATIENCE, cancelled) if kind == "second" else work()

    def _places(
        self, cancelled: Callable[[], bool] = _never
    ) -> tuple[list[tuple[Path, str, datetime]], bool]:
        """Every copy of this desk that can be reached: path, kind, when made."""
        here = [(one.path, "backup", one.made_at) for one in self._backups.listed()]
        aside = [(one.path, one.kind, one.made_at) for one in self._backups.kept_aside()]
        second, away = self._backups.second_folder, False
        there: list[tuple[Path, str, datetime]] = []
        if second is not None:
            try:
                there = self._backups.second.ask(partial(self._in_second, second), _LOOK_PATIENCE, cancelled)
            except Problem:
                away = True
        return [*here, *there, *aside], away

    def _in_second(self, folder: Path) -> list[tuple[Path, str, datetime]]:
        """This desk's backups there; several desks may share the folder. Raises `Problem`: it is away."""
        if second_folder.state_of(folder) != "ready":
            raise Problem("second-folder-away", path=str(folder))
        return [
            (one.path, "second", one.made_at)
            for one in backups.listed(folder)
            if one.desk_id in ("", self._store.author.desk_id)
        ]

    def remove_copies(self, copies: Sequence[Copy]) -> int:
        """Remove copies that hold what was erased; how many went. Each folder gets a fresh, verified backup
        first, so that there is always one to return to. Raises `Problem`, with nothing removed, where that
        can't be made.
        """
        reachable = {path: kind for path, kind, _made_at in self._places()[0]}
        going = [copy for copy in copies if reachable.get(copy.path) == copy.kind]
        if not going:
            return 0
        made = self._backups.make(occasion="erase")
        self._backups.second.wait(_PATIENCE)  # or it would copy there again what goes here
        second = self._backups.second_folder
        there = [copy.path for copy in going if copy.kind == "second"]
        if there and second is not None:
            self._backups.second.ask(partial(_remove_there, there, second / made.path.name), _PATIENCE)
        with known(self._backups.folder):
            for copy in going:
                if copy.kind in kept_aside.KINDS:
                    shutil.rmtree(copy.path)
                elif copy.kind != "second":
                    copy.path.unlink(missing_ok=True)
        with self._store.transaction() as tx:
            tx.retention.note_run(new_id(), "backups-removed", {"backups": len(going)})
        self._board.tell("backups", "retention")
        return len(going)
