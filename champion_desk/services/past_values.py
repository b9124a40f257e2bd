"""Guesses which code a value of an earlier log stands for: by labels, synonyms and likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from champion_desk.domain.catalogue import CodedItem, Topic, folded
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.past_logs import CODED, EMPTY
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.past_synonyms import SAID

_EMPTY_WORDS = (
    "n/a",
    "none",
    "not known",
    "unknown",
    "not recorded",
    "-",
    "null",
    "not stated",
    "not applicable",
)
_FILLER_WORDS = """
    help helping with using use the a an and or of for to on in how question questions enquiry enquiries query
    queries issue issues problem problems support general new my their assistance assist getting access online
    """
_FILLERS = frozenset(_FILLER_WORDS.split())
_LIKE = 0.86
_ENDING = 3  # print and printing, but not direct and directional
_LONGEST = 120


def plain_value(text: str) -> str:
    """A value as it is compared: without case, accents and most signs."""
    return " ".join(re.sub(r"[^\w/:]+|_", " ", folded(text[:_LONGEST])).split())


@dataclass(frozen=True, slots=True)
class Guess:
    """A code, "" for none, and whether it is certain."""

    code: str = EMPTY
    sure: bool = False


class ValueGuesses:
    """Guesses for the fields whose values are codes; each value is thought about once."""

    def __init__(
        self, catalogues: Catalogues, sites: Iterable[Site], champions: Iterable[Champion], here: Site
    ) -> None:
        self._catalogues = catalogues
        self._people = list(champions)
        self._here = here
        self._sites = list(sites)
        self._exact = {field: self._known(field) for field in CODED}
        self._words = [(topic.code, _pool(topic)) for topic in catalogues.offered_topics]
        self._done: dict[tuple[str, str], Guess] = {}

    def guess(self, field: str, text: str) -> Guess:
        """What a value most likely stands for."""
        value = plain_value(text)
        key = (field, value)
        if key not in self._done:
            self._done[key] = self._guess(field, value)
        return self._done[key]

    def _known(self, field: str) -> dict[str, str]:
        if field == "champion":
            return _names((one.id, one.name) for one in self._people)
        if field == "site":
            return _names((one.id, one.name) for one in self._sites)
        known: dict[str, str] = {}
        offered = self._catalogues.offered(CODED[field])
        codes = set(offered.codes)
        for code, words in SAID.get(field, {}).items():
            if code in codes:
                known.update({plain_value(word): code for word in words.split("|")})
        for item in reversed(list(offered)):
            known.update({plain_value(word): item.code for word in _said_for(item)})
        return known

    def _guess(self, field: str, value: str) -> Guess:
        exact = self._exact[field]
        if value in exact:
            return Guess(exact[value], True)
        if not value or value in _EMPTY_WORDS:
            return Guess(EMPTY, True)
        if field == "champion":
            return Guess()  # a name that is only alike is somebody else
        if field == "topic":
            found = self._by_words(value)
            if found:
                return Guess(found)
        for known, code in exact.items():
            if field != "topic" and len(known) > 4 and re.search(rf"\b{re.escape(known)}\b", value):
                return Guess(code)
        close = get_close_matches(value, exact, 1, _LIKE) if len(value) > 3 else []
        return Guess(exact[close[0]]) if close else Guess()

    def _by_words(self, value: str) -> str:
        words = [word for word in value.replace("/", " ").split() if word not in _FILLERS and len(word) > 1]
        for known in (" ".join(words), *words):
            if known in self._exact["topic"]:
                return self._exact["topic"][known]
        best, most = "", 0.0
        for code, pool in self._words:
            fitting = sum(1 for word in words if any(_is_like(word, other) for other in pool))
            score = fitting / len(words) if words else 0.0
            if score > most:
                best, most = code, score
        return best if most >= 0.5 else ""


def _names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names, and first names and initials that only one has."""
    found: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for record_id, name in pairs:
        plain = plain_value(name)
        found.setdefault(plain, record_id)
        parts = plain.split()
        if parts:
            short.setdefault(parts[0], set()).add(record_id)
        if len(parts) > 1:
            for form in ("".join(part[0] for part in parts), f"{parts[0]} {parts[-1][0]}"):
                short.setdefault(form, set()).add(record_id)
    for form, ids in short.items():
        if len(ids) == 1:
            found.setdefault(form, next(iter(ids)))
    return found


def _said_for(item: CodedItem) -> Iterable[str]:
    yield from item.labels.values()
    yield item.code
    if isinstance(item, Topic):
        yield from item.words


def _pool(topic: Topic) -> frozenset[str]:
    parts = {part for word in _said_for(topic) for part in plain_value(word).split()}
    return frozenset(part for part in parts if part not in _FILLERS and len(part) > 2)


def _is_like(word: str, other: str) -> bool:
    """Whether two words begin alike: print, printing, printer."""
    least = min(len(word), len(other))
    close = abs(len(word) - len(other)) <= _ENDING
    return word == other or (least >= 4 and close and (word.startswith(other) or other.startswith(word)))
