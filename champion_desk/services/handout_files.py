"""Reads handouts from their files: facts between two `+++` lines, then a small part of Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from champion_desk.domain.handouts import LANGUAGES, Handout, OwnPicture
from champion_desk.domain.own_handouts import roles_of
from champion_desk.domain.problems import Problem
from champion_desk.services.handout_facts import fields_of, split
from champion_desk.services.handout_text import Wrong, sections


@dataclass(frozen=True, slots=True)
class Library:
    """Handouts by slug and language, and a problem for each that can't be read."""

    sheets: Mapping[str, Mapping[str, Handout]]
    broken: tuple[Problem, ...] = ()


def read_library(folder: Path) -> Library:
    """Every handout below the folder; one that can't be read is named, and the others are there.

    Only the facts are read now; a handout's text is read when its sections are first asked for, so
    that a gallery of titles costs little. What is wrong in a text is raised then.
    """
    found: dict[str, dict[str, Handout]] = {}
    broken = []
    for path in sorted(folder.glob("*/*.md")):
        try:
            found.setdefault(path.parent.name, {})[path.stem] = _open(path)
        except Problem as problem:
            broken.append(problem)
    return Library({slug: languages for slug, languages in found.items() if languages}, tuple(broken))


def read_all(folder: Path) -> Mapping[str, Mapping[str, Handout]]:
    """Every handout below the folder that can be read, by slug and language."""
    return read_library(folder).sheets


def read_handout(path: Path) -> Handout:
    """One handout; its folder's name is the slug, its own name the language.

    Raises `Problem("handout-unreadable")` with `file`, `line` (from 1; 0 for the whole file) and `why`.
    """
    return _open(path).whole()


class _HandoutOnFile(Handout):
    """A handout whose sections are read when they are first asked for.

    Their slot stays empty until then, and Python asks `__getattr__` only for what is not there.
    """

    __slots__ = ("_file", "_first_line", "_own", "_text")
    _file: str
    _text: str
    _first_line: int
    _own: bool

    @classmethod
    def of(
        cls, file: str, facts: Mapping[str, object], text: str, first_line: int, own: bool
    ) -> _HandoutOnFile:
        """The handout with these facts and this text, which begins in that line of the file."""
        handout = cls.__new__(cls)
        filled = {**facts, "_file": file, "_text": text, "_first_line": first_line, "_own": own}
        for name, value in filled.items():
            object.__setattr__(handout, name, value)
        return handout

    def __getattr__(self, name: str) -> object:
        if name != "sections":
            raise AttributeError(name)
        try:
            names = frozenset(one.name for one in self.pictures) if self._own else None
            read = tuple(sections(self._text, self._first_line - 1, names))
            if self._own:
                roles = roles_of([one.heading for one in read], self.language)
                read = tuple(replace(one, role=role) for one, role in zip(read, roles, strict=True))
        except Wrong as wrong:
            raise _unreadable(self._file, wrong.line, wrong.why) from wrong
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
    file = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, 0, "not-text") from error
    return _open_text(text, file, path.parent.name, path.stem)


def read_own(
    text: str, slug: str, language: str, file: str, pictures: Sequence[OwnPicture] = ()
) -> _HandoutOnFile:
    """A handout that was written at a desk: it may show these pictures, and name addresses by links.

    Raises `Problem("handout-unreadable")` as `read_handout` does; for the text when its sections
    are asked for.
    """
    return _open_text(text, file, slug, language, tuple(pictures), own=True)


def _open_text(
    text: str, file: str, slug: str, language: str, pictures: tuple[OwnPicture, ...] = (), own: bool = False
) -> _HandoutOnFile:
    try:
        if language not in LANGUAGES:
            raise Wrong(0, "language-unknown")
        facts, rest, first = split(text)
    except Wrong as wrong:
        raise _unreadable(file, wrong.line, wrong.why) from wrong
    record = {**fields_of(facts), "slug": slug, "language": language, "pictures": pictures}
    return _HandoutOnFile.of(file, record, rest, first, own)


def _unreadable(file: str, line: int, why: str) -> Problem:
    return Problem("handout-unreadable", file=file, line=line, why=why)
