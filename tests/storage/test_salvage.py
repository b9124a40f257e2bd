"""What is whole in a damaged store is saved, and nothing else is taken for it."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.storage import engine, keys, leaf_rows, migration
from champion_desk.storage.blending import blend
from champion_desk.storage.change_log import Author
from champion_desk.storage.salvage import Salvaged, key_fits, salvage
from champion_desk.storage.sealed_pages import PAGE, SealedPages, read_log
from champion_desk.storage.store import integrity, open_store

SESSIONS = 300
UPGRADES = Path(__file__).resolve().parents[1] / "upgrades"


@dataclass(frozen=True)
class Left:
    """A desk's files as they were left, with the key and the slots."""

    folder: Path
    key: bytes
    ring: keys.Keyring

    @property
    def store(self) -> Path:
        return self.folder / "store.db"

    @property
    def log(self) -> Path:
        return self.folder / "store.db-wal"


def fill(services: Services, count: int = SESSIONS, at_once: int = 5, begin: int = 0) -> None:
    """Sessions with notes of different lengths, some longer than a page, over some months."""
    start = datetime(2026, 3, 2, 10, tzinfo=UTC)
    champion, site = services.champion.id, services.site.id
    for first in range(begin, count, at_once):
        with services.desk.open_store.transaction() as tx:
            for number in range(first, min(first + at_once, count)):
                begun = start + timedelta(hours=number)
                note = f"note {number} " + "ŵ" * (number % 7 * 100)
                session = AssistedSession(champion, site, begun, ("email-account",), 5, "done", note=note)
                tx.sessions.add(session)


def copied(services: Services, folder: Path) -> Left:
    """What a crash at this moment would leave."""
    folder.mkdir()
    for path in services.desk.folder.iterdir():
        if path.is_file():
            shutil.copy(path, folder / path.name)
    return Left(folder, services.desk.open_store.key, services.desk.ring())


@pytest.fixture
def closed(services: Services, tmp_path: Path) -> Left:
    """A desk that was closed: everything is in the file."""
    fill(services, at_once=50)
    key, ring = services.desk.open_store.key, services.desk.ring()
    services.desk.close()
    return Left(services.desk.folder, key, ring)


@pytest.fixture
def killed(services: Services, tmp_path: Path) -> Left:
    """A desk that was killed: the newest is in the write-ahead log, the rest folded into the file."""
    fill(services, SESSIONS - 40, 50)
    with closing(engine.connect(services.desk.folder / "store.db", services.desk.open_store.key)) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    fill(services, begin=SESSIONS - 40)
    return copied(services, tmp_path / "killed")


def saved(left: Left, name: str = "saved") -> Salvaged:
    return salvage(left.store, left.key, left.folder / name / "store.db", left.ring)


def flip(path: Path, *places: int) -> None:
    data = bytearray(path.read_bytes())
    for place in places:
        data[place] ^= 0x10
    path.write_bytes(data)


def rows_in(path: Path, key: bytes, query: str) -> list[tuple[object, ...]]:
    with closing(engine.connect(path, key, read_only=True)) as connection:
        return list(connection.execute(query).fetchall())


def everything(path: Path, key: bytes) -> dict[str, list[tuple[object, ...]]]:
    tables = ("sessions", "champions", "sites", "sources", "listings", "change_log")
    return {table: rows_in(path, key, f"SELECT * FROM {table} ORDER BY id") for table in tables}


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def page_of(left: Left, kind: int, table: str) -> list[int]:
    """The pages of that kind in a table's tree."""
    with closing(engine.connect(left.store, left.key, read_only=True)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        root = connection.execute(query, (table,)).fetchone()[0]
    found, waiting = [], [root]
    with SealedPages(left.store, left.key) as pages:
        while waiting:
            number = waiting.pop()
            page = pages.page(number)
            if page is None:
                continue
            here = leaf_rows.kind_of(page, number)
            if here == kind:
                found.append(number)
            if here == leaf_rows.TABLE_INTERIOR:
                waiting += leaf_rows.children(page, number)
    return found


def test_a_whole_store_comes_out_as_it_was(closed: Left) -> None:
    before = digests(closed.folder)
    found = saved(closed)
    assert digests(closed.folder) == before
    assert everything(found.path, closed.key) == everything(closed.store, closed.key)
    assert found.damaged_pages == 0
    assert {"sessions", "drafts", "listings", "change_log"} <= found.complete
    assert not found.older
    assert not found.stand_ins


def test_what_is_only_in_the_log_is_saved_too(killed: Left) -> None:
    assert killed.log.stat().st_size > 100_000
    found = saved(killed)
    assert found.rows["sessions"] == SESSIONS
    shutil.copytree(killed.folder, killed.folder.with_name("opened"))
    assert everything(found.path, killed.key) == everything(
        killed.folder.with_name("opened") / "store.db", killed.key
    )


def test_the_words_of_listings_are_found_again(closed: Left) -> None:
    flip(closed.store, 5 * PAGE + 100)
    found = saved(closed)
    with (
        closing(open_store(found.path.parent, closed.key, Author(closed.ring.desk_id, ""))) as store,
        store.reading() as tx,
    ):
        assert "kirkwal" in {one.term for one in tx.listing_words.terms()}
        assert tx.directory.count() == len(tx.directory.listings())


def test_one_damaged_page_loses_its_own_rows_only(closed: Left) -> None:
    leaves = page_of(closed, leaf_rows.TABLE_LEAF, "sessions")
    with SealedPages(closed.store, closed.key) as pages:
        page = pages.page(leaves[3]) or b""
        lost = {row[1][0] for row in leaf_rows.rows(page, leaves[3], pages.page) if row}
    before = {row[0] for row in rows_in(closed.store, closed.key, "SELECT id FROM sessions")}
    flip(closed.store, (leaves[3] - 1) * PAGE + 500)
    found = saved(closed)
    after = {row[0] for row in rows_in(found.path, closed.key, "SELECT id FROM sessions")}
    assert before - after == lost
    assert found.damaged_pages == 1
    assert "sessions" not in found.complete
    assert "listings" in found.complete


@pytest.mark.parametrize("table", ["sessions", "listings", "change_log"])
def test_a_damaged_page_that_leads_to_others_loses_no_row(closed: Left, table: str) -> None:
    before = everything(closed.store, closed.key)
    for number in page_of(closed, leaf_rows.TABLE_INTERIOR, table):
        flip(closed.store, (number - 1) * PAGE + 20)
    found = saved(closed)
    assert found.damaged_pages > 0
    assert everything(found.path, closed.key) == before


def test_a_damaged_first_page_loses_no_row(closed: Left) -> None:
    before = everything(closed.store, closed.key)
    flip(closed.store, 200)
    with pytest.raises(Problem, match="store-damaged"):
        open_store(closed.folder, closed.key, Author(closed.ring.desk_id, ""))
    found = saved(closed)
    assert everything(found.path, closed.key) == before
    assert not found.complete


def test_where_the_newest_copy_of_a_page_is_damaged_an_older_one_is_used(killed: Left) -> None:
    log = read_log(killed.log)
    with SealedPages(killed.store, killed.key) as pages:
        often = [number for number, places in log.frames.items() if len(places) > 1]
        leaves = []
        for number in often:
            page = pages.page(number)
            if page is not None and leaf_rows.kind_of(page, number) == leaf_rows.TABLE_LEAF:
                leaves.append(number)
    assert leaves
    flip(killed.log, *(log.frames[number][0] + 300 for number in leaves))
    found = saved(killed)
    assert found.older
    assert found.damaged_pages == 0
    assert not found.complete
    assert found.rows["sessions"] > SESSIONS / 2


def test_a_break_in_the_log_does_not_hide_what_was_saved_after_it(killed: Left) -> None:
    assert read_log(killed.log).is_whole
    flip(killed.log, 32 + 24 + 100)  # the first frame: SQLite would take nothing from this log
    assert not read_log(killed.log).is_whole
    assert saved(killed).rows["sessions"] == SESSIONS


def test_a_log_that_ends_in_the_middle_is_no_damage(killed: Left) -> None:
    data = killed.log.read_bytes()
    killed.log.write_bytes(data[: len(data) - 2 * PAGE - 30])
    assert read_log(killed.log).is_whole
    assert saved(killed).rows["sessions"] >= SESSIONS - 50


@pytest.mark.parametrize("seed", range(6))
def test_many_damaged_pages(closed: Left, seed: int) -> None:
    chance = random.Random(seed)
    before = everything(closed.store, closed.key)
    size = closed.store.stat().st_size
    flip(closed.store, *(chance.randrange(size) for _ in range(60)))
    found = saved(closed)
    assert integrity(found.path, closed.key)
    after = everything(found.path, closed.key)
    for table, rows in before.items():
        made = {record_id for kind, record_id in found.stand_ins if kind == table}
        place = 1 if table == "listings" else 0
        kept = [row for row in after[table] if row[place] not in made]
        assert set(kept) <= set(rows), table
    assert len(after["sessions"]) > SESSIONS / 2


def test_a_lost_champion_and_site_are_stood_in_for_by_their_names(closed: Left) -> None:
    for table in ("champions", "sites", "sources"):
        (leaf,) = page_of(closed, leaf_rows.TABLE_LEAF, table)
        flip(closed.store, (leaf - 1) * PAGE + 4000)
    found = saved(closed)
    assert found.rows["sessions"] == SESSIONS
    assert rows_in(found.path, closed.key, "SELECT name, lead FROM champions") == [("Mairi", 1)]
    assert rows_in(found.path, closed.key, "SELECT name FROM sites") == [("Kirkwall Library",)]
    assert {table for table, _id in found.stand_ins} == {"champions", "sites", "sources"}


def test_a_champion_without_a_slot_is_given_the_name_for_nobody(services: Services, tmp_path: Path) -> None:
    ewan = Champion("Ewan")
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(ewan)
        tx.sessions.add(
            AssistedSession(ewan.id, services.site.id, datetime.now(UTC), ("email-account",), 5, "done")
        )
    key, ring = services.desk.open_store.key, services.desk.ring()
    services.desk.close()
    left = Left(services.desk.folder, key, ring)
    (leaf,) = page_of(left, leaf_rows.TABLE_LEAF, "champions")
    flip(left.store, (leaf - 1) * PAGE + 4000)
    found = salvage(left.store, key, tmp_path / "new" / "store.db", ring, "Name not saved")
    names = {str(row[0]) for row in rows_in(found.path, key, "SELECT name FROM champions")}
    assert "Mairi" in names
    assert any(name.startswith("Name not saved") for name in names)


@pytest.mark.parametrize("damage", ["empty", "random", "other-store"])
def test_where_nothing_is_left_the_answer_is_nothing(
    closed: Left, damage: str, make_services: Callable[..., Services]
) -> None:
    other = make_services("Ewan", "other")
    other.desk.close()
    contents = {
        "empty": b"",
        "random": random.Random(1).randbytes(100_000),
        "other-store": (other.desk.folder / "store.db").read_bytes(),
    }
    closed.store.write_bytes(contents[damage])
    found = saved(closed)
    assert found.is_empty
    assert not key_fits(closed.store, closed.key)


def test_a_file_that_was_cut_off_gives_what_is_before_the_cut(closed: Left) -> None:
    whole = closed.store.read_bytes()
    closed.store.write_bytes(whole[: len(whole) * 2 // 3 + 17])
    found = saved(closed)
    assert not found.is_empty
    assert integrity(found.path, closed.key)
    assert key_fits(closed.store, closed.key)


def test_a_log_of_another_store_is_passed_over(
    killed: Left, closed_other: Path, make_services: Callable[..., Services]
) -> None:
    shutil.copy(closed_other, killed.log)
    found = saved(killed)
    assert integrity(found.path, killed.key)
    assert rows_in(found.path, killed.key, "SELECT name FROM champions") == [("Mairi",)]


@pytest.fixture
def closed_other(make_services: Callable[..., Services]) -> Path:
    """The write-ahead log of another desk."""
    other = make_services("Ewan", "other")
    fill(other, 50)
    return other.desk.folder / "store.db-wal"


@pytest.mark.parametrize("version", sorted(path.name for path in UPGRADES.iterdir() if path.is_dir()))
@pytest.mark.parametrize("page", [1, 2, 8])
def test_a_damaged_store_of_an_earlier_version_is_saved_and_brought_up_to_date(
    tmp_path: Path, version: str, page: int
) -> None:
    import json

    folder = tmp_path / "old"
    shutil.copytree(UPGRADES / version, folder)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    ring = keys.load(folder)
    key = keys.open_with_passphrase(ring, expected["passphrase"])[0]
    flip(folder / "store.db", (page - 1) * PAGE + 700)
    found = salvage(folder / "store.db", key, tmp_path / "new" / "store.db", ring)
    with closing(engine.connect(found.path, key, read_only=True)) as connection:
        assert migration.version(connection) == migration.newest_version()
    assert found.damaged_pages == 1
    if page == 1:
        assert found.rows["sessions"] >= expected["counts"]["sessions"]


def test_what_was_erased_does_not_come_back_from_an_older_copy(services: Services, tmp_path: Path) -> None:
    fill(services, 60)
    with services.desk.open_store.reading() as tx:
        gone = tx.sessions.between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))[0].id
    from champion_desk.storage import tables

    with services.desk.open_store.transaction() as tx:
        tx.changes.erase(tables.sessions, gone)
    left = copied(services, tmp_path / "killed")
    log = read_log(left.log)
    with SealedPages(left.store, left.key) as pages:
        for number, places in log.frames.items():
            page = pages.page(number)
            if page is None or leaf_rows.kind_of(page, number) != leaf_rows.TABLE_LEAF:
                continue
            rows = [row for row in leaf_rows.rows(page, number, pages.page) if row]
            if rows and len(rows[0][1]) == len(tables.sessions.c):
                flip(left.log, places[0] + 300)
    found = saved(left)
    assert any(table == "sessions" for table, _id in found.older)
    assert rows_in(found.path, left.key, "SELECT 1 FROM sessions WHERE id = '" + gone + "'") == []


def test_stopping_is_possible_and_progress_is_told(closed: Left) -> None:
    told: list[tuple[int, int | None]] = []
    salvage(
        closed.store, closed.key, closed.folder / "one" / "store.db", closed.ring, "?",
        lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told
    assert all(total is not None and done <= total for done, total in told)
    with pytest.raises(Cancelled):
        salvage(
            closed.store, closed.key, closed.folder / "two" / "store.db", closed.ring, cancelled=lambda: True
        )


def test_a_newer_store_and_a_foreign_one_are_not_salvaged(closed: Left) -> None:
    for setting, code in (("user_version = 99", "store-newer"), ("application_id = 7", "store-foreign")):
        with closing(engine.connect(closed.store, closed.key)) as connection:
            connection.execute(f"PRAGMA {setting}")
        with pytest.raises(Problem, match=code):
            saved(closed, code)
        with closing(engine.connect(closed.store, closed.key)) as connection:
            connection.execute(f"PRAGMA user_version = {migration.newest_version()}")


def test_an_older_log_does_not_hide_what_was_saved_later(services: Services, tmp_path: Path) -> None:
    fill(services, 40)
    early = copied(services, tmp_path / "early")
    fill(services, 40)
    left = copied(services, tmp_path / "late")
    closing_store = open_store(left.folder, left.key, Author(left.ring.desk_id, ""))
    closing_store.close()  # everything is in the file
    shutil.copy(early.log, left.log)
    assert saved(left).rows["sessions"] == 80


def test_postcodes_that_were_taken_in_are_saved_and_blended(services: Services, tmp_path: Path) -> None:
    rows = "".join(f"KW15 {n % 10}A{chr(65 + n // 10 % 3)},,58.9{n},-2.9\n" for n in range(60))
    path = tmp_path / "list.csv"
    path.write_text(f"pcds,doterm,lat,long\n{rows}", encoding="utf-8")
    services.postcodes.take_in(path)
    key, ring = services.desk.open_store.key, services.desk.ring()
    services.desk.close()
    left = Left(services.desk.folder, key, ring)
    found = saved(left)
    query = "SELECT * FROM postcode_sectors ORDER BY sector"
    assert rows_in(found.path, key, query) == rows_in(left.store, key, query) != []
    blended = tmp_path / "blended" / "store.db"
    blend(found, left.store, blended, key, key, ring)
    assert rows_in(blended, key, query) == rows_in(left.store, key, query)
