"""What the directory is asked for now: the search line and the filters, as one query."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from champion_desk.domain.directory import DirectoryQuery
from champion_desk.ui.directory_facets import Facets
from champion_desk.ui.directory_search import Mode, SearchBar

# Filters that are chips beside the search and boxes among the facets.
_BOTH = {"open": "open", "phone": "access", "free": "cost"}


class Asked(QObject):
    """`worded` when other words or another place are typed, `narrowed` when a filter changes."""

    worded = Signal()
    narrowed = Signal()

    def __init__(self, bar: SearchBar, facets: Facets, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar, self._facets = bar, facets
        bar.edited.connect(self.worded)
        bar.narrowed.connect(self._chips_changed)
        facets.changed.connect(self._facets_changed)

    def query(self, limit: int, offset: int = 0) -> DirectoryQuery:
        """The query, for at most that many answers from `offset` on."""
        facets = self._facets.chosen()
        words, near = self._bar.words.text(), self._bar.near.text()
        return DirectoryQuery(words, near, facets=facets, limit=limit, offset=offset, partly=True)

    def filters(self) -> int:
        """How many filters are chosen; a chip and its box count once."""
        return self._facets.count()

    def is_narrowed(self) -> bool:
        """Whether anything but the words narrows the search."""
        return bool(self.filters() or self._bar.near.text().strip())

    def clear_filters(self) -> None:
        """Nothing narrows the search any more; where nothing did, the words go too. No signal."""
        if not self.is_narrowed():
            self._bar.words.set_text("")
        self._facets.clear()
        self._bar.chips.set_codes(())
        self._bar.near.set_text("")

    def clear(self) -> None:
        """Nothing is asked for. No signal."""
        self._bar.clear()
        self._facets.clear()
        self._bar.filter_button.setChecked(False)

    def house_chips(self, mode: Mode) -> None:
        """On the narrowest window the chips stand among the filters."""
        if mode == "narrow":
            self._facets.head.addWidget(self._bar.chips)
        else:
            self._bar.take_chips()

    def _chips_changed(self) -> None:
        """A chip and its box among the facets are the same filter."""
        chips = set(self._bar.chips.codes())
        for code, facet in _BOTH.items():
            group = self._facets.groups[facet]
            group.set_codes((group.codes() - {code}) | ({code} & chips))
        self.narrowed.emit()

    def _facets_changed(self) -> None:
        self._bar.chips.set_codes(
            [code for code, facet in _BOTH.items() if code in self._facets.groups[facet].codes()]
        )
        self.narrowed.emit()
