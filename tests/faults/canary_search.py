"""Looks for words in files of any kind: as text in several codings, packed, encoded, or in a PDF."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pypdf
from pypdf.generic import StreamObject

_LEAST = 6  # letters of a base64 form: fewer would be found by chance


def forms(word: str) -> set[bytes]:
    """The bytes in which a word may stand, all in small letters: what is searched is folded too."""
    plain = word.encode("utf-8")
    found = {plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode()}
    found |= {word.encode("utf-16-le").hex().encode(), word.encode("utf-16-be").hex().encode()}
    for before in range(3):  # where it begins within three bytes decides how base64 writes it
        coded = base64.b64encode(b"\0" * before + plain)
        inner = coded[(0, 2, 3)[before] : len(coded) - (0, 3, 2)[(before + len(plain)) % 3]]
        if len(inner) >= _LEAST:
            found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return {form.lower() for form in found}


def found_in(files: Iterable[Path], words: Mapping[str, Iterable[str]]) -> Iterator[tuple[Path, str]]:
    """Every file that holds one of the words, with the name of that word."""
    wanted = {name: set().union(*(forms(word) for word in several)) for name, several in words.items()}
    for path in files:
        views = list(_views(path.read_bytes()))
        views.append(path.name.encode("utf-8", "surrogateescape").lower())
        for name, looks in wanted.items():
            if any(form in view for form in looks for view in views):
                yield path, name


def _views(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """All that a file says: its bytes, and what is packed in them."""
    yield data.lower()
    if depth > 3:
        return
    for inner in (*_unzipped(data), *_inflated(data), *_of_pdf(data)):
        yield from _views(inner, depth + 1)


def _unzipped(data: bytes) -> Iterator[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for member in packed.infolist():
            yield member.filename.encode()
            yield packed.read(member)


def _inflated(data: bytes) -> Iterator[bytes]:
    for magic, window in ((b"\x1f\x8b", 31), (b"\x78", 15)):
        if data.startswith(magic):
            try:
                yield zlib.decompressobj(window).decompress(data)
            except zlib.error:
                return


def _of_pdf(data: bytes) -> Iterator[bytes]:
    """The words on its pages, which are written in glyphs, without blanks too; and each of its streams."""
    if not data.startswith(b"%PDF"):
        return
    paper = pypdf.PdfReader(io.BytesIO(data))
    for page in paper.pages:
        words = page.extract_text()
        yield words.encode("utf-8")
        yield re.sub(r"\s", "", words).encode("utf-8")
    yield str(paper.metadata).encode("utf-8")
    for number in range(1, len(paper.xref.get(0, {})) + 1):
        found = paper.get_object(number)
        if isinstance(found, StreamObject) and found.get("/Subtype") != "/Image":
            yield found.get_data()
