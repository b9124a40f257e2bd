"""A program of its own for tests: opens the real window on a desk, types canaries, and comes to a bad end.

`python -m tests.crashing FOLDER END PASSPHRASE`; what it says and leaves must hold no canary. With the end
`locked-by-the-system` it says when it is open and waits until it is locked from outside.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer, qFatal
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from champion_desk import diagnostics
from champion_desk.app import build_services
from champion_desk.domain.sessions import AssistedSession
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.opening import Opening
from champion_desk.ui.unlock import Unlock

_FROM_OUTSIDE = "locked-by-the-system"
CANARY = "quokka-marmalade"
_STEP_MS = 50


class _Unruly:
    def __del__(self) -> None:
        raise RuntimeError(f"{CANARY} in the end of an object")


def _raise() -> None:
    note = f"{CANARY} in a local value"
    raise ValueError(note)


def _in_thread() -> None:
    worker = threading.Thread(target=_raise)
    worker.start()
    worker.join()


def _at_its_end() -> None:
    unruly = _Unruly()
    del unruly


ENDS: dict[str, Callable[[], object]] = {
    "slot": lambda: QTimer.singleShot(0, _raise),
    "thread": _in_thread,
    "end-of-object": _at_its_end,
    "abort": os.abort,
    "segfault": lambda: ctypes.string_at(0),
    "qt": lambda: qFatal(f"QThing: {CANARY} is not there"),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "asked-to-end": lambda: os.kill(os.getpid(), signal.SIGTERM),
}


def _live(opening: Opening, end: str, passphrase: str) -> Iterator[bool]:
    """What happens, step by step: false means that there is still something to wait for."""
    while opening.desktop is None or not isinstance(opening.desktop.screen, Unlock):
        yield False
    desktop: Desktop = opening.desktop
    form = opening.desktop.screen.form
    assert form is not None
    while not diagnostics.is_logging():
        yield False
    if end == "killed-at-the-door":
        ENDS["kill"]()
    form.passphrase.set_text(passphrase)
    form.submit()
    while desktop.window is None:
        yield False
    services = desktop.window.sitting.services
    services.sessions.log(
        AssistedSession(
            services.champion.id,
            services.site.id,
            datetime.now(UTC),
            ("other",),
            5,
            "done",
            note=f"{CANARY} in a note",
        )
    )
    desktop.window.go_to("log", new=True)
    for field in desktop.window.page.findChildren(QPlainTextEdit):
        field.insertPlainText(f"{CANARY} typed")
    while not services.sessions.drafts():  # kept within two seconds
        yield False
    if end == _FROM_OUTSIDE:
        yield from _until_locked(desktop)
    else:
        ENDS[end]()
        for _ in range(4):
            yield False
    desktop.close()
    yield True


def _until_locked(desktop: Desktop) -> Iterator[bool]:
    """Say "open", then the reason for locking; then wait for a line."""
    while desktop.vigil.system is None:
        yield False
    print("open", flush=True)
    while not isinstance(desktop.screen, Unlock):
        yield False
    assert desktop.screen.form is not None
    print(desktop.screen.form.complaint.text(), flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        yield False


def main(folder: Path, end: str, passphrase: str) -> int:
    diagnostics.keep_memory_in()
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    opening = Opening(app, folder, False, build_services)
    opening.begin()
    steps = _live(opening, end, passphrase)
    clock = QTimer()
    clock.timeout.connect(lambda: next(steps, True))
    clock.start(_STEP_MS)
    app.exec()
    opening.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
