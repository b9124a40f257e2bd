"""Settings: how the backups stand, in two lines, and the way to their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.backup_cards import button_row
from champion_desk.ui.backup_words import second_words, when_words
from champion_desk.ui.context import Context
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from champion_desk.services.backups import BackupState


class BackupsCard(Card):
    """Backups make themselves every half hour and at each lock; the rest is on a page of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Backups"), "archive-restore")
        self._context = context
        self.newest = PlainLabel("", "strong")
        self.second = PlainLabel("")
        self.open = SecondaryButton(_("See all backups"), "list-checks")
        self.open.clicked.connect(lambda: context.window.go_to("backups"))
        for widget in (self.newest, self.second, button_row(self.open)):
            self.body.addWidget(widget)
        context.changes.changed.connect(self._changed)
        self.load()

    def _changed(self, kind: str) -> None:
        if kind in ("backups", "second-folder"):
            self.load()

    def load(self) -> None:
        """Read how they stand."""
        state = self._context.services.backups.state
        self._context.background.run(state, while_alive(self, self._show), lambda _error: None)

    def _show(self, state: BackupState) -> None:
        if state.is_damaged:
            self.newest.setText(_("The desk's records are damaged, so no more backups are made."))
        elif state.newest is None:
            self.newest.setText(_("No backup yet. The first one is made when you lock."))
        else:
            words = _("Last backup {when}, checked.")
            self.newest.setText(words.format(when=when_words(state.newest.made_at)))
        self.second.setVisible(not self._context.services.demo)
        if state.second is None:
            self.second.setText(_("No second folder is chosen for copies on a stick or a network disk."))
        else:
            words, _tone = second_words(state.second)
            self.second.setText(_("Second folder: {sentence}").format(sentence=words))
