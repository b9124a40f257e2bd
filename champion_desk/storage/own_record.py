"""Everything that the store holds of one champion's training: read whole, with its history, or erased."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from champion_desk.domain.erasure import Erased, Trace
from champion_desk.storage import tables
from champion_desk.storage.changes import Change, Changes

# The tables that say whose each record is.
OWN = (
    tables.self_assessments,
    tables.enrolments,
    tables.goals,
    tables.suggestion_answers,
    tables.badges,
    tables.practices,
    tables.rating_shares,
)
_JSON = frozenset(("proven", "unproven"))
_files = tables.attachments
_KINDS = {tables.enrolments: "course", tables.goals: "goal"}


class OwnRecordRepository:
    """The training of one champion at a time; those set aside are part of it."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection, self._changes = connection, changes

    def whole(self, champion_id: str) -> dict[str, list[dict[str, Any]]]:
        """Every record by its table, in plain values; the content of certificates in base64."""
        found = {table.name: list(self._rows(table, champion_id)) for table in OWN}
        ids = [one["id"] for one in found[tables.enrolments.name]]
        query = select(_files).where(_files.c.owner_id.in_(ids), _files.c.owner_table == "enrolments")
        found["certificates"] = [
            {**row, "content": base64.b64encode(row["content"]).decode()}
            for row in map(dict, self._connection.execute(query.order_by(_files.c.id)).mappings())
        ]
        return found

    def _rows(self, table: Table, champion_id: str) -> Iterator[dict[str, Any]]:
        query = select(table).where(table.c.champion_id == champion_id).order_by(table.c.id)
        for row in self._connection.execute(query).mappings():
            yield {
                name: json.loads(value) if name in _JSON else value
                for name, value in row.items()
                if name != "champion_id"
            }

    def _ids(self, champion_id: str) -> dict[Table, list[str]]:
        found = {
            table: list(
                self._connection.execute(
                    select(table.c.id).where(table.c.champion_id == champion_id)
                ).scalars()
            )
            for table in OWN
        }
        owned = _files.c.owner_id.in_(found[tables.enrolments])
        query = select(_files.c.id).where(owned, _files.c.owner_table == "enrolments")
        found[_files] = list(self._connection.execute(query).scalars())
        return found

    def history(self, champion_id: str, most: int = 500) -> list[Change]:
        """What happened to the records, newest first, at most so many."""
        found = [
            change
            for table, ids in self._ids(champion_id).items()
            for one in ids
            for change in self._changes.history(table, one)
        ]
        return sorted(found, key=lambda change: change.stamp, reverse=True)[:most]

    def erase(self, champion_id: str) -> Erased:
        """Delete all of it for good, and what the change log kept of it."""
        traces, counts = list[Trace](), Counter[str]()
        for table, ids in self._ids(champion_id).items():
            for one in ids:
                self._changes.erase(table, one)
                traces.append(Trace(one, table.name))
                counts[_KINDS.get(table, "record")] += 1
        return Erased(dict(counts), tuple(traces))


Whole = Mapping[str, list[dict[str, Any]]]
