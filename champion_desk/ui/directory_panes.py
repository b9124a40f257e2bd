"""The three panes of the directory side by side, or fewer of them at a time where there is less room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from champion_desk.i18n import _
from champion_desk.ui.directory_facets import Facets
from champion_desk.ui.directory_list import ListingView
from champion_desk.ui.directory_pane import DetailsPane
from champion_desk.ui.directory_search import Mode
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.scroll import Scroll

_NO_LIMIT = 16_777_215


class DirectoryPanes(QWidget):
    """Filters, what was found, and the details of the place chosen."""

    def __init__(self, facets: Facets, view: ListingView, details: DetailsPane) -> None:
        super().__init__()
        self._facets, self._view, self._details = facets, view, details
        self.nothing_found = EmptyState(
            "search",
            _("Nothing found"),
            _("Try fewer words, another word for it, or a place further away."),
            _("Clear the filters"),
        )
        self._results = QStackedWidget()
        self._results.addWidget(view)
        nothing = Scroll(margin=0)
        nothing.body.addWidget(self.nothing_found)
        self._results.addWidget(nothing)
        self._found = SnugCard(1, 6)
        self._found.body.addWidget(self._results)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(facets, 0)
        row.addWidget(self._found, 46)
        row.addWidget(details, 45)

    def show_found(self, anything: bool, narrowed: bool) -> None:
        """Show the list, or what to try where nothing was found."""
        self._results.setCurrentIndex(0 if anything else 1)
        if not anything and self.nothing_found.button is not None:
            self.nothing_found.button.setText(_("Clear the filters") if narrowed else _("Clear the search"))
            self.nothing_found.button.updateGeometry()

    def lay_out(self, mode: Mode, filtering: bool, reading: bool) -> None:
        """Wide: all three. Medium: the filters or the details beside the list. Narrow: one at a time."""
        wide, narrow = mode == "wide", mode == "narrow"
        filtering = filtering and not wide
        reading = reading and narrow and not filtering
        self._facets.setVisible(wide or filtering)
        self._found.setVisible(not reading and not (narrow and filtering))
        self._details.setVisible(wide or reading or not (narrow or filtering))
        self._details.back.setVisible(reading)
        self._details.set_narrow(narrow)
        if narrow:
            self._facets.setMinimumWidth(0)
            self._facets.setMaximumWidth(_NO_LIMIT)
        else:
            self._facets.setFixedWidth(self._facets.wanted_width())


class NoListings(Card):
    """What an empty directory says; `import_asked` by its button, `add_asked` by the link below it."""

    import_asked = Signal()
    add_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        said = _("Bring in a list of local help: a spreadsheet, or a council’s Open Referral feed.")
        self.button = PrimaryButton(_("Import a list…"), "upload")
        state = EmptyState("map-pin", _("No places yet"), said, self.button)
        state.acted.connect(self.import_asked)
        self.body.addWidget(state)
        self.add = LinkButton(_("Add a place yourself…"), "plus", quiet=True)
        self.add.clicked.connect(self.add_asked)
        state.add_below(self.add)
