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
    read_only = read_only or without_log
    mode = "ro&immutable=1" if without_log else "ro" if read_only else "rw"
    connection = sqlcipher.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=5.0,
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
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
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


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
