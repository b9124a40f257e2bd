"""A copy of the open store under another key: checked, then put in its place while nobody reads or writes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.storage import engine
from champion_desk.storage.files import sync_file
from champion_desk.storage.keys import mark_of
from champion_desk.storage.store import FILE, Store, integrity
from champion_desk.storage.trouble import known

_LAID = ".changing-"
_EVERY = 20_000  # steps of the database between two looks at whether to stop
_SALT_BYTES = 16


def sweep(folder: Path) -> None:
    """Remove what a change of key that was killed left in the folder. Only for whoever holds its lock."""
    for left in folder.glob(_LAID + "*"):
        shutil.rmtree(left, ignore_errors=True)


def change(
    opened: Store,
    key: bytes,
    before_swap: Callable[[str], None],
    step: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> None:
    """Give the open store another key, in a new file. `before_swap` is told the new file's mark.

    `step` is told of "copy", "check" and "swap". Until the swap nothing has changed, and it can be
    `cancelled`. Raises `Cancelled`, or `Problem`: disk-full, store-busy, new-key-not-whole …
    """
    with known(opened.folder):
        sweep(opened.folder)
        with tempfile.TemporaryDirectory(dir=opened.folder, prefix=_LAID, ignore_cleanup_errors=True) as made:
            copy = _Copy(opened, key, Path(made) / FILE)
            try:
                copy.make(step, cancelled)
                step("swap")
                opened.change_key(key, lambda: copy.put_in_place(before_swap))
            finally:
                copy.close()


class _Copy:
    """The new file in the making, beside a connection that notices when anyone writes to the old one."""

    def __init__(self, opened: Store, key: bytes, target: Path) -> None:
        self._opened, self._old, self._key, self._target = opened, opened.key, key, target
        self._source = engine.connect(opened.path, opened.key, read_only=True)
        self._version = 0

    def close(self) -> None:
        self._source.close()

    def make(self, step: Callable[[str], None], cancelled: Callable[[], bool]) -> None:
        """Copy and check. What is written meanwhile is not in it; `put_in_place` sees to that."""
        step("copy")
        self._version = self._version_now()
        self._target.unlink(missing_ok=True)
        with _stoppable(self._source, cancelled):
            self._source.execute("VACUUM INTO ?", (str(self._target),))
        _rekey(self._target, self._old, self._key)
        step("check")
        if not integrity(self._target, self._key):
            raise Problem("new-key-not-whole", path=str(self._target))
        with closing(engine.connect(self._target, self._key, read_only=True)) as copy:
            same = _counts(copy) == _counts(self._source)
        if not same and self._version_now() == self._version:
            raise Problem("new-key-not-whole", path=str(self._target))
        sync_file(self._target)
        if cancelled():
            raise Cancelled

    def put_in_place(self, before_swap: Callable[[str], None]) -> None:
        """Nobody reads or writes now: take in what came meanwhile, close the old file, exchange it."""
        if self._version_now() != self._version:
            self.make(lambda _step: None, lambda: False)
        self._source.close()
        self._fold()
        before_swap(mark_of(self._target))
        self._target.replace(self._opened.path)

    def _version_now(self) -> int:
        """A number that changes whenever anyone else has written."""
        return int(self._source.execute("PRAGMA data_version").fetchone()[0])

    def _fold(self) -> None:
        """Fold the old file's write-ahead log into it, so that none lies beside the new one."""
        path = self._opened.path
        with closing(engine.connect(path, self._old)) as last:
            mode = last.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete" or path.with_name(path.name + "-wal").exists():
            raise Problem("store-busy")


@contextmanager
def _stoppable(connection: sqlcipher.Connection, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Long work in here ends with `Cancelled` soon after someone asked for it."""
    connection.set_progress_handler(lambda: int(cancelled()), _EVERY)
    try:
        yield
    except sqlcipher.OperationalError as error:
        if cancelled():
            raise Cancelled from error
        raise
    finally:
        connection.set_progress_handler(None, _EVERY)


def _rekey(path: Path, old: bytes, new: bytes) -> None:
    """Seal every page of a file anew, with a random beginning of its own: by that it is told from the old."""
    with closing(
        sqlcipher.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{old.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}{os.urandom(_SALT_BYTES).hex()}'\"")


def _counts(connection: sqlcipher.Connection) -> dict[str, int]:
    """How many rows each table has, those of the index of words too."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    quoted = {str(name): '"' + str(name).replace('"', '""') + '"' for (name,) in names}
    return {
        name: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        for name, table in quoted.items()
    }
