"""Makes one store of two: what was salvaged from a damaged one, and a backup for what is lost there."""

from __future__ import annotations

import json
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.storage import fresh_store, keys, migration
from champion_desk.storage.change_log import Author
from champion_desk.storage.changes import ERASE_PAST, EXPIRED
from champion_desk.storage.comparison import attach
from champion_desk.storage.erased_past import keep_out_of_backup
from champion_desk.storage.fresh_store import ANY_REASON, Ids
from champion_desk.storage.salvage import Salvaged
from champion_desk.storage.trouble import known

# These have a key of another name, and nothing in them is ever erased or uncertain.
_WITHOUT_ID = frozenset({"desk", "counted_imports", "postcode_sectors"})
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
    only_backup: bool = False,
) -> None:
    """Make a new, verified store at `target` of one or both; each must be of this version.

    A salvaged row wins over the backup's, as it is newer; but not where it comes from an older copy of its
    page, or only stands in for a lost one. What was erased for good after the backup stays erased, and that
    is all that is taken from what was salvaged where `only_backup` is wanted.
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
            tables = fresh_store.tables_of(connection)
            if only_backup:
                _fill_from_backup(connection, tables, saved is not None)
            else:
                _fill(connection, tables, saved, backup is not None)
            fresh_store.complete(connection, ring, unnamed)
            fresh_store.finish(connection, target, key, Author(ring.desk_id, ""))
        finally:
            connection.close()


def _fill(
    connection: sqlcipher.Connection, tables: list[str], saved: Salvaged | None, with_backup: bool
) -> None:
    weak: Ids = saved.older | saved.stand_ins if saved is not None else frozenset()
    connection.execute("CREATE TEMP TABLE weak (kind TEXT, id TEXT, PRIMARY KEY (kind, id))")
    connection.executemany("INSERT INTO temp.weak VALUES (?, ?)", list(weak))
    if saved is not None:
        for table in tables:
            _take(connection, table, "saved", _but_weak("NOT IN", table))
    if with_backup:
        for table in tables:
            if saved is None or table not in saved.complete:
                _take(connection, table, "backup")
    if saved is not None:
        if with_backup:
            _honour(connection)
            keep_out_of_backup(connection, _but_weak("NOT IN", "{table}"))
        for table in tables:
            _take(connection, table, "saved", _but_weak("IN", table))


def _fill_from_backup(connection: sqlcipher.Connection, tables: list[str], with_erasures: bool) -> None:
    for table in tables:
        _take(connection, table, "backup")
    if with_erasures:
        # What only grew too old comes back, with the counts as they were before: it will be counted again.
        _honour(connection, f"reason <> '{EXPIRED}'")
        keep_out_of_backup(connection, "0")
        kinds = f"kind IN ('erase', '{ERASE_PAST}')"
        _take(connection, "change_log", "saved", f"{kinds} AND reason <> '{EXPIRED}'")


def _but_weak(which: str, table: str) -> str:
    """The rows that are certain, or those that are not."""
    if table in _WITHOUT_ID:
        return "1" if which == "NOT IN" else "0"
    return f"id {which} (SELECT id FROM temp.weak WHERE kind = '{table}')"


def _take(connection: sqlcipher.Connection, table: str, source: str, where: str = "1") -> None:
    """Add the rows of one table that are not there yet."""
    names = [row[1] for row in connection.execute(f'PRAGMA main.table_info("{table}")')]
    names = [name for name in names if name != _NUMBER or table != "listings"]
    values = [f'"{name}"' for name in names]
    if table == "listings":  # a source of the same name may have another id there
        values[names.index("source_id")] = (
            "coalesce((SELECT here.id FROM main.sources AS here JOIN"
            f" {source}.sources AS there USING (name) WHERE there.id = source_id), source_id)"
        )
    columns = ", ".join(f'"{name}"' for name in names)
    order = f" ORDER BY {_NUMBER}" if table == "listings" else ""
    connection.execute(
        f'INSERT OR IGNORE INTO main."{table}" ({columns}) SELECT {", ".join(values)}'
        f' FROM {source}."{table}" WHERE {where}{order}'
    )


def _honour(connection: sqlcipher.Connection, reasons: str = ANY_REASON) -> None:
    """Take out again what the backup still had of what was erased or faded in the damaged store."""
    for table, ids in fresh_store.erased(connection, "saved", reasons).items():
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
        f" AND known.{reasons} AND known.table_name = change_log.table_name"
        " AND known.record_id = change_log.record_id)"
    )
