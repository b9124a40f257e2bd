"""What every view beside the training overview is: a heading, a way back, and what it shows below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.training_overview import row_of
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll


class TrainingView(QWidget):
    """Put cards into `body`. `ended` when it is left; `start` shows it anew."""

    ended = Signal()

    def __init__(self, context: Context, title: str, note: str = "") -> None:
        super().__init__()
        self.context = context
        self._title = title
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll()
        outer.addWidget(scroll)
        self.body = scroll.body
        self.back = SecondaryButton(_("Back"), "arrow-left")
        self.back.clicked.connect(self.ended)
        self.body.addWidget(row_of(PlainLabel(title, "title", wrap=False), self.back))
        self.note = PlainLabel(note, "quiet")
        self.note.setVisible(bool(note))
        self.body.addWidget(self.note)

    def start(self) -> None:
        """Show it, and say so."""
        self.load()
        announce(self, " ".join(part for part in (self._title, self.note.text()) if part))
        self.focus_first()

    def load(self) -> None:
        """Read what it shows again."""

    def focus_first(self) -> None:
        """The keyboard stands where one begins."""
        self.back.setFocus()
