"""Which listings are listed, and what this desk says of them laid over what their sources say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Select, func, select

from champion_desk.domain.directory import Listing
from champion_desk.domain.keeping import MERGED
from champion_desk.storage import tables
from champion_desk.storage.rows import from_row

_table = tables.listings
_edits, _checks = tables.listing_edits, tables.listing_checks
_FIELDS = frozenset(field.name for field in fields(Listing))

THERE = (_table.c.removed_at.is_(None), _table.c.gone_at.is_(None))
_kept = _table.alias("kept")
# What was merged into a place that is itself listed is not listed beside it.
_merged = (
    select(tables.listing_ties.c.other_id)
    .join(_kept, _kept.c.id == tables.listing_ties.c.listing_id)
    .where(
        tables.listing_ties.c.kind == MERGED,
        tables.listing_ties.c.removed_at.is_(None),
        _kept.c.removed_at.is_(None),
        _kept.c.gone_at.is_(None),
    )
)
LISTED = (
    *THERE,
    _table.c.source_id.in_(select(tables.sources.c.id).where(tables.sources.c.removed_at.is_(None))),
    _table.c.id.not_in(_merged),
)


class Overlay:
    """The edits and the newest checks of this desk, read once and laid over many listings.

    Only those of some listings where `only` selects their ids.
    """

    def __init__(self, connection: Connection, only: Select[Any] | None = None) -> None:
        self._edits: dict[str, dict[str, object]] = {}
        query = select(_edits.c.listing_id, _edits.c.field, _edits.c.value).where(
            _edits.c.removed_at.is_(None)
        )
        newest = (
            select(_checks.c.listing_id, func.max(_checks.c.checked_on), _checks.c.checked_by)
            .where(_checks.c.removed_at.is_(None))
            .group_by(_checks.c.listing_id)
        )
        if only is not None:
            query = query.where(_edits.c.listing_id.in_(only))
            newest = newest.where(_checks.c.listing_id.in_(only))
        for listing_id, name, value in connection.execute(query):
            if name in _FIELDS:
                self._edits.setdefault(listing_id, {})[name] = json.loads(value)
        self._checks = {row[0]: (row[1], row[2]) for row in connection.execute(newest)}

    def __contains__(self, listing_id: object) -> bool:
        return listing_id in self._edits or listing_id in self._checks

    def row(self, row: Mapping[Any, Any]) -> Mapping[Any, Any]:
        """The columns of a listing as this desk has it: a check made here counts where it is the newest."""
        values = {**row, **self._edits.get(row["id"], {})}
        on, by = self._checks.get(row["id"], ("", ""))
        if on and on >= (row["checked_on"] or ""):
            values |= {"checked_on": on, "checked_by": by}
        return values

    def listing(self, row: Mapping[Any, Any]) -> Listing:
        """The listing of a row, as this desk has it."""
        return from_row(Listing, self.row(row) if row["id"] in self else row)
