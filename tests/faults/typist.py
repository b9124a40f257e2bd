"""A program of its own for a fault: the real window, and someone who types into it until it is killed.

`python -m tests.faults.typist FOLDER WHAT SEED`; WHAT is type, save, lock, or forget (to keep
drafts in time). Each thing done is said in one line, with the moment on the clock that all processes share.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from champion_desk.app import build_services
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.opening import Opening
from champion_desk.ui.pages import log_form
from champion_desk.ui.pages.log_form import FormView
from champion_desk.ui.unlock import Unlock
from tests.faults.desk import PASSPHRASE, light_keys

_LETTERS = "abcdefghij klmnop qrstuv wxyz"
_LOOK_AGAIN = 0.01  # seconds
Steps = Iterator[float]


def say(*words: object) -> None:
    """One line, at once: a kill may come right behind it."""
    os.write(1, (" ".join(str(word) for word in (time.monotonic(), *words)) + "\n").encode())


class Typist:
    """Goes through the window step by step; each step gives the seconds until the next."""

    def __init__(self, opening: Opening, what: str, seed: str) -> None:
        self._opening, self._what = opening, what
        self._chance = random.Random(seed)
        self._steps = self._live()

    def go_on(self) -> None:
        """Do the next thing, and come back in time for the one after it."""
        seconds = next(self._steps, None)
        if seconds is not None:
            QTimer.singleShot(round(seconds * 1000), self.go_on)

    @property
    def _desktop(self) -> Desktop:
        assert self._opening.desktop is not None
        return self._opening.desktop

    def _live(self) -> Steps:
        while self._opening.desktop is None or not isinstance(self._desktop.screen, Unlock):
            yield _LOOK_AGAIN
        form = self._desktop.screen.form
        assert form is not None
        form.passphrase.set_text(PASSPHRASE)
        form.submit()
        while self._desktop.window is None:
            yield _LOOK_AGAIN
        while True:
            yield from self._help_someone()

    def _help_someone(self) -> Steps:
        window = self._desktop.window
        assert window is not None
        window.go_to("log", new=True)
        yield 0.05
        view: FormView = window.page.findChildren(FormView)[0]
        note = view.form.note
        note.setFocus()
        say("begin", view.draft_id)
        letters = 10**6 if self._what in ("type", "forget") else self._chance.randint(5, 25)
        yield from self._type(note, letters)
        if self._what == "save":
            yield from self._save(view)
        elif self._what == "lock":
            yield from self._lock()

    def _type(self, note: QPlainTextEdit, letters: int) -> Steps:
        """Ten letters in a second, with a rest now and then."""
        for number in range(letters):
            QTest.keyClicks(note, _LETTERS[number % len(_LETTERS)])
            say("typed", number + 1)
            yield 1.2 if self._chance.random() < 0.03 else self._chance.uniform(0.05, 0.15)

    def _save(self, view: FormView) -> Steps:
        window = self._desktop.window
        assert window is not None
        view.form.topics.add("wifi", "Wi-Fi")
        view.form.outcome.chip("done").click()
        QTest.keyClick(view.form.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        while not window.message_bar.text().startswith("Saved"):
            yield _LOOK_AGAIN
        say("saved", window.sitting.services.sessions.on(date.today())[0].id)
        window.message_bar.rest()
        yield 0.05

    def _lock(self) -> Steps:
        say("locking")
        self._desktop.lock()
        while not isinstance(self._desktop.screen, Unlock):
            yield _LOOK_AGAIN
        say("locked")
        while True:
            yield 1.0


def main(folder: Path, what: str, seed: str) -> int:
    """Open the window as the program does, and type until the end."""
    light_keys()
    if what == "forget":
        log_form.KEEP_AFTER = 60_000
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    opening = Opening(app, folder, False, build_services)
    opening.begin()
    typist = Typist(opening, what, seed)
    typist.go_on()
    app.exec()
    opening.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
