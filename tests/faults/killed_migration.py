"""`kill -9` before every statement and every touch of a file while an older desk is brought up to date.

Each stored desk is unlocked as staff do it, in a process that ends before its n-th statement: those of the
backup that comes first, and those of the migration, are among them. What is left is wholly the old version
or wholly the new one, opens, and holds what it held; and no store is at the new version before the backup of
the old one lies there, whole.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.problems import Problem
from champion_desk.services.backups import counted
from champion_desk.services.desks import DeskService
from champion_desk.storage import backups, engine, migration, store
from tests.faults.desk import CATALOGUES
from tests.faults.outcome import Control, Count, Outcome, Progress
from tests.faults.stored_desks import StoredDesk, stored_desks

NAME = "migration killed at every statement"
SHORT, LONG = 30, 2000
_TOUCHES = frozenset({"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir"})
_BEGIN = "BEGIN IMMEDIATE"
_CONTROLS = 12  # enough kills between the statements of a migration without a transaction


@dataclass(frozen=True)
class State:
    """All that tells one version of a store from another, and from one that is half of each."""

    version: int
    application: int
    schema: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, int], ...]


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Kill at each moment there is, or at as many as may be tried: those of the migration first."""
    if not hasattr(os, "fork"):
        return Outcome(NAME, 0, skipped="Windows has no fork and no kill -9")
    count, controls, facts = Count(), [], []
    older = [desk for desk in stored_desks() if desk.version < migration.newest_version()]
    share, tried = max(tries // max(len(older), 1), 1), 0
    for desk in older:
        old = state_of(desk.copy(folder / "old") / store.FILE, desk.key)
        moments = _moments(desk, folder / "watched")
        new = state_of(folder / "watched" / store.FILE, desk.key)
        chosen = _chosen(moments, share)
        for done, moment in enumerate(chosen):
            place = desk.copy(folder / "tried")
            words = f"version {desk.version}, killed before {moments[moment - 1]}"
            if not _killed(desk, place, moment):
                count.spoil(f"{words}: it was not killed")
            _compare(desk, place, (old, new), count, words)
            progress(tried + done + 1, share * len(older))
        tried += len(chosen)
        statements = sum(not one.startswith("file") for one in moments)
        facts.append(
            f"from version {desk.version}: {len(chosen)} of {len(moments)} moments, {statements} SQL"
        )
        controls.append(_control(desk, folder / "control", (old, new), moments))
    return count.outcome(NAME, tried, controls, facts)


def state_of(path: Path, key: bytes) -> State:
    """A store's state; `desk`, where choices stand, may differ. Raises the database's errors."""
    with closing(engine.connect(path, key, read_only=True)) as connection:
        version, application = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("user_version", "application_id")
        )
        schema = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema").fetchall()
        tables = sorted(name for kind, name, _ in schema if kind == "table" and name != "desk")
        rows = [(t, int(connection.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0])) for t in tables]
    return State(version, application, tuple(sorted(schema)), tuple(rows))


def _unlock(desk: StoredDesk, place: Path) -> None:
    service = DeskService(place, CATALOGUES.words)
    try:
        service.unlock(desk.passphrase)
    finally:
        service.close()


def _watch(place: Path, met: Callable[[str], None]) -> None:
    """Be told before each statement on any connection, and before each touch of a file in the folder."""
    connect = sqlcipher.connect

    def watched(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(lambda statement: met(" ".join(statement.split()[:5])))
        return connection

    def touched(event: str, arguments: tuple[object, ...]) -> None:
        if event in _TOUCHES and any(str(place) in str(part) for part in arguments):
            met(f"file: {event}")

    sqlcipher.connect = watched
    sys.addaudithook(touched)


def _moments(desk: StoredDesk, place: Path) -> list[str]:
    """Each moment at which it can be killed, in words, from one run to the end."""
    desk.copy(place)
    ear, mouth = os.pipe()
    if os.fork() == 0:
        os.close(ear)

        def say(moment: str) -> None:
            os.write(mouth, f"{moment.partition(' key')[0]}\n".encode())  # no key is said

        _watch(place, say)
        try:
            _unlock(desk, place)
        finally:
            os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, encoding="utf-8") as told:
        moments = told.read().splitlines()
    os.wait()
    return moments


def _chosen(moments: list[str], many: int) -> list[int]:
    """So many moments, counted from 1: those of the migration's transactions before all others."""
    begun = [n for n, moment in enumerate(moments, 1) if moment.startswith(_BEGIN)]
    ended = [n for n, moment in enumerate(moments, 1) if moment.startswith("COMMIT")]
    inside = [n for n in range(begun[0], ended[-1] + 2) if n <= len(moments)]
    others = [n for n in range(1, len(moments) + 1) if n not in set(inside)]
    left = max(many - len(inside), 0)
    spread = {others[step * len(others) // left] for step in range(min(left, len(others)))} if left else set()
    if left >= len(others):
        spread = set(others)
    return sorted({*inside[:many], *spread})


def _killed(desk: StoredDesk, place: Path, at: int, how: Callable[[], None] = lambda: None) -> bool:
    """Unlock in a process that is killed at a moment; False when it came to its end before that."""
    child = os.fork()
    if child == 0:
        met = 0

        def kill(_moment: str) -> None:
            nonlocal met
            met += 1
            if met == at:
                os.kill(os.getpid(), signal.SIGKILL)

        how()
        _watch(place, kill)
        try:
            _unlock(desk, place)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _compare(desk: StoredDesk, place: Path, states: tuple[State, State], count: Count, words: str) -> None:
    old, new = states
    try:
        if not store.integrity(place / store.FILE, desk.key):
            count.spoil(f"{words}: the store is not whole")
        left = state_of(place / store.FILE, desk.key)
        if left not in states:
            count.spoil(f"{words}: it is neither the old version nor the new one")
        if left != old and not any(_whole_backups(desk, place, old)):
            count.lose(f"{words}: it was brought up to date before there was a backup")
        _unlock(desk, place)  # and so would whoever comes next
        if state_of(place / store.FILE, desk.key) != new:
            count.spoil(f"{words}: afterwards it is not the new version")
        kept = list(_whole_backups(desk, place, old))
        if not kept or not all(kept):
            count.spoil(f"{words}: {kept.count(False)} of {len(kept)} backups are not the old desk")
        _count_again(desk, place, count, words)
    except (Problem, sqlcipher.Error) as trouble:
        count.spoil(f"{words}: {trouble}")


def _count_again(desk: StoredDesk, place: Path, count: Count, words: str) -> None:
    service = DeskService(place, CATALOGUES.words)
    try:
        opened = service.unlock(desk.passphrase).store
        found = counted(opened)
        drafts = sum(name == "drafts" and rows for name, rows in state_of(opened.path, desk.key).rows)
    finally:
        service.close()
    if found != desk.counts or drafts != desk.drafts:
        count.lose(f"{words}: {found} and {drafts} drafts where {desk.counts} and {desk.drafts} were")


def _whole_backups(desk: StoredDesk, place: Path, old: State) -> Iterator[bool]:
    """Of each backup that has its name: whether it is the desk as it was before."""
    for one in backups.listed(backups.default_folder(place)):
        with backups.looked_into(one.path, desk.key, place / "looked-into") as laid_out:
            yield state_of(laid_out, desk.key) == old


def _without_transaction() -> None:
    """Take the protection away: each statement of a migration lasts by itself."""

    def by_itself(connection: Any, last: int | None = None) -> None:
        for number, path in migration.migrations():
            if migration.version(connection) < number <= (last or number):
                for statement in migration._statements(path.read_text(encoding="utf-8")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")

    migration.migrate = by_itself


def _control(desk: StoredDesk, place: Path, states: tuple[State, State], moments: list[str]) -> Control:
    """The same kills where nothing holds the statements together: some must leave half a version."""
    begun = next(n for n, moment in enumerate(moments, 1) if moment.startswith(_BEGIN))
    halves = 0
    for at in range(begun, begun + _CONTROLS):
        desk.copy(place)
        _killed(desk, place, at, _without_transaction)
        halves += state_of(place / store.FILE, desk.key) not in states
    return Control(f"no transaction, from version {desk.version}", _CONTROLS, halves)
