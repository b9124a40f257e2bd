"""What every importer is given and what it offers, so that a new format is one new file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from champion_desk.domain.directory import ReadRow
from champion_desk.domain.problems import Cancelled
from champion_desk.importers import files

Progress = Callable[[int, int | None], None]


def _quiet(done: int, total: int | None) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A list to read: its name for people, its bytes, and how to tell about progress.

    `progress(done, total)` counts entries; `total` is None where it can't be known yet. `cancelled`
    is asked between entries. The bytes are read once, so what was previewed is what is taken in.
    """

    name: str
    data: bytes
    progress: Progress = _quiet
    cancelled: Callable[[], bool] = _never

    @classmethod
    def open(
        cls, path: Path, progress: Progress = _quiet, cancelled: Callable[[], bool] = _never
    ) -> ImportFile:
        """Read a file; `Problem` "import-not-found", "import-too-large" and the like where it can't be."""
        return cls(path.name, files.read_bytes(path), progress, cancelled)

    def watched(self, progress: Progress, cancelled: Callable[[], bool]) -> ImportFile:
        """The same list, with somebody watching."""
        return replace(self, progress=progress, cancelled=cancelled)

    @property
    def fingerprint(self) -> str:
        """What tells this file from any other: SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def step(self, done: int, total: int | None = None) -> None:
        """Tell how far it is; raises `Cancelled` when the person has stopped it."""
        if self.cancelled():
            raise Cancelled
        self.progress(done, total)


class Importer(Protocol):
    """What a module in this package with a NAME offers."""

    NAME: str

    def recognises(self, file: ImportFile) -> bool:
        """Whether the file looks like this format; a quick look, never an error."""
        ...

    def read(self, file: ImportFile) -> Iterator[ReadRow]:
        """Each entry as a listing or a refusal. `Problem` if the whole file can't be used.

        The whole file is checked before the first row is given, so that a cut-off file gives none.
        """
        ...
