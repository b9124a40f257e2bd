"""The facts of a handout between its two `+++` lines: its title, its topics, when it was reviewed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime

from champion_desk.services.handout_text import Wrong

_FENCE = "+++"
_NEEDED = ("title", "summary", "topics", "nations")
_TEXTS = ("title", "summary", "web", "translator")
_LISTS = ("topics", "nations")
_KNOWN = frozenset((*_TEXTS, *_LISTS, "reviewed", "speaker_reviewed"))
_LINE = re.compile(r"at line (\d+)")


def split(text: str) -> tuple[Mapping[str, object], str, int]:
    """The facts, the text that follows them, and the line of the file in which it begins.

    Raises `Wrong`.
    """
    lines = text.splitlines()
    end = _end_of_facts(lines)
    return _facts("\n".join(lines[1:end])), "\n".join(lines[end + 1 :]), end + 2


def parts_of(text: str) -> tuple[Mapping[str, object], str]:
    """The facts of a handout's text, complete or not, and what follows them.

    Where they can't be told from the text: no facts, and all of it.
    """
    lines = text.splitlines()
    try:
        end = _end_of_facts(lines)
        return tomllib.loads("\n".join(lines[1:end])), "\n".join(lines[end + 1 :])
    except (Wrong, tomllib.TOMLDecodeError, RecursionError):
        return {}, text


def _end_of_facts(lines: list[str]) -> int:
    """The index of the second `+++` line."""
    if not lines or lines[0].strip() != _FENCE:
        raise Wrong(1, "no-facts")
    for index, line in enumerate(lines[1:], 1):
        if line.strip() == _FENCE:
            return index
    raise Wrong(len(lines), "facts-not-closed")


def _facts(text: str) -> Mapping[str, object]:
    """The facts, each of the right kind."""
    try:
        facts = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _LINE.search(str(error))
        raise Wrong(int(at[1]) + 1 if at else 1, "facts-not-toml") from error
    for name in _NEEDED:
        if not facts.get(name):
            raise Wrong(1, f"no-{name}")
    for name, value in facts.items():
        if name not in _KNOWN or not _fits(name, value):
            raise Wrong(_line_of(name, text), f"wrong-{name}")
    return facts


def _fits(name: str, value: object) -> bool:
    if name in _TEXTS:
        return isinstance(value, str)
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    if name == "reviewed":
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, bool)


def _line_of(name: str, text: str) -> int:
    """The line of the file that gives a fact; the facts begin in line 2."""
    starts = (i for i, line in enumerate(text.split("\n"), 2) if line.lstrip().startswith(name))
    return next(starts, 1)


def fields_of(facts: Mapping[str, object]) -> dict[str, object]:
    """The fields of a handout that its facts give."""
    record: dict[str, object] = {}
    for name in _TEXTS:
        record[name] = str(facts.get(name, "")).strip()
    for name in _LISTS:
        value = facts[name]
        record[name] = tuple(value) if isinstance(value, list) else ()
    record["reviewed"] = facts.get("reviewed")
    record["speaker_reviewed"] = facts.get("speaker_reviewed", True)
    return record
