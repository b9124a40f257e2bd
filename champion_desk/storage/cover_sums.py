"""What cover is counted from: who helped when and with what, at which site, added up by the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from champion_desk.storage.retention import stamp

_FINISHED = ("done", "partly")


class CoverSums:
    """Sums over all sites, or of one (`only`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hours(self, start: datetime, end: datetime, only: str = "") -> list[tuple[str, str, int]]:
        """Site, hour (2026-11-22T14, in UTC) and how many sessions, between two moments."""
        return self._rows(
            "SELECT site_id, substr(started_at, 1, 13), count(*) FROM sessions"
            " WHERE removed_at IS NULL AND started_at >= :start AND started_at < :end AND {site}"
            " GROUP BY 2, 1",
            start,
            end,
            only,
        )

    def there(self, start: datetime, end: datetime, only: str = "") -> list[tuple[str, str, str]]:
        """Site, day (in UTC) and champion, wherever one logged a session."""
        return self._rows(
            "SELECT DISTINCT site_id, substr(started_at, 1, 10), champion_id FROM sessions"
            " WHERE removed_at IS NULL AND started_at >= :start AND started_at < :end AND {site}",
            start,
            end,
            only,
        )

    def untimed(self, start: datetime, end: datetime, only: str = "") -> list[tuple[str, str, int]]:
        """Site, hour as above and how many of those sessions have no hour: only their day is known."""
        return self._rows(
            "SELECT site_id, substr(started_at, 1, 13), count(*) FROM sessions INDEXED BY sessions_untimed"
            " WHERE time_known = 0 AND removed_at IS NULL AND started_at >= :start AND started_at < :end"
            " AND {site} GROUP BY 1, 2",
            start,
            end,
            only,
        )

    def tallied(
        self, start: datetime, end: datetime, only: str = ""
    ) -> list[tuple[str, str, str, str, bool, int]]:
        """Site, champion, hour, topic, whether the hour is known, and how many people of quick counts."""
        return self._rows(
            "SELECT site_id, champion_id, substr(started_at, 1, 13), topic, how = 'press', sum(count)"
            " FROM tallies INDEXED BY tallies_asked WHERE removed_at IS NULL"
            " AND started_at >= :start AND started_at < :end AND {site} GROUP BY 1, 2, 3, 4, 5",
            start,
            end,
            only,
        )

    def languages(
        self, start: datetime, end: datetime, only: str = ""
    ) -> list[tuple[str, str, str, int, int]]:
        """Site, language, champion, how many sessions, and how many of them were finished; no English."""
        return self._rows(
            "SELECT site_id, language, champion_id, count(*),"
            f" sum(outcome IN {_FINISHED}) FROM sessions INDEXED BY sessions_other_language"
            " WHERE language NOT IN ('', 'en') AND removed_at IS NULL AND started_at >= :start"
            " AND started_at < :end AND {site} GROUP BY 1, 2, 3",
            start,
            end,
            only,
        )

    def topics(self, since: str, only: str = "") -> Iterator[tuple[str, tuple[str, ...], str, int, bool]]:
        """Site, topics, champion, how many sessions from a month on, and whether one was finished well."""
        words = dict(self._read("SELECT number, word FROM sum_words", {}))
        finished = ", ".join(str(number) for number, word in words.items() if word in _FINISHED) or "-1"
        # The sums are in the order of month and site: of each month one look finds those of one site.
        had = "month_sums AS m"
        if only:
            had = (
                "(SELECT DISTINCT month FROM session_totals WHERE month >= :since) AS had CROSS JOIN"
                " month_sums AS m ON m.month = had.month"
                " AND m.site = (SELECT number FROM sum_words WHERE word = :site)"
            )
        rows = self._read(
            "SELECT m.site, m.topics, m.champion, sum(m.sessions),"
            f" max(m.stuck = 0 AND m.outcome IN ({finished}))"
            f" FROM {had} WHERE m.month >= :since GROUP BY 1, 2, 3",
            {"since": since, "site": only},
        )
        listed: dict[int, tuple[str, ...]] = {}
        for site, topics, champion, sessions, able in rows:
            if topics not in listed:
                listed[topics] = tuple(json.loads(words[topics]))
            yield words[site], listed[topics], words[champion], sessions, bool(able)

    def _rows(self, statement: str, start: datetime, end: datetime, only: str) -> list[Any]:
        of_site = statement.replace("{site}", "site_id = :site" if only else "1")
        return self._read(of_site, {"start": stamp(start), "end": stamp(end), "site": only})

    def _read(self, statement: str, values: dict[str, str]) -> list[Any]:
        # The driver's own cursor: there are tens of thousands of rows, and they need be no more than tuples.
        cursor = self._connection.connection.cursor()
        try:
            cursor.execute(statement, values)
            return list(cursor.fetchall())
        finally:
            cursor.close()
