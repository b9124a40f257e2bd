"""The one place that turns the database's errors into known problems."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from champion_desk.domain.problems import Problem
from champion_desk.storage.files import file_problem, has_room, not_allowed, owner_of

# SQLite's result codes (sqlite.org/rescode.html): the lowest byte is the kind.
_IO_ERROR = 10
_BY_KIND = {
    5: "store-busy",
    6: "store-busy",
    8: "store-read-only",
    11: "store-damaged",
    13: "disk-full",
    14: "store-cannot-open",
    15: "store-busy",
    26: "store-damaged",
}
# (what SQLite says, the problem), for an error without a code; asked in this order
_KNOWN = (
    ("database or disk is full", "disk-full"),
    ("is locked", "store-busy"),
    ("readonly database", "store-read-only"),
    ("read-only", "store-read-only"),
    ("unable to open", "store-cannot-open"),
    ("file is not a database", "store-damaged"),
    ("malformed", "store-damaged"),
    ("hmac check failed", "store-damaged"),
    ("invalid fts5 file format", "store-damaged"),
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
    code = _code_of(original, path, writing)
    if code == "store-cannot-open" and (problem := not_allowed(path)):
        return problem
    if code == "store-read-only":
        return Problem(code, path=str(path), owner=owner_of(path))
    return Problem(code, path=str(path)) if code else None


def _code_of(error: sqlcipher.Error, path: Path, writing: bool) -> str:
    kind, text = getattr(error, "sqlite_errorcode", 0) & 0xFF, str(error).lower()
    if kind == _IO_ERROR or _NO_ROOM_OR_NO_DISK in text:
        # Also who only reads needs room, for a small file that all who have the store open share.
        return "disk-full" if writing or not has_room(path.parent) else "store-cannot-open"
    return _BY_KIND.get(kind) or next((code for words, code in _KNOWN if words in text), "")


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
