"""Finds out in which letters (encoding) a file is written, and gives its text part by part."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from champion_desk.domain.problems import Problem

Opener = Callable[[], BinaryIO]

PART = 1024 * 1024
_SAMPLE = 2 * 1024 * 1024
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What people call them; the report says which of them a list was written in.
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_SOME_UTF8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LINE_END = re.compile(r"\r\r\n|\r\n|\n|\r")
_NOTHING = "\0 \t\r\n\f\v\x1a\ufeff"


@dataclass(frozen=True, slots=True)
class Letters:
    """How a file's bytes become text. `old_mac` says that its lines end in a lone carriage return."""

    encoding: str
    mark: int
    old_mac: bool

    @property
    def label(self) -> str:
        """What people call it: "UTF-8", "Windows-1252"."""
        return _NAMES.get(self.encoding, self.encoding)


def mark_of(head: bytes) -> tuple[bytes, str]:
    """The byte order mark at the beginning and what it stands for; none means UTF-8."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return mark, encoding
    return b"", "utf-8"


def utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 without its mark: Latin text has a zero in nearly every second byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return None


def letters_of(name: str, opened: Opener) -> Letters:
    """The letters of a whole file, read once through.

    Raises `Problem` "import-empty", "import-binary", "import-truncated" or "import-encoding" (with the line).
    """
    with opened() as file:
        head = file.read(4096)
    mark, encoding = mark_of(head)
    if not mark and b"\0" in head:
        found = utf16_without_mark(head)
        if found is None:
            kind = "other" if head.strip(b"\0 \t\r\n") else "empty"
            raise Problem("import-empty" if kind == "empty" else "import-binary", file=name, kind=kind)
        encoding = found
    look = _Look(name, encoding, len(mark))
    with opened() as file:
        file.read(len(mark))
        wrong = look.through(file)
    if wrong is None:
        look.check()
        return Letters(encoding, len(mark), look.returns > 0 and not look.newlines)
    if encoding != "utf-8" or mark:
        raise Problem("import-encoding", file=name, line=wrong)
    return _older_letters(name, opened, wrong)


class _Look:
    """Goes through a file once: can it be decoded, how do lines end, is it text at all."""

    def __init__(self, name: str, encoding: str, mark: int) -> None:
        self._name, self._encoding, self._mark = name, encoding, mark
        self.newlines = self.returns = self._ends = 0
        self._something = False
        self._controls = self._looked = 0
        self._zero = False

    def through(self, file: BinaryIO) -> int | None:
        """The line of the first byte that does not fit; None where all fit."""
        decoder = codecs.getincrementaldecoder(self._encoding)()
        while True:
            part = file.read(PART)
            try:
                self._see(decoder.decode(part, final=not part))
            except UnicodeDecodeError as error:
                before = bytes(error.object[: error.start])
                self._see(before.decode(self._encoding, errors="ignore"))
                cut_off = error.reason in {"unexpected end of data", "truncated data"}
                if cut_off and not file.read(1) and error.end >= len(error.object):
                    raise Problem("import-truncated", file=self._name, line=self._line()) from None
                return self._line()
            if not part:
                return None

    def _see(self, text: str) -> None:
        self.newlines += text.count("\n")
        self.returns += text.count("\r")
        self._ends += len(_LINE_END.findall(text)) if "\r" in text else text.count("\n")
        self._something = self._something or bool(text.strip(_NOTHING))
        self._zero = self._zero or "\0" in text
        if self._looked < PART:
            self._controls += len(_CONTROL.findall(text))
            self._looked += len(text)

    def _line(self) -> int:
        return self._ends + 1

    def check(self) -> None:
        """Raise `Problem` where this is no text."""
        if not self._something:
            raise Problem("import-empty", file=self._name)
        if self._zero or self._controls > 8 + self._looked // 200:
            raise Problem("import-binary", file=self._name, kind="other")


def _older_letters(name: str, opened: Opener, line: int) -> Letters:
    """Windows-1252 or, where lines end as on an old Mac, Mac Roman; never a wild guess."""
    from charset_normalizer import from_bytes  # only for files that are not in UTF-8

    high = size = 0
    newline = carriage = mixed = False
    odd = bytearray()
    with opened() as file:
        while part := file.read(PART):
            if _CONTROL_BYTES.search(part):
                raise Problem("import-binary", file=name, kind="other")
            letters = part.translate(None, bytes(range(0x80)))
            high, size = high + len(letters), size + len(part)
            newline, carriage = newline or b"\n" in part, carriage or b"\r" in part
            mixed = mixed or bool(_SOME_UTF8.search(part))
            if letters and len(odd) < _SAMPLE:
                odd += part
    if mixed or high > size * 0.3:
        raise Problem("import-encoding", file=name, line=line)  # two encodings mixed, or not our letters
    old_mac = carriage and not newline
    encoding = "mac_roman" if old_mac else "cp1252"
    best = from_bytes(bytes(odd[:_SAMPLE]), cp_isolation=[encoding]).best()
    if best is None:
        raise Problem("import-encoding", file=name, line=line)
    return Letters(encoding, 0, old_mac)


def parts(name: str, opened: Opener, letters: Letters) -> Iterator[str]:
    """The text part by part, with every line end as `\\n`.

    A lone carriage return in a file whose lines end in a line feed is a break inside a cell, given as `\\v`.
    """
    decoder = codecs.getincrementaldecoder(letters.encoding)()
    held = ""
    with opened() as file:
        file.read(letters.mark)
        while True:
            part = file.read(PART)
            try:
                text = held + decoder.decode(part, final=not part)
            except UnicodeDecodeError:  # an old code page has signs that stand for nothing
                raise Problem("import-encoding", file=name, line=1) from None
            held = ""
            while part and text.endswith("\r"):  # what follows tells what kind of line end it is
                text, held = text[:-1], held + "\r"
            if text:
                yield _one_kind_of_line_end(text, letters.old_mac)
            if not part:
                return


def _one_kind_of_line_end(text: str, old_mac: bool) -> str:
    if "\r" not in text:
        return text
    if old_mac:
        return text.replace("\r", "\n")
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\v")
