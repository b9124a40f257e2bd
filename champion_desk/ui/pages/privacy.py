"""Privacy: what this desk holds and for how long, what has faded, finding and erasing, the council's papers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from champion_desk.domain.champions import Champion
from champion_desk.domain.retention import Ahead, AuditLine, ClockJump, Periods
from champion_desk.i18n import _
from champion_desk.services import Services
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.page import Page
from champion_desk.ui.privacy_cards import BackupsHoldCard, HeldCard, ReadersCard, point
from champion_desk.ui.privacy_find import FindView
from champion_desk.ui.privacy_gone import GoneCard
from champion_desk.ui.privacy_papers import PapersCard
from champion_desk.ui.privacy_times import TimesCard
from champion_desk.ui.privacy_words import counts_text
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "privacy"
ORDER = 92
ICON = "eye-off"
PARENT = "settings"


def title() -> str:
    """The page's words where it is linked."""
    return _("Privacy")


@dataclass(frozen=True, slots=True)
class State:
    """What the page shows of the desk."""

    periods: Periods
    ahead: Ahead
    jump: ClockJump | None
    lines: tuple[AuditLine, ...]
    champions: tuple[Champion, ...]


def state_of(services: Services, today: date) -> State:
    """Read everything the page shows, on the worker."""
    retention = services.retention
    return State(
        retention.periods(),
        retention.ahead(today),
        retention.clock_jump(today),
        tuple(retention.audit()),
        tuple(services.desk.champions()),
    )


class PrivacyPage(Page):
    """An overview in cards; finding and erasing has a view of its own, which forgets all when it is left."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        self.views = QStackedWidget()
        outer.addWidget(self.views)
        self.overview = Scroll()
        self.finding = FindView(context)
        self.finding.left.connect(self._show_overview)
        self.views.addWidget(self.overview)
        self.views.addWidget(self.finding)
        self._build_overview()
        context.changes.changed.connect(self._changed)

    def _build_overview(self) -> None:
        body, context = self.overview.body, self.context
        back = LinkButton(_("Settings"), "arrow-left")
        back.clicked.connect(lambda: context.window.go_to("settings"))
        body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(PlainLabel(_("Privacy"), "title"))
        self.held, self.readers = HeldCard(), ReadersCard(context)
        self.times = TimesCard(context.fixed("notes_months"), context.fixed("sessions_months"))
        self.times.chosen.connect(self._choose)
        self.times.confirmed.connect(self._confirm_date)
        self.gone, self.papers = GoneCard(), PapersCard(context)
        self.backups = BackupsHoldCard(context)
        left = stack_of(self.held, self.readers, self.backups)
        right = stack_of(self._find_card(), self.times, self.gone, self.papers)
        body.addWidget(Columns([(left, 1), (right, 1)], narrow=760))
        body.addStretch(1)

    def _find_card(self) -> Card:
        card = Card(_("Find and erase"), "search")
        card.body.addWidget(
            PlainLabel(
                _("Someone asks what you hold about them, or asks you to erase it? Look for it here.")
            )
        )
        self.find_button = PrimaryButton(_("&Find what is held"), "search")
        self.find_button.clicked.connect(self._show_finding)
        card.body.addWidget(self.find_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # What is shown

    def enter(self, **arguments: object) -> None:
        """Read the desk anew, and show the overview; `view="find"` goes straight to finding."""
        self._load()
        if arguments.get("view") == "find":
            self._show_finding()

    def leave(self) -> None:
        """What was found about someone does not wait here for the next who looks."""
        self._show_overview()

    def step_back(self) -> bool:
        """From finding back to the overview; what was looked for is forgotten."""
        if self.views.currentWidget() is self.overview:
            return False
        self._show_overview()
        return True

    def _show_overview(self) -> None:
        self.finding.clear()
        self.views.setCurrentWidget(self.overview)
        self.find_button.setFocus()

    def _show_finding(self) -> None:
        self.views.setCurrentWidget(self.finding)
        self.finding.focus_first()

    def _changed(self, kind: str) -> None:
        if kind in ("retention", "champions", "sessions") and self.isVisible():
            self._load()

    def _load(self) -> None:
        services, today = self.context.services, date.today()
        self.context.background.run(
            lambda: state_of(services, today),
            while_alive(self, self._show),
            while_alive(self, self.context.window.say_problem),
        )

    def _show(self, state: State) -> None:
        self._periods = state.periods
        self._ahead = state.ahead
        self.times.show_periods(state.periods)
        self.times.show_ahead(state.ahead, state.jump)
        names = {champion.id: champion.name for champion in state.champions}
        self.gone.show_lines(state.lines, names)
        self.readers.show_champions(state.champions)
