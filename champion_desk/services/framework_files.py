"""Reads a skill framework from the text of its TOML file, and says in which line it is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from champion_desk.domain.catalogue import CodedItem
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Framework, Skill
from champion_desk.services.toml_lines import read_toml

LARGEST = 1_000_000  # bytes of a file
_MOST_SKILLS = 500
_LONGEST = 300
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
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
        self._data, self._lines = read_toml(file, data, LARGEST)

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
