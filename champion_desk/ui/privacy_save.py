"""Writes what was found into a file for the person who asks what is held: everything, in words, as a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from champion_desk import formats, i18n
from champion_desk.documents.held import held
from champion_desk.domain.erasure import Match
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services import Services
from champion_desk.ui.privacy_words import kind_text, when_text

_TABLES = {
    "session": "sessions",
    "draft": "drafts",
    "goal": "goals",
    "course": "enrolments",
    "listing": "listings",
    "listing-edit": "listing_edits",
    "listing-report": "listing_reports",
    "handout": "own_handouts",
    "picture": "attachments",
}
# Which champion helped is about a member of staff; numbers of records tell nobody anything; the raw text of
# a listing says the same again.
_LEFT_OUT = frozenset({"id", "number", "champion_id", "source_id", "source_key", "session_id", "raw", "form"})
_LISTS = {
    "topics": "topics",
    "topic": "topics",
    "outcome": "outcomes",
    "help_given": "help_given",
    "next_time": "next_time",
    "barriers": "barriers",
    "items": "items",
    "device": "devices",
    "channel": "channels",
    "effort": "effort",
}
_YES_OR_NO = frozenset({"stuck", "nothing_local", "service_failed", "free", "lead"})
Line = tuple[int, str, str, str, str]


def write_found(services: Services, matches: Sequence[Match], path: Path) -> None:
    """Everything held of the matches, field by field, as a list or as plain text by the file's ending.

    Raises `Problem`. What is left empty in a record is left out.
    """
    from champion_desk.documents import sheets  # seldom asked for
    from champion_desk.storage.files import check_target
    from champion_desk.storage.trouble import known

    lines = list(_lines(services, matches))
    with known(path):
        check_target(path)
        if path.suffix.lower() == ".txt":
            with sheets.replacing(path) as temporary:
                temporary.write_text(_as_text(lines), encoding="utf-8", errors="replace")
            return
        headings = (_("Number"), _("What"), _("When"), _("Field"), _("What it says"))
        sheets.write_csv(headings, lines, path)


def _as_text(lines: Sequence[Line]) -> str:
    """Each record under its own line, its fields below."""
    parts: list[str] = []
    before = 0
    for number, kind, when, field, value in lines:
        if number != before:
            head = _("{number}. {what}, {when}") if when else _("{number}. {what}")
            parts += ["", head.format(number=number, what=kind, when=when)]
            before = number
        parts.append(_("  {field}: {value}").format(field=field, value=value))
    return "\n".join(parts).lstrip("\n") + "\n"


def _lines(services: Services, matches: Sequence[Match]) -> Iterator[Line]:
    """A line for each field that is filled in."""
    told = {one.kind: one.words for one in held()}
    words = _Words(services)
    records = services.erasure.records([match.id for match in matches])
    for number, (match, (kind, values)) in enumerate(zip(matches, records, strict=True), 1):
        names = told.get(_TABLES.get(kind, ""), {})
        for name, value in values.items():
            said = "" if name in _LEFT_OUT else words.of(name, value)
            if kind == "listing" and name == "hours":
                said = words.hours(str(values.get("id", "")))
            if said:
                field = names.get(name) or told["sessions"].get(name, name)
                yield number, kind_text(match), when_text(match), field, said


class _Words:
    """Says what a field holds, in words a citizen can read."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._skills = {
            skill.code: skill.label(i18n.language())
            for framework in services.catalogues.shelf.all
            for skill in (*framework.skills, *framework.retired)
        }
        self._ways: dict[str, Callable[[str], str]] = {
            "site_id": lambda _code: services.site.name,
            "skills": lambda code: self._skills.get(code, code),
            "skill": lambda code: self._skills.get(code, code),
            "listings": self._listing,
            "listing_id": self._listing,
            "outcome_reason": lambda code: services.catalogues.reasons.label(code, i18n.language()),
        }

    def of(self, name: str, value: object) -> str:
        """The value in words; empty where there is none."""
        if value in (None, "", [], {}):
            return ""
        if name in _YES_OR_NO:
            return _("yes") if value else _("no")
        if name == "fields" and isinstance(value, Mapping):
            return self._several(value)
        if isinstance(value, Mapping):
            return ", ".join(_parts(value))
        if isinstance(value, list):
            return "; ".join(filter(None, (self.of(name, one) for one in value)))
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return self._one(name, str(value))

    def _several(self, values: Mapping[str, object]) -> str:
        """What was typed in a form that is not saved yet."""
        return "; ".join(
            said for key, one in values.items() if key not in _LEFT_OUT and (said := self.of(key, one))
        )

    def _one(self, name: str, text: str) -> str:
        if name in self._ways:
            return self._ways[name](text)
        if name in _LISTS:
            return self._services.catalogues[_LISTS[name]].label(text, i18n.language())
        if name.endswith("_at"):
            return _moment(text)
        return text

    def hours(self, listing_id: str) -> str:
        """When a place is open, as on a handout."""
        from champion_desk.documents.fonts import NO_BREAK  # seldom asked for
        from champion_desk.documents.listing_lines import opening_lines

        try:
            lines = opening_lines(self._services.directory.get(listing_id), date.today())
        except Problem:
            return ""
        return "; ".join(lines).replace(NO_BREAK, " ")

    def _listing(self, listing_id: str) -> str:
        try:
            return self._services.directory.get(listing_id).name
        except Problem:
            return _("a place that is no longer listed")


def _parts(value: object) -> Iterator[str]:
    """The texts in a part of a record, one after the other; where a place lies on the map says nothing."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name != "position":
                yield from _parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif value not in (None, ""):
        yield str(value)


def _moment(text: str) -> str:
    try:
        at = formats.local(datetime.fromisoformat(text))
    except ValueError:
        return text
    return _("{date}, {time}").format(date=formats.long_date(at.date()), time=formats.clock(at))
