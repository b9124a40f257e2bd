"""The log file for support: what happened, with ids and counts only, never what a record says."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

LOG_FOLDER, LOG_FILE = "log", "champion-desk.log"
_LARGEST, _OLDER = 500_000, 2  # bytes of one file, and how many older ones are kept


class _Held(logging.Handler):
    """Keeps the last few lines until there is a file, and lets nothing go to the terminal instead."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: deque[logging.LogRecord] = deque(maxlen=20)

    def emit(self, record: logging.LogRecord) -> None:
        if not is_logging():
            self._lines.append(record)

    @property
    def has_lines(self) -> bool:
        return bool(self._lines)

    def hand_over(self, file: logging.Handler) -> None:
        """Write what was kept."""
        while self._lines:
            file.handle(self._lines.popleft())


log = logging.getLogger("champion_desk")
_held = _Held()
log.addHandler(_held)


def start_log(folder: Path) -> None:
    """Log into `log/champion-desk.log` of the desk's folder, three files of 500 kB at most.

    A folder that can't be written leaves the program without a log, and otherwise as it is.
    """
    from logging.handlers import RotatingFileHandler  # loads slowly; the first window comes before it

    logging.raiseExceptions = False  # a log that can't be written prints no traceback
    log.propagate = False
    stop_log()
    try:
        (folder / LOG_FOLDER).mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / LOG_FOLDER / LOG_FILE,
            maxBytes=_LARGEST,
            backupCount=_OLDER,
            encoding="utf-8",
            delay=True,
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    _held.hand_over(handler)


def stop_log() -> None:
    """Close the log file."""
    for handler in _files():
        log.removeHandler(handler)
        handler.close()


def is_logging() -> bool:
    """Whether what is logged goes into a file."""
    return bool(_files())


def _files() -> list[logging.FileHandler]:
    """Our own handlers: others may listen too."""
    return [handler for handler in log.handlers if isinstance(handler, logging.FileHandler)]


def write_held(folder: Path) -> None:
    """Where something was logged before there was a file, write it into one now."""
    if _held.has_lines and not is_logging():
        start_log(folder)


def safe_details(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where a fault happened, without the values: the kind of fault, and file, line and function."""
    import platform  # only where something went wrong

    lines = [f"{kind.__name__} ({platform.system()}, Python {platform.python_version()})"]
    for frame, line in traceback.walk_tb(trace):
        code = frame.f_code
        lines.append(f"  {Path(code.co_filename).name}:{line} in {code.co_name}")
    return "\n".join(lines)


def log_fault(kind: type[BaseException], trace: TracebackType | None, where: str = "") -> str:
    """Log a fault of our own without record contents, and return its details for Copy."""
    details = safe_details(kind, trace)
    log.error("fault%s\n%s", where, details)
    return details


def current_fault() -> str:
    """Log the fault being handled now, and return its details."""
    kind, _, trace = sys.exc_info()
    return log_fault(kind or Exception, trace)


def catch_faults(show: Callable[[BaseException], None] | None = None) -> Callable[[], None]:
    """Let nothing that no one caught reach the terminal with its values; the answer undoes that.

    What the window's thread did not catch goes to `show`, which logs it; what a thread of its own or the
    end of an object did not catch is logged, as no one waits for it.
    """
    before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before[0](kind, error, trace)
            return
        try:
            if show is not None:
                show(error)
            else:
                log_fault(kind, trace)
        except Exception:
            log_fault(kind, trace)
            current_fault()

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if not issubclass(args.exc_type, SystemExit):
            log_fault(args.exc_type, args.exc_traceback, " in a thread")

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        log_fault(args.exc_type, args.exc_traceback, " that nobody could catch")

    def give_back() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_thread, unraisable
    return give_back


def keep_memory_in() -> None:
    """Have the system write no image of this process's memory when it crashes: records would be in it."""
    if sys.platform == "win32":
        _no_heap_in_reports()
        return
    import resource  # not on Windows

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _no_heap_in_reports() -> None:
    """Untested: Windows leaves the heap out of its error reports (WerSetFlags, NOHEAP)."""
    import ctypes  # only on Windows

    kernel = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    with contextlib.suppress(AttributeError, OSError):
        kernel.WerSetFlags(1)  # type: ignore[union-attr]


def keep_memory_closed() -> None:
    """On Linux also refuse dumps that a collector takes through a pipe, and other programs' looks inside.

    Where the limit alone is set, collectors such as apport are still handed the memory (core(5)).
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # loads slowly; the first window comes before it

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
