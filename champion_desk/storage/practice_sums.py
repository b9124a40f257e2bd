"""What practice says, from the sums that the store keeps by month: of one champion, or of one site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

# Who did these is able to; a topic handed on or given up was asked for, and no more.
_FINISHED = "('done', 'partly')"


@dataclass(frozen=True, slots=True)
class PracticeSum:
    """Sessions of a month about the same topics, and how many of them were handed on, or one was stuck in."""

    month: str
    topics: tuple[str, ...]
    sessions: int
    handed_on: int
    stuck: int


class PracticeSums:
    """Goes through the sums by month, never through sessions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_champion(self, champion_id: str, since: str) -> Iterator[PracticeSum]:
        """A champion's sessions from a month (2026-11) on.

        The sums are in the order of month and site: of each month and site that has any, one look tells.
        """
        rows = self._connection.execute(
            text(
                "SELECT month, t.word, sessions, handed_on, stuck FROM ("
                " SELECT m.month, m.topics, sum(m.sessions) AS sessions,"
                " sum(iif(m.outcome = :handed_on, m.sessions, 0)) AS handed_on,"
                " sum(iif(m.stuck, m.sessions, 0)) AS stuck"
                " FROM (SELECT DISTINCT month, site_id FROM session_totals WHERE month >= :since) AS had"
                " CROSS JOIN sum_words AS s ON s.word = had.site_id"
                " CROSS JOIN month_sums AS m ON m.month = had.month AND m.site = s.number"
                " AND m.champion = :champion GROUP BY 1, 2) AS mine"
                " JOIN sum_words AS t ON t.number = mine.topics"
            ),
            {"champion": self._number(champion_id), "since": since, "handed_on": self._number("handed-on")},
        )
        listed: dict[str, tuple[str, ...]] = {}
        for month, topics, *counts in rows:
            if topics not in listed:
                listed[topics] = tuple(json.loads(topics))
            yield PracticeSum(month, listed[topics], *counts)

    def _number(self, word: str) -> int:
        """The number a word has in the sums; -1 where it has none."""
        query = text("SELECT number FROM sum_words WHERE word = :word")
        return int(self._connection.execute(query, {"word": word}).scalar() or -1)

    def at_site(self, site_id: str, since: str) -> Iterator[tuple[tuple[str, ...], int]]:
        """Topics and how many sessions at a site were about them, from a month on."""
        rows = self._connection.execute(
            text(
                "SELECT t.word, sum(m.sessions)"
                " FROM (SELECT DISTINCT month FROM session_totals WHERE month >= :since) AS had"
                " CROSS JOIN month_sums AS m ON m.month = had.month"
                " AND m.site = (SELECT number FROM sum_words WHERE word = :site)"
                " JOIN sum_words AS t ON t.number = m.topics GROUP BY m.topics"
            ),
            {"site": site_id, "since": since},
        )
        for topics, sessions in rows:
            yield tuple(json.loads(topics)), sessions

    def tallied(self, since: str, site_id: str) -> Iterator[tuple[str, str, int]]:
        """Topic, champion and how many people, of the quick counts at a site from a month on."""
        rows = self._connection.execute(
            text(
                "SELECT topic, champion_id, sum(count) FROM tallies INDEXED BY tallies_asked"
                " WHERE removed_at IS NULL AND started_at >= :since AND site_id = :site GROUP BY 1, 2"
            ),
            {"since": since, "site": site_id},
        )
        yield from ((topic, champion, count) for topic, champion, count in rows)

    def able(self, since: str, site_id: str = "") -> Mapping[tuple[str, str], frozenset[str]]:
        """By site and topic, the champions who finished a session about it without being stuck."""
        of_site = " AND m.site = (SELECT number FROM sum_words WHERE word = :site)" if site_id else ""
        rows = self._connection.execute(
            text(
                "SELECT s.word, t.word, c.word FROM (SELECT DISTINCT m.site, m.topics, m.champion"
                " FROM (SELECT DISTINCT month FROM session_totals WHERE month >= :since) AS had"
                f" CROSS JOIN month_sums AS m ON m.month = had.month{of_site}"
                " WHERE m.stuck = 0"
                f" AND m.outcome IN (SELECT number FROM sum_words WHERE word IN {_FINISHED})"
                ") AS found JOIN sum_words AS s ON s.number = site JOIN sum_words AS t ON t.number = topics"
                " JOIN sum_words AS c ON c.number = champion"
            ),
            {"since": since, "site": site_id} if site_id else {"since": since},
        )
        found: dict[tuple[str, str], set[str]] = {}
        listed: dict[str, tuple[str, ...]] = {}
        for site, topics, champion in rows:
            if topics not in listed:
                listed[topics] = tuple(json.loads(topics))
            for topic in listed[topics]:
                found.setdefault((site, topic), set()).add(champion)
        return {key: frozenset(champions) for key, champions in found.items()}
