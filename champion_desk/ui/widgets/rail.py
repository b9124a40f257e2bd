"""The rail of pages on the left: icon and word, and a count where something waits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from champion_desk.i18n import _, ngettext
from champion_desk.ui import icons
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ring
from champion_desk.ui.widgets.labels import key_cap_size, paint_key_cap
from champion_desk.ui.widgets.scroll import Scroll


class RailItem(QPushButton):
    """One page in the rail; `stepped` says that an arrow asks for the next one or the one before."""

    stepped = Signal(int)

    def __init__(self, code: str, text: str, icon: str, key_hint: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.code, self.words, self.icon_name, self.key_hint = code, text, icon, key_hint
        self.count, self.compact = 0, False
        self.setAccessibleName(text)
        if key_hint:
            self.setAccessibleDescription(_("Key: {key}").format(key=key_hint))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ring(self, 8, inside=True)

    def set_count(self, count: int) -> None:
        """How many things wait there."""
        self.count = count
        waiting = ngettext("{name}, {count} waiting", "{name}, {count} waiting", count)
        self.setAccessibleName(waiting.format(name=self.words, count=count) if count else self.words)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        look = theme()
        if self.compact:
            metrics = QFontMetrics(look.font("quiet"))
            height = self._icon_size() + metrics.height() + 8
            return QSize(metrics.horizontalAdvance(self.words) + look.px(10), height)
        metrics = QFontMetrics(look.font("body", bold=True))
        return QSize(metrics.horizontalAdvance(self.words) + look.px(84), max(look.px(43), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _icon_size(self) -> int:
        return min(theme().px(20), 28) if self.compact else theme().px(20)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), look.px(8), look.px(8))
        if on or self.underMouse():
            painter.setOpacity(1.0 if on else 0.5)
            painter.fillPath(shape, look.colour("rail-selected"))
            painter.setOpacity(1.0)
        if on:
            painter.setClipPath(shape)
            painter.fillRect(0, 0, look.px(4), self.height(), look.colour("rail-mark"))
            painter.setClipping(False)
        if self.compact:
            self._paint_compact(painter)
        else:
            self._paint_wide(painter)

    def _paint_wide(self, painter: QPainter) -> None:
        look, on = theme(), self.isChecked()
        ink = look.colour("rail-strong" if on else "rail-ink")
        size = self._icon_size()
        icons.draw(painter, self.icon_name, ink, look.px(12), (self.height() - size) / 2, size)
        painter.setFont(look.font("body", bold=on))
        painter.setPen(ink)
        place = self.rect().adjusted(look.px(44), 0, -look.px(8), 0)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self.words)
        if self.count:
            self._paint_count(painter, self.width() - look.px(12), self.height() // 2)
        elif self.key_hint:
            size_ = key_cap_size(self.key_hint)
            left = self.width() - look.px(12) - size_.width()
            cap = QRect(left, (self.height() - size_.height()) // 2, size_.width(), size_.height())
            paint_key_cap(painter, cap, self.key_hint, look.colour("rail-ink"), look.colour("rail-edge"))

    def _paint_compact(self, painter: QPainter) -> None:
        look, on = theme(), self.isChecked()
        ink = look.colour("rail-strong" if on else "rail-ink")
        size = self._icon_size()
        icons.draw(painter, self.icon_name, ink, (self.width() - size) / 2, 4, size)
        painter.setFont(look.font("quiet", bold=on))
        painter.setPen(ink)
        below = QRect(0, size + 4, self.width(), self.height() - size - 6)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.words)
        if self.count:
            self._paint_count(painter, self.width() - 2, 14)

    def _paint_count(self, painter: QPainter, right: int, middle: int) -> None:
        look = theme()
        font = look.font("quiet", bold=True)
        font.setPixelSize(min(look.px(12), 18) if self.compact else look.px(13))
        metrics = QFontMetrics(font)
        text = str(self.count)
        height = metrics.height() + look.px(3)
        width = max(metrics.horizontalAdvance(text) + (9 if self.compact else look.px(16)), height)
        place = QRect(right - width, middle - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("rail-mark"))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(look.colour("on-rail-mark"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QWidget):
    """The pages one can go to: arrows move, Enter goes; `chosen` says where. Words go under icons in need."""

    chosen = Signal(str)

    def __init__(self, title: str, icon: str = "life-buoy", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Pages"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._items: dict[str, RailItem] = {}
        self._compact = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._title = _RailTitle(title, icon, self)
        outer.addWidget(self._title)
        self._inner = QWidget()
        self._scroll = Scroll(self._inner)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list = QVBoxLayout(self._inner)
        self._list.setContentsMargins(8, 4, 8, 12)
        self._list.setSpacing(4)
        self._list.addStretch(1)
        outer.addWidget(self._scroll, 1)
        self._top = 0

    def add_page(self, code: str, text: str, icon: str, key_hint: str | None = None) -> RailItem:
        """A page, below those before it."""
        item = self._add(code, text, icon, key_hint, self._top)
        self._top += 1
        return item

    def add_bottom(
        self, code: str, text: str, icon: str, key_hint: str | None = None, page: bool = True
    ) -> RailItem:
        """An item at the foot of the rail; with `page` false it acts and is never selected (Help)."""
        item = self._add(code, text, icon, key_hint, self._list.count())
        item.setCheckable(page)
        return item

    def select(self, code: str) -> None:
        """Show which page one is on, without `chosen`."""
        for item in self._items.values():
            item.setChecked(item.code == code)
            item.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        stop = self._items.get(code) or next(iter(self._items.values()), None)
        if stop is not None:
            stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocusProxy(stop)

    def set_count(self, code: str, count: int) -> None:
        """How many things wait on a page."""
        if code in self._items:
            self._items[code].set_count(count)

    def selected(self) -> str | None:
        """The code of the page one is on."""
        return next((code for code, item in self._items.items() if item.isChecked()), None)

    def item(self, code: str) -> RailItem:
        """The item of a page."""
        return self._items[code]

    def is_compact(self) -> bool:
        """Whether words stand beneath the icons."""
        return self._compact

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items.values()]
        least = 0 if self._compact else theme().px(176)
        return QSize(max([least, *(width + 16 for width in widths)]), theme().px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), theme().px(120))

    def showEvent(self, event: object) -> None:
        self.window().installEventFilter(self)
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window() and event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self._settle()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("rail"))
        if theme().tokens.rail == theme().tokens.background:
            painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().colour("line"))

    def _add(self, code: str, text: str, icon: str, key_hint: str | None, at: int) -> RailItem:
        item = RailItem(code, text, icon, key_hint, self._inner)
        item.setCheckable(True)
        item.clicked.connect(lambda: self._go(item))
        item.stepped.connect(lambda by: self._step(item, by))
        self._list.insertWidget(at, item)
        self._items[code] = item
        self.select(self.selected() or code)
        self._settle()
        return item

    def _step(self, item: RailItem, by: int) -> None:
        items = list(self._items.values())
        items[(items.index(item) + by) % len(items)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, item: RailItem) -> None:
        if item.isCheckable():
            self.select(item.code)
        self.chosen.emit(item.code)

    def _settle(self) -> None:
        self._compact = theme().px(176) > self.window().width() * 0.18
        self._title.set_compact(self._compact)
        self._list.setSpacing(1 if self._compact else 4)
        for item in self._items.values():
            item.compact = self._compact
            item.updateGeometry()
            item.update()
        self.setFixedWidth(self.sizeHint().width())


class _RailTitle(QWidget):
    """The program's sign and name at the head of the rail."""

    def __init__(self, text: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text, self._icon, self._compact = text, icon, False
        self.setAccessibleName(text)
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.setFixedHeight(44 if compact else theme().px(58))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        size = min(look.px(22), 30) if self._compact else look.px(22)
        ink = look.colour("rail-strong")
        left = (self.width() - size) / 2 if self._compact else look.px(16)
        icons.draw(painter, self._icon, ink, left, (self.height() - size) / 2, size)
        if not self._compact:
            painter.setFont(look.font("body", bold=True))
            painter.setPen(ink)
            place = self.rect().adjusted(look.px(46), 0, 0, 0)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self._text)
