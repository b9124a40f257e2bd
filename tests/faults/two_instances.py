"""Two programs on one desk: they race to unlock it, exactly one wins, and a killed holder frees it.

The other is told that the desk is in use, and changes nothing: neither the store nor the keys, and not
the count of wrong tries.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from champion_desk.domain.problems import Problem
from tests.faults.desk import FaultyDesk, files_of, light_keys, look, make_desk
from tests.faults.outcome import Count, Outcome, Progress, chance
from tests.faults.promise import Promise

NAME = "two instances"
SHORT, LONG = 20, 200
_PROCESSES: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "fork")


class _Racer:
    """A process that waits for the start, unlocks the desk, saves one session and then holds it."""

    def __init__(self, desk: FaultyDesk, start: Event, finish: Event) -> None:
        self.ear, mouth = _PROCESSES.Pipe(duplex=False)
        self.process = _PROCESSES.Process(target=_race, args=(desk, start, finish, mouth), daemon=True)
        self.process.start()
        mouth.close()

    def hear(self) -> tuple[str, str]:
        """What it says next: (what, id or code)."""
        try:
            if not self.ear.poll(60):
                return ("silent", "")
            what, word = self.ear.recv()
            return (str(what), str(word))
        except EOFError:
            return ("ended", "")

    def end(self) -> None:
        """Take it away, whatever it does."""
        self.process.kill()
        self.process.join()
        self.ear.close()


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Race again and again on one desk; in half of the races the winner is killed."""
    count, draw = Count(), chance("two instances")
    desk, promise = make_desk(folder / "desk"), Promise()
    kills = 0
    for race in range(tries):
        kill = draw.random() < 0.5
        kills += kill
        _one_race(desk, promise, count, f"race {race}", kill)
        promise.hold(look(desk.copy(folder / "looked-at")), count, f"race {race}")
        progress(race + 1, tries)
    return count.outcome(
        NAME, tries, facts=[f"in {kills} of them the winner was killed, and the next one in"]
    )


@contextmanager
def _racers(desk: FaultyDesk) -> Iterator[tuple[list[_Racer], Event, Event]]:
    start, finish = _PROCESSES.Event(), _PROCESSES.Event()
    racers = [_Racer(desk, start, finish) for _ in range(2)]
    try:
        yield racers, start, finish
    finally:
        for racer in racers:
            racer.end()


def _one_race(desk: FaultyDesk, promise: Promise, count: Count, words: str, kill: bool) -> None:
    with _racers(desk) as (racers, start, finish):
        for racer in racers:
            racer.hear()  # it is ready
        start.set()
        said = [racer.hear() for racer in racers]
        winners = [racer for racer, (what, _) in zip(racers, said, strict=True) if what == "session"]
        for what, word in said:
            if what == "session":
                promise.hear(("session", word))
            elif (what, word) != ("problem", "store-in-use"):
                count.spoil(f"{words}: {what} {word}")
        if len(winners) != 1:
            count.spoil(f"{words}: {len(winners)} of 2 had the desk")
            return
        before = files_of(desk.folder)
        _knock(desk, count, words)
        if files_of(desk.folder) != before:
            count.spoil(f"{words}: who was turned away changed something")
        if kill:
            winners[0].process.kill()
        else:
            finish.set()
        winners[0].process.join()
    with desk.opened() as services:  # whoever comes after a killed holder gets in
        session = desk.session()
        services.sessions.log(session)
        promise.hear(("session", session.id))


def _knock(desk: FaultyDesk, count: Count, words: str) -> None:
    """A third program, while the winner holds the desk and does nothing."""
    try:
        with desk.opened():
            count.spoil(f"{words}: a third had the desk too")
    except Problem as problem:
        if problem.code != "store-in-use":
            count.spoil(f"{words}: the third was told {problem.code}")


def _race(desk: FaultyDesk, start: Event, finish: Event, mouth: Connection) -> None:
    light_keys()
    mouth.send(("ready", ""))
    start.wait(60)
    try:
        with desk.opened() as services:
            session = desk.session()
            services.sessions.log(session)
            mouth.send(("session", session.id))
            finish.wait(60)
    except Problem as problem:
        mouth.send(("problem", problem.code))
    mouth.close()
    os._exit(0)
