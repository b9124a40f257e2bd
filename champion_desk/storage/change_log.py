"""Appends to the log of changes: what was done to which record, by whom, and what stood there before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from sqlalchemy import Connection, Table

from champion_desk.domain.clock import HybridClock
from champion_desk.domain.identity import new_id

# Kept out of the change log: the source's raw text, which the next import brings again.
BULKY = frozenset({"raw"})
_NOTHING: Mapping[str, object] = MappingProxyType({})
_AT_ONCE = 500

# Written with every save, so they are not made anew each time.
_APPEND = (
    "INSERT INTO change_log (id, stamp, batch, desk_id, champion_id, kind, table_name, record_id, fields,"
    " before, reason) VALUES (:id, :stamp, :batch, :desk_id, :champion_id, :kind, :table_name, :record_id,"
    " :fields, :before, :reason)"
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: the desk and the champion."""

    desk_id: str
    champion_id: str


@dataclass(frozen=True, slots=True)
class Line:
    """One record's change: the fields that it changed, and their values before."""

    record_id: str
    fields: tuple[str, ...]
    before: Mapping[str, object] = field(default_factory=dict)


class ChangeLog:
    """Appends lines. Those of one transaction share a `batch`."""

    def __init__(self, connection: Connection, clock: HybridClock, author: Author) -> None:
        self._connection = connection
        self._clock = clock
        self._author = author
        self.batch = new_id()

    def append(self, kind: str, table: Table, line: Line, reason: str = "") -> None:
        """One change."""
        self._connection.exec_driver_sql(_APPEND, self._row(kind, table, line, reason))

    def append_many(self, kind: str, table: Table, lines: Iterable[Line], reason: str = "") -> None:
        """Many changes of one kind."""
        lines = iter(lines)
        while some := [self._row(kind, table, line, reason) for line in islice(lines, _AT_ONCE)]:
            self._connection.exec_driver_sql(_APPEND, some)

    def append_same(
        self,
        kind: str,
        table: Table,
        record_ids: Sequence[str],
        names: tuple[str, ...],
        before: Mapping[str, object] = _NOTHING,
        reason: str = "",
    ) -> None:
        """The same change of many records."""
        same = self._row(kind, table, Line("", names, before), reason)
        for at in range(0, len(record_ids), _AT_ONCE):
            rows = [
                {**same, "id": new_id(), "stamp": self._clock.tick(), "record_id": record_id}
                for record_id in record_ids[at : at + _AT_ONCE]
            ]
            self._connection.exec_driver_sql(_APPEND, rows)

    def _row(self, kind: str, table: Table, line: Line, reason: str) -> dict[str, object]:
        kept = {name: value for name, value in line.before.items() if name not in BULKY}
        return {
            "id": new_id(),
            "stamp": self._clock.tick(),
            "batch": self.batch,
            "desk_id": self._author.desk_id,
            "champion_id": self._author.champion_id,
            "kind": kind,
            "table_name": table.name,
            "record_id": line.record_id,
            "fields": json.dumps(line.fields),
            "before": json.dumps(kept, ensure_ascii=False) if kept else None,
            "reason": reason,
        }
