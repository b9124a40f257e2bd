"""Words for taking in courses done elsewhere: what a column is, how days are meant, what would come in."""

from __future__ import annotations

from champion_desk.domain.completions import (
    COURSE,
    DONE_ON,
    DUE,
    FIRST,
    HOURS,
    LAST,
    LEAVE_OUT,
    PERSON,
    STATE,
    CompletionPreview,
)
from champion_desk.domain.training import Course
from champion_desk.i18n import _, language, ngettext


def column_choices() -> list[tuple[str, str]]:
    """What a column can be."""
    return [
        ("", _("Leave out")),
        (PERSON, _("Name")),
        (FIRST, _("First name")),
        (LAST, _("Last name")),
        (COURSE, _("Course")),
        (DONE_ON, _("Day it was done")),
        (HOURS, _("Hours")),
        (DUE, _("Day it runs out")),
        (STATE, _("State")),
    ]


def order_choices() -> list[tuple[str, str]]:
    """How 3/4/2026 is meant."""
    return [
        ("", _("Choose")),
        ("day", _("3/4/2026 is 3 April")),
        ("month", _("3/4/2026 is 4 March")),
    ]


def course_choices(courses: tuple[Course, ...]) -> list[tuple[str, str]]:
    """What a course of the list can be here; "?" where nobody said so yet."""
    first = [("?", _("Not decided yet")), (LEAVE_OUT, _("Leave out")), ("", _("Keep by its own name"))]
    return first + [(one.code, one.label(language())) for one in courses]


def preview_sentences(preview: CompletionPreview) -> list[str]:
    """What would come in, and what of the list would not."""
    new, known = len(preview.new), preview.known
    found = [
        ngettext("{count} course done would come in.", "{count} courses done would come in.", new).format(
            count=f"{new:,}"
        )
    ]
    if known:
        said = ngettext("{count} is here already.", "{count} are here already.", known)
        found.append(said.format(count=f"{known:,}"))
    if preview.others:
        said = ngettext(
            "{count} row is of someone who is no champion here: nothing of it is kept.",
            "{count} rows are of people who are no champions here: nothing of them is kept.",
            preview.others,
        )
        found.append(said.format(count=f"{preview.others:,}"))
    if preview.left_out:
        said = ngettext(
            "{count} row is left out: not done yet, or not wanted.",
            "{count} rows are left out: not done yet, or not wanted.",
            preview.left_out,
        )
        found.append(said.format(count=f"{preview.left_out:,}"))
    return found
