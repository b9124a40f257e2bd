"""Cover of every site by weekday, topic, skill and language, with its holes; for who leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from champion_desk.domain.champions import Champion
from champion_desk.domain.cover import DAYS, OFTEN, DayCover, SiteCover, ThingCover
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.evidence import months_back, skills_by_topic
from champion_desk.services.leading import check_leads
from champion_desk.storage.store import Store, Transaction

_WEEKS = 4  # for days and hours: who was there lately is likely to be there again
_MONTHS = 3  # for topics, skills and languages: this month and the two before


@cache
def _local(hour: str) -> tuple[str, int, int]:
    """The day, weekday and hour by this computer's own time of an hour in UTC."""
    here = datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone()
    return here.date().isoformat(), here.weekday(), here.hour


@cache
def _weekday(day: str) -> int:
    return date.fromisoformat(day).weekday()


def _nothing_yet() -> list[dict[Any, int]]:
    return [{} for _day in DAYS]


@dataclass(slots=True)
class _Site:
    """What is gathered of one site. A set of champions is the bits of one integer, each champion's own.

    `hours` and `there` by weekday: sessions by hour, and who was there by day.
    """

    asked: list[int] = field(default_factory=lambda: [0] * 7)
    hours: list[dict[int, int]] = field(default_factory=_nothing_yet)
    there: list[dict[str, int]] = field(default_factory=_nothing_yet)
    topics: Counter[str] = field(default_factory=Counter)
    able: dict[str, int] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)
    speaks: dict[str, int] = field(default_factory=dict)

    def regulars(self) -> list[int]:
        """Who was there on two days at least, of each weekday."""
        found = []
        for by_day in self.there:
            once = twice = 0
            for who in by_day.values():
                twice |= once & who
                once |= who
            found.append(twice)
        return found


class CoverService:
    """Counts of champions, never their names, their ratings or how they compare."""

    def __init__(self, store: Store, champion: Champion, catalogues: Catalogues) -> None:
        self._store, self._champion, self._catalogues = store, champion, catalogues

    def sites(self, only: str = "", today: date | None = None) -> tuple[SiteCover, ...]:
        """Every site with anything logged lately, or one of them by its id. Only for who leads (`Problem`).

        Days are those of the last four whole weeks, the rest of this month and the two before. Reads sums and
        one index; some 0.25 s for all sites of a million sessions, a tenth of it for one: so the first is not
        for the window's thread.
        """
        today = today or date.today()
        with self._store.reading() as tx:
            check_leads(tx, self._champion)
            names = {site.id: site.name for site in tx.champions.sites()}
            here = [one.id for one in tx.champions.all() if one.left_on is None]
            bits = {champion: 1 << at for at, champion in enumerate(here)}
            gathered = {site_id: _Site() for site_id in names}
            self._gather_days(tx, gathered, bits, today, only)
            self._gather_topics(tx, gathered, bits, today, only)
            self._gather_tallies(tx, gathered, bits, today, only)
            self._gather_languages(tx, gathered, bits, today, only)
        skills = skills_by_topic(self._catalogues)
        return tuple(
            self._cover(site_id, names[site_id], one, skills)
            for site_id, one in gathered.items()
            if any(one.asked) or one.topics
        )

    @staticmethod
    def _gather_days(
        tx: Transaction, gathered: Mapping[str, _Site], bits: Mapping[str, int], today: date, only: str
    ) -> None:
        end = datetime.combine(today, time()).astimezone().astimezone(UTC)
        start = end - timedelta(weeks=_WEEKS)
        for site_id, hour, sessions in tx.cover.hours(start, end, only):
            _day, weekday, at = _local(hour)
            site = gathered[site_id]
            site.asked[weekday] += sessions
            hours = site.hours[weekday]
            hours[at] = hours.get(at, 0) + sessions
        for site_id, day, champion in tx.cover.there(start, end, only):
            there = gathered[site_id].there[_weekday(day)]
            there[day] = there.get(day, 0) | bits.get(champion, 0)
        for site_id, hour, sessions in tx.cover.untimed(start, end, only):
            _day, weekday, at = _local(hour)
            gathered[site_id].hours[weekday][at] -= sessions

    def _gather_topics(
        self, tx: Transaction, gathered: Mapping[str, _Site], bits: Mapping[str, int], today: date, only: str
    ) -> None:
        counted: dict[tuple[str, ...], tuple[str, ...]] = {}
        for site_id, topics, champion, sessions, able in tx.cover.topics(months_back(today, _MONTHS), only):
            if topics not in counted:
                counted[topics] = tuple({self._catalogues.counted_as("topics", one) for one in topics})
            site = gathered[site_id]
            who = bits.get(champion, 0) if able else 0
            for topic in counted[topics]:
                site.topics[topic] += sessions
                site.able[topic] = site.able.get(topic, 0) | who

    def _gather_tallies(
        self, tx: Transaction, gathered: Mapping[str, _Site], bits: Mapping[str, int], today: date, only: str
    ) -> None:
        """Quick counts are asked for like sessions, and whoever counts one has helped."""
        begin = date.fromisoformat(f"{months_back(today, _MONTHS)}-01")
        end = datetime.combine(today + timedelta(days=1), time()).astimezone()
        first_day = (today - timedelta(weeks=_WEEKS)).isoformat()
        start = datetime.combine(begin, time()).astimezone()
        for site_id, champion, hour, topic, timed, people in tx.cover.tallied(start, end, only):
            day, weekday, at = _local(hour)
            site, who = gathered[site_id], bits.get(champion, 0)
            code = self._catalogues.counted_as("topics", topic)
            site.topics[code] += people
            site.able[code] = site.able.get(code, 0) | who
            if first_day <= day < today.isoformat():
                site.asked[weekday] += people
                hours, there = site.hours[weekday], site.there[weekday]
                hours[at] = hours.get(at, 0) + (people if timed else 0)
                there[day] = there.get(day, 0) | who

    @staticmethod
    def _gather_languages(
        tx: Transaction, gathered: Mapping[str, _Site], bits: Mapping[str, int], today: date, only: str
    ) -> None:
        begin = date.fromisoformat(f"{months_back(today, _MONTHS)}-01")
        start = datetime.combine(begin, time()).astimezone()
        end = datetime.combine(today + timedelta(days=1), time()).astimezone()
        for site_id, language, champion, sessions, finished in tx.cover.languages(start, end, only):
            site = gathered[site_id]
            site.languages[language] += sessions
            who = bits.get(champion, 0) if finished else 0
            site.speaks[language] = site.speaks.get(language, 0) | who

    def _cover(
        self, site_id: str, name: str, site: _Site, skills: Mapping[str, tuple[str, ...]]
    ) -> SiteCover:
        regulars = site.regulars()
        days = tuple(
            DayCover(
                day, site.asked[day], {h: n for h, n in sorted(site.hours[day].items()) if n > 0}, people
            )
            for day, people in enumerate(one.bit_count() for one in regulars)
        )
        of_skill, able = Counter[str](), dict[str, int]()
        for topic, asked in site.topics.items():
            for skill in skills.get(topic, ()):
                of_skill[skill] += asked
                able[skill] = able.get(skill, 0) | site.able.get(topic, 0)

        def things(asked: Counter[str], who: Mapping[str, int]) -> tuple[ThingCover, ...]:
            return tuple(
                _thing(code, count, who.get(code, 0), regulars, site.asked)
                for code, count in sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))
            )

        return SiteCover(
            site_id,
            name,
            days,
            things(site.topics, site.able),
            things(of_skill, able),
            things(site.languages, site.speaks),
        )


def _thing(code: str, asked: int, able: int, regulars: list[int], open_on: list[int]) -> ThingCover:
    by_day = tuple([(able & there).bit_count() for there in regulars])
    holes = tuple([day for day in DAYS if open_on[day] and not by_day[day]]) if asked >= OFTEN else ()
    return ThingCover(code, asked, able.bit_count(), by_day, holes)
