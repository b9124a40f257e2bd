"""`check` reads and says; whatever is wrong with a desk, it leaves every file byte for byte as it was."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from champion_desk.services import Services
from champion_desk.storage import engine, migration
from tests.cli.test_commands import ROOT, Ended, _environment
from tests.conftest import PASSPHRASE
from tests.storage.test_salvage import UPGRADES, Left, copied, fill, flip


@pytest.fixture
def left(services: Services, tmp_path: Path) -> Left:
    """A desk with a backup, closed."""
    fill(services, 30)
    services.backups.make()
    key, ring = services.desk.open_store.key, services.desk.ring()
    services.desk.close()
    return Left(services.desk.folder, key, ring)


def every_file(folder: Path) -> dict[str, str]:
    """Every file below the folder by what is in it."""
    there = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in there}


def run_check(folder: Path, passphrase: str = PASSPHRASE) -> Ended:
    done = subprocess.run(
        [sys.executable, "-m", "champion_desk", "check", "--json", "--data", str(folder)],
        env={**_environment(), "CHAMPION_DESK_PASSPHRASE": passphrase},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def checked(folder: Path) -> Ended:
    """Check, and see that nothing was touched."""
    before = every_file(folder)
    ended = run_check(folder)
    assert every_file(folder) == before
    assert "Traceback" not in ended.err
    return ended


def test_a_whole_desk(left: Left) -> None:
    ended = checked(left.folder)
    assert ended.code == 0
    assert ended.json["store"] == "ok"
    assert ended.json["counts"]["sessions"] == 30
    assert ended.json["backups"] == 1
    assert ended.json["newest_backup"]["state"] == "ok"
    assert Path(ended.json["newest_backup"]["file"]).exists()


def _zero(left: Left, _other: Left) -> None:
    left.store.write_bytes(b"")


def _cut(left: Left, _other: Left) -> None:
    left.store.write_bytes(left.store.read_bytes()[:50_001])


def _flipped(left: Left, _other: Left) -> None:
    flip(left.store, left.store.stat().st_size // 2)


def _first_page(left: Left, _other: Left) -> None:
    flip(left.store, 30)


def _foreign(left: Left, _other: Left) -> None:
    left.store.unlink()
    with closing(sqlite3.connect(left.store)) as plain:
        plain.execute("CREATE TABLE something (x)")
        plain.commit()


def _random(left: Left, _other: Left) -> None:
    left.store.write_bytes(random.Random(3).randbytes(200_000))


def _log_of_another(left: Left, other: Left) -> None:
    shutil.copy(other.log, left.log)


_HARMS = (_zero, _cut, _flipped, _first_page, _foreign, _random, _log_of_another)


@pytest.mark.parametrize("harm", _HARMS, ids=lambda harm: str(harm.__name__))
def test_a_damaged_desk(
    left: Left, harm: Callable[[Left, Left], None], make_services: Callable[..., Services], tmp_path: Path
) -> None:
    other = make_services("Ewan", "other")
    fill(other, 20)
    harm(left, copied(other, tmp_path / "other-killed"))
    ended = checked(left.folder)
    assert ended.code == 1
    assert ended.json["store"] == "damaged"
    assert ended.json["counts"] == {}
    assert ended.json["newest_backup"]["state"] == "ok"


@pytest.mark.parametrize("setting", ["user_version = 99", "application_id = 7"])
def test_a_newer_store_and_a_foreign_one(left: Left, setting: str) -> None:
    with closing(engine.connect(left.store, left.key)) as connection:
        connection.execute(f"PRAGMA {setting}")
    ended = checked(left.folder)
    assert ended.code == 1
    assert str(left.store) in ended.err or str(left.folder) in ended.err


def test_what_a_kill_left_in_the_log_is_counted_and_left_there(left: Left) -> None:
    script = (
        "import os, signal, sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from champion_desk.domain.sessions import AssistedSession\n"
        "from champion_desk.services.desks import DeskService\n"
        "desk = DeskService(Path(sys.argv[1]))\n"
        "opened = desk.unlock(sys.argv[2])\n"
        "for _ in range(3):\n"
        "    with opened.store.transaction() as tx:\n"
        "        tx.sessions.add(AssistedSession(opened.champion.id, opened.site.id, datetime.now(UTC),\n"
        "            ('email-account',), 5, 'done'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(left.folder), PASSPHRASE],
        env=_environment(),
        cwd=ROOT,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert left.log.stat().st_size > 0
    found = checked(left.folder)
    assert found.code == 0
    assert found.json["counts"]["sessions"] == 33
    flip(left.store, 30)  # the first page stands in the log as well, or it is damage: both are told apart
    assert checked(left.folder).json["store"] in ("ok", "damaged")


def test_a_log_harmed_in_the_middle_is_damage(services: Services, tmp_path: Path) -> None:
    fill(services, 60, at_once=5)
    left = copied(services, tmp_path / "killed")
    assert checked(left.folder).json["store"] == "ok"
    flip(left.log, 32 + 24 + 10)
    ended = checked(left.folder)
    assert ended.code == 1
    assert ended.json["store"] == "damaged"


def test_a_desk_of_an_earlier_version_is_counted_and_not_brought_up(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    shutil.copytree(UPGRADES / "0001", folder)
    ended = checked(folder)
    assert ended.code == 0
    assert ended.json["counts"]["sessions"] == 29
    assert migration.newest_version() > 1


def test_a_damaged_newest_backup_is_said(left: Left) -> None:
    (backup,) = (left.folder / "backups").glob("*.deskbackup")
    flip(backup, backup.stat().st_size // 2)
    ended = checked(left.folder)
    assert ended.code == 0
    assert ended.json["newest_backup"]["state"] == "damaged"


def test_a_wrong_passphrase_is_no_damage(left: Left) -> None:
    ended = run_check(left.folder, "another harbour lantern")
    assert ended.code == 1
    assert "not right" in ended.err


def test_an_open_desk_is_not_checked_behind_its_back(services: Services) -> None:
    ended = run_check(services.desk.folder)
    assert ended.code == 1
    assert "open already" in ended.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_can_only_be_read(left: Left) -> None:
    left.folder.chmod(0o500)
    try:
        assert checked(left.folder).code == 0
    finally:
        left.folder.chmod(0o700)
