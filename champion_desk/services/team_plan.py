"""The team's plan to print, for who leads: holes in the cover, and who is due what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from champion_desk.domain.champions import Site
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.courses import CourseService
from champion_desk.services.cover import CoverService
from champion_desk.storage.store import Store


class TeamPlanService:
    """Puts together what cover and courses say."""

    def __init__(
        self, store: Store, site: Site, catalogues: Catalogues, courses: CourseService, cover: CoverService
    ) -> None:
        self._store, self._site, self._catalogues = store, site, catalogues
        self._courses, self._cover = courses, cover

    def pdf(
        self, only: str = "", language: str = "en", named: Callable[[str], str] = str, demo: bool = False
    ) -> bytes:
        """The plan as PDF, of all sites or one; `named` gives a citizen's language by its code.

        Takes a second: not on the window's thread. Raises `Problem("training-lead")`.
        """
        # reportlab loads slowly
        from champion_desk.documents.team_plan import NamedThing, SitePlan, TeamPlan, write_team_plan

        sites, due = self._cover.sites(only), self._courses.due_of_all()
        with self._store.reading() as tx:
            names = {one.id: one.name for one in tx.champions.all()}
        topics = self._catalogues["topics"]
        plans = tuple(
            SitePlan(
                site,
                tuple(NamedThing(topics.label(one.code, language), one) for one in site.topics),
                tuple(NamedThing(named(one.code), one) for one in site.languages),
            )
            for site in sites
        )
        lines = sorted(
            ((names.get(champion, ""), one) for champion, several in due.items() for one in several),
            key=lambda pair: (pair[1].by, pair[0]),
        )
        council = self._site.council_name or self._site.name
        return write_team_plan(TeamPlan(council, plans, tuple(lines), date.today()), demo)
