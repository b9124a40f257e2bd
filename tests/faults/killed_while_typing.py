"""`kill -9` while someone types into the real window, saves in it, or locks the desk.

A process of its own says each letter with the moment it was typed. When the desk is opened again, no letter
that is missing from the draft may have been typed more than two seconds before the kill; what the window
called saved is there; and a draft of a desk that was locked is there to its last letter.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from champion_desk.domain.problems import Problem
from champion_desk.storage import backups
from tests.faults.desk import FaultyDesk, look, make_desk
from tests.faults.outcome import ROOT, Control, Count, Outcome, Progress, chance
from tests.faults.promise import Promise

NAME = "window killed while someone types"
SHORT, LONG = 2, 21
_AT_MOST = 2.0  # seconds of typing
_WAYS = ("type", "save", "lock")
_FORGETFUL = "forget"
# How long it lives after its first letter, its first session, or being told to lock.
_SECONDS = {"type": (2.1, 6.0), "lock": (0.0, 0.6), "save": (0.3, 5.0), _FORGETFUL: (3.5, 4.5)}


@dataclass
class Heard:
    """What was said of one sitting: of the form that is open, and of all that was saved."""

    draft: str = ""
    typed: list[float] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    saving: str = ""
    is_locking: bool = False
    is_locked: bool = False

    def hear_all(self, told: Iterable[str]) -> None:
        """Take in each line until the end."""
        for line in told:
            self.hear(line)

    def hear(self, line: str) -> None:
        """Take in one line."""
        moment, what, *words = line.split()
        if what == "begin":
            self.draft, self.typed = words[0], []
        elif what == "typed":
            self.typed.append(float(moment))
        elif what == "saved":
            self.saved.append(words[0])
            self.draft, self.typed = "", []
        elif what == "locking":
            self.is_locking = True
        elif what == "locked":
            self.is_locked = True


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Kill it while typing, while locking, while saving, and again; on one desk, as in real life."""
    count, moments = Count(), chance("typing")
    desk, promise = make_desk(folder / "desk"), Promise()
    longest, letters = 0.0, 0
    for kill in range(tries):
        way = _WAYS[kill % len(_WAYS)]
        heard, killed_at = _type_until_killed(desk, way, moments)
        words = f"kill {kill}, {way}"
        for session in heard.saved:
            promise.hear(("session", session))
        lost = _compare(desk.copy(folder / "looked-at"), heard, killed_at, promise, count, words)
        longest, letters = max(longest, lost), letters + len(heard.typed)
        progress(kill + 1, tries)
    controls = [_control(desk, promise, moments, 1 + tries // 15)]
    facts = [
        f"{letters:,} letters, {len(promise.sessions)} sessions saved",
        f"at most {longest:.2f} s of typing were missing; {_AT_MOST:.0f} s are allowed",
    ]
    return count.outcome(NAME, tries, controls, facts)


def _type_until_killed(desk: FaultyDesk, way: str, moments: random.Random) -> tuple[Heard, float]:
    """What was said, and when the process was killed."""
    command = [sys.executable, "-m", "tests.faults.typist", str(desk.folder), way, str(moments.random())]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    heard = Heard()
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, encoding="utf-8") as child:
        assert child.stdout is not None
        ear = Thread(target=heard.hear_all, args=(child.stdout,))
        ear.start()
        _wait(child, heard, way)
        time.sleep(moments.uniform(*_SECONDS[way]))
        killed_at = time.monotonic()
        child.kill()
        child.wait()
        ear.join()
    return heard, killed_at


def _wait(child: subprocess.Popen[str], heard: Heard, way: str) -> None:
    """Until the first letter is typed, the first session is saved, or the desk begins to lock."""
    until = time.monotonic() + 60
    while child.poll() is None and time.monotonic() < until:
        begun = {"lock": heard.is_locking, "save": heard.saved}.get(way, heard.typed)
        if begun:
            return
        time.sleep(0.005)


def _compare(
    desk: FaultyDesk, heard: Heard, killed_at: float, promise: Promise, count: Count, words: str
) -> float:
    """Count what is missing; the seconds of typing that are."""
    if not heard.typed and not heard.saved:
        count.spoil(f"{words}: nothing was typed")
        return 0.0
    found = look(desk)
    promise.hold(found, count, words)
    _compare_backups(desk, count, words)
    notes = {draft.id: str(draft.fields["note"]) for draft in found.drafts}
    # The kill may have come between the saving of a session and the word that it is saved.
    was_saved = bool(found.sessions - promise.sessions) and heard.draft not in notes
    promise.sessions |= found.sessions  # all of it is to be there after the next kill too
    promise.drafts |= {name: len(note) for name, note in notes.items()}
    missing = [] if was_saved else heard.typed[len(notes.get(heard.draft, "")) :]
    lost = killed_at - missing[0] if missing else 0.0
    if missing and heard.is_locked:
        count.lose(f"{words}: {len(missing)} letters are gone from a locked desk")
    elif lost > _AT_MOST:
        count.lose(f"{words}: {lost:.2f} s of typing are gone, {len(missing)} letters")
    return lost


def _control(desk: FaultyDesk, promise: Promise, moments: random.Random, kills: int) -> Control:
    """The same where drafts are kept only once a minute: more than two seconds must be missing."""
    noticed = 0
    for _ in range(kills):
        heard, killed_at = _type_until_killed(desk, _FORGETFUL, moments)
        counted, there = Count(), Promise(set(promise.sessions))
        _compare(desk.copy(desk.folder.with_name("looked-at")), heard, killed_at, there, counted, "")
        noticed += counted.lost > 0
    return Control("a draft once a minute", kills, noticed)


def _compare_backups(desk: FaultyDesk, count: Count, words: str) -> None:
    """Each backup that has its name is whole, also where locking made it and was killed."""
    for number, one in enumerate(backups.listed(backups.default_folder(desk.folder))):
        try:
            backups.check(one.path, desk.key, desk.folder / f"checked-{number}")
        except Problem as problem:
            count.spoil(f"{words}: {one.path.name}: {problem.code}")
