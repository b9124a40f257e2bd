"""Words for coded things: problems, why a listing matched, whether it is open, how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from champion_desk import formats
from champion_desk.domain.directory import Listing, Location, Why, freshness
from champion_desk.domain.opening import OpenState
from champion_desk.domain.problems import Problem
from champion_desk.handout_problem_words import why_sentence
from champion_desk.i18n import _, ngettext
from champion_desk.problem_words import field_sentences, import_sentences, sentences

TONES = {"done": "done", "partly": "partly", "handed-on": "accent", "could-not": "could-not"}


def problem_sentence(problem: Problem) -> str:
    """What is wrong and what to do, in one or two sentences."""
    more = "owned" if problem.facts.get("owner") else problem.facts.get("why", "")
    seconds = int(str(problem.facts.get("seconds", 0)))
    facts = dict(problem.facts)
    if problem.code == "handout-unreadable":
        more = "" if facts["line"] else "whole"
        facts["why"] = why_sentence(str(facts["why"]))
    for code in (f"{problem.code}-{more}", problem.code):
        for table in (sentences(seconds), import_sentences(), field_sentences()):
            if code in table:
                return table[code].format(**facts)
    return _(
        "Something went wrong ({code}). Try again. If it happens again, tell whoever looks after this desk."
    ).format(code=problem.code)


def outcome_tone(code: str) -> str:
    """The colour an outcome is shown in, beside its word."""
    return TONES.get(code, "quiet")


def open_state_text(state: OpenState, now: datetime) -> tuple[str, str]:
    """Whether a place is open, in words, and the tone to show it in."""
    if state.kind == "unknown":
        asks = {"bank-holiday": _("bank holiday: ask first"), "placeholder": _("hours doubtful")}
        return asks.get(state.reason, _("hours not known")), "partly"
    if state.kind == "open":
        return _open_until(state.change, now), "done"
    if state.change is None:
        return _("closed"), "partly"
    time, ahead = formats.time_of_day(state.change), (state.change.date() - now.date()).days
    if ahead == 0:
        return _("closed until {time}").format(time=time), "partly"
    if ahead == 1:
        return _("closed until tomorrow {time}").format(time=time), "partly"
    if ahead <= 6:
        return _("closed until {day} {time}").format(
            day=formats.weekday_name(state.change.date()), time=time
        ), "partly"
    return _("closed until {date}").format(date=formats.short_date(state.change.date())), "partly"


def _open_until(change: datetime | None, now: datetime) -> str:
    if change is None:
        return _("open all day and night")
    time, ahead = formats.time_of_day(change), (change.date() - now.date()).days
    if ahead <= 1:  # "midnight", "2 am": those of the coming night
        return _("open until {time}").format(time=time)
    return _("open until {day} {time}").format(day=formats.weekday_name(change.date()), time=time)


def why_text(why: Why) -> str:
    """Why a listing matched."""
    texts = {
        "name": _("“{word}” in its name"),
        "organisation": _("“{word}” in who runs it"),
        "place": _("“{word}” in its place"),
        "tags": _("“{word}” in what it is about"),
        "description": _("“{word}” in its description"),
        "need": _("helps with this need"),
        "covers": _("covers your area"),
        "area": _("covers {word}"),
        "national": _("serves the whole country"),
        "synonym": _("{typed} → {word}"),
        "spelling": _("shown for “{word}”"),
    }
    return texts[why.code].format(word=why.word, typed=why.typed) if why.code in texts else ""


def freshness_text(listing: Listing, today: date) -> str:
    """How long ago a listing was checked, in words."""
    if listing.checked_on is None:
        return _("never checked")
    days = (today - listing.checked_on).days
    if days <= 0:
        return _("checked today")
    if days < 14:
        return ngettext("checked {count} day ago", "checked {count} days ago", days).format(count=days)
    if days < 61:
        weeks = days // 7
        return ngettext("checked {count} week ago", "checked {count} weeks ago", weeks).format(count=weeks)
    if freshness(listing.checked_on, today) != "older":
        months = days // 30
        return ngettext("checked {count} month ago", "checked {count} months ago", months).format(
            count=months
        )
    return _("checked over a year ago")


def freshness_label(code: str) -> str:
    """The name of a band of freshness, as a facet."""
    texts = {
        "six-months": _("within 6 months"),
        "year": _("within a year"),
        "older": _("longer ago"),
        "never": _("never"),
    }
    return texts.get(code, code)


def address_lines(location: Location) -> list[str]:
    """An address as lines, the town and the postcode last, nothing twice."""
    lines = [line for line in (*location.address, location.town) if line]
    unique = list(dict.fromkeys(lines))
    return [*unique, location.postcode] if location.postcode else unique


def distance_text(miles: float | None) -> str:
    """How far away, or nothing where that is not known."""
    return formats.miles(miles) if miles is not None else ""


def language_name(code: str) -> str:
    """The name of a language in that language itself."""
    names = {
        "en": "English",
        "cy": "Cymraeg",
        "gd": "Gàidhlig",
        "pl": "Polski",
        "ro": "Română",
        "uk": "Українська",
        "ar": "العربية",
        "ur": "اردو",
        "bn": "বাংলা",
    }
    return names.get(code, code)


def level_text(code: str) -> str:
    """How well a champion can do something."""
    texts = {
        "not-yet": _("not yet"),
        "with-help": _("with help"),
        "alone": _("alone"),
        "could-teach": _("could teach it"),
    }
    return texts.get(code, "")


def enrolment_text(state: str) -> str:
    """Where a champion is with a course."""
    return {"planned": _("planned"), "started": _("started"), "done": _("done"), "expired": _("expired")}.get(
        state, state
    )


def mask_words() -> dict[str, str]:
    """What stands in a text in place of each kind of personal detail."""
    return {
        "ni": _("[NI number]"),
        "nhs": _("[NHS number]"),
        "chi": _("[CHI number]"),
        "card": _("[card number]"),
        "account": _("[bank account]"),
        "phone": _("[phone]"),
        "email": _("[e-mail]"),
        "birth-date": _("[birth date]"),
        "postcode": _("[postcode]"),
        "name": _("[name]"),
    }


def looks_like_text(kinds: Sequence[str]) -> str:
    """What was found in a text, for its writer; several kinds are counted, not named."""
    sentences = {
        "ni": _("This looks like a National Insurance number."),
        "nhs": _("This looks like an NHS number."),
        "chi": _("This looks like a CHI number."),
        "card": _("This looks like a card number."),
        "account": _("This looks like a bank account."),
        "phone": _("This looks like a phone number."),
        "email": _("This looks like an e-mail address."),
        "birth-date": _("This looks like a date of birth."),
        "postcode": _("This looks like a postcode."),
        "name": _("This looks like a name."),
    }
    if len(kinds) == 1:
        return sentences[kinds[0]]
    return ngettext(
        "{count} piece of this looks personal.", "{count} pieces of this look personal.", len(kinds)
    ).format(count=len(kinds))
