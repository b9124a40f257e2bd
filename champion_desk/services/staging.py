"""Keeps the rows of a list aside, packed and encrypted, from when they are read until they are taken in."""

from __future__ import annotations

import marshal
import tempfile
import threading
import weakref
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from champion_desk.domain.directory import Listing, ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.storage.rows import from_row, to_row
from champion_desk.storage.trouble import known

AT_A_TIME = 250
# Beyond this the rows lie in a file without a name; the key to it is held in memory alone.
_IN_MEMORY = 16 * 1024 * 1024
_PLACE = Path("temporary files")


@dataclass(frozen=True, slots=True)
class Staged:
    """A row as it is kept: a listing as the columns of its table, or a refusal; and the notes."""

    line: int
    name: str
    listing: dict[str, object] | None
    refusal: Problem | None
    notes: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, row: ReadRow) -> Staged:
        """A row that was read."""
        return cls(row.line, row.name, to_row(row.listing) if row.listing else None, row.refusal, row.notes)

    @property
    def key(self) -> str:
        """The listing's key at its source."""
        return str(self.listing["source_key"]) if self.listing else ""

    def read(self) -> ReadRow:
        """The row as it was read."""
        listing = from_row(Listing, self.listing) if self.listing else None
        return ReadRow(self.line, self.name, listing, self.refusal, self.notes)


def _packed(problem: Problem | None) -> tuple[str, dict[str, object]] | None:
    return (problem.code, problem.facts) if problem else None


def _unpacked(given: tuple[str, dict[str, object]] | None) -> Problem | None:
    return Problem(given[0], **given[1]) if given else None


class StagedRows:
    """Rows that can be gone through any number of times without holding them all.

    They are written as Python writes constants (`marshal`): nobody else has the key, so nobody else's bytes
    are ever read.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with this object
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._places: list[tuple[int, int]] = []
        self._lock = threading.Lock()
        self._count = 0
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return self._count

    def add(self, rows: Sequence[Staged]) -> None:
        """Keep some more rows. Raises `Problem` where the disk for passing files is full."""
        plain = marshal.dumps(
            [
                (row.line, row.name, row.listing, _packed(row.refusal), [_packed(note) for note in row.notes])
                for row in rows
            ]
        )
        with self._lock, known(_PLACE):
            nonce = len(self._places).to_bytes(12, "big")  # each once with this key
            sealed = self._cipher.encrypt(nonce, zlib.compress(plain, 1), None)
            start = self._file.seek(0, 2)
            self._file.write(sealed)
            self._places.append((start, len(sealed)))
            self._count += len(rows)

    def parts(self) -> Iterator[list[Staged]]:
        """The rows in the order they came, some at a time."""
        for number in range(len(self._places)):
            start, length = self._places[number]
            with self._lock, known(_PLACE, writing=False):
                self._file.seek(start)
                sealed = self._file.read(length)
            plain = zlib.decompress(self._cipher.decrypt(number.to_bytes(12, "big"), sealed, None))
            yield [
                Staged(
                    line,
                    name,
                    listing,
                    _unpacked(refusal),
                    tuple(note for given in notes if (note := _unpacked(given))),
                )
                for line, name, listing, refusal, notes in marshal.loads(plain)
            ]

    def __iter__(self) -> Iterator[ReadRow]:
        for part in self.parts():
            for row in part:
                yield row.read()
