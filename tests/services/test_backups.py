"""Backups as a service: when one is made, when none may be, what reminds, and what waits for no disk."""

from __future__ import annotations

import json
import shutil
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from champion_desk import settings
from champion_desk.app import build_services
from champion_desk.cli import run
from champion_desk.domain.problems import Problem
from champion_desk.services import Services
from champion_desk.services import backups as service
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.courier import Courier, courier_to
from champion_desk.services.desks import DeskService
from champion_desk.storage import backups, disks, kept_aside, second_folder, store
from champion_desk.storage.backup_ledger import Ledger, stamp
from champion_desk.storage.store import Store
from tests.conftest import PASSPHRASE
from tests.storage.test_backups import log_one

Make = Callable[..., Services]


def again(services: Services) -> Services:
    """The same desk, closed and unlocked anew."""
    folder = services.desk.folder
    services.desk.close()
    desk = DeskService(folder, services.catalogues.words)
    return build_services(desk, desk.unlock(PASSPHRASE), services.catalogues)


def choose(services: Services, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    services.backups.second.begin(folder).result(10)
    home = services.desk.folder
    settings.save(home, settings.changed(settings.load(home), backup_folder=str(folder)))


def occasions(services: Services) -> list[str]:
    return sorted(one.occasion for one in services.backups.listed())


# When one is made


def test_every_half_hour_only_if_something_changed(
    make_services: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    services.backups.make()
    assert not services.backups.is_due()
    monkeypatch.setattr(service, "EVERY_SECONDS", 0)
    assert not services.backups.is_due()
    log_one(services)
    assert services.backups.is_due()
    services.backups.make(occasion="half-hour")
    assert not services.backups.is_due()


def test_what_a_crash_left_without_a_backup_is_due_at_once(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    log_one(services)
    opened = again(services)  # nobody made one at the end
    try:
        assert opened.backups.is_due()
        assert opened.backups.make().counts["sessions"] == 1
        assert not opened.backups.has_changes()
    finally:
        opened.desk.close()


def test_nothing_new_means_no_backup_at_the_next_lock(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    opened = again(services)
    assert not opened.backups.has_changes()
    opened.desk.close()


def test_a_new_passphrase_alone_is_worth_a_backup(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    services.desk.change_passphrase(services.champion, "harbour kettle seven lantern")
    assert services.backups.has_changes()


def test_before_a_change_of_key(make_services: Make) -> None:
    services = make_services()
    services.desk.change_data_key(PASSPHRASE)
    assert "key" in occasions(services)


def test_before_an_update(tmp_path: Path, catalogues: Catalogues) -> None:
    """A desk as an older program left it is backed up before it is brought to this version."""
    older = Path(__file__).parents[1] / "upgrades" / "0001"
    shutil.copytree(older, tmp_path / "desk")
    expected = json.loads((older / "expected.json").read_text("utf-8"))
    desk = DeskService(tmp_path / "desk", catalogues.words)
    services = build_services(desk, desk.unlock(expected["passphrase"]), catalogues)
    (made,) = services.backups.listed()
    desk.close()
    assert made.occasion == "update"
    assert made.counts["sessions"] == expected["counts"]["sessions"]
    with zipfile.ZipFile(made.path) as archive:
        assert json.loads(archive.read("about.json"))["store"] == 1


def test_before_a_list_is_taken_in(make_services: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    services = make_services()
    services.desk.close()
    folder = services.desk.folder
    monkeypatch.setenv("CHAMPION_DESK_PASSPHRASE", PASSPHRASE)
    listed = str(services.catalogues.libraries_file)
    assert run(["import", listed, "--source", "Public libraries", "--data", str(folder), "--json"]) == 0
    (made,) = backups.listed(folder / "backups")
    assert (made.occasion, made.counts["listings"]) == ("import", 0)


def test_the_command_copies_to_the_second_folder_before_it_ends(
    make_services: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    services = make_services()
    choose(services, tmp_path / "stick")
    services.desk.close()
    monkeypatch.setenv("CHAMPION_DESK_PASSPHRASE", PASSPHRASE)
    assert run(["backup", "--data", str(services.desk.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["second_folder"] == "ready"
    assert len(list((tmp_path / "stick").glob("*.deskbackup"))) == 1
    assert run(["backup", "--to", str(tmp_path / "usb"), "--data", str(services.desk.folder)]) == 0
    assert len(list((tmp_path / "usb").glob("*.deskbackup"))) == 1


def test_one_that_can_t_be_made_is_tried_again_only_after_a_while(
    make_services: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    log_one(services)
    assert services.backups.is_due()

    def full(*_arguments: object) -> None:
        raise Problem("disk-full", path="x")

    monkeypatch.setattr(backups, "make", full)
    with pytest.raises(Problem, match="disk-full"):
        services.backups.make()
    assert not services.backups.is_due()
    assert services.backups.has_changes()
    monkeypatch.setattr(service, "AGAIN_SECONDS", 0)
    assert services.backups.is_due()


def test_one_in_a_named_folder_does_not_stand_in_for_one_here(make_services: Make, tmp_path: Path) -> None:
    services = make_services()
    log_one(services)
    services.backups.make(tmp_path / "usb")
    assert services.backups.has_changes()
    assert services.backups.listed() == []
    assert [path.suffix for path in (tmp_path / "usb").iterdir()] == [".deskbackup"]


# When none may be made


def harm(services: Services) -> None:
    """Turn bits in one page of the directory, once the store was opened and found sound."""
    path = services.desk.folder / "store.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 4096 // 3 * 4096 + 100] ^= 0xFF
    path.write_bytes(data)


def test_a_damaged_store_is_not_backed_up_and_nothing_is_thinned(make_services: Make) -> None:
    services = make_services(libraries=True)
    made = services.backups.make().path
    for hours in range(49, 90):
        name = f"champion-desk-{datetime.now(UTC) - timedelta(hours=hours):%Y-%m-%dT%H%M%SZ}.deskbackup"
        shutil.copy(made, made.with_name(name))
    before = sorted(path.name for path in services.backups.folder.glob("*.deskbackup"))
    opened = again(services)
    try:
        harm(opened)
        for _ in range(3):
            with pytest.raises(Problem, match="store-damaged"):
                opened.backups.make()
        assert opened.backups.state().is_damaged
        assert not opened.backups.is_due()
    finally:
        opened.desk.close()
    assert sorted(path.name for path in services.backups.folder.glob("*.deskbackup")) == before


def test_a_page_found_damaged_while_reading_stops_backups(make_services: Make) -> None:
    services = make_services()
    store = services.desk.open_store
    log_one(services)
    with pytest.raises(Problem, match="store-damaged"), store.reading():
        raise Problem("store-damaged", path="x")
    with pytest.raises(Problem, match="store-damaged"):
        services.backups.make()
    assert services.backups.listed() == []


# The second folder


def test_each_backup_goes_to_the_second_folder_too(make_services: Make, tmp_path: Path) -> None:
    services = make_services()
    choose(services, tmp_path / "stick")
    made = services.backups.make()
    services.backups.second.wait(20)
    assert (tmp_path / "stick" / made.path.name).exists()
    seen = services.backups.state().second
    assert seen is not None
    assert seen.state == "ready"
    assert not services.backups.second.is_behind()
    listed = services.backups.second.listed()
    assert listed is not None
    assert [one.path.name for one in listed.result(10)] == [made.path.name]


def test_while_it_is_away_all_is_well_and_then_it_catches_up(make_services: Make, tmp_path: Path) -> None:
    services = make_services()
    stick, pocket = tmp_path / "stick", tmp_path / "pocket"
    choose(services, stick)
    stick.rename(pocket)
    for _ in range(3):
        log_one(services)
        services.backups.make()
    services.backups.second.wait(20)
    state = services.backups.state()
    assert state.second is not None
    assert state.second.state == "away"
    assert not stick.exists()
    assert services.backups.second.is_behind()
    pocket.rename(stick)
    answer = services.backups.second.bring_up_to_date()
    assert answer is not None
    assert answer.result(20).state == "ready"
    assert len(list(stick.glob("*.deskbackup"))) == 3


def test_a_disk_that_hangs_holds_up_nobody(
    make_services: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    choose(services, tmp_path / "share")
    services.backups.second.wait(10)
    hang = threading.Event()
    asked = second_folder.state_of
    monkeypatch.setattr(second_folder, "state_of", lambda folder: hang.wait(30) and asked(folder))
    try:
        began = time.monotonic()
        services.backups.make()
        log_one(services)
        services.backups.state()
        services.backups.second.wait(0.2)
        services.desk.close()
        assert time.monotonic() - began < 5
        opened = again(services)  # locking and unlocking wait for nothing, and no second thread hangs
        opened.backups.make()
        opened.desk.close()
        assert sum(thread.name == "courier" for thread in threading.enumerate()) == 1
    finally:
        hang.set()
        courier_to(str(tmp_path / "share")).send(lambda: None).result(20)
    assert len(list((tmp_path / "share").glob("*.deskbackup"))) == 2


def test_the_demo_desk_has_no_second_folder(make_services: Make, tmp_path: Path) -> None:
    services = make_services(demo=True)
    settings.save(services.desk.folder, settings.Settings(backup_folder=str(tmp_path)))
    assert services.backups.second_folder is None


def test_the_courier_hands_on_what_went_wrong_and_goes_home() -> None:
    courier = Courier()

    def wrong() -> None:
        raise OSError

    failed, done = courier.send(wrong), courier.send(lambda: 7)
    assert done.result(5) == 7
    assert isinstance(failed.exception(), OSError)
    while courier.is_busy:
        time.sleep(0.01)
    assert courier.send(lambda: 8).result(5) == 8


# The reminder


def days_ago(days: float) -> str:
    return stamp(datetime.now(UTC) - timedelta(days=days))


def test_it_reminds_after_a_week_without_a_copy_elsewhere(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    second, ledger = services.backups.second, Ledger(services.backups.folder)
    assert not second.is_reminder_due()  # a new desk is left in peace for a week
    ledger.change(lambda known: replace(known, since=days_ago(8)))
    assert second.is_reminder_due()
    second.put_off()
    assert not second.is_reminder_due()
    ledger.change(lambda known: replace(known, put_off_until=days_ago(1)))
    assert second.is_reminder_due()
    ledger.change(lambda known: replace(known, left=days_ago(3)))
    assert not second.is_reminder_due()
    ledger.change(lambda known: replace(known, left=days_ago(8)))
    assert second.is_reminder_due()
    assert services.backups.state().remind


def test_a_copy_on_the_same_disk_is_none_elsewhere(
    make_services: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    choose(services, tmp_path / "beside")
    services.backups.make()
    services.backups.second.wait(20)
    state = services.backups.state()
    assert state.second is not None
    assert state.second.same_disk
    assert state.left is None
    monkeypatch.setattr(second_folder, "same_disk", lambda _one, _other: False)
    services.backups.make()
    services.backups.second.wait(20)
    assert services.backups.state().left is not None


def test_a_backup_put_on_a_stick_by_hand_counts(
    make_services: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    services.backups.make(tmp_path / "here")
    assert services.backups.second.left() is None
    monkeypatch.setattr(disks, "same_disk", lambda _one, _other: False)
    from champion_desk.services import second_folder as place

    monkeypatch.setattr(place, "same_disk", lambda _one, _other: False)
    services.backups.make(tmp_path / "there")
    assert services.backups.second.left() is not None


def test_a_clock_that_was_years_ahead_does_not_silence_it(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    ledger = Ledger(services.backups.folder)
    ledger.change(lambda known: replace(known, since=days_ago(8), left=days_ago(-3650)))
    assert services.backups.second.is_reminder_due()
    ledger.change(lambda known: replace(known, put_off_until=days_ago(-3650)))
    assert services.backups.second.is_reminder_due()


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"[" * 90_000, b'{"since": 4}', b"\xff"])
def test_a_harmed_ledger_is_as_none(make_services: Make, content: bytes) -> None:
    services = make_services()
    services.backups.make()
    (services.backups.folder / "known.json").write_bytes(content)
    state = services.backups.state()
    assert state.count == 1
    assert state.newest is not None
    services.backups.make()
    assert services.backups.state().count == 2


# Checking again, and comparing


def test_checking_again_finds_what_rotted(make_services: Make) -> None:
    services = make_services()
    good = services.backups.make()
    log_one(services)
    bad = services.backups.make()
    data = bytearray(bad.path.read_bytes())
    data[9000] ^= 1
    bad.path.write_bytes(data)
    steps = list(services.backups.checks())
    assert [(step.done, step.total) for step in steps] == [(1, 2), (2, 2)]
    assert [one.path for one in steps[-1].harmed] == [bad.path]
    looked = {one.path: one for one in services.backups.listed()}
    assert not looked[bad.path].whole
    assert looked[bad.path].checked_at is None
    assert looked[good.path].whole
    state = services.backups.state()
    assert state.newest is not None
    assert state.newest.path == good.path


def test_a_check_goes_on_where_a_backup_was_thinned_meanwhile(make_services: Make) -> None:
    services = make_services()
    first = services.backups.make()
    log_one(services)
    services.backups.make()
    steps = services.backups.checks()
    next(steps)
    first.path.unlink()
    assert [(step.done, step.harmed) for step in steps] == [(2, ())]


def test_a_backup_from_before_the_key_was_changed_is_not_called_damaged(make_services: Make) -> None:
    services = make_services()
    old = services.backups.make()
    services.desk.change_data_key(PASSPHRASE)
    assert services.backups.check_again(old).whole
    Ledger(services.backups.folder).forget_all_but("here", ())
    assert services.backups.check_again(old).whole
    compared = services.backups.compare(old)
    assert compared.would_go is None
    assert compared.backup == old.counts


def test_a_backup_beside_the_desk(make_services: Make) -> None:
    services = make_services()
    log_one(services)
    services.sessions.remove(services.sessions.on(datetime.now().astimezone().date())[0].id, "mistake")
    log_one(services)
    before = services.backups.make()
    log_one(services)
    log_one(services)
    gone = services.sessions.on(datetime.now().astimezone().date())[-1]
    compared = services.backups.compare(before)
    assert (compared.would_go, compared.would_return) == (2, 0)
    assert (compared.backup["sessions"], compared.desk["sessions"]) == (1, 3)
    services.sessions.remove(gone.id, "mistake")
    assert services.backups.compare(before).would_return == 1
    assert not list(services.backups.folder.glob(".checking-*"))


# Kept aside


def test_what_was_kept_aside_goes_after_72_days_and_not_before(make_services: Make) -> None:
    services = make_services()
    folder, now = services.desk.folder, datetime.now(UTC)
    young, old = (folder / f"replaced-{now - timedelta(days=n):%Y-%m-%dT%H%M%S%fZ}" for n in (60, 80))
    damaged = folder / f"damaged-{now - timedelta(days=80):%Y-%m-%dT%H%M%S%fZ}"
    for path in (young, old, damaged):
        path.mkdir()
        (path / "store.db").write_bytes(b"x")
    other = folder / "replaced-by-hand"
    other.mkdir()
    made = services.backups.make().path
    assert {one.path for one in services.backups.kept_aside()} == {young, old, damaged}
    assert old.exists()  # one backup proves no weeks: the clock may be wrong
    Ledger(services.backups.folder).change(
        lambda known: replace(
            known, aside={one.name: stamp(now - timedelta(days=80)) for one in (old, damaged)}
        )
    )
    for days in range(1, 60):
        name = f"champion-desk-{now - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.deskbackup"
        shutil.copy(made, made.with_name(name))
    services.backups.make()
    assert [one.path for one in services.backups.kept_aside()] == [young]
    assert other.exists()
    assert kept_aside.listed(folder)[0].goes_on > (now + timedelta(days=11)).date()


@pytest.mark.parametrize("wrong", [timedelta(days=3650), timedelta(days=-3650)])
def test_what_was_kept_aside_under_a_wrong_clock_does_not_go_at_once(
    make_services: Make, wrong: timedelta
) -> None:
    services = make_services()
    folder, now = services.desk.folder, datetime.now(UTC)
    aside = folder / f"replaced-{now + wrong:%Y-%m-%dT%H%M%S%fZ}"
    aside.mkdir()
    made = services.backups.make().path
    for days in range(1, 60):
        name = f"champion-desk-{now - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.deskbackup"
        shutil.copy(made, made.with_name(name))
    services.backups.make()
    services.backups.make()
    assert aside.exists()
    ledger = Ledger(services.backups.folder)
    assert list(ledger.read().aside) == [aside.name]
    ledger.change(lambda known: replace(known, aside={aside.name: stamp(now - timedelta(days=74))}))
    services.backups.make()
    assert not aside.exists()


def test_a_bad_disk_for_a_backup_does_not_make_the_store_a_damaged_one(
    make_services: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    copy = backups._copy

    def badly(opened: Store, target: Path) -> None:
        copy(opened, target)
        target.write_bytes(bytes(target.stat().st_size))

    monkeypatch.setattr(backups, "_copy", badly)
    monkeypatch.setattr(store, "integrity", lambda path, key: True)  # what it reads back is cached
    with pytest.raises(Problem, match="store-damaged"):
        services.backups.make(tmp_path / "stick")
    monkeypatch.undo()
    assert not services.backups.state().is_damaged
    assert services.backups.make().whole
