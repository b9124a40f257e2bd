"""Reads the council's own courses from a TOML file, and says in which line it is wrong."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from champion_desk.domain.courses import OwnCourse
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.services.toml_lines import TomlLines, read_toml

LARGEST = 1_000_000  # bytes of a file
_MOST = 500
_NEEDED = ("code", "title")
_KINDS: dict[str, type | tuple[type, ...]] = {
    "code": str,
    "title": str,
    "provider": str,
    "hours": (int, float),
    "refresh_months": int,
    "covers": list,
    "needs": list,
}


def read_courses(
    file: str, data: bytes, areas: Collection[str], shipped: Collection[str]
) -> tuple[OwnCourse, ...]:
    """Every course of a file, or none: `areas` are those of all frameworks, `shipped` codes that are taken.

    Raises `Problem` with `file` and `line`, and `given` where a code is wrong.
    """
    found, lines = read_toml(file, data, LARGEST)
    entries = found.get("course")
    if set(found) - {"course"} or not isinstance(entries, list) or not entries:
        raise Problem("courses-foreign", file=file)
    if len(entries) > _MOST:
        raise Problem("courses-too-many", file=file, most=_MOST)
    made = [_course(file, lines, entry, at) for at, entry in enumerate(entries)]
    codes = [one.code for one in made]
    for at, one in enumerate(made):
        if one.code in codes[:at]:
            raise _wrong("framework-twice", file, lines, at, "code", one.code)
        if one.code in shipped:
            raise _wrong("course-shipped", file, lines, at, "code", one.code)
        for area in one.covers:
            if area not in areas:
                raise _wrong("course-area", file, lines, at, "covers", area)
        for code in one.needs:
            if code not in codes and code not in shipped:
                raise _wrong("course-needs", file, lines, at, "needs", code)
    _check_order(file, lines, made)
    return tuple(made)


def _wrong(code: str, file: str, lines: TomlLines, at: int, key: str, given: object = "") -> Problem:
    return Problem(code, file=file, line=lines.of("course", at, key), given=str(given)[:60], key=key)


def _course(file: str, lines: TomlLines, entry: object, at: int) -> OwnCourse:
    if not isinstance(entry, dict):
        raise Problem("courses-foreign", file=file)
    for key, value in entry.items():
        if key not in _KINDS:
            raise _wrong("framework-key", file, lines, at, key, key)
        texts = value if isinstance(value, list) else ()
        fits = isinstance(value, _KINDS[key]) and not isinstance(value, bool)
        if not fits or not all(isinstance(one, str) for one in texts):
            raise _wrong("framework-value", file, lines, at, key)
    for key in _NEEDED:
        if not entry.get(key):
            raise _wrong("course-lacks", file, lines, at, key)
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    try:
        return OwnCourse(**values)
    except Invalid as invalid:
        raise _wrong("framework-value", file, lines, at, invalid.field) from invalid


def _check_order(file: str, lines: TomlLines, courses: Sequence[OwnCourse]) -> None:
    needs = {one.code: one.needs for one in courses}
    for at, one in enumerate(courses):
        waiting, seen = list(one.needs), set[str]()
        while waiting:
            code = waiting.pop()
            if code == one.code:
                raise _wrong("course-round", file, lines, at, "needs", code)
            if code not in seen:
                seen.add(code)
                waiting += needs.get(code, ())


def written_courses(courses: Iterable[OwnCourse]) -> str:
    """The courses as the file that brings them in elsewhere."""
    parts = ["# Courses of the council's own, for Champion Desk."]
    for one in courses:
        lines = [f"code = {_text(one.code)}", f"title = {_text(one.title)}"]
        lines += [f"provider = {_text(one.provider)}"] if one.provider else []
        lines += [f"hours = {one.hours:g}", f"refresh_months = {one.refresh_months}"]
        lines += [
            f"{key} = [{', '.join(map(_text, codes))}]"
            for key, codes in (("covers", one.covers), ("needs", one.needs))
            if codes
        ]
        parts.append("[[course]]\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
