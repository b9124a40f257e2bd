"""Reads the text of a handout: the small part of Markdown it may have, each mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.domain.handouts import ROLES, Block, Picture, Run, Section
from champion_desk.services.picture_files import picture_trouble

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG = re.compile(r"</?[A-Za-z][^>]*>|<!--")
_LISTED = {"bullet_list_open": "bullets", "ordered_list_open": "steps"}
_NAME = re.compile(r"[a-z0-9-]{1,40}")
_LONGEST = 100  # letters of what a picture shows
_Item = tuple[Picture | None, tuple[Run, ...]]


class Wrong(Exception):
    """What is wrong and in which line of the file."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


@cache
def _markdown() -> MarkdownIt:
    """A reader that knows more than is allowed, so that what is not allowed can be told from text."""
    from markdown_it import MarkdownIt  # loads slowly, and a desk may open without showing a handout

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def sections(text: str, before: int, pictures: Path | None = None) -> Iterator[Section]:
    """The sections of the text, which begins after that many lines of the file.

    With the folder of `pictures` it is an Easy Read text: each paragraph and each step begins with a
    picture, its sections are in any order, and they have no roles. Raises `Wrong`.
    """
    heading, blocks = "", list[Block]()
    names = iter(() if pictures else ROLES)
    reader = _Reader(_markdown().parse(text), before, pictures)
    while reader.more():
        line = reader.line()
        found = reader.heading()
        if found is None:
            if not heading:
                raise Wrong(line, "text-before-heading")
            blocks.append(reader.block())
            continue
        if heading:
            yield Section(heading, tuple(blocks), next(names, ""))
        heading, blocks = found, []
    if not heading:
        raise Wrong(before + 1, "no-heading")
    yield Section(heading, tuple(blocks), next(names, ""))


class _Reader:
    """Goes through the tokens of the text, and stops at the first one that a handout can't have."""

    def __init__(self, tokens: list[Token], before: int, pictures: Path | None) -> None:
        self._tokens = tokens
        self._pictures = pictures
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
            raise Wrong(self.line(), "heading-level")
        self._at += 1
        runs = self._runs()
        self._take("heading_close")
        if not runs or any(run.bold for run in runs):
            raise Wrong(self._line, "heading-not-plain")
        return "".join(run.text for run in runs)

    def block(self) -> Block:
        """A paragraph or a list."""
        kind = self._tokens[self._at].type
        if kind == "paragraph_open":
            return _block("paragraph", [self._paragraph()])
        if kind in _LISTED and not (self._pictures and kind == "bullet_list_open"):
            return _block(_LISTED[kind], list(self._items(kind)))
        raise Wrong(self.line(), "not-in-a-handout")

    def _items(self, kind: str) -> Iterator[_Item]:
        opened = self._take(kind)
        if opened.attrGet("start") is not None:
            raise Wrong(self._line, "list-starts-late")
        while self._tokens[self._at].type == "list_item_open":
            self._take("list_item_open")
            yield self._paragraph()
            self._take("list_item_close")
        self._take(kind.replace("_open", "_close"))

    def _paragraph(self) -> _Item:
        self._take("paragraph_open")
        picture = self._picture(self._pictures) if self._pictures else None
        runs = self._runs()
        self._take("paragraph_close")
        if picture is None:
            return None, runs
        if not runs or not "".join(run.text for run in runs).strip():
            raise Wrong(self._line, "picture-without-words")
        # The words follow in the picture's line, or in the next.
        first = Run(runs[0].text.lstrip(), runs[0].bold)
        return picture, runs[1:] if not first.text else (first, *runs[1:])

    def _picture(self, folder: Path) -> Picture:
        """The picture that an item of an Easy Read text begins with; it is taken out of the words."""
        line, children = self.line(), self._tokens[self._at].children or []
        if not children or children[0].type != "image":
            raise Wrong(line, "no-picture")
        image = children.pop(0)
        name, shows = str(image.attrGet("src")), image.content.strip()
        if not _NAME.fullmatch(name) or image.attrGet("title") is not None:
            raise Wrong(line, "picture-name")
        if not 1 <= len(shows) <= _LONGEST or any(child.type != "text" for child in image.children or ()):
            raise Wrong(line, "picture-says-nothing")
        file = folder / f"{name}.png"
        trouble = picture_trouble(file)
        if trouble:
            raise Wrong(line, trouble)
        return Picture(shows, file)

    def _take(self, kind: str) -> Token:
        line = self.line()
        token = self._tokens[self._at]
        if token.type != kind:
            raise Wrong(line, "not-in-a-handout")
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
                raise Wrong(line, "not-in-a-handout")
            line += child.type == "softbreak"
            text = " " if child.type == "softbreak" else child.content
            if runs and runs[-1].bold == bold:
                runs[-1] = Run(runs[-1].text + text, bold)
            elif text:
                runs.append(Run(text, bold))
        return tuple(runs)


def _block(kind: str, items: list[_Item]) -> Block:
    pictures = tuple(picture for picture, _words in items if picture)
    return Block(kind, tuple(words for _picture, words in items), pictures)
