"""The lists as the council has them: its own lines laid over what ships, made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from champion_desk.domain.catalogue import Catalogue, CodedItem, Topic
from champion_desk.domain.lists import RELIED_ON, STEP, ListItem, counted

Lines = Mapping[str, tuple[ListItem, ...]]


def by_list(items: Iterable[ListItem]) -> Lines:
    """Lines by the list they belong to."""
    found: dict[str, list[ListItem]] = {}
    for item in items:
        found.setdefault(item.list, []).append(item)
    return {name: tuple(lines) for name, lines in found.items()}


class CouncilLists:
    """One state of the lists: it never changes, so that whoever reads it on another thread reads it whole."""

    def __init__(self, shipped: Callable[[str], Catalogue], own: Lines) -> None:
        self._shipped, self._own = shipped, own
        self._all: dict[str, Catalogue] = {}
        self._offered: dict[str, tuple[CodedItem, ...]] = {}
        self._counted: dict[str, Mapping[str, str]] = {}

    def own(self, name: str) -> Mapping[str, ListItem]:
        """The council's own lines of a list, by code."""
        return {item.code: item for item in self._own.get(name, ())}

    def all(self, name: str) -> Catalogue:
        """Every line there is or was, in the council's order."""
        if name not in self._all:
            shipped, own = self._shipped(name), self.own(name)
            self._all[name] = Catalogue(name, _laid_over(name, shipped, own)) if own else shipped
        return self._all[name]

    def offered(self, name: str) -> tuple[CodedItem, ...]:
        """What can be chosen now."""
        if name not in self._offered:
            own, merged, kept = self.own(name), self.counted(name), RELIED_ON.get(name, frozenset())
            found = [
                item
                for item in self.all(name)
                if item.code in kept
                or (item.code not in merged and not (item.code in own and own[item.code].retired))
            ]
            self._offered[name] = _with_letters(found) if own else tuple(found)
        return self._offered[name]

    def counted(self, name: str) -> Mapping[str, str]:
        """What each merged code of a list counts as."""
        if name not in self._counted:
            kept = RELIED_ON.get(name, frozenset())
            merges = {
                item.code: item.merged_into
                for item in self._own.get(name, ())
                if item.merged_into and item.code not in kept
            }
            self._counted[name] = counted(merges, self.all(name).codes) if merges else {}
        return self._counted[name]


def natural_places(shipped: Catalogue) -> dict[str, int]:
    """Where each line that ships stands."""
    return {code: at * STEP for at, code in enumerate(shipped.codes, start=1)}


def _laid_over(name: str, shipped: Catalogue, own: Mapping[str, ListItem]) -> tuple[CodedItem, ...]:
    natural = natural_places(shipped)
    last = (len(natural) + 1) * STEP
    found = [_changed(item, own[item.code]) if item.code in own else item for item in shipped]
    found += [_made(name, line) for code, line in own.items() if code not in natural]

    def place(item: CodedItem) -> tuple[int, int]:
        line = own.get(item.code)
        at = line.position if line is not None and line.position is not None else natural.get(item.code, last)
        return at, natural.get(item.code, last)

    if any(line.position is not None for line in own.values()):
        found.sort(key=place)
        found = [
            replace(item, rank=at) if isinstance(item, Topic) else item
            for at, item in enumerate(found, start=1)
        ]
    return tuple(found)


def _changed(item: CodedItem, line: ListItem) -> CodedItem:
    labels = {**item.labels, **{language: label for language, label in line.labels.items() if label}}
    if isinstance(item, Topic):
        family = str(line.facts.get("family") or item.family)
        return replace(item, labels=labels, family=family, words=(*item.words, *own_words(line)))
    return replace(item, labels=labels, facts={**item.facts, **line.facts})


def _made(name: str, line: ListItem) -> CodedItem:
    labels = {language: label for language, label in line.labels.items() if label}
    if name == "topics":
        family = str(line.facts.get("family") or "other")
        return Topic(line.code, labels, family=family, words=own_words(line))
    return CodedItem(line.code, labels, dict(line.facts))


def own_words(line: ListItem) -> tuple[str, ...]:
    """What else the council finds a topic by."""
    words = line.facts.get("words")
    return tuple(map(str, words)) if isinstance(words, list | tuple) else ()


def former_names(line: ListItem) -> tuple[str, ...]:
    """What an area was called before: sessions of that time have those names."""
    names = line.facts.get("names")
    return tuple(map(str, names)) if isinstance(names, list | tuple) else ()


def _with_letters(items: Iterable[CodedItem]) -> tuple[CodedItem, ...]:
    """Answers that are chosen by a letter keep one that stands in their label, each its own."""
    found = list(items)
    if not any("key" in item.facts for item in found):
        return tuple(found)
    languages = sorted({language for item in found for language in item.labels})
    keys = {item.code: dict.fromkeys(languages, "") for item in found}
    for language in languages:
        taken = dict[str, str]()
        for item in found:
            shipped = item.facts.get("key")
            letter = str(shipped.get(language, "")) if isinstance(shipped, Mapping) else ""
            if letter and letter in item.label(language).casefold() and letter not in taken:
                taken[letter] = item.code
        for item in found:
            label = item.label(language).casefold()
            free = (sign for sign in label if sign.isascii() and sign.isalpha() and sign not in taken)
            if item.code not in taken.values() and (letter := next(free, "")):
                taken[letter] = item.code
        for letter, code in taken.items():
            keys[code][language] = letter
    return tuple(replace(item, facts={**item.facts, "key": keys[item.code]}) for item in found)
