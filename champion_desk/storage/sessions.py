"""Assisted sessions and drafts in and out of the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select, text

from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.storage import tables
from champion_desk.storage.changes import Change, Changes
from champion_desk.storage.rows import from_row, to_row

_table = tables.sessions


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class SessionRepository:
    """Assisted sessions; those removed stay in the store but are not listed."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def add(self, session: AssistedSession) -> None:
        """Keep a new session."""
        self._changes.add(_table, to_row(session))

    def amend(self, session: AssistedSession) -> bool:
        """Keep a session's new values; False when nothing changed."""
        return self._changes.amend(_table, to_row(session))

    def remove(self, session_id: str, reason: str) -> None:
        """Set a session aside."""
        self._changes.remove(_table, session_id, reason)

    def restore(self, session_id: str) -> None:
        """Bring back a session that was set aside. Raises `Problem("record-gone")`."""
        self._changes.amend(_table, {"id": session_id, "removed_at": None}, "restored")

    def get(self, session_id: str) -> AssistedSession | None:
        """A session that is not removed, by its id."""
        query = select(_table).where(_table.c.id == session_id, _table.c.removed_at.is_(None))
        row = self._connection.execute(query).mappings().first()
        return from_row(AssistedSession, row) if row else None

    def between(self, start: datetime, end: datetime) -> list[AssistedSession]:
        """Sessions that began from `start` until before `end`, newest first."""
        query = (
            select(_table)
            .where(
                _table.c.removed_at.is_(None),
                _table.c.started_at >= _stamp(start),
                _table.c.started_at < _stamp(end),
            )
            .order_by(_table.c.started_at.desc(), _table.c.id.desc())
        )
        return [from_row(AssistedSession, row) for row in self._connection.execute(query).mappings()]

    def count(self) -> int:
        """How many sessions there are."""
        query = select(func.count()).select_from(_table).where(_table.c.removed_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def slips(self) -> frozenset[str]:
        """The codes of all hand-off slips, also those of removed sessions."""
        rows = self._connection.execute(select(_table.c.slip).where(_table.c.slip != ""))
        return frozenset(rows.scalars())

    def topic_uses(
        self, since: datetime, champion_id: str = "", only_stuck: bool = False
    ) -> Mapping[str, int]:
        """How often each topic came up since then, by one champion or by all."""
        # By time for all; the few where someone got stuck are in an index of their own.
        of_champion = f" AND {'' if only_stuck else '+'}champion_id = :champion" if champion_id else ""
        by_stuck = "INDEXED BY sessions_stuck" if only_stuck and champion_id else ""
        query = text(
            "SELECT topic.value AS code, count(*) AS uses"
            f" FROM sessions {by_stuck}, json_each(sessions.topics) AS topic"
            " WHERE removed_at IS NULL AND started_at >= :since"
            + of_champion
            + (" AND stuck = 1" if only_stuck else "")
            + " GROUP BY topic.value"
        )
        values = (
            {"since": _stamp(since), "champion": champion_id} if champion_id else {"since": _stamp(since)}
        )
        return {row.code: row.uses for row in self._connection.execute(query, values)}

    def last_stuck(self, champion_id: str) -> Mapping[str, datetime]:
        """When a champion last got stuck, by topic."""
        query = text(
            "SELECT topic.value AS code, max(started_at) AS last"
            " FROM sessions INDEXED BY sessions_stuck, json_each(sessions.topics) AS topic"
            " WHERE removed_at IS NULL AND stuck = 1 AND champion_id = :champion GROUP BY topic.value"
        )
        rows = self._connection.execute(query, {"champion": champion_id})
        return {row.code: datetime.fromisoformat(row.last) for row in rows}

    def history(self, session_id: str) -> list[Change]:
        """What happened to a session, oldest first."""
        return self._changes.history(_table, session_id)


class DraftRepository:
    """Drafts: what was typed and not saved. They are scratch, so no change is kept of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, draft: Draft) -> None:
        """Keep a draft, or its newer state."""
        self.discard(draft.id)
        self._connection.execute(insert(tables.drafts), to_row(draft))

    def discard(self, draft_id: str) -> None:
        """Forget a draft."""
        self._connection.execute(delete(tables.drafts).where(tables.drafts.c.id == draft_id))

    def of(self, champion_id: str) -> list[Draft]:
        """A champion's drafts, newest first."""
        query = (
            select(tables.drafts)
            .where(tables.drafts.c.champion_id == champion_id)
            .order_by(tables.drafts.c.kept_at.desc())
        )
        return [from_row(Draft, row) for row in self._connection.execute(query).mappings()]
