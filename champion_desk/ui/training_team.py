"""For who leads: cover by site with its holes, who is due what, and what may be known of ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt

from champion_desk import formats, wording
from champion_desk.domain.courses import DueCourse
from champion_desk.domain.cover import DAYS, DayCover, SiteCover, ThingCover
from champion_desk.domain.told_ratings import SkillCount
from champion_desk.i18n import _, language, ngettext
from champion_desk.learning_words import due_text, hole_text
from champion_desk.ui.alive import while_alive
from champion_desk.ui.citizen_languages import language_label
from champion_desk.ui.context import Context
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.training_council import CouncilCard
from champion_desk.ui.training_duties import DutiesCard
from champion_desk.ui.training_overview import row_of
from champion_desk.ui.training_view import TrainingView
from champion_desk.ui.training_words import course_name, skill_name
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.labels import PlainLabel

_MONDAY = date(2001, 1, 1)
_RIGHT = Qt.AlignmentFlag.AlignRight
TOPICS, SKILLS, LANGUAGES = "topics", "skills", "languages"


@dataclass(frozen=True, slots=True)
class Team:
    """All that the view shows, read at once."""

    sites: tuple[SiteCover, ...]
    names: Mapping[str, str]
    due: tuple[tuple[str, DueCourse], ...]
    counts: tuple[SkillCount, ...]
    shared: Mapping[str, Mapping[str, str]]


class TeamView(TrainingView):
    """Counts of people, never scores: cover is of the site, and what is due is courses and days."""

    def __init__(self, context: Context) -> None:
        note = _("Counted from the log of the last months. Nobody is compared with anybody.")
        super().__init__(context, _("Team"), note)
        self._team: Team | None = None
        self.site = Select(_("Site"))
        self.site.chosen.connect(lambda _code: self._show_site())
        self.print = SecondaryButton(_("&Team plan…"), "printer")
        self.print.clicked.connect(self._make_sheet)
        site = PlainLabel(_("Site"), "strong", wrap=False)
        self.body.addWidget(row_of(site, self.site, self.print))
        self.nothing = PlainLabel("", "quiet")
        self.body.addWidget(self.nothing)
        self.days, self.things = DaysCard(), ThingsCard(context)
        self.due, self.ratings = DueCard(context), RatingsCard(context)
        self.duties, self.council = DutiesCard(context), CouncilCard(context)
        for card in (self.days, self.things, self.due, self.duties, self.ratings, self.council):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def load(self) -> None:
        """Read it beside the window: with many sites it takes a moment."""
        self.duties.load()
        self.council.load()
        if self._team is None:
            self._say(_("Counting…"))
        window = self.context.window
        self.context.background.run(
            self._read, while_alive(self, self._show), while_alive(self, window.say_problem)
        )

    def _read(self) -> Team:
        learning, desk = self.context.services.learning, self.context.services.desk
        names = {one.id: one.name for one in desk.champions()}
        due = sorted(
            (
                (names.get(who, ""), one)
                for who, several in learning.courses.due_of_all().items()
                for one in several
            ),
            key=lambda pair: (pair[1].by, pair[0]),
        )
        counts = tuple(learning.sharing.counts())
        return Team(learning.cover.sites(), names, tuple(due), counts, learning.sharing.shared())

    def _say(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))

    def _show(self, team: Team) -> None:
        self._team = team
        self._say("" if team.sites else _("Nothing was logged in the last months, so there is no cover yet."))
        self.site.set_choices((one.site_id, one.name) for one in team.sites)
        if not self.site.code() and team.sites:
            self.site.setCurrentIndex(0)
        self._show_site()
        self.due.show_due(team.due)
        self.ratings.show_ratings(team)

    def _show_site(self) -> None:
        sites = self._team.sites if self._team else ()
        shown = next((one for one in sites if one.site_id == self.site.code()), None)
        for card in (self.days, self.things):
            card.setVisible(shown is not None)
        if shown is not None:
            self.days.show_days(shown.days)
            self.things.show_site(shown)

    def _make_sheet(self) -> None:
        services, demo = self.context.services, self.context.services.demo
        site, said = self.site.code(), language()
        self.context.background.run(
            lambda: services.learning.team_plan.pdf(site, said, language_label, demo),
            self._offer_sheet,
            self.context.window.say_problem,
        )

    def _offer_sheet(self, pdf: bytes) -> None:
        self.context.window.save_pdf(pdf, _("Team plan"))


def _day_name(weekday: int) -> str:
    return formats.weekday_name(_MONDAY + timedelta(days=weekday))


def _table(name: str, model: RecordModel[object], card: Card) -> RecordTable:
    table = RecordTable(name, model, grow=True)
    card.body.addWidget(table)
    return table


class DaysCard(Card):
    """Each weekday: how much is asked, when most, how many champions are usually there."""

    def __init__(self) -> None:
        super().__init__(_("Days of the week"), aside=_("four weeks"))
        self.model: RecordModel[DayCover] = RecordModel(
            [
                Column(_("Day"), lambda one: _day_name(one.weekday), stretch=1),
                Column(_("Asked"), lambda one: f"{one.asked:,}", align=_RIGHT),
                Column(_("Most at"), _busiest, quiet=True, spare=True),
                Column(_("Champions there"), lambda one: f"{one.people:,}", align=_RIGHT),
                Column(_("Hole"), lambda one: hole_text(one.hole), tone=_tone),
            ]
        )
        self.table = RecordTable(_("Days of the week"), self.model, grow=True)
        self.body.addWidget(self.table)

    def show_days(self, days: tuple[DayCover, ...]) -> None:
        """Show the days on which anything was asked or anyone was there."""
        self.model.set_rows([one for one in days if one.asked or one.people])


def _busiest(day: DayCover) -> str:
    if not day.by_hour:
        return ""
    hour = max(day.by_hour, key=lambda one: day.by_hour[one])
    return _("{hour}:00, {count} times").format(hour=f"{hour:02}", count=f"{day.by_hour[hour]:,}")


def _tone(one: DayCover | ThingCover) -> str:
    return {"nobody": "could-not", "one-only": "partly"}.get(one.hole, "")


class ThingsCard(Card):
    """What is asked for at the site, by topic, skill or language, and how many champions can do it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("What is asked for"), aside=_("three months"))
        self._context = context
        self._site: SiteCover | None = None
        kinds = [(TOPICS, _("Topics")), (SKILLS, _("Skills")), (LANGUAGES, _("Languages"))]
        self.kind = ChipGroup(_("Show"), kinds, show_label=False)
        self.kind.set_codes([TOPICS])
        self.kind.changed.connect(self._show)
        self.body.addWidget(self.kind)
        self.model: RecordModel[ThingCover] = RecordModel(
            [
                Column(_("What"), self._name, self._name, stretch=2),
                Column(_("Asked"), lambda one: f"{one.asked:,}", lambda one: one.asked, _RIGHT),
                Column(_("Champions who can"), lambda one: f"{one.able:,}", lambda one: one.able, _RIGHT),
                Column(_("Nobody on"), _days_without, stretch=1, quiet=True, spare=True),
                Column(_("Hole"), lambda one: hole_text(one.hole), tone=_tone),
            ]
        )
        self.table = RecordTable(_("What is asked for"), self.model, sortable=True)
        self.body.addWidget(self.table)
        words = _(
            "Who finished such a session here in three months without being stuck counts as one who can."
        )
        self.body.addWidget(PlainLabel(words, "quiet"))

    def show_site(self, site: SiteCover) -> None:
        """Show what is asked for at a site."""
        self._site = site
        self._show()

    def _show(self) -> None:
        if self._site is not None:
            things = {
                TOPICS: self._site.topics,
                SKILLS: self._site.skills,
                LANGUAGES: self._site.languages,
            }
            self.model.set_rows(things[self.kind.code() or TOPICS])

    def _name(self, one: ThingCover) -> str:
        catalogues, kind = self._context.services.catalogues, self.kind.code()
        if kind == LANGUAGES:
            return language_label(one.code)
        if kind == SKILLS:
            return skill_name(catalogues, one.code)
        return catalogues["topics"].label(one.code, language())


def _days_without(one: ThingCover) -> str:
    if len(one.holes) == len(DAYS):
        return _("every day")
    return ", ".join(formats.weekday(_MONDAY + timedelta(days=day)) for day in one.holes)


class DueCard(Card):
    """Who is due what: courses and days that a duty asks for, and no ratings."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Who is due what"))
        catalogues = context.services.catalogues
        self.model: RecordModel[tuple[str, DueCourse]] = RecordModel(
            [
                Column(_("Champion"), lambda one: one[0], stretch=1),
                Column(
                    _("Course"), lambda one: course_name(catalogues, one[1].course, one[1].title), stretch=2
                ),
                Column(_("When"), lambda one: due_text(one[1]), stretch=2, quiet=True),
            ]
        )
        self.table = RecordTable(_("Who is due what"), self.model)
        self.body.addWidget(self.table)
        self._nothing = PlainLabel(_("Nothing that everyone must do is due."), "quiet")
        self.body.addWidget(self._nothing)

    def show_due(self, due: tuple[tuple[str, DueCourse], ...]) -> None:
        """Show these, the first day first."""
        self.model.set_rows(due)
        self.table.setVisible(bool(due))
        self._nothing.setVisible(not due)


class RatingsCard(Card):
    """Ratings counted over five people, and those that champions share; never anyone else's."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("What champions say of themselves"))
        self._catalogues = context.services.catalogues
        self.model: RecordModel[tuple[str, str, str]] = RecordModel(
            [
                Column(_("Skill"), lambda one: one[0], stretch=2),
                Column(_("Who"), lambda one: one[1], stretch=1),
                Column(_("Says"), lambda one: one[2], stretch=1, quiet=True),
            ]
        )
        self.table = RecordTable(_("What champions say of themselves"), self.model)
        self.body.addWidget(self.table)
        words = _("Ratings are counted over five people or more. A name stands only where someone shares.")
        self.body.addWidget(PlainLabel(words, "quiet"))

    def show_ratings(self, team: Team) -> None:
        """Show the counts first, then what is shared, by skill."""
        rows = []
        for one in team.counts:
            who = ngettext("{count} person", "{count} people", one.people).format(count=one.people)
            said = _("{able} can do it alone").format(able=one.able)
            rows.append((skill_name(self._catalogues, one.skill), who, said))
        rows += sorted(
            (skill_name(self._catalogues, skill), team.names.get(champion, ""), wording.level_text(level))
            for champion, levels in team.shared.items()
            for skill, level in levels.items()
        )
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
