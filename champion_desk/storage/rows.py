"""Frozen records to rows and back: lists and nested records as JSON, times as UTC text."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from champion_desk.domain.opening import OpeningHours

_PLAIN = frozenset({str, int, float, bool, type(None)})
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _flat(value: object) -> object:
    """A value as JSON can hold it."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        assert isinstance(value, tuple)
        return [item if type(item) is str else _flat(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if is_dataclass(kind):
        return {
            name: _flat(found) for name, seldom in _fields(kind) if (found := getattr(value, name)) != seldom
        }
    if isinstance(value, tuple | list):
        return [_flat(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _flat(item) for key, item in value.items()}
    return value


# Lists of words are written as they are; `_flat` is asked only for what JSON does not know.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_flat).encode


_ALWAYS = object()


@cache
def _fields(kind: type) -> tuple[tuple[str, object], ...]:
    """The fields of a nested record, each with the value that is left out (of one that is seldom set)."""
    names = _names(kind)
    return tuple(
        (one.name, one.default if one.metadata.get("seldom") else _ALWAYS)
        for one in fields(kind)
        if one.name in names
    )


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The names of a record's fields."""
    if not is_dataclass(kind):
        raise TypeError("a record is a dataclass")
    return tuple(field.name for field in fields(kind))


def to_row(record: object) -> dict[str, object]:
    """A record as the columns of its table."""
    row: dict[str, object] = {}
    whole: type = type(record)
    for name in _names(whole):
        value = getattr(record, name)
        kind = type(value)
        if kind is tuple:
            row[name] = _as_json(value) if value else "[]"
        elif kind is bool:
            row[name] = int(value)
        else:
            flat = _flat(value)
            row[name] = _as_json(flat) if isinstance(flat, list | dict) else flat
    return row


Reader = Callable[[typing.Any], typing.Any]


def _plain(value: object) -> object:
    return value


def _reader(hint: object) -> Reader:
    """How to read one value of that type from its flat form."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        one = _reader(next(arg for arg in inner if arg is not type(None)))
        return lambda value: None if value is None else one(value)
    if origin is tuple:
        item = _reader(inner[0])
        return tuple if item is _plain else lambda value: tuple(item(part) for part in value)
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if hint is time:
        return time.fromisoformat
    if hint is bool:
        return bool
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: _record(hint, value)
    return _plain


@cache
def _readers(kind: type) -> tuple[tuple[str, Reader, bool], ...]:
    """For each field: its name, how to read it, and whether its column holds JSON."""
    hints = typing.get_type_hints(kind)

    def holds_json(hint: object) -> bool:
        return typing.get_origin(hint) in (tuple, dict, Mapping) or hint is dict

    return tuple((f.name, _reader(hints[f.name]), holds_json(hints[f.name])) for f in fields(kind))


def _record(kind: type, values: Mapping[str, typing.Any]) -> object:
    return kind(**{name: read(values[name]) for name, read, _ in _readers(kind) if name in values})


T = typing.TypeVar("T")


def from_row(kind: type[T], row: Mapping[typing.Any, typing.Any]) -> T:
    """The record that a row holds; columns the record does not know are left out."""
    values = {}
    for name, read, is_json in _readers(typing.cast(type, kind)):
        if name in row:
            value = row[name]
            if is_json:
                value = json.loads(value)
                values[name] = value if isinstance(value, dict) else read(value)
            else:
                values[name] = read(value)
    return kind(**values)


def read_hours(column: str) -> tuple[OpeningHours, ...]:
    """The opening hours that a column of listings holds."""
    return tuple(typing.cast(OpeningHours, _record(OpeningHours, one)) for one in json.loads(column))
