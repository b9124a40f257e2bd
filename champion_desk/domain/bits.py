"""Sets of small numbers as the bits of one integer: joined, cut and counted at the speed of memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_MARKS = tuple(1 << place for place in range(8))
_PLACES = tuple(tuple(place for place in range(8) if byte >> place & 1) for byte in range(256))
_SOME = re.compile(rb"[^\0]+")


class BitField:
    """A set that is being filled, number by number, up to `size`."""

    def __init__(self, size: int) -> None:
        self._bytes = bytearray((size >> 3) + 1)

    def add_all(self, numbers: Iterable[int]) -> None:
        """Put these in."""
        field, marks = self._bytes, _MARKS
        for number in numbers:
            field[number >> 3] |= marks[number & 7]

    def bits(self) -> int:
        """The set as it is now."""
        return int.from_bytes(self._bytes, "little")


def bits_of(numbers: Iterable[int], size: int) -> int:
    """A set of numbers that are all smaller than `size`."""
    field = BitField(size)
    field.add_all(numbers)
    return field.bits()


def numbers_in(bits: int) -> Iterator[int]:
    """The numbers of a set, smallest first."""
    data = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    for run in _SOME.finditer(data):
        start = run.start() << 3
        for byte in run.group():
            for place in _PLACES[byte]:
                yield start + place
            start += 8
