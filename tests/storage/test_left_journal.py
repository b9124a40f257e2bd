"""A kill while a store becomes one with a log leaves a journal: it is rolled back, not stumbled over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion, Site
from champion_desk.storage import engine, in_place, store
from champion_desk.storage.change_log import Author
from champion_desk.storage.keys import new_keyring, save

KEY = bytes(range(32))
MAIRI = Champion("Mairi")


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A desk's folder after a kill: its store with half a change in it, and the journal to undo that."""
    made = store.create_store(tmp_path / "made", KEY, Author("desk-1", MAIRI.id))
    with made.transaction() as tx:
        tx.champions.add(MAIRI)
        tx.champions.add_site(Site("Kirkwall Library"))
    made.close()
    path, folder = tmp_path / "made" / store.FILE, tmp_path / "left"
    connection = engine.connect(path, KEY)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA cache_size = 2")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE champions SET name = 'Nobody'")
    connection.executemany("INSERT INTO desk VALUES (?, ?)", [(f"k{n}", "x" * 900) for n in range(400)])
    folder.mkdir()
    for file in path.parent.iterdir():
        shutil.copy(file, folder / file.name)
    connection.execute("ROLLBACK")
    connection.close()
    assert (folder / (store.FILE + "-journal")).stat().st_size > 512
    return folder


def test_the_desk_opens_as_it_was_before_the_half_change(left: Path) -> None:
    opened = store.open_store(left, KEY, Author("desk-1", MAIRI.id))
    with opened.reading() as tx:
        assert [champion.name for champion in tx.champions.all()] == ["Mairi"]
    opened.close()
    assert store.integrity(left / store.FILE, KEY)
    assert not (left / (store.FILE + "-journal")).exists()


def test_the_journal_goes_aside_with_its_store_and_never_stays_beside_another(left: Path) -> None:
    save(left, new_keyring("desk-1", "Kirkwall")[0])
    aside = in_place.keep_aside(left)
    assert aside is not None
    assert (aside / (store.FILE + "-journal")).exists()
