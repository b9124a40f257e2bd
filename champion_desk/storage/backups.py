"""Backups: a copy of the store with its key slots in one file, opened and checked before it counts."""

from __future__ import annotations

import shutil
import tempfile
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
                if packed.getinfo(name).file_size > _MOST_BYTES:
                    raise Problem("backup-not-whole", path=str(archive))
                with packed.open(name) as inside, (folder / name).open("wb") as outside:
                    shutil.copyfileobj(inside, outside)
    except (zipfile.BadZipFile, KeyError, EOFError, RuntimeError) as error:
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
        found = [_backup(path) for path in folder.glob(f"*{ENDING}")] if folder.is_dir() else []
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def to_thin(found: list[Backup], now: datetime) -> list[Backup]:
    """Those that may go: all of 2 days stay, then one a day for 14 days, one a week for 8 weeks."""
    kept: set[str] = set()
    going = []
    for backup in found:  # newest first
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
    return going if len(going) < len(found) else going[1:]


def thin(folder: Path) -> int:
    """Remove the backups that may go; how many went."""
    going = to_thin(listed(folder), datetime.now(UTC))
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
    """Make an opened backup the desk's store; what it replaces is moved aside, never removed.

    Returns the folder that holds what was replaced. Raises `Problem` for a damaged or newer backup.
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
        aside = _set_aside(desk_folder)
        for name in (store.FILE, keys.FILE):
            sync_file(opened.folder / name)
            shutil.move(opened.folder / name, desk_folder / name)
        sync_folder(desk_folder)
        return aside


def _set_aside(desk_folder: Path) -> Path | None:
    names = (store.FILE, store.FILE + "-wal", store.FILE + "-shm", keys.FILE)
    present = [desk_folder / name for name in names if (desk_folder / name).exists()]
    if not present:
        return None
    aside = desk_folder / f"replaced-{datetime.now(UTC):%Y-%m-%dT%H%M%S%fZ}"
    aside.mkdir()
    for path in present:
        path.rename(aside / path.name)
    return aside
