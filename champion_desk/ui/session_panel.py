"""Beside the session form: local places, handouts and steps for what the visitor needs help with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.domain.catalogue import Topic
from champion_desk.domain.directory import Listing, ListingMatch
from champion_desk.domain.handouts import Handout
from champion_desk.domain.slips import HandOffSlip, shown_slip
from champion_desk.i18n import _
from champion_desk.services.handouts import HandoutTitle, given
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.panel_rows import HandoutRow, ListingRow
from champion_desk.ui.slip_row import slip_to_print
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.labels import PlainLabel

LIKELIEST = 3
MOST_HANDOUTS = 3
MOST_STEPS = 4


class SessionPanel(QWidget):
    """Fills when a topic is chosen. What is signposted or printed goes into the visit, and so the session."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._topics: tuple[Topic, ...] = ()
        self._language = "en"
        self._matches: list[ListingMatch] = []
        self._titles: list[HandoutTitle] = []
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(14)
        self._waiting = Card()
        self._waiting.body.addWidget(
            EmptyState(
                "map-pin",
                _("Local help shows here"),
                _("Choose what it is about: places, handouts and steps for it come up."),
            )
        )
        body.addWidget(self._waiting)
        self._local = self._local_card()
        self._sheets = self._handouts_card()
        self._steps = Card(_("Steps for you"), "list-checks")
        for card in (self._local, self._sheets, self._steps):
            body.addWidget(card)
        self._step_labels = [PlainLabel("", "small") for _each in range(MOST_STEPS)]
        for label in self._step_labels:
            self._steps.body.addWidget(label)
        body.addStretch(1)
        self._in_hand = 0  # sheets that are made or asked about now
        self._then: Callable[[], None] | None = None
        context.visit.changed.connect(self._show_given)
        self.show_for((), "en")

    def _local_card(self) -> Card:
        card = Card(_("Local help with this"), "map-pin")
        self.search = LinkButton(_("Find more"), quiet=True)
        self.search.setAccessibleName(_("Find more places in the directory"))
        self.search.clicked.connect(self._search)
        card.header.addWidget(self.search)
        self._none_local = PlainLabel("", "quiet")
        card.body.addWidget(self._none_local)
        self.places = [ListingRow(_("Alt {number}").format(number=n + 1)) for n in range(LIKELIEST)]
        for row in self.places:
            row.toggled.connect(self._signposted)
            card.body.addWidget(row)
        self._others = QVBoxLayout()
        self._others.setSpacing(8)
        card.body.addLayout(self._others)
        self._other_rows: list[ListingRow] = []
        return card

    def _handouts_card(self) -> Card:
        card = Card(_("Handouts"), "file-text")
        self._none_printed = PlainLabel(_("There is no handout for this yet."), "quiet")
        card.body.addWidget(self._none_printed)
        self.sheets = [HandoutRow(_("Alt P") if n == 0 else "") for n in range(MOST_HANDOUTS)]
        for row in self.sheets:
            row.pressed.connect(self.print_handout)
            card.body.addWidget(row)
        self._with_slip = PlainLabel("", "small-strong")
        card.body.addWidget(self._with_slip)
        self.choose = LinkButton(_("Choose size and language"), quiet=True)
        self.choose.clicked.connect(self._choose)
        card.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def show_for(self, topics: Sequence[str], language: str) -> None:
        """Show what there is for these topics; handouts in the citizen's language where it exists."""
        known = {topic.code: topic for topic in self._context.services.catalogues.topics}
        self._topics = tuple(known[code] for code in topics if code in known)
        self._language = language
        services = self._context.services
        self._matches = services.directory.for_topics(self._topics, LIKELIEST)
        self._titles = services.handouts.for_topics(topics)[:MOST_HANDOUTS]
        self._show_handouts()
        self._show_steps()
        self._show_given()

    def _show_steps(self) -> None:
        steps: list[str] = []
        for topic in self._topics:
            steps += topic.steps.get(i18n.language()) or topic.steps.get("en", ())
        for at, label in enumerate(self._step_labels):
            label.setText(steps[at] if at < len(steps) else "")
            label.setVisible(at < len(steps))
        self._steps.setVisible(bool(steps))

    def _show_handouts(self) -> None:
        points = self._context.settings().handout_points
        for at, row in enumerate(self.sheets):
            row.setVisible(at < len(self._titles))
            if at < len(self._titles):
                handout = self._titles[at].read_in(self._language)
                others = [code for code in self._titles[at].languages if code != handout.language]
                row.show_handout(handout, points, others, given=False)
        self._none_printed.setVisible(not self._titles)
        self.choose.setVisible(bool(self._titles))
        self._sheets.setVisible(bool(self._topics))

    def _show_given(self) -> None:
        """What was signposted and printed so far, here or on another page."""
        visit, catalogues = self._context.visit, self._context.services.catalogues
        given = {listing.id for listing in visit.listings}
        for at, row in enumerate(self.places):
            row.setVisible(at < len(self._matches))
            if at < len(self._matches):
                row.show_match(self._matches[at], catalogues, self._matches[at].listing.id in given)
        likeliest = {match.listing.id for match in self._matches}
        self._show_others([listing for listing in visit.listings if listing.id not in likeliest])
        printed = {(one.slug, one.language) for one in visit.handouts}
        self._with_slip.setText(_("The slip {code} comes with it.").format(code=shown_slip(visit.slip)))
        self._with_slip.setVisible(bool(visit.slip) and not visit.slip_printed and bool(self._titles))
        for sheet in self.sheets:
            if sheet.handout is not None:
                sheet.set_given((sheet.handout.slug, sheet.handout.language) in printed)
        self._none_local.setText(_("Nothing in the directory fits this yet."))
        self._none_local.setVisible(bool(self._topics) and not self._matches)
        self._local.setVisible(bool(self._topics) or bool(visit.listings))
        self._waiting.setVisible(not self._topics)

    def _show_others(self, listings: Sequence[Listing]) -> None:
        while len(self._other_rows) < len(listings):
            row = ListingRow()
            row.toggled.connect(self._signposted)
            self._others.addWidget(row)
            last = self._other_rows[-1].button if self._other_rows else self.places[-1].button
            QWidget.setTabOrder(last, row.button)
            self._other_rows.append(row)
        for at, row in enumerate(self._other_rows):
            row.setVisible(at < len(listings))
            if at < len(listings):
                row.show_given(listings[at], self._context.services.catalogues)

    def signpost(self, number: int) -> None:
        """Alt+1 to 3: give that listing to the visitor, or take it back."""
        if number <= len(self._matches):
            self.places[number - 1].button.click()

    def _signposted(self, listing: Listing, given: bool) -> None:
        visit = self._context.visit
        if given:
            visit.signpost(listing)
            self._context.window.say(_("Signposted to {name}.").format(name=listing.name))
        else:
            visit.take_back_signpost(listing.id)
            self._context.window.say(_("{name} is not signposted any more.").format(name=listing.name))

    def print_first(self) -> None:
        """Alt+P: print the first handout the visitor does not have yet, else the first."""
        shown = [row for row in self.sheets if row.handout is not None and not row.isHidden()]
        printed = {(one.slug, one.language) for one in self._context.visit.handouts}
        fresh = [
            row for row in shown if row.handout and (row.handout.slug, row.handout.language) not in printed
        ]
        for row in (fresh or shown)[:1]:
            row.button.click()

    def finish_first(self, then: Callable[[], None]) -> bool:
        """Whether a sheet is on its way to the printer: `then` is called once it is there, and recorded."""
        self._then = then if self._in_hand else None
        return bool(self._in_hand)

    def _finished(self) -> None:
        self._in_hand -= 1
        if not self._in_hand and self._then is not None:
            then, self._then = self._then, None
            then()

    def print_handout(self, handout: Handout) -> None:
        """Make the sheet with the places signposted so far, and print it."""
        context, points = self._context, self._context.settings().handout_points
        slip = slip_to_print(context, handout.language)
        order = context.services.handouts.order(handout, points, context.visit.listings, slip=slip)
        self._set_busy(handout, True)
        self._in_hand += 1

        def made(pdf: bytes) -> None:
            self._set_busy(handout, False)
            # The visitor may have gone meanwhile, or nobody wants it after all.
            if context.visit.is_open and context.window.print_pdf(pdf, handout.slug):
                context.visit.gave(given(order))
                self._say_printed(handout, slip)
            self._finished()

        def failed(error: BaseException) -> None:
            self._set_busy(handout, False)
            context.window.say_problem(error)
            self._then = None  # whoever saves now knows that it has not been printed
            self._finished()

        work = partial(context.services.handouts.pdf, order)
        context.background.run(work, while_alive(self, made), while_alive(self, failed))

    def _say_printed(self, handout: Handout, slip: HandOffSlip | None) -> None:
        if slip is None:
            self._context.window.say(_("Printed: {title}.").format(title=handout.title))
            return
        self._context.visit.note_slip_printed()
        said = _("Printed: {title}, with slip {code} as its last page.")
        self._context.window.say(said.format(title=handout.title, code=shown_slip(slip.code)))

    def _set_busy(self, handout: Handout, busy: bool) -> None:
        for row in self.sheets:
            if row.handout is handout:
                row.set_busy(busy)
        if not busy:
            self._show_given()

    def _search(self) -> None:
        words = next((topic.find[0] for topic in self._topics if topic.find), "")
        self._context.window.go_to("directory", text=words)

    def _choose(self) -> None:
        slug = self._titles[0].slug if self._titles else ""
        self._context.window.go_to("handouts", slug=slug)
