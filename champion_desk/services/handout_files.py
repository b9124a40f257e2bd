"""Reads handouts from their files: facts between two `+++` lines, then a small part of Markdown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

from champion_desk.domain.handouts import Handout
from champion_desk.domain.problems import Problem
from champion_desk.services.handout_text import Wrong, sections

_FENCE = "+++"
_NEEDED = ("title", "summary", "topics", "nations")
_TEXTS = ("title", "summary", "web", "translator")
_LISTS = ("topics", "nations")
_KNOWN = frozenset((*_TEXTS, *_LISTS, "reviewed", "speaker_reviewed"))
_LINE = re.compile(r"at line (\d+)")
_EASY = ".easy"


def read_all(folder: Path) -> dict[str, dict[str, Handout]]:
    """Every handout below the folder, by slug and language. Raises `Problem("handout-unreadable")`.

    Only the facts are read now; a handout's text is read when its sections are first asked for, so
    that a gallery of titles costs little. What is wrong in a text is raised then.
    """
    return _read(folder, easy=False)


def read_easy(folder: Path) -> dict[str, dict[str, Handout]]:
    """The same for those in Easy Read, which stand beside them as `<language>.easy.md`."""
    return _read(folder, easy=True)


def _read(folder: Path, easy: bool) -> dict[str, dict[str, Handout]]:
    found: dict[str, dict[str, Handout]] = {}
    for path in sorted(folder.glob("*/*.md")):
        if path.stem.endswith(_EASY) == easy:
            handout = _open(path)
            found.setdefault(handout.slug, {})[handout.language] = handout
    return found


def read_handout(path: Path) -> Handout:
    """One handout; its folder's name is the slug, its own name the language, and whether it is in Easy Read.

    Raises `Problem("handout-unreadable")` with `file`, `line` (from 1; 0 for the whole file) and `why`.
    """
    return _open(path).whole()


class _HandoutOnFile(Handout):
    """A handout whose sections are read when they are first asked for.

    Their slot stays empty until then, and Python asks `__getattr__` only for what is not there.
    """

    __slots__ = ("_first_line", "_path", "_text")
    _path: Path
    _text: str
    _first_line: int

    @property
    def _pictures(self) -> Path | None:
        """Where the pictures lie that an Easy Read text may show; others show none."""
        return self._path.parents[2] / "pictures" if self.easy else None

    @classmethod
    def of(cls, path: Path, facts: Mapping[str, object], text: str, first_line: int) -> _HandoutOnFile:
        """The handout with these facts and this text, which begins in that line of the file."""
        handout = cls.__new__(cls)
        filled = {**facts, "_path": path, "_text": text, "_first_line": first_line}
        for name, value in filled.items():
            object.__setattr__(handout, name, value)
        return handout

    def __getattr__(self, name: str) -> object:
        if name != "sections":
            raise AttributeError(name)
        try:
            read = tuple(sections(self._text, self._first_line - 1, self._pictures))
        except Wrong as wrong:
            raise _unreadable(self._path, wrong.line, wrong.why) from wrong
        object.__setattr__(self, name, read)
        return read

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Handout) and all(
            getattr(self, field.name) == getattr(other, field.name) for field in fields(Handout)
        )

    __hash__ = Handout.__hash__

    def whole(self) -> Handout:
        """The plain record, with its sections."""
        return Handout(**{field.name: getattr(self, field.name) for field in fields(Handout)})


def _open(path: Path) -> _HandoutOnFile:
    """A handout with its facts read and its text at hand."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        end = _end_of_facts(lines)
        facts = _facts("\n".join(lines[1:end]))
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, 0, "not-text") from error
    except Wrong as wrong:
        raise _unreadable(path, wrong.line, wrong.why) from wrong
    return _HandoutOnFile.of(path, _record(path, facts), "\n".join(lines[end + 1 :]), end + 2)


def _unreadable(path: Path, line: int, why: str) -> Problem:
    return Problem("handout-unreadable", file=f"{path.parent.name}/{path.name}", line=line, why=why)


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
    except tomllib.TOMLDecodeError as error:
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


def _record(path: Path, facts: Mapping[str, object]) -> dict[str, object]:
    """The fields of a handout that its facts give."""
    easy = path.stem.endswith(_EASY)
    record: dict[str, object] = {
        "slug": path.parent.name,
        "language": path.stem.removesuffix(_EASY),
        "easy": easy,
    }
    for name in _TEXTS:
        record[name] = str(facts.get(name, "")).strip()
    for name in _LISTS:
        value = facts[name]
        record[name] = tuple(value) if isinstance(value, list) else ()
    record["reviewed"] = facts.get("reviewed")
    record["speaker_reviewed"] = facts.get("speaker_reviewed", True)
    return record
