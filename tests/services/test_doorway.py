"""What is known of a desk before it is unlocked, without the store being loaded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Problem
from champion_desk.services import Services, demo
from champion_desk.services.desks import DeskService
from champion_desk.services.doorway import DEMO_PASSPHRASE, Doorway
from champion_desk.storage import in_place, keys
from tests.conftest import PASSPHRASE
from tests.storage.test_store import as_nobody


def test_who_is_at_the_door(services: Services) -> None:
    services.desk.add_champion(Champion("Ewan"), "lantern kettle harbour nine")
    seen = Doorway(services.desk.folder).look()
    assert seen.site == "Kirkwall Library"
    assert [name for _id, name in seen.champions] == ["Mairi", "Ewan"]
    assert not seen.demo


@pytest.mark.parametrize(("gone", "code"), [("keys.json", "keys-missing"), ("store.db", "store-missing")])
def test_half_a_desk_is_still_a_desk(services: Services, gone: str, code: str) -> None:
    services.desk.close()
    (services.desk.folder / gone).unlink()
    doorway = Doorway(services.desk.folder)
    assert doorway.exists()
    with pytest.raises(Problem, match=code):
        doorway.look()


def test_what_was_kept_aside_is_offered_only_where_no_backup_is_newer(services: Services) -> None:
    folder, doorway = services.desk.folder, Doorway(services.desk.folder)
    older = services.backups.make()
    services.desk.close()
    assert doorway.kept_aside() is None
    in_place.keep_aside(folder, names=["keys.json"])
    assert doorway.kept_aside() is None  # no store is in it
    aside = in_place.keep_aside(folder)
    (folder / "store.db").unlink()
    found = doorway.kept_aside()
    assert found is not None
    assert found.path == aside
    later = older.path.with_name(
        f"champion-desk-{found.made_at + timedelta(days=1):%Y-%m-%dT%H%M%SZ}.deskbackup"
    )
    older.path.rename(later)
    assert doorway.kept_aside() is None
    with pytest.raises(Problem, match="not-found"):
        DeskService(folder).put_back(folder / "backups")


def test_an_empty_folder_is_no_desk(tmp_path: Path) -> None:
    doorway = Doorway(tmp_path)
    assert not doorway.exists()
    assert doorway.wait() == 0
    assert doorway.backups() == []


def test_waiting_after_wrong_tries(tmp_path: Path) -> None:
    keys.WrongTries(tmp_path).wrong()
    assert 0 < Doorway(tmp_path).wait() <= 1


def test_backups_are_found_before_unlocking(services: Services) -> None:
    made = services.backups.make()
    assert [one.path for one in Doorway(services.desk.folder).backups()] == [made.path]


def test_the_demo_passphrase_is_the_one_shown() -> None:
    assert demo.PASSPHRASE == DEMO_PASSPHRASE


def test_the_unlock_window_does_not_load_the_store() -> None:
    script = (
        "import sys; import champion_desk.app, champion_desk.ui.desktop, champion_desk.ui.unlock; "
        "heavy = ('sqlalchemy', 'sqlcipher3', 'reportlab', 'babel', 'openpyxl', 'httpx', 'zxcvbn'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_new_names_and_proof_of_who_asks(make_services: Callable[..., Services]) -> None:
    services = make_services()
    renamed = Champion("Mairi B", id=services.champion.id)
    services.desk.amend_champion(renamed)
    assert Doorway(services.desk.folder).look().champions == ((renamed.id, "Mairi B"),)
    services.desk.prove(renamed.id, PASSPHRASE)
    with pytest.raises(Problem, match="wrong-passphrase"):
        services.desk.prove(renamed.id, "another one here")
    with pytest.raises(Problem, match="wait"):
        services.desk.prove(renamed.id, PASSPHRASE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions in another way")
@pytest.mark.parametrize("mode", [0o000, 0o555])
def test_a_folder_one_may_not_use_is_said_and_never_taken_for_an_empty_one(
    make_services: Callable[..., Services], mode: int
) -> None:
    services = make_services()
    backup = services.backups.make(services.desk.folder.with_name("usb")).path
    services.desk.close()
    folder = services.desk.folder
    folder.chmod(mode)
    desk = DeskService(folder, ())
    try:
        with as_nobody():
            assert Doorway(folder).exists()
            if mode == 0:
                with pytest.raises(Problem, match="no-permission"):
                    Doorway(folder).look()
            with pytest.raises(Problem, match="no-permission"):
                desk.unlock(PASSPHRASE)
            with pytest.raises(Problem, match="no-permission"):
                desk.restore(backup, PASSPHRASE)
    finally:
        folder.chmod(0o755)
    assert not list(folder.glob(".restoring-*"))
    assert desk.unlock(PASSPHRASE)
    desk.close()
