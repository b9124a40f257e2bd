"""One question of a form: its words with a quiet hint, its field, and what is wrong with the answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel


class ProblemLine(QWidget):
    """What is wrong with the field above it, or a note on it; not there while nothing is to be said."""

    def __init__(self, is_note: bool = False) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        icon, tone = ("info", "quiet") if is_note else ("circle-alert", "could-not")
        row.addWidget(Icon(icon, 18, tone), 0, Qt.AlignmentFlag.AlignTop)
        self._words = PlainLabel("", "quiet") if is_note else PlainLabel("", "small-strong", tone="could-not")
        row.addWidget(self._words, 1)
        self.hide()

    def text(self) -> str:
        """The sentence shown, or nothing."""
        return self._words.text()

    def set_text(self, sentence: str) -> None:
        """Say what is wrong, or that nothing is."""
        self._words.setText(sentence)
        self.setVisible(bool(sentence))


class Question(QWidget):
    """Ties words, field and problem together; leave the words out for chips, which bring their own."""

    def __init__(self, field: QWidget, words: str = "", hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._hint = PlainLabel(hint, "quiet", parent=self)
        self._hint.setVisible(bool(hint))
        field.setAccessibleDescription(hint)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        if words:
            line = FlowLayout(gap=6)
            label = PlainLabel(words, "strong")
            label.setBuddy(field)
            line.addWidget(label)
            line.addWidget(self._hint)
            outer.addLayout(line)
        outer.addWidget(field)
        beneath = getattr(field, "scan_line", None)
        if isinstance(beneath, QWidget):  # a free text: what looks personal is said right under it
            outer.addWidget(beneath)
        self._problem = ProblemLine()
        outer.addWidget(self._problem)
        outer.addStretch(1)

    def set_hint(self, hint: str) -> None:
        """Say something else beside the words."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def problem(self) -> str:
        """What is wrong with the answer, or nothing."""
        return self._problem.text()

    def set_problem(self, sentence: str, focus: bool = False) -> None:
        """Say what is wrong, by eye and by ear; `focus` puts the keyboard on the field."""
        self._problem.set_text(sentence)
        self.field.setAccessibleDescription(" ".join(part for part in (sentence, self._hint.text()) if part))
        self.field.setProperty("wrong", bool(sentence))
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        if sentence and focus:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self.field, sentence, assertive=True)
