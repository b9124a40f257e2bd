"""Evidence from practice: a champion's own sessions and exercises, counted by skill and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from champion_desk.domain.champions import Champion
from champion_desk.domain.evidence import MonthEvidence, SkillEvidence
from champion_desk.services.catalogues import Catalogues
from champion_desk.storage.store import Store, Transaction


def months_back(today: date, months: int) -> str:
    """The month that began so many months ago, this one counted, as 2026-11."""
    year, month = divmod(today.year * 12 + today.month - months, 12)
    return f"{year:04}-{month + 1:02}"


def skills_by_topic(catalogues: Catalogues) -> Mapping[str, tuple[str, ...]]:
    """The skills in use that belong to each topic."""
    found: dict[str, list[str]] = {}
    for framework in catalogues.frameworks:
        for skill in framework.skills:
            for topic in dict.fromkeys(catalogues.counted_as("topics", one) for one in skill.topics):
                found.setdefault(topic, []).append(skill.code)
    return {topic: tuple(codes) for topic, codes in found.items()}


class EvidenceService:
    """Counts of what the champion at the desk did; no one else's."""

    def __init__(self, store: Store, champion: Champion, catalogues: Catalogues) -> None:
        self._store, self._champion, self._catalogues = store, champion, catalogues

    def by_skill(self, months: int = 12, today: date | None = None) -> tuple[SkillEvidence, ...]:
        """Each skill with anything in these months, the most sessions first.

        A session about a topic counts for each skill that belongs to it. Sessions that have faded are only
        counts of a site by then, and are nobody's evidence any more.
        """
        since = months_back(today or date.today(), months)
        with self._store.reading() as tx:
            counts = self._sessions(tx, since)
            self._exercises(tx, since, counts)
        found = [
            SkillEvidence(
                skill,
                tuple(
                    MonthEvidence(month, one["sessions"], one["handed_on"], one["stuck"], one["exercises"])
                    for month, one in sorted(by_month.items())
                ),
            )
            for skill, by_month in counts.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.sessions, one.skill)))

    def _sessions(self, tx: Transaction, since: str) -> dict[str, dict[str, Counter[str]]]:
        skills = skills_by_topic(self._catalogues)
        counts: dict[str, dict[str, Counter[str]]] = {}
        of_topics: dict[tuple[str, ...], tuple[str, ...]] = {}
        for one in tx.practice.of_champion(self._champion.id, since):
            if one.topics not in of_topics:
                topics = (self._catalogues.counted_as("topics", topic) for topic in one.topics)
                belonging = (skill for topic in topics for skill in skills.get(topic, ()))
                of_topics[one.topics] = tuple(dict.fromkeys(belonging))
            for skill in of_topics[one.topics]:
                count = counts.setdefault(skill, {}).setdefault(one.month, Counter())
                count["sessions"] += one.sessions
                count["handed_on"] += one.handed_on
                count["stuck"] += one.stuck
        return counts

    def _exercises(self, tx: Transaction, since: str, counts: dict[str, dict[str, Counter[str]]]) -> None:
        skills = skills_by_topic(self._catalogues)
        for one in tx.practices.all(champion_id=self._champion.id):
            month = f"{one.done_at:%Y-%m}"
            if month >= since:
                for skill in skills.get(self._catalogues.counted_as("topics", one.topic), ()):
                    counts.setdefault(skill, {}).setdefault(month, Counter())["exercises"] += 1
