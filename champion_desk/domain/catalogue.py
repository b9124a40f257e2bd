"""Coded lists: topics, outcomes, barriers and the rest; codes stay, labels are in several languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


def folded(text: str) -> str:
    """Text for comparing as people type it: lower case, without accents or hyphens."""
    if text.isascii():
        return text.lower().replace("-", "")
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("-", "")


@dataclass(frozen=True, slots=True)
class CodedItem:
    """One line of a list: a stable code, and its label by language code ("en", "cy", "gd")."""

    code: str
    labels: Mapping[str, str]
    facts: Mapping[str, object] = field(default_factory=dict)

    def label(self, language: str = "en") -> str:
        """The label in that language, or in English."""
        return self.labels.get(language) or self.labels.get("en") or self.code


@dataclass(frozen=True, slots=True)
class Topic(CodedItem):
    """What help was about.

    `words` are what staff may type to find it; `find` what to look up in the directory;
    `needs` the directory's need codes; `steps` short prompts for the champion, by language.
    """

    family: str = ""
    rank: int = 999
    words: tuple[str, ...] = ()
    find: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def match(self, typed: str, language: str) -> int:
        """How well what was typed fits: 0 not at all, higher is better."""
        wanted = folded(typed).split()
        if not wanted:
            return 0
        label = folded(self.label(language))
        own = label.split()
        others = [folded(w) for w in (*self.words, *self.labels.values())]
        pool = [*own, *(part for other in others for part in other.split())]
        if not all(any(part.startswith(w) for part in pool) for w in wanted):
            return 0
        whole = " ".join(wanted)
        if label.startswith(whole) or whole in others:
            return 3
        return 2 if any(part.startswith(wanted[0]) for part in own) else 1


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A list in its display order."""

    name: str
    items: tuple[CodedItem, ...]

    def __iter__(self) -> Iterator[CodedItem]:
        return iter(self.items)

    def __contains__(self, code: object) -> bool:
        return any(item.code == code for item in self.items)

    def get(self, code: str) -> CodedItem | None:
        """The item with that code, if there is one."""
        return next((item for item in self.items if item.code == code), None)

    def label(self, code: str, language: str = "en") -> str:
        """The label for a code; a code that is no longer in the list is shown as it is."""
        item = self.get(code)
        return item.label(language) if item else code

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(item.code for item in self.items)


def topics_matching(
    topics: Iterable[Topic], typed: str, language: str, uses: Mapping[str, int]
) -> list[Topic]:
    """Topics that fit what was typed: the best match first, then the most used here, then by rank."""
    scored = ((topic.match(typed, language), topic) for topic in topics)
    fitting = [(score, topic) for score, topic in scored if score]
    fitting.sort(key=lambda pair: (-pair[0], -uses.get(pair[1].code, 0), pair[1].rank))
    return [topic for _, topic in fitting]
