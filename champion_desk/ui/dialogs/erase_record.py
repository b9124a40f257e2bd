"""Asks before my whole training record is erased for good."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from champion_desk.i18n import _
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.erasing import ErasingDialog


class EraseRecordDialog(ErasingDialog):
    """Says what goes, and what stays."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        sentences = (
            _("Your ratings, courses, certificates, badges, plan and exercises go."),
            _("The sessions you logged stay: they are the desk's."),
            _("This can't be undone. Export your record first if you may want it again."),
        )
        title, erase = _("Erase my training record for good?"), context.services.learning.record.erase
        super().__init__(context, parent, title, sentences, erase)
