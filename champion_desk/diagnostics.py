"""The log file for support: what happened, with ids and counts only, never what a record says."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

log = logging.getLogger("champion_desk")
log.addHandler(logging.NullHandler())  # without a file nothing goes to the terminal instead


def start_log(folder: Path) -> None:
    """Log into `log/champion-desk.log` of the desk's folder, three files of 500 kB at most."""
    from logging.handlers import RotatingFileHandler  # loads slowly; the first window comes before it

    try:
        (folder / "log").mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "log" / "champion-desk.log",
            maxBytes=500_000,
            backupCount=2,
            encoding="utf-8",
            delay=True,
        )
    except OSError:
        return
    logging.raiseExceptions = False  # a log that can't be written prints no traceback
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    stop_log()
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def stop_log() -> None:
    """Close the log file."""
    for handler in [one for one in log.handlers if not isinstance(one, logging.NullHandler)]:
        log.removeHandler(handler)
        handler.close()


def safe_details(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where a fault happened, without the values: the kind of fault, and file, line and function."""
    import platform  # only where something went wrong

    lines = [f"{kind.__name__} ({platform.system()}, Python {platform.python_version()})"]
    for frame in traceback.extract_tb(trace):
        lines.append(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
    return "\n".join(lines)


def log_fault(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Log a fault of our own without record contents, and return its details for Copy."""
    details = safe_details(kind, trace)
    log.error("fault\n%s", details)
    return details


def current_fault() -> str:
    """Log the fault being handled now, and return its details."""
    kind, _, trace = sys.exc_info()
    return log_fault(kind or Exception, trace)
