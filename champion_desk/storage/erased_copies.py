"""Whether a copy of the store (a backup, a folder kept aside) still holds what was erased."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.erasure import Trace
from champion_desk.domain.problems import Problem
from champion_desk.storage import backups, engine, in_place, keys, tables
from champion_desk.storage.erasure import digest
from champion_desk.storage.files import STORE_FILE
from champion_desk.storage.trouble import known

HOLDS, CLEAR, ANOTHER_KEY, UNREADABLE = "holds", "clear", "another-key", "unreadable"
_LOOKING = ".looking-"


def in_backup(backup: Path, key: bytes, traces: Sequence[Trace], workplace: Path) -> str:
    """What a backup holds of them: holds, clear, another-key (nobody can tell) or unreadable."""
    try:
        if not backups.opens(backup, key):
            backups.ring_of(backup)  # raises where it is no backup at all
            return ANOTHER_KEY
        with _place(workplace) as place:
            backups.lay_out(backup, place)
            return _holds(place / STORE_FILE, key, traces)
    except Problem:
        return UNREADABLE


def in_folder(folder: Path, key: bytes, traces: Sequence[Trace], workplace: Path) -> str:
    """What a folder with a store kept aside holds of them; it stays byte for byte as it is.

    Where only keys were kept aside, there is nothing.
    """
    if not (folder / STORE_FILE).exists():
        return CLEAR
    try:
        with _place(workplace) as place, known(folder, writing=False):
            for name in in_place.DESK_FILES:
                if (folder / name).is_file():
                    shutil.copyfile(folder / name, place / name)
            if (place / keys.FILE).is_file() and not keys.opens(keys.load(place), key):
                return ANOTHER_KEY
            return _holds(place / STORE_FILE, key, traces)
    except Problem:
        return UNREADABLE


@contextmanager
def _place(workplace: Path) -> Iterator[Path]:
    """A folder for a copy, as opening one may write beside it; it goes again."""
    backups.sweep(workplace, _LOOKING)
    place = workplace / f"{_LOOKING}{os.urandom(6).hex()}"
    with known(workplace):
        place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _holds(store: Path, key: bytes, traces: Sequence[Trace]) -> str:
    with known(store, writing=False), closing(engine.connect(store, key)) as connection:
        return HOLDS if any(_has(connection, trace, key) for trace in traces) else CLEAR


def _has(connection: sqlcipher.Connection, trace: Trace, key: bytes) -> bool:
    if trace.table not in tables.metadata.tables:
        return False
    made = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (trace.table,)).fetchone()
    if made is None:  # a copy of an older version, which had no such records
        return False
    cursor = connection.execute(f"SELECT * FROM {trace.table} WHERE id = ?", (trace.record_id,))
    row = cursor.fetchone()
    now = dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else {}
    if not trace.change_ids:
        return bool(now) or _in_past(connection, trace, key)
    if trace.names and not trace.digests:  # nobody knows the values any more, only when they were replaced
        return _in_past(connection, trace, key) or (bool(now) and not _knows(connection, trace.change_ids))
    return _same_value(now, trace, key) or _in_past(connection, trace, key)


def _knows(connection: sqlcipher.Connection, change_ids: Sequence[str]) -> bool:
    """Whether the copy was made after those changes."""
    query = "SELECT 1 FROM change_log WHERE id = ?"
    return all(connection.execute(query, (change_id,)).fetchone() for change_id in change_ids)


def _in_past(connection: sqlcipher.Connection, trace: Trace, key: bytes) -> bool:
    """Whether the copy's change log keeps it."""
    rows = connection.execute(
        "SELECT id, before, reason FROM change_log WHERE table_name = ? AND record_id = ?"
        " AND (before IS NOT NULL OR reason <> '')",
        (trace.table, trace.record_id),
    )
    for change_id, before, _reason in rows:
        if not trace.change_ids and before is not None:
            return True
        if change_id in trace.change_ids or (before and _same_value(json.loads(before), trace, key)):
            return True
    return False


def _same_value(values: dict[str, object], trace: Trace, key: bytes) -> bool:
    return any(
        digest(key, name, values[name]) == value for name, value in trace.digests.items() if name in values
    )
