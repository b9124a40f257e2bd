"""Settings: the way to where the directory comes from."""

from __future__ import annotations

from PySide6.QtCore import Qt

from champion_desk.i18n import _
from champion_desk.ui.context import Context
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class SourcesCard(Card):
    """Says what can be done there, and opens the page."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Directory sources"), "globe")
        words = _("Where the places come from, and when each list was last brought up to date.")
        self.body.addWidget(PlainLabel(words, "quiet"))
        self.open = SecondaryButton(_("Open the sources"), "globe")
        self.open.clicked.connect(lambda: context.window.go_to("sources"))
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
