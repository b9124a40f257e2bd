"""Takes the log out into a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from champion_desk.domain.log_query import LogQuery
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog


class ExportLogDialog(Dialog):
    """Asks what to take out."""

    def __init__(self, context: Context, query: LogQuery, parent: QWidget) -> None:
        super().__init__(parent, "", "")
