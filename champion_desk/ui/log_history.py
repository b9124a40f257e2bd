"""The history of a session in plain words: who did what, when, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from champion_desk import formats, i18n
from champion_desk.domain.sessions import HandoutGiven
from champion_desk.i18n import _
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.session_history import Difference, Step
from champion_desk.ui.citizen_languages import CODES, language_label

_SHOWN_LETTERS = 120
# Which list the codes of a field are from.
_LISTS = {
    "topics": "topics", "outcome": "outcomes", "help_given": "help_given", "next_time": "next_time",
    "barriers": "barriers", "items": "items", "device": "devices", "channel": "channels", "effort": "effort",
    "service": "services", "service_problems": "service_problems", "age_band": "age_bands",
    "access_help": "access_help", "area": "areas",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What stands behind ids and codes: lists, champions, sites and listings by id."""

    catalogues: Catalogues
    champions: Mapping[str, str]
    sites: Mapping[str, str]
    listing: Callable[[str], str]


def removal_reasons() -> list[tuple[str, str]]:
    """Why a session or a count may be removed, by code."""
    return [
        ("logged-twice", _("logged twice")),
        ("mistake", _("a mistake")),
        ("test", _("a test")),
        ("other", _("another reason")),
    ]


def reason_words(reason: str) -> str:
    """Why something was removed; a reason that someone typed is shown as it is."""
    own = {"undo": _("taken back"), "expired": _("its time was over")}
    return {**dict(removal_reasons()), **own}.get(reason, reason)


def field_words(name: str) -> str:
    """What a field of a session is called."""
    return {
        "champion_id": _("Champion"), "site_id": _("Site"), "started_at": _("When"),
        "topics": _("What it was about"), "minutes": _("Minutes"), "outcome": _("How it ended"),
        "outcome_reason": _("Why not"), "help_given": _("How you helped"), "next_time": _("Next time"),
        "barriers": _("What was in the way"), "skills": _("Skills practised"), "items": _("Given to them"),
        "device": _("Device"), "channel": _("How they came"), "language": _("Language they speak"),
        "area": _("Where they live"), "effort": _("Effort"), "people": _("People helped"),
        "listings": _("Places signposted"), "handouts": _("Handouts"), "stuck": _("I got stuck"),
        "nothing_local": _("Nothing local"), "service_failed": _("The service failed"), "note": _("Note"),
        "slip": _("Code on the slip"), "service": _("Which service"),
        "service_problems": _("What was wrong with the service"), "age_band": _("Age"),
        "access_help": _("What helps them"), "time_known": _("Time known"),
        "follow_up_on": _("Day to ask how it went"), "followed_up": _("How the hand-off went"),
        "followed_up_on": _("Day that was told"), "follow_up_note": _("Note on the hand-off"),
    }.get(name, name)  # fmt: skip


def step_words(step: Step, names: Names) -> str:
    """What was done, and why where that was said: Removed by Mairi: logged twice."""
    who = names.champions.get(step.champion_id) or _("someone no longer here")
    done = {
        "add": _("Logged by {who}"), "amend": _("Changed by {who}"), "remove": _("Removed by {who}"),
        "restore": _("Brought back by {who}"), "undo": _("A change was taken back by {who}"),
        "fade": _("The note faded: its time was over"), "erase-past": _("Old values were erased"),
    }  # fmt: skip
    words = done.get(step.kind, _("Changed by {who}")).format(who=who)
    if not step.reason:
        return words
    return _("{done}: {reason}").format(done=words, reason=reason_words(step.reason))


def moment_words(at: datetime) -> str:
    """Monday 23 November, 10:42; with its year where that is not this one."""
    here = formats.local(at)
    near = here.year == date.today().year
    day = formats.full_date(here.date()) if near else formats.long_date(here.date())
    return _("{day}, {time}").format(day=day, time=formats.clock(here))


def difference_words(one: Difference, names: Names) -> str:
    """How it ended: partly → done, as a sentence that can be heard."""
    before, after = (value_words(one.field, value, names) for value in (one.before, one.after))
    return _("{field}: from {before} to {after}").format(
        field=field_words(one.field), before=before, after=after
    )


def value_words(field: str, value: object, names: Names) -> str:
    """A value as people say it."""
    if value is None and field not in ("follow_up_on", "followed_up_on", "effort"):
        return _("(faded)")
    if value is None or value == "" or value == ():
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return formats.long_date(value)
    if isinstance(value, tuple):
        return ", ".join(_one(field, part, names) for part in value)
    return _one(field, value, names)


def _one(field: str, value: object, names: Names) -> str:
    words, language = str(value), i18n.language()
    if isinstance(value, HandoutGiven):
        return _("{name} ({language}, {points} point)").format(
            name=value.slug, language=value.language, points=value.points
        )
    if field == "outcome_reason":
        return names.catalogues.reasons.label(words, language)
    if field == "champion_id":
        return names.champions.get(words, words)
    if field == "site_id":
        return names.sites.get(words, words)
    if field == "listings":
        return names.listing(words)
    if field == "language":
        return language_label(words) if words in CODES else words
    if field == "followed_up":
        return follow_up_words(words)
    if field == "skills":
        return _skill(words, names.catalogues)
    if field in ("note", "follow_up_note"):
        shown = words if len(words) <= _SHOWN_LETTERS else words[: _SHOWN_LETTERS - 1] + "…"
        return _("“{text}”").format(text=shown)
    return names.catalogues[_LISTS[field]].label(words, language) if field in _LISTS else words


def follow_up_words(code: str) -> str:
    """How a hand-off went."""
    told = {
        "worked": _("it worked"), "did-not": _("it did not work"), "never-arrived": _("they never arrived")
    }  # fmt: skip
    return told.get(code, code)


def _skill(code: str, catalogues: Catalogues) -> str:
    skills = (skill for one in catalogues.shelf.all for skill in (*one.skills, *one.retired))
    return next((skill.label(i18n.language()) for skill in skills if skill.code == code), code)
