"""Reads the log for its page: a page of lines and the totals, off the window's thread; the newest wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from champion_desk.domain.log_query import LogQuery
from champion_desk.domain.problems import Problem
from champion_desk.services.log_lines import PAGE, Line, LogPages
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context


class LogReader(QObject):
    """`first` brings a list's first lines, `more` those after, `added_up` its totals, `failed` what is wrong.

    Only what was asked for last is brought; what was asked before is not even read, where it still waits.
    """

    first = Signal(list)
    more = Signal(list)
    added_up = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._pages: LogPages | None = None
        self._number = 0
        self.is_reading = False

    @property
    def is_done(self) -> bool:
        """Whether every line has been brought."""
        return self._pages is None or self._pages.done

    def ask(self, query: LogQuery, least: int = PAGE) -> None:
        """Begin a list; `least` is how many lines to bring at first. A single day comes at once."""
        self._number += 1
        services = self._context.services
        pages = self._pages = services.log_lines.pages(query)
        lines = max(least, PAGE)
        self.is_reading = True
        at_once = query.first is not None and query.first == query.last and not query.words
        self._do(lambda: pages.next(lines), self._first_read, at_once)
        self._do(lambda: services.log.totals(query), self.added_up.emit, at_once)

    def ask_more(self) -> None:
        """The next lines of the list; nothing where they are being read already, or all have come."""
        pages = self._pages
        if pages is None or pages.done or self.is_reading:
            return
        self.is_reading = True
        self._do(pages.next, self._more_read)

    def _do(self, work: Callable[[], Any], done: Callable[[Any], None], at_once: bool = False) -> None:
        number = self._number
        if at_once:
            try:
                done(work())
            except Problem as problem:
                self._fail(number, problem)
            return

        def read() -> Any:
            return work() if number == self._number else None

        def arrived(result: Any) -> None:
            if number == self._number:
                done(result)

        self._context.background.run(
            read, while_alive(self, arrived), while_alive(self, lambda error: self._fail(number, error))
        )

    def _first_read(self, lines: list[Line]) -> None:
        self.is_reading = False
        self.first.emit(lines)

    def _more_read(self, lines: list[Line]) -> None:
        self.is_reading = False
        self.more.emit(lines)

    def _fail(self, number: int, error: BaseException) -> None:
        if number == self._number:
            self.is_reading = False
            self.failed.emit(error)
