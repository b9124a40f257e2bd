"""What the strip under the directory offers besides the shortlist: favourites and the last searches."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.favourites import FavouritesDialog
from champion_desk.ui.directory_pane import DetailsPane
from champion_desk.ui.directory_search import SearchBar
from champion_desk.ui.directory_shortlist import ShortlistStrip


class KeptAtHand(QObject):
    """`show_asked` with the id of a favourite to show, `search_asked` with words to look for again."""

    show_asked = Signal(str)
    search_asked = Signal(str)

    def __init__(
        self, context: Context, strip: ShortlistStrip, details: DetailsPane, search: SearchBar, page: QWidget
    ) -> None:
        super().__init__(page)
        self._context, self._strip, self._details, self._search = context, strip, details, search
        self._page = page
        strip.favourites_asked.connect(self.open_favourites)
        strip.searches.asked.connect(self._search_again)
        self.show_favourites()

    def show_favourites(self) -> None:
        """How many there are, and whether the place shown is one."""
        favourites, match = self._context.services.favourites.all(), self._details.match
        self._strip.show_favourites(len(favourites))
        self._details.show_favourite(match is not None and "mine" in favourites.whose(match.listing.id))

    def remember(self) -> None:
        """What is typed now has found something."""
        self._context.visit.remember_search(self._search.words.text(), self._search.near.text())

    def open_favourites(self) -> None:
        """Show the places kept at hand."""
        dialog = FavouritesDialog(self._context, self._page)
        dialog.show_asked.connect(self.show_asked)
        dialog.open()

    def _search_again(self, words: str, near: str) -> None:
        self._search.near.set_text(near)
        self.search_asked.emit(words)
        self._search.words.line.setFocus()
