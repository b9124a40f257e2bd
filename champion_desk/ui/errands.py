"""Brings home what a courier did: looks for its answer now and then, in the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 150
Failed = Callable[[BaseException], None]


class Errands(QObject):
    """Asks instead of being told: a courier may come back after this, its window and its desk have gone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._out: list[
            tuple[Future[Any], Callable[[Any], None], Callable[[BaseException], None] | None]
        ] = []
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_EVERY_MS)
        self._clock.timeout.connect(self._look)

    def wait_for(
        self,
        answer: Future[Any] | None,
        done: Callable[[Any], None],
        failed: Failed | None = None,
    ) -> None:
        """Call `done` with the answer when it comes, or `failed`; nothing where nobody was sent."""
        if answer is not None and not any(answer is out for out, _done, _failed in self._out):
            self._out.append((answer, done, failed))
            self._clock.start()

    def forget(self) -> None:
        """No answer is waited for any more."""
        self._out.clear()

    def _look(self) -> None:
        back = [one for one in self._out if one[0].done()]
        self._out = [one for one in self._out if not one[0].done() or one not in back]
        if not self._out:
            self._clock.stop()
        for answer, done, failed in back:
            error = answer.exception()
            if error is None:
                done(answer.result())
            elif failed is not None:
                failed(error)
