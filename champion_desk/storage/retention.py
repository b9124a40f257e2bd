"""What retention takes away and what it leaves: faded notes, counts by month, lines of the audit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, text, update

from champion_desk.domain.identity import new_id
from champion_desk.domain.retention import TALLY, AuditLine, Faded, MonthlyCount, counted_as, month_of
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import Tally
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.rows import from_row

_sessions, _tallies, _drafts, _counts, _audit = (
    tables.sessions,
    tables.tallies,
    tables.drafts,
    tables.monthly_counts,
    tables.audit_lines,
)
# A site, a month, a kind and a code.
_Where = tuple[str, str, str, str]
# The fields of a session that hold what someone wrote at length.
_TEXTS = ("note", "follow_up_note")
# A session has text of its own to fade while its note or what its changes kept of it is there. Reasons are
# codes; one with any other sign in it was typed.
# The condition on the change log is first that of its index, word for word, then exact.
_HAS_TEXT = """id IN (
    SELECT id FROM sessions WHERE note <> '' AND started_at < :end
    UNION ALL SELECT id FROM sessions WHERE follow_up_note <> '' AND started_at < :end
    UNION ALL SELECT record_id FROM change_log INDEXED BY change_log_told
    WHERE table_name = 'sessions' AND (before GLOB '*note"*' OR reason GLOB '*[^a-z-]*')
    AND (json_extract(before, '$.note') <> '' OR json_extract(before, '$.follow_up_note') <> ''
    OR reason GLOB '*[^a-z-]*'))"""


def stamp(moment: datetime) -> str:
    """A moment as the store writes it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class RetentionRepository:
    """Fades and counts, a bounded number of records at a time."""

    def __init__(self, connection: Connection, changes: Changes, champion_id: str) -> None:
        self._connection = connection
        self._changes = changes
        self._champion_id = champion_id

    def with_text(
        self, first: datetime, end: datetime, but: Sequence[str] = (), kept: Sequence[str] = ()
    ) -> list[str]:
        """Sessions that began from `first` until before `end` and have any text to fade, oldest first.

        `but` names those whose text stays, `kept` those that stay themselves, whatever their dates say.
        """
        query = (
            select(_sessions.c.id)
            .where((_sessions.c.started_at >= stamp(first)) | _sessions.c.id.in_(kept))
            .where(_sessions.c.started_at < stamp(end))
            .where(text(_HAS_TEXT).bindparams(end=stamp(end)), _sessions.c.id.not_in(but))
            .order_by(_sessions.c.started_at)
        )
        return list(self._connection.execute(query).scalars())

    def fade_notes(self, session_ids: Sequence[str]) -> int:
        """Take the text away from sessions; how many there were, as one may be gone meanwhile."""
        query = select(_sessions.c.id).where(_sessions.c.id.in_(session_ids))
        found = list(self._connection.execute(query).scalars())
        for session_id in found:
            self._changes.fade(_sessions, session_id, _TEXTS)
        return len(found)

    def fade_drafts(self, end: datetime, most: int, but: Sequence[str] = ()) -> int:
        """Take away at most so many drafts that were last kept before `end`; how many there were."""
        old = _drafts.c.kept_at < stamp(end)
        query = select(_drafts.c.id).where(old, _drafts.c.id.not_in(but)).limit(most)
        found = list(self._connection.execute(query).scalars())
        self._connection.execute(delete(_drafts).where(_drafts.c.id.in_(found)))
        return len(found)

    def count_sessions(self, end: datetime, most: int, but: Sequence[str] = ()) -> int:
        """Make counts of at most so many sessions that began before `end`, oldest first; how many.

        Those that were set aside are counted nowhere: they only go.
        """
        query = (
            select(_sessions)
            .where(_sessions.c.started_at < stamp(end), _sessions.c.id.not_in(but))
            .order_by(_sessions.c.started_at)
            .limit(most)
        )
        rows = self._connection.execute(query).mappings().all()
        kept = [from_row(AssistedSession, row) for row in rows if row["removed_at"] is None]
        self._add_up(kept)
        self._remember(session.import_key for session in kept)
        for row in rows:
            self._changes.expire(_sessions, str(row["id"]))
        drafts = delete(_drafts).where(
            func.json_extract(_drafts.c.fields, "$.session_id").in_([row["id"] for row in rows])
        )
        self._connection.execute(drafts)
        return len(rows)

    def _add_up(self, sessions: Iterable[AssistedSession]) -> None:
        """Add sessions to their months. Not a change like others: its old values, kept in the change log,
        would tell the days apart again that a month puts together."""
        sums: dict[_Where, list[int]] = {}
        for session in sessions:
            for kind, code in counted_as(session):
                one = sums.setdefault((session.site_id, month_of(session), kind, code), [0, 0, 0])
                one[0] += 1
                one[1] += session.minutes
                one[2] += session.people
        self._keep_sums(sums)

    def _remember(self, import_keys: Iterable[str]) -> None:
        """That these rows of earlier logs are counted, for when the same log is taken in again."""
        for key in import_keys:
            if key:
                statement = "INSERT INTO counted_imports VALUES (:key) ON CONFLICT DO NOTHING"
                self._connection.execute(text(statement), {"key": key})

    def count_tallies(self, end: datetime, most: int, but: Sequence[str] = ()) -> int:
        """Make counts of at most so many tallies that began before `end`, oldest first; how many."""
        old = _tallies.c.started_at < stamp(end)
        query = select(_tallies).where(old, _tallies.c.id.not_in(but)).order_by(_tallies.c.started_at)
        rows = self._connection.execute(query.limit(most)).mappings().all()
        sums: dict[_Where, list[int]] = {}
        for row in rows:
            if row["removed_at"] is None:
                tally = from_row(Tally, row)
                one = sums.setdefault((tally.site_id, month_of(tally), TALLY, tally.topic), [0, 0, 0])
                one[0] += tally.count
                one[2] += tally.count
                self._remember((tally.import_key,))
            self._changes.expire(_tallies, str(row["id"]))
        self._keep_sums(sums)
        return len(rows)

    def _keep_sums(self, sums: Mapping[_Where, Sequence[int]]) -> None:
        statement = text(
            "INSERT INTO monthly_counts (id, site_id, month, kind, code, sessions, minutes, people)"
            " VALUES (:id, :site, :month, :kind, :code, :sessions, :minutes, :people)"
            " ON CONFLICT (site_id, month, kind, code) DO UPDATE SET sessions = sessions + excluded.sessions,"
            " minutes = minutes + excluded.minutes, people = people + excluded.people"
        )
        names = ("site", "month", "kind", "code", "sessions", "minutes", "people")
        for where, counts in sums.items():
            self._connection.execute(
                statement, {"id": new_id(), **dict(zip(names, (*where, *counts), strict=True))}
            )

    def waiting(
        self,
        notes_end: datetime,
        sessions_end: datetime,
        drafts_end: datetime,
        texts_but: Sequence[str] = (),
        sessions_but: Sequence[str] = (),
    ) -> Faded:
        """How much would go at those moments; a note that goes with its session is not counted again."""
        before = _sessions.c.started_at < stamp(notes_end)
        kept = (_sessions.c.started_at >= stamp(sessions_end)) | _sessions.c.id.in_(sessions_but)
        own = _sessions.c.id.not_in(texts_but)
        has_text = text(_HAS_TEXT).bindparams(end=stamp(notes_end))
        notes = select(func.count()).select_from(_sessions).where(before, kept, own, has_text)
        gone = _sessions.c.started_at < stamp(sessions_end), _sessions.c.id.not_in(sessions_but)
        sessions = select(func.count()).select_from(_sessions).where(*gone)
        old = _drafts.c.kept_at < stamp(drafts_end)
        drafts = select(func.count()).select_from(_drafts).where(old, _drafts.c.id.not_in(texts_but))
        counted = _tallies.c.started_at < stamp(sessions_end), _tallies.c.id.not_in(sessions_but)
        tallies = select(func.count()).select_from(_tallies).where(*counted)
        return Faded(*(self._number(query) for query in (notes, sessions, drafts, tallies)))

    def _number(self, query: Select[int]) -> int:
        return int(str(self._connection.execute(query).scalar_one()))

    def oldest(self) -> tuple[datetime | None, datetime | None]:
        """When the session of the oldest note began, and the oldest session."""
        first = func.min(_sessions.c.started_at)
        found = [
            self._connection.execute(query).scalar()
            for query in (select(first).where(_sessions.c.note != ""), select(first))
        ]
        return tuple(datetime.fromisoformat(at) if at else None for at in found)  # type: ignore[return-value]

    def mark(self) -> dict[str, object]:
        """What there is now, to tell later what was written since: the newest change, and the drafts."""
        newest = self._connection.execute(select(func.max(tables.change_log.c.stamp))).scalar()
        drafts = self._connection.execute(select(_drafts.c.id, _drafts.c.kept_at))
        return {"stamp": newest or "", "drafts": {row.id: row.kept_at for row in drafts}}

    def dated_before(self, moment: datetime, mark: Mapping[str, Any]) -> list[str]:
        """Sessions, tallies and drafts written since a mark by a clock that stood before a moment then over.

        The desk's own clock, which stamps changes, never goes back; an identity has the computer's time.
        """
        log, first = tables.change_log, f"{max(int(moment.timestamp() * 1000), 0):012x}"
        ours = log.c.table_name.in_((_sessions.name, _tallies.name))
        added = (ours, log.c.kind == "add", log.c.stamp > mark["stamp"])
        behind = log.c.record_id < f"{first[:8]}-{first[8:]}"
        found = list(self._connection.execute(select(log.c.record_id).where(*added, behind)).scalars())
        kept = select(_drafts.c.id, _drafts.c.kept_at).where(_drafts.c.kept_at < stamp(moment))
        drafts = self._connection.execute(kept)
        return [*found, *(row.id for row in drafts if mark["drafts"].get(row.id) != row.kept_at)]

    def newest_change(self) -> datetime | None:
        """When anything was last written, by the desk's clock."""
        last = self._connection.execute(select(func.max(tables.change_log.c.stamp))).scalar()
        return datetime.fromtimestamp(int(last.split(".")[0], 16) / 1000, UTC) if last else None

    def note_run(self, run_id: str, act: str, counts: Mapping[str, int]) -> None:
        """Add counts to the audit line of one run; the first ones begin it."""
        known = self._connection.execute(select(_audit.c.counts).where(_audit.c.id == run_id)).scalar()
        sums = {**(json.loads(str(known)) if known else {})}
        for name, count in counts.items():
            sums[name] = sums.get(name, 0) + count
        if known:
            self._connection.execute(
                update(_audit).where(_audit.c.id == run_id), {"counts": json.dumps(sums)}
            )
            return
        line = {"id": run_id, "at": stamp(datetime.now(UTC)), "champion_id": self._champion_id, "act": act}
        self._connection.execute(insert(_audit), {**line, "counts": json.dumps(sums)})

    def audit(self, most: int) -> list[AuditLine]:
        """The newest lines of the audit."""
        rows = self._connection.execute(select(_audit).order_by(_audit.c.id.desc()).limit(most)).mappings()
        return [
            AuditLine(
                datetime.fromisoformat(str(row["at"])),
                str(row["champion_id"]),
                str(row["act"]),
                json.loads(str(row["counts"])),
            )
            for row in rows
        ]

    def monthly_counts(self, first_month: str = "", last_month: str = "9999-12") -> list[MonthlyCount]:
        """Counts from one month to another (2026-11), both among them, by site, month, kind and code."""
        columns = [_counts.c[name] for name in ("site_id", "month", "kind", "code")]
        query = (
            select(_counts)
            .where(_counts.c.removed_at.is_(None), _counts.c.month.between(first_month, last_month))
            .order_by(*columns)
        )
        return [from_row(MonthlyCount, row) for row in self._connection.execute(query).mappings()]
