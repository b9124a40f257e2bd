"""How much a store's file holds, read with its key and without opening it as the desk's own."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.storage import engine
from champion_desk.storage.backup_about import COUNTED
from champion_desk.storage.trouble import known


def counts_in(path: Path, key: bytes) -> Mapping[str, int]:
    """How many records a store's file holds, without those removed; nothing where it can't be told."""
    counted = {}
    with (
        contextlib.suppress(Problem),
        known(path, writing=False),
        closing(engine.connect(path, key, read_only=True)) as connection,
    ):
        for name in COUNTED:
            query = f"SELECT count(*) FROM {name}" + ("" if name == "drafts" else " WHERE removed_at IS NULL")
            counted[name] = int(connection.execute(query).fetchone()[0])
    return counted if len(counted) == len(COUNTED) else {}


def session_ids_in(path: Path, key: bytes) -> frozenset[str]:
    """The ids of the sessions in a store's file, without those removed."""
    with known(path, writing=False), closing(engine.connect(path, key, read_only=True)) as connection:
        rows = connection.execute("SELECT id FROM sessions WHERE removed_at IS NULL").fetchall()
    return frozenset(str(row[0]) for row in rows)


def newest_session_in(path: Path, key: bytes) -> datetime | None:
    """When the newest session in a store's file began; None where there is none or it can't be told."""
    with (
        contextlib.suppress(Problem, TypeError, ValueError),
        known(path, writing=False),
        closing(engine.connect(path, key, read_only=True)) as connection,
    ):
        query = "SELECT max(started_at) FROM sessions WHERE removed_at IS NULL"
        return datetime.fromisoformat(connection.execute(query).fetchone()[0])
    return None


def newest_change(path: Path, key: bytes) -> str:
    """The stamp of the last change in a store's file; empty where there is none or it can't be told."""
    try:
        with known(path, writing=False), closing(engine.connect(path, key, read_only=True)) as connection:
            return str(connection.execute("SELECT max(stamp) FROM change_log").fetchone()[0] or "")
    except Problem:
        return ""
