"""What every importer is given and what it offers, so that a new format is one new file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from champion_desk.domain.directory import ReadRow
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import files, letters
from champion_desk.importers.letters import Letters

Progress = Callable[[int, int | None], None]


def _quiet(done: int, total: int | None) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


class _Stoppable(io.BufferedReader):
    """A long file that stops being read when the person stops the work."""

    def __init__(self, path: Path, cancelled: Callable[[], bool]) -> None:
        super().__init__(io.FileIO(path))
        self._stopped = cancelled

    def read(self, size: int | None = -1, /) -> bytes:
        if self._stopped():
            raise Cancelled
        return super().read(size)


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A list to read: its name for people, its content, and how to tell about progress.

    The content is the bytes themselves, or the path of a file too long to be held. A folder or a zip file
    has no content of its own but `members`. `progress(done, total)` counts entries; `total` is None
    where it can't be known yet. `cancelled` is asked between entries.
    """

    name: str
    content: bytes | Path
    progress: Progress = _quiet
    cancelled: Callable[[], bool] = _never
    members: tuple[ImportFile, ...] = ()

    @classmethod
    def open(
        cls, path: Path, progress: Progress = _quiet, cancelled: Callable[[], bool] = _never
    ) -> ImportFile:
        """A file; `Problem` "import-not-found", "import-too-large" and the like where it can't be read."""
        size = files.checked_path(path)
        content = files.read_bytes(path) if size <= files.HELD else path
        return cls(path.name, content, progress, cancelled)

    def watched(self, progress: Progress, cancelled: Callable[[], bool]) -> ImportFile:
        """The same list, with somebody watching."""
        return replace(self, progress=progress, cancelled=cancelled)

    def opened(self) -> BinaryIO:
        """The bytes, to be read part by part. Raises `Problem` where the file is gone."""
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        try:
            return _Stoppable(self.content, self.cancelled)
        except OSError:
            raise Problem("import-unreadable", file=self.name) from None

    @property
    def head(self) -> bytes:
        """The first 64 kB."""
        if isinstance(self.content, bytes):
            return self.content[: files.HEAD]
        with self.opened() as file:
            return file.read(files.HEAD)

    @property
    def data(self) -> bytes:
        """All bytes at once. `Problem` "import-too-large" beyond 200 MB."""
        if isinstance(self.content, bytes):
            return self.content
        most = files.MOST_MEGABYTES * 1024 * 1024
        with self.opened() as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise Problem("import-too-large", file=self.name, most=files.MOST_MEGABYTES)
        return data

    @property
    def is_workbook(self) -> bool:
        """Whether it is an Excel workbook."""
        return files.is_zip(self.head) and files.is_workbook(self.data)

    def letters(self) -> Letters:
        """In which letters it is written. Raises `Problem` for what is no text."""
        return files.letters_of(self.name, self.head, self.opened)

    def text(self, found: Letters) -> Iterator[str]:
        """Its text, part by part, every line end as `\\n`."""
        return letters.parts(self.name, self.opened, found)

    def step(self, done: int, total: int | None = None) -> None:
        """Tell how far it is; raises `Cancelled` when the person has stopped it."""
        if self.cancelled():
            raise Cancelled
        self.progress(done, total)


@dataclass(slots=True)
class Reading:
    """What an importer gives: each entry as a listing or a refusal, and what holds for all of them.

    The whole file has been checked before the first row is given, so that a cut-off file gives none.
    """

    rows: Iterator[ReadRow]
    attribution: str = ""
    licence: str = ""
    letters: str = ""

    def __iter__(self) -> Iterator[ReadRow]:
        return self.rows


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a file, taken once for all importers.

    `entries` are the first few of a JSON list, `outer` what stands around them, `by_line` whether each
    stands on a line of its own; `headings` the first rows of a table; `tables` the names of the
    tables in a folder or zip file, in small letters without their endings.
    """

    name: str
    is_json: bool = False
    is_table: bool = False
    entries: tuple[dict[str, object], ...] = ()
    outer: dict[str, object] = field(default_factory=dict)
    by_line: bool = False
    headings: tuple[tuple[str, ...], ...] = ()
    tables: frozenset[str] = frozenset()

    def any_has(self, *names: str) -> bool:
        """Whether any of the entries has any of these fields."""
        return any(name in entry for entry in self.entries for name in names)


class Importer(Protocol):
    """What a module in this package with a NAME offers."""

    NAME: str

    def recognises(self, look: Look) -> int:
        """How sure it is that the file is of this format: 0 for no, up to 10."""
        ...

    def read(self, file: ImportFile) -> Reading:
        """Each entry as a listing or a refusal. `Problem` if the whole file can't be used."""
        ...
