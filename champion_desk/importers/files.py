"""Reads the bytes of a list, and turns them into text; what can't be a list is refused with its reason."""

from __future__ import annotations

import io
import re
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.importers import letters
from champion_desk.importers.letters import Letters, Opener

MOST_MEGABYTES = 200  # of what has to be held at once
MOST_READ_MEGABYTES = 1000  # of what is read part by part
_MOST = MOST_READ_MEGABYTES * 1024 * 1024
# Up to here a file is held in memory, so that nothing can change it; beyond, it is read part by part.
HELD = 16 * 1024 * 1024
HEAD = 64 * 1024

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
_WEB_PAGE = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(\?xml|!doctype|!entity|rss|feed|kml|svg)\b", re.IGNORECASE)
_JSON = re.compile(r'[\s\x1e]*(\{\s*["}]|\{\s*$|\[\s*[\[{\]"]|\[\s*$)')


def checked_path(path: Path) -> int:
    """The size of a file that can be read, in bytes; at most 1000 MB. Raises `Problem` with the reason."""
    try:
        if path.is_dir():
            raise Problem("import-is-folder", file=path.name)
        if path.exists() and not path.is_file():
            raise Problem("import-unreadable", file=path.name)
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
    except FileNotFoundError:
        raise Problem("import-not-found", file=path.name) from None
    except PermissionError:
        raise Problem("import-no-permission", file=path.name) from None
    except (OSError, ValueError):  # ValueError: a path that no file can have
        raise Problem("import-unreadable", file=path.name) from None
    if size > _MOST:
        raise Problem("import-too-large", file=path.name, most=MOST_READ_MEGABYTES)
    return size


def read_bytes(path: Path) -> bytes:
    """All bytes of a file. Raises `Problem` with the reason where it can't be read."""
    checked_path(path)
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except OSError:
        raise Problem("import-unreadable", file=path.name) from None


def begins_like_json(data: bytes) -> bool:
    """Whether the first bytes look like a JSON list or object."""
    head = data[:4096]
    mark, encoding = letters.mark_of(head)
    if not mark and b"\0" in head:
        encoding = letters.utf16_without_mark(head) or "utf-8"
    return bool(_JSON.match(head[len(mark) :].decode(encoding, errors="ignore")))


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin a zip file, a workbook among them."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are an Excel workbook (.xlsx): a zip file that has one inside."""
    return data.startswith(b"PK\x03\x04") and b"xl/" in data


def is_text(data: bytes) -> bool:
    """Whether the bytes could be text at all."""
    if not data.strip() or any(data.startswith(magic) for magic, _ in _OTHER_KINDS):
        return False
    head = data[:4096]
    return bool(letters.mark_of(head)[0]) or b"\0" not in head or letters.utf16_without_mark(head) is not None


def letters_of(name: str, head: bytes, opened: Opener) -> Letters:
    """In which letters a file is written; `head` is its beginning.

    UTF-8, UTF-16 and UTF-32, and the older Windows and Mac letters for Western Europe. Raises
    `Problem` "import-empty", "import-binary", "import-truncated" or "import-encoding" (with the line).
    """
    for magic, kind in _OTHER_KINDS:
        if head.startswith(magic):
            raise Problem("import-binary", file=name, kind=kind)
    found = letters.letters_of(name, opened)
    start = head[found.mark : 4096].decode(found.encoding, errors="ignore")
    if _WEB_PAGE.match(start):
        raise Problem("import-binary", file=name, kind="web-page")
    if _XML.match(start):
        raise Problem("import-binary", file=name, kind="xml")
    return found


def text_of(name: str, data: bytes) -> str:
    """The whole text of a file, its line ends made the same (`\\n`). Raises as `letters_of` does."""

    def opened() -> io.BytesIO:
        return io.BytesIO(data)

    found = letters_of(name, data[:HEAD], opened)
    return "".join(letters.parts(name, opened, found))
