"""A program of its own for a fault: the real window, given every canary there is, and a bad end.

`python -m tests.faults.canary_hands FOLDER END` with the canaries as JSON on its first line of input. END is
closed, kill, segfault, or mend (a damaged store). What the parent must know is said in lines of output.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from champion_desk import diagnostics
from champion_desk.app import build_services
from champion_desk.domain.erasure import ErasureQuery
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.training import Enrolment, Goal
from champion_desk.services import Services
from champion_desk.services.mending import MendingService, Secret
from champion_desk.storage import store
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.opening import Opening
from champion_desk.ui.pages.log_form import FormView
from champion_desk.ui.recovery import RecoveryForm
from champion_desk.ui.unlock import Unlock, UnlockForm

_STEP_MS = 20
Steps = Iterator[None]


class CanaryHands:
    """Goes through the window step by step, and gives each canary to what it is meant for."""

    def __init__(self, opening: Opening, canaries: Mapping[str, str], end: str) -> None:
        self._opening, self._canaries, self._end = opening, canaries, end

    @property
    def _desktop(self) -> Desktop:
        assert self._opening.desktop is not None
        return self._opening.desktop

    @property
    def _window(self) -> MainWindow:
        assert self._desktop.window is not None
        return self._desktop.window

    @property
    def _services(self) -> Services:
        return self._window.sitting.services

    def live(self) -> Steps:
        """A day at the desk, and its end."""
        while self._opening.desktop is None:
            yield
        canaries = self._canaries
        form = yield from self._door()
        if self._end == "closed":
            form.passphrase.set_text(canaries["wrong passphrase"])
            form.submit()
            while not form.complaint.text() or self._desktop.door.doorway.wait():
                yield
        form.passphrase.set_text(canaries["passphrase"])
        form.submit()
        yield from self._until(lambda: self._desktop.window is not None)
        if self._end != "closed":
            yield from self._draft(canaries[f"draft, {self._end}"])
            _END[self._end](canaries["local value"])
        yield from self._work()
        yield from self._type_everywhere()
        yield from self._faults()
        yield from self._lock_and_come_back()
        self._desktop.close()
        while True:
            yield

    def _until(self, ready: Callable[[], object]) -> Steps:
        while not ready():
            yield

    def _door(self) -> Generator[None, None, UnlockForm]:
        yield from self._until(lambda: isinstance(self._desktop.screen, Unlock) and self._form() is not None)
        form = self._form()
        assert form is not None
        return form

    def _form(self) -> UnlockForm | None:
        screen = self._desktop.screen
        return screen.form if isinstance(screen, Unlock) else None

    def _sheet(self) -> RecoveryForm | None:
        screen = self._desktop.screen
        return screen.findChild(RecoveryForm) if isinstance(screen, Unlock) else None

    def _draft(self, text: str) -> Steps:
        """What is typed and never saved."""
        self._window.go_to("log", new=True)
        view = self._window.page.findChildren(FormView)[0]
        view.form.note.insertPlainText(text)
        before = len(self._services.sessions.drafts())
        yield from self._until(lambda: len(self._services.sessions.drafts()) > before)

    def _work(self) -> Steps:
        canaries = self._canaries
        self._window.go_to("log", new=True)
        view = self._window.page.findChildren(FormView)[0]
        view.form.topics.add("wifi", "Wi-Fi")
        view.form.outcome.chip("handed-on").click()
        view.form.slip.give.click()
        _say("slip", view.form.slip.code())
        view.form.note.insertPlainText(canaries["note"])
        view.form.more.area.setText(canaries["area"])
        yield
        view.save()
        yield from self._until(lambda: self._window.message_bar.text().startswith("Saved"))
        self._keep(self._services)
        self._services.backups.second.wait(60)
        yield from self._draft(canaries["draft, closed"])

    def _keep(self, services: Services) -> None:
        """What the pages keep through the services, with what is amended, removed and erased again."""
        canaries, me = self._canaries, services.champion.id
        first = services.sessions.on(date.today())[0]
        services.sessions.amend(replace(first, note=canaries["amended note"]))
        services.sessions.amend(first)
        second = self._session(services, canaries["erased note"])
        services.sessions.log(second)
        services.sessions.remove(second.id, canaries["reason of a removal"])
        services.training.add_goal(Goal(me, text=canaries["goal"]))
        services.training.enrol(Enrolment(me, "", canaries["course"]))
        services.backups.make()
        found = services.erasure.find(ErasureQuery(text=canaries["erased note"]))
        services.erasure.erase([one.id for one in found])
        services.erasure.find(ErasureQuery(text=canaries["erasure query"]))
        services.desk.change_passphrase(services.champion, canaries["new passphrase"])
        services.backups.make()

    @staticmethod
    def _session(services: Services, note: str) -> AssistedSession:
        now = datetime.now(UTC)
        return AssistedSession(services.champion.id, services.site.id, now, ("wifi",), 5, "done", note=note)

    def _type_everywhere(self) -> Steps:
        """Into each field of each page, and into the search at the top."""
        window = self._window
        search = window.top_bar.search.line
        search.setFocus()
        QTest.keyClicks(search, self._canaries["search box"])
        yield from self._pause(20)
        for name in window.page_names():
            for view in ("", "find") if name == "privacy" else ("",):
                window.go_to(name, **({"view": view} if view else {}))
                yield from self._pause(5)
                typed = self._fill(window.page)
                _say("fields", name + view, typed)
                yield from self._pause(10)

    def _fill(self, page: QWidget) -> int:
        fields: list[QLineEdit | QPlainTextEdit] = page.findChildren(QLineEdit)
        fields += page.findChildren(QPlainTextEdit)
        fields = [one for one in fields if one.isVisible() and one.isEnabled() and not one.isReadOnly()]
        for field in fields:
            QTest.keyClicks(field, self._canaries["fields of pages"])
        return len(fields)

    def _pause(self, turns: int) -> Steps:
        for _ in range(turns):
            yield

    def _faults(self) -> Steps:
        """Bugs, put there on purpose: in a slot, in a thread, on the worker, in what Qt says."""
        local = self._canaries["local value"]
        QTimer.singleShot(0, lambda: _raise(local))
        worker = threading.Thread(target=_raise, args=(self._canaries["value in a thread"],))
        worker.start()
        worker.join()
        self._window.sitting.background.run(lambda: _raise(local), None, self._desktop.fault)
        qWarning(self._canaries["message of Qt"])
        yield from self._pause(20)

    def _lock_and_come_back(self) -> Steps:
        self._desktop.lock()
        form = yield from self._door()
        form.recovery.click()
        yield from self._until(lambda: self._sheet() is not None)
        sheet = self._sheet()
        assert sheet is not None
        sheet.key.setText(self._canaries["recovery key"])
        _say("fields", "recovery", self._fill(sheet))
        sheet.key.setText(self._canaries["recovery key"])
        sheet.passphrase.field.set_text(self._canaries["new passphrase"])
        sheet.submit()
        yield from self._until(lambda: self._desktop.window is not None)
        drafts = json.dumps([draft.fields for draft in self._services.sessions.drafts()])
        _say("drafts", int(self._canaries["draft, closed"] in drafts))
        yield from self._pause(20)


def _raise(value: str) -> None:
    note = f"{value} in a local value"
    raise ValueError(note)


def _segfault(value: str) -> None:
    note = f"{value} in a local value"
    ctypes.string_at(0)
    raise ValueError(note)


def _kill(_value: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


_END: dict[str, Callable[[str], None]] = {"kill": _kill, "segfault": _segfault}


def _say(*words: object) -> None:
    print(*words, flush=True)


def _step(steps: Steps) -> None:
    """The next thing; a mistake in this program itself is no fault for the window to hide."""
    try:
        next(steps, None)
    except Exception as mistake:
        _say(f"mistake: {type(mistake).__name__} in line {getattr(mistake.__traceback__, 'tb_lineno', 0)}")
        os._exit(3)


def _mend(folder: Path, canaries: Mapping[str, str]) -> int:
    """Damage a page of the store, and mend it as the window does."""
    path = folder / store.FILE
    data = bytearray(path.read_bytes())
    middle = len(data) // 8192 * 4096 + 100
    data[middle : middle + 64] = bytes(64)
    path.write_bytes(data)
    mending = MendingService(folder)
    findings = mending.examine(Secret(canaries["passphrase"]))
    mending.mend(findings.ways[0])
    return 0


def main(folder: Path, end: str) -> int:
    """Open the window as the program does, and live through one day in it."""
    canaries = json.loads(sys.stdin.readline())
    if end == "mend":
        return _mend(folder, canaries)
    diagnostics.keep_memory_in()
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    opening = Opening(app, folder, False, build_services)
    opening.begin()
    steps = CanaryHands(opening, canaries, end).live()
    clock = QTimer()
    clock.timeout.connect(lambda: _step(steps))
    clock.start(_STEP_MS)
    app.exec()
    opening.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
