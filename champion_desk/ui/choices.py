"""The choices of this desk while the window runs: read once, written and told at each change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from champion_desk import diagnostics, settings
from champion_desk.settings import Settings


class Choices(QObject):
    """Holds the settings; `changed` brings the old ones and the new."""

    changed = Signal(object, object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._settings = settings.load(folder)

    def get(self) -> Settings:
        """The settings in force."""
        return self._settings

    def change(self, new: Settings) -> None:
        """Keep new settings, and use them at once, also where the folder can't be written."""
        old, self._settings = self._settings, new
        if new == old:
            return
        try:
            settings.save(self._folder, new)
        except OSError as error:
            diagnostics.log.warning("settings not written: %s", type(error).__name__)
        self.changed.emit(old, new)
