"""Rows of earlier logs in the store: which are here already, and taking in the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table, text

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
            for key, record_id, removed_at in self._connection.execute(text(query), names):
                undone = removed_at is not None and self._was_undone(table, record_id)
                found[key] = (TAKEN_BACK if undone else HERE, record_id)
        counted = f"SELECT import_key FROM counted_imports WHERE import_key IN ({marks})"
        for key in self._connection.execute(text(counted), names).scalars():
            found[key] = (HERE, "")
        return found

    def _was_undone(self, table: Table, record_id: str) -> bool:
        last = self._connection.execute(
            text(
                "SELECT kind, reason FROM change_log WHERE table_name = :table AND record_id = :id"
                " ORDER BY stamp DESC LIMIT 1"
            ),
            {"table": table.name, "id": record_id},
        ).first()
        return last is not None and UNDO in (last.kind, last.reason)

    def keep(self, records: Iterable[AssistedSession | Tally], known: Mapping[str, tuple[str, str]]) -> None:
        """Keep new records; one that Undo took away comes back as it is now."""
        fresh: dict[str, list[dict[str, object]]] = {}
        for record in records:
            table = tables.sessions if isinstance(record, AssistedSession) else tables.tallies
            row = to_row(record)
            state, record_id = known.get(record.import_key, ("", ""))
            if state == TAKEN_BACK:
                self._changes.amend(table, {**row, "id": record_id, "removed_at": None})
            else:
                fresh.setdefault(table.name, []).append(row)
        for name, rows in fresh.items():
            self._changes.add_many(tables.metadata.tables[name], rows)
