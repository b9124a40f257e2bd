"""The disk full at each step of growth: every kind of saving fails as known trouble, and nothing is lost.

Two ways to fill a disk: a limit on the size of any file (`RLIMIT_FSIZE`), moved up by 4 kB through the
growth of the write-ahead log, its folding and the growth of the store; and, where the system lets us, a
small disk in memory that really has no room.
"""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from champion_desk import settings
from champion_desk.domain.erasure import ErasureQuery
from champion_desk.domain.problems import Problem
from champion_desk.services import Services
from champion_desk.storage import backups, keys, store
from tests.faults.desk import FaultyDesk, light_keys, look, make_desk, some_listings
from tests.faults.outcome import Count, Outcome, Progress
from tests.faults.promise import Promise, Said

NAME = "disk full"
SHORT, LONG = 14, 1400
_STEP = 4096
_LIMITS = 1300  # steps that take the log past its folding at 1,000 pages
_SMALL_DISK = 3 * 1024 * 1024
Say = Callable[[Said], None]


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Fill the disk at each step, or at as many as may be tried, evenly spread."""
    if sys.platform == "win32":
        return Outcome(NAME, 0, skipped="there is no limit on the size of a file on Windows")
    count = Count()
    desk = make_desk(folder / "desk")
    with desk.opened() as services:  # something to remove, and choices that must stay whole
        services.sessions.log(desk.session("Please forget the blue caravan"))
    settings.save(desk.folder, settings.Settings(text_scale=150))
    on_small_disk = max(tries // 14, 4)
    limits = _spread(tries - on_small_disk, _LIMITS)
    for done, step in enumerate(limits):
        tried = desk.copy(folder / "tried")
        _fill_and_compare(tried, partial(_limit, step * _STEP), count, f"files of {step * _STEP} bytes")
        progress(done + 1, tries)
    skipped, small = "", 0
    try:
        with _small_disk(folder / "small") as disk:
            for step in _spread(on_small_disk, 100):
                tried = desk.copy(disk / "desk")
                filler = _leave_room(disk, step * _STEP)
                _fill_and_compare(tried, lambda: None, count, f"{step * _STEP} bytes left", filler)
                small += 1
                progress(len(limits) + small, tries)
    except PermissionError:
        skipped = "a small disk in memory could not be mounted here, so that part was left out"
    facts = [f"{len(limits):,} limits on the size of a file, {small} small disks"]
    return count.outcome(NAME, len(limits) + small, facts=facts, skipped=skipped)


def _spread(many: int, most: int) -> list[int]:
    """Steps from 1 to `most`, evenly spread; the first ones close together, as much happens there."""
    if many >= most:
        return list(range(1, most + 1))
    return sorted({max(1, round(most * ((n + 1) / many) ** 2)) for n in range(many)})


def _limit(size: int) -> None:
    import resource  # POSIX only

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@contextmanager
def _small_disk(place: Path) -> Iterator[Path]:
    """A small disk in memory. Raises PermissionError where one may not be mounted."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SMALL_DISK}", "champion-desk-fault", str(place)]
    try:
        allowed = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        raise PermissionError
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)


def _leave_room(disk: Path, room: int) -> Path:
    """A file that takes up all but so many bytes of a disk."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        file.write(bytes(max(0, free - room)))
    return filler


def _fill_and_compare(
    desk: FaultyDesk, fill: Callable[[], None], count: Count, words: str, filler: Path | None = None
) -> None:
    """Work in a process whose disk is full, then look with room again."""
    processes = multiprocessing.get_context("fork")
    ear, mouth = processes.Pipe(duplex=False)
    child = processes.Process(target=_work, args=(desk, fill, mouth), daemon=True)
    child.start()
    mouth.close()
    promise = Promise()
    with suppress(EOFError):
        while True:
            said = ear.recv()
            if said[0] == "wrong":
                count.spoil(f"{words}: {said[1]}")
            else:
                promise.hear(said)
    child.join()
    if child.exitcode:
        count.spoil(f"{words}: the process ended with {child.exitcode}")
    if filler:
        filler.unlink()
    promise.hold(look(desk), count, words)
    _compare_files(desk, count, words)


def _compare_files(desk: FaultyDesk, count: Count, words: str) -> None:
    """The files beside the store are whole, old or new; no piece is left, and each backup is a backup."""
    try:
        with desk.opened():
            pass
        chosen = json.loads((desk.folder / settings.FILE).read_bytes())
        if chosen["text_scale"] not in (150, 175):
            count.spoil(f"{words}: the choices are not those that were made")
        for made in backups.listed(backups.default_folder(desk.folder)):
            opened = backups.lay_out(made.path, desk.folder / "laid-out")
            if not store.integrity(opened.folder / store.FILE, desk.key):
                count.spoil(f"{words}: a backup is not whole")
    except (Problem, ValueError) as trouble:
        count.spoil(f"{words}: with room again: {trouble}")
    pieces = [path.name for path in desk.folder.rglob("*") if path.name.endswith(".new")]
    pieces += [path.name for path in desk.folder.rglob(".making-*")]
    if pieces:
        count.spoil(f"{words}: pieces are left: {pieces}")


def _work(desk: FaultyDesk, fill: Callable[[], None], mouth: Connection) -> None:
    """The child's whole life: unlock, save until the disk is full, then try each kind of saving."""
    light_keys()
    say: Say = mouth.send
    try:
        _unlocked(desk, lambda services: _save_all(desk, services, fill, say))
        _unlocked(desk, lambda services: services.sessions.drafts())
    except BaseException as trouble:
        say(("wrong", f"{type(trouble).__name__}: {trouble}"))
    mouth.close()
    os._exit(0)


def _unlocked(desk: FaultyDesk, work: Callable[[Services], object]) -> None:
    """Work at the unlocked desk; where the disk has no room even for that, it must say so."""
    unlocked = False
    try:
        with desk.opened() as services:
            unlocked = True
            work(services)
    except Problem as problem:
        if unlocked or problem.code != "disk-full":
            raise


def _save_all(desk: FaultyDesk, services: Services, fill: Callable[[], None], say: Say) -> None:
    first = services.sessions.on(date.today())[0].id
    fill()
    if _save_until_full(desk, services, say):
        _try_each(desk, services, first, say)
    services.sessions.drafts()  # reading goes on


def _save_until_full(desk: FaultyDesk, services: Services, say: Say) -> bool:
    """Draft, session, draft, session … until one is refused; the log folds once on the way."""
    for _ in range(160):
        draft = desk.draft()
        session = desk.session("x" * 1900)
        try:
            services.sessions.keep_draft(replace(draft, fields={"note": "x" * 300}))
            say(("draft", draft.id, 300))
            say(("leaving", draft.id))
            services.sessions.log(session, draft.id)
            say(("session", session.id))
        except Problem as problem:
            _must_be_full(problem, "saving", say)
            return True
    return False


def _try_each(desk: FaultyDesk, services: Services, first: str, say: Say) -> None:
    """Everything else that writes: done, or refused because the disk is full; nothing in between."""
    ring = keys.load(desk.folder)
    rows = some_listings(60, "Help " * 60)
    say(("leaving", first))
    attempts: dict[str, Callable[[], object]] = {
        "removing": lambda: services.sessions.remove(first, "mistake"),
        "erasing": lambda: services.erasure.erase(
            [one.id for one in services.erasure.find(ErasureQuery(text="blue caravan"))]
        ),
        "discarding": lambda: services.sessions.discard_draft(first),
        "taking in": lambda: services.directory.take_in(
            services.directory.preview_rows(rows, "Clubs", "plain", "")
        ),
        "a backup": services.backups.make,
        "keys": lambda: keys.save(desk.folder, ring),
        "choices": lambda: settings.save(desk.folder, settings.Settings(text_scale=175)),
        "a draft": lambda: services.sessions.keep_draft(desk.draft("x" * 9000)),
    }
    say(("list-begun", 60))
    for what, attempt in attempts.items():
        try:
            attempt()
        except Problem as problem:
            _must_be_full(problem, what, say)
        except OSError as error:
            if what != "choices" or error.errno not in (errno.ENOSPC, errno.EFBIG):
                say(("wrong", f"{what}: {error}"))
        else:
            if what in ("removing", "erasing"):
                say(("gone", first))
            elif what == "taking in":
                say(("list", 60))


def _must_be_full(problem: Problem, what: str, say: Say) -> None:
    if problem.code != "disk-full":
        say(("wrong", f"{what}: {problem}"))
