"""The list of places found: thousands of rows cost no more than those in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from champion_desk.domain.directory import ListingMatch
from champion_desk.domain.reach import spread
from champion_desk.i18n import _
from champion_desk.ui import icons
from champion_desk.ui.listing_words import match_text, spoken_row, state_badge, where_text
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ring
from champion_desk.ui.widgets.labels import badge_size, paint_badge

_BELOW = 6  # rows

Index = QModelIndex | QPersistentModelIndex
MATCH = Qt.ItemDataRole.UserRole
# Under these widths (at 100 %) the state stands beside the second line, or on a line of its own.
_ROOM_BESIDE_NAME, _ROOM_BESIDE = 420, 300


class ListingModel(QAbstractListModel):
    """The answers of one search, in rank order: the best at once, the rest when `rest_asked` for."""

    rest_asked = Signal()

    def __init__(self, shortlisted: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matches: Sequence[ListingMatch] = ()
        self._total = 0
        self.shortlisted = shortlisted
        self.now = datetime.now().astimezone()

    def set_matches(self, matches: Sequence[ListingMatch], total: int) -> None:
        """Show these, of so many."""
        self.beginResetModel()
        self._matches, self._total = matches, total
        self.now = datetime.now().astimezone()
        self.endResetModel()

    def add_matches(self, matches: Sequence[ListingMatch]) -> None:
        """The same answer, further down; what is there already stays where it is."""
        known = {one.listing.id for one in self._matches}
        new = [one for one in matches if one.listing.id not in known]
        if not matches:
            self._total = len(self._matches)
        if new:
            self.beginInsertRows(QModelIndex(), len(self._matches), len(self._matches) + len(new) - 1)
            self._matches = (*self._matches, *new)
            self.endInsertRows()

    @property
    def total(self) -> int:
        """How many places the search has, those not fetched among them."""
        return self._total

    def canFetchMore(self, parent: Index) -> bool:
        return len(self._matches) < self._total

    def fetchMore(self, parent: Index) -> None:
        self.rest_asked.emit()

    def row_of(self, listing_id: str) -> int:
        """The row of a listing, or -1."""
        return next((i for i, one in enumerate(self._matches) if one.listing.id == listing_id), -1)

    def touch(self) -> None:
        """The shortlist is another: the rows say so."""
        if self._matches:
            self.dataChanged.emit(self.index(0), self.index(len(self._matches) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._matches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match = self._matches[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return match.listing.name
        if role == MATCH:
            return match
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_row(match, self.now, self.shortlisted(match.listing.id))
        return None


class ListingView(QListView):
    """One column of rows: arrows move, Enter opens the details, Up from the first row leaves."""

    chosen = Signal(object)
    opened = Signal(object)
    pressed_on = Signal(object)
    left_top = Signal()

    def __init__(self, model: ListingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Places found"))
        self.setModel(model)
        self._listings = model
        self._delegate = _ListingDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.clicked.connect(lambda index: self.pressed_on.emit(index.data(MATCH)))
        ring(self, 8, inside=True)

    def rows_in_sight(self) -> int:
        """How many rows are seen at once, and a few more so that there is something to scroll to."""
        row = self._delegate.sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        return self.viewport().height() // row + _BELOW

    def match(self) -> ListingMatch | None:
        """The answer in the current row."""
        index = self.currentIndex()
        return index.data(MATCH) if index.isValid() else None

    def select_row(self, row: int) -> None:
        """Make a row current; the keyboard stays where it is."""
        self.setCurrentIndex(self._listings.index(row, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.data(MATCH) if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.match() is not None:
                self.opened.emit(self.match())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_top.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(400))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(40))


class _ListingDelegate(QStyledItemDelegate):
    """Paints a row: the name and its state, who and where, how far and why."""

    _measured: tuple[float, QFontMetrics, QFontMetrics] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme()
        strong, small = self._metrics()
        height = strong.height() + 2 * small.height() + look.px(12 + 4 + 4 + 13)
        if not self._has_room(_ROOM_BESIDE):
            height += badge_size("").height() + look.px(4)
        return QSize(look.px(160), height)

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        look = theme()
        if self._measured is None or self._measured[0] != look.scale:
            strong, small = QFontMetrics(look.font("body", bold=True)), QFontMetrics(look.font("quiet"))
            self._measured = look.scale, strong, small
        return self._measured[1:]

    def _has_room(self, width: int) -> bool:
        view = self.parent()
        return not isinstance(view, QListView) or view.viewport().width() >= theme().px(width)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, match = index.model(), index.data(MATCH)
        if not isinstance(model, ListingModel) or not isinstance(match, ListingMatch):
            return
        view = self.parent()
        current = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        painter.save()
        rect: QRect = option.rect
        self._ground(painter, rect, current)
        look = theme()
        inner = rect.adjusted(look.px(14), look.px(12), -look.px(14), 0)
        line = self._head(painter, inner, match, model.now)
        self._words(painter, self._spread(painter, line, match), where_text(match), "ink")
        line = QRect(inner.x(), line.bottom() + 1 + look.px(4), inner.width(), line.height())
        if model.shortlisted(match.listing.id):
            line.setRight(self._mark(painter, line, _("on the shortlist")) - look.px(8))
        self._words(painter, line, match_text(match, model.now.date()), "quiet")
        painter.restore()

    @staticmethod
    def _ground(painter: QPainter, rect: QRect, current: bool) -> None:
        look = theme()
        if current:
            painter.fillRect(rect, look.colour("soft-accent"))
            painter.fillRect(rect.x(), rect.y(), look.px(4), rect.height(), look.colour("accent"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _head(self, painter: QPainter, inner: QRect, match: ListingMatch, now: datetime) -> QRect:
        """Name and state; the line that is left for what follows.

        The state stands beside the name, beside the next line where the name is long, or below it
        where the list is narrow; the row is as high in each case.
        """
        look = theme()
        strong, small = self._metrics()
        words, tone = state_badge(match, now)
        size, name = badge_size(words), match.listing.name
        gap = look.px(10)
        beside = self._has_room(_ROOM_BESIDE)
        room = inner.width() - size.width() - gap
        fits = self._has_room(_ROOM_BESIDE_NAME) and strong.horizontalAdvance(name) <= room
        painter.setFont(look.font("body", bold=True))
        painter.setPen(look.colour("ink"))
        place = QRect(inner.x(), inner.y(), inner.width(), strong.height())
        shown = strong.elidedText(name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), shown)
        line = QRect(inner.x(), place.bottom() + 1 + look.px(4), inner.width(), small.height())
        left = inner.right() + 1 - size.width()
        if fits:
            badge = QRect(left, inner.y() - look.px(2), size.width(), size.height())
        elif beside:
            badge = QRect(left, line.center().y() - size.height() // 2, size.width(), size.height())
            line.setRight(left - gap)
        else:
            badge = QRect(inner.x(), line.y(), min(size.width(), inner.width()), size.height())
            line.moveTop(badge.bottom() + 1 + look.px(4))
        paint_badge(painter, badge, words, tone)
        return line

    @staticmethod
    def _spread(painter: QPainter, line: QRect, match: ListingMatch) -> QRect:
        """A globe before what is not local, so that it is told apart at a glance; the rest of the line."""
        if not spread(match.listing):
            return line
        look = theme()
        icon = look.px(16)
        icons.draw(painter, "globe", look.colour("accent"), line.x(), line.center().y() - icon / 2 + 1, icon)
        return line.adjusted(icon + look.px(6), 0, 0, 0)

    def _words(self, painter: QPainter, line: QRect, text: str, ink: str) -> None:
        look = theme()
        _strong, small = self._metrics()
        painter.setFont(look.font("quiet"))
        painter.setPen(look.colour(ink))
        shown = small.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _mark(self, painter: QPainter, line: QRect, text: str) -> int:
        """A tick and words at the far end of a line; their left edge."""
        look = theme()
        _strong, small = self._metrics()
        icon = look.px(16)
        left = line.right() + 1 - small.horizontalAdvance(text) - icon - look.px(5)
        colour = look.colour("accent")
        icons.draw(painter, "check", colour, left, line.center().y() - icon / 2 + 1, icon)
        painter.setFont(look.font("quiet"))
        painter.setPen(colour)
        words = QRect(left + icon + look.px(5), line.y(), line.right() - left, line.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        return left
