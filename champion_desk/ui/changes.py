"""The bridge from the services' change board to the window: one signal, in the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from champion_desk.services.changes import ChangeBoard


class Changes(QObject):
    """Emits the kind of record that changed: sessions, drafts, directory, training, champions, backups."""

    changed = Signal(str)

    def __init__(self, board: ChangeBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A service may run on the worker: the signal then crosses to this object's thread.
        board.listen(self.changed.emit)
