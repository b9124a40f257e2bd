"""The strip under the directory: the visitor's shortlist, to print, send or clear; favourites; searches."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from champion_desk.domain.directory import Listing
from champion_desk.i18n import _, ngettext
from champion_desk.ui.announce import announce
from champion_desk.ui.directory_search import Mode
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.recent_searches import RecentSearches
from champion_desk.ui.visit import Visit
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel


class ShortlistStrip(QWidget):
    """Not there while there is nothing to show. A shortlist cleared by hand can be put back for a moment."""

    print_asked = Signal()
    send_asked = Signal()
    favourites_asked = Signal()

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self._favourites = 0
        self._mode: Mode = "wide"
        self._is_typed = False
        self._visit = visit
        self._cleared: tuple[Listing, ...] = ()
        self._own = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(gap=12)
        self._icon = Icon("list-checks", 18)
        flow.addWidget(self._icon)
        self.words = PlainLabel("", "body", wrap=False)
        self.print_button = LinkButton(_("Print the shortlist"))
        self.send_button = LinkButton(_("Send it"))
        self.send_button.setAccessibleName(_("Send the shortlist as a text, an e-mail or a code"))
        self.clear_button = LinkButton(_("Clear"), quiet=True)
        self.clear_button.setAccessibleName(_("Clear the shortlist"))
        self.back_button = LinkButton(_("Put it back"))
        self.favourites_button = LinkButton("", "star")
        self.searches = RecentSearches(visit)
        for widget in (
            *(self.words, self.print_button, self.send_button, self.clear_button, self.back_button),
            *(self.favourites_button, self.searches),
        ):
            flow.addWidget(widget)
        row.addLayout(flow, 1)
        self.print_button.clicked.connect(self.print_asked)
        self.send_button.clicked.connect(self.send_asked)
        self.favourites_button.clicked.connect(self.favourites_asked)
        self.clear_button.clicked.connect(self.clear)
        self.back_button.clicked.connect(self._put_back)
        visit.changed.connect(self._show)
        visit.searched.connect(self._show)
        self._show()

    def clear(self) -> None:
        """Take everything off the shortlist; it can be put back until something else happens."""
        kept = self._visit.shortlist
        self._change(kept)
        self._cleared = kept
        self._show()
        announce(self, self.words.text())
        self.back_button.setFocus()

    def _put_back(self) -> None:
        kept, self._cleared = self._cleared, ()
        self._change(kept)
        self._show()
        self.print_button.setFocus()

    def _change(self, listings: tuple[Listing, ...]) -> None:
        self._own = True
        try:
            for listing in listings:
                self._visit.toggle_shortlist(listing)
        finally:
            self._own = False

    @property
    def is_changing(self) -> bool:
        """Whether the visit changes by this strip's own hand."""
        return self._own

    def _show(self) -> None:
        if self._own:
            return
        count = len(self._visit.shortlist)
        if count:
            self._cleared = ()
            said = ngettext("Shortlist: {count} place", "Shortlist: {count} places", count)
            self.words.setText(said.format(count=count))
        elif self._cleared:
            self.words.setText(_("The shortlist is empty now."))
        listed = count > 0 or bool(self._cleared)
        self._icon.setVisible(listed)
        self.words.setVisible(listed)
        self.print_button.setVisible(count > 0)
        self.send_button.setVisible(count > 0)
        self.clear_button.setVisible(count > 0)
        self.back_button.setVisible(bool(self._cleared))
        wide, narrow = self._mode == "wide", self._mode == "narrow"
        kept = self._favourites > 0 and (wide or not (self._is_typed or (narrow and listed)))
        self.favourites_button.setVisible(kept)
        again = bool(self._visit.searches) and not self._is_typed and (wide or not listed)
        self.searches.setVisible(again)
        self.setVisible(listed or kept or again)

    def make_room(self, mode: Mode, is_typed: bool) -> None:
        """Leave out what there is no room for beside the answers. While someone types, nothing may come or go
        below: searches stand there before the first letter only."""
        if (mode, is_typed) != (self._mode, self._is_typed):
            self._mode, self._is_typed = mode, is_typed
            self._show()

    def show_favourites(self, count: int) -> None:
        """How many favourites there are to look at."""
        self._favourites = count
        said = ngettext("{count} favourite", "{count} favourites", count).format(count=count)
        if self.favourites_button.text() != said:
            self.favourites_button.setText(said)
        self._show()

    def forget(self) -> None:
        """The visitor has gone: nothing can be put back."""
        self._cleared = ()
        self._show()
