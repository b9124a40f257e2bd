"""Rows of earlier logs in the store: which are here already, and taking in the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table, select, text

from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import Tally
from champion_desk.storage import tables
from champion_desk.storage.changes import UNDO, Changes
from champion_desk.storage.rows import to_row

HERE, TAKEN_BACK = "here", "taken-back"
_TABLES: tuple[Table, ...] = (tables.sessions, tables.tallies)


class PastLogRepository:
    """Sessions and tallies by the key of the row they came from."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def known(self, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Of these keys (at most 500) those taken in before, each with what became of it and the id.

        What is there, was removed by someone or has become a count is `HERE`; what Undo took back can come
        again.
        """
        names = {f"k{number}": key for number, key in enumerate(keys)}
        marks = ", ".join(f":{name}" for name in names)
        found: dict[str, tuple[str, str]] = {}
        for table in _TABLES:
            query = f"SELECT import_key, id, removed_at FROM {table.name} WHERE import_key IN ({marks})"
            query += " AND import_key <> ''"
            rows = self._connection.execute(text(query), names).all()
            undone = self._undone(table, [record_id for _key, record_id, removed_at in rows if removed_at])
            for key, record_id, _removed_at in rows:
                found[key] = (TAKEN_BACK if record_id in undone else HERE, record_id)
        counted = f"SELECT import_key FROM counted_imports WHERE import_key IN ({marks})"
        for key in self._connection.execute(text(counted), names).scalars():
            found[key] = (HERE, "")
        return found

    def _undone(self, table: Table, record_ids: Sequence[str]) -> set[str]:
        """Those whose last change was Undo."""
        log = tables.change_log
        changes = self._connection.execute(
            select(log.c.record_id, log.c.kind, log.c.reason)
            .where(log.c.table_name == table.name, log.c.record_id.in_(record_ids))
            .order_by(log.c.stamp)
        )
        last = {record_id: UNDO in (kind, reason) for record_id, kind, reason in changes}
        return {record_id for record_id, undone in last.items() if undone}

    def keep(self, records: Iterable[AssistedSession | Tally], known: Mapping[str, tuple[str, str]]) -> None:
        """Keep new records. What Undo took away of the same rows stays away, without its key."""
        fresh: dict[str, list[dict[str, object]]] = {}
        given_up: dict[str, list[str]] = {}
        for record in records:
            table = tables.sessions if isinstance(record, AssistedSession) else tables.tallies
            state, record_id = known.get(record.import_key, ("", ""))
            if state == TAKEN_BACK:
                given_up.setdefault(table.name, []).append(record_id)
            fresh.setdefault(table.name, []).append(to_row(record))
        for name, ids in given_up.items():
            with self._changes.apart():
                self._changes.empty_many(tables.metadata.tables[name], ids, "import_key")
        for name, rows in fresh.items():
            self._changes.add_many(tables.metadata.tables[name], rows)
