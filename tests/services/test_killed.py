"""A kill at any point of starting or restoring a desk: nobody is stuck, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Problem
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.services.doorway import Doorway
from champion_desk.storage import in_place
from tests.conftest import PASSPHRASE
from tests.storage.test_backups import log_one

Make = Callable[..., Services]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork and no kill -9")
_TOUCHES = frozenset({"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "shutil.copyfile"})


def killed(work: Callable[[], object], folder: Path, at: int, but: str = "nowhere") -> bool:
    """Do the work in a process that is killed before it touches the folder for the `at`th time.

    False when the work was done before that. What lies in a folder called `but` is not counted.
    """
    child = os.fork()
    if child == 0:
        count = 0

        def kill(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            touched = [str(part) for part in arguments if str(folder) in str(part)]
            if event in _TOUCHES and touched and not any(f"/{but}" in part for part in touched):
                count += 1
                if count == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill)
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def found_in(folder: Path) -> int | str:
    """How many sessions the desk in a copy of the folder holds, or why it can't be opened."""
    copy = folder.with_name(folder.name + "-looked-at")
    shutil.copytree(folder, copy)
    try:
        desk = DeskService(copy)
        with desk.unlock(PASSPHRASE).store.reading() as tx:
            found = tx.sessions.count()
        desk.close()
        return found
    except Problem as problem:
        return problem.code
    finally:
        shutil.rmtree(copy)


def test_a_start_that_was_killed_is_begun_again(tmp_path: Path, catalogues: Catalogues) -> None:
    new = NewDesk(Site("Library"), Champion("Mairi"), PASSPHRASE)
    at = 0
    while True:
        at += 1
        folder = tmp_path / f"desk-{at}"
        desk = DeskService(folder, catalogues.words)
        if not killed(partial(desk.start, new), folder, at):
            break
        if not desk.exists():
            desk.start(new)
            desk.close()
        assert desk.unlock(PASSPHRASE).champion.name == "Mairi", at
        desk.close()
    assert at > 8


def test_a_restore_that_was_killed_is_done_again_and_the_old_desk_is_whole_somewhere(
    make_services: Make, tmp_path: Path
) -> None:
    other = make_services("Ewan", "other")
    backup = other.backups.make().path
    other.desk.close()
    old = make_services("Mairi", "old")
    log_one(old)
    log_one(old)
    left = tmp_path / "left"  # as a crash leaves it: the newest sessions are in the write-ahead log
    left.mkdir()
    for path in old.desk.folder.iterdir():
        if path.is_file():
            shutil.copy(path, left / path.name)
    assert (left / "store.db-wal").stat().st_size > 0
    old.desk.close()
    at = 0
    while True:
        at += 1
        folder = tmp_path / f"desk-{at}"
        shutil.copytree(left, folder)
        if not killed(partial(DeskService(folder).restore, backup, PASSPHRASE), folder, at):
            break
        here, *aside = (found_in(place) for place in (folder, *folder.glob("replaced-*")))
        assert 2 in (here, *aside), at
        # What can't be opened is said, and what was here can be put back, or the backup restored once more.
        assert here in (2, 0, "store-missing"), at
        desk = DeskService(folder)
        kept = Doorway(folder).kept_aside()
        if here == "store-missing":
            assert kept is not None
            desk.put_back(kept.path)
            assert found_in(folder) == 2, at
            assert not list(folder.glob("replaced-*")), at
        desk.restore(backup, PASSPHRASE)
        assert desk.exists()
        assert desk.unlock(PASSPHRASE).champion.name == "Ewan", at
        desk.close()
    assert at > 10


def test_putting_back_what_was_kept_aside_may_be_killed_too(make_services: Make, tmp_path: Path) -> None:
    services = make_services("Mairi", "old")
    log_one(services)
    left = tmp_path / "left"
    left.mkdir()
    for path in services.desk.folder.iterdir():
        if path.is_file():
            shutil.copy(path, left / path.name)
    services.desk.close()
    aside = in_place.keep_aside(left)
    assert aside is not None
    (left / "store.db").unlink()
    at = 0
    while True:
        at += 1
        folder = tmp_path / f"desk-{at}"
        shutil.copytree(left, folder)
        if not killed(partial(DeskService(folder).put_back, folder / aside.name), folder, at):
            break
        if found_in(folder) == "store-missing":
            DeskService(folder).put_back(folder / aside.name)
        assert found_in(folder) == 1, at
        DeskService(folder).unlock(PASSPHRASE).store.close()
        for path in (folder / aside.name).glob("store.db"):  # a copy of its own, or nothing at all
            assert not path.samefile(folder / "store.db"), at
    assert at > 6


def test_a_demo_that_was_killed_in_the_making_is_no_desk(tmp_path: Path, catalogues: Catalogues) -> None:
    desk = DeskService(tmp_path / "demo", catalogues.words)
    desk.start(NewDesk(Site("Library"), Champion("Mairi"), PASSPHRASE, demo=True), filled=False)
    desk.close()  # as the end of the process would
    again = DeskService(tmp_path / "demo", catalogues.words)
    assert not again.exists()
    again.start(NewDesk(Site("Library"), Champion("Ewan"), PASSPHRASE, demo=True))
    again.close()
    assert again.exists()
    assert again.unlock(PASSPHRASE).champion.name == "Ewan"
    again.close()
