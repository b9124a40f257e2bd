"""A new store that is filled from others: made at any version, completed, brought up to date, verified."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Problem
from champion_desk.storage import engine, keys, migration, store
from champion_desk.storage.change_log import Author

Ids = frozenset[tuple[str, str]]  # (table, id of a row)
ANY_REASON = "reason IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its table was made; `default` is its value in a row that is older than the column."""

    name: str
    kind: str
    needed: bool
    default: object = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's columns, the one that is the row id (if any), and how many columns its rows may have."""

    columns: tuple[Column, ...]
    row_id: str
    widths: frozenset[int]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def shapes(version: int) -> dict[str, Shape]:
    """The tables that hold records in a store of that version."""
    found: dict[str, Shape] = {}
    with closing(sqlcipher.connect(":memory:", isolation_level=None)) as connection:
        for number, _path in migration.migrations():
            if number > version:
                break
            migration.migrate(connection, number)
            for table in tables_of(connection):
                earlier = found[table].widths if table in found else frozenset()
                found[table] = _shape(connection, table, earlier)
    return found


def _shape(connection: sqlcipher.Connection, table: str, earlier: frozenset[int]) -> Shape:
    columns, row_id = [], ""
    for _place, name, kind, needed, default, key in connection.execute(f'PRAGMA table_info("{table}")'):
        value = connection.execute(f"SELECT {default}").fetchone()[0] if default is not None else None
        columns.append(Column(name, kind, bool(needed), value))
        if key and kind == "INTEGER":
            row_id = name
    return Shape(tuple(columns), row_id, earlier | {len(columns)})


def tables_of(connection: sqlcipher.Connection) -> list[str]:
    """The tables that hold records; the index of words and SQLite's own are left out."""
    query = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND name NOT LIKE 'listing\\_words%' ESCAPE '\\'"
        # The store keeps the sums itself.
        " AND name NOT IN ('sum_words', 'month_sums', 'session_totals') ORDER BY rowid"
    )
    return [str(row[0]) for row in connection.execute(query)]


def begin(path: Path, key: bytes, version: int) -> sqlcipher.Connection:
    """Make an empty store of that version and open it to be filled, in one transaction."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    connection = engine.connect(path, key)
    try:
        migration.migrate(connection, version)
        # Nobody's work yet: it is synced when it is put in place, and references are completed at the end.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
    except BaseException:
        connection.close()
        raise
    return connection


def complete(connection: sqlcipher.Connection, ring: keys.Keyring, unnamed: str) -> Ids:
    """Give every row that is referred to and was lost a stand-in, so that nothing else is lost with it.

    Champions are named in the key slots, and so is the site; what has no name left is called `unnamed`.
    """
    names = {slot.champion_id: slot.name for slot in ring.champions}
    wanted: dict[str, set[str]] = {"champions": set(names), "sites": set(), "sources": set()}
    for table in tables_of(connection):
        for link in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
            parent, column = link[2], link[3]
            rows = connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}"')
            wanted.setdefault(parent, set()).update(row[0] for row in rows)
    made = []
    for parent, ids in wanted.items():
        there = {row[0] for row in connection.execute(f'SELECT id FROM "{parent}"')}
        missing = sorted(ids - there)
        if parent == "sites" and not there and not missing:
            missing = [new_id()]
        for count, record_id in enumerate(missing, start=1):
            usual = ring.site if parent == "sites" else ""
            name = names.get(record_id) or usual or f"{unnamed} {count} ({record_id[-4:]})"
            _stand_in(connection, parent, record_id, name)
            made.append((parent, record_id))
    _need_a_lead(connection, [record_id for parent, record_id in made if parent == "champions"])
    return frozenset(made)


def _stand_in(connection: sqlcipher.Connection, table: str, record_id: str, name: str) -> None:
    row: dict[str, object] = {}
    for _place, column, kind, needed, default, _key in connection.execute(f'PRAGMA table_info("{table}")'):
        if needed and default is None:
            row[column] = "" if kind == "TEXT" else 0
    row |= {"id": record_id, "name": name}
    insert(connection, table, list(row), [list(row.values())])


def _need_a_lead(connection: sqlcipher.Connection, stand_ins: Sequence[str]) -> None:
    """Someone must be able to look after the desk."""
    leads = connection.execute(
        "SELECT 1 FROM champions WHERE lead = 1 AND left_on IS NULL AND removed_at IS NULL"
    ).fetchone()
    if leads is None:
        connection.executemany("UPDATE champions SET lead = 1 WHERE id = ?", [(one,) for one in stand_ins])


def insert(
    connection: sqlcipher.Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]
) -> int:
    """Add rows; one whose id, or whose other key, is there already is left out. How many were added."""
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    statement = f'INSERT OR IGNORE INTO "{table}" ({columns}) VALUES ({marks})'
    return max(int(connection.executemany(statement, rows).rowcount), 0)


def delete(connection: sqlcipher.Connection, table: str, ids: Sequence[str]) -> None:
    """Take rows out by their ids."""
    connection.executemany(f'DELETE FROM "{table}" WHERE id = ?', [(one,) for one in ids])


def erased(
    connection: sqlcipher.Connection, schema: str = "main", reasons: str = ANY_REASON
) -> Mapping[str, set[str]]:
    """What the change log says was erased for good, by table; for some reasons only, where they are given."""
    found: dict[str, set[str]] = {}
    rows = connection.execute(
        f"SELECT DISTINCT table_name, record_id FROM {schema}.change_log WHERE kind = 'erase' AND {reasons}"
    )
    for table, record_id in rows:
        found.setdefault(table, set()).add(record_id)
    return found


def finish(connection: sqlcipher.Connection, path: Path, key: bytes, author: Author) -> None:
    """Keep what was filled in, bring it to this version, index its listings, and check every page.

    Raises `Problem("mend-failed")` where the result is not whole.
    """
    connection.execute("COMMIT")
    migration.migrate(connection)
    connection.close()
    filled = store.Store(path, key, author)
    try:
        with filled.transaction() as tx:
            tx.directory.index_all()
    finally:
        filled.close()
    if not store.integrity(path, key):
        raise Problem("mend-failed", path=str(path))
