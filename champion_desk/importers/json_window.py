"""Reads the values of a long JSON text one after another, holding only the part that it stands in."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from champion_desk.domain.problems import Problem

_BLANKS = re.compile(r"[\s\x1e\ufeff]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}"]', re.DOTALL)
# So many letters before the end, a fault says that the text was cut off.
_NEAR = 8
# An entry longer than this is not looked at any further: a description of 5 MB still is.
_MOST = 32 * 1024 * 1024


class Bad(Exception):
    """One value can't be read; the window stands behind it. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _no_number(_name: str) -> None:
    return None


def _number(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


# Looser than the standard where that harms nobody: line ends in texts; NaN and 1e999 are no number at all.
decoder = json.JSONDecoder(strict=False, parse_constant=_no_number, parse_float=_number)


class Window:
    """The text from where reading stands; it grows at its end. Raises `Problem` with the place."""

    def __init__(self, name: str, parts: Iterator[str]) -> None:
        self.name = name
        self._parts = parts
        self._text = ""
        self._at = 0
        self._lines = 0  # before the beginning of the text held
        self._column = 0  # letters of its first line that were let go

    def _more(self) -> bool:
        """Read on, at least as much again as is held; False at the end."""
        part = next(self._parts, "")
        if not part:
            return False
        self._lines += self._text.count("\n", 0, self._at)
        newline = self._text.rfind("\n", 0, self._at)
        self._column = self._column + self._at if newline < 0 else self._at - newline - 1
        held = [self._text[self._at :], part]
        wanted, got = len(held[0]), len(part)
        while got < wanted and (part := next(self._parts, "")):
            held.append(part)
            got += len(part)
        self._text, self._at = "".join(held), 0
        return True

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a place in the text held, counted from 1."""
        newline = self._text.rfind("\n", 0, at)
        column = at - newline if newline >= 0 else self._column + at + 1
        return self._lines + self._text.count("\n", 0, at) + 1, column

    def next_sign(self) -> str:
        """The next sign that is no blank, not taken; "" at the end."""
        while True:
            found = _BLANKS.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Take this sign if it comes next."""
        if self.next_sign() != sign:
            return False
        self._at += 1
        return True

    def expect(self, *signs: str) -> str:
        """Take one of these signs, which must come next."""
        sign = self.next_sign()
        if sign not in signs or not sign:
            raise self.trouble()
        self._at += 1
        return sign

    def trouble(self) -> Problem:
        """What is wrong where reading stands: the end came too early, or something else stands there."""
        self.next_sign()
        while len(self._text) - self._at < _NEAR and self._more():
            pass
        if len(self._text[self._at :].rstrip()) <= _NEAR // 2:
            return self._cut_off()
        line, column = self.place(self._at)
        return Problem("import-json", file=self.name, line=line, column=column)

    def value(self) -> object:
        """The next value. Raises `Bad` for one that ends but can't be read, else `Problem`."""
        self.next_sign()
        while True:
            try:
                value, end = decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                wrong = error.pos - self._at
                early = error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _NEAR
                if not (early and len(self._text) - self._at < _MOST and self._more()):
                    self._skip_bad(wrong, early)
            except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
                self._skip_bad(0, early=False)
            else:
                if end == len(self._text) and self._more():
                    continue  # what follows might belong to it: 12 of 123
                self._at = end if end <= len(self._text) else len(self._text)
                return value

    def _skip_bad(self, wrong: int, early: bool) -> None:
        """Go behind the value at hand, whose fault is `wrong` letters on, and raise `Bad`; where it has no
        end, `Problem`: cut off if the fault came `early`, at the end of the text."""
        line, column = self.place(self._at + wrong)
        problem = Problem("import-json", file=self.name, line=line, column=column)
        if self._text[self._at : self._at + 1] not in ("{", "["):
            raise self._cut_off() if early else problem
        depth, gone = 0, 0
        while True:
            for found in _TOKEN.finditer(self._text, self._at + gone):
                sign = found[0]
                if sign == '"':
                    break  # a string without an end as yet
                depth += 1 if sign in "{[" else -1 if sign in "}]" else 0
                gone = found.end() - self._at
                if depth == 0:
                    self._at += gone
                    raise Bad(Problem("row-json", line=line, column=column))
            if len(self._text) - self._at >= _MOST or not self._more():
                raise self._cut_off() if early else problem

    def _cut_off(self) -> Problem:
        line, _ = self.place(len(self._text.rstrip()))
        return Problem("import-truncated", file=self.name, line=line)

    def skip_line(self) -> bool:
        """Go to the next line; False where there is none."""
        while True:
            newline = self._text.find("\n", self._at)
            if newline >= 0:
                self._at = newline + 1
                return bool(self.next_sign())
            if not self._more():
                self._at = len(self._text)
                return False

    def line(self) -> int:
        """The line reading stands in."""
        return self.place(self._at)[0]
