"""The gallery of handouts: a card for each, chosen by mouse or by the arrows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from champion_desk.i18n import _
from champion_desk.ui import icons
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ring

_WRAP = int(Qt.TextFlag.TextWordWrap)
_LEAST, _MOST_COLUMNS, _GAP = 180, 3, 12


@dataclass(frozen=True, slots=True)
class CardWords:
    """What stands on a handout's card."""

    slug: str
    family: str
    title: str
    languages: str
    marks: str = ""  # that it is ours, that it is due for a check


class HandoutCard(QPushButton):
    """One handout: its family, its title, its languages, and whether this visitor has it."""

    def __init__(self, words: CardWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.is_given = False
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ring(self, 12, inside=True)
        self._name()

    def set_given(self, given: bool) -> None:
        """Show whether this visitor has it."""
        if given != self.is_given:
            self.is_given = given
            self._name()
            self.update()

    def _name(self) -> None:
        parts = [self.words.title, self.words.family, self.words.languages, self.words.marks]
        if self.is_given:
            parts.append(_("given to this visitor"))
        self.setAccessibleName(", ".join(part for part in parts if part))

    def _lines(self) -> list[tuple[QFont, str, str]]:
        look = theme()
        languages = self.words.languages
        lines = [
            (look.font("quiet"), "quiet", self.words.family),
            (look.font("body", bold=True), "ink", self.words.title),
            (look.font("quiet"), "quiet", languages),
        ]
        return (
            [*lines, (look.font("quiet", bold=True), "ink", self.words.marks)] if self.words.marks else lines
        )

    def height_for(self, width: int) -> int:
        """How high the card has to be at a width."""
        look = theme()
        room = QRect(0, 0, width - look.px(30), 10_000)
        lines = self._lines()
        heights = [QFontMetrics(font).boundingRect(room, _WRAP, text).height() for font, _ink, text in lines]
        return sum(heights) + look.px(5) * (len(lines) - 1) + look.px(13) * 2

    def sizeHint(self) -> QSize:
        width = theme().px(_LEAST)
        return QSize(width, self.height_for(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        lively = on or self.underMouse() or self.isDown()
        painter.setBrush(look.colour("soft-accent" if lively else "card"))
        painter.setPen(QPen(look.colour("accent" if on else "line"), 2 if on else 1))
        inset = 1.0 if on else 0.5
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, look.px(12), look.px(12))
        place = self.rect().adjusted(look.px(15), look.px(13), -look.px(15), 0)
        for font, ink, text in self._lines():
            painter.setFont(font)
            painter.setPen(look.colour(ink))
            painter.drawText(place, _WRAP, text)
            height = QFontMetrics(font).boundingRect(QRect(0, 0, place.width(), 10_000), _WRAP, text).height()
            place.translate(0, height + look.px(5))
        if self.is_given:
            size = look.px(18)
            corner = self.rect().topRight() + QPoint(-size - look.px(10), look.px(11))
            icons.draw(painter, "check", look.colour("done"), corner.x(), corner.y(), size)


class Gallery(QWidget):
    """The cards in columns. Tab enters and leaves, arrows move and choose, Enter goes on to the sheet."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Handouts"))
        self.setProperty("plain", True)
        self.cards: dict[str, HandoutCard] = {}
        self._order: list[HandoutCard] = []
        self._chosen = ""

    def set_cards(self, all_words: Iterable[CardWords]) -> None:
        """All handouts there are, in place of those before."""
        for old in self.cards.values():
            old.hide()
            old.deleteLater()
        self.cards, self._order = {}, []
        for words in all_words:
            card = HandoutCard(words, self)
            card.installEventFilter(self)
            card.clicked.connect(self._clicked)
            self.cards[words.slug] = card

    def show_only(self, slugs: Sequence[str]) -> None:
        """Show these, in this order."""
        wanted = [self.cards[slug] for slug in slugs]
        if wanted == self._order:
            return
        self._order = wanted
        for before, after in pairwise(wanted):
            QWidget.setTabOrder(before, after)
        for card in self.cards.values():
            card.setVisible(card in wanted)
        self._settle_tab_stop()
        self._arrange()

    def slug(self) -> str:
        """The handout chosen, or nothing."""
        return self._chosen

    def choose(self, slug: str) -> None:
        """Choose one, without `chosen`."""
        self._chosen = slug
        for code, card in self.cards.items():
            card.setChecked(code == slug)
        self._settle_tab_stop()

    def focus_chosen(self) -> None:
        """Put the keyboard on the chosen card, else on the first."""
        stop = self._tab_stop()
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def columns(self) -> int:
        """How many cards stand side by side."""
        gap = theme().px(_GAP)
        return min(max((self.width() + gap) // (theme().px(_LEAST) + gap), 1), _MOST_COLUMNS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, HandoutCard):
            if event.type() == QEvent.Type.FocusIn:
                self._settle_tab_stop()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(watched, event)
        return False

    def _key(self, card: HandoutCard, event: QKeyEvent) -> bool:
        at, last = self._order.index(card), len(self._order) - 1
        key = Qt.Key
        steps = {
            key.Key_Right: 1,
            key.Key_Left: -1,
            key.Key_Down: self.columns(),
            key.Key_Up: -self.columns(),
        }
        if event.key() in steps:
            to = at + steps[Qt.Key(event.key())]
        elif event.key() in (key.Key_Home, key.Key_End):
            to = 0 if event.key() == key.Key_Home else last
        elif event.key() in (key.Key_Return, key.Key_Enter) and not event.modifiers():
            self._take(card)
            self.opened.emit(card.words.slug)
            return True
        else:
            return False
        if 0 <= to <= last:
            self._take(self._order[to])
            self._order[to].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _clicked(self) -> None:
        card = self.sender()
        if isinstance(card, HandoutCard):
            self._take(card)
            self.opened.emit(card.words.slug)

    def _take(self, card: HandoutCard) -> None:
        before = self._chosen  # a click has turned the card on already
        self.choose(card.words.slug)
        if card.words.slug != before:
            self.chosen.emit(card.words.slug)

    def _tab_stop(self) -> HandoutCard | None:
        focused = next((card for card in self._order if card.hasFocus()), None)
        checked = next((card for card in self._order if card.isChecked()), None)
        return focused or checked or (self._order[0] if self._order else None)

    def _settle_tab_stop(self) -> None:
        stop = self._tab_stop()
        for card in self.cards.values():
            policy = Qt.FocusPolicy.StrongFocus if card is stop else Qt.FocusPolicy.ClickFocus
            if card.focusPolicy() != policy:
                card.setFocusPolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        gap, across = theme().px(_GAP), self.columns()
        width = (self.width() - gap * (across - 1)) // across
        y = 0
        for start in range(0, len(self._order), across):
            row = self._order[start : start + across]
            height = max(card.height_for(width) for card in row)
            for at, card in enumerate(row):
                card.setFixedSize(width, height)
                card.move(at * (width + gap), y)
            y += height + gap
        self.setMinimumHeight(max(y - gap, 0))
