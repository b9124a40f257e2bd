"""Makes one store of two: what was salvaged from a damaged one, and a backup for what is lost there."""

from __future__ import annotations

import json
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.storage import fresh_store, keys, migration
from champion_desk.storage.changes import Author
from champion_desk.storage.comparison import attach
from champion_desk.storage.fresh_store import Ids
from champion_desk.storage.salvage import Salvaged
from champion_desk.storage.trouble import known

# A listing's number is only its place in the index of words, which is made anew: two stores may have given
# the same number to different listings.
_NUMBER = "number"


def blend(
    saved: Salvaged | None,
    backup: Path | None,
    target: Path,
    key: bytes,
    backup_key: bytes,
    ring: keys.Keyring,
    unnamed: str = "?",
) -> None:
    """Make a new, verified store at `target` of one or both; each must be of this version.

    A salvaged row wins over the backup's, as it is newer; but not where it comes from an older copy of its
    page, or only stands in for a lost one. What was erased for good after the backup stays erased.
    """
    with known(target):
        connection = fresh_store.begin(target, key, migration.newest_version())
        try:
            connection.execute("COMMIT")  # another store can't be attached within a transaction
            if saved is not None:
                attach(connection, saved.path, key, "saved")
            if backup is not None:
                attach(connection, backup, backup_key, "backup")
            connection.execute("BEGIN IMMEDIATE")
            _fill(connection, saved, backup is not None)
            fresh_store.complete(connection, ring, unnamed)
            fresh_store.finish(connection, target, key, Author(ring.desk_id, ""))
        finally:
            connection.close()


def _fill(connection: sqlcipher.Connection, saved: Salvaged | None, with_backup: bool) -> None:
    weak: Ids = saved.older | saved.stand_ins if saved is not None else frozenset()
    connection.execute("CREATE TEMP TABLE weak (kind TEXT, id TEXT, PRIMARY KEY (kind, id))")
    connection.executemany("INSERT INTO temp.weak VALUES (?, ?)", list(weak))
    tables = fresh_store.tables_of(connection)
    for table in tables:
        if saved is not None:
            _take(connection, table, "saved", "NOT IN")
    for table in tables:
        if with_backup and (saved is None or table not in saved.complete):
            _take(connection, table, "backup")
    if saved is None:
        return
    if with_backup:
        _honour(connection)
    for table in tables:
        if table != "desk":
            _take(connection, table, "saved", "IN")


def _take(connection: sqlcipher.Connection, table: str, source: str, weak: str = "") -> None:
    """Add the rows of one table that are not there yet."""
    names = [row[1] for row in connection.execute(f'PRAGMA main.table_info("{table}")')]
    names = [name for name in names if name != _NUMBER or table != "listings"]
    values = [f'"{name}"' for name in names]
    if table == "listings":  # a source of the same name may have another id there
        values[names.index("source_id")] = (
            "coalesce((SELECT here.id FROM main.sources AS here JOIN"
            f" {source}.sources AS there USING (name) WHERE there.id = source_id), source_id)"
        )
    where = ""
    if weak and table != "desk":
        where = f" WHERE id {weak} (SELECT id FROM temp.weak WHERE kind = '{table}')"
    columns = ", ".join(f'"{name}"' for name in names)
    order = f" ORDER BY {_NUMBER}" if table == "listings" else ""
    connection.execute(
        f'INSERT OR IGNORE INTO main."{table}" ({columns}) SELECT {", ".join(values)}'
        f' FROM {source}."{table}"{where}{order}'
    )


def _honour(connection: sqlcipher.Connection) -> None:
    """Take out again what the backup still had of what was erased or faded in the damaged store."""
    for table, ids in fresh_store.erased(connection, "saved").items():
        there = {row[0] for row in connection.execute(f'SELECT id FROM saved."{table}"')}
        fresh_store.delete(connection, table, sorted(ids - there))
    faded = connection.execute(
        "SELECT table_name, record_id, fields FROM saved.change_log WHERE kind = 'fade'"
    ).fetchall()
    for table, record_id, fields in faded:
        for name in json.loads(fields):
            connection.execute(f'UPDATE main."{table}" SET "{name}" = \'\' WHERE id = ?', (record_id,))
    # What changes kept of those records: only as the damaged store still had it.
    connection.execute(
        "DELETE FROM main.change_log WHERE id NOT IN (SELECT id FROM saved.change_log) AND EXISTS"
        " (SELECT 1 FROM saved.change_log AS known WHERE known.kind IN ('erase', 'fade')"
        " AND known.table_name = change_log.table_name AND known.record_id = change_log.record_id)"
    )
