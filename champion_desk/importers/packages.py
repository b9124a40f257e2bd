"""Opens folders and zip files of lists, and keeps out what a zip file should not do."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from champion_desk.domain.problems import Problem
from champion_desk.importers import files
from champion_desk.importers.contract import ImportFile, Progress

_KINDS = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"})
_MOST_UNPACKED = files.MOST_MEGABYTES * 1024 * 1024
_MOST_MEMBERS = 2000
# Text packs to a twentieth at best; a bomb of zeros to a thousandth. Small parts may be all blanks.
_MOST_RATIO, _SMALL = 200, 10 * 1024 * 1024
_MOST_OF_WORKBOOK = 1024 * 1024 * 1024
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_XML_HEAD = 64 * 1024
_ABOUT = ("datapackage.json",)


def opened(path: Path, progress: Progress, cancelled: Callable[[], bool]) -> ImportFile:
    """A file, a folder or a zip file of lists. A package's descriptor stands for its whole folder.

    Raises `Problem` with the reason where it can't be read, or where a zip file is not to be trusted.
    """
    if path.name.casefold() in _ABOUT and path.is_file():
        path = path.absolute().parent
    if path.is_dir():
        return _folder(path, progress, cancelled)
    file = ImportFile.open(path, progress, cancelled)
    return unzipped(file) if is_package(file) else file


def is_package(file: ImportFile) -> bool:
    """Whether a file is a zip file of lists, and no workbook."""
    return files.is_zip(file.head) and not file.is_workbook


def _folder(path: Path, progress: Progress, cancelled: Callable[[], bool]) -> ImportFile:
    found = sorted(one for one in (*path.iterdir(), *(path / "data").glob("*")) if _is_list(one.name))
    chosen = [one for one in found if one.is_file()]
    if not chosen:
        raise Problem("import-folder-empty", file=path.name)
    if len(chosen) > _MOST_MEMBERS:
        raise Problem("import-too-large", file=path.name, most=files.MOST_MEGABYTES)
    if sum(map(files.checked_path, chosen)) > _MOST_UNPACKED:
        raise Problem("import-too-large", file=path.name, most=files.MOST_MEGABYTES)
    return _together(path.name, map(ImportFile.open, chosen), progress, cancelled)


def _together(
    name: str, members: Iterable[ImportFile], progress: Progress, cancelled: Callable[[], bool]
) -> ImportFile:
    every = tuple(members)
    if len(every) == 1:
        return every[0].watched(progress, cancelled)
    return ImportFile(name, b"", progress, cancelled, every)


def _is_list(name: str) -> bool:
    return PurePosixPath(name.casefold()).suffix in _KINDS and not name.startswith((".", "~"))


def unzipped(file: ImportFile) -> ImportFile:
    """The lists inside a zip file; nothing is written anywhere.

    Raises `Problem` "import-damaged", "import-zip-locked", "import-zip-unsafe" or "import-folder-empty".
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            parts = archive.infolist()
            _check(file.name, parts)
            chosen = [part for part in parts if _is_wanted(part)]
            members = [ImportFile(PurePosixPath(part.filename).name, archive.read(part)) for part in chosen]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        raise Problem("import-damaged", file=file.name) from None
    if not members:
        raise Problem("import-binary", file=file.name, kind="zip")
    return _together(file.name, members, file.progress, file.cancelled)


def _is_wanted(part: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(part.filename)
    return not part.is_dir() and _is_list(path.name) and "__MACOSX" not in path.parts


def _check(name: str, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse paths that lead out of the zip file, and a little that would unpack to very much."""
    unpacked = packed = 0
    for part in parts:
        path = PurePosixPath(part.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in part.filename:
            raise Problem("import-zip-unsafe", file=name)
        if part.flag_bits & 0x1:
            raise Problem("import-zip-locked", file=name)
        unpacked, packed = unpacked + part.file_size, packed + part.compress_size
    if unpacked > _MOST_UNPACKED or len(parts) > _MOST_MEMBERS:
        raise Problem("import-too-large", file=name, most=files.MOST_MEGABYTES)
    if unpacked > _SMALL and unpacked > packed * _MOST_RATIO:
        raise Problem("import-zip-unsafe", file=name)


def check_workbook(name: str, data: bytes) -> None:
    """Refuse a workbook that unpacks to very much, or whose XML defines entities of its own.

    Raises `Problem` "import-damaged", "import-too-large" or "import-zip-unsafe".
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > _MOST_OF_WORKBOOK or len(parts) > _MOST_MEMBERS:
                raise Problem("import-too-large", file=name, most=files.MOST_MEGABYTES)
            if unpacked > _SMALL and unpacked > sum(part.compress_size for part in parts) * _MOST_RATIO:
                raise Problem("import-zip-unsafe", file=name)
            for part in parts:
                if part.filename.casefold().endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as opened:
                        if _ENTITY.search(opened.read(_XML_HEAD)):
                            raise Problem("import-zip-unsafe", file=name)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        raise Problem("import-damaged", file=name) from None
