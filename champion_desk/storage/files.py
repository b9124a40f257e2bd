"""Files of the desk's folder: written whole or not at all, and what is wrong where that fails."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from champion_desk.domain.problems import Problem

STORE_FILE = "store.db"
_TEMPORARY = ".new"
_SMALL_FILE = 64 * 1024
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# A file where a folder should be, or the other way round; a name that can't be one.
_WRONG_PLACE = (errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL)


def file_problem(error: OSError, path: Path) -> Problem | None:
    """The known problem behind a file's error, or None when it is a fault of our own."""
    place = str(error.filename or path).removesuffix(_TEMPORARY)
    if error.errno in _NO_ROOM:
        return Problem("disk-full", path=place)
    if error.errno in (errno.EACCES, errno.EPERM):
        return Problem("no-permission", path=place, owner=owner_of(Path(place)))
    if error.errno == errno.EROFS:
        return Problem("store-read-only", path=place, owner=owner_of(Path(place)))
    if error.errno == errno.ENOENT:
        return Problem("not-found", path=place)
    if error.errno in _WRONG_PLACE:
        return Problem("place-unusable", path=place)
    if error.errno == errno.EIO:
        return Problem("store-cannot-open", path=place)
    return None


def owner_of(path: Path) -> str:
    """Whose file it is, or whose folder where one may not look inside; nothing where that can't be told."""
    for place in (path, *path.parents):
        try:
            return place.owner()
        except OSError:  # not there, or hidden: whoever has the folder above can help
            continue
        except (KeyError, RuntimeError):  # an owner without a name; Windows, which can't say
            return ""
    return ""


def not_allowed(path: Path) -> Problem | None:
    """That one may not read and change a file or its folder, or None where one may.

    Asks without opening: to open and close a store's file would take away SQLite's locks on it.
    """
    effective = os.access in os.supports_effective_ids
    for place in (path, path.parent):
        if os.access(place, os.F_OK) and not os.access(place, os.R_OK | os.W_OK, effective_ids=effective):
            return Problem("no-permission", path=str(place), owner=owner_of(place))
    return None


def has_room(folder: Path) -> bool:
    """Whether a small file could be written there now: asked of the disk, as quotas and limits count too."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(os.urandom(_SMALL_FILE))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.errno not in _NO_ROOM
    return True


@contextmanager
def known_file(path: Path) -> Iterator[None]:
    """A file's errors inside come out as `Problem`; for the store itself `trouble.known` does it."""
    try:
        yield
    except OSError as error:
        problem = file_problem(error, path)
        if problem is None:
            raise
        raise problem from error


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder last through a power cut (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network disks can't sync a folder; the file itself is synced
            raise
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make what was written to the file last through a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def check_target(path: Path) -> None:
    """Raises `Problem` where a file can't stand: a renamed file would take the place of a device."""
    if path.exists() and not path.is_file():
        raise Problem("place-unusable", path=str(path))


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Replace a file at once: a temporary file beside it, synced, then renamed. Its owner's, unless said."""
    check_target(path)
    temporary = path.with_name(path.name + _TEMPORARY)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
