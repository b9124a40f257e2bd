"""Backups: whole, checked, restorable, thinned; what a restore replaces is kept."""

from __future__ import annotations

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
