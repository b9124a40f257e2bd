"""The one place that writes: each write also appends its change, in the same transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select, text, update

from champion_desk.domain.clock import HybridClock
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Problem
from champion_desk.storage import tables
from champion_desk.storage.change_log import BULKY, Author, ChangeLog, Line

EMPTIED = {"before": None, "fields": "[]", "reason": ""}
# A change was taken back: the kind of what sets old values again, and the reason of removing what was added.
UNDO = "undo"
# Old values of a record were erased, and the record itself stays. Its fields are the id of the change that
# kept them, and then the names of theirs.
ERASE_PAST = "erase-past"
# The reason of an erasure that no one asked for: the record's time was over.
EXPIRED = "expired"
_CODE = re.compile("[a-z]+(-[a-z]+)*")
# From so many changes on, what a transaction did is taken back all at once where that comes to the same.
_MANY = 500


@cache
def _insert(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'


@dataclass(frozen=True, slots=True)
class Change:
    """What one write did to one record. `before` holds the old values of the fields it changed."""

    stamp: str
    batch: str
    champion_id: str
    kind: str
    table_name: str
    record_id: str
    fields: tuple[str, ...]
    before: Mapping[str, object]
    reason: str = ""

    @property
    def at(self) -> datetime:
        """When the change was made, by the desk's clock."""
        return datetime.fromtimestamp(int(self.stamp.split(".")[0], 16) / 1000, UTC)


class Changes:
    """Adds, amends, removes and restores rows, and can take a whole transaction's changes back."""

    def __init__(self, connection: Connection, clock: HybridClock, author: Author) -> None:
        self._connection = connection
        self._log = ChangeLog(connection, clock, author)

    @property
    def batch(self) -> str:
        """What the changes of this transaction share; it is taken back by it."""
        return self._log.batch

    def add(self, table: Table, row: Mapping[str, object]) -> None:
        """A new record."""
        self._connection.exec_driver_sql(_insert(table.name, tuple(row)), tuple(row.values()))
        self._log.append("add", table, Line(str(row["id"]), tuple(row)))

    def add_many(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """New records, all with the same columns; each with its own change."""
        if not rows:
            return
        names = tuple(rows[0])
        values = [tuple(row.values()) for row in rows]
        self._connection.exec_driver_sql(_insert(table.name, names), values)
        self._log.append_same("add", table, [str(row["id"]) for row in rows], names)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Writes of this transaction that its Undo leaves as they are."""
        batch, self._log.batch = self.batch, new_id()
        yield
        self._log.batch = batch

    def empty_many(self, table: Table, record_ids: Sequence[str], name: str) -> None:
        """Empty one text field of records, removed ones too, for good."""
        chosen = table.c.id.in_(record_ids)
        self._connection.execute(update(table).where(chosen), {name: ""})
        self._log.append_same("amend", table, record_ids, (name,))

    def amend(self, table: Table, row: Mapping[str, object], reason: str = "") -> bool:
        """New values for a record; False when nothing is different. Raises `Problem("record-gone")`.

        A removed record takes new values only with a `removed_at` that brings it back.
        """
        record_id = str(row["id"])
        now = self._row(table, record_id)
        if now.get("removed_at") and "removed_at" not in row:
            raise Problem("record-gone")
        different = {name: value for name, value in row.items() if now[name] != value}
        if not different:
            return False
        self._connection.execute(update(table).where(table.c.id == record_id), different)
        before = {name: now[name] for name in different}
        self._log.append("amend", table, Line(record_id, tuple(different), before), reason)
        return True

    def amend_many(
        self,
        table: Table,
        pairs: Sequence[tuple[Mapping[str, object], Mapping[str, object]]],
        kind: str = "amend",
    ) -> None:
        """New values for many records at once: what each holds now, and only what is different.

        What they hold must have been read in this transaction, or be known not to have changed since.
        """
        groups: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
        for now, different in pairs:
            groups.setdefault(tuple(different), []).append((*different.values(), now["id"]))
        for names, values in groups.items():
            assigned = ", ".join(f'"{name}" = ?' for name in names)
            self._connection.exec_driver_sql(f'UPDATE "{table.name}" SET {assigned} WHERE id = ?', values)
        lines = (
            Line(str(now["id"]), tuple(different), {name: now[name] for name in different})
            for now, different in pairs
        )
        self._log.append_many(kind, table, lines)

    def remove(self, table: Table, record_id: str, reason: str = "") -> None:
        """Set a record aside: it can be restored. Raises `Problem("record-gone")`."""
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        now = self._row(table, record_id)
        self._set(table, record_id, {"removed_at": at})
        line = Line(record_id, ("removed_at",), {"removed_at": now["removed_at"]})
        self._log.append("remove", table, line, reason)

    def take_back(self, batch: str) -> int:
        """Undo what one transaction did, newest change first; the count of changes taken back.

        Raises `Problem("cannot-undo")` when a record has been changed again since.
        """
        rows = self._connection.execute(
            select(tables.change_log)
            .where(tables.change_log.c.batch == batch)
            .order_by(tables.change_log.c.stamp.desc())
        ).mappings()
        changes = [_change(row) for row in rows]
        if not changes:
            raise Problem("cannot-undo")
        many = len(changes) >= _MANY and self._can_go_at_once(batch, changes)
        for change in changes if not many else ():
            self._take_one_back(change)
        if many:
            self._set_back_amended([change for change in changes if change.kind == "amend"])
            self._remove_added(batch, [change for change in changes if change.kind == "add"])
        return len(changes)

    def tables_of(self, batch: str) -> frozenset[str]:
        """The names of the tables that one transaction wrote to."""
        log = tables.change_log
        found = select(log.c.table_name).where(log.c.batch == batch).distinct()
        return frozenset(self._connection.execute(found).scalars())

    def _can_go_at_once(self, batch: str, changes: Sequence[Change]) -> bool:
        """Whether a batch only added and amended records, each once, and none of them was touched since."""
        if any(
            change.kind not in ("add", "amend")
            or (change.kind == "amend" and set(change.fields) - set(change.before) - BULKY)
            for change in changes
        ):
            return False
        if len({(change.table_name, change.record_id) for change in changes}) < len(changes):
            return False
        since = text(
            "SELECT 1 FROM change_log b JOIN change_log l ON l.table_name = b.table_name"
            " AND l.record_id = b.record_id AND l.batch <> b.batch WHERE b.batch = :batch LIMIT 1"
        )
        return self._connection.execute(since, {"batch": batch}).first() is None

    def _remove_added(self, batch: str, changes: Sequence[Change]) -> None:
        """Set aside everything that a batch added, as one by one would, only faster."""
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        log = tables.change_log
        for name in dict.fromkeys(change.table_name for change in changes):
            table = tables.metadata.tables[name]
            ids = [change.record_id for change in changes if change.table_name == name]
            added = select(log.c.record_id).where(
                log.c.batch == batch, log.c.table_name == name, log.c.kind == "add"
            )
            self._connection.execute(update(table).where(table.c.id.in_(added)).values(removed_at=at))
            self._log.append_same("remove", table, ids, ("removed_at",), {"removed_at": None}, UNDO)

    def _set_back_amended(self, changes: Sequence[Change]) -> None:
        """Give amended records their old values again, as one by one would, only faster."""
        for name in dict.fromkeys(change.table_name for change in changes):
            table = tables.metadata.tables[name]
            mine = [change for change in changes if change.table_name == name and change.before]
            for at in range(0, len(mine), _MANY):
                some = {change.record_id: change.before for change in mine[at : at + _MANY]}
                query = select(table).where(table.c.id.in_(some))
                rows = {str(row["id"]): dict(row) for row in self._connection.execute(query).mappings()}
                if len(rows) < len(some):
                    raise Problem("cannot-undo")
                self.amend_many(table, [(rows[one], before) for one, before in some.items()], UNDO)

    def _take_one_back(self, change: Change) -> None:
        table = tables.metadata.tables[change.table_name]
        if self._stands_behind_another(change):
            raise Problem("cannot-undo")
        if change.kind == "add":
            self.remove(table, change.record_id, reason=UNDO)
        elif change.kind == "erase" or set(change.fields) - set(change.before) - BULKY:
            raise Problem("cannot-undo")  # what was there before has faded or was erased
        elif change.before:  # nothing to set where only bulky fields differed
            now = self._row(table, change.record_id)
            self._set(table, change.record_id, change.before)
            before = {name: now[name] for name in change.before}
            self._log.append(UNDO, table, Line(change.record_id, tuple(change.before), before))

    def _stands_behind_another(self, change: Change) -> bool:
        """Whether its record was changed again since, and that was not taken back."""
        log = tables.change_log
        later = self._connection.execute(
            select(log.c.kind, log.c.reason)
            .where(
                log.c.table_name == change.table_name,
                log.c.record_id == change.record_id,
                log.c.stamp > change.stamp,
                log.c.batch.not_in((change.batch, self.batch)),
            )
            .order_by(log.c.stamp)
        )
        standing = 0
        for kind, reason in later:
            undoes = kind == UNDO or (kind == "remove" and reason == UNDO)
            standing += -1 if undoes and standing else 1
        return standing > 0

    def history(self, table: Table, record_id: str) -> list[Change]:
        """The changes of one record, oldest first."""
        log = tables.change_log
        rows = self._connection.execute(
            select(log)
            .where(log.c.table_name == table.name, log.c.record_id == record_id)
            .order_by(log.c.stamp)
        ).mappings()
        return [_change(row) for row in rows]

    def _row(self, table: Table, record_id: str) -> Mapping[str, object]:
        found = self._connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
        if found is None:
            raise Problem("record-gone")
        return dict(found)

    def _set(self, table: Table, record_id: str, values: Mapping[str, object]) -> None:
        self._connection.execute(update(table).where(table.c.id == record_id), dict(values))

    def fade(self, table: Table, record_id: str, names: tuple[str, ...]) -> None:
        """Empty these text fields of a record for good, and what its changes kept of them. The rest stays."""
        emptied = dict.fromkeys(names, "")
        self._connection.execute(update(table).where(table.c.id == record_id), emptied)
        log = tables.change_log
        rows = self._connection.execute(
            select(log.c.id, log.c.before, log.c.reason).where(*_of(table, record_id))
        ).all()
        for row in rows:
            before = json.loads(row.before) if row.before else {}
            left = {name: value for name, value in before.items() if name not in names}
            reason = row.reason if is_code(row.reason) else ""
            if left != before or reason != row.reason:
                kept = {"before": json.dumps(left, ensure_ascii=False) if left else None, "reason": reason}
                self._connection.execute(update(log).where(log.c.id == row.id), kept)
        self._log.append("fade", table, Line(record_id, names))

    def erase(self, table: Table, record_id: str) -> None:
        """Delete a record for good, with what its changes kept of it; only the fact of it stays."""
        self._connection.execute(delete(table).where(table.c.id == record_id))
        self._connection.execute(update(tables.change_log).where(*_of(table, record_id)), EMPTIED)
        self._log.append("erase", table, Line(record_id, ()))

    def expire(self, table: Table, record_id: str) -> None:
        """Delete a record whose time is over, and its changes with it; only the fact of it stays."""
        self._connection.execute(delete(table).where(table.c.id == record_id))
        self._connection.execute(delete(tables.change_log).where(*_of(table, record_id)))
        self._log.append("erase", table, Line(record_id, ()), EXPIRED)

    def erase_past(self, change_id: str) -> None:
        """Empty what one change kept of a record; the record itself stays, and can't go back to it."""
        log = tables.change_log
        row = self._connection.execute(
            select(log.c.table_name, log.c.record_id, log.c.before).where(log.c.id == change_id)
        ).first()
        if row is None:
            raise Problem("record-gone")
        names = tuple(json.loads(row.before)) if row.before else ()
        self._connection.execute(update(log).where(log.c.id == change_id), EMPTIED)
        table = tables.metadata.tables[row.table_name]
        self._log.append(ERASE_PAST, table, Line(row.record_id, (change_id, *names)))


def _of(table: Table, record_id: str) -> tuple[ColumnElement[bool], ...]:
    log = tables.change_log
    return log.c.table_name == table.name, log.c.record_id == record_id


def is_code(reason: str) -> bool:
    """Whether a reason is one of the program's own codes, and no text that someone typed."""
    return not reason or bool(_CODE.fullmatch(reason))


def _change(row: Mapping[Any, Any]) -> Change:
    before = row["before"]
    return Change(
        str(row["stamp"]),
        str(row["batch"]),
        str(row["champion_id"]),
        str(row["kind"]),
        str(row["table_name"]),
        str(row["record_id"]),
        tuple(json.loads(str(row["fields"]))),
        json.loads(str(before)) if before else {},
        str(row["reason"]),
    )
