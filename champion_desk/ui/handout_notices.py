"""What stands above the gallery of handouts: drafts, sheets that can't be shown, how many to check."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import Draft
from champion_desk.i18n import _, ngettext
from champion_desk.ui.problems import sentence_of
from champion_desk.ui.theme import Tone
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel

_MOST = 3


class HandoutNotices(QWidget):
    """Empty and out of the way where there is nothing to say."""

    continued = Signal(str)
    review_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._lines: list[QWidget] = []
        self._drafts: Sequence[Draft] = ()
        self._broken: Sequence[Problem] = ()
        self._due = 0
        self.hide()

    def show_drafts(self, drafts: Sequence[Draft]) -> None:
        """Offer to go on with these."""
        self._drafts = drafts
        self._show()

    def show_broken(self, problems: Sequence[Problem]) -> None:
        """Name those that can't be shown."""
        self._broken = problems
        self._show()

    def show_due(self, count: int) -> None:
        """Say how many sheets should be looked at again."""
        self._due = count
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
            go_on.clicked.connect(lambda _on=False, draft_id=draft.id: self.continued.emit(draft_id))
            self._add("notebook-pen", words, None, go_on)
        for problem in self._broken[:_MOST]:
            self._add("circle-alert", sentence_of(problem), "could-not")
        if len(self._broken) > _MOST:
            more = len(self._broken) - _MOST
            said = ngettext("{count} more can’t be shown.", "{count} more can’t be shown.", more)
            self._add("circle-alert", said.format(count=more), "could-not")
        if self._due:
            said = ngettext(
                "{count} sheet was last checked over a year ago.",
                "{count} sheets were last checked over a year ago.",
                self._due,
            ).format(count=self._due)
            look = LinkButton(_("See them"), "list-checks")
            look.setAccessibleName(_("See the sheets to check"))
            look.clicked.connect(self.review_asked)
            self._add("triangle-alert", said, "partly", look)
        self.setVisible(bool(self._lines))

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
