"""The details pane of the directory: what the chosen place says, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.directory import ListingMatch, Source
from champion_desk.domain.keeping import Kept
from champion_desk.domain.reach import Reach
from champion_desk.i18n import _
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.directory_details import ListingSheet
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.listing_keeping import KeepingAlerts, KeepingPart
from champion_desk.ui.visit import Visit
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.focus_ring import ring
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

_MOST_FOR_BUTTONS = 0.4  # of the height


class DetailsPane(SnugCard):
    """Shows one listing above its buttons; each button only asks, the page acts."""

    shortlist_asked = Signal()
    signpost_asked = Signal()
    print_asked = Signal()
    still_right_asked = Signal()
    favourite_asked = Signal()
    wrong_asked = Signal()
    change_asked = Signal()
    remove_asked = Signal()
    source_asked = Signal(str)
    other_asked = Signal(str)
    back_asked = Signal()

    def __init__(self, visit: Visit, catalogues: Catalogues) -> None:
        super().__init__(10, 10, 12)
        self.setAccessibleName(_("Details"))
        self.match: ListingMatch | None = None
        self.sheet: ListingSheet | None = None
        self.alerts: KeepingAlerts | None = None
        self.keeping: KeepingPart | None = None
        self._visit, self._catalogues = visit, catalogues
        self._is_narrow = self._are_inside = False
        self.back = LinkButton(_("Back to the list"), "arrow-left")
        self.back.clicked.connect(self.back_asked)
        self.back.hide()
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._scroll = Scroll(margin=0)
        ring(self._scroll, 8, inside=True)
        self.body.addWidget(self._scroll, 1)
        self.nothing = PlainLabel(_("Choose a place to see all about it."), "quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.body.addWidget(self.nothing)
        self._buttons()
        visit.changed.connect(self.show_state)
        self.show_state()

    def _buttons(self) -> None:
        self.shortlist = PrimaryButton(_("Shortlist"), "plus")
        self.signpost = SecondaryButton("", "hand-helping")
        self.print = SecondaryButton(_("Print"), "printer")
        self.still_right = SecondaryButton(_("Still right"), "check-check", "Alt R")
        self.favourite = SecondaryButton(_("Favourite"), "star")
        self.buttons = QWidget()
        holder = QVBoxLayout(self.buttons)
        holder.setContentsMargins(8, 4, 8, 0)
        flow = FlowLayout(gap=10)
        holder.addLayout(flow)
        for button, asked in (
            (self.shortlist, self.shortlist_asked),
            (self.signpost, self.signpost_asked),
            (self.print, self.print_asked),
            (self.still_right, self.still_right_asked),
            (self.favourite, self.favourite_asked),
        ):
            button.clicked.connect(asked)
            flow.addWidget(button)
        self.body.addWidget(self.buttons)

    def set_narrow(self, narrow: bool) -> None:
        """On a small window the buttons stand below the text, so that they never cover it."""
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Below the text, or under it in place where they would leave it too little room."""
        room = self.height() * _MOST_FOR_BUTTONS
        inside = self._is_narrow or self.buttons.heightForWidth(max(self.width() - 40, 1)) > room
        if inside == self._are_inside:
            return
        self._are_inside = inside
        # Arrows scroll the text then, and a screen reader reads all of it.
        reads = Qt.FocusPolicy.StrongFocus if inside and not self._is_narrow else Qt.FocusPolicy.NoFocus
        self._scroll.setFocusPolicy(reads)
        source, target = (self.body, self._scroll.body) if inside else (self._scroll.body, self.body)
        source.removeWidget(self.buttons)
        target.addWidget(self.buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def first_stop(self) -> QWidget:
        """Where the keyboard goes when they are opened: the top on a small window, else the first act.

        Acts below the text would take it to its end, before anybody has read it: there it is the text itself.
        """
        if self._is_narrow:
            return self.back
        return self._scroll if self._are_inside else self.shortlist

    def show_match(
        self, match: ListingMatch | None, source: Source | None = None, reach: Reach | None = None
    ) -> None:
        """Show a place, or that none is chosen; `reach` says how it can be reached from here."""
        self.match = match
        if self.sheet is not None:
            self._scroll.body.removeWidget(self.sheet)
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None
        self.nothing.setVisible(match is None)
        if match is not None:
            self.sheet = ListingSheet(match, source, self._catalogues, reach or Reach())
            self._scroll.body.insertWidget(0, self.sheet)
            self._scroll.verticalScrollBar().setValue(0)
            words = [label.text() for label in self.sheet.findChildren(PlainLabel)]
            self._scroll.setAccessibleName(match.listing.name)
            self._scroll.setAccessibleDescription("\n".join(filter(None, words)))
        self.show_state()

    def show_favourite(self, mine: bool) -> None:
        """Whether the place shown is a favourite of the champion's."""
        _say(self.favourite, _("My favourite") if mine else _("Favourite"), "check" if mine else "star")
        self.favourite.setAccessibleDescription(_("Press again to take it back.") if mine else "")

    def show_kept(self, kept: Kept | None) -> None:
        """Show what this desk says of the place itself, around what its list says."""
        for old in (self.alerts, self.keeping):
            if old is not None:
                self._scroll.body.removeWidget(old)
                old.hide()
                old.deleteLater()
        self.alerts = self.keeping = None
        if kept is None or self.sheet is None:
            return
        self.keeping = KeepingPart(kept)
        self.keeping.source_asked.connect(self.source_asked)
        self.keeping.open_asked.connect(self.other_asked)
        self.keeping.wrong.clicked.connect(self.wrong_asked)
        self.keeping.change.clicked.connect(self.change_asked)
        self.keeping.remove.clicked.connect(self.remove_asked)
        self._scroll.body.insertWidget(1, self.keeping)
        if kept.reports or kept.gone:
            self.alerts = KeepingAlerts(kept, self._catalogues)
            self._scroll.body.insertWidget(0, self.alerts)

    def show_state(self) -> None:
        """What the buttons say about the chosen place and this visitor."""
        self.buttons.setVisible(self.match is not None)
        if self.match is None:
            return
        listing = self.match.listing
        listed = self._visit.shortlist_has(listing.id)
        _say(
            self.shortlist, _("On the shortlist") if listed else _("Shortlist"), "check" if listed else "plus"
        )
        given = any(one.id == listing.id for one in self._visit.listings)
        offered = _("Add to session") if self._visit.is_open else _("Signpost")
        words = _("Signposted") if given else offered
        _say(self.signpost, words, "check" if given else "hand-helping")
        for button, on in ((self.shortlist, listed), (self.signpost, given)):
            button.setAccessibleDescription(_("Press again to take it back.") if on else "")


def _say(button: PrimaryButton | SecondaryButton, words: str, icon: str) -> None:
    if button.text() != words:
        button.setText(words)
    button.set_icon(icon)
