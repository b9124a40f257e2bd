"""What stands above the gallery of handouts: drafts to go on with, sheets that can't be shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import Draft
from champion_desk.i18n import _, ngettext
from champion_desk.services.handouts import HandoutTitle
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.problems import sentence_of
from champion_desk.ui.theme import Tone
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel

_MOST = 3
_LOOK_AFTER = 1500  # milliseconds


class HandoutNotices(QWidget):
    """Empty and out of the way where there is nothing to say."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LOOK_AFTER)
        self._later.timeout.connect(self._look_for_broken)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._lines: list[QWidget] = []
        self._drafts: Sequence[Draft] = ()
        self._broken: Sequence[Problem] = ()
        self._unseen: list[HandoutTitle] = []
        self._seen: tuple[Problem, ...] = ()
        self._wanted = True
        self.hide()

    def set_wanted(self, wanted: bool) -> None:
        """Whether the gallery is in sight."""
        self._wanted = wanted
        self.setVisible(wanted and bool(self._lines))

    def refresh(self) -> None:
        """Look again: at the drafts now, at every text once the page in sight has been made."""
        self.show_drafts(self._context.services.own_handouts.drafts())
        self._later.start()

    def _look_for_broken(self) -> None:
        handouts = self._context.services.handouts
        self._unseen, self._seen = list(handouts.titles), handouts.unread()
        self._look_on()

    def _look_on(self) -> None:
        """A title at a time, so that a page which somebody waits for need not wait for all texts."""
        page = self.parentWidget()
        if page is None or not page.isVisible():
            return
        if not self._unseen:
            self.show_broken(self._seen)
            return
        title, handouts = self._unseen.pop(), self._context.services.handouts

        def looked(found: tuple[Problem, ...]) -> None:
            self._seen = (*self._seen, *found)
            self._look_on()

        self._context.background.run(
            lambda: handouts.broken([title]), while_alive(self, looked), lambda _error: None
        )

    def show_drafts(self, drafts: Sequence[Draft]) -> None:
        """Offer to go on with these."""
        self._drafts = drafts
        self._show()

    def show_broken(self, problems: Sequence[Problem]) -> None:
        """Name those that can't be shown."""
        self._broken = problems
        self._show()

    def _show(self) -> None:
        for line in self._lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for draft in self._drafts[:_MOST]:
            named = str(draft.fields.get("title") or "") or _("no title yet")
            go_on = LinkButton(_("Continue"), "play")
            words = _("You were writing: {title}").format(title=named)
            go_on.setAccessibleName(_("Continue: {title}").format(title=named))
            go_on.clicked.connect(lambda _on=False, draft_id=draft.id: self._go_on(draft_id))
            self._add("notebook-pen", words, None, go_on)
        for problem in self._broken[:_MOST]:
            self._add("circle-alert", sentence_of(problem), "could-not")
        if len(self._broken) > _MOST:
            more = len(self._broken) - _MOST
            said = ngettext("{count} more can’t be shown.", "{count} more can’t be shown.", more)
            self._add("circle-alert", said.format(count=more), "could-not")
        self.setVisible(self._wanted and bool(self._lines))

    def _go_on(self, draft_id: str) -> None:
        self._context.window.go_to("handout-editor", draft=draft_id)

    def _add(self, icon: str, words: str, tone: Tone | None, button: LinkButton | None = None) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(icon, 18, tone or "accent"))
        row.addWidget(PlainLabel(words, "body", tone=tone), 1)
        if button is not None:
            row.addWidget(button)
        self._rows.addWidget(line)
        self._lines.append(line)
