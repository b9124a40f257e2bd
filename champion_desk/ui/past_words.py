"""Words for taking in an earlier log: what columns can be, what values mean, what was done on the way."""

from __future__ import annotations

from champion_desk import i18n
from champion_desk.domain.past_logs import (
    CODED,
    DAY,
    EMPTY,
    LEAVE_OUT,
    MONTH,
    SESSIONS,
    TALLIES,
    WEEK,
    LogMapping,
    LogPreview,
    SheetValue,
)
from champion_desk.i18n import _, ngettext
from champion_desk.services import Services

_TALLY_FIELDS = (
    "date", "when", "time", "hour", "ended", "topic", "kind", "hour-column", "count", "site", "champion",
)  # fmt: skip
_SESSION_FIELDS = (
    "date", "when", "time", "hour", "ended", "minutes", "topic", "kind", "outcome", "reason", "channel",
    "help_given", "device", "barriers", "effort", "read", "people", "note", "area", "language", "site",
    "champion",
)  # fmt: skip


def field_names() -> dict[str, str]:
    """What each field is called."""
    return {
        "": _("Leave out"),
        "date": _("Date"),
        "when": _("Date and time in one"),
        "time": _("Time"),
        "hour": _("Hour of the day"),
        "ended": _("When it ended"),
        "minutes": _("Minutes"),
        "topic": _("What it was about"),
        "kind": _("A kind of help, with numbers or ticks"),
        "hour-column": _("An hour of the day, with numbers"),
        "count": _("How many"),
        "outcome": _("How it ended"),
        "reason": _("Why it could not be done"),
        "channel": _("How they came"),
        "help_given": _("How you helped"),
        "device": _("What they used"),
        "barriers": _("What was in the way"),
        "effort": _("Effort, 1 to 5"),
        "read": _("READ scale, 1 to 6"),
        "people": _("How many people"),
        "note": _("Note"),
        "area": _("Where they live"),
        "language": _("Language"),
        "site": _("Site"),
        "champion": _("Champion"),
    }


def field_choices(kind: str) -> list[tuple[str, str]]:
    """What a column can be, in sessions or in a tally sheet."""
    names = field_names()
    return [(one, names[one]) for one in ("", *(_TALLY_FIELDS if kind == TALLIES else _SESSION_FIELDS))]


def kind_choices() -> list[tuple[str, str]]:
    """What a sheet can be."""
    return [(SESSIONS, _("Each row is someone helped")), (TALLIES, _("A tally sheet: numbers of people"))]


def order_choices() -> list[tuple[str, str]]:
    """How the days are written."""
    return [("day", _("3/4 is 3 April")), ("month", _("3/4 is 4 March"))]


def period_choices() -> list[tuple[str, str]]:
    """What a row of a tally sheet stands for where it says no hour."""
    return [(DAY, _("A day")), (WEEK, _("A week, from its first day")), (MONTH, _("A month"))]


def code_choices(services: Services, field: str) -> list[tuple[str, str]]:
    """What the values of a field can be taken as."""
    return [(EMPTY, empty_words(field)), (LEAVE_OUT, _("Leave these rows out")), *codes(services, field)]


def codes(services: Services, field: str) -> list[tuple[str, str]]:
    """The codes of a field with their labels; sites and champions by their ids."""
    if field == "site":
        return [(one.id, one.name) for one in services.log_lines.sites()]
    if field == "champion":
        return [(one.id, one.name) for one in services.log_lines.champions()]
    language = i18n.language()
    return [(item.code, item.label(language)) for item in services.catalogues.offered(CODED[field])]


def empty_words(field: str) -> str:
    """What becomes of a value that is taken as nothing."""
    return {
        "topic": _("As chosen below"),
        "outcome": _("As chosen below"),
        "site": _("The site chosen below"),
        "champion": _("The champion chosen below"),
    }.get(field, _("Leave it empty"))


def value_words(value: SheetValue, labels: dict[tuple[str, str], str]) -> str:
    """What a value is taken as, and whether somebody should look."""
    label = labels.get((value.field, value.code), value.code)
    if value.sure:
        return label
    if not value.code:
        return _("Not known")
    return _("{what}?").format(what=label)


def found_sentence(preview: LogPreview) -> str:
    """How many entries there are, and how many of them can be used."""
    found = preview.found
    said = ngettext(
        "{found} entry was found; {used} can be taken in.",
        "{found} entries were found; {used} can be taken in.",
        found,
    )
    return said.format(found=f"{found:,}", used=f"{preview.used:,}")


def note_sentences(preview: LogPreview, mapping: LogMapping, services: Services) -> list[str]:
    """What is done on the way, a sentence for each kind of thing, the weightiest first."""
    language, catalogues = i18n.language(), services.catalogues
    topic = catalogues["topics"].label(mapping.topic, language)
    outcome = catalogues["outcomes"].label(mapping.outcome, language)
    months = services.retention.periods()
    words = {
        "past-note-masked": _("Notes with something personal that is masked: {count}"),
        "past-note-left": _("Notes that are left out because they look personal: {count}"),
        "past-note-old": _("Notes that are left out because they are older than {notes} months: {count}"),
        "past-note-cut": _("Notes that are too long and are cut: {count}"),
        "past-old": _(
            "Older than {sessions} months: {count}. Like all that old, they become counts by month at the "
            "next tidying, and Undo can't reach them then."
        ),
        "past-topic": _("Without a topic that is known, taken as “{topic}”: {count}"),
        "past-outcome": _("Without saying how it ended, taken as “{outcome}”: {count}"),
        "past-minutes": _("Without minutes, taken as {minutes}: {count}"),
        "past-minutes-odd": _("Minutes that can't be read: {count}"),
        "past-minutes-many": _("More than ten hours long, taken as ten: {count}"),
        "past-time": _("With a day but no time of day, kept so: {count}"),
        "past-day-above": _("Without a day of their own, taken from the row above: {count}"),
        "past-champion": _(
            "By staff who are not champions here, taken as by the champion you chose: {count}"
        ),
        "past-site": _("From places that are not sites here, taken as from the site you chose: {count}"),
        "past-effort": _("Effort that is not on the scale, left empty: {count}"),
        "past-people": _("Numbers of people that can't be read, taken as 1: {count}"),
        "past-marked": _("Numbers with a mark such as * or ~, taken without it: {count}"),
        "past-area": _("Places that look like an address, left empty: {count}"),
        "past-language": _("Languages that are not in the list, left empty: {count}"),
    }
    facts = {
        "topic": topic, "outcome": outcome, "minutes": mapping.minutes, "notes": months.notes,
        "sessions": months.sessions,
    }  # fmt: skip
    return [
        said.format(count=f"{preview.notes[code]:,}", **facts)
        for code, said in words.items()
        if preview.notes.get(code)
    ]
