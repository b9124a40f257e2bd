"""Trouble with files and disks: said for what it is, and nothing is lost or made in its place."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.storage import store
from champion_desk.storage.change_log import Author
from champion_desk.storage.files import known_file, sync_folder, write_whole
from champion_desk.storage.trouble import problem_of

KEY = bytes(range(32))
MAIRI, SITE = Champion("Mairi"), Site("Kirkwall Library")
ROOT = Path(__file__).resolve().parents[2]
SESSION = AssistedSession(MAIRI.id, SITE.id, datetime(2026, 11, 20, tzinfo=UTC), ("wifi",), 7, "done")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[store.Store]:
    made = store.create_store(tmp_path, KEY, Author("desk-1", MAIRI.id))
    with made.transaction() as tx:
        tx.champions.add(MAIRI)
        tx.champions.add_site(SITE)
    yield made
    made.close()


def test_a_lock_taken_on_one_thread_is_freed_on_another(tmp_path: Path) -> None:
    lock = store.StoreLock(tmp_path)
    worker = threading.Thread(target=lock.take)
    worker.start()
    worker.join()
    lock.free()
    other = store.StoreLock(tmp_path)
    other.take()
    other.free()


def test_a_closed_store_is_not_opened_again_by_a_late_question(opened: store.Store) -> None:
    opened.close()
    with pytest.raises(Problem, match="desk-locked"), opened.reading():
        pass
    with pytest.raises(Problem, match="desk-locked"), opened.transaction():
        pass


def test_a_store_that_goes_away_while_it_is_open_is_not_made_anew(opened: store.Store) -> None:
    opened._engine.dispose()  # as where another thread needs a connection of its own
    opened.path.rename(opened.path.with_name("away.db"))
    with pytest.raises(Problem, match="store-cannot-open"), opened.reading() as tx:
        tx.sessions.count()
    assert not opened.path.exists()


def test_a_removed_record_takes_no_new_values_unseen(opened: store.Store) -> None:
    with opened.transaction() as tx:
        tx.sessions.add(SESSION)
    with opened.transaction() as tx:
        tx.sessions.remove(SESSION.id, "mistake")
    with pytest.raises(Problem, match="record-gone"), opened.transaction() as tx:
        tx.sessions.amend(replace(SESSION, note="long and careful"))


def test_a_store_that_can_not_be_looked_at_is_not_called_damaged(opened: store.Store) -> None:
    opened.close()
    opened.path.rename(opened.path.with_name("away.db"))
    with pytest.raises(Problem, match="store-cannot-open"):
        store.integrity(opened.path, KEY)


def test_only_a_failed_write_is_called_a_full_disk() -> None:
    error = sqlcipher.OperationalError("disk I/O error")
    found = [problem_of(error, Path("store.db"), writing) for writing in (True, False)]
    assert [problem.code for problem in found if problem] == ["disk-full", "store-cannot-open"]


_FULL = """
import resource, sys
from pathlib import Path
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.storage import store
from champion_desk.storage.change_log import Author
from datetime import UTC, datetime
folder, champion, site = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
opened = store.open_store(folder, bytes(range(32)), Author("desk-1", champion))
limit = (folder / "store.db").stat().st_size + 40_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
kept = 0
try:
    for _ in range(2000):
        one = AssistedSession(champion, site, datetime.now(UTC), ("wifi",), 5, "done", note="x" * 1900)
        with opened.transaction() as tx:
            tx.sessions.add(one)
        kept += 1
except Problem as problem:
    with opened.reading() as tx:
        print(problem.code, kept, tx.sessions.count())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_file_that_can_not_grow_is_a_full_disk_and_what_was_saved_stays(opened: store.Store) -> None:
    opened.close()
    ended = subprocess.run(
        [sys.executable, "-c", _FULL, str(opened.folder), MAIRI.id, SITE.id],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=True,
    )  # fmt: skip
    code, kept, counted = ended.stdout.split()
    assert code == "disk-full"
    assert kept == counted
    assert int(kept) > 0


def test_a_file_takes_the_place_of_a_file_only(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(Problem, match="place-unusable"):
        write_whole(folder, b"sheet")
    if hasattr(os, "mkfifo"):  # as /dev/null would be
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(Problem, match="place-unusable"):
            write_whole(tmp_path / "pipe", b"sheet")
    assert not list(tmp_path.rglob("*.new"))


def test_a_write_that_fails_leaves_no_piece_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys.json").write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "keys.json", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]
    assert (tmp_path / "keys.json").read_bytes() == b"old"


def test_names_and_places_that_can_not_be_are_known_problems(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / ("x" * 300), tmp_path / "file" / "inside"):
        with pytest.raises(Problem, match="place-unusable"), known_file(path):
            write_whole(path, b"sheet")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="only Linux has a folder that can't be synced")
def test_a_folder_that_can_not_be_synced_is_no_trouble() -> None:
    sync_folder(Path("/proc"))
