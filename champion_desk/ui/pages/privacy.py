"""Privacy: what this desk holds, for how long, what has faded, finding and erasing, the council's papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from champion_desk.domain.champions import Champion
from champion_desk.domain.erasure import Trace
from champion_desk.domain.retention import Ahead, AuditLine, ClockJump, Periods
from champion_desk.i18n import _
from champion_desk.services import Services
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.page import Page
from champion_desk.ui.privacy_cards import BackupsHoldCard, HeldCard, ReadersCard, stack_of
from champion_desk.ui.privacy_find import FindView
from champion_desk.ui.privacy_gone import GoneCard
from champion_desk.ui.privacy_papers import PapersCard
from champion_desk.ui.privacy_times import TimesCard
from champion_desk.ui.privacy_words import counts_text, months
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "privacy"
ORDER = 93
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
    erased: tuple[Trace, ...]


def state_of(services: Services, today: date) -> State:
    """Read everything the page shows, on the worker."""
    retention = services.retention
    return State(
        retention.periods(),
        retention.ahead(today),
        retention.clock_jump(today),
        tuple(retention.audit()),
        tuple(services.desk.champions()),
        tuple(services.erasure.erased_lately()),
    )


class PrivacyPage(Page):
    """An overview in cards; finding and erasing has a view of its own, which forgets all when it is left."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: State | None = None
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
        back = LinkButton(_("Settings"), "arrow-left", quiet=True)
        back.clicked.connect(lambda: context.window.go_to("settings"))
        body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Privacy"), "title"), 1)
        self.find_button = PrimaryButton(_("&Find and erase"), "search")
        self.find_button.clicked.connect(self._show_finding)
        head.addWidget(self.find_button)
        body.addLayout(head)
        self.held, self.readers = HeldCard(), ReadersCard(context)
        self.times = TimesCard(context.fixed("notes_months"), context.fixed("sessions_months"))
        self.times.chosen.connect(self._choose)
        self.times.confirmed.connect(self._confirm_date)
        self.gone, self.papers = GoneCard(), PapersCard(context)
        self.backups = BackupsHoldCard(context)
        left = stack_of(self.held, self.readers, self.backups)
        right = stack_of(self.times, self.gone, self.papers)
        body.addWidget(Columns([(left, 1), (right, 1)], narrow=760))
        body.addStretch(1)

    # What is shown

    def enter(self, **arguments: object) -> None:
        """Read the desk anew, and show the overview; `view="find"` goes straight to finding."""
        self._load()
        if arguments.get("view") == "find":
            self._show_finding()
        else:
            self.find_button.setFocus()

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
        self._state = state
        self.times.show_periods(state.periods)
        self.times.show_ahead(state.ahead, state.jump)
        names = {champion.id: champion.name for champion in state.champions}
        self.gone.show_lines(state.lines, names)
        self.readers.show_champions(state.champions)
        self.backups.show_erased(state.erased)

    # What is decided

    def _choose(self, periods: Periods) -> None:
        """Keep things so long from now on; where more would fade soon, ask first: it can't come back."""
        retention, today = self.context.services.retention, date.today()
        self.context.background.run(
            lambda: retention.ahead(today, periods),
            while_alive(self, lambda ahead: self._chosen(periods, ahead)),
            while_alive(self, self.context.window.say_problem),
        )

    def _chosen(self, periods: Periods, ahead: Ahead) -> None:
        now = self._state
        if now is None:
            return
        more = {
            "note": ahead.week.notes - now.ahead.week.notes,
            "session": ahead.week.sessions - now.ahead.week.sessions,
        }
        if max(more.values()) <= 0:
            self._keep(periods)
            return
        dialog = ConfirmDialog(
            self,
            _("Keep them for a shorter time?"),
            _(
                "Soon fade, as they are older than that or nearly so: {counts}. What has faded can't be "
                "brought back."
            ).format(counts=counts_text({"note": ahead.week.notes, "session": ahead.week.sessions})),
            _("Keep them for a shorter time"),
            lambda: self._keep(periods),
        )
        dialog.rejected.connect(lambda: self.times.show_periods(now.periods))
        dialog.open()

    def _keep(self, periods: Periods) -> None:
        window, retention = self.context.window, self.context.services.retention
        said = _("Saved: notes are kept for {notes}, sessions for {sessions}.").format(
            notes=months(periods.notes), sessions=months(periods.sessions)
        )
        self.context.background.run(
            lambda: retention.change_periods(periods),
            while_alive(self, lambda _nothing: window.say(said)),
            while_alive(self, self._not_kept),
        )

    def _not_kept(self, error: BaseException) -> None:
        self.context.window.say_problem(error)
        if self._state is not None:
            self.times.show_periods(self._state.periods)

    def _confirm_date(self) -> None:
        window, retention, today = self.context.window, self.context.services.retention, date.today()
        said = _("Thank you. From now on things fade by this date.")
        self.context.background.run(
            lambda: retention.confirm_date(today),
            while_alive(self, lambda _nothing: window.say(said)),
            while_alive(self, window.say_problem),
        )


PAGE = PrivacyPage
