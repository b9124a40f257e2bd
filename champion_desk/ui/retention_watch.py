"""Lets old notes and sessions fade behind the window: a while after unlocking, then once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from champion_desk import formats
from champion_desk.domain.retention import ClockJump, Faded
from champion_desk.i18n import _
from champion_desk.services.retention import RetentionService
from champion_desk.ui.alive import while_alive
from champion_desk.ui.sitting import Sitting

FIRST_LOOK_MS = 20_000  # whoever unlocked has someone waiting: what is slow comes later
LOOK_EVERY_MS = 15 * 60_000
_NEXT_STEP_MS = 250


class RetentionWatch(QObject):
    """Takes one bounded step at a time on the sitting's worker, so that pages and saving come in between.

    `told` brings a sentence, once in a sitting, where the computer's date is not believed.
    """

    told = Signal(str)

    def __init__(
        self, sitting: Sitting, failed: Callable[[BaseException], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sitting, self._failed = sitting, failed
        self._jump: ClockJump | None = None
        sitting.changes.changed.connect(self._changed)
        self._steps: Iterator[Faded] | None = None
        self._gone = Faded()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self._clock.setInterval(LOOK_EVERY_MS)
        QTimer.singleShot(FIRST_LOOK_MS, self, self.begin)

    def begin(self) -> None:
        """Look now, and from now on."""
        self._clock.start()
        self.look()

    def look(self) -> None:
        """Begin a run, if there was none today."""
        if self._steps is None:
            self._steps = self._run(self._sitting.services.retention)
            self._go_on()

    def _run(self, retention: RetentionService) -> Iterator[Faded]:
        """Nothing of it happens before the worker asks for the first step."""
        today = date.today()
        jump = retention.clock_jump(today)
        if jump is not None and jump != self._jump:
            self._jump = jump
            self.told.emit(_sentence(jump))
        if jump is None and retention.is_due(today):
            yield from retention.steps(today)

    def _go_on(self) -> None:
        steps = self._steps
        if steps is not None:
            self._sitting.background.run(
                lambda: next(steps, None), while_alive(self, self._stepped), while_alive(self, self._stopped)
            )

    def _stepped(self, faded: Faded | None) -> None:
        if faded is None:
            self._end()
            return
        self._gone += faded
        QTimer.singleShot(_NEXT_STEP_MS, self, self._go_on)

    def _end(self) -> None:
        gone, self._gone, self._steps = self._gone, Faded(), None
        if gone:
            retention = self._sitting.services.retention
            self._sitting.background.run(lambda: retention.said(gone), None, lambda _error: None)

    def _stopped(self, error: BaseException) -> None:
        self._end()
        self._failed(error)

    def _changed(self, kind: str) -> None:
        """Where the date was confirmed, look at once, not in a quarter of an hour."""
        if kind == "retention" and self._clock.isActive():
            self.look()


def _sentence(jump: ClockJump) -> str:
    return _(
        "The date on this computer went from {last} to {today}, so nothing fades. If it is right, say so in "
        "Settings, Privacy."
    ).format(last=formats.long_date(jump.last), today=formats.long_date(jump.today))
