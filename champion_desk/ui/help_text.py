"""Reads a help topic from its file: headings, paragraphs, lists and keys, as records without any markup."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["heading", "paragraph", "bullet", "step", "key"]
# What someone new needs comes first; topics not named here follow by their titles.
_FIRST = ("start-to-saved", "directory", "handouts", "training", "keys", "privacy-and-store", "privacy")
_STEP = re.compile(r"^(\d+)[.)]\s+(.*)")
_BULLET = re.compile(r"^[-*]\s+(.*)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_KEYS = re.compile(r"^[-*]\s+((?:\*\*[^*]+\*\*(?:, )?)+):\s+(.*)")
_MARKS = re.compile(r"(\*\*|__|`)(.+?)\1")
_KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*(?:F\d{1,2}|Esc|Tab|Enter|Space|Delete|\w)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of help: what it is, its words, and a mark (the number of a step) or the keys it is about."""

    kind: Kind
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class HelpTopic:
    """One topic in one language."""

    slug: str
    title: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        """All of it as plain lines, for a screen reader."""
        return "\n".join(f"{piece.mark} {piece.text}".strip() for piece in self.pieces)


def topics_in(folder: Path, language: str) -> list[HelpTopic]:
    """Every topic in that language, in English where it is not there yet."""
    found: dict[str, Path] = {}
    for spoken in ("en", language):
        found |= {path.stem: path for path in sorted((folder / spoken).glob("*.md"))}
    topics = [read_topic(path) for path in found.values()]
    places = {slug: number for number, slug in enumerate(_FIRST)}
    return sorted(topics, key=lambda topic: (places.get(topic.slug, len(_FIRST)), topic.title))


def read_topic(path: Path) -> HelpTopic:
    """One topic. Its file begins with its title between lines of +++."""
    text = path.read_text(encoding="utf-8")
    head: dict[str, object] = {}
    if text.startswith("+++"):
        _before, front, text = text.split("+++", 2)
        head = tomllib.loads(front)
    return HelpTopic(path.stem, str(head.get("title", path.stem)), tuple(pieces_of(text)))


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a text, blank lines between them."""
    pieces: list[Piece] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        for line in block.splitlines():
            piece = _piece(line.strip())
            before = pieces[-1] if pieces else None
            if piece is None:
                continue
            goes_on = line is not block.splitlines()[0] and piece.kind == "paragraph"
            if goes_on and before is not None and before.kind != "heading":
                pieces[-1] = Piece(before.kind, f"{before.text} {piece.text}", before.mark)
            else:
                pieces.append(piece)
    return pieces


def _piece(line: str) -> Piece | None:
    if not line:
        return None
    if line.startswith("#"):
        return Piece("heading", _plain(line.lstrip("# ")))
    keys = _KEYS.match(line)
    if keys:
        return Piece("key", _plain(keys[2]), _plain(keys[1]))
    step = _STEP.match(line)
    if step:
        return Piece("step", _plain(step[2]), step[1])
    bullet = _BULLET.match(line)
    return Piece("bullet", _plain(bullet[1])) if bullet else Piece("paragraph", _plain(line))


def _plain(text: str) -> str:
    """Words without their marks: a link says its address, bold words inside a sentence stand in quotes."""
    return _MARKS.sub(_unmarked, _LINK.sub(r"\1 (\2)", text))


def _unmarked(found: re.Match[str]) -> str:
    words = found[2]
    return words if found.start() == 0 or _KEY.fullmatch(words) else f"“{words}”"
