"""Offers back what was typed and not saved, never unasked; a draft thrown away can come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats, i18n
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import Draft
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.session_fields import SessionFields, from_draft
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, Icon
from champion_desk.ui.widgets.labels import PlainLabel


class DraftOffers(QWidget):
    """A card for each draft, at most `most`; `continued` names the one to take up again."""

    continued = Signal(str)

    def __init__(self, context: Context, most: int = 3) -> None:
        super().__init__()
        self._context, self._most = context, most
        self._discarded: Draft | None = None
        self._cards: list[Card] = []
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)
        self.hide()

    def show_drafts(self, drafts: Sequence[Draft]) -> None:
        """Offer these, and the one just discarded."""
        cards = [self._offer(draft) for draft in drafts[: self._most]]
        if self._discarded is not None:
            cards.insert(0, self._bring_back(self._discarded))
        self._show(cards)

    def show_going_on(self) -> None:
        """While a form is open: lead back to it."""
        back = SecondaryButton(_("Back to the form"), "arrow-left", small=True)
        back.clicked.connect(lambda: self._context.window.go_to("log"))
        self._show([_card("hand-helping", _("You are helping someone just now."), back)])

    def _show(self, cards: list[Card]) -> None:
        for old in self._cards:
            old.hide()
            old.deleteLater()
        self._cards = cards
        for card in cards:
            self._body.addWidget(card)
        self.setVisible(bool(cards))

    def note_discarded(self, draft: Draft) -> None:
        """A draft was thrown away elsewhere: offer to bring it back."""
        self._discarded = draft

    def forget(self) -> None:
        """What was thrown away stays so."""
        self._discarded = None

    def _offer(self, draft: Draft) -> Card:
        go_on = SecondaryButton(_("Continue"), "play", small=True)
        go_on.clicked.connect(lambda: self.continued.emit(draft.id))
        drop = LinkButton(_("Discard"), quiet=True)
        drop.clicked.connect(lambda: self._discard(draft))
        words = self._words(draft)
        go_on.setAccessibleDescription(words)
        drop.setAccessibleDescription(words)
        return _card("notebook-pen", words, go_on, drop)

    def _bring_back(self, draft: Draft) -> Card:
        back = SecondaryButton(_("Bring it back"), "undo-2", small=True)
        back.clicked.connect(lambda: self._restore(draft))
        return _card("trash-2", _("The draft was thrown away."), back)

    def _words(self, draft: Draft) -> str:
        fields = from_draft(draft.fields)
        time = formats.clock(formats.local(draft.started_at))
        topics = self._topics(fields)
        if fields.session_id:
            return _("You were changing the session of {time} ({topics}).").format(time=time, topics=topics)
        started = formats.local(draft.started_at).date()
        if started != date.today():
            return _("You were helping someone on {day} at {time} ({topics}).").format(
                day=formats.full_date(started), time=time, topics=topics
            )
        return _("You were helping someone at {time} ({topics}).").format(time=time, topics=topics)

    def _topics(self, fields: SessionFields) -> str:
        topics = self._context.services.catalogues["topics"]
        named = ", ".join(topics.label(code, i18n.language()) for code in fields.topics)
        return named or _("no topic yet")

    def _discard(self, draft: Draft) -> None:
        try:
            self._context.services.sessions.discard_draft(draft.id)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._discarded = draft
        self._reload(_("The draft was thrown away."))

    def _restore(self, draft: Draft) -> None:
        try:
            self._context.services.sessions.keep_draft(draft)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._discarded = None
        self._reload(_("The draft is back."))

    def _reload(self, said: str) -> None:
        self.show_drafts(self._context.services.sessions.drafts())
        announce(self, said)
        if self._cards:
            first = next(iter(self._cards[0].findChildren(SecondaryButton)), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)


def _card(icon: str, words: str, *buttons: QWidget) -> Card:
    card = Card(sunken=True)
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(Icon(icon, 20, "accent"))
    row.addWidget(PlainLabel(words, "body"), 1)
    for button in buttons:
        row.addWidget(button)
    card.body.addLayout(row)
    return card
