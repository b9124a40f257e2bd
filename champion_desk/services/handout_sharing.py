"""A handout as one file for other desks: its texts and pictures in JSON, so that nothing in it has a path."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from champion_desk.domain.handouts import LANGUAGES, OwnPicture
from champion_desk.domain.own_handouts import (
    DESCRIPTION_LENGTH,
    MOST_BYTES,
    PICTURE_NAME,
    SLUG,
    TEXT_LENGTH,
    Attachment,
    OwnHandout,
)
from champion_desk.domain.problems import Problem
from champion_desk.services.handout_files import read_own
from champion_desk.services.picture_fitting import fitted
from champion_desk.storage.trouble import known

ENDING = ".handout"
MOST_PICTURES = 20
_MARK = "champion-desk-handout"
_VERSION = 1
_MOST_FILE = 30_000_000  # bytes


@dataclass(frozen=True, slots=True)
class SharedSheet:
    """One language of a shared handout: its slug at the other desk, its text, its pictures."""

    slug: str
    language: str
    text: str
    title: str
    original_slug: str = ""
    original: str = ""
    pictures: tuple[tuple[OwnPicture, str], ...] = ()


def to_bytes(sheets: Sequence[tuple[OwnHandout, Sequence[Attachment]]]) -> bytes:
    """The file that holds these."""
    listed = [
        {
            "slug": one.slug,
            "language": one.language,
            "original_slug": one.original_slug,
            "original": one.original,
            "text": one.text,
            "pictures": [
                {
                    "name": picture.name,
                    "shows": picture.description,
                    "content": base64.b64encode(picture.content).decode("ascii"),
                }
                for picture in pictures
            ],
        }
        for one, pictures in sheets
    ]
    return json.dumps({_MARK: _VERSION, "sheets": listed}, ensure_ascii=False, indent=1).encode("utf-8")


def read(path: Path) -> tuple[SharedSheet, ...]:
    """What a file holds, each sheet read and each picture drawn anew. Takes seconds: call it off the window.

    Raises `Problem` in one sentence for what is no such file, or has one thing in it that is not right.
    """
    with known(path, writing=False):
        if not path.is_file():
            raise Problem("not-found", path=str(path))
        if path.stat().st_size > _MOST_FILE:
            raise Problem("handout-file-too-large", file=path.name, most=_MOST_FILE // 1_000_000)
        data = path.read_bytes()
    found = _parsed(data, path.name)
    version, sheets = found[_MARK], found.get("sheets")
    if type(version) is not int or version < 1 or not isinstance(sheets, list) or not sheets:
        raise Problem("handout-file-foreign", file=path.name)
    if version > _VERSION:
        raise Problem("handout-file-newer", file=path.name)
    if len(sheets) > len(LANGUAGES):
        raise Problem("handout-file-foreign", file=path.name)
    read_sheets = tuple(_sheet(entry, path.name) for entry in sheets)
    if len({(one.slug, one.language) for one in read_sheets}) < len(sheets):
        raise Problem("handout-file-foreign", file=path.name)
    return read_sheets


def _parsed(data: bytes, file: str) -> Mapping[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Problem("handout-file-damaged", file=file, line=line) from None
    except json.JSONDecodeError as error:
        code = "handout-file-damaged" if data.lstrip()[:1] == b"{" else "handout-file-foreign"
        raise Problem(code, file=file, line=error.lineno) from None
    except (ValueError, RecursionError):
        raise Problem("handout-file-foreign", file=file) from None
    if not isinstance(found, dict) or _MARK not in found:
        raise Problem("handout-file-foreign", file=file)
    return found


def _sheet(entry: object, file: str) -> SharedSheet:
    if not isinstance(entry, dict):
        raise Problem("handout-file-foreign", file=file)
    names = ("slug", "language", "text", "original_slug", "original")
    slug, language, text, original_slug, original = (entry.get(name, "") for name in names)
    texts = (slug, language, text, original_slug, original)
    if not all(isinstance(one, str) and len(one) <= TEXT_LENGTH for one in texts) or not SLUG.fullmatch(slug):
        raise Problem("handout-file-foreign", file=file)
    listed = entry.get("pictures", [])
    if not isinstance(listed, list) or len(listed) > MOST_PICTURES:
        raise Problem("handout-file-foreign", file=file)
    pictures = tuple(_pictures(listed, file))
    sheet = read_own(text, slug, language, file, [picture for picture, _shows in pictures]).whole()
    known_original = original if original_slug else ""
    return SharedSheet(slug, language, text, sheet.title, original_slug, known_original, pictures)


def _pictures(listed: Sequence[object], file: str) -> Iterator[tuple[OwnPicture, str]]:
    names: set[str] = set()
    for entry in listed:
        name, shows, content = (
            (entry.get(key) for key in ("name", "shows", "content"))
            if isinstance(entry, dict)
            else (None, None, None)
        )
        if not (isinstance(name, str) and isinstance(shows, str) and isinstance(content, str)):
            raise Problem("handout-file-foreign", file=file)
        fits = (
            PICTURE_NAME.fullmatch(name)
            and name not in names
            and 0 < len(shows.strip()) <= DESCRIPTION_LENGTH
        )
        if not fits or len(content) > MOST_BYTES * 2:
            raise Problem("handout-file-foreign", file=file)
        names.add(name)
        try:
            data = base64.b64decode(content, validate=True)
        except ValueError:
            raise Problem("handout-picture-unreadable", file=name) from None
        yield OwnPicture(name, *fitted(data, name)), shows.strip()
