"""The directory: find the right local place while somebody waits, give it to them, keep it right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from champion_desk.domain.directory import DirectoryQuery, Listing, ListingMatch, Source
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.import_list import ImportDialog
from champion_desk.ui.directory_facets import Facets
from champion_desk.ui.directory_list import ListingModel, ListingView
from champion_desk.ui.directory_pane import DetailsPane
from champion_desk.ui.directory_search import Mode, SearchBar
from champion_desk.ui.directory_shortlist import ShortlistStrip
from champion_desk.ui.page import Page
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import PrimaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState

NAME = "directory"
ORDER = 3
ICON = "map-pin"

_WIDE, _MEDIUM = 980, 600  # of the page, in pixels at 100 % text size
_SETTLED = 700  # milliseconds without a keystroke, then the count is spoken
_DETAILS_AFTER = 40
_ALL = 100_000


def title() -> str:
    """The page's word in the rail."""
    return _("Directory")


class DirectoryPage(Page):
    """Search, narrow, read, give. `enter(listing=id)` shows one place, `enter(text=words)` searches."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._mode: Mode = "wide"
        self._sources: dict[str, Source] | None = None
        self._stale = True
        self._busy_with_visit = False
        self._details_open = False
        self._build()
        self._connect()

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.setSpacing(12)
        self.search = SearchBar()
        self.facets = Facets(self.context.services.catalogues)
        self.model = ListingModel(self.context.visit.shortlist_has, self)
        self.view = ListingView(self.model)
        self.details = DetailsPane(self.context.visit, self.context.services.catalogues)
        self.strip = ShortlistStrip(self.context.visit)
        self.nothing_found = _nothing_found()
        self.results = QStackedWidget()
        self.results.addWidget(self.view)
        self.results.addWidget(self.nothing_found)
        self._results_card = Card()
        self._results_card.layout().setContentsMargins(1, 6, 1, 6)
        self._results_card.body.addWidget(self.results)
        panes = QWidget()
        self._panes = QHBoxLayout(panes)
        self._panes.setContentsMargins(0, 0, 0, 0)
        self._panes.setSpacing(16)
        self._panes.addWidget(self.facets, 0)
        self._panes.addWidget(self._results_card, 46)
        self._panes.addWidget(self.details, 45)
        self.empty = self._no_listings()
        self.whole = QStackedWidget()
        self.whole.addWidget(panes)
        self.whole.addWidget(self.empty)
        rows.addWidget(self.search)
        rows.addWidget(self.whole, 1)
        rows.addWidget(self.strip)

    def _no_listings(self) -> Card:
        card = Card()
        button = PrimaryButton(_("Import a list…"), "upload")
        self.empty_state = EmptyState(
            "map-pin",
            _("No places yet"),
            _("Bring in a list of local help: a spreadsheet, or a council’s Open Referral feed."),
            button,
        )
        self.empty_state.acted.connect(self.import_list)
        card.body.addWidget(self.empty_state)
        return card

    def _connect(self) -> None:
        self._details_timer = _timer(self, _DETAILS_AFTER, self.show_details)
        self._settled_timer = _timer(self, _SETTLED, self._settled)
        self.search.edited.connect(self._edited)
        self.search.left_below.connect(self._go_to_list)
        self.search.filter_toggled.connect(lambda _on: self._lay_out())
        self.facets.changed.connect(self._facets_changed)
        self.facets.import_asked.connect(self.import_list)
        self.nothing_found.acted.connect(self.clear_filters)
        self.view.chosen.connect(lambda _match: self._details_timer.start())
        self.view.opened.connect(lambda _match: self.open_details())
        self.view.left_top.connect(lambda: self.search.words.line.setFocus())
        self.details.shortlist_asked.connect(self.toggle_shortlist)
        self.details.signpost_asked.connect(self.signpost)
        self.details.print_asked.connect(self.print_listing)
        self.details.still_right_asked.connect(self.still_right)
        self.details.back_asked.connect(self.step_back)
        self.strip.print_asked.connect(self.print_shortlist)
        self.context.visit.changed.connect(self._visit_changed)
        self.context.changes.changed.connect(self._changed)
        QShortcut(QKeySequence("Alt+R"), self).activated.connect(self.still_right)

    # Searching

    def search_now(self, text: str) -> int:
        """Search for words as if they were typed; how many places there are."""
        self.search.words.set_text(text)
        self._edited()
        return self.model.rowCount()

    def query(self) -> DirectoryQuery:
        """What is asked for now."""
        chips = set(self.search.chips.codes())
        facets = self.facets.chosen()
        if "free" in chips:
            facets["free"] = frozenset({"free"})
        return DirectoryQuery(
            self.search.words.text(),
            self.search.near.text(),
            open_now="open" in chips,
            facets=facets,
            limit=_ALL,
        )

    def _edited(self) -> None:
        phone = self.facets.groups["access"]
        others = phone.codes() - {"phone"}
        phone.set_codes(others | {"phone"} if "phone" in self.search.chips.codes() else others)
        self._search()

    def _facets_changed(self) -> None:
        chips = set(self.search.chips.codes()) - {"phone"}
        self.search.chips.set_codes(chips | (self.facets.groups["access"].codes() & {"phone"}))
        self._search(keep=True)

    def _search(self, keep: bool = False) -> None:
        self._stale = False
        directory = self.context.services.directory
        kept = self.view.match() if keep else None
        answer = directory.search(self.query())
        total = directory.count()
        self.model.set_matches(answer.matches)
        row = self.model.row_of(kept.listing.id) if kept else 0
        self.view.select_row(max(row, 0))
        if row <= 0:
            self.view.scrollToTop()
        self.facets.show_counts(answer.facets)
        self.search.show_count(answer.total, total)
        self.search.show_filters(self._filters())
        self.results.setCurrentIndex(0 if answer.matches else 1)
        self.whole.setCurrentIndex(0 if total else 1)
        self._near_unknown = answer.near_unknown
        if not answer.near_unknown:
            self.search.show_near_problem(False)
        self._settled_timer.start()
        self._details_timer.start()

    def _filters(self) -> int:
        return self.facets.count() + len(set(self.search.chips.codes()) - {"phone"})

    def _settled(self) -> None:
        if not self.isVisible():
            return
        problem = self.search.show_near_problem(self._near_unknown)
        announce(self, problem or self.search.count.text())

    def clear_filters(self) -> None:
        """Nothing narrows the search any more; where nothing did, the words go too."""
        if not self._filters() and not self.search.near.text().strip():
            self.search.words.set_text("")
        self.facets.clear()
        self.search.chips.set_codes(())
        self.search.near.set_text("")
        self._search()
        self.search.words.line.setFocus()

    def _go_to_list(self) -> None:
        if self.model.rowCount() and self.results.isVisible():
            self.view.setFocus()
