"""Changing the key of the records: everybody's passphrase stays, and no kill leaves a desk shut."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.sessions import Draft
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService
from champion_desk.services.key_change import KeyChange
from champion_desk.storage import backups, engine, keys, rekeying, store
from tests.conftest import PASSPHRASE
from tests.services.test_killed import killed
from tests.storage.test_backups import log_one

Make = Callable[..., Services]
EWANS = "lantern kettle harbour nine"
FIRST = Path(__file__).parents[1] / "upgrades" / "0001"


@pytest.fixture
def desk(make_services: Make) -> Services:
    """Mairi's desk, where Ewan can unlock too, with three sessions."""
    services = make_services()
    services.desk.add_champion(Champion("Ewan"), EWANS)
    for _ in range(3):
        log_one(services)
    return services


def _unlocked(folder: Path, passphrase: str) -> int:
    """How many sessions the desk holds for whoever has the passphrase."""
    desk = DeskService(folder)
    try:
        with desk.unlock(passphrase).store.reading() as tx:
            return tx.sessions.count()
    finally:
        desk.close()


def _recovered(folder: Path, recovery_key: str, catalogues: Catalogues) -> int:
    desk = DeskService(folder, catalogues.words)
    words = " ".join(catalogues.words[20:23])
    try:
        someone = desk.ring().champions[0].champion_id
        with desk.recover(recovery_key, someone, words).store.reading() as tx:
            return tx.sessions.count()
    finally:
        desk.close()


def _first_desk(folder: Path) -> tuple[DeskService, dict[str, object]]:
    """A desk as version 1 left it, unlocked by its first champion."""
    folder.mkdir()
    for name in ("store.db", "keys.json"):
        shutil.copy(FIRST / name, folder / name)
    expected = json.loads((FIRST / "expected.json").read_text(encoding="utf-8"))
    desk = DeskService(folder)
    desk.unlock(str(expected["passphrase"]), desk.ring().champions[0].champion_id)
    return desk, expected


def test_everybody_s_passphrase_and_the_sheet_stay_and_the_old_key_opens_nothing_new(
    desk: Services, catalogues: Catalogues
) -> None:
    service, folder = desk.desk, desk.desk.folder
    sheet = service.new_recovery_sheet()
    old = service.open_store.key
    assert service.key_change() == KeyChange()
    steps: list[str] = []
    assert service.change_data_key(step=steps.append) == ""
    assert steps == ["backup", "copy", "check", "swap"]
    assert service.open_store.key != old
    log_one(desk)  # the services that the window holds go on
    assert desk.backups.check().store == "ok"
    service.close()
    assert not list(folder.glob("store.db-*"))
    assert not list(folder.glob(".changing-*"))
    assert not store.integrity(folder / "store.db", old)
    assert _unlocked(folder, PASSPHRASE) == _unlocked(folder, EWANS) == 4
    assert _recovered(folder, sheet, catalogues) == 4


def test_the_backup_that_came_first_opens_with_what_opened_the_desk_then(
    desk: Services, tmp_path: Path
) -> None:
    desk.desk.change_data_key()
    desk.desk.close()
    made = backups.listed(backups.default_folder(desk.desk.folder))
    assert len(made) == 1
    other = DeskService(tmp_path / "other")
    other.restore(made[0].path, EWANS)
    assert _unlocked(tmp_path / "other", PASSPHRASE) == 3


def test_the_key_changes_again_and_again(desk: Services) -> None:
    seen = {desk.desk.open_store.key}
    for _ in range(3):
        desk.desk.change_data_key()
        seen.add(desk.desk.open_store.key)
    assert len(seen) == 4
    desk.desk.close()
    assert _unlocked(desk.desk.folder, EWANS) == 3


def test_a_leaver_who_kept_key_and_keyring_reads_nothing_of_what_comes_after(
    desk: Services, tmp_path: Path
) -> None:
    service, folder = desk.desk, desk.desk.folder
    kept = (folder / keys.FILE).read_bytes()
    ewan = next(one for one in service.champions() if one.name == "Ewan")
    service.remove_leaver(ewan, date.today())
    (folder / keys.FILE).write_bytes(kept)  # what they kept is put back before the key is changed
    service.change_data_key()
    service.close()
    with pytest.raises(Problem, match="wrong-passphrase"):
        _unlocked(folder, EWANS)
    (folder / keys.FILE).write_bytes(kept)
    time.sleep(service.wait())
    with pytest.raises(Problem, match="store-damaged"):
        _unlocked(folder, EWANS)


def test_a_leaver_whose_slot_was_put_back_is_still_out(desk: Services) -> None:
    service, folder = desk.desk, desk.desk.folder
    kept = (folder / keys.FILE).read_bytes()
    service.remove_leaver(next(one for one in service.champions() if one.name == "Ewan"), date.today())
    service.close()
    (folder / keys.FILE).write_bytes(kept)
    with pytest.raises(Problem, match="champion-unknown"):
        _unlocked(folder, EWANS)


def test_who_has_not_unlocked_since_the_first_version_is_named_and_left_out(
    tmp_path: Path, catalogues: Catalogues
) -> None:
    service, expected = _first_desk(tmp_path / "desk")
    ahead = service.key_change()
    assert ahead == KeyChange(("Ewan",), sheet_stays=False)
    sheet = service.change_data_key()
    assert keys.is_recovery_key(sheet)
    assert len(service.can_unlock()) == 1
    ewan = next(one for one in service.champions() if one.name == "Ewan")
    words = " ".join(catalogues.words[30:33])
    service.change_passphrase(ewan, words)
    service.close()
    sessions = expected["counts"]["sessions"]  # type: ignore[index]
    assert _unlocked(tmp_path / "desk", words) == sessions
    with pytest.raises(Problem, match="wrong-recovery-key"):
        _recovered(tmp_path / "desk", str(expected["recovery_key"]), catalogues)
    time.sleep(DeskService(tmp_path / "desk").wait())
    assert _recovered(tmp_path / "desk", sheet, catalogues) == sessions


def test_unlocking_and_recovering_bring_a_desk_of_the_first_version_up_to_date(
    tmp_path: Path, catalogues: Catalogues
) -> None:
    service, expected = _first_desk(tmp_path / "desk")
    service.close()
    _recovered(tmp_path / "desk", str(expected["recovery_key"]), catalogues)
    ring = keys.load(tmp_path / "desk")
    assert ring.recovery is not None
    assert ring.recovery.public
    assert [bool(slot.public) for slot in ring.champions] == [True, False]
    assert _unlocked(tmp_path / "desk", " ".join(catalogues.words[20:23])) > 0


def test_keys_that_someone_tampered_with_need_my_passphrase_and_reach_only_me(desk: Services) -> None:
    service, folder = desk.desk, desk.desk.folder
    ring = service.ring()
    mine, sheet, ewans = ring.slots
    keys.save(folder, replace(ring, slots=(mine, sheet, replace(ewans, public=mine.public))))
    ahead = service.key_change()
    assert ahead == KeyChange(("Ewan",), sheet_stays=False, needs_passphrase=True, is_altered=True)
    with pytest.raises(Problem, match="passphrase-needed"):
        service.change_data_key()
    assert keys.is_recovery_key(service.change_data_key(PASSPHRASE))
    service.close()
    assert _unlocked(folder, PASSPHRASE) == 3
    with pytest.raises(Problem, match="wrong-passphrase"):
        _unlocked(folder, EWANS)


def test_a_draft_sealed_under_an_old_key_comes_back(desk: Services, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    draft = Draft(desk.champion.id, {"note": "ferry times"}, datetime.now(UTC))
    desk.sessions.keep_draft_elsewhere(draft, stick)
    held = desk.sessions.seal_draft(draft)
    for _ in range(2):
        desk.desk.change_data_key()
    assert desk.sessions.bring_back_held(held).fields == draft.fields
    assert desk.sessions.bring_back_all(stick) == 1
    assert [kept.id for kept in desk.sessions.drafts()] == [draft.id]


@pytest.mark.parametrize("at", ["backup", "copy", "check"])
def test_until_the_swap_it_can_be_stopped_and_nothing_has_changed(desk: Services, at: str) -> None:
    service, folder = desk.desk, desk.desk.folder
    before, key = (folder / keys.FILE).read_bytes(), service.open_store.key
    steps: list[str] = []
    with pytest.raises(Cancelled):
        service.change_data_key(step=steps.append, cancelled=lambda: at in steps)
    assert service.open_store.key == key
    assert (folder / keys.FILE).read_bytes() == before
    assert not list(folder.glob(".changing-*"))
    log_one(desk)
    service.close()
    assert _unlocked(folder, EWANS) == 4


def test_what_is_saved_while_the_copy_is_made_is_in_the_new_file(desk: Services) -> None:
    def save(step: str) -> None:
        if step in ("copy", "check", "swap"):
            log_one(desk)

    desk.desk.change_data_key(step=save)
    desk.desk.close()
    assert _unlocked(desk.desk.folder, EWANS) == 6


def test_nothing_is_lost_of_what_others_save_all_the_time(desk: Services) -> None:
    over, saved = threading.Event(), 0

    def go_on_saving() -> None:
        nonlocal saved
        while not over.is_set():
            log_one(desk)
            saved += 1

    other = threading.Thread(target=go_on_saving)
    other.start()
    try:
        for _ in range(4):
            desk.desk.change_data_key()
    finally:
        over.set()
        other.join()
    desk.desk.close()
    assert saved > 4
    assert _unlocked(desk.desk.folder, EWANS) == 3 + saved


def test_a_champion_who_is_added_meanwhile_has_a_way_in(desk: Services) -> None:
    passphrase = "nine kettles by the harbour"
    adding = threading.Thread(target=lambda: desk.desk.add_champion(Champion("Isla"), passphrase))

    def step(name: str) -> None:
        if name == "check":
            adding.start()
            adding.join(0.5)

    desk.desk.change_data_key(step=step)
    adding.join(20)
    folder = desk.desk.folder
    desk.desk.close()
    again = DeskService(folder)
    assert again.unlock(passphrase).champion.name == "Isla"
    again.close()


def test_a_reader_in_the_way_stops_it_and_the_desk_goes_on(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("champion_desk.storage.gate._PATIENCE", 0.2)
    service, key = desk.desk, desk.desk.open_store.key
    inside, over = threading.Event(), threading.Event()

    def read() -> None:
        with service.open_store.reading():
            inside.set()
            over.wait(10)

    other = threading.Thread(target=read)
    other.start()
    inside.wait(10)
    with pytest.raises(Problem, match="store-busy"):
        service.change_data_key()
    over.set()
    other.join()
    assert service.open_store.key == key
    log_one(desk)
    service.change_data_key()
    service.close()
    assert _unlocked(service.folder, PASSPHRASE) == 4


def test_a_swap_that_fails_leaves_the_old_key_in_force(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, key, before = desk.desk, desk.desk.open_store.key, (desk.desk.folder / keys.FILE).read_bytes()

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as while_in_use:
        while_in_use.setattr(Path, "replace", refuse)
        with pytest.raises(Problem, match="no-permission"):
            service.change_data_key()
    assert service.open_store.key == key
    log_one(desk)
    service.close()
    assert _unlocked(service.folder, EWANS) == 4
    assert (service.folder / keys.FILE).read_bytes() == before


def test_a_copy_that_lacks_rows_is_never_put_in_place(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rekeying._rekey

    def lose_a_row(path: Path, old: bytes, new: bytes) -> None:
        real(path, old, new)
        connection = engine.connect(path, new)
        connection.execute("DELETE FROM sessions WHERE id = (SELECT min(id) FROM sessions)")
        connection.close()

    monkeypatch.setattr(rekeying, "_rekey", lose_a_row)
    with pytest.raises(Problem, match="new-key-not-whole"):
        desk.desk.change_data_key()
    desk.desk.close()
    assert _unlocked(desk.desk.folder, EWANS) == 3


def test_two_programs_never_try_at_the_same_time(desk: Services) -> None:
    other = DeskService(desk.desk.folder)
    with pytest.raises(Problem, match="store-in-use"):
        other.unlock("some other words")
    assert other.wait() == 0  # it was not even tried
    desk.desk.close()
    with pytest.raises(Problem, match="wrong-passphrase"):
        other.unlock("some other words")
    third = DeskService(desk.desk.folder)
    with pytest.raises(Problem, match="wait"):
        third.unlock(PASSPHRASE)
    time.sleep(third.wait())
    assert third.unlock(PASSPHRASE).champion.name == "Mairi"
    third.close()


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork and no kill -9")


@pytest.fixture
def locked(desk: Services) -> tuple[Path, str]:
    """The folder of the desk, locked, and the key on its recovery sheet."""
    sheet = desk.desk.new_recovery_sheet()
    desk.desk.close()
    return desk.desk.folder, sheet


def _unlock_log_and_change(folder: Path) -> None:
    service = DeskService(folder)
    opened = service.unlock(PASSPHRASE)
    with opened.store.transaction() as tx:  # so that the newest row is in the write-ahead log
        tx.desk.set("said", "yes")
    service.change_data_key()


def _opens_for_everyone(left: Path, at: object, sheet: str, catalogues: Catalogues) -> None:
    """With each secret, as the first to open what the kill left."""
    ways: tuple[Callable[[Path], int], ...] = (
        partial(_unlocked, passphrase=PASSPHRASE),
        partial(_unlocked, passphrase=EWANS),
        partial(_recovered, recovery_key=sheet, catalogues=catalogues),
    )
    for way in ways:
        copy = left.with_name(left.name + "-looked-at")
        shutil.copytree(left, copy)
        assert way(copy) == 3, at
        assert "following" not in json.loads((copy / keys.FILE).read_bytes()), at
        assert not list(copy.glob(".changing-*")), at
        desk = DeskService(copy)
        with desk.unlock(EWANS).store.reading() as tx:
            assert tx.desk.get("said") in ("", "yes")
        if way is ways[0]:
            desk.change_data_key()  # and the next change goes through
        desk.close()
        shutil.rmtree(copy)


@needs_fork
def test_a_kill_at_any_touch_of_a_file_leaves_a_desk_that_opens_for_everyone(
    locked: tuple[Path, str], tmp_path: Path, catalogues: Catalogues
) -> None:
    folder, sheet = locked
    at = 0
    while True:
        at += 1
        left = tmp_path / f"left-{at}"
        shutil.copytree(folder, left)
        if not killed(partial(_unlock_log_and_change, left), left, at, but="backups"):
            break
        _opens_for_everyone(left, at, sheet, catalogues)
        shutil.rmtree(left)
    assert at > 20


@needs_fork
def test_a_kill_at_any_moment_leaves_a_desk_that_opens_for_everyone(
    locked: tuple[Path, str], tmp_path: Path, catalogues: Catalogues
) -> None:
    folder, sheet = locked
    chance = random.Random(1)
    started = time.monotonic()
    shutil.copytree(folder, tmp_path / "whole")
    assert not killed(partial(_unlock_log_and_change, tmp_path / "whole"), tmp_path / "whole", sys.maxsize)
    whole = time.monotonic() - started
    for count in range(12):
        left = tmp_path / f"left-{count}"
        shutil.copytree(folder, left)
        child = os.fork()
        if child == 0:
            try:
                _unlock_log_and_change(left)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        _opens_for_everyone(left, count, sheet, catalogues)
        shutil.rmtree(left)
