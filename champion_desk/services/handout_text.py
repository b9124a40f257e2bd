"""Reads the text of a handout: the small part of Markdown it may have, each mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.domain.handouts import ROLES, Block, OwnPicture, Picture, Run, Section
from champion_desk.domain.own_handouts import PICTURE_NAME
from champion_desk.services.picture_files import picture_trouble

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAG = re.compile(r"</?[A-Za-z][^>]*>|<!--")
_OPEN = re.compile(r"\*\*|\]\(")  # bold or a link that begins and does not end
_LINK = re.compile(r"(?:https://[^\s/@]+\.[^\s@]+|mailto:[^\s@:]+@[^\s@]+|tel:[+0-9()-]{3,20})")
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

    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    reader.disable("reference")  # what it takes out of the text would be lost without a word
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # `_link` says which
    return reader


def sections(
    text: str, before: int, pictures: Path | None = None, own: Mapping[str, OwnPicture] | None = None
) -> Iterator[Section]:
    """The sections of the text, which begins after that many lines of the file.

    With the folder of `pictures` it is an Easy Read text: each paragraph and each step begins with a
    picture, its sections are in any order, and they have no roles. With its `own` pictures by their names it
    is a text that a desk wrote: it may show these, each by itself, and name addresses. Raises `Wrong`.
    """
    heading, blocks = "", list[Block]()
    names = iter(() if pictures else ROLES)
    reader = _Reader(_markdown().parse(text), before, pictures, own)
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

    def __init__(
        self, tokens: list[Token], before: int, pictures: Path | None, own: Mapping[str, OwnPicture] | None
    ) -> None:
        self._tokens = tokens
        self._own = own
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
            shown = self._own_picture()
            if shown is not None:
                return shown
            return _block("paragraph", [self._paragraph()])
        if kind in _LISTED and not (self._pictures and kind == "bullet_list_open"):
            return _block(_LISTED[kind], list(self._items(kind)))
        raise Wrong(self.line(), "not-in-a-handout")

    def _own_picture(self) -> Block | None:
        """A paragraph that is nothing but a picture: what it shows, and its name."""
        children = self._tokens[self._at + 1].children or []
        if self._own is None or [child.type for child in children] != ["image"]:
            return None
        line, image = self.line(), children[0]
        words, name = " ".join(image.content.split()), str(image.attrGet("src"))
        if not PICTURE_NAME.fullmatch(name) or image.attrGet("title"):
            raise Wrong(line, "picture-name")
        if not words:
            raise Wrong(line, "picture-words")
        if name not in self._own:
            raise Wrong(line, "picture-missing")
        self._at += 3
        return Block("picture", ((Run(words),),), picture=self._own[name])

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
        bold, line, link = False, self._line, ""
        for child in inline.children or ():
            if child.type in ("strong_open", "strong_close"):
                bold = child.type == "strong_open"
                continue
            if child.type in ("link_open", "link_close") and self._own is not None:
                link = _link(child, line) if child.type == "link_open" else _named(runs, link, bold)
                continue
            if child.type not in ("text", "softbreak") or _TAG.search(child.content):
                is_picture = child.type == "image" and self._own is not None
                raise Wrong(line, "picture-alone" if is_picture else "not-in-a-handout")
            if _OPEN.search(child.content):
                raise Wrong(line, "not-closed")
            line += child.type == "softbreak"
            text = " " if child.type == "softbreak" else child.content
            if runs and (runs[-1].bold, runs[-1].link) == (bold, link):
                runs[-1] = Run(runs[-1].text + text, bold, link)
            elif text:
                runs.append(Run(text, bold, link))
        return tuple(runs)


def _link(opening: Token, line: int) -> str:
    """The address of a link, if it is of a kind that a handout may name."""
    address = str(opening.attrGet("href"))
    if not _LINK.fullmatch(address) or opening.attrGet("title"):
        raise Wrong(line, "link-kind")
    return address


def _named(runs: list[Run], address: str, bold: bool) -> str:
    """Spell the address out behind the words of a link, as nobody can press paper. Ends the link."""
    said = "".join(run.text for run in runs if run.link == address)
    spelled = re.sub(r"^(?:https://|mailto:|tel:)", "", address).rstrip("/")
    if spelled.casefold() not in said.casefold():
        runs.append(Run(f" ({spelled})", bold))
    return ""


def _block(kind: str, items: list[_Item]) -> Block:
    pictures = tuple(picture for picture, _words in items if picture)
    return Block(kind, tuple(words for _picture, words in items), pictures)
