"""Lets Python's collector run in the window's thread only.

The collector runs in whichever thread happens to make objects. On the worker it would take parts of windows
with it that are in no one's use any more, and Qt allows that in the window's own thread alone.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 500
_AGAIN_MS = (20, 200)


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
        """Forget everything now: what a locked desk held must not wait for the thresholds."""
        _forget_words()
        gc.collect()
        # Qt deletes some of it only now that this let it go, and that lets the rest go.
        for after in _AGAIN_MS:
            QTimer.singleShot(after, self, _collect)

    def tidy(self) -> int:
        """Collect what has come together; the generation collected, or -1 where there was too little."""
        thresholds = gc.get_threshold()
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > thresholds[generation] > 0:
                gc.collect(generation)
                return generation
        return -1


def _collect() -> None:
    gc.collect()


def _forget_words() -> None:
    """Reading lists is quicker where words are remembered; they are the lists' own."""
    for name, module in list(sys.modules.items()):
        if name.startswith("champion_desk.importers"):
            for thing in list(vars(module).values()):
                forget = getattr(thing, "cache_clear", None)
                if forget is not None:
                    forget()
    addresses = sys.modules.get("urllib.parse")
    if addresses is not None:
        addresses.clear_cache()
