"""What was erased of a record's past stays erased where a store is filled from older copies of it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from typing import NamedTuple

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.storage.changes import EMPTIED, ERASE_PAST

# The fields that hold words. A session lives on without them; a goal, a course or a listing has none
# without: it goes.
_SESSIONS = "sessions"
_WORDS = {
    _SESSIONS: ("note", "area", "outcome_reason", "slip"),
    "goals": ("text", "next_step"),
    "enrolments": ("title", "course"),
}


class Past(NamedTuple):
    """Old values of one record that were erased: the change that kept them, and the fields they were of."""

    table: str
    record_id: str
    change_id: str
    names: tuple[str, ...]


def erased_past(connection: sqlcipher.Connection, schema: str = "main") -> Iterator[Past]:
    """What the change log of a store says was erased of the past."""
    rows = connection.execute(
        f"SELECT table_name, record_id, fields FROM {schema}.change_log WHERE kind = ?", (ERASE_PAST,)
    ).fetchall()
    for table, record_id, fields in rows:
        change_id, *names = json.loads(fields) or [""]
        if change_id:  # else the record itself was erased later
            yield Past(table, record_id, change_id, tuple(names))


def keep_out_of_older(connection: sqlcipher.Connection, older: Container[tuple[str, str]]) -> None:
    """Take it out again of rows that come from an older copy of their page."""
    for past in erased_past(connection):
        if ("change_log", past.change_id) in older:
            _empty(connection, past)
        if (past.table, past.record_id) in older:
            _lose_words(connection, past)


def keep_out_of_backup(connection: sqlcipher.Connection, certain: str) -> None:
    """Take it out again of what a backup brings, by the change log of the store that was saved.

    `certain` is a condition for the rows of `saved` that stay as they are there, with `{table}` in it.
    """
    backup_knows = "SELECT 1 FROM backup.change_log WHERE id = ?"
    for past in erased_past(connection, "saved"):
        _empty(connection, past)
        query = f'SELECT 1 FROM saved."{past.table}" WHERE id = ? AND {certain.format(table=past.table)}'
        if connection.execute(query, (past.record_id,)).fetchone():
            continue
        # A backup that knows of the change has the record as it was after it.
        if not connection.execute(backup_knows, (past.change_id,)).fetchone():
            _lose_words(connection, past)


def _empty(connection: sqlcipher.Connection, past: Past) -> None:
    values = ", ".join(f"{name} = :{name}" for name in EMPTIED)
    query = f"UPDATE main.change_log SET {values} WHERE id = :id"
    connection.execute(query, {**EMPTIED, "id": past.change_id})


def _lose_words(connection: sqlcipher.Connection, past: Past) -> None:
    names = [name for name in past.names if name in _WORDS.get(past.table, past.names)]
    if past.table == _SESSIONS:
        for name in names:
            connection.execute(f"UPDATE main.sessions SET \"{name}\" = '' WHERE id = ?", (past.record_id,))
    elif names:
        connection.execute(f'DELETE FROM main."{past.table}" WHERE id = ?', (past.record_id,))
