"""The buttons over a list: what can be done with the line the keyboard is on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from champion_desk.i18n import _
from champion_desk.services.lists import OFFERED, ListLine
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton


class ListActs(QWidget):
    """Nothing here does anything itself: each says what is wanted."""

    added = Signal()
    changed = Signal()
    moved = Signal(int)
    merged = Signal()
    retired = Signal()
    brought_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = FlowLayout(self, gap=8)
        self.add = PrimaryButton(_("Add"), "plus")
        self.change = SecondaryButton(_("Change"), "pencil", _("Enter"))
        self.up = IconButton("chevron-up", _("Move up, Alt and up"))
        self.down = IconButton("chevron-down", _("Move down, Alt and down"))
        self.merge = SecondaryButton(_("Count as another…"))
        self.retire = SecondaryButton(_("Stop offering"), "x", _("Delete"))
        self.back = SecondaryButton(_("Offer again"), "undo-2")
        self.add.clicked.connect(self.added)
        self.change.clicked.connect(self.changed)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.merge.clicked.connect(self.merged)
        self.retire.clicked.connect(self.retired)
        self.back.clicked.connect(self.brought_back)
        for button in (self.add, self.change, self.up, self.down, self.merge, self.retire, self.back):
            row.addWidget(button)

    def show_for(self, line: ListLine | None, place: int, count: int) -> None:
        """Offer what makes sense for a line, which stands at a place among so many that are offered."""
        is_offered = line is not None and line.state == OFFERED
        self.change.setEnabled(line is not None)
        self._enable(self.up, is_offered and place > 0)
        self._enable(self.down, is_offered and place < count - 1)
        can_go = line is not None and is_offered and not line.needed
        self.merge.setEnabled(can_go and count > 1)
        self.retire.setEnabled(can_go)
        self.retire.setVisible(line is None or is_offered)
        self.back.setVisible(line is not None and not is_offered)

    def _enable(self, button: QPushButton, enabled: bool) -> None:
        """A button that is pressed again and again does not lose the keyboard at the end of the list."""
        if button.hasFocus() and not enabled:
            other = self.down if button is self.up else self.up
            other.setEnabled(True)
            other.setFocus()
        button.setEnabled(enabled)
