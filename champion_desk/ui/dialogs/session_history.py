"""Shows the history of a session: who did what, when, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from champion_desk.domain.sessions import AssistedSession
from champion_desk.i18n import _
from champion_desk.services.session_history import Step
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.log_history import Names, difference_words, moment_words, step_words
from champion_desk.ui.session_words import topic_words
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class SessionHistoryDialog(Dialog):
    """Newest first. Nothing can be changed here; what is long scrolls by Page up and Page down."""

    def __init__(
        self, session: AssistedSession, steps: Sequence[Step], names: Names, parent: QWidget
    ) -> None:
        super().__init__(parent, _("History of this session"), _("Close"), width=640)
        about = _("{what}, {when}").format(
            what=topic_words(session, names.catalogues), when=moment_words(session.started_at)
        )
        self.body.addWidget(PlainLabel(about, "quiet"))
        for step in steps:
            self.body.addWidget(_card(step, names))
        if not steps:
            self.body.addWidget(PlainLabel(_("Nothing is kept of how it came about.")))
        self.out.hide()
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)


def _card(step: Step, names: Names) -> Card:
    card = Card(sunken=True)
    card.body.setSpacing(4)
    card.body.addWidget(PlainLabel(step_words(step, names), "strong"))
    card.body.addWidget(PlainLabel(moment_words(step.at), "quiet"))
    for one in step.differences:
        card.body.addWidget(PlainLabel(difference_words(one, names)))
    said = [step_words(step, names), moment_words(step.at)]
    card.setAccessibleName(". ".join([*said, *(difference_words(one, names) for one in step.differences)]))
    return card
