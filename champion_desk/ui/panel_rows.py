"""Rows of the panel beside the session form: a place to signpost, a handout to print."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import i18n, wording
from champion_desk.domain.directory import Listing, ListingMatch
from champion_desk.domain.handouts import Handout
from champion_desk.i18n import _
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Rule
from champion_desk.ui.widgets.labels import Badge, PlainLabel

# Pixels at 100 % that a place's name needs beside its state, and a handout's row with its button beside it.
_NAME_NEEDS, _TITLE_NEEDS = 130, 250


class ListingRow(QWidget):
    """A listing with what matters at a desk, and the button that signposts it or takes that back."""

    toggled = Signal(object, bool)

    def __init__(self, key_hint: str = "") -> None:
        super().__init__()
        self.listing: Listing | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(3)
        body.addWidget(Rule())
        top = self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setSpacing(8)
        top.setContentsMargins(0, 4, 0, 0)
        self._name = PlainLabel("", "strong")
        self._open = Badge("", "quiet")
        top.addWidget(self._name, 1)
        top.addWidget(self._open, 0, Qt.AlignmentFlag.AlignVCenter)
        body.addLayout(top)
        self._facts = PlainLabel("", "quiet")
        body.addWidget(self._facts)
        acts = FlowLayout(gap=10)
        self.button = SecondaryButton(_("Signpost"), "plus", key_hint or None, small=True)
        self.button.setCheckable(True)
        self.button.clicked.connect(self._clicked)
        acts.addWidget(self.button)
        self._phone = PlainLabel("", "small", wrap=False)
        acts.addWidget(self._phone)
        body.addLayout(acts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """The state of opening stands below the name where both would be squeezed side by side."""
        beside = self.width() - self._open.sizeHint().width() >= theme().px(_NAME_NEEDS)
        ways = QBoxLayout.Direction
        self._top.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._top.setSpacing(8 if beside else 4)
        self._top.setAlignment(
            self._open, Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignLeft
        )

    def show_match(self, match: ListingMatch, catalogues: Catalogues, given: bool) -> None:
        """Show one of the likeliest listings."""
        text, tone = wording.open_state_text(match.open, datetime.now().astimezone())
        self._open.set_badge(text, tone)  # type: ignore[arg-type]
        self._open.show()
        self._settle()
        self._show(match.listing, match.miles, match.location.town, catalogues, given)

    def show_given(self, listing: Listing, catalogues: Catalogues) -> None:
        """Show a listing that was given from elsewhere, such as the Directory."""
        self._open.hide()
        self._show(listing, None, listing.location.town, catalogues, given=True)

    def _show(
        self, listing: Listing, miles: float | None, town: str, catalogues: Catalogues, given: bool
    ) -> None:
        self.listing = listing
        self._name.setText(listing.name)
        reached = [catalogues["access"].label(code, i18n.language()).lower() for code in listing.access]
        facts = [wording.distance_text(miles), town, *reached, wording.freshness_text(listing, date.today())]
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._phone.setText(listing.phones[0] if listing.phones else "")
        self._phone.setVisible(bool(listing.phones))
        self.set_given(given)

    def set_given(self, given: bool) -> None:
        """Show whether the listing was given to the visitor."""
        self.button.setChecked(given)
        self.button.setText(_("Signposted") if given else _("Signpost"))
        self.button.set_icon("check" if given else "plus")
        if self.listing is not None:
            words = _("Signposted: {name}") if given else _("Signpost: {name}")
            self.button.setAccessibleName(words.format(name=self.listing.name))

    def _clicked(self) -> None:
        self.toggled.emit(self.listing, self.button.isChecked())


class HandoutRow(QWidget):
    """A handout by its title, and the button that prints it."""

    pressed = Signal(object)

    def __init__(self, key_hint: str = "") -> None:
        super().__init__()
        self.handout: Handout | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = PlainLabel("", "body")
        self._facts = PlainLabel("", "quiet")
        words.addWidget(self._title)
        words.addWidget(self._facts)
        row.addLayout(words, 1)
        self.button = SecondaryButton(_("Print"), "printer", key_hint or None, small=True)
        self.button.clicked.connect(lambda: self.pressed.emit(self.handout))
        row.addWidget(self.button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stands below the title where both would be squeezed side by side."""
        super().resizeEvent(event)
        beside = self.width() >= theme().px(_TITLE_NEEDS)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._row.setAlignment(
            self.button, Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignLeft
        )

    def show_handout(self, handout: Handout, points: int, others: list[str], given: bool) -> None:
        """Show a handout, and in which languages it is to be had besides."""
        self.handout = handout
        self._title.setText(handout.title)
        language = wording.language_name(handout.language)
        facts = _("{language}, {points} point").format(language=language, points=points)
        if others:
            names = ", ".join(wording.language_name(code) for code in others)
            facts = _("{language}, {points} point · also {others}").format(
                language=language, points=points, others=names
            )
        self._facts.setText(facts)
        self.set_given(given)

    def set_given(self, given: bool) -> None:
        """Show whether the visitor has it already."""
        self.button.setText(_("Printed") if given else _("Print"))
        self.button.set_icon("check" if given else "printer")
        if self.handout is not None:
            words = _("Printed: {title}. Print it again") if given else _("Print: {title}")
            self.button.setAccessibleName(words.format(title=self.handout.title))

    def set_busy(self, busy: bool) -> None:
        """The sheet is being made: it can't be asked for twice."""
        self.button.setEnabled(not busy)
        if busy:
            self.button.setText(_("Preparing…"))
