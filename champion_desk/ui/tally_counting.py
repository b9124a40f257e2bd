"""Counts a quick one from anywhere in the window: one press one, or a number for a period."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from champion_desk import i18n
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.changes import Done
from champion_desk.services.tallies import Preset
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.tally_number import TallyNumberDialog

# The keys of the strip, in order.
KEYS = tuple(f"F{number}" for number in range(5, 13))


class Counting(QObject):
    """What is said is what was kept: a press that could not be saved is never shown as counted."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._asking: TallyNumberDialog | None = None

    def presets(self) -> tuple[Preset, ...]:
        """What each key counts."""
        return self._context.services.tallies.presets()

    def press(self, number: int) -> None:
        """Count one by the key of that number, 0 being F5."""
        presets = self.presets()
        if number < len(presets):
            self.count_one(presets[number])

    def count_one(self, preset: Preset) -> None:
        """Count one."""
        tallies = self._context.services.tallies
        try:
            done = tallies.press(preset.code)
            today = tallies.today().get(preset.code, 0)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._say(preset, today, done)

    def ask(self, number: int, over: QWidget | None = None) -> None:
        """Ask how many the key of that number shall count."""
        presets = self.presets()
        if number < len(presets):
            self.ask_number(presets[number], over)

    def ask_number(self, preset: Preset, over: QWidget | None = None) -> None:
        """Ask how many, over the window or another one."""
        if self._asking is not None and self._asking.isVisible():
            return
        self._asking = TallyNumberDialog(self._context, preset, over or self._window.window())
        self._asking.counted.connect(self._counted)
        self._asking.open()

    def _counted(self, preset: Preset, done: Done) -> None:
        self._say(preset, self._context.services.tallies.today().get(preset.code, 0), done)

    def _say(self, preset: Preset, today: int, done: Done) -> None:
        label = preset.label(i18n.language())
        words = _("Counted: {what}, {count} today.").format(what=label, count=today)
        self._context.window.say(words, undo=done)
