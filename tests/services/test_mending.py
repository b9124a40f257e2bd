"""A damaged desk is mended from what is whole and from a backup, as the person chooses."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.erasure import ErasureQuery
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.services import Services
from champion_desk.services.demo import start_demo
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.services.mending import BACKUP, BOTH, SAVED, Findings, MendingService, Secret
from champion_desk.storage import engine, keys, leaf_rows, tables
from champion_desk.storage.sealed_pages import PAGE
from tests.conftest import PASSPHRASE
from tests.services.test_killed import killed
from tests.storage.test_salvage import Left, fill, flip, page_of

Make = Callable[..., Services]
RIGHT = Secret(PASSPHRASE)
MANY = 120


def add(services: Services, note: str, days: int = 0) -> str:
    """One more session; its id."""
    session = AssistedSession(
        services.champion.id,
        services.site.id,
        datetime.now(UTC) - timedelta(days=days),
        ("email-account",),
        5,
        "done",
        note=note,
    )
    with services.desk.open_store.transaction() as tx:
        tx.sessions.add(session)
    return session.id


def closed(services: Services) -> Left:
    """Close the desk; where it lies, with its key."""
    left = Left(services.desk.folder, services.desk.open_store.key, services.desk.ring())
    services.desk.close()
    return left


def damage(left: Left, table: str = "sessions", which: int = -1) -> None:
    """Harm one page of a table's rows."""
    flip(left.store, (page_of(left, leaf_rows.TABLE_LEAF, table)[which] - 1) * PAGE + 300)


def held(folder: Path) -> dict[str, str]:
    """The notes of the sessions of a desk, by id."""
    desk = DeskService(folder)
    try:
        with desk.unlock(PASSPHRASE).store.reading() as tx:
            found = tx.sessions.between(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
            return {session.id: session.note for session in found}
    finally:
        desk.close()


def digests(folder: Path) -> dict[str, str]:
    """Every file of the desk that holds records or keys, by what is in it."""
    names = ("store.db", "store.db-wal", "store.db-shm", "keys.json")
    there = [folder / name for name in names if (folder / name).exists()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in there}


def of_kind(found: Findings, kind: str) -> tuple[int, int, int]:
    (one,) = (compared for compared in found.compared if compared.kind == kind)
    return one.only_saved.count, one.only_backup.count, one.changed


@pytest.fixture
def desk(services: Services) -> tuple[Left, set[str], str]:
    """A desk with a backup, one session after it, and then a damaged page of old sessions."""
    fill(services, MANY, at_once=40)
    services.backups.make()
    newest = add(services, "after the backup")
    with services.desk.open_store.reading() as tx:
        every = tx.sessions.between(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    left = closed(services)
    damage(left)
    return left, {session.id for session in every}, newest


def test_both_together_have_everything(desk: tuple[Left, set[str], str]) -> None:
    left, every, newest = desk
    before = digests(left.folder)
    mending = MendingService(left.folder)
    found = mending.examine(RIGHT)
    assert found.ways == (BOTH, SAVED, BACKUP)
    assert digests(left.folder) == before
    assert digests(found.aside) == before
    only_saved, only_backup, changed = of_kind(found, "sessions")
    assert only_saved == 1
    assert 0 < only_backup < MANY
    assert changed == 0
    aside = mending.mend(BOTH)
    assert aside == found.aside
    assert digests(aside) == before
    assert set(held(left.folder)) == every
    assert newest in every
    assert not list(left.folder.glob(".mending-*"))
    assert not list(left.folder.glob("replaced-*"))
    with closing(engine.connect(left.store, left.key, read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM change_log").fetchone()[0] > MANY


def test_what_is_in_neither_is_said(desk: tuple[Left, set[str], str]) -> None:
    left, every, newest = desk
    damage(left, which=0)  # the page with the newest sessions
    mending = MendingService(left.folder)
    found = mending.examine(RIGHT)
    assert found.lost == 1
    mending.mend(found.ways[0])
    assert set(held(left.folder)) == every - {newest}


def test_only_what_was_saved(desk: tuple[Left, set[str], str]) -> None:
    left, every, newest = desk
    mending = MendingService(left.folder)
    lost = of_kind(mending.examine(RIGHT), "sessions")[1]
    mending.mend(SAVED)
    after = set(held(left.folder))
    assert newest in after
    assert len(every - after) == lost


def test_only_the_backup(desk: tuple[Left, set[str], str]) -> None:
    left, every, newest = desk
    mending = MendingService(left.folder)
    mending.examine(RIGHT)
    mending.mend(BACKUP)
    assert set(held(left.folder)) == every - {newest}


def test_not_now_changes_nothing_and_leaves_one_copy(desk: tuple[Left, set[str], str]) -> None:
    left, _every, _newest = desk
    before = digests(left.folder)
    for _try in range(2):
        mending = MendingService(left.folder)
        mending.examine(RIGHT)
        mending.close()
    assert digests(left.folder) == before
    assert len(list(left.folder.glob("damaged-*"))) == 1
    assert not list(left.folder.glob(".mending-*"))


def test_a_wrong_passphrase_is_not_damage(desk: tuple[Left, set[str], str]) -> None:
    left, _every, _newest = desk
    mending = MendingService(left.folder)
    with pytest.raises(Problem, match="wrong-passphrase"):
        mending.examine(Secret("another harbour lantern seven"))
    with pytest.raises(Problem, match="wait"):
        mending.examine(RIGHT)
    assert not list(left.folder.glob("damaged-*"))


def test_nobody_else_can_open_the_desk_meanwhile(desk: tuple[Left, set[str], str]) -> None:
    left, _every, _newest = desk
    mending = MendingService(left.folder)
    mending.examine(RIGHT)
    with pytest.raises(Problem, match="store-in-use"):
        DeskService(left.folder).unlock(PASSPHRASE)
    mending.close()


def test_without_a_backup_there_is_one_way(services: Services) -> None:
    fill(services, 60)
    left = closed(services)
    damage(left)
    mending = MendingService(left.folder)
    found = mending.examine(RIGHT)
    assert found.ways == (SAVED,)
    assert found.backup is None
    mending.mend(SAVED)
    assert held(left.folder)


def test_where_nothing_can_be_saved_the_backup_is_left(services: Services) -> None:
    kept = add(services, "in the backup")
    services.backups.make()
    left = closed(services)
    left.store.write_bytes(b"")
    mending = MendingService(left.folder)
    found = mending.examine(RIGHT)
    assert found.saved is None
    assert found.ways == (BACKUP,)
    mending.mend(BACKUP)
    assert set(held(left.folder)) == {kept}


def test_where_there_is_neither_nothing_is_done(services: Services) -> None:
    left = closed(services)
    left.store.write_bytes(os.urandom(50_000))
    mending = MendingService(left.folder)
    found = mending.examine(RIGHT)
    assert found.ways == ()
    mending.close()
    assert left.store.stat().st_size == 50_000


def test_a_damaged_backup_is_passed_over_for_an_older_one(services: Services) -> None:
    kept = add(services, "in both backups")
    good = services.backups.make()
    add(services, "in the newer backup")
    bad = services.backups.make()
    left = closed(services)
    flip(bad.path, bad.size // 2)
    left.store.write_bytes(b"")
    mending = MendingService(left.folder)
    found = mending.examine(RIGHT)
    assert found.backup is not None
    assert found.backup.path == good.path
    mending.mend(BACKUP)
    assert set(held(left.folder)) == {kept}


def test_a_backup_in_the_second_folder_counts(services: Services, tmp_path: Path) -> None:
    kept = add(services, "on the stick")
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.move(services.backups.make().path, stick)
    left = closed(services)
    left.store.write_bytes(b"")
    mending = MendingService(left.folder, str(stick))
    assert mending.examine(RIGHT).ways == (BACKUP,)
    mending.mend(BACKUP)
    assert set(held(left.folder)) == {kept}
    assert list(stick.glob("*.deskbackup"))


def test_a_stick_that_is_out_does_no_harm(desk: tuple[Left, set[str], str], tmp_path: Path) -> None:
    left, _every, _newest = desk
    mending = MendingService(left.folder, str(tmp_path / "not there"))
    assert mending.examine(RIGHT).ways
    mending.close()


def test_a_backup_of_another_desk_is_none(services: Services, make_services: Make) -> None:
    other = make_services("Ewan", "other")
    backup = other.backups.make().path
    left = closed(services)
    (left.folder / "backups").mkdir(exist_ok=True)
    shutil.copy(backup, left.folder / "backups")
    left.store.write_bytes(b"")
    mending = MendingService(left.folder)
    assert mending.examine(RIGHT).ways == ()
    mending.close()


def test_the_recovery_key_opens_the_way_too(make_services: Make) -> None:
    services = make_services()
    recovery = services.desk.new_recovery_sheet()
    add(services, "kept")
    left = closed(services)
    damage(left)
    mending = MendingService(left.folder)
    assert mending.examine(Secret(recovery, is_recovery_key=True)).ways
    mending.close()


def test_the_newer_state_of_a_session_wins(services: Services) -> None:
    fill(services, MANY, at_once=40)
    services.backups.make()
    with services.desk.open_store.reading() as tx:
        last = tx.sessions.between(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))[0]
    from dataclasses import replace

    with services.desk.open_store.transaction() as tx:
        tx.sessions.amend(replace(last, note="amended after the backup"))
    left = closed(services)
    damage(left)
    mending = MendingService(left.folder)
    assert of_kind(mending.examine(RIGHT), "sessions")[2] == 1
    mending.mend(BOTH)
    assert held(left.folder)[last.id] == "amended after the backup"


@pytest.mark.parametrize("way", [BOTH, BACKUP])
def test_what_was_erased_after_the_backup_stays_erased(services: Services, way: str) -> None:
    fill(services, MANY, at_once=40)
    gone = add(services, "erase me", days=400)
    with services.desk.open_store.reading() as tx:
        first = tx.sessions.between(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))[-2].id
    services.backups.make()
    with services.desk.open_store.transaction() as tx:
        tx.changes.erase(tables.sessions, gone)
        tx.changes.erase(tables.sessions, first)
    add(services, "after the backup")
    left = closed(services)
    damage(left)
    mending = MendingService(left.folder)
    mending.examine(RIGHT)
    mending.mend(way)
    after = held(left.folder)
    assert gone not in after
    assert first not in after
    with closing(engine.connect(left.store, left.key, read_only=True)) as connection:
        query = "SELECT count(*) FROM change_log WHERE record_id = ? AND before IS NOT NULL"
        assert connection.execute(query, (gone,)).fetchone()[0] == 0


def erased_past(services: Services, backup_knows: bool) -> tuple[str, str]:
    """Two sessions, one on a page that will be lost, whose old note was erased after the backup."""
    fill(services, MANY, at_once=40)
    kept = add(services, "old words", days=400)
    with services.desk.open_store.reading() as tx:
        every = tx.sessions.between(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    lost = every[-2].id
    both = [one for one in every if one.id in (kept, lost)]
    if not backup_knows:
        services.backups.make()
    for one in both:
        services.sessions.amend(replace(one, note="old words"))
        services.sessions.amend(replace(one, note="new words"))
    if backup_knows:
        services.backups.make()
    old = services.erasure.find(ErasureQuery(text="old words"))
    assert {match.kind for match in old} == {"history"}
    services.erasure.erase([match.id for match in old])
    add(services, "after the backup")
    return kept, lost


@pytest.mark.parametrize("way", [BOTH, BACKUP])
@pytest.mark.parametrize("backup_knows", [True, False])
def test_a_record_of_which_only_the_past_was_erased_is_kept(
    services: Services, way: str, backup_knows: bool
) -> None:
    kept, lost = erased_past(services, backup_knows)
    left = closed(services)
    damage(left)
    mending = MendingService(left.folder)
    found = mending.examine(RIGHT)
    assert of_kind(found, "sessions")[1] > 0
    assert found.lost == 0
    mending.mend(way)
    after = held(left.folder)
    notes = {after[kept], after[lost]}
    assert notes <= ({"new words"} if backup_knows else {"new words", ""} if way == BOTH else {""})
    with closing(engine.connect(left.store, left.key, read_only=True)) as connection:
        query = "SELECT count(*) FROM change_log WHERE before LIKE '%old words%'"
        assert connection.execute(query).fetchone()[0] == 0


def test_a_draft_that_was_let_go_does_not_come_back(services: Services) -> None:
    fill(services, MANY, at_once=40)
    draft = Draft(services.champion.id, {"note": "half typed"}, datetime.now(UTC))
    services.sessions.keep_draft(draft)
    services.backups.make()
    services.sessions.discard_draft(draft.id)
    add(services, "after the backup")
    left = closed(services)
    damage(left)
    mending = MendingService(left.folder)
    assert of_kind(mending.examine(RIGHT), "drafts") == (0, 0, 0)
    mending.mend(BOTH)
    with closing(engine.connect(left.store, left.key, read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM drafts").fetchone()[0] == 0


def test_a_champion_who_came_and_one_who_left_after_the_backup(services: Services) -> None:
    ewan, isla = Champion("Ewan"), Champion("Isla")
    services.desk.add_champion(ewan, "seven lanterns in harbour")
    add(services, "kept")
    services.backups.make()
    services.desk.remove_leaver(ewan, date.today())
    services.desk.add_champion(isla, "eight kettles on the pier")
    left = closed(services)
    left.store.write_bytes(b"")
    mending = MendingService(left.folder)
    mending.examine(RIGHT)
    mending.mend(BACKUP)
    desk = DeskService(left.folder)
    assert desk.unlock("eight kettles on the pier").champion.name == "Isla"
    desk.close()
    with pytest.raises(Problem, match="wrong-passphrase"):
        desk.unlock("seven lanterns in harbour")


def test_stopping_leaves_everything_as_it_was(desk: tuple[Left, set[str], str]) -> None:
    left, _every, _newest = desk
    before = digests(left.folder)
    mending = MendingService(left.folder)
    with pytest.raises(Cancelled):
        mending.examine(RIGHT, cancelled=lambda: True)
    assert digests(left.folder) == before
    assert not list(left.folder.glob(".mending-*"))
    mending.examine(RIGHT)
    mending.close()


# The keys


def test_lost_keys_come_from_the_newest_backup(services: Services) -> None:
    kept = add(services, "whole")
    services.backups.make()
    newest = add(services, "after the backup")
    left = closed(services)
    for harm in (b"", b"{}", None):
        path = left.folder / keys.FILE
        path.unlink() if harm is None else path.write_bytes(harm)
        mending = MendingService(left.folder)
        offer = mending.keys_offer()
        assert offer is not None
        assert [name for _id, name in offer.champions] == ["Mairi"]
        mending.mend_keys(RIGHT)
        assert set(held(left.folder)) == {kept, newest}
        if harm is not None:
            asides = [path / keys.FILE for path in left.folder.glob("replaced-*")]
            assert harm in [path.read_bytes() for path in asides]


def test_lost_keys_do_not_let_a_leaver_in_again(services: Services) -> None:
    ewan = Champion("Ewan")
    services.desk.add_champion(ewan, "seven lanterns in harbour")
    services.backups.make()
    services.desk.remove_leaver(ewan, date.today())
    left = closed(services)
    (left.folder / keys.FILE).unlink()
    MendingService(left.folder).mend_keys(RIGHT)
    with pytest.raises(Problem, match="wrong-passphrase"):
        DeskService(left.folder).unlock("seven lanterns in harbour")


def test_keys_of_another_desk_are_not_taken(services: Services, make_services: Make) -> None:
    other = make_services("Ewan", "other")
    backup = other.backups.make().path
    left = closed(services)
    (left.folder / keys.FILE).write_bytes(b"")
    (left.folder / "backups").mkdir(exist_ok=True)
    shutil.copy(backup, left.folder / "backups")
    with pytest.raises(Problem, match="keys-do-not-fit"):
        MendingService(left.folder).mend_keys(RIGHT)
    assert (left.folder / keys.FILE).read_bytes() == b""


def test_wrong_passphrases_for_lost_keys_are_counted(services: Services) -> None:
    services.backups.make()
    left = closed(services)
    (left.folder / keys.FILE).unlink()
    mending = MendingService(left.folder)
    with pytest.raises(Problem, match="wrong-passphrase"):
        mending.mend_keys(Secret("another harbour lantern"))
    with pytest.raises(Problem, match="wait"):
        mending.mend_keys(RIGHT)


def test_damaged_keys_and_a_damaged_store(desk: tuple[Left, set[str], str]) -> None:
    left, every, _newest = desk
    (left.folder / keys.FILE).write_bytes(b"")
    MendingService(left.folder).mend_keys(RIGHT)
    mending = MendingService(left.folder)
    mending.examine(RIGHT)
    mending.mend(BOTH)
    assert set(held(left.folder)) == every


# A kill


def _mend(folder: Path, way: str) -> None:
    mending = MendingService(folder)
    mending.examine(RIGHT)
    mending.mend(way)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork and no kill -9")
def test_a_mending_that_was_killed_leaves_the_damaged_store_whole_somewhere(
    desk: tuple[Left, set[str], str], tmp_path: Path
) -> None:
    left, every, _newest = desk
    damaged = digests(left.folder)["store.db"]
    at, step = 0, 3
    while True:
        at += step
        folder = tmp_path / f"desk-{at}"
        shutil.copytree(left.folder, folder)
        if not killed(partial(_mend, folder, BOTH), folder, at):
            break
        places = [folder, *folder.glob("damaged-*"), *folder.glob("replaced-*")]
        assert damaged in {digests(place).get("store.db") for place in places}, at
        trouble, found = "", set[str]()
        try:
            found = set(held(folder))
        except Problem as problem:
            trouble = problem.code
        if trouble == "store-damaged":
            _mend(folder, BOTH)
            found = set(held(folder))
        # Missed for a moment while the new one is put there: both are beside it, and restoring is offered.
        assert trouble == "store-missing" or found == every, at
        shutil.rmtree(folder)
    assert at > 20


def test_a_foreign_database_is_damage_and_stays(services: Services) -> None:
    services.backups.make()
    left = closed(services)
    left.store.unlink()
    with closing(sqlite3.connect(left.store)) as plain:
        plain.execute("CREATE TABLE other (x)")
        plain.commit()
    before = digests(left.folder)
    mending = MendingService(left.folder)
    found = mending.examine(RIGHT)
    assert found.saved is None
    assert digests(found.aside) == before
    mending.mend(BACKUP)
    assert digests(found.aside) == before


@pytest.mark.parametrize("harm", [b"", b"harmed" * 1000])
@pytest.mark.parametrize("keys_too", [False, True])
def test_nothing_ever_starts_an_empty_desk_in_place_of_one(
    services: Services, harm: bytes, keys_too: bool
) -> None:
    left = closed(services)
    left.store.write_bytes(harm)
    if keys_too:
        (left.folder / keys.FILE).unlink()
    before = digests(left.folder)
    new = NewDesk(services.site, Champion("Ewan"), PASSPHRASE)
    for desk in (DeskService(left.folder), DeskService(left.folder)):
        with pytest.raises(Problem, match="store-exists"):
            desk.start(new)
        with pytest.raises(Problem, match="store-exists"):
            start_demo(desk, lambda _opened: services)
    with pytest.raises(Problem, match=r"store-damaged|keys-missing"):
        DeskService(left.folder).unlock(PASSPHRASE)
    assert digests(left.folder) == before
