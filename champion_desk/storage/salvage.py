"""Takes what is whole out of a damaged store, page by page, and makes a new store of it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.identity import is_id
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.storage import erased_past, fresh_store, keys, leaf_rows, migration, tables
from champion_desk.storage.change_log import Author
from champion_desk.storage.fresh_store import Ids, Shape
from champion_desk.storage.leaf_rows import UnreadableError, Value
from champion_desk.storage.sealed_pages import SealedPages
from champion_desk.storage.trouble import known

Progress = Callable[[int, int | None], None]
_EVERY = 200  # pages between two looks at whether someone asked to stop
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:")
_STAMP = re.compile(r"[0-9a-f]{12}\.[0-9a-f]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOG_WIDTH = len(tables.change_log.c)
_BROKEN = (UnreadableError, struct.error, IndexError)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A new, verified store of this version, and what is known of its rows.

    `rows` counts those taken by table. `complete` names the tables of which no page was lost: what they lack
    was taken out on purpose. Rows in `older` come from an older copy of a page whose newest is damaged;
    those in `stand_ins` take the place of a lost row that others refer to. `version` is what the store was.
    """

    path: Path
    version: int
    pages: int
    damaged_pages: int
    rows: Mapping[str, int]
    complete: frozenset[str]
    older: Ids
    stand_ins: Ids

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all could be taken."""
        return not any(self.rows.values())


@dataclass(slots=True)
class _Map:
    """Which pages hold rows of which table; `unplaced` are leaves that no whole tree leads to."""

    by_table: dict[str, list[int]] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)
    unplaced: list[int] = field(default_factory=list)


def salvage(
    damaged: Path,
    key: bytes,
    target: Path,
    ring: keys.Keyring,
    unnamed: str = "?",
    progress: Progress = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Salvaged:
    """Make a new store at `target` of what is whole in `damaged` (and in the `-wal` beside it).

    The damaged files are only read. Raises `Cancelled`, and `Problem`: store-newer, store-foreign, disk-full.
    """
    with known(damaged, writing=False), SealedPages(damaged, key) as pages:
        return _Salvage(pages, damaged, progress, cancelled).into(target, key, ring, unnamed)


def key_fits(path: Path, key: bytes) -> bool:
    """Whether a store, whole or damaged, was written with this key: one page with a right seal proves it."""
    with known(path, writing=False), SealedPages(path, key) as pages:
        return pages.any_opens()


class _Salvage:
    def __init__(
        self, pages: SealedPages, path: Path, progress: Progress, cancelled: Callable[[], bool]
    ) -> None:
        self._pages, self._path = pages, path
        self._progress, self._cancelled = progress, cancelled
        self._kinds: dict[int, int] = {}
        self._total = 2 * pages.count

    def into(self, target: Path, key: bytes, ring: keys.Keyring, unnamed: str) -> Salvaged:
        if self._log_is_older():
            self._pages.leave_out_log()
        self._look_at_all()
        version = self._version()
        shapes = fresh_store.shapes(version)
        where = self._places(shapes)
        with known(target):
            connection = fresh_store.begin(target, key, version)
            try:
                rows: dict[str, int] = {}
                older: set[tuple[str, str]] = set()
                for table, shape, found, is_older in self._found(where, shapes):
                    added = fresh_store.insert(connection, table, shape.names, found)
                    rows[table] = rows.get(table, 0) + added
                    if is_older and "id" in shape.names:
                        at = shape.names.index("id")
                        older |= {(table, str(row[at])) for row in found}
                self._honour_erasures(connection, older)
                stand_ins = fresh_store.complete(connection, ring, unnamed)
                fresh_store.finish(connection, target, key, Author(ring.desk_id, ""))
            finally:
                connection.close()
        return Salvaged(
            target,
            version,
            self._pages.count,
            self._pages.count - len(self._kinds),
            rows,
            frozenset(where.complete),
            frozenset(older),
            stand_ins,
        )

    def _step(self, done: int) -> None:
        if done % _EVERY == 0:
            if self._cancelled():
                raise Cancelled
            self._progress(done, self._total)

    def _log_is_older(self) -> bool:
        """Whether the log was put back by hand from an earlier time: the file knows of later changes."""
        frames = self._pages.log.frames
        in_log = max((_last_stamp(self._pages.page(number), number) for number in frames), default="")
        self._pages.older.clear()
        if not in_log:
            return False
        every = range(1, self._pages.pages_in_file + 1)
        return any(_last_stamp(self._pages.file_page(number), number) > in_log for number in every)

    def _look_at_all(self) -> None:
        """Check the seal of every page, and note what kind it is."""
        for number in range(1, self._pages.count + 1):
            self._step(number)
            page = self._pages.page(number)
            if page is not None:
                self._kinds[number] = leaf_rows.kind_of(page, number)

    def _version(self) -> int:
        """What the store's first page says, or this program's own where that page is lost."""
        newest, first = migration.newest_version(), self._pages.page(1)
        if first is None:
            return newest
        version, application = struct.unpack_from(">I4xI", first, 60)
        if version and application != migration.APPLICATION_ID:
            raise Problem("store-foreign", path=str(self._path))
        if version > newest:
            raise Problem("store-newer", path=str(self._path))
        return version or newest

    def _whole_page(self, number: int) -> bytes | None:
        """A page in its newest state, and in no older one."""
        page = self._pages.page(number) if number in self._kinds else None
        return None if number in self._pages.older else page

    def _places(self, shapes: Mapping[str, Shape]) -> _Map:
        where = _Map()
        placed = set()
        for table, root in self._roots():
            leaves, is_complete = self._walk(root)
            placed |= set(leaves)
            if table in shapes:
                where.by_table[table] = leaves
                if is_complete and self._pages.log.is_whole:
                    where.complete.add(table)
        is_leaf = (number for number, kind in self._kinds.items() if kind == leaf_rows.TABLE_LEAF)
        where.unplaced = [number for number in is_leaf if number not in placed]
        return where

    def _roots(self) -> Iterator[tuple[str, int]]:
        """Each table's name and first page, from the pages of the schema that are whole."""
        leaves, _is_complete = self._walk(1)
        yield "sqlite_schema", 1
        for number in leaves:
            for row in self._rows(number):
                if row is not None and len(row[1]) == 5 and row[1][0] == "table" and row[1][3]:
                    yield str(row[1][1]), int(str(row[1][3]))

    def _walk(self, root: int) -> tuple[list[int], bool]:
        """The pages with rows below a root, in order, and whether none of the tree is lost."""
        found, is_complete, waiting, seen = [], True, [root], set()
        while waiting:
            number = waiting.pop()
            page = self._whole_page(number)
            if page is None or number in seen:
                is_complete = False
                continue
            seen.add(number)
            kind = leaf_rows.kind_of(page, number)
            try:
                if kind in (leaf_rows.TABLE_INTERIOR, leaf_rows.INDEX_INTERIOR):
                    waiting += reversed(leaf_rows.children(page, number))
                if kind != leaf_rows.TABLE_INTERIOR:
                    found.append(number)
            except _BROKEN:
                is_complete = False
        return found, is_complete

    def _rows(self, number: int) -> list[leaf_rows.Row | None]:
        """The rows of one page. Of an older copy only those that lie in it wholly: other pages moved on."""
        page = self._pages.page(number)
        if page is None:
            return [None]
        is_older = number in self._pages.older
        try:
            return list(leaf_rows.rows(page, number, _nothing if is_older else self._whole_page))
        except _BROKEN:
            return [None]

    def _found(
        self, where: _Map, shapes: Mapping[str, Shape]
    ) -> Iterator[tuple[str, Shape, list[list[object]], bool]]:
        """The rows by table, page for page: first those in place, then those no tree leads to."""
        done = self._pages.count
        for table, leaves in where.by_table.items():
            shape = shapes[table]
            for number in leaves:
                done += 1
                self._step(min(done, self._total))
                rows = self._rows(number)
                if None in rows:
                    where.complete.discard(table)
                yield table, shape, [_row(shape, row) for row in rows if row is not None], False
        for number in sorted(where.unplaced, key=lambda one: one in self._pages.older):
            done += 1
            self._step(min(done, self._total))
            found = [row for row in self._rows(number) if row is not None]
            fitting = [table for table, shape in shapes.items() if found and _all_fit(shape, found)]
            if len(fitting) == 1:
                shape = shapes[fitting[0]]
                is_older = number in self._pages.older
                yield fitting[0], shape, [_row(shape, row) for row in found], is_older

    @staticmethod
    def _honour_erasures(connection: sqlcipher.Connection, older: set[tuple[str, str]]) -> None:
        """What was erased for good does not come back from an older copy of a page, nor from its changes."""
        for table, gone in fresh_store.erased(connection).items():
            fresh_store.delete(connection, table, [one for one in gone if (table, one) in older])
            changes = [one for kind, one in older if kind == "change_log"]
            connection.executemany(
                "DELETE FROM change_log WHERE id = ? AND table_name = ? AND kind <> 'erase' AND record_id IN"
                " (SELECT record_id FROM change_log WHERE kind = 'erase' AND table_name = ?)",
                [(one, table, table) for one in changes],
            )
        erased_past.keep_out_of_older(connection, older)


def _last_stamp(page: bytes | None, number: int) -> str:
    """The last moment in a page of the change log; nothing for a page of something else."""
    if page is None or leaf_rows.kind_of(page, number) != leaf_rows.TABLE_LEAF:
        return ""
    try:
        rows = [row[1] for row in leaf_rows.rows(page, number, _nothing) if row is not None]
    except _BROKEN:
        return ""
    stamps = (str(row[1]) for row in rows if len(row) == _LOG_WIDTH)
    return max((stamp for stamp in stamps if _STAMP.fullmatch(stamp)), default="")


def _nothing(_number: int) -> None:
    return None


def _row(shape: Shape, row: leaf_rows.Row) -> list[object]:
    """A row with a value for each column; those added to the table later have their usual value."""
    number, values = row
    full: list[object] = [*values[: len(shape.columns)]]
    full += [column.default for column in shape.columns[len(full) :]]
    if shape.row_id:
        full[shape.names.index(shape.row_id)] = number
    return full


def _all_fit(shape: Shape, rows: list[leaf_rows.Row]) -> bool:
    """Whether every row could be one of that table: no page of another table looks the same."""
    return all(
        len(values) in shape.widths
        and all(_fits(column, value) for column, value in zip(shape.columns, values, strict=False))
        for _number, values in rows
    )


def _fits(column: fresh_store.Column, value: Value) -> bool:
    name = column.name
    if value is None:
        return not column.needed and name != "id"
    if column.kind == "BLOB":
        return isinstance(value, bytes)
    if column.kind != "TEXT":
        return isinstance(value, int | float)
    if not isinstance(value, str):
        return False
    if name == "id":
        return is_id(value)
    if name.endswith("_id"):
        return not value or is_id(value)
    if name.endswith("_at") or name == "at":
        return bool(_MOMENT.match(value))
    if name.endswith("_on") or name in ("on", "due"):
        return bool(_DAY.match(value))
    return True
