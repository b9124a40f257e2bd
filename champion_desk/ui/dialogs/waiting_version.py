"""Asks about a newer version of a list that would change much: what is odd, which places, yes or no."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.directory import ImportPreview
from champion_desk.i18n import _
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.differences import differences_table, tiles
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.source_words import doubt_words
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel


class WaitingVersionDialog(Dialog):
    """`agreed`: take it in. `left`: keep the list as it is. Esc leaves it waiting."""

    agreed = Signal()
    left = Signal()

    def __init__(self, preview: ImportPreview, parent: QWidget) -> None:
        title = _("What would change in “{name}”").format(name=preview.source.name)
        super().__init__(parent, title, _("Yes, take it in"), _("Decide later"), width=760)
        self.body.addWidget(AlertBox(doubt_words(preview.doubts)))
        self.body.addWidget(tiles(preview))
        self.body.addWidget(
            PlainLabel(_("Look at some of them. Is that what you expect? You can go back one step later."))
        )
        self.table = differences_table(preview.differences)
        self.body.addWidget(self.table)
        self.keep = SecondaryButton(_("No, keep the list as it is"), "x")
        self.keep.clicked.connect(self._leave)
        self.add_button(self.keep)
        self.accepted.connect(self.agreed)
        self.out.setFocus()

    def _leave(self) -> None:
        self.left.emit()
        self.reject()
