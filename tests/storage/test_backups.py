"""Backups: whole, checked, restorable, thinned; what a restore replaces is kept."""

from __future__ import annotations

import contextlib
import os
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.services.desks import DeskService
from champion_desk.storage import backups
from champion_desk.storage.backups import Backup
from tests.conftest import PASSPHRASE

Make = Callable[..., Services]


def log_one(services: Services) -> None:
    services.sessions.log(
        AssistedSession(services.champion.id, services.site.id, datetime.now(UTC), ("wifi",), 5, "done")
    )


def test_a_backup_made_in_the_middle_of_work_holds_the_newest_rows(
    make_services: Make, tmp_path: Path
) -> None:
    services = make_services()
    for _ in range(20):
        log_one(services)
    backup = services.backups.make()
    elsewhere = DeskService(tmp_path / "elsewhere")
    assert elsewhere.restore(backup.path, PASSPHRASE) is None
    opened = elsewhere.unlock(PASSPHRASE)
    with opened.store.reading() as tx:
        assert tx.sessions.count() == 20
    elsewhere.close()


def test_a_restore_keeps_what_it_replaces(make_services: Make, tmp_path: Path) -> None:
    services = make_services()
    log_one(services)
    backup = services.backups.make()
    log_one(services)
    services.desk.close()
    aside = services.desk.restore(backup.path, PASSPHRASE)
    assert aside is not None
    opened = services.desk.unlock(PASSPHRASE)
    with opened.store.reading() as tx:
        assert tx.sessions.count() == 1
    services.desk.close()
    kept = DeskService(aside)
    with kept.unlock(PASSPHRASE).store.reading() as tx:
        assert tx.sessions.count() == 2
    kept.close()


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "text", "no-keys"])
def test_a_harmed_backup_is_refused_and_changes_nothing(
    make_services: Make, tmp_path: Path, harm: str
) -> None:
    services = make_services()
    log_one(services)
    backup = services.backups.make()
    content = backup.path.read_bytes()
    harmed = tmp_path / "harmed.deskbackup"
    if harm == "no-keys":
        with zipfile.ZipFile(backup.path) as whole, zipfile.ZipFile(harmed, "w") as part:
            part.writestr("store.db", whole.read("store.db"))
    else:
        flipped = bytearray(content)
        flipped[9000] ^= 1
        harmed.write_bytes(
            {"cut": content[:9000], "flip": bytes(flipped), "empty": b"", "text": b"hello"}[harm]
        )
    services.desk.close()
    with pytest.raises(Problem, match="backup-not-whole"):
        services.desk.restore(harmed, PASSPHRASE)
    with services.desk.unlock(PASSPHRASE).store.reading() as tx:
        assert tx.sessions.count() == 1


def test_a_wrong_passphrase_does_not_restore(make_services: Make) -> None:
    services = make_services()
    backup = services.backups.make()
    services.desk.close()
    with pytest.raises(Problem, match="wrong-passphrase"):
        services.desk.restore(backup.path, "not the passphrase at all")
    assert services.desk.unlock(PASSPHRASE)


def test_a_desk_that_is_open_elsewhere_is_not_replaced(make_services: Make) -> None:
    services = make_services()
    backup = services.backups.make()
    with pytest.raises(Problem, match="store-in-use"):
        DeskService(services.desk.folder).restore(backup.path, PASSPHRASE)


def test_thinning_keeps_two_days_then_daily_then_weekly() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    made = [Backup(Path(f"{hours}"), now - timedelta(hours=hours), 1) for hours in range(0, 24 * 100, 3)]
    going = set(backups.to_thin(made, now))
    kept = [backup for backup in made if backup not in going]
    ages = [(now - backup.made_at) for backup in kept]
    assert sum(age <= timedelta(days=2) for age in ages) == 17
    assert 14 <= sum(timedelta(days=2) < age <= timedelta(days=16) for age in ages) <= 15
    assert 8 <= sum(age > timedelta(days=16) for age in ages) <= 9


def test_thinning_never_removes_the_last_one() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    old = [Backup(Path("old"), now - timedelta(days=400), 1)]
    assert backups.to_thin(old, now) == []


def test_a_half_made_backup_has_no_name(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    names = [path.name for path in services.backups.folder.iterdir()]
    assert len(names) == 1
    assert names[0].endswith(".deskbackup")


def test_desks_that_share_a_folder_leave_each_other_s_backups_alone(
    make_services: Make, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    kirkwall, inverness = make_services("Mairi", "one"), make_services("Ewan", "two")
    made = inverness.backups.make(shared).path
    theirs = [
        shared / f"champion-desk-{datetime.now(UTC) - timedelta(days=200 + age):%Y-%m-%dT%H%M%SZ}.deskbackup"
        for age in range(20)
    ]
    for path in theirs:
        path.write_bytes(made.read_bytes())
    kirkwall.backups.make(shared)
    assert all(path.exists() for path in theirs)
    inverness.backups.make(shared)
    assert sum(path.exists() for path in theirs) < 20


def test_a_clock_that_is_years_ahead_leaves_the_newest_backups() -> None:
    now = datetime(2036, 11, 22, tzinfo=UTC)
    made = [Backup(Path("new"), now, 1)]
    made += [Backup(Path(f"{days}"), now - timedelta(days=3650 + days), 1) for days in range(30)]
    assert len(made) - len(backups.to_thin(made, now)) == 8


def test_a_harmed_archive_is_never_more_than_no_backup(make_services: Make, tmp_path: Path) -> None:
    content = make_services().backups.make().path.read_bytes()
    harmed = tmp_path / "harmed.deskbackup"
    places = [*range(60), *range(len(content) - 300, len(content))]
    for place in places:
        harmed.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        with contextlib.suppress(Problem):  # anything else is a fault
            backups.lay_out(harmed, tmp_path / "laid")


def test_what_a_killed_backup_left_is_swept_after_a_day(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    fresh, old = (services.backups.folder / f".making-{name}" for name in ("fresh", "old"))
    for folder in (fresh, old):
        folder.mkdir()
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    services.backups.make()
    assert fresh.exists()
    assert not old.exists()
