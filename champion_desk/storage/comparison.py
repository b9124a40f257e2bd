"""What one store's file has that another lacks, kind by kind, by ids."""

from __future__ import annotations

import contextlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.problems import Problem
from champion_desk.storage import engine, fresh_store
from champion_desk.storage.salvage import Salvaged
from champion_desk.storage.trouble import known

# The kinds of record that people ask for, and the moment that dates each.
DATED = {
    "sessions": "started_at",
    "tallies": "started_at",
    "drafts": "kept_at",
    "listings": "",
    "champions": "",
    "self_assessments": "rated_at",
    "enrolments": "on",
    "goals": "made_at",
}


@dataclass(frozen=True, slots=True)
class Only:
    """How many records only one side has, with the moments (UTC, as the store writes them) of the first and
    last of them; empty where they have none."""

    count: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind: how many each side has, what only one has, how many are the same record in another state."""

    kind: str
    saved: int
    backup: int
    only_saved: Only
    only_backup: Only
    changed: int


def attach(connection: sqlcipher.Connection, path: Path, key: bytes, name: str) -> None:
    """Let a connection read one more store."""
    connection.execute(f"ATTACH DATABASE ? AS {name} KEY \"x'{key.hex()}'\"", (str(path),))


def compare(saved: Salvaged, key: bytes, backup: Path, backup_key: bytes) -> list[Compared]:
    """Compare what was salvaged with a backup of this version.

    What was taken out of the desk on purpose after the backup was made is not counted as missing.
    """
    with known(backup, writing=False), closing(engine.connect(saved.path, key, read_only=True)) as connection:
        attach(connection, backup, backup_key, "backup")
        _stand_ins(connection, saved)
        return [_kind(connection, kind, column, saved) for kind, column in DATED.items()]


def count(path: Path, key: bytes, stand_ins: fresh_store.Ids = frozenset()) -> dict[str, int]:
    """How many records of each kind one store has."""
    with known(path, writing=False), closing(engine.connect(path, key, read_only=True)) as connection:
        made = {kind: sum(1 for table, _id in stand_ins if table == kind) for kind in DATED}
        return {kind: _number(connection, f"SELECT count(*) {_there(kind)}") - made[kind] for kind in DATED}


def lost_sessions(saved: Salvaged, key: bytes, backup: Path | None, backup_key: bytes) -> int:
    """How many sessions the salvaged change log knows of that neither side has; erased ones are not lost."""
    path = saved.path
    with known(path, writing=False), closing(engine.connect(path, key, read_only=True)) as connection:
        elsewhere = ""
        if backup is not None:
            attach(connection, backup, backup_key, "backup")
            elsewhere = " UNION SELECT id FROM backup.sessions"
        return _number(
            connection,
            "SELECT count(*) FROM (SELECT record_id FROM main.change_log WHERE table_name = 'sessions'"
            " GROUP BY record_id HAVING max(kind = 'erase') = 0"
            f" EXCEPT SELECT * FROM (SELECT id FROM main.sessions{elsewhere}))",
        )


def _stand_ins(connection: sqlcipher.Connection, saved: Salvaged) -> None:
    connection.execute("CREATE TEMP TABLE stand_ins (kind TEXT, id TEXT, PRIMARY KEY (kind, id))")
    connection.executemany("INSERT INTO stand_ins VALUES (?, ?)", list(saved.stand_ins))


def _there(kind: str, schema: str = "main") -> str:
    """FROM and WHERE for the records of a kind that are not removed."""
    return f"FROM {schema}.{kind} AS one WHERE " + ("1" if kind == "drafts" else "one.removed_at IS NULL")


def _number(connection: sqlcipher.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _only(connection: sqlcipher.Connection, kind: str, column: str, rest: str) -> Only:
    dates = f'min(one."{column}"), max(one."{column}")' if column else "NULL, NULL"
    number, first, last = connection.execute(f"SELECT count(*), {dates} {rest}").fetchone()
    return Only(int(number), first or "", last or "")


def _kind(connection: sqlcipher.Connection, kind: str, column: str, saved: Salvaged) -> Compared:
    made = f"(SELECT id FROM temp.stand_ins WHERE kind = '{kind}')"
    mine = f"{_there(kind)} AND one.id NOT IN {made}"
    theirs = _there(kind, "backup")
    gone = f"(SELECT record_id FROM main.change_log WHERE kind = 'erase' AND table_name = '{kind}')"
    lacking = f"{theirs} AND one.id NOT IN (SELECT id FROM main.{kind} EXCEPT SELECT id FROM temp.stand_ins)"
    missing = Only()
    if kind not in saved.complete:
        missing = _only(connection, kind, column, f"{lacking} AND one.id NOT IN {gone}")
    extra = f"{mine} AND one.id NOT IN (SELECT id FROM backup.{kind})"
    names = [row[1] for row in connection.execute(f"PRAGMA main.table_info({kind})") if row[1] != "number"]
    one = ", ".join(f'one."{name}"' for name in names)
    two = ", ".join(f'two."{name}"' for name in names)
    changed = (
        f"SELECT count(*) FROM main.{kind} AS one JOIN backup.{kind} AS two USING (id)"
        f" WHERE ({one}) IS NOT ({two}) AND one.id NOT IN {made}"
    )
    return Compared(
        kind,
        _number(connection, f"SELECT count(*) {mine}"),
        _number(connection, f"SELECT count(*) {theirs}"),
        _only(connection, kind, column, extra),
        missing,
        _number(connection, changed),
    )


def leavers(path: Path, key: bytes) -> list[str]:
    """The champions who have left; none where the store can't tell."""
    rows: list[tuple[str]] = []
    with (
        contextlib.suppress(Problem),
        known(path, writing=False),
        closing(engine.connect(path, key, read_only=True)) as connection,
    ):
        rows = connection.execute("SELECT id FROM champions WHERE left_on IS NOT NULL").fetchall()
    return [str(row[0]) for row in rows]
