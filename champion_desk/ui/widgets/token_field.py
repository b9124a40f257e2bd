"""A field of chosen things: two letters bring suggestions, Enter takes one, each stands as a chip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from champion_desk.i18n import _, ngettext
from champion_desk.ui import icons
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.field_frame import FieldFrame
from champion_desk.ui.widgets.focus_ring import ROUND, ring
from champion_desk.ui.widgets.suggestions import Suggestion, Suggestions


class Token(QPushButton):
    """One thing chosen; pressing it, Delete or Backspace takes it away."""

    def __init__(self, code: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code, self.words = code, text
        self.setAutoDefault(False)
        self.setAccessibleName(_("{name}, chosen. Delete removes it.").format(name=text))
        self.setFocusPolicy(
            Qt.FocusPolicy.ClickFocus
        )  # reached with the left arrow; Tab goes on to the next field
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ring(self, ROUND)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        look = theme()
        metrics = QFontMetrics(look.font("body", bold=True))
        width = metrics.horizontalAdvance(self.words) + look.px(46)
        return QSize(width, max(look.px(30), metrics.height() + look.px(6)))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme().px(96)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent-hover" if self.underMouse() else "accent"))
        painter.drawRoundedRect(self.rect(), self.height() / 2, self.height() / 2)
        ink, font = look.colour("on-accent"), look.font("body", bold=True)
        painter.setPen(ink)
        painter.setFont(font)
        place = self.rect().adjusted(look.px(13), 0, -look.px(32), 0)
        words = QFontMetrics(font).elidedText(self.words, Qt.TextElideMode.ElideRight, place.width() + 1)
        painter.drawText(place.adjusted(0, 0, 2, 0), int(Qt.AlignmentFlag.AlignVCenter), words)
        cross = look.px(16)
        icons.draw(
            painter, "x", ink, self.width() - cross - look.px(10), (self.height() - cross) / 2 + 1, cross
        )


class TokenField(FieldFrame):
    """Type, choose, and what is chosen stands in the field.

    `suggest` is asked at every letter from the second (`least_letters`) and gives code, words and a hint,
    best first. Enter or a click takes the current one, up and down move, Esc closes, Backspace in the empty
    line takes the last away, the left arrow goes to the chosen ones.
    """

    changed = Signal()
    taken = Signal(str)

    def __init__(
        self, label: str, suggest: Callable[[str], Sequence[Suggestion]], several: bool = True,
        placeholder: str = "", least_letters: int = 2, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._suggest, self._several, self._least = suggest, several, least_letters
        self._tokens: list[Token] = []
        self._placeholder = placeholder
        self.setAccessibleName(label)
        self._flow = FlowLayout(self, gap=8, stretch_last=True)
        self._flow.setContentsMargins(12, 6, 12, 6)
        self.line = _Line(self)
        self.line.setAccessibleName(label)
        self.line.setPlaceholderText(placeholder)
        self._flow.addWidget(self.line)
        self.suggestions = Suggestions(_("Suggestions"), self)
        self.suggestions.picked.connect(self._take)
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        self.watch(self.line)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def codes(self) -> list[str]:
        """What is chosen, in the order it was chosen."""
        return [token.code for token in self._tokens]

    def set_tokens(self, tokens: Iterable[tuple[str, str]]) -> None:
        """Put these codes and words in, without `changed`."""
        for token in list(self._tokens):
            self._drop(token)
        for code, text in tokens:
            self._put(code, text)
        self._settle()

    def add(self, code: str, text: str) -> None:
        """Choose one more, as if taken from the list."""
        if code in self.codes():
            return
        if not self._several:
            for token in list(self._tokens):
                self._drop(token)
        self._put(code, text)
        self._settle()
        self.changed.emit()
        self.taken.emit(code)

    def remove(self, code: str) -> None:
        """Take one away."""
        token = next((token for token in self._tokens if token.code == code), None)
        if token is None:
            return
        self._drop(token)
        self._settle()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, _("{name} removed.").format(name=token.words))
        self.changed.emit()

    def typed(self) -> str:
        """The words typed and not yet taken."""
        return self.line.text().strip()

    def clear_typed(self) -> None:
        """Forget them."""
        self.line.clear()
        self.suggestions.close_list()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and watched is self.line:
            self.suggestions.close_list()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.line:
                return self._line_key(event)
            if isinstance(watched, Token):
                return self._token_key(watched, event)
        return False

    def _typed(self) -> None:
        text = self.typed()
        chosen = set(self.codes())
        found = (
            [one for one in self._suggest(text) if one[0] not in chosen] if len(text) >= self._least else []
        )
        self.suggestions.offer(found)
        if found:
            said = ngettext(
                "{count} suggestion. First: {name}", "{count} suggestions. First: {name}", len(found)
            )
            announce(self.line, said.format(count=len(found), name=found[0][1]))
        elif len(text) >= self._least:
            announce(self.line, _("Nothing found."))

    def _line_key(self, event: QKeyEvent) -> bool:
        key, opened = event.key(), self.suggestions.is_open()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and opened:
            self._take_current()
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and opened:
            announce(self.line, self.suggestions.step(1 if key == Qt.Key.Key_Down else -1))
            return True
        if key == Qt.Key.Key_Escape and opened:
            self.suggestions.close_list()
            return True
        if self._tokens and self.line.cursorPosition() == 0 and not self.line.hasSelectedText():
            if key == Qt.Key.Key_Backspace:
                self.remove(self._tokens[-1].code)
                return True
            if key == Qt.Key.Key_Left:
                self._tokens[-1].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _token_key(self, token: Token, event: QKeyEvent) -> bool:
        at, key = self._tokens.index(token), event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.remove(token.code)
        elif key == Qt.Key.Key_Left:
            self._tokens[max(at - 1, 0)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == Qt.Key.Key_Right:
            after = self._tokens[at + 1] if at + 1 < len(self._tokens) else self.line
            after.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _take_current(self) -> None:
        current = self.suggestions.current()
        if current is not None:
            self._take(current[0])

    def _take(self, code: str) -> None:
        rows = range(self.suggestions.count())
        items = (self.suggestions.item(row) for row in rows)
        text = next(item.text() for item in items if item.data(Qt.ItemDataRole.UserRole) == code)
        self.clear_typed()
        self.add(code, text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.line, _("{name} chosen.").format(name=text))

    def _put(self, code: str, text: str) -> None:
        token = Token(code, text, self)
        token.clicked.connect(lambda: self.remove(code))
        token.installEventFilter(self)
        self._flow.insert_widget(len(self._tokens), token)
        self._tokens.append(token)
        token.show()

    def _drop(self, token: Token) -> None:
        self._tokens.remove(token)
        self._flow.removeWidget(token)
        token.hide()
        token.deleteLater()

    def _settle(self) -> None:
        self.line.setPlaceholderText("" if self._tokens else self._placeholder)
        names = ", ".join(token.words for token in self._tokens)
        chosen = _("Chosen: {names}. Left arrow goes to them.").format(names=names)
        self.line.setAccessibleDescription(chosen if names else "")
        self.updateGeometry()


class _Line(QLineEdit):
    """The part of the field one types in; as wide as its words at least."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(96), theme().px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
