"""Chips: a question and its few answers side by side, quick by mouse, by arrows and by letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui import icons
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ROUND, ring
from champion_desk.ui.widgets.labels import TitleLine


class Chip(QPushButton):
    """One round answer that is on or off; Space or Enter turns it."""

    def __init__(
        self, text: str, icon: str | None = None, key: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.words = text
        self.icon_name = icon
        self.key = (key or "").lower()
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if self.key:
            self.setAccessibleDescription(_("Key: {key}").format(key=self.key.upper()))
        ring(self, ROUND)

    def set_words(self, text: str) -> None:
        """Say something else: the timer's minutes run on."""
        self.words = text
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in arrows or event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()  # the group moves between its chips
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        look = theme()
        # Room for the bold of a chosen chip, so that nothing shifts when it is chosen.
        metrics = QFontMetrics(look.font("body", bold=True))
        icon = look.px(22) if self.icon_name else 0
        width = metrics.horizontalAdvance(self.words) + look.px(20) + icon
        height = max(look.px(32), metrics.height() + look.px(6))
        return QSize(max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        lively = self.isDown() or self.underMouse()
        if on:
            painter.setPen(QPen(look.colour("accent"), 1))
            painter.setBrush(look.colour("accent-hover" if lively else "accent"))
        else:
            painter.setPen(QPen(look.colour("edge"), 1))
            painter.setBrush(look.colour("soft-accent" if lively else "card"))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        self._paint_words(painter, look.font("body", bold=on))

    def _paint_words(self, painter: QPainter, font: QFont) -> None:
        look = theme()
        colour = look.colour("on-accent" if self.isChecked() else "ink")
        metrics = QFontMetrics(font)
        words = metrics.horizontalAdvance(self.words)
        icon = look.px(22) if self.icon_name else 0
        x = (self.width() - words - icon) // 2
        if self.icon_name:
            size = look.px(16)
            icons.draw(painter, self.icon_name, colour, x, (self.height() - size) / 2, size)
            x += icon
        painter.setFont(font)
        painter.setPen(colour)
        place = QRect(x, 0, words + 2, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self.words)
        at = self.words.lower().find(self.key) if self.key else -1
        if at >= 0:
            left = x + metrics.horizontalAdvance(self.words[:at])
            width = metrics.horizontalAdvance(self.words[at])
            baseline = (self.height() + metrics.ascent() - metrics.descent()) // 2 + look.px(3)
            painter.setPen(QPen(colour, look.px(1)))
            painter.drawLine(left, baseline, left + width - 1, baseline)


class ChipGroup(QWidget):
    """A question with chips for answers: one of them, or `several`; `optional` answers can be taken back.

    Tab enters and leaves the group, arrows move inside it, Space or Enter turns a chip, and where `keys` are
    given a chip's letter chooses it while the group has the focus.
    """

    changed = Signal()

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]],
        several: bool = False,
        optional: bool = False,
        hint: str = "",
        keys: Mapping[str, str] | None = None,
        icons: Mapping[str, str] | None = None,
        show_label: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._several, self._optional = several, optional or several
        self._label = label
        self._keys, self._icons = dict(keys or {}), dict(icons or {})
        self._chips: dict[str, Chip] = {}
        self.setAccessibleName(label)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        self._title = TitleLine(label, "strong", hint) if show_label else None
        if self._title is not None:
            outer.addWidget(self._title)
        self._place = QWidget(self)
        self._flow = FlowLayout(self._place, gap=6)
        outer.addWidget(self._place)
        outer.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other answers; what was chosen and still exists stays chosen."""
        kept = self.codes()
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for code, text in choices:
            chip = Chip(text, self._icons.get(code), self._keys.get(code), self._place)
            chip.setAccessibleName(_("{question}: {answer}").format(question=self._label, answer=text))
            chip.clicked.connect(self._clicked)
            chip.installEventFilter(self)
            self._flow.addWidget(chip)
            self._chips[code] = chip
        self.set_codes(kept)

    def codes(self) -> list[str]:
        """The codes chosen, in the order shown."""
        return [code for code, chip in self._chips.items() if chip.isChecked()]

    def code(self) -> str | None:
        """The one code chosen, if any."""
        return next(iter(self.codes()), None)

    def set_codes(self, codes: Iterable[str]) -> None:
        """Choose exactly these, without `changed`; unknown codes are passed over."""
        wanted = set(codes)
        for code, chip in self._chips.items():
            chip.setChecked(code in wanted)
        self._settle_tab_stop()

    def chip(self, code: str) -> Chip:
        """The chip of a code."""
        return self._chips[code]

    def set_hint(self, hint: str) -> None:
        """Say something else beside the question, where its words are shown."""
        self.setAccessibleDescription(hint)
        if self._title is not None:
            self._title.aside.setText(hint)
            self._title.aside.setVisible(bool(hint))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the chosen chip, else the first."""
        chip = self._tab_stop()
        if chip is not None:
            chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chips = self._in_sight()
        at = next((i for i, chip in enumerate(chips) if chip.hasFocus()), -1)
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if at >= 0 and event.key() in steps:
            chips[(at + steps[Qt.Key(event.key())]) % len(chips)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif at >= 0 and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            chips[0 if event.key() == Qt.Key.Key_Home else -1].setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._letter(event):
            super().keyPressEvent(event)

    def _letter(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        letter = event.text().lower()
        chip = next((chip for chip in self._chips.values() if letter and chip.key == letter), None)
        if chip is None or not plain:
            return False
        chip.setFocus(Qt.FocusReason.OtherFocusReason)
        chip.click()
        return True

    def _clicked(self) -> None:
        clicked = self.sender()
        if not self._several:
            for chip in self._chips.values():
                if chip is not clicked:
                    chip.setChecked(False)
            if not self._optional and isinstance(clicked, Chip):
                clicked.setChecked(True)
        self._settle_tab_stop()
        self.changed.emit()

    def _in_sight(self) -> list[Chip]:
        hidden = Qt.WidgetAttribute.WA_WState_ExplicitShowHide  # and not only waiting for its first show
        return [c for c in self._chips.values() if not (c.isHidden() and c.testAttribute(hidden))]

    def _tab_stop(self) -> Chip | None:
        chips = self._in_sight()
        focused = next((chip for chip in chips if chip.hasFocus()), None)
        return focused or next((chip for chip in chips if chip.isChecked()), chips[0] if chips else None)

    def _settle_tab_stop(self) -> None:
        stop = self._tab_stop()
        if stop is not None:
            self.setFocusProxy(stop)
        for chip in self._chips.values():
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is stop else Qt.FocusPolicy.ClickFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._settle_tab_stop()
        return False
