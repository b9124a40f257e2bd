"""The choices of this desk while the window runs: read once, written and told at each change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from champion_desk import diagnostics, policy, settings
from champion_desk.settings import Settings


class Choices(QObject):
    """Holds the settings, with what IT's policy fixes; `changed` brings the old ones and the new."""

    changed = Signal(object, object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._own = settings.load(folder)

    def get(self) -> Settings:
        """The settings in force."""
        return settings.under(policy.in_force(), self._own)

    def change(self, new: Settings) -> None:
        """Keep new settings, and use them at once, also where the folder can't be written.

        What the policy fixes stays as it is.
        """
        old, own = self.get(), settings.own_of(policy.in_force(), self._own, new)
        if own == self._own:
            return
        self._own = own
        try:
            settings.save(self._folder, own)
        except OSError as error:
            diagnostics.log.warning("settings not written: %s", type(error).__name__)
        self.changed.emit(old, self.get())
