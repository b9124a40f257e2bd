"""A large batch is added at once and taken back at once, with the same outcome as one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import TAKEN_IN, Tally
from champion_desk.storage import changes, store, tables
from champion_desk.storage.change_log import Author
from champion_desk.storage.changes import UNDO
from champion_desk.storage.rows import to_row

MAIRI, SITE = Champion("Mairi"), Site("Kirkwall Library")
BEGIN = datetime(2026, 3, 2, 10, tzinfo=UTC)
MANY = 600  # more than from where on a batch is taken back at once


def session(number: int) -> AssistedSession:
    return AssistedSession(MAIRI.id, SITE.id, BEGIN + timedelta(minutes=number), ("wifi",), 5, "done")


def tally(number: int) -> Tally:
    start = BEGIN + timedelta(hours=number)
    return Tally(MAIRI.id, SITE.id, "wifi", 3, start, start + timedelta(hours=1), TAKEN_IN)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[store.Store]:
    made = store.create_store(tmp_path, bytes(range(32)), Author("desk-1", MAIRI.id))
    with made.transaction() as tx:
        tx.champions.add(MAIRI)
        tx.champions.add_site(SITE)
    yield made
    made.close()


def taken_in(opened: store.Store, sessions: int = MANY, tallies: int = 2) -> tuple[str, list[str]]:
    """A batch of new records: its name, and the ids of its sessions."""
    records = [session(number) for number in range(sessions)]
    with opened.transaction() as tx:
        tx.changes.add_many(tables.sessions, [to_row(one) for one in records])
        tx.changes.add_many(tables.tallies, [to_row(tally(number)) for number in range(tallies)])
        return tx.changes.batch, [one.id for one in records]


def undo(opened: store.Store, batch: str) -> int:
    with opened.transaction() as tx:
        return tx.changes.take_back(batch)


def connection_of(tx: store.Transaction) -> Connection:
    return tx.changes._connection


def log_of(opened: store.Store, batch: str = "") -> list[tuple[object, ...]]:
    """What the change log holds, without the ids and stamps, in the order of the stamps."""
    with opened.reading() as tx:
        query = (
            "SELECT kind, table_name, record_id, fields, before, reason, desk_id, champion_id FROM change_log"
            " WHERE table_name IN ('sessions', 'tallies') AND (:batch = '' OR batch = :batch) ORDER BY stamp"
        )
        return [tuple(row) for row in connection_of(tx).execute(text(query), {"batch": batch})]


def left(opened: store.Store) -> tuple[int, int]:
    """How many sessions and tallies are there and not removed."""
    with opened.reading() as tx:
        ask = "SELECT count(*) FROM {} WHERE removed_at IS NULL"
        counts = [
            connection_of(tx).execute(text(ask.format(name))).scalar_one() for name in ("sessions", "tallies")
        ]
    return counts[0], counts[1]


def test_many_added_at_once_are_the_same_as_added_one_by_one(opened: store.Store) -> None:
    batch, ids = taken_in(opened, 3, 0)
    at_once = log_of(opened, batch)
    with opened.transaction() as tx:
        others = [session(number) for number in range(3)]
        for one in others:
            tx.sessions.add(one)
        other = tx.changes.batch
    swapped = dict(zip(ids, (one.id for one in others), strict=True))
    assert [(kind, name, swapped[str(i)], *rest) for kind, name, i, *rest in at_once] == log_of(opened, other)
    with opened.reading() as tx:
        assert [tx.sessions.get(i) is not None for i in ids] == [True] * 3


def test_nothing_to_add_adds_nothing(opened: store.Store) -> None:
    with opened.transaction() as tx:
        tx.changes.add_many(tables.sessions, [])
        batch = tx.changes.batch
    with pytest.raises(Problem) as refused:
        undo(opened, batch)
    assert refused.value.code == "cannot-undo"


def test_taken_back_at_once_is_the_same_as_one_by_one(
    opened: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for most in (500, 10**6):  # at once, and then one by one
        monkeypatch.setattr(changes, "_MANY", most)
        batch, ids = taken_in(opened)
        monkeypatch.setattr(changes, "_MANY", most)
        before = len(log_of(opened))
        assert undo(opened, batch) == MANY + 2
        numbers = {record_id: number for number, record_id in enumerate(ids)}
        new = log_of(opened)[before:]
        outcomes.append(sorted((k, n, numbers.get(str(i), -1), *rest) for k, n, i, *rest in new))
        assert left(opened) == (0, 0)
        order = [numbers[str(line[2])] for line in new if line[1] == "sessions"]
        assert order == sorted(order, reverse=True)  # the newest first
    assert outcomes[0] == outcomes[1]
    assert {line[0] for line in outcomes[0]} == {"remove"}
    assert {line[5] for line in outcomes[0]} == {UNDO}


def test_each_change_has_a_later_stamp_than_the_one_before(opened: store.Store) -> None:
    batch, _ids = taken_in(opened)
    undo(opened, batch)
    with opened.reading() as tx:
        query = text("SELECT stamp, kind FROM change_log ORDER BY rowid")
        lines = list(connection_of(tx).execute(query))
    stamps = [line.stamp for line in lines]
    assert len(set(stamps)) == len(stamps) == len(lines) >= 2 * (MANY + 2)
    assert stamps == sorted(stamps)


def test_one_that_was_changed_since_stands_in_the_way_and_all_stay(opened: store.Store) -> None:
    batch, ids = taken_in(opened)
    with opened.transaction() as tx:
        tx.changes.amend(tables.sessions, {"id": ids[300], "minutes": 30})
    before = log_of(opened)
    with pytest.raises(Problem) as refused:
        undo(opened, batch)
    assert refused.value.code == "cannot-undo"
    assert left(opened) == (MANY, 2)
    assert log_of(opened) == before


def test_one_that_was_removed_since_stands_in_the_way(opened: store.Store) -> None:
    batch, ids = taken_in(opened)
    with opened.transaction() as tx:
        tx.sessions.remove(ids[0], "mistake")
    with pytest.raises(Problem) as refused:
        undo(opened, batch)
    assert refused.value.code == "cannot-undo"
    assert left(opened) == (MANY - 1, 2)


def test_one_that_was_changed_and_changed_back_does_not_stand_in_the_way(opened: store.Store) -> None:
    batch, ids = taken_in(opened)
    with opened.transaction() as tx:
        tx.changes.amend(tables.sessions, {"id": ids[300], "minutes": 30})
        change = tx.changes.batch
    undo(opened, change)
    assert undo(opened, batch) == MANY + 2
    assert left(opened) == (0, 0)


def test_what_was_taken_back_can_not_be_taken_back_again(opened: store.Store) -> None:
    batch, _ids = taken_in(opened)
    undo(opened, batch)
    with pytest.raises((Problem,)) as refused:
        undo(opened, batch)
    assert refused.value.code in ("cannot-undo", "record-gone")
    assert left(opened) == (0, 0)


def test_a_large_batch_that_also_changes_something_is_taken_back_too(opened: store.Store) -> None:
    kept = session(0)
    with opened.transaction() as tx:
        tx.sessions.add(kept)
    with opened.transaction() as tx:
        tx.changes.add_many(tables.sessions, [to_row(session(number)) for number in range(MANY)])
        tx.changes.amend(tables.sessions, {"id": kept.id, "minutes": 40})
        batch = tx.changes.batch
    assert undo(opened, batch) == MANY + 1
    assert left(opened) == (1, 0)
    with opened.reading() as tx:
        assert tx.sessions.get(kept.id) == kept


def test_writes_set_apart_stay_when_the_rest_is_taken_back(opened: store.Store) -> None:
    kept = replace(session(0), import_key="row-1")
    with opened.transaction() as tx:
        tx.sessions.add(kept)
    with opened.transaction() as tx:
        with tx.changes.apart():
            tx.changes.empty_many(tables.sessions, [kept.id], "import_key")
        tx.sessions.add(replace(session(1), import_key="row-1"))
        batch = tx.changes.batch
    assert undo(opened, batch) == 1
    with opened.reading() as tx:
        assert tx.sessions.get(kept.id) == replace(kept, import_key="")
        steps = [(one.kind, one.fields) for one in tx.sessions.history(kept.id)]
    assert steps[-1] == ("amend", ("import_key",))


def test_a_session_of_another_batch_stays(opened: store.Store) -> None:
    batch, _ids = taken_in(opened)
    with opened.transaction() as tx:
        tx.sessions.add(session(5))
    undo(opened, batch)
    assert left(opened) == (1, 0)


def test_the_undo_of_a_large_batch_can_be_undone(opened: store.Store) -> None:
    batch, ids = taken_in(opened)
    with opened.transaction() as tx:
        tx.changes.take_back(batch)
        back = tx.changes.batch
    with opened.transaction() as tx:
        assert tx.changes.take_back(back) == MANY + 2
    assert left(opened) == (MANY, 2)
    with opened.reading() as tx:
        assert tx.sessions.get(ids[0]) is not None
