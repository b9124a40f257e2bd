"""A table of records: one model and one view for every list in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from champion_desk.ui.row_measures import WRAPPING_ROWS, CellWords, RowMeasures
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ring
from champion_desk.ui.widgets.labels import badge_size, paint_badge

Index = QModelIndex | QPersistentModelIndex
Record = TypeVar("Record")
RECORD = Qt.ItemDataRole.UserRole
TONE = Qt.ItemDataRole.UserRole + 1
QUIET = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Column(Generic[Record]):
    """One column: its heading, the words for a record, and how it sorts and looks.

    `sort_key` makes the heading sort; `tone` shows the words as a badge; `stretch` takes a share of the
    room left over; `spare` makes way for the others where there is too little.
    """

    heading: str
    text: Callable[[Record], str]
    sort_key: Callable[[Record], Any] | None = None
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    tone: Callable[[Record], str] | None = None
    quiet: bool = False
    stretch: int = 0
    spare: bool = False


class RecordModel(QAbstractTableModel, Generic[Record]):
    """Records in rows; the record itself is at `RECORD`."""

    def __init__(self, columns: Sequence[Column[Record]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._rows: list[Record] = []
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, records: Sequence[Record]) -> None:
        """Show these, in this order until a heading sorts them."""
        self.beginResetModel()
        self._rows = list(records)
        self._arrange()
        self.endResetModel()

    def record(self, row: int) -> Record:
        """The record of a row."""
        return self._rows[row]

    def words(self, row: int) -> list[CellWords]:
        """What each cell of a row shows."""
        record = self._rows[row]
        return [
            CellWords(self._text(row, at), bool(column.tone and column.tone(record)), column.quiet)
            for at, column in enumerate(self.columns)
        ]

    def _text(self, row: int, column: int) -> str:
        return str(self.columns[column].text(self._rows[row]) or "")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self._rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(record)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        if role == RECORD:
            return record
        if role == TONE:
            return column.tone(record) if column.tone else None
        return column.quiet if role == QUIET else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].align | Qt.AlignmentFlag.AlignVCenter
        return self.columns[section].heading if role == Qt.ItemDataRole.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0 or self.columns[column].sort_key is None:
            return
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order)
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        if self._sorted is not None:
            column, order = self._sorted
            key = self.columns[column].sort_key
            if key is not None:
                self._rows.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)


class RecordTable(QTableView):
    """Rows with a line between them: arrows move, Enter opens (`activated_record`), Tab leaves."""

    activated_record = Signal(object)
    selected_record = Signal(object)

    def __init__(
        self, accessible_name: str, model: RecordModel[Any], sortable: bool = False, grow: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self._grow = grow
        model.setParent(self)  # its rows go with the table, whatever else still knows the model
        self.setModel(model)
        self._model = model
        self._measures = RowMeasures(model.words)
        self._delegate = _RowDelegate(self, self._measures)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(sortable)
        header.setSortIndicatorShown(False)
        self.setCornerButtonEnabled(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(1)
        for signal in (model.modelReset, model.layoutChanged, model.dataChanged):
            signal.connect(self._others)
        model.rowsInserted.connect(self._more)
        if sortable:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        if grow:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._open)
        ring(self, 8)

    def record(self) -> Any:
        """The record of the current row, or None."""
        index = self.currentIndex()
        return index.data(RECORD) if index.isValid() else None

    def select_row(self, row: int) -> None:
        """Make a row current."""
        self.setCurrentIndex(self._model.index(row, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.selected_record.emit(current.data(RECORD))
        if self._grow and self.hasFocus() and current.isValid():
            self._bring_into_sight(current)

    def _bring_into_sight(self, index: Index) -> None:
        """A table as tall as its rows scrolls nothing itself: the page around it must follow the row."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inner = area.widget() if area is not None else None
        if area is None or inner is None:
            return
        row = self.visualRect(index)
        for corner in (row.bottomLeft(), row.topLeft()):  # the top last: it counts where both do not fit
            place = self.viewport().mapTo(inner, corner)
            area.ensureVisible(place.x(), place.y(), 0, theme().px(16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_delegate"):
            self._measures.forget(theme_too=True)
            self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def sizeHint(self) -> QSize:
        if not self._grow:
            return QSize(theme().px(320), theme().px(240))
        header = self.horizontalHeader().sizeHint().height()
        rows = sum(self.rowHeight(row) for row in range(self._model.rowCount()))
        return QSize(theme().px(320), header + rows + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._grow else QSize(theme().px(160), theme().px(96))

    def _more(self) -> None:
        self._measures.forget()

    def _others(self) -> None:
        self._measures.forget()
        self._share_width()

    @property
    def _measured_rows(self) -> int:
        return min(self._model.rowCount(), WRAPPING_ROWS)

    def sizeHintForColumn(self, column: int) -> int:
        return self._measures.widest(column, self._measured_rows)

    def _share_width(self) -> None:
        """Columns take what their words need; those that stretch share the rest; rows grow as words wrap."""
        columns, header, room = self._model.columns, self.horizontalHeader(), self.viewport().width()
        for at in range(len(columns)):
            self.setColumnHidden(at, False)
        headings = [header.sectionSizeHint(at) for at in range(len(columns))]
        wanted = [max(self.sizeHintForColumn(at), headings[at]) for at in range(len(columns))]
        least = [
            max(headings[at], self._measures.longest_word(at, self._measured_rows))
            if column.stretch
            else wanted[at]
            for at, column in enumerate(columns)
        ]
        shown = list(range(len(columns)))
        for at in reversed(range(len(columns))):
            if columns[at].spare and sum(least[one] for one in shown) > room:
                shown.remove(at)
                self.setColumnHidden(at, True)
        widths = {at: wanted[at] for at in shown if not columns[at].stretch}
        sharing = [at for at in shown if columns[at].stretch]
        while sharing:
            left, shares = room - sum(widths.values()), sum(columns[at].stretch for at in sharing)
            share = {at: left * columns[at].stretch // shares for at in sharing}
            short = [at for at in sharing if share[at] < least[at]]
            widths |= {at: least[at] for at in short} or share
            sharing = [at for at in sharing if at not in widths]
        for at, width in widths.items():
            self.setColumnWidth(at, width)
        self.verticalHeader().setDefaultSectionSize(self._measures.line())  # and with it every row
        self._grow_rows(0, self._measured_rows)
        self.updateGeometry()

    def _grow_rows(self, first: int, end: int) -> None:
        """Make rows high enough for their words; only the first ones are measured."""
        widths = [self.columnWidth(at) for at in range(len(self._model.columns))]
        line = self._measures.line()
        for row in range(first, min(end, WRAPPING_ROWS)):
            height = self._measures.height(row, widths)
            if height != line or self.rowHeight(row) != line:
                self.setRowHeight(row, height)

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.activated_record.emit(index.data(RECORD))


class _RowDelegate(QStyledItemDelegate):
    """Paints a row: words that wrap, badges for what has a tone, a line beneath."""

    def __init__(self, table: RecordTable, measures: RowMeasures) -> None:
        super().__init__(table)
        self._measures = measures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = CellWords(str(index.data() or ""), bool(index.data(TONE)), bool(index.data(QUIET)))
        table, width = self.parent(), self._measures.width(cell)
        room = table.columnWidth(index.column()) if isinstance(table, RecordTable) else width
        return QSize(width, self._measures.cell_height(cell, room))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        rect: QRect = option.rect
        view = self.parent()
        painter.save()
        if isinstance(view, RecordTable):
            current = view.selectionModel().isRowSelected(index.row(), QModelIndex())
            if current:
                painter.fillRect(rect, look.colour("soft-accent"))
                if index.column() == 0:
                    painter.fillRect(rect.x(), rect.y(), look.px(4), rect.height(), look.colour("accent"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text, tone = str(index.data() or ""), index.data(TONE)
        inner = rect.adjusted(look.px(10), 0, -look.px(10), 0)
        if tone and text:
            size = badge_size(text)
            top = rect.y() + (rect.height() - size.height()) // 2
            place = QRect(inner.x(), top, min(size.width(), inner.width()), size.height())
            paint_badge(painter, place, text, str(tone))
        else:
            quiet = bool(index.data(QUIET))
            painter.setFont(look.font("quiet" if quiet else "body"))
            painter.setPen(look.colour("ink"))
            align = index.data(Qt.ItemDataRole.TextAlignmentRole)
            if inner.height() < 2 * painter.fontMetrics().lineSpacing():
                text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, int(align) | int(Qt.TextFlag.TextWordWrap), text)
        painter.restore()
