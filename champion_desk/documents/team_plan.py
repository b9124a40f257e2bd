"""The team's plan on paper: holes in the cover of each site, and who is due which course. No ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.documents.tables import Row
from champion_desk.domain.courses import DueCourse
from champion_desk.domain.cover import SiteCover, ThingCover
from champion_desk.i18n import _
from champion_desk.learning_words import due_text, hole_text

NAME = "team-plan"
_POINTS = 14
_MOST = 12  # holes of each kind: a plan of more is none
_DAY_COLUMNS = (0.34, 0.22, 0.22, 0.22)
_THING_COLUMNS = (0.46, 0.18, 0.36)
_DUE_COLUMNS = (0.26, 0.4, 0.34)


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A topic or a language by its name, with its cover."""

    name: str
    cover: ThingCover


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site with what is asked for there, named in the language in force."""

    site: SiteCover
    topics: tuple[NamedThing, ...]
    languages: tuple[NamedThing, ...]


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """What to print; `due` are names of champions with what they are due."""

    council: str
    sites: tuple[SitePlan, ...]
    due: tuple[tuple[str, DueCourse], ...]
    made_on: date


def write_team_plan(plan: TeamPlan, demo: bool = False) -> bytes:
    """The plan as PDF, in the language in force."""
    made = _("Printed on {date}. Counted from the log; nobody is rated or compared.").format(
        date=formats.long_date(plan.made_on)
    )
    sheet = Sheet(_("Team plan"), _POINTS, plan.council, "Champion Desk", (made,), demo)
    return sheet.pdf(list(_blocks(plan, print_of(_POINTS))))


def _blocks(plan: TeamPlan, kind: Print) -> Iterator[Block]:
    yield Text(_("Team plan"), kind.title, after=kind.points * 0.4)
    for site in plan.sites:
        yield _heading(site.site.name, kind)
        yield from _days(site.site, kind)
        yield from _things(_("Asked for, and too few who finish it"), site.topics, kind)
        yield from _things(_("Languages asked for, and too few who help in them"), site.languages, kind)
    yield _heading(_("Courses that are due"), kind)
    if not plan.due:
        yield Text(_("Nothing is due."), kind.body)
        return
    yield Row((_("Who"), _("Course"), _("When")), _DUE_COLUMNS, kind.strong, heads=True)
    for name, due in plan.due:
        yield Row((name, due.title, due_text(due)), _DUE_COLUMNS, kind.body, named=True)


def _heading(words: str, kind: Print) -> Text:
    return Text(words, kind.heading, before=kind.points * 1.4, after=kind.points * 0.3, with_next=True)


def _days(site: SiteCover, kind: Print) -> Iterator[Block]:
    names = (_("Day"), _("Helped in four weeks"), _("Champions there"), _("Hole"))
    yield Row(names, _DAY_COLUMNS, kind.strong, heads=True)
    monday = date(2024, 1, 1)
    for day in site.days:
        if day.asked or day.people:
            name = formats.weekday_name(monday.replace(day=1 + day.weekday))
            cells = (name, f"{day.asked:,}", f"{day.people:,}", hole_text(day.hole) or "–")
            yield Row(cells, _DAY_COLUMNS, kind.body, named=True)


def _things(title: str, things: Sequence[NamedThing], kind: Print) -> Iterator[Block]:
    holes = [one for one in things if one.cover.hole][:_MOST]
    if not holes:
        return
    yield Text(title, kind.strong, before=kind.points * 0.8, with_next=True)
    yield Row((_("What"), _("Asked for"), _("Who can")), _THING_COLUMNS, kind.strong, heads=True)
    for one in holes:
        cells = (one.name, f"{one.cover.asked:,}", hole_text(one.cover.hole))
        yield Row(cells, _THING_COLUMNS, kind.body, named=True)
