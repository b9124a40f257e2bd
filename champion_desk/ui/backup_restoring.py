"""What is in sight while a backup takes the place of the desk, and the work itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QProgressBar

from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.backdrop import Backdrop, Sheet
from champion_desk.ui.backup_words import restored_words
from champion_desk.ui.sitting import Sitting
from champion_desk.ui.widgets.labels import PlainLabel


class Restoring(Backdrop):
    """Nothing can be done here: it is over in a moment, and closing the window waits for it."""

    def __init__(self) -> None:
        sheet = Sheet()
        super().__init__(sheet, 460)
        sheet.body.setSpacing(10)
        sheet.body.addWidget(PlainLabel(_("Putting the backup in place…"), "title"))
        sheet.body.addWidget(
            PlainLabel(_("What is here now is kept aside first. This takes a moment."), "body")
        )
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(_("Progress"))
        sheet.body.addWidget(bar)

    def focus_first(self) -> None:
        announce(self, _("Putting the backup in place…"))


def put_in_place(sitting: Sitting, folder: Path, backup: Path, secret: str) -> str:
    """Close the desk with one last backup, then restore; what to say at the door. Called on the worker."""
    from champion_desk.services.desks import DeskService  # as everywhere at the door

    sitting.close("restore")
    aside = DeskService(folder).restore(backup, secret)
    return restored_words(aside)
