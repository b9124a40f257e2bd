"""Lets Python's collector run in the window's thread only.

The collector runs in whichever thread happens to make objects. On the worker it would take parts of windows
with it that are in no one's use any more, and Qt allows that in the window's own thread alone.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 500


class Tidying(QObject):
    """While it runs, nothing is collected but by its own clock, by Python's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.tidy)

    def start(self) -> None:
        """Collect by the clock from now on."""
        gc.disable()
        self._clock.start(_LOOK_EVERY_MS)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._clock.stop()
        gc.enable()

    def tidy_all(self) -> None:
        """Collect everything now: what a locked desk held must not wait for the thresholds."""
        gc.collect()

    def tidy(self) -> int:
        """Collect what has come together; the generation collected, or -1 where there was too little."""
        thresholds = gc.get_threshold()
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > thresholds[generation] > 0:
                gc.collect(generation)
                return generation
        return -1
