"""A champion's own training record on paper: courses with date and hours, skills with their levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.documents.tables import Row
from champion_desk.domain.training import Enrolment
from champion_desk.i18n import _, ngettext
from champion_desk.wording import enrolment_text

NAME = "training-record"
_POINTS = 14
_COURSE_COLUMNS = (0.42, 0.15, 0.31, 0.12)
_SKILL_COLUMNS = (0.72, 0.28)


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """What to print. `skills` are pairs of a skill and how well, both in words; `hours` those done.

    `plan`: what to learn and the next step; `practice`: a skill and how many sessions show it; `badges`: a
    badge and who gave it. All in words.
    """

    champion: str
    site: str
    courses: tuple[Enrolment, ...]
    skills: tuple[tuple[str, str], ...]
    hours: float
    made_on: date
    plan: tuple[tuple[str, str], ...] = ()
    practice: tuple[tuple[str, str], ...] = ()
    badges: tuple[tuple[str, str], ...] = ()


def write_training_record(record: TrainingRecord, demo: bool = False) -> bytes:
    """The record as PDF, in the language in force."""
    kind = print_of(_POINTS)
    made = _("Printed on {date}.").format(date=formats.long_date(record.made_on))
    sheet = Sheet(_("Training record"), _POINTS, record.site, "Champion Desk", (made,), demo)
    return sheet.pdf(list(_blocks(record, kind)))


def _blocks(record: TrainingRecord, kind: Print) -> Iterator[Block]:
    yield Text(_("Training record"), kind.title, after=kind.points * 0.4)
    yield Text(record.champion, kind.strong)
    said = _("Training done: {hours}").format(hours=_hours_in_words(record.hours))
    yield Text(said, kind.body, after=kind.points * 0.4)
    yield _heading(_("Courses"), kind)
    if record.courses:
        names = (_("Course"), _("State"), _("Date"), _("Hours"))
        yield Row(names, _COURSE_COLUMNS, kind.strong, heads=True)
        yield from (_course(course, kind) for course in record.courses)
    else:
        yield Text(_("No courses yet."), kind.body)
    tables = (
        (_("Skills, as I see them myself"), (_("Skill"), _("How well")), record.skills),
        (_("Skills, as my sessions show them"), (_("Skill"), _("Sessions")), record.practice),
        (_("My plan"), (_("What"), _("Next step")), record.plan),
        (_("Badges"), (_("Badge"), _("From")), record.badges),
    )
    for title, headings, rows in tables:
        if rows:
            yield _heading(title, kind)
            yield Row(headings, _SKILL_COLUMNS, kind.strong, heads=True)
            yield from (Row(row, _SKILL_COLUMNS, kind.body) for row in rows)


def _heading(words: str, kind: Print) -> Text:
    return Text(words, kind.heading, before=kind.points * 1.4, after=kind.points * 0.3, with_next=True)


def _course(course: Enrolment, kind: Print) -> Row:
    cells = (course.title, enrolment_text(course.state), _when(course), _number(course.hours))
    return Row(cells, _COURSE_COLUMNS, kind.body)


def _when(course: Enrolment) -> str:
    if course.on:
        return formats.long_date(course.on)
    return _("due {date}").format(date=formats.long_date(course.due)) if course.due else ""


def _number(hours: float) -> str:
    return f"{hours:g}" if hours else ""


def _hours_in_words(hours: float) -> str:
    count = 1 if hours == 1 else 2
    return ngettext("{count} hour", "{count} hours", count).format(count=f"{hours:g}")
