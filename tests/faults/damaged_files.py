"""Files of a desk damaged, exchanged or taken away: the right sentence, and not a byte is changed.

Each case harms a copy of a desk, tries to unlock it as staff do, and looks at what is in the folder then.
Nothing may be made in place of what is missing, and nothing that is there may be other than it was.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.problem_words import sentences
from champion_desk.services.desks import DeskService
from champion_desk.storage import engine, keys, store
from champion_desk.wording import problem_sentence
from tests.faults.desk import PASSPHRASE, FaultyDesk, light_keys, make_desk, some_listings
from tests.faults.outcome import Count, Outcome, Progress, chance

NAME = "damaged files"
_PAGE = 4096
_LOG = store.FILE + "-wal"


@dataclass(frozen=True)
class _Given:
    """What a case may use: the desk to be harmed, another one, one that a crash left, and chance."""

    desk: FaultyDesk
    other: FaultyDesk
    crashed_other: FaultyDesk
    older: FaultyDesk
    draw: random.Random

    @property
    def content(self) -> bytes:
        """The store's bytes."""
        return self.desk.path.read_bytes()

    def put(self, content: bytes, name: str = store.FILE) -> None:
        """Other bytes in a file's place."""
        (self.desk.folder / name).write_bytes(content)


@dataclass(frozen=True)
class _Case:
    """One kind of harm, and the codes of the sentences that say it rightly."""

    what: str
    harm: Callable[[_Given], object]
    codes: tuple[str, ...] = ("store-damaged",)
    as_nobody: bool = False


def _first_page_overwritten(given: _Given) -> None:
    given.put(given.draw.randbytes(_PAGE) + given.content[_PAGE:])


def _cut_in_a_page(given: _Given) -> None:
    pages = len(given.content) // _PAGE
    given.put(given.content[: given.draw.randrange(1, pages) * _PAGE + given.draw.randrange(1, _PAGE)])


def _cut_between_pages(given: _Given) -> None:
    given.put(given.content[: given.draw.randrange(1, len(given.content) // _PAGE) * _PAGE])


def _foreign_database(given: _Given) -> None:
    given.desk.path.unlink()
    with closing(sqlite3.connect(given.desk.path)) as connection:
        connection.execute("CREATE TABLE visitors (name)")


def _log_of_another_store(given: _Given) -> None:
    shutil.copy(given.crashed_other.folder / _LOG, given.desk.folder / _LOG)


def _log_of_an_older_state(given: _Given) -> None:
    shutil.copy(given.older.folder / _LOG, given.desk.folder / _LOG)


def _folder_in_its_place(given: _Given) -> None:
    given.desk.path.unlink()
    given.desk.path.mkdir()


def _links_in_a_ring(given: _Given) -> None:
    given.desk.path.unlink()
    given.desk.path.symlink_to(given.desk.path.with_name("round"))
    given.desk.path.with_name("round").symlink_to(given.desk.path)


def _newer(given: _Given) -> None:
    with closing(engine.connect(given.desk.path, given.desk.key)) as connection:
        connection.execute("PRAGMA user_version = 9999")


def _not_ours(given: _Given) -> None:
    with closing(engine.connect(given.desk.path, given.desk.key)) as connection:
        connection.execute("PRAGMA application_id = 7")


def _folder_for_reading_only(given: _Given) -> None:
    for path in given.desk.folder.iterdir():
        path.chmod(0o444)
    given.desk.folder.chmod(0o555)


def _file_for_reading_only(given: _Given) -> None:
    _open_to_all(given)
    given.desk.path.chmod(0o444)


def _file_for_nobody(given: _Given) -> None:
    _open_to_all(given)
    given.desk.path.chmod(0o000)


def _open_to_all(given: _Given) -> None:
    for path in given.desk.folder.iterdir():
        path.chmod(0o666)
    given.desk.folder.chmod(0o777)


CASES = (
    _Case("a store of no length", lambda given: given.put(b"")),
    _Case("cut off between two pages", _cut_between_pages),
    _Case("cut off inside a page", _cut_in_a_page),
    _Case("the last page missing", lambda given: given.put(given.content[:-_PAGE])),
    _Case("the first page overwritten", _first_page_overwritten),
    _Case("a database of another program", _foreign_database),
    _Case("a text", lambda given: given.put(b"Dear colleague,\n" * 400)),
    _Case("noise", lambda given: given.put(given.draw.randbytes(len(given.content)))),
    _Case("the log of another store", _log_of_another_store),
    _Case("the log of an older state of this store", _log_of_an_older_state),
    _Case("the store of another desk", lambda given: shutil.copy(given.other.path, given.desk.path)),
    _Case("a folder in its place", _folder_in_its_place, ("store-cannot-open", "place-unusable")),
    _Case("links in a ring", _links_in_a_ring, ("place-unusable",)),
    _Case("a store that is not there", lambda given: given.desk.path.unlink(), ("store-missing",)),
    _Case("a newer program's store", _newer, ("store-newer",)),
    _Case("a store that is not ours", _not_ours, ("store-foreign",)),
    _Case("a folder for reading only", _folder_for_reading_only, ("no-permission",), True),
    _Case("a file for reading only", _file_for_reading_only, ("store-read-only", "no-permission"), True),
    _Case("a file for nobody", _file_for_nobody, ("no-permission",), True),
    _Case("no keys", lambda given: (given.desk.folder / keys.FILE).unlink(), ("keys-missing",)),
    _Case("empty keys", lambda given: given.put(b"", keys.FILE), ("keys-damaged",)),
    _Case(
        "the keys of another desk",
        lambda given: shutil.copy(given.other.folder / keys.FILE, given.desk.folder / keys.FILE),
        ("store-damaged", "wrong-passphrase"),
    ),
)
SHORT, LONG = len(CASES), 10 * len(CASES)


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Every case in turn, as often as there are tries; chance cuts and overwrites elsewhere each time."""
    if sys.platform == "win32":
        return Outcome(NAME, 0, skipped="permissions and links are POSIX's")
    count, draw = Count(), chance("damaged files")
    desk, other, crashed_other, older = _desks(folder)
    for number in range(tries):
        case = CASES[number % len(CASES)]
        given = _Given(desk.copy(folder / "tried"), other, crashed_other, older, draw)
        case.harm(given)
        _try(given.desk, case, count)
        given.desk.folder.chmod(0o755)
        progress(number + 1, tries)
    return count.outcome(NAME, tries, facts=[f"{len(CASES)} cases"])


def _desks(folder: Path) -> tuple[FaultyDesk, FaultyDesk, FaultyDesk, FaultyDesk]:
    """The desk; another; that other as a crash left it; and the first as a crash left it long ago."""
    desk, other = make_desk(folder / "desk"), make_desk(folder / "other", "Ewan")
    crashed = []
    for one in (other, desk):
        with one.opened() as services:
            for _ in range(8):
                services.sessions.log(one.session("x" * 900))
            services.directory.take_in(
                services.directory.preview_rows(some_listings(20), "Clubs", "plain", "")
            )
            crashed.append(one.copy(folder / f"crashed-{one.champion.name}"))
    with desk.opened() as services:  # much has happened since
        for _ in range(40):
            services.sessions.log(desk.session("y" * 900))
    return desk, other, crashed[0], crashed[1]


def _try(desk: FaultyDesk, case: _Case, count: Count) -> None:
    """Unlock in a process of its own, which may be anybody, and compare what is in the folder."""
    before = _all_in(desk.folder)
    processes = multiprocessing.get_context("fork")
    ear, mouth = processes.Pipe(duplex=False)
    child = processes.Process(target=_unlock, args=(desk, case.as_nobody, mouth), daemon=True)
    child.start()
    mouth.close()
    try:
        code, sentence = ear.recv()
    except EOFError:
        code, sentence = "nothing", ""
    child.join()
    if code not in case.codes:
        count.spoil(f"{case.what}: said {code} ({sentence})")
    elif code in sentences() and (str(desk.folder) not in sentence and code != "wrong-passphrase"):
        count.spoil(f"{case.what}: does not say where: {sentence}")
    after = _all_in(desk.folder)
    if after != before:
        other = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        count.spoil(f"{case.what}: changed {', '.join(other)}")


def _all_in(folder: Path) -> dict[str, object]:
    """What each name in the folder is: a file's bytes, a folder, a link; without the marks of being open."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if path.name.endswith((".lock", "-shm")) or path.name == "tries.json":
            continue
        if path.name == _LOG and not path.stat().st_size:  # beside a store that is open for reading
            continue
        if path.is_symlink():
            found[path.name] = ("link", str(path.readlink()))
        else:
            found[path.name] = path.read_bytes() if path.is_file() else "folder"
    return found


def _unlock(desk: FaultyDesk, as_nobody: bool, mouth: Connection) -> None:
    light_keys()
    if as_nobody and os.geteuid() == 0:  # the superuser may read and change everything
        os.seteuid(65534)
    service = DeskService(desk.folder)
    try:
        service.unlock(PASSPHRASE)
        service.close()
        mouth.send(("opened", ""))
    except Problem as problem:
        mouth.send((problem.code, problem_sentence(problem)))
    except BaseException as fault:
        mouth.send((type(fault).__name__, str(fault)))
    mouth.close()
    os._exit(0)
