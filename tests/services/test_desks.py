"""Starting a desk, unlocking it, and getting back in."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.services import Services, passphrases
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.storage import keys
from tests.conftest import PASSPHRASE

Make = Callable[..., Services]


def test_a_suggestion_is_three_words_of_at_least_33_bits(catalogues: Catalogues) -> None:
    assert len(set(catalogues.words)) == len(catalogues.words) >= 2048
    suggested = passphrases.suggest(catalogues.words)
    assert len(suggested.split()) == 3
    assert passphrases.bits(suggested, catalogues.words) >= 33
    passphrases.check(suggested, catalogues.words)


@pytest.mark.parametrize(
    "weak", ["", "   ", "password", "kirkwall", "mairi1999", "aaaaaaaaaaaaaaaa", "qwertyuiop12"]
)
def test_one_s_own_choice_needs_the_same_strength(catalogues: Catalogues, weak: str) -> None:
    with pytest.raises(Invalid):
        passphrases.check(weak, catalogues.words)


def test_three_times_the_same_word_is_one_word(catalogues: Catalogues) -> None:
    word = catalogues.words[0]
    with pytest.raises(Invalid, match="too-easy"):
        passphrases.check(f"{word} {word} {word}", catalogues.words)


def test_a_weak_passphrase_starts_no_desk(tmp_path: Path, catalogues: Catalogues) -> None:
    desk = DeskService(tmp_path / "desk", catalogues.words)
    with pytest.raises(Invalid, match="too-easy"):
        desk.start(NewDesk(Site("Library"), Champion("Mairi"), "password"))
    assert not desk.exists()


def test_a_second_desk_is_not_started_over_the_first(make_services: Make, catalogues: Catalogues) -> None:
    services = make_services()
    services.desk.close()
    before = (services.desk.folder / "store.db").read_bytes()
    with pytest.raises(Problem, match="store-exists"):
        DeskService(services.desk.folder, catalogues.words).start(
            NewDesk(Site("Other"), Champion("Else"), PASSPHRASE)
        )
    assert (services.desk.folder / "store.db").read_bytes() == before
    assert services.desk.unlock(PASSPHRASE).site.name == "Kirkwall Library"


def test_a_wrong_passphrase_waits_longer_each_time_and_leaves_the_store_untouched(
    make_services: Make,
) -> None:
    services = make_services()
    services.desk.close()
    before = {path: path.read_bytes() for path in services.desk.folder.glob("store*")}
    with pytest.raises(Problem, match="wrong-passphrase"):
        services.desk.unlock("wrong wrong wrong")
    with pytest.raises(Problem, match="wait"):
        services.desk.unlock(PASSPHRASE)
    assert {path: path.read_bytes() for path in services.desk.folder.glob("store*")} == before


def test_the_right_passphrase_after_the_wait_opens(
    make_services: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    services.desk.close()
    with pytest.raises(Problem, match="wrong-passphrase"):
        services.desk.unlock("wrong wrong wrong")
    later, running = time.time() + 2, time.monotonic() + 2
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "monotonic", lambda: running)
    assert services.desk.unlock(PASSPHRASE).champion.name == "Mairi"
    assert services.desk.wait() == 0


def test_the_recovery_sheet_gives_a_new_passphrase(tmp_path: Path, catalogues: Catalogues) -> None:
    desk = DeskService(tmp_path / "desk", catalogues.words)
    started = desk.start(NewDesk(Site("Library"), Champion("Mairi"), PASSPHRASE))
    desk.close()
    new = " ".join(catalogues.words[5:8])
    opened = desk.recover(started.recovery_key.lower(), started.desk.champion.id, new)
    assert opened.champion == started.desk.champion
    desk.close()
    assert desk.unlock(new).champion.name == "Mairi"
    desk.close()
    with pytest.raises(Problem, match="wrong-passphrase"):
        desk.unlock(PASSPHRASE)


def test_each_champion_unlocks_with_their_own(make_services: Make, catalogues: Catalogues) -> None:
    services = make_services()
    own = " ".join(catalogues.words[10:13])
    ewan = Champion("Ewan")
    services.desk.add_champion(ewan, own)
    with pytest.raises(Invalid, match="name-taken"):
        services.desk.add_champion(Champion("ewan"), own)
    services.desk.close()
    assert services.desk.unlock(own, ewan.id).champion == ewan
    assert [slot.name for slot in services.desk.ring().champions] == ["Mairi", "Ewan"]


def test_a_new_recovery_sheet_ends_the_old_one(tmp_path: Path, catalogues: Catalogues) -> None:
    desk = DeskService(tmp_path / "desk", catalogues.words)
    started = desk.start(NewDesk(Site("Library"), Champion("Mairi"), PASSPHRASE))
    desk.new_recovery_sheet()
    desk.close()
    with pytest.raises(Problem, match="wrong-recovery-key"):
        desk.recover(started.recovery_key, started.desk.champion.id, PASSPHRASE)


def test_lost_keys_and_a_lost_store_are_said_and_nothing_is_made(make_services: Make) -> None:
    services = make_services()
    services.desk.close()
    folder = services.desk.folder
    (folder / "keys.json").rename(folder / "keys.away")
    with pytest.raises(Problem, match="keys-missing"):
        services.desk.unlock(PASSPHRASE)
    (folder / "keys.away").rename(folder / "keys.json")
    (folder / "store.db").rename(folder / "store.away")
    with pytest.raises(Problem, match="store-missing"):
        services.desk.unlock(PASSPHRASE)
    assert not (folder / "store.db").exists()


def _no_room(_folder: Path, _ring: keys.Keyring) -> None:
    raise Problem("disk-full", path="keys.json")


def test_a_champion_whose_keys_can_not_be_written_is_not_half_there(
    make_services: Make, catalogues: Catalogues, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    with monkeypatch.context() as while_full:
        while_full.setattr(keys, "save", _no_room)
        with pytest.raises(Problem, match="disk-full"):
            services.desk.add_champion(Champion("Ewan"), " ".join(catalogues.words[10:13]))
    assert [one.name for one in services.desk.champions()] == ["Mairi"]
    services.desk.add_champion(Champion("Ewan"), " ".join(catalogues.words[10:13]))


def test_a_recovery_that_can_not_be_kept_leaves_the_desk_closed(
    tmp_path: Path, catalogues: Catalogues, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = DeskService(tmp_path / "desk", catalogues.words)
    started = desk.start(NewDesk(Site("Library"), Champion("Mairi"), PASSPHRASE))
    desk.close()
    new = " ".join(catalogues.words[5:8])
    with monkeypatch.context() as while_full:
        while_full.setattr(keys, "save", _no_room)
        with pytest.raises(Problem, match="disk-full"):
            desk.recover(started.recovery_key, started.desk.champion.id, new)
    other = DeskService(tmp_path / "desk", catalogues.words)
    assert other.unlock(PASSPHRASE).champion.name == "Mairi"
    other.close()


def test_only_a_desk_made_in_this_sitting_can_be_taken_back(make_services: Make) -> None:
    services = make_services()
    services.desk.close()
    services.desk.unlock(PASSPHRASE)
    with pytest.raises(Problem, match="store-exists"):
        services.desk.abandon()
    assert services.desk.champions()


def test_restoring_an_older_backup_does_not_let_a_leaver_in_again(
    make_services: Make, tmp_path: Path
) -> None:
    services = make_services()
    ewan = Champion("Ewan")
    services.desk.add_champion(ewan, "lantern kettle harbour nine")
    backup = services.backups.make().path
    services.desk.remove_leaver(ewan, date(2026, 11, 22))
    services.desk.close()
    services.desk.restore(backup, PASSPHRASE)
    assert [slot.name for slot in services.desk.ring().champions] == ["Mairi"]
    with pytest.raises(Problem, match="wrong-passphrase"):
        services.desk.unlock("lantern kettle harbour nine")
    time.sleep(services.desk.wait())
    services.desk.unlock(PASSPHRASE)
    services.desk.close()
    elsewhere = DeskService(tmp_path / "elsewhere")  # no desk there that could know better
    elsewhere.restore(backup, PASSPHRASE)
    assert len(elsewhere.ring().champions) == 2
