"""One hand-off: what it was about and where it led, and a key for each answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from champion_desk import formats
from champion_desk.domain.findings import Accepted
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.slips import shown_slip
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.question import Question
from champion_desk.ui.session_words import topic_words
from champion_desk.ui.theme import Tone
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from champion_desk.ui.widgets.scan_watch import accepted_in, asks_first
from champion_desk.ui.widgets.scanned_text import ScannedArea
from champion_desk.wording import problem_sentence

TONES: dict[str, Tone] = {"worked": "done", "did-not": "could-not", "never-arrived": "partly"}


def answer_words(answer: str) -> str:
    """How a hand-off went, in words."""
    texts = {
        "worked": _("it worked"),
        "did-not": _("it did not work"),
        "never-arrived": _("they never arrived"),
    }
    return texts.get(answer, _("not answered yet"))


def waiting_words(count: int) -> str:
    """2 hand-offs to ask about, for the Desk."""
    return ngettext("{count} hand-off: did it work?", "{count} hand-offs: did they work?", count).format(
        count=count
    )


class FollowUpCard(Card):
    """`done` after each answer. Alt+1 to Alt+3 answer from anywhere on the page."""

    done = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("How did it go?"))
        self._context = context
        self._session: AssistedSession | None = None
        self._begun: dict[str, str] = {}  # notes that are begun and not kept, by session
        self._slip = PlainLabel("", "count")
        self._state = Badge("", "quiet")
        self._words = PlainLabel("", "body")
        self._where = PlainLabel("", "quiet")
        self._nothing = PlainLabel(_("Type a code, or choose one from the list."), "quiet")
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._slip)
        self.body.addWidget(self._state)
        for label in (self._words, self._where):
            self.body.addWidget(label)
        self.note = ScannedArea(_("Anything worth knowing next time"), lines=2)
        self._note = Question(self.note, _("Anything worth knowing next time"), _("optional · never a name"))
        self.body.addWidget(self._note)
        self._answers = QWidget()
        row = FlowLayout(self._answers, gap=8)
        self.worked = self._button(_("It worked"), "circle-check", "worked", 1)
        self.did_not = self._button(_("It didn't"), "circle-x", "did-not", 2)
        self.never = self._button(_("Never arrived"), "circle-help", "never-arrived", 3)
        for button in (self.worked, self.did_not, self.never):
            row.addWidget(button)
        self.body.addWidget(self._answers)
        self._later = QWidget()
        row = FlowLayout(self._later, gap=16)
        self.again = LinkButton(_("Ask again in two weeks"), quiet=True)
        self.again.clicked.connect(self._ask_again)
        self.no_more = LinkButton(_("Nobody will know: ask no more"), quiet=True)
        self.no_more.clicked.connect(self._ask_no_more)
        row.addWidget(self.again)
        row.addWidget(self.no_more)
        self.body.addWidget(self._later)
        self.body.addStretch(1)
        self.show_session(None)

    def _button(self, words: str, icon: str, answer: str, number: int) -> SecondaryButton:
        button = SecondaryButton(words, icon, _("Alt {number}").format(number=number))

        def act() -> None:
            self._answer(answer)

        button.clicked.connect(act)
        QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(act)
        return button

    def show_session(self, session: AssistedSession | None) -> None:
        """Show this hand-off, or that none is chosen; a note that is begun waits with its own."""
        if self._session is not None:
            self._begun.pop(self._session.id, None)
            if self.is_typed_in():
                self._begun[self._session.id] = self.note.toPlainText()
        self._session = session
        there = session is not None
        self._nothing.setVisible(not there)
        for part in (self._slip, self._state, self._words, self._where, self._note, self._answers):
            part.setVisible(there)
        self._later.setVisible(session is not None and session.follow_up_on is not None)
        if session is None:
            self.note.clear()
            return
        self._slip.setText(shown_slip(session.slip))
        self._state.set_badge(answer_words(session.followed_up), TONES.get(session.followed_up, "quiet"))
        self._words.setText(self.told())
        places = [self._name_of(listing_id) for listing_id in session.listings]
        named = ", ".join(name for name in places if name)
        self._where.setText(_("Sent to: {places}").format(places=named) if named else "")
        self._where.setVisible(bool(named))
        self.note.setPlainText(self._begun.get(session.id, session.follow_up_note))

    def told(self) -> str:
        """What it was about, and when."""
        if self._session is None:
            return ""
        day = formats.full_date(formats.local(self._session.started_at).date())
        topics = topic_words(self._session, self._context.services.catalogues)
        return _("{topics}, handed on {day}").format(topics=topics, day=day)

    def _name_of(self, listing_id: str) -> str:
        try:
            return self._context.services.directory.get(listing_id).name
        except Problem:
            return ""

    def focus_first(self) -> None:
        """Ready to answer."""
        self.worked.setFocus()

    def is_typed_in(self) -> bool:
        """Whether a note is begun that nobody has kept."""
        kept = self._session.follow_up_note if self._session else ""
        return self.note.toPlainText().strip() != kept

    def _answer(self, answer: str) -> None:
        session = self._session
        if session is None or asks_first(self, lambda: self._answer(answer)):
            return
        accepted: Accepted = accepted_in(self)
        follow_ups, note = self._context.services.follow_ups, self.note.toPlainText()
        self._do(
            lambda: follow_ups.answer(session.id, answer, date.today(), note, accepted),
            _("Kept for slip {slip}: {answer}.").format(
                slip=shown_slip(session.slip), answer=answer_words(answer)
            ),
        )

    def _ask_again(self) -> None:
        session = self._session
        if session is not None and not asks_first(self, self._ask_again):
            accepted, note = accepted_in(self), self.note.toPlainText()
            follow_ups = self._context.services.follow_ups
            self._do(
                lambda: follow_ups.ask_again(session.id, date.today(), note, accepted),
                _("Slip {slip} is asked about again in two weeks.").format(slip=shown_slip(session.slip)),
            )

    def _ask_no_more(self) -> None:
        session = self._session
        if session is not None and not asks_first(self, self._ask_no_more):
            accepted, note = accepted_in(self), self.note.toPlainText()
            follow_ups = self._context.services.follow_ups
            self._do(
                lambda: follow_ups.ask_no_more(session.id, note, accepted),
                _("Slip {slip} is asked about no more.").format(slip=shown_slip(session.slip)),
            )

    def _do(self, act: Callable[[], Done], said: str) -> None:
        self._note.set_problem("")
        answered = self._session  # the page may show another as soon as it is kept
        try:
            done = act()
        except Invalid as problem:
            self._note.set_problem(problem_sentence(problem), focus=True)
            return
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        if answered is not None:
            self._begun.pop(answered.id, None)
        self.note.clear()
        self._session = None
        self.done.emit()
        self._context.window.say(said, undo=done)
