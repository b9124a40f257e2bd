"""`kill -9` at random moments while sessions and drafts are saved, a desk is unlocked or locked.

A child process unlocks the real desk and saves without pause. It says an id only after the call that
saved it has returned, so whatever was said must be there when the child is gone.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from champion_desk import settings
from champion_desk.storage import keys
from tests.faults.desk import FaultyDesk, light_keys, look, make_desk
from tests.faults.outcome import Count, Outcome, Progress, chance

NAME = "kill -9 while saving"
SHORT, LONG = 50, 2000
_KILLS_FOR_EACH_DESK = 25
# A copy of the process is at hand at once where the system can make one.
_PROCESSES = multiprocessing.get_context("spawn" if sys.platform == "win32" else "fork")


@dataclass
class _Said:
    """What the child said was saved."""

    sessions: set[str] = field(default_factory=set)
    drafts: dict[str, int] = field(default_factory=dict)  # how much of each was typed
    may_be_gone: set[str] = field(default_factory=set)  # drafts that were about to become sessions


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Kill the saving process again and again; each desk lives through several kills."""
    random_moments, count = chance("kill"), Count()
    saved = 0
    for begun in range(0, tries, _KILLS_FOR_EACH_DESK):
        desk = make_desk(folder / f"desk-{begun}")
        said = _Said()
        for kill in range(begun, min(begun + _KILLS_FOR_EACH_DESK, tries)):
            _save_until_killed(desk, said, random_moments)
            # Looked at in a copy: the next child must itself find its way out of what this one left.
            _compare(desk.copy(folder / "looked-at"), said, count, f"kill {kill}")
            progress(kill + 1, tries)
        saved += len(said.sessions)
    return count.outcome(NAME, tries, facts=[f"{saved:,} sessions were acknowledged"])


def _save_until_killed(desk: FaultyDesk, said: _Said, moments: random.Random) -> None:
    with _process(desk) as (child, ear):
        if moments.random() < 0.25:  # also while unlocking: the moment after a crash is a tender one
            time.sleep(moments.uniform(0, 0.05))
        elif ear.poll(30):
            time.sleep(moments.uniform(0, 0.06))
        child.kill()
        child.join()
        _hear(ear, said)


@contextmanager
def _process(desk: FaultyDesk) -> Iterator[tuple[multiprocessing.process.BaseProcess, Connection]]:
    ear, mouth = _PROCESSES.Pipe(duplex=False)
    child = _PROCESSES.Process(target=_save, args=(desk, mouth), daemon=True)
    child.start()
    mouth.close()
    try:
        yield child, ear
    finally:
        child.kill()
        child.join()
        ear.close()


def _hear(ear: Connection, said: _Said) -> None:
    """All that the child said before it was killed."""
    try:
        while True:
            what, ident, size = ear.recv()
            if what == "session":
                said.sessions.add(ident)
            elif what == "draft":
                said.drafts[ident] = size
            else:
                said.may_be_gone.add(ident)
    except (EOFError, OSError):
        return


def _save(desk: FaultyDesk, mouth: Connection) -> None:
    """The child's whole life: unlock, type, save, lock, and again."""
    light_keys()
    turn = 0
    while True:
        with desk.opened() as services:
            for _ in range(12):
                turn += 1
                draft = desk.draft()
                for typed in range(1, 4):
                    services.sessions.keep_draft(replace(draft, fields={"note": "x" * typed * 100}))
                    mouth.send(("draft", draft.id, typed * 100))
                if turn % 5:
                    session = desk.session("x" * 300)
                    mouth.send(("gone", draft.id, 0))
                    services.sessions.log(session, draft.id)
                    mouth.send(("session", session.id, 0))
                if turn % 10 == 0:
                    keys.save(desk.folder, keys.load(desk.folder))
                    settings.save(desk.folder, settings.Settings(text_scale=150))


def _compare(desk: FaultyDesk, said: _Said, count: Count, words: str) -> None:
    found = look(desk)
    if found.problem or not found.whole:
        count.spoil(f"{words}: {found.problem or 'not whole'}")
        return
    lost = said.sessions - found.sessions
    if lost:
        count.lose(f"{words}: {len(lost)} of {len(said.sessions)} sessions are gone", len(lost))
    kept = {draft.id: len(str(draft.fields["note"])) for draft in found.drafts}
    short = [i for i, n in said.drafts.items() if kept.get(i, 0) < n and i not in said.may_be_gone]
    if short:
        count.lose(f"{words}: {len(short)} drafts are gone or shorter", len(short))
    with desk.opened():  # the keys and choices beside the store were written whole
        if settings.load(desk.folder).text_scale not in (100, 150):
            count.spoil(f"{words}: the choices are not those that were made")
