"""Reads files of postcodes: Code-Point Open and the ONS directories, as a file, a folder or a zip."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from champion_desk.domain.places import Position, in_great_britain_box, normal_postcode
from champion_desk.domain.postcodes import PostcodePosition
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers.grid import position_from_grid

Progress = Callable[[int, int | None], None]
_EVERY = 2_000  # rows between two reports
_MOST_BYTES = 6 * 1024**3
_MOST_RATIO = 60  # how much larger a file may be than in its zip; lists of postcodes come to about 8
_NO_HEADER_COLUMNS = 10  # of Code-Point Open
_CODE_POINT = {"postcode": 0, "quality": 1, "east": 2, "north": 3}
# Names of columns change from edition to edition (`pcds`, `pcd7`; `oseast1m`, `east1m`): found by pattern,
# the best first. ONS Postcode Directory and National Statistics Postcode Lookup up to 2024 and from 2025,
# Scottish Postcode Directory, Code-Point Open with a heading.
_COLUMNS = {
    "postcode": (r"pcds", r"pcd8", r"pcd2", r"pcd7", r"pcd", r"post_?code", r"pc"),
    "ended": (r"doterm", r"date_?of_?(deletion|termination)"),
    "latitude": (r"lat", r"latitude"),
    "longitude": (r"long?", r"lng", r"longitude"),
    "east": (r"(os)?east1m", r"eastings?", r"grid_?reference_?easting"),
    "north": (r"(os)?n(or)?th1m", r"north1m", r"northings?", r"grid_?reference_?northing"),
    "quality": (r"(os)?gr(i)?dind", r"positional_quality_indicator", r"grid_?reference_?quality"),
}
# Grid quality that stands for no position: 9 in the ONS directories, 90 in Code-Point Open.
_NO_POSITION = frozenset({"9", "90"})
_YEAR_MONTH = re.compile(r"(\d{4})-?(\d\d)")
_DAY_MONTH_YEAR = re.compile(r"\d\d?/(\d\d?)/(\d{4})")


@dataclass(frozen=True, slots=True)
class _Member:
    """One file to read, its name for people, its bytes when all of it is read."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def read(path: Path, progress: Progress, cancelled: Callable[[], bool]) -> Iterator[PostcodePosition | None]:
    """Every postcode of a file, a folder or a zip; None for a row that is no postcode.

    `progress` counts bytes. Raises `Cancelled`, and `Problem` for what is no list of postcodes, can't be
    read, or ends in the middle of a row.
    """
    with _members(path) as members:
        total, before, rows = sum(one.size for one in members), 0, 0
        for member in members:
            with _known(member.name), member.open() as raw:
                for at, row in enumerate(_rows(member, raw)):
                    if at % _EVERY == 0:
                        if cancelled():
                            raise Cancelled
                        progress(before + min(raw.tell(), member.size), total)
                    rows += 1
                    yield row
            before += member.size
        if not rows:
            raise Problem("postcodes-none", file=path.name)
        progress(total, total)


def holds_postcodes(path: Path) -> bool:
    """Whether a file, a folder or a zip is a list of postcodes: a quick look, never an error."""
    try:
        with _members(path):
            return True
    except Problem:
        return False


@contextmanager
def _members(path: Path) -> Iterator[list[_Member]]:
    """The files with postcodes in them."""
    with _known(path.name):
        if path.is_dir():
            found = [_of_path(one) for one in sorted(path.rglob("*.csv")) if one.is_file()]
            yield _wanted(found, path.name)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield _wanted(
                    [_of_zip(archive, one) for one in archive.infolist() if _is_csv(one)], path.name
                )
        else:
            yield _wanted([_of_path(path)], path.name)


@contextmanager
def _known(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise Problem("import-not-found", file=name) from None
    except PermissionError:
        raise Problem("import-no-permission", file=name) from None
    except (zipfile.BadZipFile, EOFError, RuntimeError):  # locked, cut off, odd packing
        raise Problem("postcodes-zip", file=name) from None
    except (OSError, ValueError, csv.Error):
        raise Problem("import-unreadable", file=name) from None


def _is_csv(one: zipfile.ZipInfo) -> bool:
    return one.filename.lower().endswith(".csv") and not one.is_dir()


def _of_path(path: Path) -> _Member:
    return _Member(path.name, path.stat().st_size, lambda: path.open("rb"))


def _of_zip(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> _Member:
    if one.file_size > max(one.compress_size, 1024) * _MOST_RATIO:
        raise Problem("postcodes-zip", file=one.filename)
    return _Member(one.filename, one.file_size, lambda: archive.open(one))


def _wanted(members: Sequence[_Member], name: str) -> list[_Member]:
    """Those that hold postcodes. Beside one large file, the same cut into areas is left out."""
    if sum(one.size for one in members) > _MOST_BYTES:
        raise Problem("import-too-large", file=name, most=_MOST_BYTES // 1024**2)
    found = [one for one in members if _layout(one) is not None]
    whole = [one for one in found if "multi_csv" not in one.name.lower()]
    if not found:
        raise Problem("postcodes-none", file=name)
    return whole or found


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns are, and how many there are; `has_heading` where the first row names them."""

    columns: dict[str, int]
    width: int
    has_heading: bool


def _layout(member: _Member) -> _Layout | None:
    """How a file is laid out, or None where it holds no postcodes."""
    with member.open() as raw:
        head = raw.read(65_536).decode("utf-8-sig", "replace")
    if "\0" in head:
        return None
    rows = csv.reader(io.StringIO(head))
    try:
        first, second = next(rows, []), next(rows, [])
    except csv.Error:
        return None
    if len(first) == _NO_HEADER_COLUMNS and normal_postcode(first[0]):
        return _Layout(_CODE_POINT, _NO_HEADER_COLUMNS, False)
    names = [re.sub(r"\W+", "_", name.strip().lower()).strip("_") for name in first]
    columns = {}
    for field, patterns in _COLUMNS.items():
        for pattern in patterns:
            at = next((at for at, name in enumerate(names) if re.fullmatch(pattern, name)), None)
            if at is not None:
                columns[field] = at
                break
    placed = {"latitude", "longitude"} <= set(columns) or {"east", "north"} <= set(columns)
    if "postcode" not in columns or not placed or not second:
        return None
    # Lists of places have a postcode and a position too; a list of postcodes says so by its columns.
    generic = not names[columns["postcode"]].startswith("pcd")
    if generic and (columns["postcode"] > 0 or not columns.keys() & {"ended", "quality"}):
        return None
    at = columns["postcode"]
    return _Layout(columns, len(first), True) if at < len(second) and normal_postcode(second[at]) else None


def _rows(member: _Member, raw: IO[bytes]) -> Iterator[PostcodePosition | None]:
    layout = _layout(member)
    assert layout is not None
    short = 0
    with io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="") as text:
        reader = csv.reader(text)
        if layout.has_heading:
            next(reader)
        for row in reader:
            if short:
                yield None
                short = 0
            if len(row) < layout.width:
                short = reader.line_num
                continue
            yield _row(row, layout.columns)
    if short:  # a row that is too short is only a bad row, but the last one says that the file was cut off
        raise Problem("import-truncated", file=member.name, line=short)


def _row(row: Sequence[str], columns: dict[str, int]) -> PostcodePosition | None:
    def cell(field: str) -> str:
        at = columns.get(field)
        return row[at].strip() if at is not None else ""

    postcode = normal_postcode(cell("postcode"))
    if postcode is None:
        return None
    return PostcodePosition(postcode, _position(postcode, cell), _ended(cell("ended")))


def _position(postcode: str, cell: Callable[[str], str]) -> Position | None:
    """Degrees where they are given; else from the British grid, on which Northern Ireland does not lie."""
    try:
        latitude, longitude = float(cell("latitude") or "nan"), float(cell("longitude") or "nan")
        if in_great_britain_box(latitude, longitude):
            return Position(latitude, longitude)
        if cell("latitude") or postcode.startswith("BT") or cell("quality") in _NO_POSITION:
            return None  # 99.999999 stands for none
        return position_from_grid(float(cell("east") or 0), float(cell("north") or 0))
    except (ValueError, OverflowError):
        return None


def _ended(text: str) -> date | None:
    found = _YEAR_MONTH.match(text)
    year, month = (found[1], found[2]) if found else ("", "")
    if not found and (day := _DAY_MONTH_YEAR.match(text)):
        year, month = day[2], day[1]
    if not year or not 1970 <= int(year) < 2100 or not 1 <= int(month) <= 12:
        return None
    return date(int(year), int(month), 1)
