"""Single bits turned over in every file of a desk: each is noticed, and nothing is overwritten.

What counts as noticed:

- the store: it does not open, or the check says that it is damaged; its bytes stay as they are;
- the keys: they are refused as damaged;
- a backup: it is refused, or what it lays out is byte for byte what was put in;
- the write-ahead log, as a crash leaves it: the store is refused as damaged, and the log stays for whoever
  mends it. Harm to the very last transaction (or to the end mark of the one before) looks like a power cut
  before it was saved: SQLite leaves that one out, and what is read is right as of the moment before.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.storage import backups, keys, store
from tests.faults.desk import FaultyDesk, files_of, look, make_desk, sessions_in, some_listings
from tests.faults.outcome import Count, Outcome, Progress, chance

NAME = "bit flips"
SHORT, LONG = 40, 600  # in the store; a quarter of it in each of the other files
_LOG = store.FILE + "-wal"


@dataclass(frozen=True)
class _Desks:
    """One desk closed in good order, and the same one as a crash left it, with a log beside the store."""

    whole: FaultyDesk
    crashed: FaultyDesk
    backup: Path
    folded: tuple[AssistedSession, ...]
    in_log: tuple[AssistedSession, ...]


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Turn over one bit in a copy, and see what the program makes of it."""
    count, draw, noticed = Count(), chance("bits"), Counter[str]()
    desks = _work(folder)
    quarter = max(tries // 4, 8)
    plan: tuple[tuple[str, int, Callable[[], bool]], ...] = (
        ("store", tries, lambda: _store_notices(desks, draw, count)),
        ("keys", quarter, lambda: _keys_notice(desks, draw, count)),
        ("backup", quarter, lambda: _backup_notices(desks, draw, count)),
        ("log", quarter, lambda: _log_notices(desks, draw, count)),
    )
    total, tried = sum(many for _, many, _ in plan), 0
    for what, many, notices in plan:
        for _ in range(many):
            noticed[what] += notices()
            progress(tried := tried + 1, total)
    facts = [f"{noticed[what]} of {many} flips in the {what} were noticed" for what, many, _ in plan]
    facts.append("the others in the log harmed its last transaction, and look like a power cut before it")
    return count.outcome(NAME, total, facts=facts)


def _work(folder: Path) -> _Desks:
    desk = make_desk(folder / "desk")
    folded = tuple(desk.session(f"folded {n}") for n in range(12))
    in_log = tuple(desk.session(f"in the log {n}") for n in range(12))
    with desk.opened() as services:
        for session in folded:
            services.sessions.log(session)
        services.directory.take_in(services.directory.preview_rows(some_listings(20), "Clubs", "plain", ""))
        backup = services.backups.make().path
    shutil.move(backup, folder / backup.name)
    with desk.opened() as services:
        for session in in_log:
            services.sessions.log(session)
        crashed = desk.copy(folder / "crashed")
    return _Desks(desk.copy(folder / "whole"), crashed, folder / backup.name, folded, in_log)


def _flip(path: Path, draw: random.Random) -> str:
    """Turn over one bit of a file; which one."""
    content = bytearray(path.read_bytes())
    place, bit = draw.randrange(len(content)), draw.randrange(8)
    content[place] ^= 1 << bit
    path.write_bytes(content)
    return f"bit {bit} of byte {place} of {path.name}"


def _store_notices(desks: _Desks, draw: random.Random, count: Count) -> bool:
    desk = desks.whole.copy(desks.whole.folder.with_name("tried"))
    words = _flip(desk.path, draw)
    content = desk.path.read_bytes()
    found = look(desk)
    if found.problem not in ("", "store-damaged"):
        count.spoil(f"{words}: said to be {found.problem}")
    elif not found.problem and found.whole:
        count.spoil(f"{words}: opened as good")
    elif desk.path.read_bytes() != content:
        count.spoil(f"{words}: the damaged store was written to")
    else:
        return True
    return False


def _keys_notice(desks: _Desks, draw: random.Random, count: Count) -> bool:
    desk = desks.whole.copy(desks.whole.folder.with_name("tried"))
    known = keys.load(desk.folder)
    words = _flip(desk.folder / keys.FILE, draw)
    before = files_of(desk.folder)
    try:
        if keys.load(desk.folder) == known:  # as where a letter of an escape turned into its capital
            return True
        count.spoil(f"{words}: opened as good with other content")
    except Problem as problem:
        if problem.code not in ("keys-damaged", "store-newer"):
            count.spoil(f"{words}: said to be {problem.code}")
        elif files_of(desk.folder) != before:
            count.spoil(f"{words}: something was written")
        else:
            return True
    return False


def _backup_notices(desks: _Desks, draw: random.Random, count: Count) -> bool:
    flipped = desks.backup.with_name(f"flipped{backups.ENDING}")
    shutil.copy(desks.backup, flipped)
    words = _flip(flipped, draw)
    good, laid = (desks.backup.with_name(name) for name in ("laid-good", "laid-flipped"))
    for place in (good, laid):
        shutil.rmtree(place, ignore_errors=True)
    backups.lay_out(desks.backup, good)
    try:
        backups.lay_out(flipped, laid)
    except Problem as problem:
        if problem.code in ("backup-not-whole", "keys-damaged"):
            return True
        count.spoil(f"{words}: said to be {problem.code}")
        return False
    if any((laid / name).read_bytes() != (good / name).read_bytes() for name in (store.FILE, keys.FILE)):
        count.spoil(f"{words}: another content was laid out as good")
        return False
    return True


def _log_notices(desks: _Desks, draw: random.Random, count: Count) -> bool:
    desk = desks.crashed.copy(desks.crashed.folder.with_name("tried"))
    words = _flip(desk.folder / _LOG, draw)
    before = files_of(desk.folder)
    try:
        found = sessions_in(desk)
    except Problem as problem:
        if problem.code != "store-damaged" or files_of(desk.folder) != before:
            count.spoil(f"{words}: {problem.code}, or something was written")
        return problem.code == "store-damaged"
    every = (*desks.folded, *desks.in_log)
    expected = {session.id: session for session in every[: len(found)]}
    if found != expected:
        count.spoil(f"{words}: what is read is not what was saved until some moment")
    if len(found) < len(every) - 2:
        count.lose(f"{words}: {len(every) - len(found)} sessions are gone unseen", len(every) - len(found))
    return False
