"""Which processes work on a desk's folder, and which of them stopped without a proper end.

Each keeps a file in `log/`, locked by the system for as long as the process lives, in which Python writes
where a crash happened. A file that is there and not locked belongs to a process that crashed, was killed,
or lost its power. (A number of a process says less: systems use numbers again.)
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from champion_desk import diagnostics
from champion_desk.diagnostics import LOG_FOLDER

WINDOW, COMMAND = "window", "command"
_UNTOLD = "stopped.txt"
_LOCKED, _IN_USE = b"L", b"O"  # the first byte: whether anyone was at the desk
_YOUNG_SECONDS = 60
_MOST_BYTES, _MOST_LINES = 256_000, 200
_FAR_AWAY = 1 << 30  # Windows locks bytes; what is read and written must not be among them
_FRAME = re.compile(r'^  File "(?:.*[\\/])?([^\\/"]+)", line (\d+) in (\S+)$')
_PLAIN = re.compile(
    r"^(?:Fatal Python error: |Windows fatal exception: |Python runtime state: "
    r"|(?:Current thread|Thread) 0x|  <no Python frame>|  \.\.\.)"
)


class Run:
    """This process on a desk's folder. Made by `begin`; where the folder can't be written it does nothing."""

    def __init__(self, path: Path, handle: int = -1, was_watched: bool = False) -> None:
        self._path, self._handle, self._was_watched = path, handle, was_watched

    def in_use(self, is_so: bool) -> None:
        """Someone is at the unlocked desk, or no one is: then there is nothing to lose."""
        if self._handle < 0:
            return
        with contextlib.suppress(OSError):
            at = os.lseek(self._handle, 0, os.SEEK_CUR)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, _IN_USE if is_so else _LOCKED)
            os.lseek(self._handle, at, os.SEEK_SET)

    def end(self) -> None:
        """A proper end: the file goes."""
        if self._handle < 0:
            return
        faulthandler.disable()
        if self._was_watched:
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                faulthandler.enable()
        with contextlib.suppress(OSError):
            os.close(self._handle)
        self._handle = -1
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def begin(folder: Path, kind: str) -> Run:
    """Note that this process works on a folder; crashes are written there from now on. Never raises.

    A command makes no folder for it: it may look at a desk that is kept elsewhere.
    """
    path = folder / LOG_FOLDER / f"run-{kind}-{os.getpid()}-{os.urandom(3).hex()}.txt"
    handle, was_watched = -1, faulthandler.is_enabled()
    try:
        if kind == WINDOW:
            path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        _lock(handle)
        os.write(handle, _LOCKED + time.strftime(" %Y-%m-%dT%H:%M:%SZ\n", time.gmtime()).encode())
        faulthandler.enable(handle, all_threads=True)
    except (OSError, ValueError, RuntimeError):
        if handle >= 0:
            os.close(handle)
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return Run(path)
    return Run(path, handle, was_watched)


@dataclass(frozen=True, slots=True)
class _Left:
    """What a process that is gone has left."""

    kind: str
    began: str
    was_in_use: bool
    trace: str

    @property
    def is_worth_telling(self) -> bool:
        """Whether the next one at the window should hear of it: killed at a locked desk, nothing is lost."""
        return self.kind == WINDOW and (self.was_in_use or bool(self.trace))

    def details(self) -> str:
        """For the log and for support."""
        trace = self.trace or "no trace: it was killed, or the computer stopped"
        return f"{self.kind} begun {self.began or 'at an unknown time'}\n{trace}"


def gather(folder: Path, kind: str = "") -> None:
    """Log what processes that are gone left, all or of one kind; what a window left waits to be told."""
    for left in _left_behind(folder, kind):
        if not diagnostics.is_logging():
            diagnostics.start_log(folder)
        diagnostics.log.error("stopped suddenly: %s", left.details())
        if left.is_worth_telling:
            with contextlib.suppress(OSError), _untold(folder).open("a", encoding="utf-8") as file:
                file.write(left.details() + "\n")


def untold(folder: Path) -> str:
    """Details of sudden ends that no one has been told of; empty where there are none."""
    try:
        return _untold(folder).read_text(encoding="utf-8", errors="replace")[-20_000:].strip()
    except OSError:
        return ""


def told(folder: Path) -> None:
    """Someone knows now."""
    with contextlib.suppress(OSError):
        _untold(folder).unlink(missing_ok=True)


def _untold(folder: Path) -> Path:
    return folder / LOG_FOLDER / _UNTOLD


def _left_behind(folder: Path, kind: str) -> Iterator[_Left]:
    try:
        found = sorted((folder / LOG_FOLDER).glob(f"run-{kind or '*'}-*.txt"))
    except OSError:
        return
    for path in found:
        with contextlib.suppress(OSError):
            left = _take(path)
            if left is not None:
                yield left


def _take(path: Path) -> _Left | None:
    """Read and remove a file whose process is gone; None while it lives. Raises OSError."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        try:
            _lock(handle)
        except OSError:
            return None
        text = os.read(handle, _MOST_BYTES).decode("utf-8", errors="replace")
        if not text and time.time() - path.stat().st_mtime < _YOUNG_SECONDS:
            return None  # just being begun, or just taken by someone else
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    first, _end, rest = text.partition("\n")
    state, _space, began = first.partition(" ")
    return _Left(path.name.split("-")[1], began[:40], state != _LOCKED.decode(), without_paths(rest))


def without_paths(trace: str) -> str:
    """Python's account of a crash with the names of files alone, and nothing that it does not always hold."""
    kept = []
    for line in trace.splitlines():
        frame = _FRAME.match(line)
        if frame:
            kept.append(f"  {frame[1]}:{frame[2]} in {frame[3]}")
        elif _PLAIN.match(line):
            kept.append(line[:200])
    return "\n".join(kept[:_MOST_LINES])


def _lock(handle: int) -> None:
    """Hold the file until this process ends. Raises OSError where another process holds it."""
    if sys.platform == "win32":
        import msvcrt

        at = os.lseek(handle, 0, os.SEEK_CUR)
        os.lseek(handle, _FAR_AWAY, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, at, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
