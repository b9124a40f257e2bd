"""Which fields of one record meet a search for what is held about someone, and what to show of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from champion_desk.domain.erasure import ErasureQuery, Wanted
from champion_desk.storage.changes import is_code

# Where a kind, or the reason of a change, keeps text that someone wrote; where it names a place. `*` is all.
TEXTS = {
    "session": ("note", "follow_up_note", "area", "outcome_reason", "reason"),
    "tally": ("reason",),
    "draft": ("*",),
    "goal": ("text", "next_step", "reason"),
    "course": ("title", "course", "reason"),
    "listing": (
        *("name", "organisation", "description", "url", "email", "phones", "fees", "eligibility", "bring"),
        *("alert", "tags", "areas", "locations", "hours_note", "checked_by", "links", "raw", "reason"),
    ),
    "listing-edit": ("value", "made_by", "reason"),
    "listing-report": ("note", "reported_by", "closed_by", "reason"),
    "handout": ("text", "changed_by", "reason"),
    "picture": ("description", "name", "reason"),
}
_PLACES = {
    "session": ("area", "site"),
    "tally": ("site",),
    "draft": ("area",),
    "listing": ("areas", "locations"),
}
WHEN = {
    "session": "started_at",
    "tally": "started_at",
    "draft": "kept_at",
    "goal": "made_at",
    "course": "on",
    "listing-edit": "made_on",
    "listing-report": "reported_on",
    "handout": "changed_on",
}
_SHOWN = {
    "session": "note",
    "draft": "note",
    "goal": "text",
    "course": "title",
    "listing": "name",
    "listing-edit": "value",
    "listing-report": "note",
    "handout": "text",
    "picture": "description",
}


def _strings(value: object) -> Iterator[str]:
    """Every text inside a value, also inside lists, records and JSON."""
    if isinstance(value, str):
        if value[:1] in ("[", "{"):
            with contextlib.suppress(ValueError, RecursionError):  # it only looks like JSON
                yield from _strings(json.loads(value))
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def moment(value: object) -> datetime | None:
    """When a record says it was; a day is its midday, so that it stays that day in local time."""
    if not value:
        return None
    found = datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(hour=12).astimezone()


class Looking:
    """One search: which fields of one record meet the query."""

    def __init__(self, query: ErasureQuery, sites: Mapping[str, str]) -> None:
        self.query, self.wanted = query, Wanted(query)
        self._sites = sites

    def fields(self, kind: str, values: Mapping[str, Any], when: datetime | None) -> tuple[str, ...] | None:
        """The fields that matched, or None where something asked for is not met."""
        query, wanted = self.query, self.wanted
        found: list[str] = []
        if query.slip.strip():
            if not wanted.is_slip(str(values.get("slip") or "")):
                return None
            found.append("slip")
        if query.first or query.last:
            if when is None or not (
                (query.first or date.min) <= when.astimezone().date() <= (query.last or date.max)
            ):
                return None
            found.append(WHEN.get(kind, "at"))
        for words, names, fits in (
            (wanted.place, _PLACES.get(kind, ()), wanted.is_place),
            (wanted.text, TEXTS[kind], wanted.is_in),
        ):
            if not words:
                continue
            fitting = [name for name in self._named(names, values) if self._any(fits, name, values)]
            if not fitting:
                return None
            found += fitting
        return tuple(dict.fromkeys(found))

    def may_be_in(self, values: Mapping[str, Any]) -> bool:
        """Whether old values hold anything that is looked for at all: most hold nothing."""
        wanted = self.wanted
        if wanted.slip and wanted.is_slip(str(values.get("slip") or "")):
            return True
        texts = [one for value in values.values() for one in _strings(value)]
        return any(
            (wanted.text and wanted.is_in(one)) or (wanted.place and wanted.is_place(one)) for one in texts
        )

    @staticmethod
    def _named(names: tuple[str, ...], values: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(values) if names == ("*",) else names

    def _any(self, fits: Any, name: str, values: Mapping[str, Any]) -> bool:
        if name == "site":
            return bool(fits(self._sites.get(str(values.get("site_id")), "")))
        value = values.get(name)
        if name == "outcome_reason" and is_code(str(value or "")):
            return False
        return any(fits(one) for one in _strings(value))

    def excerpt(self, kind: str, values: Mapping[str, Any], fields: tuple[str, ...]) -> str:
        """Some of its text for a person to judge by: around the words, or what it begins with."""
        shown = _SHOWN.get(kind, "")
        texts = [one for name in fields for one in _strings(values.get(name))] if self.wanted.text else []
        said = next((one for one in texts if self.wanted.is_in(one)), "")
        beginning = str(values.get(shown) or "") if shown else ""
        if kind == "listing" and said and said != beginning:
            return f"{beginning} · {self.wanted.excerpt(said)}"
        return self.wanted.excerpt(said or beginning or next(iter(texts), ""))
