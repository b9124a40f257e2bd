"""What shows while a list is read or taken in: how far it is, in words and as a bar."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from champion_desk.i18n import _, ngettext
from champion_desk.ui.announce import announce
from champion_desk.ui.background import Background
from champion_desk.ui.widgets.labels import PlainLabel

_EVERY = 0.1  # seconds between two reports
# Work in plain Python makes the window wait at each of its own steps; so often, and so long, it pauses.
_BREATHES_EVERY, _BREATH = 0.008, 0.002
_ENOUGH = 20  # entries, before it can be told how long the rest takes


class ProgressStep(QWidget):
    """A sentence over a bar that runs to and fro until the end is known."""

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.setSpacing(12)
        outer.addStretch(1)
        self.words = PlainLabel("", "heading")
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.count = PlainLabel("", "quiet")
        self.count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.words, self.bar, self.count):
            outer.addWidget(widget)
        outer.addStretch(2)

        self._began = time.monotonic()

    def start(self, words: str) -> None:
        """Say what is being done, with no end in sight yet."""
        self._began = time.monotonic()
        self.words.setText(words)
        self.count.setText("")
        self.bar.setRange(0, 0)
        announce(self, words)

    def step(self, done: int, total: int | None) -> None:
        """How many entries are done, of how many and how much longer, where that can be told."""
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
        self.count.setText(progress_words(done, total, time.monotonic() - self._began))

    def wait(self, seconds: int) -> None:
        """A busy server asked for patience: so many seconds are left, or none."""
        self.bar.setRange(0, 0)
        self.count.setText(wait_words(seconds))


def progress_words(done: int, total: int | None, seconds: float) -> str:
    """12 of about 300, 2 minutes left; or only how many where the end is not known."""
    if not total:
        return ngettext("{count} entry", "{count} entries", done).format(count=f"{done:,}")
    said = _("{done} of about {total}").format(done=f"{done:,}", total=f"{total:,}")
    if done < _ENOUGH or seconds < 2:
        return said
    left = seconds / done * (total - done)
    return _("{far}, {time} left").format(far=said, time=_time_words(left))


def wait_words(seconds: int) -> str:
    """How long a busy server asked us to wait; nothing once that is over."""
    if not seconds:
        return ""
    words = ngettext(
        "The other side is busy. Going on in {count} second.",
        "The other side is busy. Going on in {count} seconds.",
        seconds,
    )
    return words.format(count=seconds)


def _time_words(seconds: float) -> str:
    if seconds < 60:
        return _("less than a minute")
    minutes = math.ceil(seconds / 60)
    return ngettext("about {count} minute", "about {count} minutes", minutes).format(count=minutes)


class Reporter:
    """Called on the worker for every entry; tells the window a few times a second, by way of `step`.

    It also gives the window its turn, which work that never waits would keep from it. `wait` is called
    there with the seconds left of a wait; it tells the window each second.
    """

    def __init__(
        self,
        background: Background,
        step: Callable[[int, int | None], None],
        waits: Callable[[int], None] = lambda _seconds: None,
    ) -> None:
        self._background, self._step, self._waits = background, step, waits
        self._told = self._breathed = 0.0
        self._left = 0

    def wait(self, seconds: int) -> None:
        """So many seconds are left."""
        if seconds != self._left:
            self._left = seconds
            self._background.report(lambda: self._waits(seconds))

    def __call__(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._told >= _EVERY:
            self._told = now
            self._background.report(lambda: self._step(done, total))
        if now - self._breathed >= _BREATHES_EVERY:
            time.sleep(_BREATH)
            self._breathed = time.monotonic()
