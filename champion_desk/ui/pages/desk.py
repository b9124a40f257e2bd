"""The Desk: where a champion's day begins; one big act, today, what needs them, and what the help did."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from champion_desk import formats
from champion_desk.i18n import _
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.context import Context
from champion_desk.ui.desk_cards import NeedsCard, TodayCard
from champion_desk.ui.desk_week import WeekCard
from champion_desk.ui.draft_offer import DraftOffers
from champion_desk.ui.page import Page
from champion_desk.ui.tally_counting import Counting
from champion_desk.ui.tally_keys import SMALL_WINDOW
from champion_desk.ui.tally_strip import TallyStrip
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "desk"
ORDER = 1
ICON = "home"

MOST_DRAFTS = 2
_SHOWN = ("sessions", "drafts", "training", "second-folder", "hours", "lists", "directory")


def title() -> str:
    """The page's name in the rail."""
    return _("Desk")


class DeskPage(Page):
    """Read again whenever it is shown, and whenever something changes while it is."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        scroll = Scroll()
        outer.addWidget(scroll)
        scroll.body.addLayout(self._heading())
        self.drafts = DraftOffers(context, MOST_DRAFTS)
        self.drafts.continued.connect(lambda draft_id: context.window.go_to("log", draft_id=draft_id))
        scroll.body.addWidget(self.drafts)
        self.strip = TallyStrip(context, Counting(context, self))
        self.strip.day_turned.connect(lambda: self._changed("sessions"))
        scroll.body.addWidget(self.strip)
        self.small = LinkButton(
            _("Keep these keys in a small window on top"), "monitor", SMALL_WINDOW.replace("+", " "), True
        )
        self.small.clicked.connect(context.window.open_small_window)
        scroll.body.addWidget(self.small, 0, Qt.AlignmentFlag.AlignLeft)
        self.today = TodayCard(context)
        self.needs = NeedsCard(context)
        self.week = WeekCard(context)
        cards = ColumnsLayout(least=310, most=3, weights=(480, 315, 315), first_whole=True)
        for card in (self.today, self.needs, self.week):
            cards.addWidget(card)
        scroll.body.addLayout(cards)
        scroll.body.addStretch(1)
        context.changes.changed.connect(self._changed)
        context.visit.changed.connect(lambda: self._changed("sessions"))

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._greeting = PlainLabel("", "title")
        self._date = PlainLabel("", "quiet")
        words.addWidget(self._greeting)
        words.addWidget(self._date)
        row.addLayout(words, 1)
        self.help_button = PrimaryButton(_("Help someone"), "hand-helping", "F2", large=True)
        self.help_button.clicked.connect(lambda: self.context.window.go_to("log", new=True))
        row.addWidget(self.help_button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def enter(self, **arguments: object) -> None:
        """Show the day as it stands, ready for the next person."""
        self._load()
        self.help_button.setFocus()

    def leave(self) -> None:
        """A draft thrown away stays so."""
        self.drafts.forget()

    def _load(self) -> None:
        now = datetime.now().astimezone()
        self._greeting.setText(greeting(now.hour).format(name=self.context.services.champion.name))
        self._date.setText(formats.full_date(now.date()))
        drafts = self.context.services.sessions.drafts()
        if self.context.visit.is_open:
            drafts = []  # one of them is the form that is open
            self.drafts.show_going_on()
        else:
            self.drafts.show_drafts(drafts)
        self.strip.load()
        self.today.load()
        self.needs.load(max(len(drafts) - MOST_DRAFTS, 0))
        self.week.load()

    def _changed(self, kind: str) -> None:
        if kind == "tallies" and self.isVisible():  # many a day; the strip reads its own counts
            self.today.load()
            self.week.load()
        elif kind in _SHOWN and self.isVisible():
            self._load()


def greeting(hour: int) -> str:
    """Words for the time of day, with a place for the name."""
    if hour < 12:
        return _("Good morning, {name}")
    if hour < 18:
        return _("Good afternoon, {name}")
    return _("Good evening, {name}")


PAGE = DeskPage
