"""One search over topics, listings, handouts and slips, for the box at the top of the window."""

from __future__ import annotations

from dataclasses import dataclass

from champion_desk.domain.catalogue import topics_matching
from champion_desk.domain.directory import DirectoryQuery
from champion_desk.domain.problems import Problem
from champion_desk.domain.slips import shown_slip
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.directory import DirectoryService
from champion_desk.services.follow_ups import FollowUpService
from champion_desk.services.handouts import HandoutService


@dataclass(frozen=True, slots=True)
class Find:
    """Something found: its kind (topic, listing, handout, slip), its code or id, what it is called, where."""

    kind: str
    code: str
    text: str
    hint: str = ""


class FinderService:
    """Finds things of several kinds for the same few letters."""

    def __init__(
        self,
        catalogues: Catalogues,
        directory: DirectoryService,
        handouts: HandoutService,
        follow_ups: FollowUpService,
    ) -> None:
        self._catalogues = catalogues
        self._directory = directory
        self._handouts = handouts
        self._follow_ups = follow_ups

    def find(self, typed: str, language: str, each: int = 4) -> list[Find]:
        """At most `each` of every kind."""
        if len(typed.strip()) < 2:
            return []
        topics = topics_matching(self._catalogues.offered_topics, typed, language, {})[:each]
        found = [
            Find("topic", t.code, t.label(language), self._catalogues.families.label(t.family, language))
            for t in topics
        ]
        found += [
            Find("handout", one.slug, one.read_in(language).title)
            for one in self._handouts.find(typed, language)[:each]
        ]
        answer = self._directory.search(DirectoryQuery(typed, limit=each), may_be_old=True)
        found += [Find("listing", m.listing.id, m.listing.name, m.location.town) for m in answer.matches]
        return [*self._slip(typed, language), *found]

    def _slip(self, typed: str, language: str) -> list[Find]:
        """The hand-off whose whole code was typed; other words are none."""
        try:
            session = self._follow_ups.find(typed)
        except Problem:
            return []
        topics = self._catalogues["topics"]
        about = ", ".join(topics.label(code, language) for code in session.topics)
        return [Find("slip", session.slip, shown_slip(session.slip), about)]
