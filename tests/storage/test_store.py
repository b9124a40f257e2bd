"""The store: encrypted, whole, one process at a time, never replaced by an empty one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession, Draft, HandoutGiven
from champion_desk.storage import engine, migration, store
from champion_desk.storage.change_log import Author

KEY = bytes(range(32))
MAIRI, SITE = Champion("Mairi"), Site("Kirkwall Library")
AUTHOR = Author("desk-1", MAIRI.id)
ROOT = Path(__file__).resolve().parents[2]


def session(**values: object) -> AssistedSession:
    usual = AssistedSession(
        MAIRI.id, SITE.id, datetime(2026, 11, 20, 10, 15, tzinfo=UTC), ("nhs-app", "wifi"), 7, "done"
    )
    return replace(usual, **values)  # type: ignore[arg-type]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[store.Store]:
    made = store.create_store(tmp_path, KEY, AUTHOR)
    with made.transaction() as tx:
        tx.champions.add(MAIRI)
        tx.champions.add_site(SITE)
    yield made
    made.close()


def test_a_session_comes_back_as_it_went_in(opened: store.Store) -> None:
    one = session(
        barriers=("skills", "cost"), effort=3, people=4, note="Ŵyl, Gàidhlig: “tha”", stuck=True,
        handouts=(HandoutGiven("use-the-nhs-app", "cy", 24),), listings=("l-1",),
    )  # fmt: skip
    with opened.transaction() as tx:
        tx.sessions.add(one)
    with opened.reading() as tx:
        assert tx.sessions.get(one.id) == one
        assert tx.sessions.count() == 1
        assert tx.champions.all() == [MAIRI]
        assert tx.champions.sites() == [SITE]


def test_the_settings_that_make_a_save_last_are_in_force(opened: store.Store) -> None:
    connection = engine.connect(opened.path, KEY)
    asked = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "secure_delete",
            "temp_store",
            "trusted_schema",
        )
    }
    connection.close()
    assert asked == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1,
        "secure_delete": 1, "temp_store": 2, "trusted_schema": 0,
    }  # fmt: skip


def test_sqlite_with_the_wal_reset_bug_is_refused() -> None:
    assert engine.wal_is_safe((3, 53, 4))
    assert engine.wal_is_safe((3, 51, 3))
    assert engine.wal_is_safe((3, 50, 7))
    assert engine.wal_is_safe((3, 44, 6))
    assert not engine.wal_is_safe((3, 51, 1))
    assert not engine.wal_is_safe((3, 50, 6))
    assert not engine.wal_is_safe((3, 45, 0))


def test_nothing_of_a_record_can_be_read_in_the_files(opened: store.Store) -> None:
    canary = "canary-note-7731"
    with opened.transaction() as tx:
        tx.sessions.add(session(note=canary))
        tx.drafts.keep(Draft(MAIRI.id, {"note": canary}, datetime.now(UTC)))
    for path in opened.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert canary.encode() not in content, path
            assert not content.startswith(b"SQLite format 3"), path


def test_a_transaction_that_fails_keeps_nothing(opened: store.Store) -> None:
    with pytest.raises(RuntimeError), opened.transaction() as tx:
        tx.sessions.add(session())
        raise RuntimeError("in the middle")
    with opened.reading() as tx:
        assert tx.sessions.count() == 0


def test_each_write_leaves_its_change_and_undo_takes_it_back(opened: store.Store) -> None:
    one = session(note="first")
    with opened.transaction() as tx:
        tx.sessions.add(one)
    with opened.transaction() as tx:
        tx.sessions.amend(replace(one, note="second", minutes=9))
        amended = tx.changes.batch
    with opened.reading() as tx:
        added, changed = tx.sessions.history(one.id)
    assert (added.kind, changed.kind) == ("add", "amend")
    assert changed.before == {"note": "first", "minutes": 7}
    assert changed.champion_id == MAIRI.id
    assert added.stamp < changed.stamp
    with opened.transaction() as tx:
        assert tx.changes.take_back(amended) == 1
    with opened.reading() as tx:
        assert tx.sessions.get(one.id) == one


def test_a_removed_session_is_restored_by_undo(opened: store.Store) -> None:
    one = session()
    with opened.transaction() as tx:
        tx.sessions.add(one)
    with opened.transaction() as tx:
        tx.sessions.remove(one.id, "mistake")
        removed = tx.changes.batch
    with opened.reading() as tx:
        assert tx.sessions.get(one.id) is None
    with opened.transaction() as tx:
        tx.changes.take_back(removed)
    with opened.reading() as tx:
        assert tx.sessions.get(one.id) == one


def test_what_was_changed_since_is_not_undone(opened: store.Store) -> None:
    one = session()
    with opened.transaction() as tx:
        tx.sessions.add(one)
        batch = tx.changes.batch
    with opened.transaction() as tx:
        tx.sessions.amend(replace(one, minutes=30))
    with pytest.raises(Problem, match="cannot-undo"), opened.transaction() as tx:
        tx.changes.take_back(batch)
    with opened.reading() as tx:
        assert tx.sessions.get(one.id) == replace(one, minutes=30)


def test_erasing_reaches_the_change_log(opened: store.Store) -> None:
    one = session(note="secret-1")
    with opened.transaction() as tx:
        tx.sessions.add(one)
    with opened.transaction() as tx:
        tx.sessions.amend(replace(one, note="secret-2"))
    from champion_desk.storage import tables

    with opened.transaction() as tx:
        tx.changes.erase(tables.sessions, one.id)
    with opened.reading() as tx:
        assert tx.sessions.get(one.id) is None
        assert [change.before for change in tx.sessions.history(one.id)] == [{}, {}, {}]


def test_a_store_in_use_is_refused_and_free_again_after(tmp_path: Path) -> None:
    first, second = store.StoreLock(tmp_path), store.StoreLock(tmp_path)
    first.take()
    with pytest.raises(Problem, match="store-in-use"):
        second.take()
    first.free()
    second.take()
    second.free()


def test_a_newer_store_is_refused_and_stays_byte_for_byte(opened: store.Store) -> None:
    with opened.transaction() as tx:
        tx.sessions.add(session())
    opened.close()
    connection = engine.connect(opened.path, KEY)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = opened.path.read_bytes()
    with pytest.raises(Problem, match="store-newer"):
        store.open_store(opened.folder, KEY, AUTHOR)
    assert opened.path.read_bytes() == before


def test_nothing_starts_an_empty_store_in_place_of_one(tmp_path: Path, opened: store.Store) -> None:
    with pytest.raises(Problem, match="store-exists"):
        store.create_store(tmp_path, KEY, AUTHOR)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(Problem, match="store-missing"):
        store.open_store(elsewhere, KEY, AUTHOR)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"x" * 100, b"SQLite format 3\x00" + b"\x00" * 4080, os.urandom(8192)]
)
def test_a_damaged_or_foreign_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / store.FILE
    path.write_bytes(content)
    with pytest.raises(Problem, match="store-damaged"):
        store.open_store(tmp_path, KEY, AUTHOR)
    assert path.read_bytes() == content


def test_a_flipped_bit_is_found(opened: store.Store) -> None:
    with opened.transaction() as tx:
        for _ in range(50):
            tx.sessions.add(session(id=new_id()))
    opened.close()
    assert store.integrity(opened.path, KEY)
    content = bytearray(opened.path.read_bytes())
    content[len(content) // 2] ^= 4
    opened.path.write_bytes(content)
    assert not store.integrity(opened.path, KEY)


@contextmanager
def as_nobody() -> Iterator[None]:
    """The superuser may read everything, so be someone else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions in another way")
def test_a_store_without_permission_is_a_known_problem(opened: store.Store) -> None:
    opened.close()
    before = opened.path.read_bytes()
    opened.path.chmod(0)
    try:
        with as_nobody(), pytest.raises(Problem, match=r"no-permission|store-cannot-open"):
            store.open_store(opened.folder, KEY, AUTHOR)
    finally:
        opened.path.chmod(0o600)
    assert opened.path.read_bytes() == before


def test_a_full_disk_is_a_known_problem_and_reading_goes_on(opened: store.Store) -> None:
    with opened.transaction() as tx:
        tx.sessions.add(session())
    with opened._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    opened.close()
    full = store.Store(opened.path, KEY, AUTHOR)

    def no_more_pages(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    from sqlalchemy import event

    event.listen(full._engine, "connect", no_more_pages)
    full._engine.dispose()
    with pytest.raises(Problem, match="disk-full"):
        for _ in range(200):
            with full.transaction() as tx:
                tx.sessions.add(session(id=new_id(), note="x" * 1900))
    with full.reading() as tx:
        assert tx.sessions.count() >= 1
    full.close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = store.create_store(tmp_path, KEY, AUTHOR)
    made.close()
    newest = migration.newest_version()
    broken = tmp_path / "9999_broken.sql"
    broken.write_text("CREATE TABLE half (a);\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8")
    every = [*migration.migrations(), (9999, broken)]
    monkeypatch.setattr(migration, "migrations", lambda: every)
    with pytest.raises(sqlcipher.OperationalError):
        store.open_store(tmp_path, KEY, AUTHOR)
    connection = engine.connect(made.path, KEY)
    assert migration.version(connection) == newest
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone()[0] == 0
    connection.close()


def test_an_older_store_is_backed_up_before_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = store.create_store(tmp_path, KEY, AUTHOR)
    made.close()
    later = tmp_path / "9999_later.sql"
    later.write_text("CREATE TABLE later (a);\n", encoding="utf-8")
    every = [*migration.migrations(), (9999, later)]
    monkeypatch.setattr(migration, "migrations", lambda: every)
    called: list[int] = []
    again = store.open_store(tmp_path, KEY, AUTHOR, lambda: called.append(1))
    with again.reading() as tx:
        assert tx.changes._connection.execute(text("SELECT count(*) FROM later")).scalar() == 0
    again.close()
    assert called == [1]


_SAVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from champion_desk.domain.sessions import AssistedSession
from champion_desk.storage import store
from champion_desk.storage.change_log import Author
folder, champion, site = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
opened = store.open_store(folder, bytes(range(32)), Author("desk-1", champion))
while True:
    one = AssistedSession(champion, site, datetime.now(UTC), ("nhs-app",), 5, "done")
    with opened.transaction() as tx:
        tx.sessions.add(one)
    print(one.id, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_no_acknowledged_save_is_lost_by_a_kill(opened: store.Store) -> None:
    opened.close()
    acknowledged: list[str] = []
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", _SAVER, str(opened.folder), MAIRI.id, SITE.id],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert process.stdout is not None
        acknowledged += [process.stdout.readline().strip() for _ in range(15)]
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
        acknowledged += [line for line in rest.splitlines() if len(line) == 36]
        process.wait()
        process.stdout.close()
    again = store.open_store(opened.folder, KEY, AUTHOR)
    with again.reading() as tx:
        lost = [one for one in acknowledged if tx.sessions.get(one) is None]
    again.close()
    assert len(acknowledged) >= 60
    assert lost == []
