"""Hand-offs: type the code on a slip, or take the oldest that waits, and say how it went."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.slips import shown_slip
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.follow_up_card import FollowUpCard
from champion_desk.ui.page import Page
from champion_desk.ui.question import Question
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.session_words import topic_words
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import PrimaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.fields import TextField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll
from champion_desk.wording import problem_sentence

NAME = "hand-offs"
ORDER = 93
ICON = "ticket-check"
PARENT = "desk"
AHEAD = True


def title() -> str:
    """The page's name in the title of the window."""
    return _("Hand-offs")


class HandOffsPage(Page):
    """At the left those that wait, at the right the one that is being answered."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        scroll = Scroll()
        outer.addWidget(scroll)
        scroll.body.setSpacing(14)
        self.answer = FollowUpCard(context)
        self.answer.done.connect(self._next)
        scroll.body.addWidget(PlainLabel(_("Hand-offs: did it work?"), "title"))
        scroll.body.addLayout(self._by_code())
        scroll.body.addWidget(Columns([(self._waiting(), 1), (self.answer, 1)], narrow=760), 1)
        context.changes.changed.connect(self._changed)

    def _by_code(self) -> QHBoxLayout:
        row = self._row = QHBoxLayout()
        row.setSpacing(8)
        self.code = TextField(_("Code on the slip"), _("like K7M 4PX"))
        self.code.setFixedWidth(theme().px(260))
        self.code.returnPressed.connect(self._find)
        self._code = Question(
            self.code, _("Code on the slip"), _("as the partner or the citizen reads it out")
        )
        self.find_button = PrimaryButton(_("Find it"), "search")
        self.find_button.clicked.connect(self._find)
        row.addWidget(self._code)
        row.addWidget(self.find_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        return row

    def _waiting(self) -> QWidget:
        card = Card(_("To be asked about"))
        catalogues = self.context.services.catalogues
        self._model: RecordModel[AssistedSession] = RecordModel(
            [
                Column(_("Slip"), lambda one: shown_slip(one.slip)),
                Column(_("What"), lambda one: topic_words(one, catalogues), stretch=True),
                Column(
                    _("Handed on"),
                    lambda one: formats.short_date(formats.local(one.started_at).date()),
                    quiet=True,
                ),
            ]
        )
        self.table = RecordTable(_("Hand-offs to be asked about"), self._model, grow=True)
        self.table.selected_record.connect(self.answer.show_session)
        self.table.activated_record.connect(lambda _session: self.answer.focus_first())
        card.body.addWidget(self.table)
        self._none = EmptyState(
            "ticket-check",
            _("Nothing to ask about now"),
            _("Two weeks after a hand-off slip is given, it is asked about here."),
        )
        card.body.addWidget(self._none)
        card.body.addStretch(1)
        return card

    def enter(self, **arguments: object) -> None:
        """`code` finds that slip at once."""
        self._load()
        code = str(arguments.get("code") or "")
        self.code.setText(code)
        self._say_wrong("")
        if code:
            self._find()
        else:
            self.code.setFocus()

    def _load(self) -> None:
        due = self.context.services.follow_ups.due(date.today())
        self._model.set_rows(due)
        self.table.setVisible(bool(due))
        self._none.setVisible(not due)
        if due:
            self.table.select_row(0)
            self.answer.show_session(due[0])
        else:
            self.answer.show_session(None)

    def _say_wrong(self, sentence: str) -> None:
        """Say what is wrong with the code beneath it; the button stays level with the field."""
        self._code.set_problem(sentence, focus=bool(sentence))
        level = Qt.AlignmentFlag.AlignVCenter if sentence else Qt.AlignmentFlag.AlignBottom
        self._row.setAlignment(self.find_button, level)

    def _find(self) -> None:
        self._say_wrong("")
        try:
            session = self.context.services.follow_ups.find(self.code.text())
        except (Invalid, Problem) as problem:
            self._say_wrong(problem_sentence(problem))
            return
        self.table.clearSelection()
        self.answer.show_session(session)
        self.answer.focus_first()
        announce(self, self.answer.told())

    def _next(self) -> None:
        """Answered: the next that waits stands there, and the code can be typed."""
        self.code.clear()
        self._load()
        if self._model.rowCount():
            self.table.setFocus()
        else:
            self.code.setFocus()

    def _changed(self, kind: str) -> None:
        if kind == "sessions" and self.isVisible() and not self.answer.is_typed_in():
            self._load()


PAGE = HandOffsPage
