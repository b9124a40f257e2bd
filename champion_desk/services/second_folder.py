"""What staff can do with the second folder for backups: choose it, see what is there, put off a reminder."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from champion_desk import diagnostics
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.services.courier import Courier, courier_to
from champion_desk.storage import backups, second_folder
from champion_desk.storage.backup_ledger import Known, Ledger, Second, moment, stamp
from champion_desk.storage.backup_names import newest_time
from champion_desk.storage.backups import Backup
from champion_desk.storage.disks import same_disk
from champion_desk.storage.location import Elsewhere, elsewhere
from champion_desk.storage.second_folder import Copying
from champion_desk.storage.store import Store

Result = TypeVar("Result")
_LOOK = 0.2  # seconds between two looks at whether to stop
REMIND_AFTER = timedelta(days=7)
_AGAIN = timedelta(minutes=10)  # after one that failed: a full stick need not be written to every minute


class SecondFolderService:
    """Whatever touches the folder goes through a courier and is answered by a `Future`: a stick may be out,
    a network disk may hang. What was last seen there is known without asking."""

    def __init__(self, store: Store, chosen: Callable[[], str]) -> None:
        self._desk_folder = store.folder
        self._store = store
        self._chosen = chosen
        self._ledger = Ledger(backups.default_folder(store.folder))
        self.under_way: Future[Second] | None = None

    @property
    def folder(self) -> Path | None:
        """The folder chosen, there or away; None where there is none."""
        chosen = self._chosen()
        return Path(chosen) if chosen else None

    def last_seen(self) -> Second | None:
        """The folder as it was last seen; None where none is chosen."""
        folder = self.folder
        if folder is None:
            return None
        seen = self._ledger.read().second
        return seen if seen.folder == str(folder) else Second(str(folder))

    def begin(self, folder: Path) -> Future[Elsewhere | None]:
        """Have copies go into a folder from now on. The answer says whether it is on a network or synced,
        which is good for copies; or raises `Problem` where the folder can't be used."""
        desk_folder = self._desk_folder

        def begin() -> Elsewhere | None:
            second_folder.begin(folder, desk_folder)
            return elsewhere(folder)

        return self._courier(folder).send(begin)

    def bring_up_to_date(self) -> Future[Second] | None:
        """Copy what is missing there; None where no folder is chosen. Trouble stands in the answer."""
        copying = self._copying()
        if copying is None:
            return None
        self.under_way = self._courier(copying.folder).send(lambda: _brought(copying))
        return self.under_way

    def is_behind(self) -> bool:
        """Whether a look at the folder may bring something: it was away, or lacks the newest backup."""
        seen, newest = self.last_seen(), self._newest()
        if seen is None or newest is None:
            return False
        if seen.state == "failed" and _is_lately(seen):
            return False
        return seen.state != "ready" or (moment(seen.copied) or newest) < newest or not seen.copied

    def _newest(self) -> datetime | None:
        return newest_time(backups.default_folder(self._desk_folder))

    def listed(self) -> Future[list[Backup]] | None:
        """The copies of this desk there, newest first; None where no folder is chosen."""
        copying = self._copying()
        if copying is None:
            return None
        return self._courier(copying.folder).send(lambda: _listed(copying))

    def send(self, work: Callable[[], Result]) -> Future[Result]:
        """Have other work done that touches the folder."""
        return self._courier(self.folder or self._desk_folder).send(work)

    def ask(self, work: Callable[[], Result], seconds: float, cancelled: Callable[[], bool] = bool) -> Result:
        """Have work done that touches the folder, and wait so long for its result.

        Raises `Problem("second-folder-away")` where the disk does not answer, and `Cancelled`.
        """
        future, until = self.send(work), time.monotonic() + seconds
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                if future.done():
                    return future.result()
            if cancelled():
                raise Cancelled
            if time.monotonic() > until:
                raise Problem("second-folder-away", path=str(self.folder))

    def wait(self, seconds: float) -> None:
        """Give copies under way that long to end."""
        folder = self.folder
        if folder is not None and self._courier(folder).is_busy:
            done = self._courier(folder).send(lambda: None)
            try:
                done.result(timeout=seconds)
            except TimeoutError:
                diagnostics.log.warning("second folder for backups does not answer")

    def _copying(self) -> Copying | None:
        folder, store = self.folder, self._store
        if folder is None:
            return None
        return Copying(
            self._desk_folder, store.author.desk_id, folder, lambda: store.key if store.is_open else None
        )

    @staticmethod
    def _courier(folder: Path) -> Courier:
        return courier_to(str(folder))

    # Copies off this machine

    def left(self) -> datetime | None:
        """When the newest backup was made that lies on another disk; None where there is none."""
        return _left(self._ledger.read(), datetime.now(UTC))

    def note_elsewhere(self, made: Backup) -> None:
        """A backup was put into a folder that someone named: it counts if that is on another disk."""
        try:
            if same_disk(made.path.parent, self._desk_folder):
                return
        except OSError:
            return
        at = stamp(made.made_at)
        self._ledger.change(lambda known: replace(known, left=max(known.left, at)))

    def is_reminder_due(self) -> bool:
        """Whether the last copy off this machine is over a week old, or there has been none for a week."""
        known, now, newest = self._ledger.read(), datetime.now(UTC), self._newest()
        until = moment(known.put_off_until)
        if until is not None and now < until <= now + REMIND_AFTER:
            return False
        left = _left(known, now)
        if left is not None:
            return newest is not None and newest > left and now - left > REMIND_AFTER
        since = moment(known.since)
        return newest is not None and since is not None and now - since > REMIND_AFTER

    def put_off(self) -> None:
        """No reminder for a week."""
        until = stamp(datetime.now(UTC) + REMIND_AFTER)
        self._ledger.change(lambda known: replace(known, put_off_until=until))


def _is_lately(seen: Second) -> bool:
    at, now = moment(seen.seen_at), datetime.now(UTC)
    return at is not None and now - _AGAIN < at <= now


def _left(known: Known, now: datetime) -> datetime | None:
    """A time that is still to come was written by a clock that was wrong."""
    left = moment(known.left)
    return left if left is not None and left <= now + timedelta(days=1) else None


def _brought(copying: Copying) -> Second:
    found = copying.run()
    diagnostics.log.info("second folder for backups: %s %s", found.state, found.problem)
    return found


def _listed(copying: Copying) -> list[Backup]:
    if second_folder.state_of(copying.folder) != "ready":
        raise Problem("second-folder-away", path=str(copying.folder))
    return copying.listed()
