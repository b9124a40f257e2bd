"""Puts a store in the place of a desk's, keeps aside what it replaces, and puts that back."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.storage import engine, kept_aside, keys, migration, store
from champion_desk.storage.backups import Opened
from champion_desk.storage.files import sync_file, sync_folder
from champion_desk.storage.trouble import known

_LOG = store.FILE + "-wal"
# The journal is there only while a store becomes one that has a log; a kill can leave it.
STORE_FILES = (store.FILE, _LOG, store.FILE + "-shm", store.FILE + "-journal")
DESK_FILES = (*STORE_FILES, keys.FILE)
_NEW = ".new"


def put_in_place(opened: Opened, key: bytes, desk_folder: Path) -> Path | None:
    """Make an opened backup the desk's store; what it replaces is kept aside, never removed.

    Returns the folder that holds what was replaced. Raises `Problem` for a damaged or newer backup.
    A kill at any point leaves the old desk whole aside or in place, and never its newest changes
    (`-wal`) or its keys beside another store: the store goes first, and is missed until the new one
    stands there as the last.
    """
    path = opened.folder / store.FILE
    with known(path):
        if not store.integrity(path, key):
            raise Problem("backup-not-whole", path=str(path))
        with closing(engine.connect(path, key, read_only=True)) as connection:
            migration.check_version(connection, path)
        desk_folder.mkdir(parents=True, exist_ok=True)
        aside = keep_aside(desk_folder)
        for name in STORE_FILES:
            (desk_folder / name).unlink(missing_ok=True)
        sync_folder(desk_folder)
        for name in (keys.FILE, store.FILE):
            sync_file(opened.folder / name)
            (opened.folder / name).replace(desk_folder / name)
            sync_folder(desk_folder)
        keys.mark_whole(desk_folder)
        return aside


def keep_aside(desk_folder: Path, kind: str = "replaced", names: Sequence[str] = DESK_FILES) -> Path | None:
    """Give files of the desk a second name, or a copy, in a folder of its own; None if there are none.

    The kind, replaced or damaged, is the beginning of the folder's name. What goes on being written to
    must not be among the files: its second name would change with it.
    """
    present = [desk_folder / name for name in names if (desk_folder / name).exists()]
    if not present:
        return None
    aside = desk_folder / kept_aside.name_for(kind)
    aside.mkdir()
    for path in present:
        _second_name(path, aside / path.name)
    sync_folder(aside)
    sync_folder(desk_folder)
    return aside


def put_back(aside: Path, desk_folder: Path) -> None:
    """Make what was kept aside the desk's store again, where none stands.

    Raises `Problem`: store-exists, disk-full, no-permission … A kill at any
    point leaves it whole aside, and in place no store or this one.
    """
    with known(desk_folder):
        if (desk_folder / store.FILE).exists():
            raise Problem("store-exists", path=str(desk_folder))
        for name in STORE_FILES:
            (desk_folder / name).unlink(missing_ok=True)
        for name in (keys.FILE, _LOG, store.FILE):
            source, target = aside / name, desk_folder / name
            if not source.exists() or (target.exists() and target.samefile(source)):
                continue
            new = target.with_name(name + _NEW)
            new.unlink(missing_ok=True)
            _second_name(source, new)
            new.replace(target)
            sync_folder(desk_folder)
        shutil.rmtree(aside, ignore_errors=True)


def _second_name(path: Path, target: Path) -> None:
    """The same file under another name, or a copy of it."""
    try:
        os.link(path, target)
    except OSError:  # not every disk gives a file two names
        shutil.copy2(path, target)
        sync_file(target)


def sweep(desk_folder: Path) -> None:
    """Remove folders aside whose store is the one in place, under a second name: nothing was replaced, as a
    restore was killed before. Only for whoever holds the desk's lock.
    """
    here = desk_folder / store.FILE
    with contextlib.suppress(OSError):  # it harms nobody, and the next unlocking tries again
        for one in kept_aside.listed(desk_folder):
            there = one.path / store.FILE
            if there.exists() and there.samefile(here):
                kept_aside.remove(one)
