"""Answers to what the directory is asked: at once where that is quick, else from behind the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from champion_desk.domain.directory import DirectoryAnswer, DirectoryQuery
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context

Answered = Callable[[DirectoryAnswer], None]


class Answers(QObject):
    """Asks for one page. Only the newest question is answered; `changed` when the directory was read anew."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._newest = 0
        self._is_reading = False

    def ask(self, query: DirectoryQuery, answered: Answered) -> bool:
        """Answer a question; False where the answer comes later.

        A directory that has changed answers as it was, and is read anew meanwhile. A large one that was not
        read yet, and a place in it that nobody asked about, would hold up the window.
        """
        directory = self._context.services.directory
        self._newest += 1
        if directory.is_quick(query):
            answered(directory.search(query, may_be_old=True))
            self._read_anew()
            return True
        asked = self._newest

        def arrived(answer: DirectoryAnswer) -> None:
            if asked == self._newest:
                answered(answer)

        work = lambda: directory.search(query, may_be_old=True)  # noqa: E731 - one expression
        self._context.background.run(
            work, while_alive(self, arrived), while_alive(self, self._context.window.say_problem)
        )
        return False

    def _read_anew(self) -> None:
        directory = self._context.services.directory
        if not self._is_reading and not directory.is_ready():
            self._is_reading = True
            failed = while_alive(self, self._failed)
            self._context.background.run(directory.prepare, while_alive(self, self._was_read), failed)

    def _was_read(self, _nothing: object) -> None:
        self._is_reading = False
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._is_reading = False
        self._context.window.say_problem(error)
