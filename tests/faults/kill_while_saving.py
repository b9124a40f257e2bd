"""`kill -9` at random moments while sessions and drafts are saved, a desk is unlocked or locked.

A child process unlocks the real desk and saves without pause. It says an id only after the call that
saved it has returned, so whatever was said must be there when the child is gone.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from champion_desk import settings
from champion_desk.domain.problems import Problem
from champion_desk.storage import keys
from tests.faults.desk import FaultyDesk, light_keys, look, make_desk
from tests.faults.outcome import Count, Outcome, Progress, chance
from tests.faults.promise import Promise

NAME = "kill -9 while saving"
SHORT, LONG = 50, 2000
_KILLS_FOR_EACH_DESK = 25
# A copy of the process is at hand at once where the system can make one.
_PROCESSES: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "fork")


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Kill the saving process again and again; each desk lives through several kills."""
    random_moments, count = chance("kill"), Count()
    saved = 0
    for begun in range(0, tries, _KILLS_FOR_EACH_DESK):
        desk = make_desk(folder / f"desk-{begun}")
        promise = Promise()
        for kill in range(begun, min(begun + _KILLS_FOR_EACH_DESK, tries)):
            _save_until_killed(desk, promise, random_moments)
            # Looked at in a copy: the next child must itself find its way out of what this one left.
            _compare(desk.copy(folder / "looked-at"), promise, count, f"kill {kill}")
            progress(kill + 1, tries)
        saved += len(promise.sessions)
    return count.outcome(NAME, tries, facts=[f"{saved:,} sessions were acknowledged"])


def _save_until_killed(desk: FaultyDesk, promise: Promise, moments: random.Random) -> None:
    with _process(desk) as (child, ear):
        if moments.random() < 0.25:  # also while unlocking: the moment after a crash is a tender one
            time.sleep(moments.uniform(0, 0.05))
        elif ear.poll(30):
            time.sleep(moments.uniform(0, 0.06))
        child.kill()
        child.join()
        _hear(ear, promise)


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


def _hear(ear: Connection, promise: Promise) -> None:
    """All that the child said before it was killed."""
    try:
        while True:
            promise.hear(ear.recv())
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
                    mouth.send(("leaving", draft.id))
                    services.sessions.log(session, draft.id)
                    mouth.send(("session", session.id))
                    mouth.send(("gone", draft.id))
                if turn % 10 == 0:
                    keys.save(desk.folder, keys.load(desk.folder))
                    settings.save(desk.folder, settings.Settings(text_scale=150))


def _compare(desk: FaultyDesk, promise: Promise, count: Count, words: str) -> None:
    promise.hold(look(desk), count, words)
    try:
        with desk.opened():  # the keys beside the store were written whole
            pass
        chosen = desk.folder / settings.FILE
        if chosen.exists() and json.loads(chosen.read_bytes())["text_scale"] != 150:
            count.spoil(f"{words}: the choices are not those that were made")
    except (Problem, ValueError) as trouble:
        count.spoil(f"{words}: {trouble}")
