"""Reads a skill framework from the text of its TOML file, and says in which line it is wrong."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from champion_desk.domain.catalogue import CodedItem
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Framework, Skill

LARGEST = 1_000_000  # bytes of a file
_MOST_SKILLS = 500
_LONGEST = 300
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_AT_LINE = re.compile(r"at line (\d+)")
_TOP = {"code": str, "label": dict, "source": str, "licence": str, "note": str, "version": str}
_AREA = {"code": str, "label": dict}
_SKILL = {
    **_AREA,
    "area": str,
    "official": bool,
    "topics": list,
    "needs": list,
    "retired": bool,
}


class _Lines:
    """Where the parts of a file begin, to name the line of what is wrong in one of them."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts: dict[str, list[int]] = {"": [0]}
        for number, line in enumerate(self._lines):
            if found := _HEADER.match(line):
                self._starts.setdefault(found[1], []).append(number)

    def of(self, part: str, at: int, key: str = "") -> int:
        """The line (from 1) of a key in the part that is number `at`; or the part's own."""
        starts = self._starts.get(part, [])
        start = starts[at] if at < len(starts) else 0
        wanted = re.compile(rf"\s*{re.escape(key)}\s*[.=]")
        for number in range(start, len(self._lines)):
            if number > start and _HEADER.match(self._lines[number]):
                break
            if key and wanted.match(self._lines[number]):
                return number + 1
        return start + 1


def read_framework(
    file: str, data: bytes, topics: Collection[str], taken: Collection[str] = (), own: bool = False
) -> Framework:
    """The framework in a file. `topics` are the codes there are, `taken` skills of other frameworks.

    Raises `Problem` with `file` and `line`, and `given` where a code is wrong.
    """
    return _Reading(file, data, topics, taken).framework(own)


class _Reading:
    def __init__(self, file: str, data: bytes, topics: Collection[str], taken: Collection[str]) -> None:
        self._file, self._topics, self._taken = file, topics, taken
        if len(data) > LARGEST:
            raise Problem("framework-too-large", file=file, most=LARGEST // 1_000_000)
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise Problem("framework-encoding", file=file, line=line) from error
        self._lines = _Lines(text)
        try:
            self._data = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            at = _AT_LINE.search(str(error))
            line = int(at[1]) if at else text.count("\n") + 1
            raise Problem("framework-not-toml", file=file, line=line) from error

    def _wrong(self, code: str, part: str, at: int, key: str, given: object = "") -> Problem:
        line = self._lines.of(part, at, key)
        return Problem(code, file=self._file, line=line, given=str(given)[:60], key=key)

    def framework(self, own: bool) -> Framework:
        """The whole of it, checked."""
        self._check_keys(self._data, {**_TOP, "area": list, "skill": list}, "", 0)
        self._check_item(self._data, "", 0)
        areas = self._parts("area", _AREA)
        skills = self._parts("skill", _SKILL)
        if not areas or not skills:
            raise Problem("framework-empty", file=self._file)
        if len(skills) > _MOST_SKILLS:
            raise Problem("framework-too-many", file=self._file, most=_MOST_SKILLS)
        codes = {str(area["code"]) for area in areas}
        made = [self._skill(entry, at, codes) for at, entry in enumerate(skills)]
        self._check_order(made)
        asked = tuple(skill for skill, entry in zip(made, skills, strict=True) if not entry.get("retired"))
        gone = tuple(skill for skill, entry in zip(made, skills, strict=True) if entry.get("retired"))
        texts = {key: str(self._data.get(key, "")) for key in ("source", "note", "licence", "version")}
        return Framework(
            self._data["code"],
            self._data["label"],
            texts["source"],
            tuple(CodedItem(area["code"], area["label"]) for area in areas),
            asked,
            texts["note"],
            texts["licence"],
            gone,
            texts["version"],
            own,
        )

    def _parts(self, name: str, keys: Mapping[str, type]) -> list[dict[str, Any]]:
        seen = set[str]()
        for at, entry in enumerate(self._data.get(name, [])):
            if not isinstance(entry, dict):
                raise self._wrong("framework-value", "", 0, name)
            self._check_keys(entry, keys, name, at)
            self._check_item(entry, name, at)
            if entry["code"] in seen:
                raise self._wrong("framework-twice", name, at, "code", entry["code"])
            seen.add(entry["code"])
        return list(self._data.get(name, []))

    def _check_keys(self, entry: Mapping[str, Any], keys: Mapping[str, type], part: str, at: int) -> None:
        for key, value in entry.items():
            if key not in keys:
                raise self._wrong("framework-key", part, at, key, key)
            texts = value if isinstance(value, list) and key in ("topics", "needs") else ()
            if not isinstance(value, keys[key]) or not all(isinstance(one, str) for one in texts):
                raise self._wrong("framework-value", part, at, key, key)

    def _check_item(self, entry: Mapping[str, Any], part: str, at: int) -> None:
        code, labels = entry.get("code", ""), entry.get("label", {})
        if not _CODE.fullmatch(code) or len(code) > 60:
            raise self._wrong("framework-code", part, at, "code", code)
        fits = all(isinstance(one, str) and len(one) <= _LONGEST for one in labels.values())
        if not fits or not str(labels.get("en", "")).strip():
            raise self._wrong("framework-label", part, at, "label")

    def _skill(self, entry: Mapping[str, Any], at: int, areas: Collection[str]) -> Skill:
        area = entry.get("area", "")
        if area not in areas:
            raise self._wrong("framework-area", "skill", at, "area", area)
        if entry["code"] in self._taken:
            raise self._wrong("framework-taken", "skill", at, "code", entry["code"])
        for topic in entry.get("topics", ()):
            if topic not in self._topics:
                raise self._wrong("framework-topic", "skill", at, "topics", topic)
        return Skill(
            entry["code"],
            entry["label"],
            area=area,
            official=entry.get("official", False),
            topics=tuple(entry.get("topics", ())),
            needs=tuple(entry.get("needs", ())),
        )

    def _check_order(self, skills: Iterable[Skill]) -> None:
        """No skill needs one that is not there, or in the end itself."""
        by_code = {skill.code: skill for skill in skills}
        done = set[str]()
        for at, skill in enumerate(by_code.values()):
            for code in skill.needs:
                if code not in by_code:
                    raise self._wrong("framework-needs", "skill", at, "needs", code)
            waiting, seen = list(skill.needs), set[str]()
            while waiting:
                code = waiting.pop()
                if code == skill.code:
                    raise self._wrong("framework-round", "skill", at, "needs", skill.code)
                if code not in seen and code not in done:
                    seen.add(code)
                    waiting += by_code[code].needs if code in by_code else ()
            done.add(skill.code)


def with_gone(text: str, new: Framework, before: Framework) -> str:
    """The text of a newer framework, with the skills of the one before that it has no more, as retired."""
    codes = {skill.code for skill in (*new.skills, *new.retired)}
    gone = [skill for skill in (*before.skills, *before.retired) if skill.code not in codes]
    areas = {area.code for area in new.areas}
    needed = {skill.area for skill in gone} - areas
    parts = [text.rstrip("\n")]
    for area in before.areas:
        if area.code in needed:
            parts.append(f"[[area]]\ncode = {_text(area.code)}\nlabel = {_labels(area.labels)}")
    for skill in gone:
        parts.append(
            f"[[skill]]\ncode = {_text(skill.code)}\narea = {_text(skill.area)}\n"
            f"official = {'true' if skill.official else 'false'}\nlabel = {_labels(skill.labels)}\n"
            f"topics = [{', '.join(map(_text, skill.topics))}]\nretired = true"
        )
    return "\n\n".join(parts) + "\n"


def _text(value: str) -> str:
    # What JSON escapes, TOML's basic strings escape in the same way; the deleting sign only TOML does.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _labels(labels: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{_text(code)} = {_text(label)}" for code, label in labels.items()) + " }"
