"""The table of one list: arrows go through it, Alt and an arrow moves a line, Delete stops offering it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent

from champion_desk.services.lists import ListLine
from champion_desk.ui.record_table import Index, RecordModel, RecordTable
from champion_desk.ui.theme import theme


class ListTable(RecordTable):
    """`moved` brings -1 or 1, `removed` is Delete; Enter is `activated_record`."""

    moved = Signal(int)
    removed = Signal()

    def __init__(self, accessible_name: str, model: RecordModel[ListLine]) -> None:
        super().__init__(accessible_name, model)
        self._lines = model

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif not held and key == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Little, so that a small window shows it whole; the page gives it all the room there is."""
        return QSize(theme().px(320), theme().px(150))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            self.scrollTo(current)
            self._bring_into_sight(current)

    def show_lines(self, lines: list[ListLine], code: str = "") -> None:
        """Show these; the keyboard's row is that of a code, else as near as can be to where it was."""
        before = self.currentIndex().row()
        self._lines.set_rows(lines)
        codes = [line.code for line in lines]
        row = codes.index(code) if code in codes else min(max(before, 0), len(codes) - 1)
        if row >= 0:
            self.select_row(row)
            self.scrollTo(self._lines.index(row, 0))
        else:
            self.setCurrentIndex(QModelIndex())
