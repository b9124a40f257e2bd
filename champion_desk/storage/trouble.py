"""The one place that turns the database's errors into known problems."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from champion_desk.domain.problems import Problem
from champion_desk.storage.files import file_problem

# (what SQLite says, the problem); asked in this order
_KNOWN = (
    ("database or disk is full", "disk-full"),
    ("database is locked", "store-busy"),
    ("readonly database", "store-read-only"),
    ("read-only", "store-read-only"),
    ("unable to open", "store-cannot-open"),
    ("file is not a database", "store-damaged"),
    ("malformed", "store-damaged"),
    ("hmac check failed", "store-damaged"),
)


# A write that fails for want of room says this, and so does a disk that can't be read.
_NO_ROOM_OR_NO_DISK = "disk i/o error"


def problem_of(error: BaseException, path: Path, writing: bool = True) -> Problem | None:
    """The known problem behind an error, or None when it is a fault of our own."""
    if isinstance(error, OSError):
        return file_problem(error, path)
    original = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(original, sqlcipher.Error):
        return None
    text = str(original).lower()
    if _NO_ROOM_OR_NO_DISK in text:
        return Problem("disk-full" if writing else "store-cannot-open", path=str(path))
    return next((Problem(code, path=str(path)) for words, code in _KNOWN if words in text), None)


@contextmanager
def known(path: Path, writing: bool = True) -> Iterator[None]:
    """Errors inside come out as `Problem` where they are known trouble with that file."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error, OSError) as error:
        problem = problem_of(error, path, writing)
        if problem is None:
            raise
        raise problem from error
