"""The list side of the Log page: find sessions and quick counts of any period, and mend them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.log_query import Found, LogQuery, Totals
from champion_desk.i18n import _
from champion_desk.services.log import MOST_AT_ONCE
from champion_desk.services.log_lines import Line, TallyLine
from champion_desk.ui import log_periods as periods
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.draft_offer import DraftOffers
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.log_acts import LineActs
from champion_desk.ui.log_empty import LogEmpty
from champion_desk.ui.log_filters import Filters
from champion_desk.ui.log_kept import Kept
from champion_desk.ui.log_mending import Mending
from champion_desk.ui.log_periods import Period
from champion_desk.ui.log_reader import LogReader
from champion_desk.ui.log_table import LogModel, LogTable
from champion_desk.ui.log_top import FIND_KEY, FilterChips, PeriodRow, TotalsRow
from champion_desk.ui.log_words import line_columns
from champion_desk.ui.record_table import Column
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll


class LogList(QWidget):
    """A period's lines, newest first; today at first. `wanted` asks for the form: for someone new (None),
    or for a session."""

    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown_anyway = False
        self._names: dict[str, str] = {}
        self._query: LogQuery | None = None
        self._totals: Totals | None = None
        self._keep: Kept | None = None
        self._is_new = False
        self._look: tuple[bool, bool] | None = None
        self.reader = LogReader(context, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        scroll = Scroll()  # in a low window, or with large text
        outer.addWidget(scroll)
        scroll.body.setSpacing(12)
        scroll.body.addLayout(self._heading())
        self.drafts = DraftOffers(context)
        scroll.body.addWidget(self.drafts)
        self._add_finding(scroll.body)
        scroll.body.addWidget(self._list(), 1)
        scroll.body.addWidget(self._other_acts())
        self.mending = Mending(context, self)
        self._connect()

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(_("Log"), "title"), 1)
        self.help_button = PrimaryButton(_("Help someone"), "hand-helping", "F2")
        self.help_button.clicked.connect(lambda: self.wanted.emit(None))
        row.addWidget(self.help_button)
        return row

    def _add_finding(self, body: QVBoxLayout) -> None:
        services = self._context.services
        self.period_row = PeriodRow()
        self.filters = Filters(services.catalogues, services.site)
        self.filters.hide()
        self.chips = FilterChips()
        self.totals = TotalsRow(services.catalogues)
        for widget in (self.period_row, self.filters, self.chips, self.totals):
            body.addWidget(widget)

    def _list(self) -> Card:
        card = Card()
        self.model = LogModel(self._columns(one_day=True, removed=False))
        self.table = LogTable(_("Sessions and quick counts"), self.model)
        self.empty = LogEmpty()
        self._folded = EmptyState(
            "users", "", _("The list is folded, because this screen faces the public."), _("Show the list")
        )
        self.acts = LineActs()
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        card.body.addWidget(self._folded, 1)
        card.body.addWidget(self.acts)
        for part in (self.table, self.empty, self._folded, self.acts):
            part.hide()  # until the list is read, or all of them together would ask for room
        return card

    def _other_acts(self) -> QWidget:
        """What is done with the log as a whole."""
        place = QWidget()
        self.other_acts = FlowLayout(place, gap=10)
        self.export_button = SecondaryButton(_("E&xport…"), "file-down", small=True)
        self.catch_up_button = SecondaryButton(_("&Catch up"), "table-2", small=True)
        self.catch_up_button.clicked.connect(lambda: self._context.window.go_to("catch-up"))
        self.other_acts.addWidget(self.catch_up_button)
        self.other_acts.addWidget(self.export_button)
        self.past_button = SecondaryButton(_("Take in an earlier log…"), "upload", small=True)
        self.past_button.clicked.connect(lambda: self._context.window.go_to("past-logs"))
        self.other_acts.addWidget(self.past_button)
        return place

    def _connect(self) -> None:
        self.period_row.stepped.connect(self.filters.set_period)
        self.period_row.today_wanted.connect(lambda: self.go_to(date.today()))
        self.period_row.find_wanted.connect(self._find_pressed)
        self.filters.changed.connect(self._asked_otherwise)
        self.chips.taken_away.connect(self._take_away)
        self.chips.cleared.connect(self.filters.clear)
        self.empty.cleared.connect(self.filters.clear)
        self.empty.widened.connect(self._widen)
        self.reader.first.connect(self._show_first)
        self.reader.more.connect(self.model.append_rows)
        self.reader.added_up.connect(self._show_totals)
        self.reader.failed.connect(self._context.window.say_problem)
        self.table.more_wanted.connect(self.reader.ask_more)
        self.table.chosen_changed.connect(self._settle_acts)
        self.table.activated_record.connect(self._open)
        self._folded.acted.connect(self._unfold)
        acts = self.acts
        acts.changed.connect(lambda: self._open(self.table.record()))
        acts.many_changed.connect(self._change_many)
        acts.history_wanted.connect(lambda: self.mending.show_history(self.table.record()))
        acts.removed.connect(lambda reason: self.mending.remove(self.table.chosen(), reason))
        acts.restored.connect(lambda: self.mending.restore(self.table.chosen()))
        acts.ticking_wanted.connect(self._tick)
        acts.all_wanted.connect(self._choose_all)
        acts.kept.connect(self.table.setFocus)
        self.export_button.clicked.connect(self._export)
        self.mending.mended.connect(self._mended)
        self._key("Delete", self.acts.ask_reason, self.table)
        self._key("Ctrl+E", self._change_many)
        self._key(FIND_KEY, self._find)

    def _key(self, keys: str, act: object, where: QWidget | None = None) -> None:
        shortcut = QShortcut(QKeySequence(keys), where or self)
        own = Qt.ShortcutContext.WidgetShortcut if where else Qt.ShortcutContext.WidgetWithChildrenShortcut
        shortcut.setContext(own)
        shortcut.activated.connect(act)

    def _columns(self, one_day: bool, removed: bool) -> list[Column[Line]]:
        catalogues = self._context.services.catalogues
        return line_columns(catalogues, lambda one: self._names.get(one, ""), one_day, removed)

    # What is looked for

    @property
    def period(self) -> Period:
        """The period that is shown."""
        return self.filters.period

    def go_to(self, day: date) -> None:
        """Show a day; none later than today."""
        self.filters.set_period(periods.holding(periods.DAY, min(day, date.today())))

    def _asked_otherwise(self) -> None:
        self._shown_anyway = False
        self._keep, self._is_new = None, True
        self._ask()

    def _find_pressed(self) -> None:
        if self.filters.isHidden():
            self._find()
        else:
            self._fold_filters()

    def _find(self) -> None:
        """Unfold the filters, ready to type a topic."""
        self.filters.show()
        self.filters.show_uses(self._context.services.sessions.topic_uses())
        self._settle_finding()
        self.filters.topics.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold_filters(self) -> None:
        self.filters.hide()
        self._settle_finding()
        self.period_row.find_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_away(self, gone: object) -> None:
        self.filters.take_away(gone)  # type: ignore[arg-type]
        if not self.chips.chips():
            self.period_row.find_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _widen(self) -> None:
        """The same, over the last twelve months."""
        today = date.today()
        self.filters.set_period(periods.between(today.replace(day=1, year=today.year - 1), today))

    def _settle_finding(self) -> None:
        opened = not self.filters.isHidden()
        filters = self.filters.set_filters()
        self.period_row.show_period(self.period)
        self.period_row.find_button.setChecked(opened)
        self.chips.show_filters(filters)
        self.chips.setVisible(bool(filters) and not opened)

    # Reading

    def load(self, days: object = None) -> None:
        """Read the list and the drafts again; the same line stays current. `days` are others to list."""
        if isinstance(days, tuple):
            self.filters.show_days(*days)
        people = self._context.services.log_lines
        champions, sites = people.champions(), people.sites()
        self._names = {one.id: one.name for one in champions}
        self.filters.show_people(champions, sites)
        if self.model.rowCount():
            self._keep = Kept.of(self.table)
        self._ask()
        self.drafts.show_drafts(self._context.services.sessions.drafts())

    def _ask(self) -> None:
        self._settle_finding()
        query = self.filters.query()
        if query != self._query:
            self._query, self._totals = query, None
            self.totals.show_totals(None)
        self.reader.ask(query, self._keep.lines if self._keep else 0)

    def _show_first(self, lines: list[Line]) -> None:
        query = self.filters.query()
        look = (query.first == query.last, query.removed)
        if look != self._look:
            self.acts.tick_button.setChecked(False)
            self._look = look
            self.model.set_columns(self._columns(*look))
        self.model.set_rows(lines)
        if lines:
            (self._keep or Kept()).put_back(self.table, lines)
        self._keep = None
        self._settle(query)

    def _show_totals(self, totals: Totals) -> None:
        self._totals = totals
        self.totals.show_totals(totals)
        self._settle_acts()
        if self._is_new:  # what was asked for is told by ear too, once it is there
            self._is_new = False
            period, count = self.period_row.words.text(), self.totals.words.text()
            announce(self, _("{day}. {count}").format(day=period, count=count))

    def _settle(self, query: LogQuery) -> None:
        any_lines = self.model.rowCount() > 0
        folded = any_lines and self._context.settings().public_screen and not self._shown_anyway
        had_keyboard = self.table.hasFocus()
        self._folded.setVisible(folded)
        self.empty.setVisible(not any_lines)
        self.empty.show_for(query, bool(self.filters.set_filters()))
        self.table.setVisible(any_lines and not folded)
        self.acts.setVisible(any_lines and not folded)
        self._settle_acts()
        if had_keyboard and self.table.isHidden():
            self.help_button.setFocus()

    def _settle_acts(self) -> None:
        total = self._totals.sessions if self._totals else 0
        self.acts.show_for(self.table.chosen(), total, self.reader.is_done, self.table.ticking)

    def _unfold(self) -> None:
        self._shown_anyway = True
        self._settle(self.filters.query())
        self.table.setFocus()

    def fold(self) -> None:
        """The page is left: what was looked for and unfolded goes, what was thrown away stays so."""
        self._shown_anyway = False
        self.filters.start_again()
        self.filters.hide()
        self.acts.tick_button.setChecked(False)
        self.drafts.forget()

    # Acting

    def _open(self, line: Line | None) -> None:
        if isinstance(line, Found) and line.removed_at is None:
            self.wanted.emit(line.session)
        elif isinstance(line, Found):
            self.mending.show_history(line)
        elif isinstance(line, TallyLine) and line.whole_day:
            self.go_to(line.start.astimezone().date())
        elif isinstance(line, TallyLine):
            self.mending.change_count(line)

    def _tick(self, on: bool) -> None:
        self.table.set_ticking(on)
        self.table.setFocus()
        if on:
            announce(self.table, _("Space chooses a line, or lets it go again."))

    def _change_many(self) -> None:
        if not self.acts.many_button.isHidden() and self.acts.isVisible():
            self.mending.change_many(self.table.chosen(), self._context.services.log_lines.champions())

    def _export(self) -> None:
        self.mending.export(self.filters.query(), bool(self.filters.set_filters()))

    def _choose_all(self) -> None:
        """Choose everything that fits, also what was not read yet: so it is read now."""
        self._keep = Kept(lines=MOST_AT_ONCE, everything=True)
        self.reader.ask(self.filters.query(), MOST_AT_ONCE)

    def _mended(self) -> None:
        self.acts.tick_button.setChecked(False)
        (self.help_button if self.table.isHidden() else self.table).setFocus()

    def step_back(self) -> bool:
        """Esc: leave the question why, then the ticking, then the filters; False where none is open."""
        if self.acts.step_back():
            return True
        if self.table.ticking:
            self.acts.tick_button.setChecked(False)
            return True
        if not self.filters.isHidden():
            self._fold_filters()
            return True
        return False
