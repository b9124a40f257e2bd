"""The log as a whole: find sessions, add them up, mend many at once, see the week."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from champion_desk.domain.champions import Site
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.log_query import Found, LogQuery, Place, Totals, WeekOfHelp
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import PRESS, Tally
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.privacy_scanner import check_texts, checked
from champion_desk.services.sessions import check_area
from champion_desk.storage.log_conditions import midnight
from champion_desk.storage.store import Store

PAGE = 100
MOST_AT_ONCE = 5_000
_HOUR = timedelta(hours=1)


def in_codes(catalogues: Catalogues, query: LogQuery) -> LogQuery:
    """The query with every stored code that counts as one of those asked for."""
    topics = catalogues.codes_counted_as("topics", query.topics)
    return replace(query, topics=topics, outcomes=catalogues.codes_counted_as("outcomes", query.outcomes))


class LogService:
    """What staff do with many sessions; `SessionService` has what they do with one."""

    def __init__(self, store: Store, site: Site, catalogues: Catalogues, board: ChangeBoard) -> None:
        self._store = store
        self._site = site
        self._catalogues = catalogues
        self._board = board

    def _in_codes(self, query: LogQuery) -> LogQuery:
        return in_codes(self._catalogues, query)

    def tallies(self, query: LogQuery, first: date, last: date) -> list[Tally]:
        """The tallies of these days that fit, oldest first."""
        query = self._in_codes(query)
        start, end = midnight(first), midnight(last + timedelta(days=1))
        site = query.sites[0] if len(query.sites) == 1 else ""
        with self._store.reading() as tx:
            found = tx.tallies.between(start, end, site)
        wanted = query.sites, query.champions, query.topics
        return [
            one
            for one in found
            if all(
                not codes or code in codes
                for codes, code in zip(wanted, (one.site_id, one.champion_id, one.topic), strict=True)
            )
        ]

    def find(self, query: LogQuery, after: Place | None = None, most: int = PAGE) -> list[Found]:
        """A page of what fits, newest first; `after` is where the page before ended."""
        with self._store.reading() as tx:
            return tx.finder.page(self._in_codes(query), after, most)

    def totals(self, query: LogQuery) -> Totals:
        """Everything that fits, added up."""
        with self._store.reading() as tx:
            found = tx.finder.totals(self._in_codes(query))
        return replace(found, outcomes=dict(self._catalogues.as_one("outcomes", found.outcomes)))

    def ids(self, query: LogQuery) -> list[str]:
        """The ids of everything that fits, newest first, at most 5,000: for acts on all of them."""
        with self._store.reading() as tx:
            return tx.finder.ids(self._in_codes(query), MOST_AT_ONCE)

    # Mending

    def remove(self, ids: Iterable[str], reason: str, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Set sessions aside, with the reason: all or none. Raises `Invalid` for one that looks personal."""
        checked("reason", reason, accepted)
        with self._store.transaction() as tx:
            for one in ids:
                tx.sessions.remove(one, reason)
            batch = tx.changes.batch
        return self._done(batch)

    def restore(self, ids: Iterable[str]) -> Done:
        """Bring removed sessions back: all or none."""
        with self._store.transaction() as tx:
            for one in ids:
                tx.sessions.restore(one)
            batch = tx.changes.batch
        return self._done(batch)

    def amend_many(
        self, ids: Iterable[str], changes: Mapping[str, object], accepted: Accepted = NOTHING_ACCEPTED
    ) -> Done:
        """Give sessions the same new values in these fields: all or none. Raises `Invalid`, `Problem`."""
        check_area(self._catalogues, str(changes.get("area", "")))
        with self._store.transaction() as tx:
            for one in ids:
                session = tx.sessions.get(one)
                if session is None:
                    raise Problem("record-gone")
                amended: AssistedSession = replace(session, **changes)  # type: ignore[arg-type]
                check_texts(amended, accepted, session)
                tx.sessions.amend(amended)
            batch = tx.changes.batch
        return self._done(batch)

    def _done(self, batch: str) -> Done:
        self._board.tell("sessions")
        return Done(batch)

    # The week

    def week(self, day: date) -> WeekOfHelp:
        """The week that holds the day, at this site."""
        monday = day - timedelta(days=day.weekday())
        start, end = midnight(monday), midnight(monday + timedelta(days=7))
        with self._store.reading() as tx:
            rows = tx.finder.by_day(start, end, self._site.id)
            tallies = tx.tallies.between(start, end, self._site.id)
            told = tx.finder.followed_up(monday, monday + timedelta(days=6), self._site.id)
        sessions, counted = Counter[int](), Counter[int]()
        topics, hours, outcomes = Counter[str](), Counter[int](), Counter[str]()
        logged: set[tuple[int, int]] = set()
        alone = asked = batched = spread = 0
        for started, row in rows:
            moment = datetime.fromisoformat(started).astimezone()
            sessions[moment.weekday()] += row["people"]
            outcomes[self._catalogues.counted_as("outcomes", row["outcome"])] += 1
            if row["time_known"]:
                hours[moment.hour] += row["people"]
                logged.add((moment.weekday(), moment.hour))
            for code in dict.fromkeys(map(self._topic, json.loads(row["topics"]))):
                topics[code] += row["people"]
            asked += bool(row["next_time"])
            alone += row["next_time"] == "alone"
        for tally in tallies:
            moment = tally.started_at.astimezone()
            if tally.ended_at > end:
                continue
            if tally.ended_at > midnight(moment.date() + timedelta(days=1)):
                spread += tally.count
            else:
                counted[moment.weekday()] += tally.count
            topics[self._topic(tally.topic)] += tally.count
            if tally.how == PRESS:
                hours[moment.hour] += 1
            else:
                batched += tally.count
            logged |= set(_hours_of(moment, tally.ended_at.astimezone()))
        return WeekOfHelp(
            monday,
            tuple(sessions[at] for at in range(7)),
            tuple(counted[at] for at in range(7)),
            spread,
            dict(topics.most_common()),
            dict(sorted(hours.items())),
            batched,
            dict(outcomes),
            alone,
            asked,
            told.get("worked", 0),
            sum(told.values()),
            frozenset(logged),
        )

    def _topic(self, code: str) -> str:
        return self._catalogues.counted_as("topics", code)


def _hours_of(start: datetime, end: datetime) -> Iterable[tuple[int, int]]:
    """The hours that a period touches."""
    at = start.replace(minute=0, second=0, microsecond=0)
    while at < end or at <= start:
        yield at.weekday(), at.hour
        at += _HOUR
