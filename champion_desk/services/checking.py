"""Checks a desk without touching it: works on a copy of its files, so that they stay byte for byte."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.services.backups import counted
from champion_desk.storage import backups, keys, store
from champion_desk.storage.backups import Backup
from champion_desk.storage.change_log import Author
from champion_desk.storage.trouble import known
from champion_desk.storage.wrong_tries import WrongTries

OK, DAMAGED, OTHER_KEY = "ok", "damaged", "other-key"


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """The newest backup. `state` is ok, damaged, or other-key where this passphrase does not open it."""

    path: Path
    made_at: datetime
    size: int
    state: str


@dataclass(frozen=True, slots=True)
class CheckedDesk:
    """What a check found: the store is ok or damaged; how many records it has (if whole); the backups."""

    store: str
    counts: dict[str, int]
    backups: int
    newest: CheckedBackup | None


def check_desk(folder: Path, passphrase: str) -> CheckedDesk:
    """Check every page of a desk's store and of its newest backup; nothing of them is changed.

    Raises `Problem`: desk-missing, wrong-passphrase, keys-damaged, store-newer, store-foreign, store-in-use …
    """
    if not keys.desk_in(folder):
        raise Problem("desk-missing", path=str(folder))
    for name, code in ((keys.FILE, "keys-missing"), (store.FILE, "store-missing")):
        if not (folder / name).exists():
            raise Problem(code, path=str(folder / name))
    ring = keys.load(folder)
    key = _key(folder, ring, passphrase)
    with _nobody_else(folder), tempfile.TemporaryDirectory(prefix="champion-desk-check-") as work:
        copy = Path(work) / "desk"
        with known(Path(work)):
            copy.mkdir()
        for name in (store.FILE, store.FILE + "-wal", store.FILE + "-journal"):
            if (folder / name).exists():
                with known(folder / name, writing=False):
                    shutil.copyfile(folder / name, copy / name)
        with contextlib.suppress(Problem):  # what is damaged is said below
            store.roll_back(copy / store.FILE, key)
        counts = _counts(copy, folder, key, ring)
        found = backups.listed(backups.default_folder(folder))
        mine = [one for one in found if one.desk_id in ("", ring.desk_id)]
        newest = _checked(mine[0], key, passphrase, Path(work) / "backup") if mine else None
    return CheckedDesk(DAMAGED if counts is None else OK, counts or {}, len(mine), newest)


def _key(folder: Path, ring: keys.Keyring, passphrase: str) -> bytes:
    tries = WrongTries(folder)
    time.sleep(tries.wait())
    try:
        return keys.open_with_passphrase(ring, passphrase)[0]
    except Problem as problem:
        if problem.code.startswith("wrong-"):
            tries.wrong()
        raise


@contextlib.contextmanager
def _nobody_else(folder: Path) -> Iterator[None]:
    """Nobody writes meanwhile. Where no one ever locked the desk there is nothing to wait for or to leave."""
    if not (folder / "store.lock").exists():
        yield
        return
    lock = store.StoreLock(folder)
    lock.take()
    try:
        yield
    finally:
        lock.free()


def _counts(copy: Path, folder: Path, key: bytes, ring: keys.Keyring) -> dict[str, int] | None:
    """How many records there are; None where any page is damaged. What is older is brought up to date."""
    path = copy / store.FILE
    if not path.stat().st_size or not store.integrity(path, key):
        return None
    try:
        opened = store.open_store(copy, key, Author(ring.desk_id, ""))
    except Problem as problem:
        if problem.code == "store-damaged":
            return None
        raise Problem(problem.code, path=str(folder / store.FILE)) from problem  # not the copy's place
    try:
        return counted(opened)
    finally:
        opened.close()


def _checked(backup: Backup, key: bytes, passphrase: str, work: Path) -> CheckedBackup:
    state = DAMAGED
    with contextlib.suppress(Problem):
        opened = backups.lay_out(backup.path, work)
        state = OTHER_KEY
        if not keys.opens(opened.ring, key):
            key = keys.open_with_passphrase(opened.ring, passphrase)[0]
        state = OK if store.integrity(work / store.FILE, key) else DAMAGED
    return CheckedBackup(backup.path, backup.made_at, backup.size, state)
