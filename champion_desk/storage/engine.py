"""Connections to an encrypted SQLite file, and the settings that make a save last."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import QueuePool

from champion_desk.domain.problems import Problem

# The bug that a reset write-ahead log could lose pages is mended in these (sqlite.org, release notes).
_MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

_PAGE, _SALT = 4096, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


def wal_is_safe(found: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the mend of the WAL-reset bug."""
    return found >= _MENDED[0] or any(m[:2] == found[:2] and found >= m for m in _MENDED[1:])


def connect(
    path: Path, key: bytes, *, read_only: bool = False, without_log: bool = False
) -> sqlcipher.Connection:
    """An open connection in autocommit. The file must exist: nothing here ever makes an empty one.

    `without_log` reads what is folded into the file, and not the write-ahead log beside it.

    Raises the database's own errors; `trouble.known` names them.
    """
    parts = tuple(int(part) for part in sqlcipher.sqlite_version.split("."))
    if not wal_is_safe((parts[0], parts[1], parts[2])):
        raise Problem("sqlite-too-old", version=sqlcipher.sqlite_version)
    if without_log:
        return _opened(path, key.hex(), "ro&immutable=1")
    return _opened(path, key.hex() + _salt_that_fits(path, key), "ro" if read_only else "rw")


def _opened(path: Path, key: str, mode: str) -> sqlcipher.Connection:
    connection = sqlcipher.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=5.0,
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for setting in (
            "foreign_keys = ON",
            "synchronous = FULL",
            "busy_timeout = 5000",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {setting}")
        if mode == "rw":
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _salt_that_fits(path: Path, key: bytes) -> str:
    """The salt to open a store with, in hex; nothing where the one at the file's beginning is right.

    SQLCipher reads the salt from the file, not from the log beside it: a power cut that left noise in the
    first page while that was being folded in would hide all that the log holds whole. It is found by reading
    only, as to close a connection that writes folds the log in, also one with the wrong salt.
    """
    salts = _salts_in_log(path)
    for salt in ("", *salts) if salts else ():
        try:
            _opened(path, key.hex() + salt, "ro").close()
            return salt
        except sqlcipher.OperationalError:
            raise
        except sqlcipher.DatabaseError:
            continue
    return ""


def _salts_in_log(path: Path) -> list[str]:
    """The salts in the copies of the first page that stand in the log: one, but for what a crash tore."""
    log = path.with_name(path.name + "-wal")
    if not (path.is_file() and log.is_file()):
        return []
    salts: dict[str, None] = {}
    with log.open("rb") as file:
        file.seek(_LOG_HEADER)
        while len(frame := file.read(_FRAME_HEADER + _SALT)) == _FRAME_HEADER + _SALT:
            if frame[:4] == b"\0\0\0\1":
                salts[frame[_FRAME_HEADER:].hex()] = None
            file.seek(_PAGE - _SALT, 1)
    return list(salts)


def engine_for(path: Path, key: bytes) -> Engine:
    """SQLAlchemy's engine over such connections; parameters never stand in an error or a log."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, key),
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=3,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _plain_rows(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None

    return engine
