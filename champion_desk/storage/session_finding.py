"""Finds sessions by what is asked for, a page at a time, and adds them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, text

from champion_desk.domain.log_query import Found, LogQuery, Place, Totals
from champion_desk.domain.sessions import AssistedSession
from champion_desk.storage.retention import stamp
from champion_desk.storage.rows import from_row

_ONE = timedelta(days=1)
_WAITING = "follow_up_on IS NOT NULL AND followed_up = '' AND removed_at IS NULL AND follow_up_on <= :today"


def midnight(day: date) -> datetime:
    """Midnight of a day in this computer's own time; the edges of the calendar have none."""
    return datetime.combine(min(max(day, date(1970, 1, 2)), date(9998, 1, 1)), time()).astimezone()


def _whole_months(start: str, end: str) -> tuple[str, str]:
    """The first whole month from a stamp on, and the first after the last that is whole before another.

    Months are of UTC, as the stamps are.
    """
    if not start:
        return "", end[:7]
    year, month = int(start[:4]), int(start[5:7])
    if start > f"{start[:7]}-01T00:00:00.000000+00:00":
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return f"{year:04}-{month:02}", end[:7]


def _any(values: Mapping[str, object], column: str, name: str, wanted: Sequence[str]) -> str:
    marks = ", ".join(f":{name}{at}" for at in range(len(wanted)))
    assert isinstance(values, dict)
    values.update({f"{name}{at}": one for at, one in enumerate(wanted)})
    return f"{column} IN ({marks})"


class _Asked:
    """A query as SQL: the conditions that the summary can answer too, and those of single sessions."""

    def __init__(self, query: LogQuery) -> None:
        self.query = query
        self.values: dict[str, Any] = {}
        shared = []
        for column, name, wanted in (
            ("site_id", "site", query.sites),
            ("champion_id", "champion", query.champions),
            ("outcome", "outcome", query.outcomes),
        ):
            if wanted:
                shared.append(_any(self.values, column, name, wanted))
        if query.topics:
            shared.append(
                "(" + " OR ".join(f"instr(topics, :topic{n})" for n in range(len(query.topics))) + ")"
            )
            self.values |= {f"topic{n}": f'"{code}"' for n, code in enumerate(query.topics)}
        if query.marks:
            shared.append("(" + " OR ".join(f"{mark} = 1" for mark in query.marks) + ")")
        self.shared = shared
        own = ["removed_at IS NOT NULL" if query.removed else "removed_at IS NULL"]
        if query.words.strip():
            own.append("note <> '' AND instr(lower(note), :words)")
            self.values["words"] = query.words.strip().lower()
        self.own = own
        self.by_sums = not query.removed and not query.words.strip()
        self.start = stamp(midnight(query.first)) if query.first else ""
        self.end = stamp(midnight(query.last + _ONE)) if query.last else "9999"

    def where(self, start: str, end: str) -> tuple[str, dict[str, Any]]:
        """The whole condition between two stamps, with its values."""
        parts = ["started_at >= :start", "started_at < :end", *self.own, *self.shared]
        return " AND ".join(parts), {**self.values, "start": start, "end": end}


class SessionFinder:
    """Looks through the sessions of one store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, query: LogQuery, after: Place | None, most: int) -> list[Found]:
        """The next sessions of a list, newest first."""
        asked = _Asked(query)
        end = asked.end
        values: dict[str, Any] = {}
        beyond = ""
        start = self._start_of_page(asked, end if after is None else stamp(after.moment), most)
        if after is not None:
            end = min(end, stamp(after.moment + timedelta(microseconds=1)))
            beyond = " AND (started_at, id) < (:at, :id)"
            values = {"at": stamp(after.moment), "id": after.session_id}
        condition, asked_values = asked.where(start, end)
        rows = self._connection.execute(
            text(
                f"SELECT * FROM sessions WHERE {condition}{beyond}"
                " ORDER BY started_at DESC, id DESC LIMIT :most"
            ),
            {**asked_values, **values, "most": most},
        ).mappings()
        sessions = list(rows)
        reasons = self._reasons([str(row["id"]) for row in sessions]) if query.removed else {}
        return [
            Found(
                from_row(AssistedSession, row),
                datetime.fromisoformat(row["removed_at"]) if row["removed_at"] else None,
                reasons.get(str(row["id"]), ""),
            )
            for row in sessions
        ]

    def _start_of_page(self, asked: _Asked, end: str, most: int) -> str:
        """No earlier than this need be looked for the next `most`: the sums say which months hold them.

        Where no month holds enough, the first month that holds any; where none does, the end itself.
        """
        if not (asked.by_sums and asked.shared):
            return asked.start
        rows = self._connection.execute(
            text(
                "SELECT month, sum(sessions) FROM session_sums WHERE month >= :from AND month <= :to"
                f" AND {' AND '.join(asked.shared)} GROUP BY month ORDER BY month DESC"
            ),
            {**asked.values, "from": asked.start[:7], "to": end[:7]},
        )
        count, first = 0, end
        for month, sessions in rows:
            first = str(month)
            # The month of the end may hold its sessions after it.
            count += 0 if first == end[:7] else int(sessions)
            if count >= most:
                break
        return max(first, asked.start)

    def _reasons(self, ids: Sequence[str]) -> dict[str, str]:
        """Why each was removed: the reason of its last removal."""
        if not ids:
            return {}
        values: dict[str, Any] = {}
        among = _any(values, "record_id", "id", ids)
        rows = self._connection.execute(
            text(
                f"SELECT record_id, reason FROM change_log WHERE table_name = 'sessions' AND {among}"
                " AND kind = 'remove' ORDER BY stamp"
            ),
            values,
        )
        return {str(row.record_id): str(row.reason) for row in rows}

    def ids(self, query: LogQuery, most: int) -> list[str]:
        """The ids of everything that fits, newest first, at most so many."""
        condition, values = (asked := _Asked(query)).where(asked.start, asked.end)
        rows = self._connection.execute(
            text(f"SELECT id FROM sessions WHERE {condition} ORDER BY started_at DESC, id DESC LIMIT :most"),
            {**values, "most": most},
        )
        return [str(one) for one in rows.scalars()]

    def totals(self, query: LogQuery) -> Totals:
        """Everything that fits, added up; tallies apart."""
        asked = _Asked(query)
        sums: dict[str, list[int]] = {}
        first, last = _whole_months(asked.start, asked.end)
        if asked.by_sums and first < last:
            months = " AND ".join(["month >= :from AND month < :to", *asked.shared])
            values = {**asked.values, "from": first, "to": last}
            self._add(sums, "session_sums", "sum(sessions)", months, values)
            edges = [(asked.start, min(first, asked.end)), (max(last, asked.start), asked.end)]
        else:
            edges = [(asked.start, asked.end)]
        for start, end in edges:
            if start < end:
                self._add(sums, "sessions", "count(*)", *asked.where(start, end))
        tallied = self._tallied(query, asked) if query.tallies_fit else 0
        sessions, people, minutes = (sum(one[at] for one in sums.values()) for at in range(3))
        return Totals(sessions, people, minutes, {code: one[0] for code, one in sums.items()}, tallied)

    def _add(
        self, sums: dict[str, list[int]], table: str, count: str, condition: str, values: Mapping[str, Any]
    ) -> None:
        rows = self._connection.execute(
            text(
                f"SELECT outcome, {count}, sum(people), sum(minutes) FROM {table}"
                f" WHERE {condition} GROUP BY outcome"
            ),
            dict(values),
        )
        for outcome, *found in rows:
            one = sums.setdefault(str(outcome), [0, 0, 0])
            for at, number in enumerate(found):
                one[at] += int(number or 0)

    def _tallied(self, query: LogQuery, asked: _Asked) -> int:
        values: dict[str, Any] = {"start": asked.start, "end": asked.end}
        parts = ["removed_at IS NULL", "started_at >= :start", "started_at < :end"]
        for column, name, wanted in (
            ("site_id", "site", query.sites),
            ("champion_id", "champion", query.champions),
            ("topic", "topic", query.topics),
        ):
            if wanted:
                parts.append(_any(values, column, name, wanted))
        statement = f"SELECT coalesce(sum(count), 0) FROM tallies WHERE {' AND '.join(parts)}"
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

        A session counts in the hour it began in, a tally in every hour its period touches.
        """
        values = {"start": stamp(start), "end": stamp(end), "site": site_id}
        began = "removed_at IS NULL AND started_at >= :start AND started_at < :end AND site_id = :site"
        found: set[tuple[date, int]] = set()
        sessions = text(f"SELECT DISTINCT substr(started_at, 1, 16) FROM sessions WHERE {began}")
        for minute in self._connection.execute(sessions, values).scalars():
            moment = datetime.fromisoformat(f"{minute}+00:00").astimezone()
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


def among(found: Iterable[Found]) -> Place | None:
    """How far a page reaches, for the one after it."""
    last = None
    for one in found:
        last = one
    return Place(last.session.started_at, last.session.id) if last else None
