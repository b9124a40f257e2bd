"""A certificate of one course that a champion did, for their own file: written by them, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.domain.training import Enrolment
from champion_desk.i18n import _

NAME = "course-certificate"
_POINTS = 18


def write_certificate(
    champion: str, site: str, course: Enrolment, made_on: date, demo: bool = False
) -> bytes:
    """The certificate as PDF, in the language in force."""
    made = _("Printed on {date}.").format(date=formats.long_date(made_on))
    sheet = Sheet(_("Certificate of training"), _POINTS, site, "Champion Desk", (made,), demo)
    return sheet.pdf(list(_blocks(champion, course, print_of(_POINTS))))


def _blocks(champion: str, course: Enrolment, kind: Print) -> Iterator[Block]:
    yield Text(_("Certificate of training"), kind.title, after=kind.points * 1.4)
    yield Text(champion, kind.heading, after=kind.points * 0.5)
    yield Text(_("has done this course:"), kind.body, after=kind.points * 0.5)
    yield Text(course.title, kind.heading, after=kind.points)
    if course.on is not None:
        said = _("Done on {date}").format(date=formats.long_date(course.on))
        yield Text(said, kind.body, after=kind.points * 0.3)
    if course.hours:
        said = _("Hours: {hours}").format(hours=f"{course.hours:g}")
        yield Text(said, kind.body, after=kind.points * 0.3)
    if course.due is not None:
        said = _("To be done again by {date}.").format(date=formats.long_date(course.due))
        yield Text(said, kind.body, after=kind.points * 0.3)
    words = _(
        "Printed from the champion's own training record. The provider of the course has not signed it. "
        "Keep the provider's own certificate with it."
    )
    yield Text(words, kind.body, before=kind.points * 1.4)
