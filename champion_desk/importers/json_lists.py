"""Reads JSON lists in all the wrappings that feeds put around them, one entry after another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from champion_desk.domain.problems import Problem
from champion_desk.importers.contract import ImportFile
from champion_desk.importers.json_window import Bad, Window

# One name for each wrapping seen in real feeds, the standard's own first.
_WRAPPINGS = (
    *("contents", "content", "data", "items", "results", "services"),
    *("records", "entries", "listings", "response", "docs"),
)
_DEEPEST = 4
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def parse(name: str, text: str) -> object:
    """The value of a JSON text, or the list of values where each line is one.

    Raises `Problem` "import-truncated" or "import-json" with the line.
    """
    window = Window(name, iter((text,)))
    values = []
    try:
        while window.next_sign():
            values.append(window.value())
    except Bad as bad:
        raise Problem("import-json", file=name, **bad.problem.facts) from None
    if not values:
        raise Problem("import-truncated", file=name, line=1)
    return values[0] if len(values) == 1 else values


@dataclass(slots=True)
class Entries:
    """The entries of a JSON text. After they were gone through: what stood around them, whether it was a list
    at all, and how many values the text has (more than one: each stands on its own line)."""

    window: Window
    outer: dict[str, object] = field(default_factory=dict)
    is_list: bool = False
    values: int = 0

    @classmethod
    def of(cls, file: ImportFile) -> Entries:
        """The entries of a file. Raises `Problem` for what is no text."""
        return cls(Window(file.name, file.text(file.letters())))

    def __iter__(self) -> Iterator[object | Problem]:
        """Each entry; a `Problem` in place of one that can't be read. Raises `Problem` for a broken text."""
        window = self.window
        while window.next_sign():
            self.values += 1
            if window.next_sign() == "[":
                yield from self._list(_DEEPEST)
            elif window.next_sign() == "{":
                yield from self._object(_DEEPEST)
            elif self.values == 1:
                raise window.trouble()
            else:
                yield from self._odd_line()
            if window.next_sign() == ",":  # records with commas between them and no list around
                window.take(",")

    def _odd_line(self) -> Iterator[Problem]:
        """A line that begins no value: refused, and the next one is read."""
        problem = self.window.trouble()
        if problem.code == "import-truncated" or not self.window.skip_line():
            raise problem
        yield Problem("row-json", line=problem.facts["line"], column=problem.facts["column"])

    def _list(self, depth: int) -> Iterator[object | Problem]:
        self.is_list = True
        self.window.expect("[")
        if self.window.take("]"):
            return
        while True:
            if self.window.next_sign() in ("]", ","):  # a comma too many
                raise self.window.trouble()
            try:
                yield from self._opened(self.window.value(), depth)
            except Bad as bad:
                yield bad.problem
            if self.window.expect(",", "]") == "]":
                return

    def _object(self, depth: int) -> Iterator[object | Problem]:
        """An object: an entry, or a wrapping whose list is read as it comes."""
        self.window.expect("{")
        found: dict[str, object] = {}
        bad: Problem | None = None
        streamed = False
        while not self.window.take("}"):
            if found or streamed:
                self.window.expect(",")
            name = self._name()
            sign = self.window.next_sign()
            wraps = name in _WRAPPINGS and not is_record(found) and depth > 0
            if wraps and sign == "[":
                streamed = True
                self.outer.update(found)
                yield from self._list(depth - 1)
            else:
                try:
                    found[name] = self.window.value()
                except Bad as trouble:
                    found[name], bad = None, trouble.problem
        if streamed:
            self.outer.update(found)
        elif bad is not None:
            yield bad
        else:
            yield from self._opened(found, depth)

    def _name(self) -> str:
        if self.window.next_sign() != '"':
            raise self.window.trouble()
        name = self.window.value()
        self.window.expect(":")
        return str(name)

    def _opened(self, value: object, depth: int) -> Iterator[object]:
        """The entry; or, of a page of entries, those."""
        if not isinstance(value, dict) or is_record(value) or depth == 0:
            yield value
            return
        for wrapping in _WRAPPINGS:
            inner = value.get(wrapping)
            if isinstance(inner, list | dict):
                self.is_list = True
                self.outer.update((name, one) for name, one in value.items() if name != wrapping)
                for one in inner if isinstance(inner, list) else [inner]:
                    yield from self._opened(one, depth - 1)
                return
        if any(wrapping in value for wrapping in _WRAPPINGS):
            self.is_list = True
            return
        yield value


def records(value: object, depth: int = 3) -> list[object] | None:
    """The entries inside a JSON value; None where it holds no list and is no entry itself."""
    if isinstance(value, list):
        return list(_flat(value, depth))
    if not isinstance(value, dict) or depth == 0:
        return None
    if not is_record(value):
        for wrapping in _WRAPPINGS:
            inner = value.get(wrapping)
            if isinstance(inner, list | dict):
                return records(inner, depth - 1)
        if any(wrapping in value for wrapping in _WRAPPINGS):
            return []
        return None
    return [value]


def is_record(value: dict[str, object]) -> bool:
    """Whether an object is an entry itself, not a wrapping around entries."""
    return "id" in value or isinstance(value.get("name"), str)


def _flat(values: list[object], depth: int) -> Iterator[object]:
    """Entries of a list; pages that were put one after another are opened."""
    for value in values:
        page = isinstance(value, dict) and not is_record(value) and depth > 0
        inner = records(value, depth - 1) if page else None
        if inner:
            yield from inner
        else:
            yield value


def compact(value: object) -> str:
    """A value as JSON text without blanks, safe to store."""
    text = _encode(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
