"""The second folder: copied, read back, caught up, thinned; and never made where a stick is out."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from champion_desk import settings
from champion_desk.domain.problems import Problem
from champion_desk.services import Services
from champion_desk.storage import backups, disks, second_folder
from champion_desk.storage.backup_ledger import Ledger, stamp
from champion_desk.storage.second_folder import MARKER, Copying
from tests.conftest import PASSPHRASE
from tests.storage.test_backups import log_one

Make = Callable[..., Services]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def copying(services: Services, folder: Path, key: bool = True) -> Copying:
    store = services.desk.open_store
    return Copying(services.desk.folder, store.author.desk_id, folder, lambda: store.key if key else None)


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.deskbackup"))


def begun(services: Services, folder: Path) -> Copying:
    second_folder.begin(folder, services.desk.folder)
    return copying(services, folder)


def test_each_backup_is_copied_and_the_copy_restores(make_services: Make, stick: Path) -> None:
    services = make_services()
    log_one(services)
    made = services.backups.make()
    found = begun(services, stick).run()
    assert (found.state, found.problem) == ("ready", "")
    assert copies(stick) == [made.path.name]
    assert (stick / made.path.name).read_bytes() == made.path.read_bytes()
    services.desk.close()
    assert services.desk.restore(stick / made.path.name, PASSPHRASE) is not None


def test_a_stick_that_is_out_is_no_folder_on_this_disk(make_services: Make, stick: Path) -> None:
    services = make_services()
    services.backups.make()
    round_ = begun(services, stick)
    shutil.rmtree(stick)
    assert round_.run().state == "away"
    assert not stick.exists()
    stick.mkdir()  # the empty place where a stick belongs
    assert round_.run().state == "unmarked"
    assert list(stick.iterdir()) == []


def test_a_folder_that_is_not_there_is_never_made(make_services: Make, tmp_path: Path) -> None:
    services = make_services()
    with pytest.raises(Problem, match="not-found"):
        second_folder.begin(tmp_path / "media" / "stick", services.desk.folder)
    assert not (tmp_path / "media").exists()
    with pytest.raises(Problem, match="second-folder-inside"):
        second_folder.begin(services.backups.folder.parent, services.desk.folder)


def test_what_was_missed_is_caught_up_the_newest_first(make_services: Make, stick: Path) -> None:
    services = make_services()
    for _ in range(4):
        log_one(services)
        services.backups.make()
    round_ = begun(services, stick)
    round_.run(most=1)
    assert copies(stick) == [services.backups.listed()[0].path.name]
    round_.run(most=2)
    assert len(copies(stick)) == 3
    round_.run()
    assert len(copies(stick)) == 4
    before = {path: path.stat().st_mtime_ns for path in stick.iterdir()}
    round_.run()  # nothing is copied twice
    assert before == {path: path.stat().st_mtime_ns for path in stick.iterdir()}


def test_without_its_ledger_nothing_is_copied_twice_either(make_services: Make, stick: Path) -> None:
    services = make_services()
    services.backups.make()
    begun(services, stick).run()
    (services.backups.folder / "known.json").unlink()
    copying(services, stick).run()
    assert len(copies(stick)) == 1


def test_a_copy_that_is_not_the_same_does_not_count(
    make_services: Make, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    services.backups.make()
    round_ = begun(services, stick)
    write = second_folder._write

    def careless(source: Path, target: Path) -> None:
        write(source, target)
        data = bytearray(target.read_bytes())
        data[len(data) // 2] ^= 1
        target.write_bytes(data)

    monkeypatch.setattr(second_folder, "_write", careless)
    found = round_.run()
    assert (found.state, found.problem) == ("failed", "copy-not-whole")
    assert [path.name for path in stick.iterdir()] == [MARKER]
    monkeypatch.undo()
    assert copying(services, stick).run().state == "ready"


def test_a_backup_that_rotted_here_is_not_spread(make_services: Make, stick: Path) -> None:
    services = make_services()
    path = services.backups.make().path
    data = bytearray(path.read_bytes())
    data[9000] ^= 1
    path.write_bytes(data)
    older = services.backups.make().path
    older = older.rename(older.with_name("champion-desk-2026-01-02T030405Z.deskbackup"))
    found = begun(services, stick).run()
    assert (found.state, found.problem) == ("ready", "")  # the older one is not held up by it
    assert copies(stick) == [older.name]
    assert [one.path for one in services.backups.listed() if not one.whole] == [path]


def test_a_full_stick_says_so_and_leaves_nothing_half(
    make_services: Make, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    services.backups.make()
    round_ = begun(services, stick)

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(second_folder, "_write", full)
    found = round_.run()
    assert (found.state, found.problem) == ("failed", "disk-full")
    assert [path.name for path in stick.iterdir()] == [MARKER]


def test_a_full_stick_is_thinned_first_and_not_written_to_every_minute(
    make_services: Make, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    made = services.backups.make().path
    begun(services, stick)
    for days in range(80, 92):  # so old that they may go once there are newer ones
        shutil.copy(
            made,
            stick / f"champion-desk-{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.deskbackup",
        )
    for days in range(60, 70):
        shutil.copy(
            made,
            stick / f"champion-desk-{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.deskbackup",
        )
    before = len(copies(stick))

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(second_folder, "_write", full)
    home = services.desk.folder
    settings.save(home, settings.changed(settings.load(home), backup_folder=str(stick)))
    log_one(services)
    made.unlink()
    services.backups.make()
    services.backups.second.wait(20)
    found = services.backups.second.last_seen()
    assert found is not None
    assert (found.state, found.problem) == ("failed", "disk-full")
    assert len(copies(stick)) < before
    assert not services.backups.second.is_behind()
    Ledger(services.backups.folder).change(
        lambda known: replace(
            known, second=replace(known.second, seen_at=stamp(datetime.now(UTC) - timedelta(minutes=11)))
        )
    )
    assert services.backups.second.is_behind()


def test_a_stick_pulled_out_in_the_middle_is_away(
    make_services: Make, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    services.backups.make()
    round_ = begun(services, stick)

    def pulled(source: Path, target: Path) -> None:
        shutil.rmtree(stick)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(second_folder, "_write", pulled)
    assert round_.run().state == "away"


def test_what_a_killed_copy_left_is_swept(make_services: Make, stick: Path) -> None:
    services = make_services()
    services.backups.make()
    round_ = begun(services, stick)
    mine = stick / f".copying-{services.desk.open_store.author.desk_id}-x.deskbackup"
    other = stick / ".copying-another-desk-x.deskbackup"
    for path in (mine, other):
        path.write_bytes(b"half")
    round_.run()
    assert not mine.exists()
    assert other.exists()


def test_only_this_desk_s_copies_are_thinned(make_services: Make, stick: Path) -> None:
    one, other = make_services("Mairi", "one"), make_services("Ewan", "two")
    theirs = other.backups.make().path
    mine = one.backups.make().path
    for hours in range(49, 72):
        name = f"champion-desk-{datetime.now(UTC) - timedelta(hours=hours):%Y-%m-%dT%H%M%SZ}"
        shutil.copy(theirs, stick / f"{name}.deskbackup")
        shutil.copy(mine, stick / f"{name}-2.deskbackup")
    begun(one, stick).run()
    left = backups.listed(stick)
    ids = [backup.desk_id for backup in left]
    assert ids.count(other.desk.open_store.author.desk_id) == 23
    assert ids.count(one.desk.open_store.author.desk_id) < 12


def test_two_desks_in_the_same_second_keep_both(make_services: Make, stick: Path) -> None:
    one, other = make_services("Mairi", "one"), make_services("Ewan", "two")
    for services in (one, other):
        made = services.backups.make()
        target = made.path.with_name("champion-desk-2026-11-22T101010Z.deskbackup")
        made.path.rename(target)
        seen = Ledger(services.backups.folder).read().here[made.path.name]
        Ledger(services.backups.folder).note("here", target.name, seen)
        begun(services, stick).run()
    assert len(copies(stick)) == 2
    assert {backup.desk_id for backup in backups.listed(stick)} == {
        services.desk.open_store.author.desk_id for services in (one, other)
    }


def test_while_locked_only_what_was_opened_before_is_copied(make_services: Make, stick: Path) -> None:
    services = make_services()
    services.backups.make()
    begun(services, stick)
    locked = copying(services, stick, key=False)
    assert locked.run().state == "ready"
    assert len(copies(stick)) == 1
    log_one(services)
    newer = services.backups.make()
    Ledger(services.backups.folder).forget_all_but("here", ())  # nobody has vouched for it
    locked.run()
    assert newer.path.name not in copies(stick)


def test_the_same_disk_is_told_from_another(tmp_path: Path) -> None:
    assert disks.same_disk(tmp_path, tmp_path)
    memory = Path("/dev/shm")
    if memory.is_dir() and memory.stat().st_dev != tmp_path.stat().st_dev:
        assert not disks.same_disk(tmp_path, memory)
    with pytest.raises(OSError, match="No such file"):
        disks.same_disk(tmp_path, tmp_path / "not there")
