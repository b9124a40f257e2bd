"""Backups: a copy of the store with its key slots in one file, opened and checked before it counts."""

from __future__ import annotations

import errno
import os
import shutil
import struct
import tempfile
import time
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.storage import engine, keys, migration, store
from champion_desk.storage.files import sync_file, sync_folder
from champion_desk.storage.trouble import known

ENDING = ".deskbackup"
_MOST_BYTES = 20 * 1024**3
_ALWAYS = 8
STORE_FILES = (store.FILE, store.FILE + "-wal", store.FILE + "-shm")


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified backup: its file, when it was made, its size in bytes."""

    path: Path
    made_at: datetime
    size: int


def default_folder(desk_folder: Path) -> Path:
    """Where backups lie unless another folder is named."""
    return desk_folder / "backups"


def make(opened: store.Store, folder: Path) -> Backup:
    """Copy the open store, check the copy with its key, and only then give it its name."""
    with known(folder):
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder, ".making-")
        with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as made:
            copy = Path(made) / store.FILE
            _copy(opened, copy)
            if not store.integrity(copy, opened.key):
                raise Problem("backup-not-whole", path=str(folder))
            sealed = Path(made) / "backup"
            with zipfile.ZipFile(sealed, "w", zipfile.ZIP_STORED) as archive:
                archive.write(copy, store.FILE)
                archive.writestr(keys.FILE, keys.to_bytes(keys.load(opened.folder)))
            _check_archive(sealed, opened.key, Path(made) / "again")
            sync_file(sealed)
            target = _free_name(folder)
            sealed.rename(target)
        sync_folder(folder)
        return _backup(target)


def sweep(folder: Path, prefix: str) -> None:
    """Remove working folders that a program left when it was killed: those more than a day old."""
    for left in folder.glob(prefix + "*"):
        if left.stat().st_mtime < time.time() - 24 * 3600:
            shutil.rmtree(left, ignore_errors=True)


def _copy(opened: store.Store, target: Path) -> None:
    source = engine.connect(opened.path, opened.key, read_only=True)
    try:
        source.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()


def _free_name(folder: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    target = folder / f"champion-desk-{stamp}{ENDING}"
    count = 2
    while target.exists():
        target = folder / f"champion-desk-{stamp}-{count}{ENDING}"
        count += 1
    return target


def _check_archive(archive: Path, key: bytes, folder: Path) -> None:
    folder.mkdir()
    _extract(archive, folder)
    if not store.integrity(folder / store.FILE, key):
        raise Problem("backup-not-whole", path=str(archive))
    shutil.rmtree(folder)


def _extract(archive: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as packed:
            for name in (store.FILE, keys.FILE):
                found = packed.getinfo(name)
                if found.file_size > _MOST_BYTES or found.compress_type != zipfile.ZIP_STORED:
                    raise Problem("backup-not-whole", path=str(archive))
                with packed.open(name) as inside, (folder / name).open("wb") as outside:
                    shutil.copyfileobj(inside, outside)
    except (zipfile.BadZipFile, KeyError, EOFError, RuntimeError, ValueError, struct.error) as error:
        raise Problem("backup-not-whole", path=str(archive)) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a harmed archive points before its own beginning
            raise
        raise Problem("backup-not-whole", path=str(archive)) from error


def _backup(path: Path) -> Backup:
    stamp = path.stem.removeprefix("champion-desk-")[:18]
    try:
        made_at = datetime.strptime(stamp, "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Backup(path, made_at, path.stat().st_size)


def listed(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    with known(folder):
        found = [_backup(path) for path in folder.glob(f"*{ENDING}") if path.is_file()]
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def to_thin(found: list[Backup], now: datetime) -> list[Backup]:
    """Those that may go: all of 2 days stay, then one a day for 14 days, one a week for 8 weeks.

    The newest few stay whatever their age, as a clock that is years ahead makes all of them old.
    """
    kept: set[str] = set()
    going = []
    for backup in found[_ALWAYS:]:  # newest first
        age = now - backup.made_at
        if age <= timedelta(days=2):
            continue
        if age <= timedelta(days=16):
            group = f"day {backup.made_at:%Y-%m-%d}"
        elif age <= timedelta(days=16, weeks=8):
            group = f"week {backup.made_at:%G-%V}"
        else:
            going.append(backup)
            continue
        if group in kept:
            going.append(backup)
        kept.add(group)
    return going


def _desk_of(backup: Path) -> str:
    """The desk that made a backup, or nothing where it can't be read."""
    try:
        with zipfile.ZipFile(backup) as packed:
            return keys.from_bytes(packed.read(keys.FILE), backup).desk_id
    except (Problem, OSError, zipfile.BadZipFile, KeyError, EOFError, RuntimeError, ValueError, struct.error):
        return ""


def thin(folder: Path, desk_id: str) -> int:
    """Remove the backups of that desk that may go, as several desks may share a folder; how many went."""
    mine = [backup for backup in listed(folder) if _desk_of(backup.path) == desk_id]
    going = to_thin(mine, datetime.now(UTC))
    with known(folder):
        for backup in going:
            backup.path.unlink(missing_ok=True)
    return len(going)


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup laid out in a folder, with its keyring, waiting for a passphrase."""

    folder: Path
    ring: keys.Keyring


def lay_out(backup: Path, folder: Path) -> Opened:
    """Unpack a backup into a folder of its own. Raises `Problem` when it is not a whole backup."""
    with known(backup):
        if not backup.is_file():
            raise Problem("not-found", path=str(backup))
        folder.mkdir(parents=True, exist_ok=True)
        _extract(backup, folder)
    return Opened(folder, keys.load(folder))


def put_in_place(opened: Opened, key: bytes, desk_folder: Path) -> Path | None:
    """Make an opened backup the desk's store; what it replaces is kept aside, never removed.

    Returns the folder that holds what was replaced. Raises `Problem` for a damaged or newer backup.
    A kill at any point leaves the old desk whole aside or in place, and never its newest changes
    (`-wal`) beside another store: the store goes first and is missed until the new one stands there.
    """
    path = opened.folder / store.FILE
    with known(path):
        if not store.integrity(path, key):
            raise Problem("backup-not-whole", path=str(path))
        connection = engine.connect(path, key, read_only=True)
        try:
            migration.check_version(connection, path)
        finally:
            connection.close()
        desk_folder.mkdir(parents=True, exist_ok=True)
        aside = keep_aside(desk_folder)
        for name in STORE_FILES:
            (desk_folder / name).unlink(missing_ok=True)
        sync_folder(desk_folder)
        for name in (store.FILE, keys.FILE):
            sync_file(opened.folder / name)
            (opened.folder / name).replace(desk_folder / name)
        sync_folder(desk_folder)
        keys.mark_whole(desk_folder)
        return aside


def keep_aside(desk_folder: Path) -> Path | None:
    """Give every file of the desk a second name, or a copy, in a folder of its own; None if there is none."""
    present = [desk_folder / name for name in (*STORE_FILES, keys.FILE) if (desk_folder / name).exists()]
    if not present:
        return None
    aside = desk_folder / f"replaced-{datetime.now(UTC):%Y-%m-%dT%H%M%S%fZ}"
    aside.mkdir()
    for path in present:
        try:
            os.link(path, aside / path.name)
        except OSError:  # not every disk gives a file two names
            shutil.copy2(path, aside / path.name)
            sync_file(aside / path.name)
    sync_folder(aside)
    sync_folder(desk_folder)
    return aside
