"""The catch-up grid: hours down, kinds across, in each cell how many; after a plus what sessions hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIntValidator, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from champion_desk.domain.tallies import MOST_COUNT
from champion_desk.i18n import _
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ring

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Hour:
    """A row: the hour, its words, and whether it can be filled in."""

    hour: int
    words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What is logged in one hour of one kind: `counted` by tallies, `helped` people in sessions."""

    counted: int = 0
    helped: int = 0


class GridModel(QAbstractTableModel):
    """Cells, with a total at the end of each row and column. `entered` brings row, column and number."""

    entered = Signal(int, int, int)

    def __init__(self) -> None:
        super().__init__()
        self.hours: list[Hour] = []
        self.kinds: list[str] = []
        self._cells: dict[tuple[int, int], Cell] = {}
        self._people: Sequence[int] = ()

    def show_day(
        self,
        hours: Sequence[Hour],
        kinds: Sequence[str],
        cells: dict[tuple[int, int], Cell],
        people: Sequence[int],
    ) -> None:
        """Show a day: cells by row and column, and for each row how many people sessions helped in all.

        Those are not the sum of the row: some were helped with two kinds, some with another than these.
        """
        self._people = people
        same = [hour.hour for hour in hours] == [hour.hour for hour in self.hours] and list(
            kinds
        ) == self.kinds
        if same:  # the keyboard stays in its cell
            self.hours, self._cells = list(hours), cells
            if hours:
                self.dataChanged.emit(
                    self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1)
                )
            return
        self.beginResetModel()
        self.hours, self.kinds, self._cells = list(hours), list(kinds), cells
        self.endResetModel()

    def cell(self, row: int, column: int) -> Cell:
        """One cell; in the last row and column the sums."""
        rows = range(len(self.hours)) if row == len(self.hours) else [row]
        columns = range(len(self.kinds)) if column == len(self.kinds) else [column]
        found = [self._cells.get((one, other), Cell()) for one in rows for other in columns]
        helped = sum(one.helped for one in found)
        if column == len(self.kinds):
            helped = sum(self._people[one] for one in rows)
        return Cell(sum(one.counted for one in found), helped)

    def is_sum(self, index: Index) -> bool:
        """Whether an index is in the last row or column."""
        return index.row() == len(self.hours) or index.column() == len(self.kinds)

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.hours) + 1 if self.hours and not (parent and parent.isValid()) else 0

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.kinds) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.kinds[section] if section < len(self.kinds) else _("All")
        return self.hours[section].words if section < len(self.hours) else _("All")

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if not self.is_sum(index) and self.hours[index.row()].is_open:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.UserRole:
            return cell
        if role == Qt.ItemDataRole.EditRole:
            return cell.counted
        if role == Qt.ItemDataRole.DisplayRole:
            return str(cell.counted)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(index, cell)
        return None

    def _said(self, index: Index, cell: Cell) -> str:
        hour = str(self.headerData(index.row(), Qt.Orientation.Vertical))
        kind = str(self.headerData(index.column(), Qt.Orientation.Horizontal))
        return _("{hour}, {kind}: {count} counted, {helped} in sessions").format(
            hour=hour, kind=kind, count=cell.counted, helped=cell.helped
        )

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not text.isdecimal():
            return False
        if int(text) != self.cell(index.row(), index.column()).counted:
            self.entered.emit(index.row(), index.column(), int(text))
        return True


class _CellDelegate(QStyledItemDelegate):
    """The number, and after a plus, quietly, how many people sessions have helped in that hour and kind."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setValidator(QIntValidator(0, MOST_COUNT, editor))
        editor.setMaxLength(len(str(MOST_COUNT)))
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setProperty("cell", True)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(2, 2, -2, -2))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme()
        return QSize(look.px(64), QFontMetrics(look.font("body")).height() + look.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, model = theme(), index.model()
        assert isinstance(model, GridModel)
        cell = model.cell(index.row(), index.column())
        rect = option.rect
        state = option.state
        may_fill = bool(model.flags(index) & Qt.ItemFlag.ItemIsEditable)
        painter.save()
        painter.fillRect(rect, look.colour("card" if may_fill else "sunken"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(look.colour("accent"), look.px(2)))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        strong, small = look.font("body", bold=cell.counted > 0), look.font("quiet")
        shown = str(cell.counted) if cell.counted or model.is_sum(index) else "·" if may_fill else ""
        more = _("+ {count}").format(count=cell.helped) if cell.helped else ""
        width = QFontMetrics(strong).horizontalAdvance(shown)
        gap = look.px(6) if shown and more else 0
        whole = width + gap + QFontMetrics(small).horizontalAdvance(more)
        place = rect.adjusted(max((rect.width() - whole) // 2, 2), 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(strong)
        painter.setPen(look.colour("ink" if cell.counted else "quiet"))
        painter.drawText(place, middle, shown)
        painter.setFont(small)
        painter.setPen(look.colour("quiet"))
        painter.drawText(place.adjusted(width + gap, 0, 0, 0), middle, more)
        painter.restore()


class CatchUpGrid(QTableView):
    """Keys as in a spreadsheet: arrows move, digits and Enter fill in, Enter goes one down."""

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self.setModel(model)
        self._grid = model
        self._delegate = _CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Catch up: hours down, kinds of help across"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        wrapped = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag(wrapped))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self._share_width)
        ring(self, 8)

    def start(self) -> None:
        """The first cell that can be filled in is the current one."""
        for row, hour in enumerate(self._grid.hours):
            if hour.is_open:
                self.setCurrentIndex(self._grid.index(row, 0))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.state() != QAbstractItemView.State.EditingState:  # the field's own Enter comes by here
                self._go_down()
            return
        super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:  # Enter; Tab and Esc stay
            self._go_down()

    def take_typed(self) -> bool:
        """Take the number that is being typed, as leaving its cell does; whether there was one."""
        editor = self.indexWidget(self.currentIndex())
        if self.state() != QAbstractItemView.State.EditingState or editor is None:
            return False
        self.commitData(editor)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return True

    def _go_down(self) -> None:
        now = self.currentIndex()
        if now.isValid() and now.row() + 1 < len(self._grid.hours):
            self.setCurrentIndex(self._grid.index(now.row() + 1, now.column()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_delegate"):
            self._share_width()

    def _share_width(self) -> None:
        """All kinds equally wide, as wide as there is room, never too narrow to read."""
        columns = self._grid.columnCount()
        if not self._grid.hours:
            return
        look = theme()
        metrics = QFontMetrics(look.font("quiet", bold=True))
        words = [word for kind in self._grid.kinds for word in kind.split()]
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0) + look.px(16)
        width = max(self.viewport().width() // columns, look.px(92), longest)
        lines = metrics.lineSpacing() * 2
        self.horizontalHeader().setFixedHeight(lines + look.px(12))
        for column in range(columns):
            self.setColumnWidth(column, width)

    def sizeHint(self) -> QSize:
        header = self.horizontalHeader().sizeHint().height()
        rows = sum(self.rowHeight(row) for row in range(self._grid.rowCount()))
        return QSize(theme().px(480), header + rows + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(180))
