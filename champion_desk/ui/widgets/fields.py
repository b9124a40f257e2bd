"""Fields to type or choose in: each has an accessible name from the start, and looks the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from champion_desk.i18n import _
from champion_desk.ui import icons
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import IconButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.date_field import inset
from champion_desk.ui.widgets.field_frame import FieldFrame
from champion_desk.ui.widgets.focus_ring import ring
from champion_desk.ui.widgets.labels import KeyHint


class TextField(QLineEdit):
    """One line of text."""

    def __init__(self, accessible_name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(placeholder)


class TextArea(QPlainTextEdit):
    """Several lines of plain text; Tab goes on to the next field."""

    def __init__(
        self, accessible_name: str, placeholder: str = "", lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        edges = 2 * self.document().documentMargin() + theme().px(12) + 6
        return QSize(theme().px(240), round(self.fontMetrics().lineSpacing() * self._lines + edges))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(96), self.sizeHint().height())


class NumberField(QSpinBox):
    """A whole number; arrows up and down change it."""

    def __init__(
        self, accessible_name: str, least: int = 0, most: int = 999, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setRange(least, most)
        inset(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            inset(self)


class CheckBox(QCheckBox):
    """One thing to tick, with a count at the far end where it is a filter."""

    def __init__(self, text: str, count: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self._words = text
        self._count = count
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_count(count)
        ring(self, 4)

    def set_count(self, count: int | None) -> None:
        """How many it would find; spoken with the name."""
        if count == self._count and self.accessibleName():
            return
        self._count = count
        named = self._words
        if count is not None:
            named = _("{name}, {count} found").format(name=self._words, count=count)
        self.setAccessibleName(named)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("body"))
        count = metrics.horizontalAdvance(f"  {self._count}") if self._count is not None else 0
        width = theme().px(30) + metrics.horizontalAdvance(self._words) + count + 2
        return QSize(width, max(theme().px(32), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme().px(96)), self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        metrics, look = QFontMetrics(theme().font("body")), theme()
        room = QRect(0, 0, max(self._room_for_words(width), look.px(48)), 10_000)
        words = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._words).height()
        return max(look.px(32), words + (look.px(10) if words > metrics.height() else 0))

    def _room_for_words(self, width: int) -> int:
        look = theme()
        count = "" if self._count is None else str(self._count)
        taken = QFontMetrics(look.font("body")).horizontalAdvance(count) + look.px(8) if count else 0
        return width - look.px(28) - taken

    def hitButton(self, pos: object) -> bool:
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = look.px(16)
        top = (self.height() - size) // 2
        box = QRectF(look.px(2) + 0.75, top + 0.75, size - 1.5, size - 1.5)
        on = self.isChecked()
        painter.setPen(QPen(look.colour("accent" if on else "ink"), max(1.5, look.px(1.5))))
        painter.setBrush(look.colour("accent" if on else "soft-accent" if self.underMouse() else "card"))
        painter.drawRoundedRect(box, look.px(3), look.px(3))
        if on:
            tick = look.px(14)
            icons.draw(painter, "check", look.colour("on-accent"), look.px(3), top + look.px(1), tick)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("ink"))
        count = "" if self._count is None else str(self._count)
        place = QRect(look.px(28), 0, self._room_for_words(self.width()), self.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, int(middle) | int(Qt.TextFlag.TextWordWrap), self._words)
        painter.setPen(look.colour("quiet"))
        painter.drawText(self.rect(), int(middle | Qt.AlignmentFlag.AlignRight), count)


class Select(QComboBox):
    """One of many, where chips would be too many: `codes` behind the words."""

    chosen = Signal(str)

    def __init__(
        self, accessible_name: str, choices: Iterable[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setView(QListView())
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_choices(choices)
        self.activated.connect(lambda _index: self.chosen.emit(self.code()))

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer others; the chosen code stays where it still exists."""
        kept = self.code()
        self.clear()
        for code, text in choices:
            self.addItem(text, code)
        self.set_code(kept)

    def code(self) -> str:
        """The code chosen; empty where there is nothing to choose."""
        return str(self.currentData() or "")

    def set_code(self, code: str) -> None:
        """Choose this one."""
        at = self.findData(code)
        if at >= 0:
            self.setCurrentIndex(at)

    def minimumSizeHint(self) -> QSize:
        # The longest choice is often longer than a small window.
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme().px(160)), hint.height())

    def wheelEvent(self, event: object) -> None:
        if hasattr(event, "ignore"):  # scrolling the page must not change an answer
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme()
        size = look.px(18)
        x, y = self.width() - size - look.px(10), (self.height() - size) / 2
        icons.draw(QPainter(self), "chevron-down", look.colour("ink"), x, y, size)


class SearchField(FieldFrame):
    """A line to search with: icon, words, the key that leads here, a cross once something is typed."""

    textEdited = Signal(str)
    submitted = Signal(str)

    def __init__(
        self, placeholder: str, icon: str = "search", key_hint: str | None = None,
        accessible_name: str | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 8, 2)
        row.setSpacing(10)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(accessible_name or placeholder)
        self.setAccessibleName(accessible_name or placeholder)
        row.addWidget(Icon(icon, 18))
        row.addWidget(self.line, 1)
        self._clear = IconButton("x", _("Clear what is typed"), small=True)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Esc does the same from the keyboard
        self._clear.clicked.connect(self.clear)
        row.addWidget(self._clear)
        self._cap = KeyHint(key_hint or "")
        row.addWidget(self._cap)
        self._key_hint = key_hint
        if key_hint:
            self.line.setAccessibleDescription(_("Key: {key}").format(key=key_hint))
        self.watch(self.line)
        self.line.textChanged.connect(self._settle)
        self.line.textEdited.connect(self.textEdited)
        self.line.returnPressed.connect(lambda: self.submitted.emit(self.text()))
        self._settle()

    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put words in, without `textEdited`."""
        self.line.setText(text)

    def clear(self) -> None:
        """Empty the line as if by hand."""
        if self.text():
            self.line.clear()
            self.textEdited.emit("")
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def _settle(self) -> None:
        self._clear.setVisible(bool(self.text()))
        roomy = self.width() >= theme().px(260)
        self._cap.setVisible(bool(self._key_hint) and not self.text() and roomy)


class PassphraseField(FieldFrame):
    """A passphrase: hidden until the eye is pressed."""

    textEdited = Signal(str)
    submitted = Signal()

    def __init__(self, accessible_name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 5, 2)
        row.setSpacing(4)
        self.line = QLineEdit()
        self.line.setAccessibleName(accessible_name)
        self.setAccessibleName(accessible_name)
        self.line.setPlaceholderText(placeholder)
        hints = Qt.InputMethodHint
        self.line.setInputMethodHints(
            hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase
        )
        row.addWidget(self.line, 1)
        self.eye = IconButton("eye", "")
        self.eye.clicked.connect(lambda: self.set_shown(not self.is_shown()))
        row.addWidget(self.eye)
        self.watch(self.line)
        self.eye.setProperty("ring_inside", True)
        self.line.textEdited.connect(self.textEdited)
        self.line.returnPressed.connect(self.submitted)
        self.set_shown(False)

    def text(self) -> str:
        """The passphrase as typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget it."""
        self.line.clear()
        self.set_shown(False)

    def set_text(self, text: str) -> None:
        """Put words in: a suggested passphrase."""
        self.line.setText(text)

    def is_shown(self) -> bool:
        """Whether it can be read on screen."""
        return self.line.echoMode() == QLineEdit.EchoMode.Normal

    def set_shown(self, shown: bool) -> None:
        """Show or hide the letters."""
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.set_icon("eye-off" if shown else "eye")
        self.eye.rename(_("Hide the passphrase") if shown else _("Show the passphrase"))
