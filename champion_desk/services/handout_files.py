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

_EASY = ".easy"


@dataclass(frozen=True, slots=True)
class Library:
    """Handouts by slug and language, and a problem for each that can't be read."""

    sheets: Mapping[str, Mapping[str, Handout]]
    broken: tuple[Problem, ...] = ()


def read_library(folder: Path, easy: bool = False) -> Library:
    """Every handout below the folder; one that can't be read is named, and the others are there.

    Those in Easy Read stand beside the others as `<language>.easy.md`.

    Only the facts are read now; a handout's text is read when its sections are first asked for, so
    that a gallery of titles costs little. What is wrong in a text is raised then.
    """
    found: dict[str, dict[str, Handout]] = {}
    broken = []
    for path in sorted(folder.glob("*/*.md")):
        if path.stem.endswith(_EASY) != easy:
            continue
        try:
            handout = _open(path)
            found.setdefault(handout.slug, {})[handout.language] = handout
        except Problem as problem:
            broken.append(problem)
    return Library({slug: languages for slug, languages in found.items() if languages}, tuple(broken))


def read_all(folder: Path) -> Mapping[str, Mapping[str, Handout]]:
    """Every handout below the folder that can be read, by slug and language."""
    return read_library(folder).sheets


def read_easy(folder: Path) -> Mapping[str, Mapping[str, Handout]]:
    """The same of those in Easy Read."""
    return read_library(folder, easy=True).sheets


def read_handout(path: Path) -> Handout:
    """One handout; its folder's name is the slug, its own name the language, and whether it is in Easy Read.

    Raises `Problem("handout-unreadable")` with `file`, `line` (from 1; 0 for the whole file) and `why`.
    """
    return _open(path).whole()


class _HandoutOnFile(Handout):
    """A handout whose sections are read when they are first asked for.

    Their slot stays empty until then, and Python asks `__getattr__` only for what is not there.
    """

    __slots__ = ("_file", "_first_line", "_own", "_path", "_text")
    _file: str
    _path: Path | None
    _text: str
    _first_line: int
    _own: bool

    @property
    def _pictures(self) -> Path | None:
        """Where the pictures lie that an Easy Read text may show; others show none."""
        return self._path.parents[2] / "pictures" if self.easy and self._path else None

    @classmethod
    def of(
        cls, file: str, path: Path | None, facts: Mapping[str, object], text: str, line: int
    ) -> _HandoutOnFile:
        """The handout with these facts and this text from that line on; without a path, a desk's own."""
        handout = cls.__new__(cls)
        own = {"_file": file, "_path": path, "_text": text, "_first_line": line, "_own": path is None}
        filled = {**facts, **own}
        for name, value in filled.items():
            object.__setattr__(handout, name, value)
        return handout

    def __getattr__(self, name: str) -> object:
        if name != "sections":
            raise AttributeError(name)
        try:
            own = {one.name: one for one in self.pictures} if self._own else None
            read = tuple(sections(self._text, self._first_line - 1, self._pictures, own))
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
    is_easy = path.stem.endswith(_EASY)
    more = {"slug": path.parent.name, "language": path.stem.removesuffix(_EASY), "easy": is_easy}
    return _open_text(text, file, path, {**more, "pictures": ()})


def read_own(
    text: str, slug: str, language: str, file: str, pictures: Sequence[OwnPicture] = ()
) -> _HandoutOnFile:
    """A handout that was written at a desk: it may show these pictures, and name addresses by links.

    Raises `Problem("handout-unreadable")` as `read_handout` does; for the text when its sections
    are asked for.
    """
    more = {"slug": slug, "language": language, "easy": False, "pictures": tuple(pictures)}
    return _open_text(text, file, None, more)


def _open_text(text: str, file: str, path: Path | None, more: Mapping[str, object]) -> _HandoutOnFile:
    try:
        if more["language"] not in LANGUAGES:
            raise Wrong(0, "language-unknown")
        facts, rest, first = split(text)
    except Wrong as wrong:
        raise _unreadable(file, wrong.line, wrong.why) from wrong
    return _HandoutOnFile.of(file, path, {**fields_of(facts), **more}, rest, first)


def _unreadable(file: str, line: int, why: str) -> Problem:
    return Problem("handout-unreadable", file=file, line=line, why=why)
