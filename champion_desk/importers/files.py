"""Reads the bytes of a list, and turns them into text; what can't be a list is refused with its reason."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from champion_desk.domain.problems import Problem

MOST_MEGABYTES = 200
_MOST = MOST_MEGABYTES * 1024 * 1024

# How files begin that are something else than a list (their "magic numbers").
_OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"),
    (b"{\\rtf", "document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "zip"),
    (b"7z\xbc\xaf", "zip"),
    (b"SQLite format 3\x00", "other"),
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WEB_PAGE = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*["}]|\{\s*$|\[\s*[\[{\]"]|\[\s*$)')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_SOME_UTF8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LINE_END = re.compile(r"\r\r\n|\r\n|\n|\r")


def read_bytes(path: Path) -> bytes:
    """All bytes of a file of at most 200 MB. Raises `Problem` with the reason where it can't be read."""
    try:
        if path.is_dir():
            raise Problem("import-is-folder", file=path.name)
        if path.exists() and not path.is_file():
            raise Problem("import-unreadable", file=path.name)
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except FileNotFoundError:
        raise Problem("import-not-found", file=path.name) from None
    except PermissionError:
        raise Problem("import-no-permission", file=path.name) from None
    except (OSError, ValueError):  # ValueError: a path that no file can have
        raise Problem("import-unreadable", file=path.name) from None
    if len(data) > _MOST:
        raise Problem("import-too-large", file=path.name, most=MOST_MEGABYTES)
    return data


def begins_like_json(data: bytes) -> bool:
    """Whether the first bytes look like a JSON list or object."""
    head = data[:4096]
    mark, encoding = _mark(head)
    if not mark and b"\0" in head:
        encoding = _utf16_without_mark(head) or "utf-8"
    return bool(_JSON.match(head[len(mark) :].decode(encoding, errors="ignore")))


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are an Excel workbook (.xlsx): a zip file that has one inside."""
    return data.startswith(b"PK\x03\x04") and b"xl/" in data


def is_text(data: bytes) -> bool:
    """Whether the bytes could be text at all."""
    if not data.strip() or any(data.startswith(magic) for magic, _ in _OTHER_KINDS):
        return False
    head = data[:4096]
    return bool(_mark(head)[0]) or b"\0" not in head or _utf16_without_mark(head) is not None


def text_of(name: str, data: bytes) -> str:
    """The text of a file, its line ends made the same (`\\n`).

    UTF-8, UTF-16 and UTF-32, and the older Windows and Mac letters for Western Europe. Raises
    `Problem` "import-empty", "import-binary", "import-truncated" or "import-encoding" (with the line).
    """
    for magic, kind in _OTHER_KINDS:
        if data.startswith(magic):
            raise Problem("import-binary", file=name, kind=kind)
    text = _decoded(name, data)
    if not text.strip("\0 \t\r\n\f\v\x1a\ufeff"):
        raise Problem("import-empty", file=name)
    if _WEB_PAGE.match(text):
        raise Problem("import-binary", file=name, kind="web-page")
    controls = len(_CONTROL.findall(text[:1_000_000]))
    if "\0" in text or controls > 8 + min(len(text), 1_000_000) // 200:
        raise Problem("import-binary", file=name, kind="other")
    return _one_kind_of_line_end(text)


def _mark(head: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return mark, encoding
    return b"", "utf-8"


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 without its mark: Latin text has a zero in nearly every second byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _decoded(name: str, data: bytes) -> str:
    mark, encoding = _mark(data[:8])
    body = data[len(mark) :]
    if not mark and b"\0" in data:
        found = _utf16_without_mark(data[:4096])
        if found is None:
            kind = "other" if data.strip(b"\0 \t\r\n") else "empty"
            raise Problem("import-empty" if kind == "empty" else "import-binary", file=name, kind=kind)
        encoding = found
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(body[: error.start].decode(encoding, errors="ignore"))
        if error.reason in {"unexpected end of data", "truncated data"} and error.end >= len(body):
            raise Problem("import-truncated", file=name, line=line) from None
        if encoding != "utf-8" or mark:
            raise Problem("import-encoding", file=name, line=line) from None
        return _in_older_letters(name, body, line)


def _in_older_letters(name: str, data: bytes, line: int) -> str:
    """Text in Windows-1252 or, where lines end as on an old Mac, in Mac Roman; never a wild guess."""
    from charset_normalizer import from_bytes  # only for files that are not in UTF-8

    if _CONTROL.search(data[:1_000_000].decode("latin-1")):
        raise Problem("import-binary", file=name, kind="other")
    high = len(data.translate(None, bytes(range(0x80))))
    if _SOME_UTF8.search(data) or high > len(data) * 0.3:
        raise Problem("import-encoding", file=name, line=line)  # two encodings mixed, or not our letters
    old_mac = b"\n" not in data and b"\r" in data
    best = from_bytes(data, cp_isolation=["mac_roman"] if old_mac else ["cp1252"]).best()
    if best is None:
        raise Problem("import-encoding", file=name, line=line)
    return str(best)


def _one_kind_of_line_end(text: str) -> str:
    r"""`\n` at each line end. A lone `\r` in a file whose lines end in `\n` is a break inside a cell."""
    if "\r" not in text:
        return text
    if "\n" not in text:
        return text.replace("\r", "\n")
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\v")


def _line_of(before: str) -> int:
    return len(_LINE_END.findall(before)) + 1
