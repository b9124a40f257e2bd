"""Finds sessions by what is asked for, a page at a time, and adds them up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from champion_desk.domain.log_query import Found, LogQuery, Place, Totals
from champion_desk.domain.sessions import AssistedSession
from champion_desk.storage.log_conditions import Asked, any_of, whole_months
from champion_desk.storage.retention import stamp
from champion_desk.storage.rows import from_row

_MOMENT = timedelta(microseconds=1)
# So many months are gone through, session by session; beyond that it is quicker to look in each group.
_MONTHS_GONE_THROUGH = 2
_MOST_GROUPS = 2_000
_STREWN = """(SELECT value ->> 0 AS group_month, value ->> 1 AS group_champion, value ->> 2 AS group_topics
    FROM json_each(:groups)) CROSS JOIN sessions ON champion_id = group_champion AND topics = group_topics
    AND started_at >= group_month AND started_at < group_month || '~'"""
_WAITING = "follow_up_on IS NOT NULL AND followed_up = '' AND removed_at IS NULL AND follow_up_on <= :today"


class SessionFinder:
    """Looks through the sessions of one store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, query: LogQuery, after: Place | None, most: int) -> list[Found]:
        """The next sessions of a list, newest first."""
        sessions = self._newest("sessions.*", query, after, most)
        reasons = self._reasons([str(row["id"]) for row in sessions]) if query.removed else {}
        return [
            Found(
                from_row(AssistedSession, row),
                datetime.fromisoformat(row["removed_at"]) if row["removed_at"] else None,
                reasons.get(str(row["id"]), ""),
            )
            for row in sessions
        ]

    def ids(self, query: LogQuery, most: int) -> list[str]:
        """The ids of everything that fits, newest first, at most so many."""
        return [str(row["id"]) for row in self._newest("sessions.id", query, None, most)]

    def _newest(self, columns: str, query: LogQuery, after: Place | None, most: int) -> Sequence[RowMapping]:
        asked = Asked(query)
        end = asked.end if after is None else min(asked.end, stamp(after.moment + _MOMENT))
        start, groups = self._where_to_look(asked, end, most)
        condition, values = asked.where(start, end)
        values["most"] = most
        if after is not None:
            condition += " AND (started_at, id) < (:at, :id)"
            values |= {"at": stamp(after.moment), "id": after.session_id}
        rows = self._connection.execute(
            text(
                f"SELECT {columns} FROM {_STREWN if groups else 'sessions'} WHERE {condition}"
                " ORDER BY started_at DESC, id DESC LIMIT :most"
            ),
            {**values, "groups": json.dumps(groups)} if groups else values,
        )
        return rows.mappings().all()

    def _where_to_look(self, asked: Asked, end: str, most: int) -> tuple[str, Sequence[Sequence[str]]]:
        """No earlier than this need be looked for the next `most`: the sums say which months hold them.

        Where those are many months, also in which groups they are: month, champion and topics.
        """
        if not (asked.by_sums and asked.shared):
            return asked.start, ()
        values = {**asked.values, "from": asked.start[:7], "to": end[:7]}
        rows = self._connection.execute(
            text(
                f"SELECT month, sum(sessions) FROM {asked.sums} WHERE month >= :from AND month <= :to"
                f" AND {' AND '.join(asked.in_sums)} GROUP BY month ORDER BY month DESC"
            ),
            values,
        )
        count, months, first = 0, 0, end
        for month, sessions in rows:
            first, months = str(month), months + 1
            # The month of the end may hold its sessions after it.
            count += 0 if first == end[:7] else int(sessions)
            if count >= most:
                break
        rows.close()
        groups = self._groups(asked, {**values, "from": first[:7]}) if months > _MONTHS_GONE_THROUGH else ()
        return max(first, asked.start), groups

    def _groups(self, asked: Asked, values: Mapping[str, Any]) -> Sequence[Sequence[str]]:
        """The months, champions and topics of what fits; none where they are too many to go through."""
        rows = self._connection.execute(
            text(
                "SELECT DISTINCT month, c.word, t.word FROM month_sums"
                " JOIN sum_words c ON c.number = champion JOIN sum_words t ON t.number = topics"
                f" WHERE month >= :from AND month <= :to AND {' AND '.join(asked.in_month_sums)} LIMIT :limit"
            ),
            {**values, "limit": _MOST_GROUPS + 1},
        )
        groups = [[str(one) for one in row] for row in rows]
        return groups if len(groups) <= _MOST_GROUPS else ()

    def _reasons(self, ids: Sequence[str]) -> dict[str, str]:
        """Why each was removed: the reason of its last removal."""
        if not ids:
            return {}
        values: dict[str, Any] = {}
        among = any_of(values, "record_id", "id", ids)
        rows = self._connection.execute(
            text(
                f"SELECT record_id, reason FROM change_log WHERE table_name = 'sessions' AND {among}"
                " AND kind = 'remove' ORDER BY stamp"
            ),
            values,
        )
        return {str(row.record_id): str(row.reason) for row in rows}

    def totals(self, query: LogQuery) -> Totals:
        """Everything that fits, added up; tallies apart."""
        asked = Asked(query)
        sums: dict[str, list[int]] = {}
        first, last = whole_months(asked.start, asked.end)
        if asked.by_sums and first < last:
            months = " AND ".join(["month >= :from AND month < :to", *asked.in_sums])
            values = {**asked.values, "from": first, "to": last}
            self._add(sums, asked.sums, asked.sums_outcome, "sum(sessions)", months, values)
            edges = [(asked.start, min(first, asked.end)), (max(last, asked.start), asked.end)]
        else:
            edges = [(asked.start, asked.end)]
        for start, end in edges:
            if start < end:
                self._add(sums, "sessions", "outcome", "count(*)", *asked.where(start, end))
        tallied = self._tallied(asked) if query.tallies_fit else 0
        sessions, people, minutes = (sum(one[at] for one in sums.values()) for at in range(3))
        return Totals(sessions, people, minutes, {code: one[0] for code, one in sums.items()}, tallied)

    def _add(
        self,
        sums: dict[str, list[int]],
        table: str,
        outcome: str,
        count: str,
        condition: str,
        values: Mapping[str, Any],
    ) -> None:
        rows = self._connection.execute(
            text(
                f"SELECT {outcome}, {count}, sum(people), sum(minutes) FROM {table}"
                f" WHERE {condition} GROUP BY outcome"
            ),
            dict(values),
        )
        for code, *found in rows:
            one = sums.setdefault(str(code), [0, 0, 0])
            for at, number in enumerate(found):
                one[at] += int(number or 0)

    def _tallied(self, asked: Asked) -> int:
        where, values = asked.where_tallies()
        statement = f"SELECT coalesce(sum(count), 0) FROM tallies WHERE {where}"
        return int(self._connection.execute(text(statement), values).scalar_one())

    # Hand-offs

    def waiting_for_answer(self, today: date, most: int = 200) -> list[AssistedSession]:
        """Hand-offs to ask about by today, the oldest first, at most so many."""
        rows = self._connection.execute(
            text(f"SELECT * FROM sessions WHERE {_WAITING} ORDER BY follow_up_on, id LIMIT :most"),
            {"today": today.isoformat(), "most": most},
        )
        return [from_row(AssistedSession, row) for row in rows.mappings()]

    def count_waiting(self, today: date) -> int:
        """How many hand-offs there are to ask about by today."""
        statement = text(f"SELECT count(*) FROM sessions WHERE {_WAITING}")
        return int(self._connection.execute(statement, {"today": today.isoformat()}).scalar_one())

    def with_slip(self, code: str) -> AssistedSession | None:
        """The session that gave the slip with this code, if it is not removed."""
        statement = text("SELECT * FROM sessions WHERE slip = :code AND slip <> '' AND removed_at IS NULL")
        row = self._connection.execute(statement, {"code": code}).mappings().first()
        return from_row(AssistedSession, row) if row else None

    # Numbers of one site

    def by_day(self, start: datetime, end: datetime, site_id: str) -> list[tuple[str, Mapping[str, Any]]]:
        """What a week's picture needs of each session of a site, without its texts."""
        rows = self._connection.execute(
            text(
                "SELECT started_at, topics, people, outcome, next_time, time_known FROM sessions"
                " WHERE removed_at IS NULL AND started_at >= :start AND started_at < :end AND site_id = :site"
            ),
            {"start": stamp(start), "end": stamp(end), "site": site_id},
        ).mappings()
        return [(str(row["started_at"]), dict(row)) for row in rows]

    def logged_hours(self, start: datetime, end: datetime, site_id: str) -> frozenset[tuple[date, int]]:
        """The hours with anything logged at a site, as (day, hour) by this computer's own time.

        A session counts in the hour it began in, where that is known, a tally in every hour its period
        touches.
        """
        values = {"start": stamp(start), "end": stamp(end), "site": site_id}
        began = "removed_at IS NULL AND started_at >= :start AND started_at < :end AND site_id = :site"
        found: set[tuple[date, int]] = set()
        # Ten minutes tell the hour in any zone here; of each, one session whose time is known is enough.
        sessions = text(
            f"SELECT ten FROM (SELECT DISTINCT substr(started_at, 1, 15) AS ten FROM sessions WHERE {began})"
            " WHERE EXISTS (SELECT 1 FROM sessions WHERE started_at >= ten AND started_at < ten || '~'"
            " AND removed_at IS NULL AND site_id = :site AND time_known = 1)"
        )
        for ten in self._connection.execute(sessions, values).scalars():
            moment = datetime.fromisoformat(f"{ten}0+00:00").astimezone()
            found.add((moment.date(), moment.hour))
        tallies = text(f"SELECT started_at, ended_at FROM tallies WHERE {began}")
        for first, last in self._connection.execute(tallies, values):
            at = datetime.fromisoformat(first).astimezone()
            until = datetime.fromisoformat(last)
            found.add((at.date(), at.hour))
            at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
            while at < until:
                found.add((at.date(), at.hour))
                at += timedelta(hours=1)
        return frozenset(found)

    def first_day(self, site_id: str) -> date | None:
        """The first day that has anything logged at a site; before it nothing is missing."""
        values = {"site": site_id}
        first = [
            self._connection.execute(
                text(f"SELECT started_at FROM {table} WHERE {where} ORDER BY started_at LIMIT 1"), values
            ).scalar()
            for table, where in (
                ("sessions", "removed_at IS NULL AND site_id = :site"),
                ("tallies", "removed_at IS NULL AND site_id = :site"),
            )
        ]
        days = [datetime.fromisoformat(one).astimezone().date() for one in first if one]
        return min(days, default=None)

    def followed_up(self, first: date, last: date, site_id: str) -> Mapping[str, int]:
        """How hand-offs went that were followed up between two days, both counted."""
        rows = self._connection.execute(
            text(
                "SELECT followed_up, count(*) FROM sessions WHERE removed_at IS NULL AND followed_up <> ''"
                " AND followed_up_on BETWEEN :first AND :last AND site_id = :site GROUP BY followed_up"
            ),
            {"first": first.isoformat(), "last": last.isoformat(), "site": site_id},
        )
        return {str(code): int(count) for code, count in rows}
