"""One desk's store: opening it safely, and the transaction that everything is read and written in."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Table, select

from champion_desk.domain.badges import Badge
from champion_desk.domain.clock import HybridClock
from champion_desk.domain.courses import Duty, OwnCourse
from champion_desk.domain.frameworks import OwnFramework
from champion_desk.domain.practice import Practice
from champion_desk.domain.problems import Problem
from champion_desk.domain.suggestions import SuggestionAnswer
from champion_desk.domain.told_ratings import RatingShare
from champion_desk.storage import engine, left_log, migration, tables
from champion_desk.storage.certificates import CertificateRepository
from champion_desk.storage.champions import ChampionRepository, DeskRepository
from champion_desk.storage.change_log import Author
from champion_desk.storage.changes import Changes
from champion_desk.storage.cover_sums import CoverSums
from champion_desk.storage.directory import DirectoryRepository
from champion_desk.storage.directory_versions import VersionRepository
from champion_desk.storage.erasure import ErasureRepository
from champion_desk.storage.favourites import FavouriteRepository
from champion_desk.storage.figures import FigureSums
from champion_desk.storage.files import STORE_FILE
from champion_desk.storage.gate import Gate
from champion_desk.storage.keeping import KeepingRepository
from champion_desk.storage.listing_words import ListingWords
from champion_desk.storage.lists import ListRepository
from champion_desk.storage.log_rows import LogRows
from champion_desk.storage.mappings import MappingRepository
from champion_desk.storage.own_handouts import AttachmentRepository, OwnHandoutRepository
from champion_desk.storage.own_record import OwnRecordRepository
from champion_desk.storage.past_logs import PastLogRepository
from champion_desk.storage.postcodes import PostcodeRepository
from champion_desk.storage.practice_sums import PracticeSums
from champion_desk.storage.record_repository import RecordRepository
from champion_desk.storage.retention import RetentionRepository
from champion_desk.storage.session_finding import SessionFinder
from champion_desk.storage.sessions import DraftRepository, SessionRepository
from champion_desk.storage.tallies import TallyRepository
from champion_desk.storage.told_ratings import ToldRatingRepository
from champion_desk.storage.training import TrainingRepository
from champion_desk.storage.trouble import known

FILE = STORE_FILE
T = TypeVar("T")


class Transaction:
    """One unit of work, with an attribute for each family of records."""

    def __init__(self, connection: Connection, clock: HybridClock, author: Author) -> None:
        self.changes = Changes(connection, clock, author)
        self.desk = DeskRepository(connection)
        self.champions = ChampionRepository(connection, self.changes)
        self.sessions = SessionRepository(connection, self.changes)
        self.finder = SessionFinder(connection)
        self.log_rows = LogRows(connection)
        self.figures = FigureSums(connection)
        self.drafts = DraftRepository(connection)
        self.tallies = TallyRepository(connection, self.changes)
        self.lists = ListRepository(connection, self.changes)
        self.mappings = MappingRepository(connection, self.changes)
        self.past_logs = PastLogRepository(connection, self.changes)
        self.directory = DirectoryRepository(connection, self.changes)
        self.favourites = FavouriteRepository(connection, self.changes)
        self.own_handouts = OwnHandoutRepository(connection, self.changes)
        self.attachments = AttachmentRepository(connection, self.changes)
        self.listing_words = ListingWords(connection)
        self.postcodes = PostcodeRepository(connection)
        self.keeping = KeepingRepository(connection, self.changes)
        self.versions = VersionRepository(connection, self.changes, self.directory)
        self.training = TrainingRepository(connection, self.changes)
        self.certificates = CertificateRepository(connection, self.changes)
        self.own_record = OwnRecordRepository(connection, self.changes)
        self.told_ratings = ToldRatingRepository(connection, self.changes)
        self.cover = CoverSums(connection)
        self.practice = PracticeSums(connection)

        def kept(table: Table, kind: type[T], key: tuple[str, ...] = ()) -> RecordRepository[T]:
            return RecordRepository(connection, self.changes, table, kind, key)

        self.frameworks = kept(tables.own_frameworks, OwnFramework, ("code",))
        self.courses = kept(tables.own_courses, OwnCourse, ("code",))
        self.duties = kept(tables.duties, Duty, ("course", "role"))
        self.answers = kept(tables.suggestion_answers, SuggestionAnswer, ("champion_id", "kind", "code"))
        self.badges = kept(tables.badges, Badge)
        self.practices = kept(tables.practices, Practice)
        self.rating_shares = kept(tables.rating_shares, RatingShare, ("champion_id",))
        self.retention = RetentionRepository(connection, self.changes, author.champion_id)
        self.erasure = ErasureRepository(connection, self.changes)


class StoreLock:
    """One process for each store, for as long as it is held; freed by the system if the process dies."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "store.lock"
        # Taken on one thread and freed on another: the worker unlocks, whoever closes may be elsewhere.
        self._lock = FileLock(self._path, thread_local=False)

    def take(self) -> None:
        """Raises `Problem("store-in-use")` when another Champion Desk has the store."""
        with known(self._path):
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                raise Problem("store-in-use", path=str(self._path.parent)) from None

    def free(self) -> None:
        """Let others open the store."""
        self._lock.release()


class Store:
    """An open store. Make one with `open_store` or `create_store`; close it when the desk locks."""

    def __init__(self, path: Path, key: bytes, author: Author) -> None:
        self.path = path
        self.key = key
        self._engine = engine.engine_for(path, key)
        self._author = author
        with known(path), self._engine.connect() as connection:
            log = tables.change_log
            last = connection.execute(select(log.c.stamp).order_by(log.c.stamp.desc()).limit(1)).scalar()
        self._clock = HybridClock(last or "")
        self.writes = 0
        self.is_damaged = False  # once a page proved damaged: no backup may take the place of a good one
        self._closed = False
        self._gate = Gate()
        # SQLite has those who wait ask again now and then; this one lets the next in as soon as one is done.
        self._turn = threading.RLock()

    @property
    def folder(self) -> Path:
        """The desk's folder."""
        return self.path.parent

    @property
    def is_open(self) -> bool:
        """Whether it can be read and written; after closing it can't."""
        return not self._closed

    @property
    def author(self) -> Author:
        """The desk and champion who write."""
        return self._author

    def change_author(self, champion_id: str) -> None:
        """Another champion writes from now on."""
        self._author = Author(self._author.desk_id, champion_id)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write: all of it is kept, through a crash and a power cut, when the block ends; or none of it."""
        with self._turn, self._unit("BEGIN IMMEDIATE") as transaction:
            yield transaction
        self.writes += 1

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read one consistent state."""
        with self._unit("BEGIN", writing=False) as transaction:
            yield transaction

    @contextmanager
    def _unit(self, begin: str, writing: bool = True) -> Iterator[Transaction]:
        if self._closed:  # the pool would open the store again, behind a locked desk
            raise Problem("desk-locked")
        with (
            self._gate.passing(),
            self._noting_damage(),
            known(self.path, writing),
            self._engine.connect() as connection,
        ):
            raw = connection.connection.dbapi_connection
            connection.exec_driver_sql(begin)
            try:
                yield Transaction(connection, self._clock, self._author)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                # SQLite may have rolled back by itself (a full disk does that).
                if raw is not None and raw.in_transaction:
                    connection.exec_driver_sql("ROLLBACK")
                raise

    def change_key(self, key: bytes, put_in_place: Callable[[], None]) -> None:
        """Go on with another key: nobody reads or writes while `put_in_place` exchanges the file.

        Where it raises, the file must be as it was, and the store goes on with the key it had. Raises
        `Problem("store-busy")` where someone goes on reading or writing.
        """
        with self._gate.shut(), known(self.path):
            if self._closed:
                raise Problem("desk-locked")
            self._engine.dispose()
            put_in_place()
            self.key = key
            self._engine = engine.engine_for(self.path, key)

    @contextmanager
    def _noting_damage(self) -> Iterator[None]:
        try:
            yield
        except Problem as problem:
            self.is_damaged = self.is_damaged or problem.code == "store-damaged"
            raise

    def wipe(self) -> bool:
        """Write the store anew without what was erased, and empty the write-ahead log.

        `secure_delete` overwrites what is deleted, but not a copy that stayed in the gap of a page when its
        rows moved to another; only a new file has none. Takes about a second for 60 MB, in which writing
        waits. False where a reader was in the way of emptying the log. Raises `Problem` (a full disk …).
        """
        if self._closed:
            raise Problem("desk-locked")
        with (
            self._gate.passing(),
            self._noting_damage(),
            known(self.path),
            closing(engine.connect(self.path, self.key)) as connection,
        ):
            connection.execute("VACUUM")
            return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self._closed = True
        self._engine.dispose()


def open_store(
    folder: Path, key: bytes, author: Author, before_migration: Callable[[], None] = lambda: None
) -> Store:
    """Open the store that is there, and bring it to this version after `before_migration` (a backup).

    Raises `Problem`: not-found, store-newer, store-foreign, store-damaged, disk-full, no-permission …
    Nothing is ever made in place of a store that can't be opened.
    """
    path = folder / FILE
    with known(path):
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            raise Problem("store-missing", path=str(path)) from None
        if size == 0:
            raise Problem("store-damaged", path=str(path))
        roll_back(path, key)
        found = _checked(path, key)
        if found < migration.newest_version():
            before_migration()
            _migrate(path, key)
    return Store(path, key, author)


def roll_back(path: Path, key: bytes) -> None:
    """Undo what a kill left half written while the store became one with a log: looking alone can't."""
    if path.with_name(FILE + "-journal").exists():
        with known(path):
            engine.connect(path, key).close()


def _checked(path: Path, key: bytes) -> int:
    """Look at the version before anything writes, so that a refused store stays byte for byte."""
    with known(path, writing=False), closing(engine.connect(path, key, read_only=True)) as connection:
        found = migration.check_version(connection, path)
        if not _is_sound(path, key, connection):
            raise Problem("store-damaged", path=str(path))
        return found


def _is_sound(path: Path, key: bytes, connection: sqlcipher.Connection) -> bool:
    """Whether it may be worked with: a page found damaged later is found in the middle of someone's work.

    Each page's seal is looked at, 3 ms for each MB; where a log is left, what the two are together.
    """
    if left_log.stands_beside(path):
        return _log_fits(path, key, connection)
    return connection.execute("PRAGMA cipher_integrity_check").fetchone() is None


def _log_fits(path: Path, key: bytes, connection: sqlcipher.Connection) -> bool:
    """Whether the log that a crash left may be folded in: it belongs to this state of this store."""
    if left_log.is_cut_short(path, connection) or left_log.is_older(path, key):
        return False
    return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")


def _migrate(path: Path, key: bytes) -> None:
    connection = engine.connect(path, key)
    try:
        migration.migrate(connection)
    finally:
        connection.close()


def create_store(folder: Path, key: bytes, author: Author) -> Store:
    """A new, empty store. Raises `Problem("store-exists")` when there is one already."""
    path = folder / FILE
    with known(path):
        if path.exists():
            raise Problem("store-exists", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _migrate(path, key)
    return Store(path, key, author)


def integrity(path: Path, key: bytes) -> bool:
    """Whether every page of a store is whole: its seals (HMAC), its structure and its references.

    Raises `Problem` where that can't be told: a store that is busy or can't be read is not damaged.
    """
    try:
        with known(path, writing=False):
            return _is_whole(path, key)
    except Problem as problem:
        if problem.code == "store-damaged":
            return False
        raise


def _is_whole(path: Path, key: bytes) -> bool:
    with closing(engine.connect(path, key, read_only=True)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return False
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            return False
        # Those read each page in use, and its seal, where it is newest. The seals of the file by itself say
        # something only where no log stands beside it: a power cut while the log is folded in leaves pages
        # half written that the log still holds whole.
        if left_log.stands_beside(path):
            return not left_log.is_older(path, key)
        return connection.execute("PRAGMA cipher_integrity_check").fetchone() is None
