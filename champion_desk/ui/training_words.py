"""Words of the training page: why something is suggested, when it is due, which skill a code is."""

from __future__ import annotations

from datetime import date

from champion_desk import formats, i18n, wording
from champion_desk.domain.suggestions import (
    ASKED_AND_LOW,
    ASKED_UNRATED,
    COURSE,
    DUTY,
    NOBODY,
    RENEW,
    STUCK,
    Advice,
)
from champion_desk.domain.training import Goal
from champion_desk.i18n import _, ngettext
from champion_desk.services.catalogues import Catalogues


def course_name(catalogues: Catalogues, code: str, title: str = "") -> str:
    """A course by its code, in the language in force; else the name it was kept by."""
    found = next((one for one in catalogues.courses if one.code == code), None)
    return found.label(i18n.language()) if found else title or code


def skill_name(catalogues: Catalogues, code: str) -> str:
    """A skill by its code, also one that is not asked any more."""
    found = catalogues.shelf.skill(code)
    return found.label(i18n.language()) if found else code


def advice_name(catalogues: Catalogues, advice: Advice) -> str:
    """What is suggested: a topic, or a course."""
    if advice.kind == COURSE:
        return course_name(catalogues, advice.code, advice.title)
    return catalogues["topics"].label(advice.code, i18n.language())


def goal_name(catalogues: Catalogues, goal: Goal) -> str:
    """A line of a plan: in my own words, else its topic or course."""
    if goal.text.strip():
        return goal.text.strip()
    if goal.topic:
        return catalogues["topics"].label(goal.topic, i18n.language())
    return course_name(catalogues, goal.course)


def advice_sentences(advice: Advice) -> list[str]:
    """The reason in words: one sentence for each sign that speaks for it, the strongest first."""
    found = [_reason(reason, advice) for reason in advice.reasons]
    return [one for one in found if one]


def _reason(reason: str, advice: Advice) -> str:
    asked = f"{advice.asked:,}"
    day = formats.long_date(advice.by) if advice.by else ""
    if reason == STUCK:
        said = ngettext("You were stuck once lately.", "You were stuck {count} times lately.", advice.stuck)
        return said.format(count=advice.stuck)
    if reason == ASKED_AND_LOW:
        said = _("Asked for {count} times here in three months, and you rated it “{level}”.")
        return said.format(count=asked, level=wording.level_text(advice.level))
    if reason == ASKED_UNRATED:
        return _("Asked for {count} times here in three months. You have not rated it yet.").format(
            count=asked
        )
    if reason == NOBODY:
        said = _("Asked for {count} times here in three months, and nobody here could finish it.")
        return said.format(count=asked)
    if reason == DUTY:
        return _("Everyone in your role does this by {date}.").format(date=day)
    if reason == RENEW:
        is_over = advice.by is not None and advice.by < date.today()
        said = _("It ran out on {date}. Do it again.") if is_over else _("Do it again by {date}.")
        return said.format(date=day)
    return ""


def review_text(goal: Goal, today: date) -> str:
    """When a line of the plan is to be looked at again; empty without a day."""
    if goal.review_on is None:
        return ""
    said = _("look at it again: now") if goal.review_on <= today else _("look at it again on {date}")
    return said.format(date=formats.short_date(goal.review_on))
