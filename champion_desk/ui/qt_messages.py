"""Notes in the log where Qt ends the program by itself, without what its message says."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from champion_desk import diagnostics

_SPEAKER = re.compile(r"[A-Za-z_][A-Za-z0-9_:~]*(?=[:(])")


def log_fatal_messages() -> None:
    """From now on. All messages go on to the terminal, or to whoever listened before.

    Where no one sits at a terminal, the system keeps what is said there in a file: only the place goes there.
    """

    def heard(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            diagnostics.log.error("Qt ended the program\n  %s", _where(context, message))
        if before is not None:
            before(kind, context, message)
        elif sys.stderr is not None:
            said = message if sys.stderr.isatty() else f"Qt: {_where(context, message)}"
            print(said, file=sys.stderr)  # noqa: T201 - where Qt itself would have written it

    before = qInstallMessageHandler(heard)


def _where(context: QMessageLogContext, message: str) -> str:
    """The speaker ("QWidget") and the place in Qt's sources; the rest may hold a value."""
    speaker = _SPEAKER.match(message.lstrip())
    file = Path(context.file).name if context.file else "an unnamed place"
    return f"{speaker[0] if speaker else context.category or 'Qt'} in {file}:{context.line}"
