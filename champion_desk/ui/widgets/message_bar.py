"""The one message line under every page: what just happened, and Undo where it can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.theme import Tone, theme
from champion_desk.ui.widgets.buttons import IconButton, LinkButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel


class MessageBar(QFrame):
    """Shows one sentence at a time and says it aloud; at rest it shows the state of the store."""

    acted = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Messages"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(theme().px(40))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(14)
        self._icon = Icon("hard-drive", 16, "quiet")
        self._label = PlainLabel("", "quiet")
        self.action = LinkButton("", quiet=True)
        self._dismiss = IconButton("x", _("Close this message"), small=True)
        row.addWidget(self._icon)
        row.addWidget(self._label)
        row.addWidget(self.action)
        row.addStretch(1)
        row.addWidget(self._dismiss)
        self._act: Callable[[], None] | None = None
        self._resting = ("", "hard-drive")
        self.action.clicked.connect(self._acted)
        self._dismiss.clicked.connect(self.rest)
        self.rest()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setMinimumHeight(theme().px(40))

    def text(self) -> str:
        """The sentence in sight."""
        return self._label.text()

    def set_resting(self, text: str, icon: str = "hard-drive") -> None:
        """What the line says when nothing else is to be said; never spoken by itself."""
        was_resting = self.text() == self._resting[0]
        self._resting = (text, icon)
        if was_resting:
            self.rest()

    def say(
        self, text: str, icon: str = "check", tone: Tone | None = None,
        action: tuple[str, Callable[[], None]] | None = None,
    ) -> None:  # fmt: skip
        """Show and speak a sentence; `action` is a word such as Undo, and what it does."""
        self._act = action[1] if action else None
        self._show(text, icon, tone)
        self.action.setText(action[0] if action else "")
        self.action.setVisible(action is not None)
        self.action.updateGeometry()
        self._dismiss.show()
        announce(self, text, assertive=tone == "could-not")
        self.said.emit(text)

    def rest(self) -> None:
        """Back to the resting sentence."""
        self._act = None
        self.action.hide()
        self._dismiss.hide()
        self._show(*self._resting, None)

    def _show(self, text: str, icon: str, tone: Tone | None) -> None:
        self._label.setText(text)
        self._label.set_tone(tone)
        # What can be done stands right behind the sentence; without it the sentence has the whole line.
        self._row.setStretch(self._row.indexOf(self._label), 0 if self._act else 1)
        self._row.setStretch(self._row.indexOf(self.action) + 1, 1 if self._act else 0)
        self._icon.set_icon(icon, tone or "quiet")
        self._icon.setVisible(bool(text))

    def _acted(self) -> None:
        act = self._act
        self.rest()
        self.acted.emit()
        if act is not None:
            act()
