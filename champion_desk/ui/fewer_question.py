"""The question a smaller number brings in the catch-up grid: take some away, or keep what is counted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.i18n import _, ngettext
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel


class FewerQuestion(QWidget):
    """`place` is the cell it asks about, `fewer` how many would go."""

    take_away = Signal()
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.place = (0, 0)
        self.fewer = 0
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        self.words = PlainLabel("", "strong")
        body.addWidget(self.words)
        row = QWidget()
        line = FlowLayout(row, gap=8)
        self.away = SecondaryButton("", "minus")
        self.away.clicked.connect(self.take_away)
        self.keep = SecondaryButton("", None, _("Esc"))
        self.keep.clicked.connect(self.kept)
        line.addWidget(self.away)
        line.addWidget(self.keep)
        body.addWidget(row)
        self.hide()

    @property
    def is_asking(self) -> bool:
        """Whether it stands there."""
        return not self.isHidden()

    def ask(self, place: tuple[int, int], cell: str, counted: int, typed: int) -> None:
        """Ask about a cell."""
        self.place, self.fewer = place, counted - typed
        self.words.setText(
            _("{cell}: {counted} are counted already, and you typed {typed}.").format(
                cell=cell, counted=counted, typed=typed
            )
        )
        self.away.setText(
            ngettext("Take {count} away", "Take {count} away", self.fewer).format(count=self.fewer)
        )
        self.keep.setText(ngettext("Keep {count}", "Keep {count}", counted).format(count=counted))
        self.show()
        self.away.setFocus()
        announce(self, self.words.text(), assertive=True)

    def leave(self) -> None:
        """Ask no more."""
        self.hide()
