"""The table of the log: grows by pages as one scrolls, and several rows can be chosen by key or mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView

from champion_desk.i18n import _
from champion_desk.ui import icons
from champion_desk.ui.record_table import Column, Index, RecordModel, RecordTable
from champion_desk.ui.theme import theme

# The next page is asked for while this many rows are still below what one sees.
_ROWS_AHEAD = 25
_TICK = 18  # the box before a row, in pixels at 100 % text size


class LogModel(RecordModel[Any]):
    """Rows by pages: the first replaces what was there, the others follow below."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        super().__init__(columns)
        self._words: dict[tuple[int, int], str] = {}
        self._ticks: Callable[[int], bool] | None = None

    def set_columns(self, columns: Sequence[Column[Any]], ticks: Callable[[int], bool] | None = None) -> None:
        """Show other columns of the same rows; the first is for ticks where `ticks` says which are on."""
        self.beginResetModel()
        self.columns, self._ticks = list(columns), ticks
        self._words.clear()
        self.endResetModel()

    def set_rows(self, records: Sequence[Any]) -> None:
        self._words.clear()
        super().set_rows(records)

    def append_rows(self, records: Sequence[Any]) -> None:
        """Show these below the rest."""
        if records:
            below = self.rowCount()
            self.beginInsertRows(QModelIndex(), below, below + len(records) - 1)
            self._rows.extend(records)
            self.endInsertRows()

    def records(self) -> list[Any]:
        """Every row there is so far."""
        return list(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return super().data(index, role)
        if self._ticks is not None and index.column() == 0 and role != Qt.ItemDataRole.DisplayRole:
            return _("chosen") if self._ticks(index.row()) else _("not chosen")  # the box is painted
        return self._text(index.row(), index.column()) if index.isValid() else None

    def _text(self, row: int, column: int) -> str:
        if (row, column) not in self._words:  # a date in words is slow to write, and asked for at every move
            self._words[row, column] = super()._text(row, column)
        return self._words[row, column]


class LogTable(RecordTable):
    """`more_wanted` as the end comes near; `chosen_changed` when other rows are chosen.

    Shift and Ctrl choose several rows as everywhere, Ctrl+A all; while `ticking`, each row has a box before
    it, Space or a click ticks it, and the arrows leave what is ticked as it is.
    """

    more_wanted = Signal()
    chosen_changed = Signal()

    def __init__(self, accessible_name: str, model: LogModel) -> None:
        super().__init__(accessible_name, model)
        self.log_model = model
        self.ticking = False
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(lambda _now, _then: self.chosen_changed.emit())
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.verticalScrollBar().rangeChanged.connect(self._look_ahead)
        model.rowsInserted.connect(self._grown)

    def chosen(self) -> list[Any]:
        """The records of the rows that are chosen, in the order shown."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self.log_model.record(row) for row in rows]

    def select_row(self, row: int) -> None:
        """Make a row current; it is also chosen, unless rows are being ticked."""
        if self.ticking:
            index, stay = self.log_model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(index, stay)
        else:
            super().select_row(row)

    def choose_rows(self, rows: Sequence[int]) -> None:
        """Choose exactly these rows; the current one stays."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        chosen, last = QItemSelection(), self.log_model.columnCount() - 1
        for first, end in _runs(rows):
            chosen.select(self.log_model.index(first, 0), self.log_model.index(end, last))
        self.selectionModel().select(chosen, flags)

    def set_ticking(self, on: bool) -> None:
        """Put a box before each row, or take the boxes away; then only the current row is chosen."""
        if on == self.ticking:
            return
        row = max(self.currentIndex().row(), 0)
        self.ticking = on
        own = self.log_model.columns if on else self.log_model.columns[1:]
        tick: Column[Any] = Column("", lambda _record: "")
        self.log_model.set_columns([tick, *own] if on else own, self.is_chosen if on else None)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.MultiSelection if on else modes.ExtendedSelection)
        self.selectionModel().clearSelection()
        if self.log_model.rowCount():
            self.select_row(row)
        self.chosen_changed.emit()

    def is_chosen(self, row: int) -> bool:
        """Whether a row is chosen."""
        return self.selectionModel().isRowSelected(row, QModelIndex())

    def sizeHintForColumn(self, column: int) -> int:
        if self.ticking and column == 0:
            return theme().px(_TICK + 2 * 12)
        return super().sizeHintForColumn(column)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self.ticking:
            for row in range(max(self.rowAt(0), 0), self.log_model.rowCount()):
                place = self.visualRect(self.log_model.index(row, 0))
                if place.top() > self.viewport().height():
                    break
                self._paint_box(painter, place, self.is_chosen(row))
        current = self.currentIndex()
        if current.isValid() and self.hasFocus() and (self.ticking or not self.is_chosen(current.row())):
            whole = self.visualRect(current)  # the row the keys act on, where that is not one chosen
            whole.setLeft(0)
            whole.setRight(self.viewport().width() - 1)
            painter.setPen(QPen(theme().colour("accent"), theme().px(2), Qt.PenStyle.DashLine))
            painter.drawRect(whole.adjusted(1, 1, -1, -2))

    @staticmethod
    def _paint_box(painter: QPainter, cell: QRect, on: bool) -> None:
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = look.px(_TICK)
        box = QRect(cell.x() + look.px(12), cell.center().y() - size // 2, size, size)
        painter.setPen(QPen(look.colour("accent" if on else "ink"), max(1.5, look.px(1.5))))
        painter.setBrush(look.colour("accent" if on else "card"))
        painter.drawRoundedRect(box, look.px(3), look.px(3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if on:
            inner = look.px(14)
            left, top = box.x() + (size - inner) / 2, box.y() + (size - inner) / 2
            icons.draw(painter, "check", look.colour("on-accent"), left, top, inner)

    def _look_ahead(self) -> None:
        bar = self.verticalScrollBar()
        left = bar.maximum() - bar.value()
        if self.log_model.rowCount() and left < theme().px(36) * _ROWS_AHEAD:
            self.more_wanted.emit()

    def _grown(self, _parent: object, first: int, last: int) -> None:
        self._grow_rows(first, last + 1)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows as stretches of neighbours: thousands of single ones would be slow to choose."""
    first = last = -2
    for row in sorted(rows):
        if row != last + 1:
            if first >= 0:
                yield first, last
            first = row
        last = row
    if first >= 0:
        yield first, last
