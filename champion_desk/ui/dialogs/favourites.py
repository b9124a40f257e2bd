"""The places kept at hand: my own and those of everyone here; each can be shown, shared, or taken off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.directory import Listing
from champion_desk.domain.favourites import Whose
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import LinkButton, literal
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class FavouritesDialog(Dialog):
    """`show_asked` with the id of the place to show; the dialog has gone by then."""

    show_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, _("Favourites"), _("Close"), width=620)
        self._context = context
        self.out.hide()
        self.finished.connect(self.deleteLater)
        self._rows = QWidget()
        self.body.addWidget(self._rows)
        self._fill()
        self.main.setFocus()

    def _fill(self) -> None:
        favourites = self._context.services.favourites.all()
        site = _("Everyone's at {site}").format(site=self._context.services.site.name)
        rows = QWidget()
        lines = QVBoxLayout(rows)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        parts: tuple[tuple[Whose, str, tuple[Listing, ...]], ...] = (
            ("mine", _("Mine"), favourites.mine),
            ("site", site, favourites.site),
        )
        for whose, heading, places in parts:
            if places:
                lines.addWidget(PlainLabel(heading, "strong"))
            for listing in places:
                lines.addWidget(self._card(listing, whose, "site" in favourites.whose(listing.id)))
        if not len(favourites):
            lines.addWidget(PlainLabel(_("None yet. Choose a place and press Favourite."), "quiet"))
        self.body.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows

    def _card(self, listing: Listing, whose: Whose, shared: bool) -> Card:
        card = Card(sunken=True)
        card.body.setSpacing(2)
        show = LinkButton(literal(listing.name))
        show.setAccessibleName(_("Show {name}").format(name=listing.name))
        show.clicked.connect(lambda: self._show(listing.id))
        card.body.addWidget(show)
        said = " · ".join(filter(None, (*listing.phones[:1], listing.location.town)))
        if said:
            card.body.addWidget(PlainLabel(said, "quiet"))
        acts = QWidget()
        flow = FlowLayout(acts, gap=12)
        if whose == "mine" and not shared:
            flow.addWidget(self._act(_("Also for everyone here"), listing, "site"))
        flow.addWidget(self._act(_("Take off"), listing, whose))
        card.body.addWidget(acts)
        return card

    def _act(self, words: str, listing: Listing, whose: Whose) -> LinkButton:
        button = LinkButton(words, quiet=True)
        button.setAccessibleName(_("{act}: {name}").format(act=words, name=listing.name))
        button.clicked.connect(lambda: self._toggle(listing, whose))
        return button

    def _toggle(self, listing: Listing, whose: Whose) -> None:
        try:
            done = self._context.services.favourites.toggle(listing.id, whose)
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        words = said(self._context, listing, whose)
        self._context.window.say(words, done)
        self.main.setFocus()
        self._fill()
        self.complaint.say(words, "done")

    def _show(self, listing_id: str) -> None:
        self.accept()
        self.show_asked.emit(listing_id)


def said(context: Context, listing: Listing, whose: Whose) -> str:
    """What has just been done with a favourite."""
    is_one = whose in context.services.favourites.all().whose(listing.id)
    if whose == "site":
        words = (
            _("Everyone here has it as a favourite: {name}.")
            if is_one
            else _("No favourite of everyone here any more: {name}.")
        )
    else:
        words = _("A favourite of yours: {name}.") if is_one else _("No favourite of yours any more: {name}.")
    return words.format(name=listing.name)
