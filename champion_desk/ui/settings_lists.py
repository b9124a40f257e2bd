"""Settings: the way to the lists that belong to the council."""

from __future__ import annotations

from PySide6.QtCore import Qt

from champion_desk.i18n import _
from champion_desk.ui.context import Context
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class ListsCard(Card):
    """Says what can be done there, and opens the page."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Lists"), "list-checks")
        words = _(
            "Topics, outcomes, areas, counting keys and the rest: name them as your council does, and share "
            "them with your other desks."
        )
        self.body.addWidget(PlainLabel(words, "quiet"))
        self.open = SecondaryButton(_("Open the lists"), "list-checks")
        self.open.clicked.connect(lambda: context.window.go_to("lists"))
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
