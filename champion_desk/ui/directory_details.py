"""Everything a listing says, in plain text, with a phone number to read across a desk."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import wording
from champion_desk.domain.directory import Listing, ListingMatch, Location, Source
from champion_desk.domain.reach import Reach
from champion_desk.i18n import _, language, ngettext
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.opening import now_here
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.listing_hours import HoursTable, hours_text
from champion_desk.ui.listing_links import LinkList, LinkRow, mail_link, web_link
from champion_desk.ui.listing_words import (
    checked_text,
    place_line,
    source_text,
    stale_text,
    state_badge,
)
from champion_desk.ui.reach_words import holiday_lines, journey_text, ways_text
from champion_desk.ui.theme import Tone, theme
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import Badge, PlainLabel

MOST_PLACES = 5


class AlertBox(QWidget):
    """A notice in a box of its own: a sign, and words."""

    def __init__(self, text: str, icon: str = "triangle-alert", tone: Tone = "partly") -> None:
        super().__init__()
        self._tone = tone
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(10)
        line.addWidget(Icon(icon, 18, tone), 0, Qt.AlignmentFlag.AlignTop)
        self.label = PlainLabel(text, "body", tone=tone)
        line.addWidget(self.label, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        ink, ground = look.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(8), look.px(8))


class ListingSheet(QWidget):
    """One listing, from its name to its source; made anew for each."""

    def __init__(
        self, match: ListingMatch, source: Source | None, catalogues: Catalogues, reach: Reach
    ) -> None:
        super().__init__()
        self.match = match
        self._reach = reach
        self._catalogues = catalogues
        listing = match.listing
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(10, 8, 10, 8)
        self.rows.setSpacing(12)
        self._head(listing, match.location)
        self._badges(match)
        if listing.alert:
            self.rows.addWidget(AlertBox(listing.alert))
        if listing.status != "active":
            self.rows.addWidget(AlertBox(_("Closed for now. Phone before you go.")))
        self._phones(listing.phones)
        journey = journey_text(reach, listing)
        if journey:
            self.rows.addWidget(AlertBox(journey, "route", "accent"))
        if listing.description:
            self.rows.addWidget(PlainLabel(listing.description, "body"))
        self._part(_("Bring"), listing.bring)
        self._part(_("Cost"), listing.fees)
        self._part(_("Who it is for"), listing.eligibility)
        self._hours(listing, match.location)
        self._getting_there(listing, match.location)
        self._links(listing)
        self._other_places(listing, match.location)
        self._lists(listing)
        self._checked(listing, source)
        self.rows.addStretch(1)

    def _head(self, listing: Listing, at: Location) -> None:
        head = QVBoxLayout()
        head.setSpacing(4)
        self.name = PlainLabel(listing.name, "title")
        head.addWidget(self.name)
        where = place_line(at, listing.organisation, but=listing.name)
        if where:
            head.addWidget(PlainLabel(where, "quiet"))
        self.rows.addLayout(head)

    def _badges(self, match: ListingMatch) -> None:
        listing = match.listing
        words, tone = state_badge(match, now_here())
        place = QWidget()
        flow = FlowLayout(place, gap=8)
        flow.addWidget(Badge(words, tone, "clock"))  # type: ignore[arg-type]
        if listing.free:
            flow.addWidget(Badge(_("free"), "accent"))
        for code in listing.access:
            label = self._catalogues["access"].label(code, language())
            flow.addWidget(Badge(label.lower(), "accent"))
        self.rows.addWidget(place)

    def _phones(self, phones: Iterable[str]) -> None:
        for number in phones:
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(Icon("phone", 26), 0, Qt.AlignmentFlag.AlignVCenter)
            label = PlainLabel(number, "large")
            label.setAccessibleName(_("Phone: {number}").format(number=number))
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.addWidget(label, 1)
            self.rows.addLayout(line)

    def _part(self, heading: str, text: str) -> None:
        if text:
            part = self._headed(heading)
            part.addWidget(PlainLabel(text, "body"))

    def _headed(self, heading: str) -> QVBoxLayout:
        part = QVBoxLayout()
        part.setSpacing(3)
        part.addWidget(PlainLabel(heading, "small-strong"))
        self.rows.addLayout(part)
        return part

    def _hours(self, listing: Listing, at: Location) -> None:
        """Of the place that is shown; where it is the only one without, that is said."""
        hours, note = listing.hours_at(at), listing.note_at(at)
        table = HoursTable(hours, note, now_here().date(), holiday_lines(self._reach))
        if not table.is_empty:
            self._headed(_("Opening hours")).addWidget(table)
        elif listing.has_hours_by_place:
            self._part(_("Opening hours"), _("The list does not say when this place is open."))

    def _getting_there(self, listing: Listing, at: Location) -> None:
        """What needs no journey, and how to get in; a long journey stands above already."""
        ways = "" if self._reach.is_far else ways_text(self._reach)
        self._part(_("Without going there"), ways)
        self._part(_("Getting in"), at.access)

    def _links(self, listing: Listing) -> None:
        if listing.url:
            self.rows.addWidget(LinkRow(listing.url, "globe", web_link(listing.url)))
        if listing.email:
            self.rows.addWidget(LinkRow(listing.email, "mail", mail_link(listing.email)))
        links = LinkList(listing.links)
        if not links.is_empty:
            self._headed(_("Links")).addWidget(links)

    def _other_places(self, listing: Listing, shown: Location) -> None:
        """Its other places, the nearest first; with the hours of each, where they differ."""
        others = [one for one in self._reach.places if one.location != shown]
        if not others:
            return
        part = self._headed(_("Also at"))
        for one in others[:MOST_PLACES]:
            where = (place_line(one.location), wording.distance_text(one.miles))
            part.addWidget(PlainLabel(" · ".join(filter(None, where)), "body"))
            if listing.has_hours_by_place:
                said = hours_text(one.location.hours, one.location.hours_note, now_here().date())
                part.addWidget(PlainLabel(said or _("Opening hours not known"), "quiet"))
                part.addSpacing(theme().px(5))
        more = len(others) - MOST_PLACES
        if more > 0:
            said = ngettext("and {count} more place", "and {count} more places", more)
            part.addWidget(PlainLabel(said.format(count=more), "body"))

    def _lists(self, listing: Listing) -> None:
        needs = ", ".join(self._catalogues["needs"].label(code, language()) for code in listing.needs)
        self._part(_("Helps with"), needs)
        self._part(_("Covers"), ", ".join(listing.areas))
        self._part(_("Languages"), ", ".join(wording.language_name(code) for code in listing.languages))

    def _checked(self, listing: Listing, source: Source | None) -> None:
        today = now_here().date()
        told = (checked_text(listing), stale_text(listing, today), source_text(source))
        said = "\n".join(text for text in told if text)
        self.rows.addWidget(PlainLabel(said, "quiet"))
