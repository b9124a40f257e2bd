"""Reads JSON lists in all the wrappings that feeds put around them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

from champion_desk.domain.problems import Problem

# One name for each wrapping seen in real feeds, the standard's own first.
_WRAPPINGS = ("contents", "content", "data", "items", "results", "services")


def parse(name: str, text: str) -> object:
    """The value of a JSON text, or the list of values where each line is one.

    Raises `Problem` "import-truncated" or "import-json" with the line.
    """
    decoder = json.JSONDecoder(strict=False, parse_constant=_no_number, parse_float=_number)
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and "\n" in text[: error.pos + 1]:
            by_line = _parse_lines(name, decoder, text)
            if by_line is not None:
                return by_line
        raise _trouble(name, text, error) from None
    except RecursionError:
        raise Problem("import-json", file=name, line=1, column=1) from None
    except ValueError:  # a whole number of thousands of digits
        raise Problem("import-json", file=name, line=1, column=1) from None


def _parse_lines(name: str, decoder: json.JSONDecoder, text: str) -> list[object] | None:
    values: list[object] = []
    last = text.count("\n", 0, len(text.rstrip())) + 1
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                values.append(decoder.decode(line))
            except (ValueError, RecursionError):
                if number == last and values:
                    raise Problem("import-truncated", file=name, line=number) from None
                return None
    return values


def _trouble(name: str, text: str, error: json.JSONDecodeError) -> Problem:
    end = len(text.rstrip())
    if error.msg.startswith("Unterminated string") or error.pos >= end - 4:
        return Problem("import-truncated", file=name, line=text.count("\n", 0, end) + 1)
    return Problem("import-json", file=name, line=error.lineno, column=error.colno)


def _no_number(_name: str) -> None:
    return None


def _number(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def records(value: object, depth: int = 3) -> list[object] | None:
    """The entries inside a JSON value; None where it holds no list and is no entry itself."""
    if isinstance(value, list):
        return list(_flat(value, depth))
    if not isinstance(value, dict) or depth == 0:
        return None
    if not is_record(value):
        for wrapping in _WRAPPINGS:
            inner = value.get(wrapping)
            if isinstance(inner, list | dict):
                return records(inner, depth - 1)
        if any(wrapping in value for wrapping in _WRAPPINGS):
            return []
        return None
    return [value]


def is_record(value: dict[str, object]) -> bool:
    """Whether an object is an entry itself, not a wrapping around entries."""
    return "id" in value or isinstance(value.get("name"), str)


def _flat(values: list[object], depth: int) -> Iterator[object]:
    """Entries of a list; pages that were put one after another are opened."""
    for value in values:
        page = isinstance(value, dict) and not is_record(value) and depth > 0
        inner = records(value, depth - 1) if page else None
        if inner:
            yield from inner
        else:
            yield value


def compact(value: object) -> str:
    """A value as JSON text without blanks, safe to store."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode("utf-8", "replace").decode("utf-8")
