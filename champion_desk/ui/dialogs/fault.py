"""What support needs when something of ours went wrong: where it happened, never what a record says."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from champion_desk import NAME, VERSION
from champion_desk.i18n import _
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.problems import Trouble
from champion_desk.ui.widgets.fields import TextArea
from champion_desk.ui.widgets.labels import PlainLabel


class FaultDialog(Dialog):
    """Shows the details and copies them."""

    def __init__(self, trouble: Trouble, parent: QWidget) -> None:
        super().__init__(parent, _("Something went wrong"), _("Copy details"), _("Close"))
        self._details = f"{NAME} {VERSION}\n{trouble.details or trouble.sentence}"
        self.body.addWidget(PlainLabel(trouble.sentence, "strong"))
        self.body.addWidget(
            PlainLabel(
                _("Send these lines to whoever looks after Champion Desk. They hold no names or notes.")
            )
        )
        self.lines = TextArea(_("Details for support"), lines=9)
        self.lines.setReadOnly(True)
        self.lines.setPlainText(self._details)
        self.body.addWidget(self.lines)

    def submit(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self.complaint.say(_("Copied."), "done")
