"""Reads handouts from their files: facts between two `+++` lines, then a small part of Markdown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.domain.handouts import ROLES, Block, Handout, Run, Section
from champion_desk.domain.problems import Problem

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FENCE = "+++"
_NEEDED = ("title", "summary", "topics", "nations")
_TEXTS = ("title", "summary", "web", "translator")
_LISTS = ("topics", "nations")
_KNOWN = frozenset((*_TEXTS, *_LISTS, "reviewed", "speaker_reviewed"))
_TAG = re.compile(r"</?[A-Za-z][^>]*>|<!--")
_LINE = re.compile(r"at line (\d+)")
_LISTED = {"bullet_list_open": "bullets", "ordered_list_open": "steps"}


def read_all(folder: Path) -> dict[str, dict[str, Handout]]:
    """Every handout below the folder, by slug and language. Raises `Problem("handout-unreadable")`.

    Only the facts are read now; a handout's text is read when its sections are first asked for, so
    that a gallery of titles costs little. What is wrong in a text is raised then.
    """
    found: dict[str, dict[str, Handout]] = {}
    for path in sorted(folder.glob("*/*.md")):
        found.setdefault(path.parent.name, {})[path.stem] = _open(path)
    return found


def read_handout(path: Path) -> Handout:
    """One handout; its folder's name is the slug, its own name the language.

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
            sections = tuple(_sections(self._text, self._first_line - 1))
        except _Wrong as wrong:
            raise _unreadable(self._path, wrong.line, wrong.why) from wrong
        object.__setattr__(self, name, sections)
        return sections

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
    except _Wrong as wrong:
        raise _unreadable(path, wrong.line, wrong.why) from wrong
    return _HandoutOnFile.of(path, _record(path, facts), "\n".join(lines[end + 1 :]), end + 2)


class _Wrong(Exception):
    """What is wrong and in which line of the file."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def _unreadable(path: Path, line: int, why: str) -> Problem:
    return Problem("handout-unreadable", file=f"{path.parent.name}/{path.name}", line=line, why=why)


def _end_of_facts(lines: list[str]) -> int:
    """The index of the second `+++` line."""
    if not lines or lines[0].strip() != _FENCE:
        raise _Wrong(1, "no-facts")
    for index, line in enumerate(lines[1:], 1):
        if line.strip() == _FENCE:
            return index
    raise _Wrong(len(lines), "facts-not-closed")


def _facts(text: str) -> Mapping[str, object]:
    """The facts, each of the right kind."""
    try:
        facts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        raise _Wrong(int(at[1]) + 1 if at else 1, "facts-not-toml") from error
    for name in _NEEDED:
        if not facts.get(name):
            raise _Wrong(1, f"no-{name}")
    for name, value in facts.items():
        if name not in _KNOWN or not _fits(name, value):
            raise _Wrong(_line_of(name, text), f"wrong-{name}")
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
    record: dict[str, object] = {"slug": path.parent.name, "language": path.stem}
    for name in _TEXTS:
        record[name] = str(facts.get(name, "")).strip()
    for name in _LISTS:
        value = facts[name]
        record[name] = tuple(value) if isinstance(value, list) else ()
    record["reviewed"] = facts.get("reviewed")
    record["speaker_reviewed"] = facts.get("speaker_reviewed", True)
    return record


@cache
def _markdown() -> MarkdownIt:
    """A reader that knows more than is allowed, so that what is not allowed can be told from text."""
    from markdown_it import MarkdownIt  # loads slowly, and a desk may open without showing a handout

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _sections(text: str, before: int) -> Iterator[Section]:
    """The sections of the text, which begins after that many lines of the file."""
    heading, blocks = "", list[Block]()
    names = iter(ROLES)
    reader = _Reader(_markdown().parse(text), before)
    while reader.more():
        line = reader.line()
        found = reader.heading()
        if found is None:
            if not heading:
                raise _Wrong(line, "text-before-heading")
            blocks.append(reader.block())
            continue
        if heading:
            yield Section(heading, tuple(blocks), next(names, ""))
        heading, blocks = found, []
    if not heading:
        raise _Wrong(before + 1, "no-heading")
    yield Section(heading, tuple(blocks), next(names, ""))


class _Reader:
    """Goes through the tokens of the text, and stops at the first one that a handout can't have."""

    def __init__(self, tokens: list[Token], before: int) -> None:
        self._tokens = tokens
        self._at = 0
        self._before = before
        self._line = before + 1

    def more(self) -> bool:
        """Whether anything is left."""
        return self._at < len(self._tokens)

    def line(self) -> int:
        """The line of the file the next token stands in."""
        token = self._tokens[self._at]
        if token.map:
            self._line = self._before + token.map[0] + 1
        return self._line

    def heading(self) -> str | None:
        """The words of a heading, if one is next."""
        token = self._tokens[self._at]
        if token.type != "heading_open":
            return None
        if token.markup != "##":
            raise _Wrong(self.line(), "heading-level")
        self._at += 1
        runs = self._runs()
        self._take("heading_close")
        if not runs or any(run.bold for run in runs):
            raise _Wrong(self._line, "heading-not-plain")
        return "".join(run.text for run in runs)

    def block(self) -> Block:
        """A paragraph or a list."""
        kind = self._tokens[self._at].type
        if kind == "paragraph_open":
            return Block("paragraph", (self._paragraph(),))
        if kind in _LISTED:
            return Block(_LISTED[kind], tuple(self._items(kind)))
        raise _Wrong(self.line(), "not-in-a-handout")

    def _items(self, kind: str) -> Iterator[tuple[Run, ...]]:
        opened = self._take(kind)
        if opened.attrGet("start") is not None:
            raise _Wrong(self._line, "list-starts-late")
        while self._tokens[self._at].type == "list_item_open":
            self._take("list_item_open")
            yield self._paragraph()
            self._take("list_item_close")
        self._take(kind.replace("_open", "_close"))

    def _paragraph(self) -> tuple[Run, ...]:
        self._take("paragraph_open")
        runs = self._runs()
        self._take("paragraph_close")
        return runs

    def _take(self, kind: str) -> Token:
        line = self.line()
        token = self._tokens[self._at]
        if token.type != kind:
            raise _Wrong(line, "not-in-a-handout")
        self._at += 1
        return token

    def _runs(self) -> tuple[Run, ...]:
        """The words of one inline token; neighbours of one weight are one run."""
        inline = self._take("inline")
        runs: list[Run] = []
        bold, line = False, self._line
        for child in inline.children or ():
            if child.type in ("strong_open", "strong_close"):
                bold = child.type == "strong_open"
                continue
            if child.type not in ("text", "softbreak") or _TAG.search(child.content):
                raise _Wrong(line, "not-in-a-handout")
            line += child.type == "softbreak"
            text = " " if child.type == "softbreak" else child.content
            if runs and runs[-1].bold == bold:
                runs[-1] = Run(runs[-1].text + text, bold)
            elif text:
                runs.append(Run(text, bold))
        return tuple(runs)
