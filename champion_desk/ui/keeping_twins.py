"""Places that may be there twice: merge them, link them, or say that they are two; and take that back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from champion_desk.domain.directory import Listing
from champion_desk.domain.keeping import MERGED, Duplicate, ListingTie
from champion_desk.i18n import _, ngettext
from champion_desk.ui.backup_cards import button_row
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.labels import PlainLabel

Tied = tuple[ListingTie, Listing, Listing]


class TwinsCard(Card):
    """Each button says what the two in the chosen row are: the page keeps it."""

    merge_asked = Signal(object, object)
    link_asked = Signal(object)
    apart_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.about = PlainLabel("", "quiet")
        self.body.addWidget(self.about)
        self.first = PrimaryButton(_("The same: keep the first"), "check")
        self.second = SecondaryButton(_("The same: keep the second"), "check")
        self.link = SecondaryButton(_("They belong together"), "route")
        self.apart = SecondaryButton(_("Two places"), "x")
        self.first.clicked.connect(lambda: self._merge(True))
        self.second.clicked.connect(lambda: self._merge(False))
        self.link.clicked.connect(lambda: self._ask(self.link_asked))
        self.apart.clicked.connect(lambda: self._ask(self.apart_asked))
        self.acts = button_row(self.first, self.second, self.link, self.apart)
        self.body.addWidget(self.acts)
        self.body.addSpacing(6)
        self.model: RecordModel[Duplicate] = RecordModel(
            [
                Column(_("First"), lambda pair: _told(pair.first), stretch=3),
                Column(_("Second"), lambda pair: _told(pair.second), stretch=3),
                Column(_("What is alike"), signs_words, stretch=2, quiet=True),
            ],
            self,
        )
        self.table = RecordTable(_("Perhaps there twice"), self.model)
        self.body.addWidget(self.table, 1)
        self.empty = EmptyState("check-check", _("Nothing is there twice"), _("No two places look the same."))
        self.body.addWidget(self.empty)
        self.looking = PlainLabel(_("Looking for places that are there twice…"), "quiet")
        self.body.addWidget(self.looking)

    def show_looking(self) -> None:
        """It takes a moment."""
        self.looking.show()
        for widget in (self.about, self.acts, self.table, self.empty):
            widget.hide()

    def show_pairs(self, pairs: Sequence[Duplicate]) -> None:
        """Show those that nobody has looked at yet."""
        row = max(self.table.currentIndex().row(), 0)
        self.looking.hide()
        words = ngettext("{count} pair looks the same.", "{count} pairs look the same.", len(pairs))
        self.about.setText(words.format(count=len(pairs)))
        for widget in (self.about, self.acts, self.table):
            widget.setVisible(bool(pairs))
        self.empty.setVisible(not pairs)
        self.model.set_rows(pairs)
        if pairs:
            self.table.select_row(min(row, len(pairs) - 1))

    def focus(self) -> None:
        """The keyboard goes to the list."""
        if self.model.rowCount():
            self.table.setFocus()

    def _merge(self, first: bool) -> None:
        pair = self.table.record()
        if isinstance(pair, Duplicate):
            kept, other = (pair.first, pair.second) if first else (pair.second, pair.first)
            self.merge_asked.emit(kept, other)

    def _ask(self, signal: object) -> None:
        pair = self.table.record()
        if isinstance(pair, Duplicate):
            signal.emit(pair)  # type: ignore[attr-defined]


class TiedCard(Card):
    """What was merged or linked; it can be taken apart again at any time."""

    untie_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Merged and linked"), "route")
        self.untie = SecondaryButton(_("Take apart"), "undo-2")
        self.untie.clicked.connect(self._ask)
        self.model: RecordModel[Tied] = RecordModel(
            [
                Column(_("Kept"), lambda tied: tied[1].name, stretch=3),
                Column(_("With"), lambda tied: tied[2].name, stretch=3),
                Column(_("How"), lambda tied: _("one place") if tied[0].kind == MERGED else _("linked")),
            ],
            self,
        )
        self.table = RecordTable(_("Merged and linked"), self.model, grow=True)
        self.body.addWidget(self.table)
        self.body.addWidget(button_row(self.untie))

    def show_tied(self, tied: Sequence[Tied]) -> None:
        """Show them, or nothing at all."""
        self.setVisible(bool(tied))
        self.model.set_rows(tied)
        if tied:
            self.table.select_row(0)

    def _ask(self) -> None:
        tied = self.table.record()
        if tied is not None:
            self.untie_asked.emit(tied)


def _told(listing: Listing) -> str:
    at = listing.location
    lines = (listing.name, ", ".join(part for part in (*at.address, at.town, at.postcode) if part))
    return "\n".join(part for part in (*lines, ", ".join(listing.phones)) if part)


def signs_words(pair: Duplicate) -> str:
    """Name, phone, postcode, web site."""
    words = {"name": _("name"), "phone": _("phone"), "postcode": _("postcode"), "web": _("web site")}
    return ", ".join(words[sign] for sign in pair.signs)
