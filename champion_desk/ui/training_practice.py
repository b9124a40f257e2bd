"""What practice and duties say is worth learning, each with its reason, to be taken up or put away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.problems import Problem
from champion_desk.domain.suggestions import COURSE, DUTY, NOBODY, STUCK, Advice
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.ui.context import Context
from champion_desk.ui.training_overview import empty, row_of
from champion_desk.ui.training_words import advice_name, advice_sentences
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import Badge, PlainLabel

_SHOWN = 3
_PUT_OFF = timedelta(days=30)


class FromPractice(Card):
    """The most pressing suggestions first; the others unfold.

    `practised` brings the topic whose exercise is wanted; `ended` when the last one was answered.
    """

    ended = Signal()
    practised = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(_("From practice"))
        self._context = context
        self._all = False
        self._answered: int | None = None
        self._first: list[QPushButton] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.body.addLayout(self._list)
        self._more = LinkButton("", "chevron-down", quiet=True)
        self._more.clicked.connect(self._unfold)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def load(self) -> None:
        """Read what is suggested again; the keyboard stays at the place of what was answered."""
        empty(self._list)
        found = self._context.services.learning.suggestions.all()
        shown = found if self._all else found[:_SHOWN]
        self._first = []
        for place, one in enumerate(shown):
            self._list.addWidget(self._suggestion(place, one))
        if not found:
            words = _("Nothing at the moment. When you tick “I got stuck” in a session, it comes here.")
            self._list.addWidget(PlainLabel(words, "quiet"))
        rest = len(found) - len(shown)
        said = ngettext("Show {count} more", "Show {count} more", rest).format(count=rest)
        self._more.setText(said)
        self._more.setVisible(rest > 0)
        if self._answered is not None:
            at, self._answered = self._answered, None
            if self._first:
                self._first[min(at, len(self._first) - 1)].setFocus()
            else:
                self.ended.emit()

    def _unfold(self) -> None:
        self._all, self._answered = True, len(self._first)
        self.load()

    def _suggestion(self, place: int, advice: Advice) -> QWidget:
        label = advice_name(self._context.services.catalogues, advice)
        card = Card(label, sunken=True)
        badge = _badge(advice)
        if badge is not None:
            card.header.addWidget(badge)
        card.body.addWidget(PlainLabel(" ".join(advice_sentences(advice)), "small"))
        take = SecondaryButton(_("Plan it") if advice.kind == COURSE else _("Add to my plan"), small=True)
        put_off, never = LinkButton(_("Not now"), quiet=True), LinkButton(_("Never"), quiet=True)
        for button in (take, put_off, never):
            said = _("{act}: {topic}").format(act=button.text(), topic=label)
            button.setAccessibleName(said)
        take.clicked.connect(lambda: self._take(place, advice, label))
        put_off.clicked.connect(lambda: self._put_off(place, advice, label))
        never.clicked.connect(lambda: self._dismiss(place, advice, label))
        never.setVisible(DUTY not in advice.reasons)
        acts: list[QWidget] = [take, put_off, never]
        if advice.kind != COURSE and advice.code in self._context.services.learning.exercises.topics():
            practise = SecondaryButton(_("Two-minute practice"), "play", small=True)
            practise.setAccessibleName(_("{act}: {topic}").format(act=practise.text(), topic=label))
            practise.clicked.connect(lambda: self.practised.emit(advice.code))
            acts.insert(0, practise)
        self._first.append(take)
        card.body.addWidget(row_of(*acts))
        return card

    def _take(self, place: int, advice: Advice, label: str) -> None:
        suggestions = self._context.services.learning.suggestions
        said = _("Planned: {topic}") if advice.kind == COURSE else _("Added to your plan: {topic}")
        self._act(place, lambda: suggestions.take(advice), said.format(topic=label))

    def _put_off(self, place: int, advice: Advice, label: str) -> None:
        until = date.today() + _PUT_OFF
        said = _("{topic} does not come back before {date}.")
        suggestions = self._context.services.learning.suggestions
        words = said.format(topic=label, date=formats.long_date(until))
        self._act(place, lambda: suggestions.put_off(advice, until), words)

    def _dismiss(self, place: int, advice: Advice, label: str) -> None:
        said = _("{topic} is not suggested any more.").format(topic=label)
        self._act(place, lambda: self._context.services.learning.suggestions.dismiss(advice), said)

    def _act(self, place: int, work: Callable[[], Done], said: str) -> None:
        self._answered = place
        try:
            done = work()
        except Problem as problem:
            self._answered = None
            self._context.window.say_problem(problem)
            return
        self._context.window.say(said, undo=done)


def _badge(advice: Advice) -> Badge | None:
    """The strongest sign in two words; its number is in the sentence too."""
    if STUCK in advice.reasons:
        said = ngettext("stuck once", "stuck {count} times", advice.stuck).format(count=advice.stuck)
        return Badge(said, "could-not")
    if advice.by is not None:
        return Badge(_("by {date}").format(date=formats.short_date(advice.by)), "partly")
    return Badge(_("nobody here"), "partly") if NOBODY in advice.reasons else None
