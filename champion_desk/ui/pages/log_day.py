"""A day's list on the Log page: who was helped with what; change or remove a session."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.draft_offer import DraftOffers
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.record_table import RecordModel, RecordTable
from champion_desk.ui.session_words import day_columns, people_helped
from champion_desk.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll


class DayView(QWidget):
    """One day's sessions, newest first. `wanted` asks for the form: for someone new, or for a session."""

    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.day = date.today()
        self._shown_anyway = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        scroll = Scroll()  # in a low window, or with large text
        outer.addWidget(scroll)
        scroll.body.setSpacing(14)
        scroll.body.addLayout(self._heading())
        self.drafts = DraftOffers(context)
        scroll.body.addWidget(self.drafts)
        scroll.body.addLayout(self._days())
        scroll.body.addWidget(self._list(), 1)
        QShortcut(
            QKeySequence(Qt.Key.Key_Delete),
            self.table,
            self._ask_reason,
            context=Qt.ShortcutContext.WidgetShortcut,
        )

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(_("Log"), "title"), 1)
        self.help_button = PrimaryButton(_("Help someone"), "hand-helping", "F2")
        self.help_button.clicked.connect(lambda: self.wanted.emit(None))
        row.addWidget(self.help_button)
        return row

    def _days(self) -> FlowLayout:
        row = FlowLayout(gap=8)
        self.before = IconButton("chevron-left", _("The day before"))
        self.after = IconButton("chevron-right", _("The day after"))
        self.today = SecondaryButton(_("Today"), "calendar", small=True)
        self._day_words = PlainLabel("", "heading", wrap=False)
        self._count = PlainLabel("", "quiet", wrap=False)
        self.before.clicked.connect(lambda: self.go_to(self.day - timedelta(days=1)))
        self.after.clicked.connect(lambda: self.go_to(self.day + timedelta(days=1)))
        self.today.clicked.connect(lambda: self.go_to(date.today()))
        for widget in (self.before, self.after, self._day_words, self._count, self.today):
            row.addWidget(widget)
        return row

    def _list(self) -> Card:
        card = Card()
        champions = {one.id: one.name for one in self._context.services.desk.champions()}
        self._model: RecordModel[AssistedSession] = RecordModel(
            day_columns(
                self._context.services.catalogues, lambda session: champions.get(session.champion_id, "")
            )
        )
        self.table = RecordTable(_("Sessions of this day"), self._model)
        self.table.activated_record.connect(self.wanted)
        card.body.addWidget(self.table, 1)
        self._empty = EmptyState(
            "notebook-pen", _("Nothing logged on this day"), _("Press F2 when you help someone.")
        )
        card.body.addWidget(self._empty, 1)
        self._folded = EmptyState(
            "users", "", _("The list is folded, because this screen faces the public."), _("Show the list")
        )
        self._folded.acted.connect(self._unfold)
        card.body.addWidget(self._folded, 1)
        self._acts = QWidget()
        row = FlowLayout(self._acts, gap=10)
        self.change_button = SecondaryButton(_("Change"), "pencil", _("Enter"))
        self.change_button.clicked.connect(self._change)
        self.remove_button = SecondaryButton(_("Remove"), "trash-2", _("Delete"))
        self.remove_button.clicked.connect(self._ask_reason)
        row.addWidget(self.change_button)
        row.addWidget(self.remove_button)
        card.body.addWidget(self._acts)
        card.body.addWidget(self._reasons())
        for part in (self.table, self._empty, self._folded, self._acts):
            part.hide()  # until the day is read, or all of them together would ask for room
        return card

    def _reasons(self) -> QWidget:
        self._why = QWidget()
        row = QHBoxLayout(self._why)
        row.setContentsMargins(0, 0, 0, 0)
        self.reasons = ChipGroup(
            _("Why remove this session?"),
            [
                ("logged-twice", _("logged twice")),
                ("mistake", _("a mistake")),
                ("test", _("a test")),
                ("other", _("another reason")),
            ],
        )
        self.reasons.changed.connect(self._remove)
        row.addWidget(self.reasons, 1)
        self.keep_button = SecondaryButton(_("Keep it"), None, _("Esc"))
        self.keep_button.clicked.connect(self.step_back)
        row.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignBottom)
        self._why.hide()
        return self._why

    def go_to(self, day: date) -> None:
        """Show a day; none later than today."""
        self.day = min(day, date.today())
        self._shown_anyway = False
        self.load()
        announce(self, _("{day}. {count}").format(day=self._day_words.text(), count=self._count.text()))

    def load(self) -> None:
        """Read the day's list and the drafts again; the same session stays current."""
        current = self.table.record()
        sessions = self._context.services.sessions.on(self.day)
        self._model.set_rows(sessions)
        at = next((i for i, one in enumerate(sessions) if current is not None and one.id == current.id), 0)
        if sessions:
            self.table.select_row(at)
        self._settle(sessions)
        self.drafts.show_drafts(self._context.services.sessions.drafts())

    def _settle(self, sessions: list[AssistedSession]) -> None:
        today = date.today()
        names = {0: _("Today"), 1: _("Yesterday")}
        named = names.get((today - self.day).days)
        words = formats.full_date(self.day)
        if named:
            words = _("{name}, {date}").format(name=named, date=words)
        self._day_words.setText(words)
        self._count.setText(people_helped(sessions))
        self.after.setEnabled(self.day < today)
        self.today.setVisible(self.day != today)
        folded = bool(sessions) and self._context.settings().public_screen and not self._shown_anyway
        self._folded.setVisible(folded)
        self._empty.setVisible(not sessions)
        self.table.setVisible(bool(sessions) and not folded)
        self._acts.setVisible(bool(sessions) and not folded)
        self._why.hide()

    def _unfold(self) -> None:
        self._shown_anyway = True
        self.load()
        self.table.setFocus()

    def fold(self) -> None:
        """The page is left: a list unfolded by hand folds again, what was thrown away stays so."""
        self._shown_anyway = False
        self.drafts.forget()

    def _change(self) -> None:
        if self.table.record() is not None:
            self.wanted.emit(self.table.record())

    def _ask_reason(self) -> None:
        if self.table.record() is None:
            return
        self.reasons.set_codes([])
        self._acts.hide()
        self._why.show()
        self.reasons.focus_first()
        announce(self, _("Why remove this session?"))

    def step_back(self) -> bool:
        """Leave the question why; False where it is not asked."""
        if self._why.isHidden():
            return False
        self._why.hide()
        self._acts.show()
        self.table.setFocus()
        return True

    def _remove(self) -> None:
        session, reason = self.table.record(), self.reasons.code()
        if session is None or reason is None:
            return
        try:
            done = self._context.services.sessions.remove(session.id, reason)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self.load()
        (self.table if not self.table.isHidden() else self.help_button).setFocus()
        time = formats.clock(formats.local(session.started_at))
        self._context.window.say(_("Removed the session of {time}.").format(time=time), undo=done)
