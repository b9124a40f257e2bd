"""Reads rows straight from the pages of a store, so that one damaged page takes only its own rows with it.

The layout is SQLite's own: https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from champion_desk.storage.sealed_pages import PAGE, RESERVED

Value = None | int | float | str | bytes
Row = tuple[int, list[Value]]
GetPage = Callable[[int], bytes | None]

TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR = 0x0D, 0x05, 0x0A, 0x02
_USABLE = PAGE - RESERVED
_MOST_BYTES = 64 * 1024 * 1024  # of one row
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)


class UnreadableError(Exception):
    """A page or a row is not what it should be, or a part of it lies in a damaged page."""


def kind_of(page: bytes, number: int) -> int:
    """What the page says it is; any other number than the four above is a page of something else."""
    return page[100 if number == 1 else 0]


def children(page: bytes, number: int) -> list[int]:
    """The pages below a page that is not a leaf."""
    start = 100 if number == 1 else 0
    (last,) = struct.unpack_from(">I", page, start + 8)
    return [struct.unpack_from(">I", page, at)[0] for at in _cells(page, start, 12)] + [last]


def _cells(page: bytes, start: int, header: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", page, start + 3)
    if start + header + 2 * count > _USABLE:
        raise UnreadableError
    return iter(struct.unpack_from(f">{count}H", page, start + header))


def rows(page: bytes, number: int, get_page: GetPage) -> Iterator[Row | None]:
    """The rows in one page of a table, or of a table without row ids; None stands for one that is lost.

    `get_page` brings the pages that a long row goes on in; None from there loses that row.
    """
    start, kind = 100 if number == 1 else 0, kind_of(page, number)
    if kind not in (TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR):
        return
    for at in _cells(page, start, 12 if kind == INDEX_INTERIOR else 8):
        try:
            yield _row(page, at + 4 if kind == INDEX_INTERIOR else at, kind, get_page)
        except (UnreadableError, struct.error, IndexError, ValueError):
            yield None


def _row(page: bytes, at: int, kind: int, get_page: GetPage) -> Row:
    length, at = _varint(page, at)
    row_id = 0
    if kind == TABLE_LEAF:
        row_id, at = _varint(page, at)
    if length > _MOST_BYTES:
        raise UnreadableError
    return _signed(row_id), _values(_payload(page, at, length, kind, get_page))


def _payload(page: bytes, at: int, length: int, kind: int, get_page: GetPage) -> bytes:
    most = _USABLE - 35 if kind == TABLE_LEAF else (_USABLE - 12) * 64 // 255 - 23
    if length <= most:
        if at + length > _USABLE:
            raise UnreadableError
        return page[at : at + length]
    least = (_USABLE - 12) * 32 // 255 - 23
    here = least + (length - least) % (_USABLE - 4)
    here = here if here <= most else least
    parts, left = [page[at : at + here]], length - here
    (following,) = struct.unpack_from(">I", page, at + here)
    while left > 0:
        more = get_page(following) if following else None
        if more is None:
            raise UnreadableError
        parts.append(more[4 : 4 + min(left, _USABLE - 4)])
        left -= _USABLE - 4
        (following,) = struct.unpack_from(">I", more)
    return b"".join(parts)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _values(record: bytes) -> list[Value]:
    header_end, at = _varint(record, 0)
    body, found = header_end, []
    while at < header_end:
        kind, at = _varint(record, at)
        value, body = _value(record, body, kind)
        found.append(value)
    if body > len(record):
        raise UnreadableError
    return found


def _value(record: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind >= 12:
        end = at + (kind - 12) // 2
        part = record[at:end]
        if len(part) != end - at:
            raise UnreadableError
        return (part.decode("utf-8") if kind & 1 else part), end
    if 1 <= kind <= 6:
        end = at + _INTEGER_BYTES[kind]
        return int.from_bytes(record[at:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack_from(">d", record, at)[0], at + 8
    if kind in (0, 8, 9):
        return (None, 0, 1)[(0, 8, 9).index(kind)], at
    raise UnreadableError
