"""The left side of the handouts page: the gallery, and below it what concerns all sheets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from champion_desk.i18n import _, ngettext
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.handout_gallery import Gallery
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import EmptyState
from champion_desk.ui.widgets.scroll import Scroll


class GalleryPane(QWidget):
    """Its parts tell the page what is asked for."""

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        self.gallery = Gallery()
        self.scroll_area = Scroll(self.gallery)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing_found = EmptyState(
            "search", _("Nothing found"), _("Try another word for it."), _("Show all handouts")
        )
        nothing = Scroll(margin=0)
        nothing.body.addWidget(self.nothing_found)
        self._found = QStackedWidget()
        self._found.addWidget(self.scroll_area)
        self._found.addWidget(nothing)
        rows.addWidget(self._found, 1)
        place = QWidget()
        flow = FlowLayout(place, gap=8)
        self.review_button = LinkButton(_("Sheets to check"), "list-checks", quiet=True)
        self.intake_button = LinkButton(_("Take in a handout…"), "download", quiet=True)
        self.write_button = LinkButton(_("Write one"), "pencil", quiet=True)
        self.poster_button = LinkButton(_("Make a poster…"), "printer", quiet=True)
        for button in (self.write_button, self.review_button, self.intake_button, self.poster_button):
            flow.addWidget(button)
        rows.addWidget(place)

    def show_due(self, count: int) -> None:
        """Say how many sheets should be looked at again."""
        said = _("Sheets to check")
        if count:
            said = ngettext("{count} sheet to check", "{count} sheets to check", count).format(count=count)
        self.review_button.setText(said)
        self.review_button.set_icon("triangle-alert" if count else "list-checks")

    def show_found(self, slugs: Sequence[str]) -> None:
        """Show these, or that nothing was found."""
        self.gallery.show_only(slugs)
        self._found.setCurrentIndex(0 if slugs else 1)
