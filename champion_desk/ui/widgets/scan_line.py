"""The line under a free text that looks personal: what was found, mask it, or say that it is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from champion_desk.i18n import _, ngettext
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import looks_like_text


class ScanLine(QWidget):
    """Not there while nothing is found. It says what is found, or asks once, before the text is saved."""

    mask_asked = Signal()
    leave_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_asking = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        self._sign = QWidget()
        sign = QHBoxLayout(self._sign)
        sign.setContentsMargins(0, 0, 0, 0)
        sign.addWidget(Icon("shield-alert", 18, "partly"))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        place = QWidget()
        parts = FlowLayout(place, gap=8)
        row.addWidget(place, 1)
        self._words = PlainLabel("", "small-strong", tone="partly")
        parts.addWidget(self._words)
        self.mask_button = SecondaryButton("", key_hint=_("Alt M"), small=True)
        self.leave_button = SecondaryButton("", key_hint=_("Alt N"), small=True)
        self.back_button = SecondaryButton(_("Go back"), key_hint=_("Esc"), small=True)
        for button, asked in (
            (self.mask_button, self.mask_asked),
            (self.leave_button, self.leave_asked),
            (self.back_button, self.back_asked),
        ):
            button.clicked.connect(asked)
            button.installEventFilter(self)
            parts.addWidget(button)
        self._level()
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "back_button"):
            self._level()

    def _level(self) -> None:
        """Sign and words as high as the buttons, so that all stand on one line."""
        self._sign.setFixedHeight(theme().px(32))
        self._words.setMinimumHeight(theme().px(32))

    def text(self) -> str:
        """The sentence shown, or nothing."""
        return self._words.text() if not self.isHidden() else ""

    def say(self, kinds: Sequence[str], asking: bool = False) -> str:
        """Show what was found, as a warning or as the question before saving; the sentence."""
        self.is_asking = asking and bool(kinds)
        self.setVisible(bool(kinds))
        if not kinds:
            self._words.setText("")
            return ""
        count, found = len(kinds), looks_like_text(kinds)
        self._words.setText(_("{found} Save it as it is?").format(found=found) if self.is_asking else found)
        if self.is_asking:
            self._name(self.mask_button, _("Mask and save"))
            self._name(self.leave_button, _("Not personal: save as it is"))
        else:
            self._name(self.mask_button, ngettext("Mask it", "Mask them", count))
            self._name(self.leave_button, ngettext("It is not: leave it", "They are not: leave them", count))
        self.back_button.setVisible(self.is_asking)
        return self._words.text()

    def _name(self, button: SecondaryButton, words: str) -> None:
        button.setText(words)
        button.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc answers the question before it closes anything round it."""
        if self.is_asking and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.back_asked.emit()
                return True
        return False
