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

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _flat(value: object) -> object:
    """A value as JSON can hold it."""
    if isinstance(value, str | int) or value is None:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _flat(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [_flat(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _flat(item) for key, item in value.items()}
    return value


def to_row(record: object) -> dict[str, object]:
    """A record as the columns of its table."""
    if not is_dataclass(record) or isinstance(record, type):
        raise TypeError("a record is a dataclass")
    row: dict[str, object] = {}
    for field in fields(record):
        flat = _flat(getattr(record, field.name))
        if isinstance(flat, list | dict):
            flat = _as_json(flat) if flat or isinstance(flat, dict) else "[]"
        row[field.name] = int(flat) if isinstance(flat, bool) else flat
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
