"""The power cut at every moment: all that reached the disk is recorded, and each crash state is opened.

The program's own code works over `recording_vfs`; `crash_states` says what a disk may hold after each
event; every such state must open whole, with all that was acknowledged until then. The same recording
with `synchronous` turned down must show lost or corrupt states: else this test would see nothing.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from champion_desk.domain.erasure import ErasureQuery
from champion_desk.services import Services
from champion_desk.storage import engine
from tests.faults.crash_states import KINDS, Disk, State
from tests.faults.desk import FaultyDesk, Found, look, make_desk, some_listings
from tests.faults.outcome import Control, Count, Outcome, Progress, chance
from tests.faults.promise import Promise, Said
from tests.faults.recording_vfs import Recording, recorded

NAME = "power cut"
SHORT, LONG = 120, 100_000  # crash states; the long form opens all there are
_STORE = ("store.db", "store.db-wal", "store.db-journal")


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Open the crash states of one recording, and fewer of two with a protection taken away."""
    if sys.platform == "win32":
        return Outcome(NAME, 0, skipped="the recording file system knows POSIX only")
    count = Count()
    desk = make_desk(folder / "desk")
    recording = _record(desk)
    opened = _replay(desk, recording, tries, count, progress)
    controls = []
    for setting in ("NORMAL", "OFF"):
        weak = make_desk(folder / f"desk-{setting}")
        with _synchronous(setting):
            weaker = _record(weak)
        failures = Count()
        seen = _replay(weak, weaker, min(tries // 4, 3000), failures, lambda _done, _total: None)
        controls.append(Control(f"synchronous={setting}", seen.states, seen.broken))
    facts = [f"{len(recording.events):,} events recorded, {opened.sessions:,} sessions among them"]
    return count.outcome(NAME, opened.states, controls, facts)


def _record(desk: FaultyDesk) -> Recording:
    """A busy day at the desk, with a mark for each thing that was acknowledged."""
    with recorded(desk.folder) as recording:
        with desk.opened() as services:
            _work(desk, services, recording, 12)
            _take_in(services, recording, 30, "Help with phones")
            _erase(desk, services, recording)
        with desk.opened() as services:  # locking folds the log into the file; unlocking begins a new one
            _work(desk, services, recording, 3)
            # More than 1,000 pages: SQLite folds the log while the desk is open, and begins it anew.
            _take_in(services, recording, 600, "Help with forms " * 20)
            _work(desk, services, recording, 12)
            _erase(desk, services, recording)
    if recording.faults:
        raise RuntimeError(recording.faults[0])
    return recording


def _work(desk: FaultyDesk, services: Services, recording: Recording, sessions: int) -> None:
    for turn in range(sessions):
        draft = desk.draft()
        for letters in (40, 80):
            services.sessions.keep_draft(replace(draft, fields={"note": "x" * letters}))
            recording.mark(("draft", draft.id, letters))
        session = desk.session("x" * 60 * (turn % 3))
        recording.mark(("leaving", draft.id))
        services.sessions.log(session, draft.id)
        recording.mark(("session", session.id))
        recording.mark(("gone", draft.id))
        if turn % 4 == 3:
            recording.mark(("leaving", session.id))
            services.sessions.remove(session.id, "mistake")
            recording.mark(("gone", session.id))


def _take_in(services: Services, recording: Recording, many: int, words: str) -> None:
    recording.mark(("list-begun", many))
    services.directory.take_in(
        services.directory.preview_rows(some_listings(many, words), "Clubs", "plain", "")
    )
    recording.mark(("list", many))


def _erase(desk: FaultyDesk, services: Services, recording: Recording) -> None:
    """What someone asked to be erased: gone from the tables, and the file written anew without it."""
    asked = desk.session("Please forget the blue caravan")
    services.sessions.log(asked)
    recording.mark(("session", asked.id))
    recording.mark(("leaving", asked.id))
    services.erasure.erase([one.id for one in services.erasure.find(ErasureQuery(text="blue caravan"))])
    recording.mark(("gone", asked.id))


@contextmanager
def _synchronous(setting: str) -> Iterator[None]:
    """The program's own connections, with one setting turned down."""
    real = engine.connect

    def connect(*arguments: Any, **named: Any) -> Any:
        connection = real(*arguments, **named)
        connection.execute(f"PRAGMA synchronous = {setting}")
        return connection

    engine.connect = connect
    try:
        yield
    finally:
        engine.connect = real


@dataclass
class _Replayed:
    states: int = 0
    broken: int = 0
    sessions: int = 0


def _replay(
    desk: FaultyDesk, recording: Recording, tries: int, count: Count, progress: Progress
) -> _Replayed:
    """Cut the power after each event, or after as many as may be tried, drawn by chance."""
    every = len(recording.events) * len(KINDS)
    draw = chance("power cut")
    drawn = set(draw.sample(range(every), tries)) if tries < every else None
    disk, promise, replayed = Disk(recording, _STORE), Promise(), _Replayed()
    seen: set[bytes] = set()
    for number, event in enumerate(recording.events):
        disk.happen(event)
        if event.kind == "mark":
            promise.hear(cast(Said, event.mark))
            replayed.sessions = len(promise.sessions)
        for place, kind in enumerate(KINDS):
            at = number * len(KINDS) + place
            if drawn is not None and at not in drawn:
                continue
            state = disk.state(kind, random.Random(f"{draw.random()}"))
            if _is_new(state, promise, seen):
                held = promise.hold(_opened(desk, state), count, f"event {number}, {kind}")
                replayed.states += 1
                replayed.broken += not held
        progress(number + 1, len(recording.events))
    return replayed


def _is_new(state: State, promise: Promise, seen: set[bytes]) -> bool:
    """Whether this state was not yet opened under the same promise."""
    sign = hashlib.blake2b(repr(promise).encode())
    for name in sorted(state):
        sign.update(name.encode() + state[name])
    known = sign.digest() in seen
    seen.add(sign.digest())
    return not known


def _opened(desk: FaultyDesk, state: State) -> Found:
    """What the program finds in a folder that holds this state."""
    folder = desk.folder.with_name("after-the-cut")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in state.items():
        (folder / name).write_bytes(content)
    return look(replace(desk, folder=folder))
