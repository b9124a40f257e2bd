"""Each version of the store that was ever released is kept as a desk that tests bring up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.services.backups import counted
from champion_desk.services.desks import DeskService
from champion_desk.storage import migration
from tests.faults.stored_desks import UPGRADES, StoredDesk, stored_desks

STORED = stored_desks()


def test_every_version_but_the_newest_has_its_stored_desk() -> None:
    kept = {desk.version for desk in STORED}
    missing = sorted({number for number, _ in migration.migrations()[:-1]} - kept)
    assert not missing, (
        f"There is a migration after version {missing[0]}, and no desk of that version in "
        f"{UPGRADES.name}/{missing[0]:04}. Before a new migration lands, make a desk with the program as it "
        "is before that: store.db and keys.json (closed, with light keys), and expected.json that says what "
        "opens it and what it holds. Then the new migration is tested on it, and killed at each statement."
    )


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [number for number, _ in migration.migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("stored", STORED, ids=lambda desk: f"version {desk.version}")
def test_a_stored_desk_is_brought_up_to_date_and_holds_what_it_held(
    stored: StoredDesk, tmp_path: Path
) -> None:
    service = DeskService(stored.copy(tmp_path / "desk"))
    try:
        opened = service.unlock(stored.passphrase)
        assert counted(opened.store) == stored.counts
        assert isinstance(opened.champion, Champion)
    finally:
        service.close()


def test_files_of_a_desk_of_version_5_are_in_the_larger_table(tmp_path: Path) -> None:
    stored = next(desk for desk in STORED if desk.version == 5)
    service = DeskService(stored.copy(tmp_path / "desk"))
    try:
        opened = service.unlock(stored.passphrase)
        with opened.store.reading() as tx:
            assert [one.name for one in tx.attachments.of("own_handouts")] == ["bin"]
            assert {one.told for one in tx.training.assessments(opened.champion.id)} == {""}
            assert tx.training.goals(opened.champion.id)[0].next_step == ""
    finally:
        service.close()
