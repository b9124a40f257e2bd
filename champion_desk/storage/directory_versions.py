"""Goes one version of a source back, by what the change log kept of its newest one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, select

from champion_desk.domain.directory import Source
from champion_desk.domain.problems import Problem
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.directory import DirectoryRepository
from champion_desk.storage.rows import from_row

_listings, _sources, _log = tables.listings, tables.sources, tables.change_log
_AT_ONCE = 500


class VersionRepository:
    """The versions of sources. What this desk says of listings is kept elsewhere, and so stays."""

    def __init__(self, connection: Connection, changes: Changes, directory: DirectoryRepository) -> None:
        self._connection = connection
        self._changes = changes
        self._directory = directory

    def can_step_back(self, source: Source) -> bool:
        """Whether the version before the newest is known."""
        return self._source_before(source) is not None

    def step_back(self, source: Source) -> int:
        """Make the source's listings what they were before its newest version; how many were different.

        What was erased for good since stays away. Raises `Problem("no-older-version")`.
        """
        earlier = self._source_before(source)
        if earlier is None:
            raise Problem("no-older-version", name=source.name)
        query = (
            select(_log.c.kind, _log.c.record_id, _log.c.before)
            .where(_log.c.batch == source.last_batch, _log.c.table_name == _listings.name)
            .order_by(_log.c.stamp)
        )
        lines = list(self._connection.execute(query).mappings())
        changed: list[str] = []
        for at in range(0, len(lines), _AT_ONCE):
            changed += self._set_back(lines[at : at + _AT_ONCE])
        self._directory.index_due(changed)
        self._directory.amend_source(
            replace(
                source,
                imported_at=earlier.imported_at,
                listings=earlier.listings,
                last_batch=earlier.last_batch,
                waits=(),
            )
        )
        return len(changed)

    def _set_back(self, lines: list[RowMapping]) -> list[str]:
        ids = [line["record_id"] for line in lines]
        query = select(_listings).where(_listings.c.id.in_(ids))
        rows: dict[str, Mapping[str, object]] = {
            row["id"]: dict(row) for row in self._connection.execute(query).mappings()
        }
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        pairs = []
        for line in lines:
            row = rows.get(line["record_id"])
            if row is None:
                continue
            wanted = {"removed_at": now} if line["kind"] == "add" else json.loads(line["before"] or "{}")
            different = {name: value for name, value in wanted.items() if row[name] != value}
            if different:
                pairs.append((row, different))
        self._changes.amend_many(_listings, pairs)
        return [str(row["id"]) for row, _different in pairs]

    def _source_before(self, source: Source) -> Source | None:
        """The source as it was before its newest version."""
        if not source.last_batch:
            return None
        query = select(_log.c.kind, _log.c.before).where(
            _log.c.batch == source.last_batch,
            _log.c.table_name == _sources.name,
            _log.c.record_id == source.id,
        )
        line = self._connection.execute(query).mappings().first()
        if line is None or line["kind"] != "amend" or not line["before"]:
            return None
        row = self._connection.execute(select(_sources).where(_sources.c.id == source.id)).mappings().one()
        return from_row(Source, {**row, **json.loads(line["before"])})
