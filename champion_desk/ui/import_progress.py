"""What shows while a list is read or taken in: how far it is, in words and as a bar."""

from __future__ import annotations

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

    def start(self, words: str) -> None:
        """Say what is being done, with no end in sight yet."""
        self.words.setText(words)
        self.count.setText("")
        self.bar.setRange(0, 0)
        announce(self, words)

    def step(self, done: int, total: int | None) -> None:
        """How many entries are done, of how many where that is known."""
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
        said = ngettext("{count} entry", "{count} entries", done)
        self.count.setText(said.format(count=f"{done:,}"))


class Reporter:
    """Called on the worker for every entry; tells the window a few times a second, by way of `step`.

    It also gives the window its turn, which work that never waits would keep from it.
    """

    def __init__(self, background: Background, step: Callable[[int, int | None], None]) -> None:
        self._background, self._step = background, step
        self._told = self._breathed = 0.0

    def __call__(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._told >= _EVERY:
            self._told = now
            self._background.report(lambda: self._step(done, total))
        if now - self._breathed >= _BREATHES_EVERY:
            time.sleep(_BREATH)
            self._breathed = time.monotonic()
