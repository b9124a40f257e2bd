"""A line that says what is wrong and what to do, where there is no message bar: spoken at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from champion_desk.ui.announce import announce
from champion_desk.ui.problems import trouble_of
from champion_desk.ui.theme import Tone
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel

_ICONS: dict[Tone, str] = {"could-not": "circle-alert", "done": "circle-check", "partly": "triangle-alert"}


class Complaint(QWidget):
    """Empty and out of the way until something is to be said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._icon = Icon("circle-alert", 18, "could-not")
        self._label = PlainLabel("", "small-strong")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()

    def text(self) -> str:
        """What it says now."""
        return self._label.text()

    def say(self, sentence: str, tone: Tone = "could-not") -> None:
        """Show and speak a sentence."""
        self._label.setText(sentence)
        self._label.set_tone(tone)
        self._icon.set_icon(_ICONS.get(tone, "info"), tone)
        self.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, assertive=tone == "could-not")

    def say_error(self, error: BaseException) -> None:
        """Show and speak what is wrong."""
        self.say(trouble_of(error).sentence)

    def clear(self) -> None:
        """Nothing is wrong."""
        self.say("")
