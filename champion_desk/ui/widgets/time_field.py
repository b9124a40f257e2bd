"""A time of day to type or step through with the arrows."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import QEvent, QTime
from PySide6.QtWidgets import QTimeEdit, QWidget

from champion_desk.ui.widgets.date_field import inset


class TimeField(QTimeEdit):
    """Hours and minutes, 15:30; the arrows up and down change the part the cursor is in."""

    def __init__(self, accessible_name: str, at: time | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setDisplayFormat("HH:mm")
        self.set_time(at or time())
        inset(self)

    def time_of_day(self) -> time:
        """The time chosen."""
        chosen = self.time()
        return time(chosen.hour(), chosen.minute())

    def set_time(self, at: time) -> None:
        """Show this time."""
        self.setTime(QTime(at.hour, at.minute))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            inset(self)
