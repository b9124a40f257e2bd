"""Backups: a copy of the store with its key slots in one file, opened and checked before it counts."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import shutil
import struct
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from champion_desk import VERSION
from champion_desk.domain.problems import Problem
from champion_desk.storage import backup_about, contents, engine, keys, migration, store
from champion_desk.storage.backup_about import About
from champion_desk.storage.backup_ledger import Ledger, Seen, moment, stamp
from champion_desk.storage.backup_names import ENDING as ENDING
from champion_desk.storage.backup_names import free_name, named_time
from champion_desk.storage.files import sync_file, sync_folder
from champion_desk.storage.thinning import to_thin
from champion_desk.storage.trouble import known

# What makes a backup: a clock, the end of a sitting, a person, or something that changes much.
OCCASIONS = ("half-hour", "close", "asked", "update", "import", "key", "restore", "erase")
_MOST_BYTES = 20 * 1024**3
_MOST_KEYS = 4 * 1024**2
_HARMED = (zipfile.BadZipFile, KeyError, EOFError, RuntimeError, ValueError, OverflowError, struct.error)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup's file, when it was made, its size in bytes, and what it says of itself.

    `counts` and `occasion` are empty where it does not say. `checked_at` is when it was last opened and
    found whole; `whole` is False for a file that can't be read or that a check found damaged.
    """

    path: Path
    made_at: datetime
    size: int
    occasion: str = ""
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    checked_at: datetime | None = None
    whole: bool = True
    desk_id: str = ""
    program: str = ""


def default_folder(desk_folder: Path) -> Path:
    """Where backups lie unless another folder is named."""
    return desk_folder / "backups"


def make(opened: store.Store, folder: Path, occasion: str = "asked") -> Backup:
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
            # A clock that stands before 1980, as with an empty battery, is no date for a zip file.
            with zipfile.ZipFile(sealed, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
                archive.write(copy, store.FILE)
                ring = zipfile.ZipInfo(keys.FILE)
                archive.writestr(ring, keys.to_bytes(keys.load(opened.folder)))
                about = zipfile.ZipInfo(backup_about.FILE)
                archive.writestr(about, backup_about.to_bytes(_about(copy, opened.key, occasion)))
            copy.unlink()
            seen = check(sealed, opened.key, Path(made) / "again")
            sync_file(sealed)
            target = free_name(folder, f"champion-desk-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}{ENDING}")
            sealed.rename(target)
        sync_folder(folder)
        if folder == default_folder(opened.folder):
            Ledger(folder).note("here", target.name, seen)
        return described(target, seen)


def _about(copy: Path, key: bytes, occasion: str) -> About:
    with closing(engine.connect(copy, key, read_only=True)) as connection:
        version = migration.version(connection)
    return About(datetime.now(UTC), occasion, VERSION, version, contents.counts_in(copy, key))


def sweep(folder: Path, prefix: str) -> None:
    """Remove working folders that a program left when it was killed: those more than a day old."""
    for left in folder.glob(prefix + "*"):
        with contextlib.suppress(FileNotFoundError):  # another desk's, in a folder that they share
            if left.stat().st_mtime < time.time() - 24 * 3600:
                shutil.rmtree(left, ignore_errors=True)


def _copy(opened: store.Store, target: Path) -> None:
    source = engine.connect(opened.path, opened.key, read_only=True)
    try:
        source.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()


def opens(backup: Path, key: bytes) -> bool:
    """Whether a backup is locked with that key, and not with one from before the key was changed."""
    ring = _read(backup)[1]
    return ring is not None and keys.opens(ring, key)


def check(archive: Path, key: bytes, folder: Path) -> Seen:
    """Lay a backup out in a folder of its own, which goes again, and check every page of it.

    Raises `Problem("backup-not-whole")`, also where its keys would not open its store.
    """
    with looked_into(archive, key, folder):
        return Seen(stamp(), True, digest(archive))


@contextlib.contextmanager
def looked_into(archive: Path, key: bytes, folder: Path) -> Iterator[Path]:
    """The store's file of a backup, found whole, in a folder that goes again. Raises `Problem`."""
    with known(archive, writing=False):
        folder.mkdir()
        try:
            _extract(archive, folder)
            belongs = keys.opens(keys.load(folder), key)
            if not belongs or not store.integrity(folder / store.FILE, key):
                raise Problem("backup-not-whole", path=str(archive))
            yield folder / store.FILE
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def keys_digest(desk_folder: Path) -> str:
    """Tells one state of a desk's key slots from another; empty where they can't be read."""
    try:
        return digest(desk_folder / keys.FILE)[:16]
    except OSError:
        return ""


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _extract(archive: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as packed:
            for name in (store.FILE, keys.FILE):
                found = packed.getinfo(name)
                if found.file_size > _MOST_BYTES or found.compress_type != zipfile.ZIP_STORED:
                    raise Problem("backup-not-whole", path=str(archive))
                with packed.open(name) as inside, (folder / name).open("wb") as outside:
                    shutil.copyfileobj(inside, outside)
    except _HARMED as error:
        raise Problem("backup-not-whole", path=str(archive)) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a harmed archive points before its own beginning
            raise
        raise Problem("backup-not-whole", path=str(archive)) from error


def described(path: Path, seen: Seen | None = None) -> Backup:
    """What can be told of a backup without its key: nothing in the file, hostile or harmed, breaks this."""
    about, ring = _read(path)
    status = path.stat()
    made_at = named_time(path) or (about.made_at if about else None)
    whole = ring is not None and (seen is None or seen.whole)
    return Backup(
        path,
        made_at or datetime.fromtimestamp(status.st_mtime, UTC),
        status.st_size,
        about.occasion if about else "",
        about.counts if about else {},
        moment(seen.at) if seen is not None and whole else None,
        whole,
        ring.desk_id if ring else "",
        about.program if about else "",
    )


def _read(path: Path) -> tuple[About | None, keys.Keyring | None]:
    """What a backup says of itself, and its key slots where it has a store to go with them."""
    try:
        with zipfile.ZipFile(path) as packed:
            about = backup_about.read(packed)
            packed.getinfo(store.FILE)
            if packed.getinfo(keys.FILE).compress_type != zipfile.ZIP_STORED:
                return about, None
            with packed.open(keys.FILE) as inside:
                return about, keys.from_bytes(inside.read(_MOST_KEYS), path)
    except (Problem, OSError, *_HARMED):
        return None, None


def ring_of(backup: Path) -> keys.Keyring:
    """The key slots of a backup, to see whether a passphrase opens it. Raises `Problem`."""
    ring = _read(backup)[1]
    if ring is None:
        raise Problem("backup-not-whole" if backup.exists() else "not-found", path=str(backup))
    return ring


def listed(folder: Path, seen: Mapping[str, Seen] | None = None) -> list[Backup]:
    """The backups in a folder, newest first, with what is known of their last check."""
    if seen is None:
        seen = Ledger(folder).read().here
    with known(folder):
        found = []
        for path in folder.glob(f"*{ENDING}"):
            with contextlib.suppress(FileNotFoundError):  # thinned in this moment
                if path.is_file():
                    found.append(described(path, seen.get(path.name)))
    return sorted(found, key=order, reverse=True)


def order(backup: Backup) -> tuple[datetime, int, str]:
    """How backups are sorted by age; of those from one second the later ones have a number at the end."""
    return backup.made_at, len(backup.path.stem), backup.path.stem


def thin(folder: Path, desk_id: str) -> int:
    """Remove the backups of that desk that may go, as several desks may share a folder; how many went.

    One that is damaged never takes the place of a good one.
    """
    now = datetime.now(UTC)
    mine = [backup for backup in listed(folder) if backup.desk_id == desk_id]
    good = [backup for backup in mine if backup.whole]
    harmed = [backup for backup in mine if not backup.whole]
    going = to_thin(good, now)
    going += [one for one in harmed if one in to_thin([*good, one], now)]
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
