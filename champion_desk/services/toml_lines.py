"""Reads a TOML file that someone wrote by hand, and says in which line something of it stands."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from champion_desk.domain.problems import Problem

_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_AT_LINE = re.compile(r"at line (\d+)")


class TomlLines:
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


def read_toml(file: str, data: bytes, most: int) -> tuple[dict[str, Any], TomlLines]:
    """What a file of at most so many bytes says, and where. Raises `Problem` with the line that is wrong."""
    if len(data) > most:
        raise Problem("toml-too-large", file=file, most=most // 1_000_000)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Problem("toml-encoding", file=file, line=line) from error
    try:
        return tomllib.loads(text), TomlLines(text)
    except (RecursionError, ValueError) as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise Problem("toml-unreadable", file=file, line=line) from error
