"""Words for codes of training: what is due, what a badge proves, holes in cover, rows of a list."""

from __future__ import annotations

from champion_desk import formats
from champion_desk.domain import badges
from champion_desk.domain import cover as covers
from champion_desk.domain.courses import EXPIRED, LATE, MISSING, DueCourse
from champion_desk.i18n import _


def due_text(due: DueCourse) -> str:
    """What is due and by when."""
    words = {
        EXPIRED: _("ended on {date}: do it again"),
        LATE: _("was due on {date}"),
        MISSING: _("needed by {date}, not planned yet"),
    }
    return words.get(due.state, _("due on {date}")).format(date=formats.long_date(due.by))


def proven_text(code: str) -> str:
    """What could be proven of a badge."""
    return {
        badges.STRUCTURE: _("It is a whole Open Badge."),
        badges.DATES: _("Its dates can be right."),
        badges.SIGNATURE: _("Nothing was changed since it was signed with the key in it."),
    }.get(code, code)


def unproven_text(code: str) -> str:
    """What could not be proven of a badge without a network, and why."""
    return {
        badges.ISSUER: _("Not checked: whether it really comes from this issuer."),
        badges.WITHDRAWN: _("Not checked: whether the issuer took it back."),
        badges.HOLDER: _("Not checked: whether it was given to you."),
        badges.NO_SIGNATURE: _("It is not signed, so anyone could have changed it."),
        badges.KEY_ELSEWHERE: _("It is signed, but the key is on the web, so the signature was not checked."),
        badges.WAY_UNKNOWN: _("It is signed in a way that can't be checked without a network."),
    }.get(code, code)


def hole_text(code: str) -> str:
    """What is wrong with the cover of a day, a topic, a skill or a language."""
    return {covers.NOBODY: _("nobody"), covers.ONE_ONLY: _("one person only")}.get(code, "")


def completion_row_text(code: str, line: int, given: str = "") -> str:
    """What is wrong with a row of a list of courses done; `given` is its cell."""
    words = {
        "no-course": _("Line {line}: the course is missing."),
        "no-day": _("Line {line}: “{given}” is no day. Write it like 22/11/2026."),
        "day-odd": _("Line {line}: {given} is still to come, or before 1990."),
        "hours-odd": _("Line {line}: “{given}” is no number of hours."),
        "due-odd": _("Line {line}: “{given}” is no day, or one before it was done."),
        "course-odd": _("Line {line}: the course's name is too long or looks personal."),
    }
    return words.get(code, code).format(line=line, given=given)
