"""Whether who leads may see my ratings: off until I say so, and taken back whenever I like."""

from __future__ import annotations

from champion_desk import formats
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.ui.context import Context
from champion_desk.ui.training_overview import row_of
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class Sharing(Card):
    """Says how it is now, with the one button that changes it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Who sees my ratings"))
        self._context = context
        self._is_shared = False
        self.said = PlainLabel("")
        self.body.addWidget(self.said)
        self.hidden = PlainLabel("", "quiet")
        self.body.addWidget(self.hidden)
        self.button = SecondaryButton("", "users")
        self.button.clicked.connect(self._change)
        self.body.addWidget(row_of(self.button))

    def load(self) -> None:
        """Read again how it is."""
        sharing = self._context.services.learning.sharing
        share = sharing.since()
        self._is_shared = share is not None
        if share is None:
            words = _("Only you. Those who lead see counts over five people or more, without names.")
            self.button.setText(_("Share with who leads"))
        else:
            day = formats.long_date(formats.local(share.since).date())
            words = _("You share them with those who lead since {date}.").format(date=day)
            self.button.setText(_("Stop sharing"))
        self.said.setText(words)
        count = len(sharing.hidden()) if self._is_shared else 0
        hidden = ngettext(
            "{count} skill is not shown until you rate it again: it was counted among others.",
            "{count} skills are not shown until you rate them again: they were counted among others.",
            count,
        )
        self.hidden.setText(hidden.format(count=count))
        self.hidden.setVisible(count > 0)

    def _change(self) -> None:
        sharing = self._context.services.learning.sharing
        was_shared = self._is_shared
        try:
            done = sharing.take_back() if was_shared else sharing.share()
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self.load()
        said = _("Nobody but you sees your ratings.") if was_shared else _("Those who lead see your ratings.")
        self._context.window.say(said, undo=done)
