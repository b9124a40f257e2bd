"""Brings a store to this program's version: numbered SQL files, each wholly or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.problems import Problem

APPLICATION_ID = 0x43484445  # "CHDE"
_FOLDER = Path(__file__).parent / "migrations"


def migrations() -> list[tuple[int, Path]]:
    """The numbered files in order."""
    return sorted((int(path.name[:4]), path) for path in _FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def newest_version() -> int:
    """The version of a store that this program writes."""
    return migrations()[-1][0]


def version(connection: sqlcipher.Connection) -> int:
    """The version a store has now; 0 is a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(connection: sqlcipher.Connection, path: Path) -> int:
    """The store's version. Raises `Problem` for a newer store, or one that is not ours."""
    found, known = version(connection), newest_version()
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if found and application != APPLICATION_ID:
        raise Problem("store-foreign", path=str(path))
    if found > known:
        raise Problem("store-newer", path=str(path))
    return found


def _statements(text: str) -> Iterator[str]:
    statement = ""
    for line in text.splitlines(keepends=True):
        if not statement and (not line.strip() or line.lstrip().startswith("--")):
            continue
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError("a migration ends in the middle of a statement")


def migrate(connection: sqlcipher.Connection, last: int | None = None) -> None:
    """Run every migration the store has not had, up to `last`, each in one explicit transaction."""
    for number, path in migrations():
        if number <= version(connection) or (last is not None and number > last):
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in _statements(path.read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
