"""The outline of a field made of several parts; the focus ring goes round the whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from champion_desk.ui.widgets.focus_ring import ring


class FieldFrame(QFrame):
    """The outline of a field that holds more than its words; the focus ring goes round it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ring_host", True)
        ring(self, 8)

    def watch(self, line: QLineEdit) -> None:
        """Show the frame as the active field while this line has the keyboard."""
        line.installEventFilter(self)
        self.setFocusProxy(line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("active", event.type() == QEvent.Type.FocusIn)
            self.style().unpolish(self)
            self.style().polish(self)
        return False
