"""The sites of a place in its form, beside the first: one is added, changed, taken away and put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.services.place_sites import PlaceSite
from champion_desk.ui.announce import announce
from champion_desk.ui.form import Form
from champion_desk.ui.hours_field import HoursField
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.fields import TextArea, TextField


class SiteCard(Card):
    """One site; away it is only its heading, and a button that puts it back."""

    def __init__(self, number: int, site: PlaceSite) -> None:
        super().__init__(_("Place {number}").format(number=number), "map-pin")
        self._site = site
        self.is_away = False
        self.form = Form()
        self.venue = TextField(_("Name of the building"))
        self.address = TextArea(_("Address"), lines=2)
        self.town, self.postcode = TextField(_("Town")), TextField(_("Postcode"))
        self.hours = HoursField(_("When it is open"), site.hours, site.hours_note)
        self.address.setPlainText(site.address)
        for field, text in (
            (self.venue, site.venue),
            (self.town, site.town),
            (self.postcode, site.postcode),
        ):
            field.setText(text)
            field.setCursorPosition(0)
        self.form.row(_("Name of the building"), self.venue, _("optional"), name="venue")
        self.form.row(_("Address"), self.address, _("without town and postcode"), name="address")
        self.form.row(_("Town"), self.town, name="town")
        self.form.row(_("Postcode"), self.postcode, _("so that it is found by distance"), name="postcode")
        self.form.row(_("When it is open"), self.hours, _("like: Mon–Fri 9–5"), name="hours_note")
        self.body.addWidget(self.form)
        self.toggle = LinkButton("", quiet=True)
        self.toggle.clicked.connect(lambda: self.set_away(not self.is_away))
        self.body.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._say(number)
        self._number = number

    def set_away(self, away: bool) -> None:
        """Take the site away, or put it back as it was typed."""
        self.is_away = away
        self.form.setVisible(not away)
        self._say(self._number)
        self.toggle.setFocus()

    def _say(self, number: int) -> None:
        words = _("Put place {number} back") if self.is_away else _("Take place {number} away")
        self.toggle.setText(words.format(number=number))
        self.toggle.set_icon("undo-2" if self.is_away else "trash-2")
        self.toggle.updateGeometry()

    def site(self) -> PlaceSite:
        """As it is typed."""
        hours, note = self.hours.value()
        return PlaceSite(
            self._site.number,
            self.venue.text(),
            self.address.toPlainText(),
            self.town.text(),
            self.postcode.text(),
            hours,
            note,
        )


class OtherSites(QWidget):
    """A card for each site beside the first, and a button that adds one."""

    def __init__(self, sites: Sequence[PlaceSite]) -> None:
        super().__init__()
        self.cards: list[SiteCard] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self.add = SecondaryButton(_("Add another place where it is"), "plus")
        self.add.clicked.connect(self._add_one)
        self._rows.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        for site in sites:
            self._append(site)

    def _append(self, site: PlaceSite) -> SiteCard:
        card = SiteCard(len(self.cards) + 2, site)
        self.cards.append(card)
        self._rows.insertWidget(self._rows.count() - 1, card)
        return card

    def _add_one(self) -> None:
        card = self._append(PlaceSite())
        card.venue.setFocus()
        announce(self, card.accessibleName())

    def sites(self) -> tuple[PlaceSite, ...]:
        """Those that stay, as they are typed; one that nothing was typed into is none."""
        typed = (card.site() for card in self._staying())
        return tuple(site for site in typed if site != PlaceSite())

    def _staying(self) -> list[SiteCard]:
        return [card for card in self.cards if not card.is_away]

    def show_problems(self, problems: Mapping[str, str]) -> bool:
        """Show what is wrong at its field (`postcode-2` …); True where there was any."""
        shown = [card for card in self._staying() if card.site() != PlaceSite()]
        found = False
        for number, card in enumerate(shown, 2):
            own = {
                field.rpartition("-")[0]: sentence
                for field, sentence in problems.items()
                if field.endswith(f"-{number}")
            }
            found = card.form.show_problems(own) or found
        return found
