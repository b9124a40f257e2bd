"""The error policy, row by row: what each trouble is called, what goes on, and what must never happen.

Everything goes through `storage/trouble.py`, the one place that names the database's errors.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Problem
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.storage import engine, keys, store
from champion_desk.storage.files import has_room, not_allowed, owner_of
from champion_desk.storage.trouble import known, problem_of
from champion_desk.wording import problem_sentence
from tests.conftest import PASSPHRASE
from tests.faults.desk import FaultyDesk, files_of, look, make_desk, some_listings

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions in another way")


@pytest.fixture
def desk(tmp_path: Path) -> FaultyDesk:
    return make_desk(tmp_path / "desk")


@contextmanager
def as_nobody() -> Iterator[None]:
    """The superuser may read and change everything, so be someone else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def _hurried(opened: store.Store) -> None:
    """Connections that wait a fifth of a second, so that the test need not wait for five."""

    def hurry(connection: object, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 200")  # type: ignore[attr-defined]

    event.listen(opened._engine, "connect", hurry)
    opened._engine.dispose()


def test_busy_is_tried_again_for_five_seconds(desk: FaultyDesk) -> None:
    with closing(engine.connect(desk.path, desk.key)) as connection:
        assert connection.execute("PRAGMA busy_timeout").fetchone()[0] == 5000
    opened = store.open_store(desk.folder, desk.key, desk.author)
    with closing(engine.connect(desk.path, desk.key)) as other:
        other.execute("BEGIN IMMEDIATE")
        free = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
        free.start()
        with opened.transaction() as tx:  # waits until the other is done
            tx.sessions.add(desk.session())
        free.join()
    opened.close()
    assert len(look(desk).sessions) == 1


def test_busy_for_longer_is_a_sentence_and_the_store_stays_where_it_is(desk: FaultyDesk) -> None:
    opened = store.open_store(desk.folder, desk.key, desk.author)
    _hurried(opened)
    with closing(engine.connect(desk.path, desk.key)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Problem, match="store-busy") as raised, opened.transaction() as tx:
            tx.sessions.add(desk.session())
        other.execute("ROLLBACK")
    with opened.transaction() as tx:
        tx.sessions.add(desk.session())
    opened.close()
    assert "try again" in problem_sentence(raised.value)
    assert len(look(desk).sessions) == 1
    assert sorted(path.name for path in desk.folder.iterdir()) == ["keys.json", "store.db", "store.lock"]


def test_a_busy_store_is_not_called_damaged_by_the_check(
    desk: FaultyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(engine.connect(desk.path, desk.key)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("INSERT INTO desk VALUES ('k', 'v')")
        real = sqlcipher.connect
        monkeypatch.setattr(sqlcipher, "connect", lambda *a, **named: real(*a, **{**named, "timeout": 0.2}))
        with pytest.raises(Problem, match="store-busy"):
            store.integrity(desk.path, desk.key)
        monkeypatch.undo()
        other.execute("ROLLBACK")
    assert store.integrity(desk.path, desk.key)


@posix
def test_a_full_disk_says_so_and_reading_goes_on(desk: FaultyDesk) -> None:
    opened = store.open_store(desk.folder, desk.key, desk.author)
    with opened._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def no_more_pages(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    event.listen(opened._engine, "connect", no_more_pages)
    opened._engine.dispose()
    saved = 0
    with pytest.raises(Problem, match="disk-full") as raised:
        for _ in range(300):
            with opened.transaction() as tx:
                tx.sessions.add(desk.session("x" * 1900))
            saved += 1
    with opened.reading() as tx:
        assert tx.sessions.count() == saved
    opened.close()
    assert "Free some space" in problem_sentence(raised.value)
    assert len(look(desk).sessions) == saved


def _closed_to_others(desk: FaultyDesk, store_mode: int, folder_mode: int = 0o777) -> None:
    for path in desk.folder.iterdir():
        path.chmod(0o666)
    desk.path.chmod(store_mode)
    desk.folder.chmod(folder_mode)


@posix
def test_a_store_for_reading_only_says_path_and_owner(desk: FaultyDesk, traversable: Path) -> None:
    _closed_to_others(desk, 0o444)
    before = files_of(desk.folder)
    with as_nobody(), pytest.raises(Problem, match=r"store-read-only|no-permission") as raised:
        opened = store.open_store(desk.folder, desk.key, desk.author)
        try:
            with opened.transaction() as tx:
                tx.sessions.add(desk.session())
        finally:
            opened.close()
    sentence = problem_sentence(raised.value)
    assert str(desk.path) in sentence
    assert desk.path.owner() in sentence
    assert {name: content for name, content in files_of(desk.folder).items() if content} == before


@posix
@pytest.mark.parametrize(("store_mode", "folder_mode"), [(0o000, 0o777), (0o000, 0o555)])
def test_no_permission_says_path_and_owner_and_makes_no_new_store(
    desk: FaultyDesk, traversable: Path, store_mode: int, folder_mode: int
) -> None:
    before = files_of(desk.folder)
    _closed_to_others(desk, store_mode, folder_mode)
    with as_nobody(), pytest.raises(Problem, match="no-permission") as raised:
        store.open_store(desk.folder, desk.key, desk.author)
    desk.folder.chmod(0o755)
    desk.path.chmod(0o600)
    assert raised.value.facts["owner"] == desk.path.owner()
    assert desk.path.owner() in problem_sentence(raised.value)
    assert str(desk.folder) in problem_sentence(raised.value)
    assert files_of(desk.folder) == before


@posix
def test_a_folder_where_nothing_may_be_made_says_path_and_owner(desk: FaultyDesk, traversable: Path) -> None:
    _closed_to_others(desk, 0o444, 0o555)
    (desk.folder / "store.lock").unlink()
    before = files_of(desk.folder)
    with as_nobody(), pytest.raises(Problem, match="no-permission") as raised:
        DeskService(desk.folder).unlock(PASSPHRASE)
    desk.folder.chmod(0o755)
    assert raised.value.facts["owner"] == desk.folder.owner()
    assert files_of(desk.folder) == before


@pytest.fixture
def traversable(tmp_path: Path) -> Iterator[Path]:
    """Others may pass through the temporary folders, so that only the desk's own is closed to them."""
    changed = []
    for place in (tmp_path, *tmp_path.parents[:2]):
        changed.append((place, place.stat().st_mode))
        place.chmod(0o755)
    yield tmp_path
    for place, mode in changed:
        place.chmod(mode)


def test_without_a_name_for_the_owner_the_sentence_stands_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless(_path: Path) -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(Path, "owner", nameless)
    assert owner_of(Path("store.db")) == ""
    sentence = problem_sentence(Problem("no-permission", path="store.db", owner=""))
    assert "store.db" in sentence
    assert "belongs" not in sentence


def test_where_one_may_do_everything_nothing_is_said_to_be_forbidden(desk: FaultyDesk) -> None:
    assert not_allowed(desk.path) is None
    assert not_allowed(desk.folder / "not-there") is None


def test_a_wrong_key_is_a_wrong_passphrase_with_a_growing_delay_then_the_recovery_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = DeskService(tmp_path / "desk")
    mairi = Champion("Mairi")
    started = service.start(NewDesk(Site("Library"), mairi, PASSPHRASE))
    service.close()
    before = (tmp_path / "desk" / store.FILE).read_bytes()
    waits = []
    for _ in range(4):
        with monkeypatch.context() as later:
            later.setattr(DeskService, "wait", lambda _self: 0.0)
            with pytest.raises(Problem, match="wrong-passphrase"):
                service.unlock("not it at all, sorry")
        waits.append(service.wait())
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    with pytest.raises(Problem, match="wait"):
        service.unlock(PASSPHRASE)
    assert (tmp_path / "desk" / store.FILE).read_bytes() == before
    with monkeypatch.context() as later:
        later.setattr(DeskService, "wait", lambda _self: 0.0)
        opened = service.recover(started.recovery_key, mairi.id, "lantern kettle harbour nine")
    assert opened.champion == mairi
    service.close()


def test_a_store_that_our_key_does_not_open_is_never_overwritten_or_begun_anew(desk: FaultyDesk) -> None:
    before = files_of(desk.folder)
    with pytest.raises(Problem, match="store-damaged"):
        store.open_store(desk.folder, bytes(32), desk.author)
    with pytest.raises(Problem, match="store-exists"):
        store.create_store(desk.folder, bytes(32), desk.author)
    assert files_of(desk.folder) == before


def test_a_damaged_page_is_damage_stops_backups_and_is_never_overwritten(desk: FaultyDesk) -> None:
    with desk.opened() as services:
        for _ in range(60):
            services.sessions.log(desk.session("x" * 900))
    content = bytearray(desk.path.read_bytes())
    for page in range(2, len(content) // 4096):  # every page but the first, so that it opens
        content[page * 4096 + 100] ^= 1
    desk.path.write_bytes(content)
    damaged = files_of(desk.folder)
    opened = None
    with pytest.raises(Problem, match="store-damaged"):
        opened = store.open_store(desk.folder, desk.key, desk.author)
        with opened.reading() as tx:
            tx.directory.listings()
            tx.sessions.between(desk.session().started_at.replace(year=1970), desk.session().started_at)
    if opened:
        opened.close()
    with pytest.raises(Problem), desk.opened() as services:
        services.backups.make()
    assert not list((desk.folder / "backups").glob("*.deskbackup"))
    assert desk.path.read_bytes() == damaged[store.FILE]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("database table is locked: sessions", "store-busy"),
        ("database disk image is malformed", "store-damaged"),
        ("invalid fts5 file format (found 0, expected 4 or 5) - run 'rebuild'", "store-damaged"),
        ("attempt to write a readonly database", "store-read-only"),
        ("fts5: syntax error near", None),
    ],
)
def test_an_error_without_a_code_is_known_by_its_words(words: str, code: str | None) -> None:
    problem = problem_of(sqlcipher.OperationalError(words), Path("store.db"))
    assert (problem.code if problem else None) == code


def test_a_reader_without_room_for_the_shared_file_is_told_of_a_full_disk(
    desk: FaultyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = sqlcipher.OperationalError("disk I/O error")
    asked = []
    for room in (True, False):
        monkeypatch.setattr("champion_desk.storage.trouble.has_room", lambda _folder, room=room: room)
        asked.append(problem_of(error, desk.path, writing=False))
    assert [problem.code for problem in asked if problem] == ["store-cannot-open", "disk-full"]
    monkeypatch.undo()
    assert has_room(desk.folder)
    assert [path.name for path in desk.folder.iterdir() if path.name.startswith("tmp")] == []


def test_an_error_that_is_not_the_files_own_comes_out_as_it_is(tmp_path: Path, desk: FaultyDesk) -> None:
    with pytest.raises(ZeroDivisionError), known(tmp_path):
        print(1 / 0)
    with closing(engine.connect(desk.path, desk.key)) as connection:
        with pytest.raises(Exception, match="no such table") as raised, known(desk.path):
            connection.execute("SELECT * FROM nowhere")
        assert not isinstance(raised.value, Problem)


def test_the_log_of_another_state_is_not_folded_in(desk: FaultyDesk, tmp_path: Path) -> None:
    with desk.opened() as services:
        services.sessions.log(desk.session())
        older = desk.copy(tmp_path / "older")
        services.sessions.log(desk.session())
    with desk.opened() as services:
        services.sessions.log(desk.session())
    (desk.folder / "store.db-wal").write_bytes((older.folder / "store.db-wal").read_bytes())
    before = files_of(desk.folder)
    with pytest.raises(Problem, match="store-damaged"):
        store.open_store(desk.folder, desk.key, desk.author)
    assert not store.integrity(desk.path, desk.key)
    assert files_of(desk.folder) == before
    (desk.folder / "store.db-wal").unlink()
    assert len(look(desk).sessions) == 3


def test_a_log_of_its_own_is_folded_in_after_a_crash(desk: FaultyDesk, tmp_path: Path) -> None:
    with desk.opened() as services:
        services.sessions.log(desk.session())
        crashed = desk.copy(tmp_path / "crashed")
    assert (crashed.folder / "store.db-wal").stat().st_size > 0
    assert keys.load(crashed.folder)
    found = look(crashed)
    assert found.whole
    assert len(found.sessions) == 1


def test_a_log_harmed_before_its_end_is_damage_and_stays_for_whoever_mends_it(
    desk: FaultyDesk, tmp_path: Path
) -> None:
    with desk.opened() as services:
        for _ in range(6):
            services.sessions.log(desk.session())
        crashed = desk.copy(tmp_path / "crashed")
    log = crashed.folder / "store.db-wal"
    for place in (4, 32 + 24 + 1000):  # the log's own beginning; a page of the first transaction
        content = bytearray(log.read_bytes())
        content[place] ^= 1
        harmed = crashed.copy(tmp_path / "harmed")
        (harmed.folder / log.name).write_bytes(content)
        with pytest.raises(Problem, match="store-damaged"):
            store.open_store(harmed.folder, desk.key, desk.author)
        assert (harmed.folder / log.name).read_bytes() == content


def test_noise_in_the_first_page_hides_nothing_that_the_log_holds(desk: FaultyDesk, tmp_path: Path) -> None:
    with desk.opened() as services:
        services.sessions.log(desk.session())
        services.directory.take_in(services.directory.preview_rows(some_listings(40), "Clubs", "plain", ""))
        crashed = desk.copy(tmp_path / "crashed")  # as in the middle of folding the log in
    crashed.path.write_bytes(os.urandom(4096) + crashed.path.read_bytes()[4096:])
    found = look(crashed)
    assert found.whole
    assert len(found.sessions) == 1
    assert found.listings == 40
    assert look(crashed).whole  # and so it does once it was folded in
