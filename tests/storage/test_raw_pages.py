"""What was erased is nowhere in the file: its pages are decrypted, the free ones too, and searched."""

from __future__ import annotations

import os
import random
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.directory import Listing, Source
from champion_desk.domain.erasure import ErasureQuery
from champion_desk.domain.retention import months_before
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.services import Services
from champion_desk.storage import engine
from champion_desk.storage.change_log import Author
from champion_desk.storage.store import FILE, Store, create_store
from tests import raw_pages

TODAY = date.today()


def store_of(services: Services) -> Store:
    return services.desk.open_store


def seen(services: Services, *canaries: str) -> set[str]:
    store = store_of(services)
    return raw_pages.found(store.folder, store.key, canaries)


def helped(services: Services, note: str, days_ago: int = 1) -> AssistedSession:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    session = AssistedSession(services.champion.id, services.site.id, at, ("wifi",), 5, "done", note=note)
    services.sessions.log(session)
    return session


def found_ids(services: Services, text: str) -> list[str]:
    return [match.id for match in services.erasure.find(ErasureQuery(text=text))]


@pytest.fixture
def desk(make_services) -> Services:
    """A desk with neighbours for every record, so that pages are shared."""
    services = make_services()
    for number in range(40):
        helped(services, f"neighbour {number} " * 12)
    return services


# The search itself


def test_the_search_reads_what_the_store_reads(desk: Services) -> None:
    store = store_of(desk)
    helped(desk, "kanarie in the log")
    assert seen(desk, "kanarie in the log") == {"kanarie in the log"}
    store.wipe()
    assert seen(desk, "kanarie in the log") == {"kanarie in the log"}
    log = store.path.with_name(FILE + "-wal")
    assert log.stat().st_size == 0
    assert len(list(raw_pages.pages(store.path, store.key))) == store.path.stat().st_size // raw_pages.PAGE
    with pytest.raises(AssertionError, match="read wrongly"):
        list(raw_pages.pages(store.path, bytes(32)))


def test_without_secure_delete_the_canary_is_found(desk: Services, tmp_path: Path) -> None:
    """The negative control: a plain DELETE in a copy leaves the words there, and the search sees them."""
    canary = "kanarie negative control"
    session = helped(desk, canary)
    store = store_of(desk)
    store.wipe()
    left = {}
    for secure in ("OFF", "ON"):
        folder = tmp_path / secure
        folder.mkdir()
        shutil.copyfile(store.path, folder / FILE)
        with closing(engine.connect(folder / FILE, store.key)) as connection:
            connection.execute(f"PRAGMA secure_delete = {secure}")
            connection.execute("DELETE FROM sessions WHERE id = ?", (session.id,))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert connection.execute(
                "SELECT count(*) FROM sessions WHERE note = ?", (canary,)
            ).fetchone() == (0,)
        left[secure] = raw_pages.found(folder, store.key, [canary])
    assert left == {"OFF": {canary}, "ON": set()}


# Find and erase


def test_an_erased_note_is_nowhere(desk: Services) -> None:
    canary = "kanarie erased note"
    helped(desk, canary)
    assert seen(desk, canary)
    assert desk.erasure.erase(found_ids(desk, canary)).is_wiped
    assert not seen(desk, canary)


def test_a_long_note_on_pages_of_its_own_is_nowhere(desk: Services) -> None:
    canary = "kanarie long note"
    helped(desk, (canary + " ") * 100)
    desk.erasure.erase(found_ids(desk, canary))
    assert not seen(desk, canary)


def test_every_earlier_form_of_an_erased_note_is_nowhere(desk: Services) -> None:
    canaries = [f"kanarie form {number}" for number in range(5)]
    session = helped(desk, canaries[0])
    for canary in canaries[1:]:
        desk.sessions.amend(replace(session, note=canary))
    assert seen(desk, *canaries) == set(canaries)
    desk.erasure.erase([session.id])
    assert not seen(desk, *canaries)


def test_an_old_value_alone_is_erased(desk: Services) -> None:
    session = helped(desk, "kanarie old value")
    desk.sessions.amend(replace(session, note="kanarie new value"))
    (match,) = desk.erasure.find(ErasureQuery(text="kanarie old"))
    assert (match.kind, match.of) == ("history", "session")
    desk.erasure.erase([match.id])
    assert seen(desk, "kanarie old value", "kanarie new value") == {"kanarie new value"}


def test_erased_and_discarded_drafts_are_nowhere(desk: Services) -> None:
    now = datetime.now(UTC)
    drafts = [Draft(desk.champion.id, {"note": f"kanarie draft {number}"}, now) for number in range(3)]
    for draft in drafts:
        for typed in range(1, 6):  # kept again with each pause in typing
            grown: dict[str, object] = {"note": f"{draft.fields['note']} " + "and so on " * typed * 20}
            desk.sessions.keep_draft(replace(draft, fields=grown))
    names = [f"kanarie draft {number}" for number in range(3)]
    desk.erasure.erase([drafts[0].id])
    assert seen(desk, *names) == {names[1], names[2]}
    desk.sessions.discard_draft(drafts[1].id)
    desk.erasure.erase([drafts[2].id])
    assert not seen(desk, *names)


def listings(services: Services, words: list[str]) -> list[Listing]:
    source = Source("Test list", "csv")
    made = [
        Listing(
            f"Place {number} {word}",
            str(number),
            source.id,
            description=f"Ask for {word} at the desk. " + "More words about it. " * 30,
            raw=f'{{"contact": "{word}"}}',
        )
        for number, word in enumerate(words)
    ]
    with store_of(services).transaction() as tx:
        tx.directory.keep_source(source)
        for listing in made:
            tx.directory.add(listing)
    return made


def odd_words(count: int) -> list[str]:
    """Words that begin unlike each other, as the index keeps only what differs from the word before."""
    chance = random.Random(7)
    return ["".join(chance.choice("bcdfghjkmnpqrtvwxz") for _ in range(14)) for _ in range(count)]


def ends(words: list[str]) -> list[str]:
    """The part of each word that the index keeps whole."""
    return [word[4:] for word in words]


def test_an_erased_listing_is_nowhere_nor_are_its_words(desk: Services) -> None:
    words = odd_words(30)
    made = listings(desk, words)
    with store_of(desk).transaction() as tx:
        tx.directory.amend(replace(made[4], description="Now of kanarieamended"))
    assert seen(desk, *ends(words)) == set(ends(words))
    desk.erasure.erase([made[3].id, made[4].id])
    left = [word for number, word in enumerate(words) if number not in (3, 4)]
    assert seen(desk, *ends(words), "kanarieamended") == set(ends(left))
    with store_of(desk).reading() as tx:
        indexed = {one.term for one in tx.listing_words.terms()}
    assert not {words[3], "kanarieam", "kanarieamend"} & indexed
    assert words[5] in indexed


@pytest.mark.parametrize("overwrites", [0, 1])
def test_words_the_index_only_marked_as_gone(desk: Services, overwrites: int) -> None:
    """Stores from version 1 hold such words, until erasing makes the index anew."""
    made = listings(desk, odd_words(3))
    marked = odd_words(4)[3]
    store = store_of(desk)
    with closing(engine.connect(store.path, store.key)) as connection:
        connection.execute(
            "INSERT INTO listing_words (listing_words, rank) VALUES ('secure-delete', ?)", (overwrites,)
        )
        connection.execute("INSERT INTO listing_words (rowid, name) VALUES (999, ?)", (marked,))
        connection.execute("DELETE FROM listing_words WHERE rowid = 999")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert seen(desk, *ends([marked])) == (set() if overwrites else set(ends([marked])))
    desk.erasure.erase([made[0].id])
    assert not seen(desk, *ends([marked]))


# Fading


def test_a_faded_note_is_nowhere(desk: Services) -> None:
    old = (TODAY - months_before(TODAY, 13)).days
    session = helped(desk, "kanarie faded", old)
    desk.sessions.amend(replace(session, note="kanarie faded again"))
    very_old = (TODAY - months_before(TODAY, 25)).days
    helped(desk, "kanarie counted", very_old)
    at = datetime.now(UTC) - timedelta(days=old)
    desk.sessions.keep_draft(Draft(desk.champion.id, {"note": "kanarie old draft"}, at, kept_at=at))
    canaries = ("kanarie faded", "kanarie faded again", "kanarie counted", "kanarie old draft")
    assert seen(desk, *canaries) == set(canaries)
    desk.retention.run(TODAY)
    assert desk.retention.wipe()
    assert not seen(desk, *canaries)
    assert seen(desk, "neighbour 7")


def grown_and_shrunk(store: Store, seed: int) -> tuple[list[str], list[str], list[str]]:
    """Notes that change their length many times: ids to erase, their texts, and texts that are to stay."""
    chance = random.Random(seed)
    champion, site = Champion("M"), Site("K")
    now: dict[str, AssistedSession] = {}
    texts: dict[str, list[str]] = {}
    with store.transaction() as tx:
        tx.champions.add(champion)
        tx.champions.add_site(site)
        for number in range(600):
            canary = f"kanarie{seed}x{number:05d}x"
            if number < 200:
                at = datetime.now(UTC)
                session = AssistedSession(champion.id, site.id, at, ("wifi",), 5, "done", note=canary)
                tx.sessions.add(session)
            else:
                session = now[chance.choice(list(now))]
                session = replace(session, note=canary + "z" * chance.choice([0, 60, 300, 700]))
                tx.sessions.amend(session)
            now[session.id] = session
            texts.setdefault(session.id, []).append(canary)
    going = chance.sample(list(now), 150)
    stay = [texts[one][-1] for one in now if one not in going]
    return going, [canary for one in going for canary in texts[one]], stay


def test_rows_that_moved_between_pages_leave_nothing(tmp_path: Path) -> None:
    """`secure_delete` overwrites a deleted row, but not the copy that stays in the gap of a page when its
    rows moved to another one: a few of many notes are still in the file, until it is written anew."""
    left_by_secure_delete: set[str] = set()
    for seed in (8, 13):
        store = create_store(tmp_path / str(seed), os.urandom(32), Author("d", "c"))
        going, gone, stay = grown_and_shrunk(store, seed)
        with store.transaction() as tx:
            tx.erasure.erase(going, store.key)
        with closing(engine.connect(store.path, store.key)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        left_by_secure_delete |= raw_pages.found(store.folder, store.key, gone)
        assert store.wipe()
        assert raw_pages.found(store.folder, store.key, gone) == set()
        assert raw_pages.found(store.folder, store.key, stay) == set(stay)
        store.close()
    assert left_by_secure_delete  # or this test would prove nothing


def test_a_backup_made_after_erasing_holds_nothing(desk: Services, tmp_path: Path) -> None:
    from champion_desk.storage import backups

    canary = "kanarie and its backup"
    session = helped(desk, canary)
    desk.erasure.erase([session.id])
    made = desk.backups.make()
    backups.lay_out(made.path, tmp_path / "laid")
    store = store_of(desk)
    assert raw_pages.found(tmp_path / "laid", store.key, [canary]) == set()
