"""Takes the text of a badge out of its file: JSON, a signed text, or a picture (PNG, SVG) it is baked into.

Open Badges 2.0 baking: a PNG's iTXt chunk "openbadges", an SVG's element `openbadges:assertion`. Open Badges
3.0: "openbadgecredential" and `openbadges:credential`. Nothing that a badge names is ever loaded, and its
picture is never drawn.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from xml.parsers import expat

from champion_desk.domain.problems import Problem

MOST_BYTES = 2_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORDS = (b"openbadges", b"openbadgecredential")
_NAMESPACES = ("http://openbadges.org", "https://openbadges.org", "https://purl.imsglobal.org/ob/v3p0")
_DEEPEST = 100
_SEPARATOR = " "


def badge_text(name: str, data: bytes) -> str:
    """The JSON of a badge, or its signed form in three parts. Raises `Problem` with the file's name."""
    if len(data) > MOST_BYTES:
        raise Problem("badge-too-large", file=name, most=MOST_BYTES // 1_000_000)
    if data.startswith(_PNG):
        return _decoded(name, _from_png(name, data)).strip()
    text = _decoded(name, data).strip()
    return _from_svg(name, text).strip() if text.startswith("<") else text


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("badge-not-one", file=name) from None


def _chunks(name: str, data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, each checked against its own sum."""
    at = len(_PNG)
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        seal = data[at + 8 + length : at + 12 + length]
        if len(seal) < 4 or zlib.crc32(kind + content) != int.from_bytes(seal, "big"):
            raise Problem("badge-damaged", file=name)
        yield kind, content
        at += 12 + length


def _from_png(name: str, data: bytes) -> bytes:
    for kind, content in _chunks(name, data):
        keyword, _, rest = content.partition(b"\0")
        if keyword in _KEYWORDS and kind == b"tEXt":
            return rest
        if keyword in _KEYWORDS and kind == b"iTXt" and len(rest) > 2:
            text = rest[2:].split(b"\0", 2)[-1]
            return _unpacked(name, text) if rest[0] else text
    raise Problem("badge-no-badge", file=name)


def _unpacked(name: str, packed: bytes) -> bytes:
    """What was packed, which may be no larger than a file."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(packed, MOST_BYTES)
    except zlib.error:
        raise Problem("badge-damaged", file=name) from None
    if unpacker.unconsumed_tail:
        raise Problem("badge-too-large", file=name, most=MOST_BYTES // 1_000_000)
    return found


class _Found(Exception):
    """The element was read to its end."""


class _Reader:
    """Looks for the badge's element while the SVG is read; builds nothing."""

    def __init__(self) -> None:
        self.text: list[str] | None = None
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError
        namespace, _, local = tag.rpartition(_SEPARATOR)
        if namespace in _NAMESPACES and local in ("assertion", "credential"):
            self.text = []
            if verify := attributes.get("verify"):  # a signed badge, or an address
                self.text.append(verify)
                raise _Found

    def words(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, _tag: str) -> None:
        self._depth -= 1
        if self.text is not None:
            raise _Found


def _from_svg(name: str, text: str) -> str:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # an SVG needs neither, and both can be used to do harm
        raise Problem("badge-not-one", file=name)
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.words
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(text.encode(), True)
    except _Found:
        return "".join(reader.text or ())
    except (expat.ExpatError, ValueError):
        raise Problem("badge-not-one", file=name) from None
    raise Problem("badge-no-badge", file=name)
