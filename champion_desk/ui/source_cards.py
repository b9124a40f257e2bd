"""One card for each source: how it stands, what can be done with it, and what waits for a person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from champion_desk.i18n import _
from champion_desk.services.sources import SourceState
from champion_desk.ui.announce import announce
from champion_desk.ui.backup_cards import button_row
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.import_progress import progress_words, wait_words
from champion_desk.ui.source_words import doubt_words, state_lines
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import ElidedLabel, PlainLabel


class SourceCard(Card):
    """Nothing here does anything itself: each signal says what is wanted."""

    refresh_asked = Signal()
    back_asked = Signal()
    remove_asked = Signal()
    look_asked = Signal()
    leave_asked = Signal()

    def __init__(self, state: SourceState) -> None:
        super().__init__(state.source.name, "home" if state.is_own else "globe")
        self.state = state
        facts, *others = state_lines(state)
        self.body.addWidget(PlainLabel(facts, "strong"))
        for line in (*others, state.source.attribution):
            if line:
                self.body.addWidget(PlainLabel(line, "quiet"))
        if state.source.address and not state.is_own:
            address = ElidedLabel("", "quiet")
            shown = state.source.address
            address.set_whole(shown if "://" in shown else Path(shown).name)
            self.body.addWidget(address)
        self.look: PrimaryButton | None = None
        if state.source.waits:
            self._ask()
        self._buttons()

    def _ask(self) -> None:
        """A newer version waits: what is odd about it, and the two answers."""
        words = _("A newer version waits for you. {why} Is that right?")
        self.question = AlertBox(words.format(why=doubt_words(self.state.source.waits)))
        self.body.addWidget(self.question)
        self.look = PrimaryButton(_("Look at it"), "eye")
        self.keep = SecondaryButton(_("Keep the list as it is"), "check")
        self.look.clicked.connect(self.look_asked)
        self.keep.clicked.connect(self.leave_asked)
        self.body.addWidget(button_row(self.look, self.keep))

    def _buttons(self) -> None:
        name = self.state.source.name
        self.refresh = SecondaryButton(_("Refresh"), "refresh-cw")
        self.back = SecondaryButton(_("Go back one step"), "undo-2")
        self.remove = LinkButton(_("Remove"), "trash-2", quiet=True)
        self.refresh.setAccessibleName(_("Refresh {name}").format(name=name))
        self.back.setAccessibleName(_("Go back one step: {name}").format(name=name))
        self.remove.setAccessibleName(_("Remove {name}").format(name=name))
        self.refresh.clicked.connect(self.refresh_asked)
        self.back.clicked.connect(self.back_asked)
        self.remove.clicked.connect(self.remove_asked)
        self.body.addWidget(button_row(self.refresh, self.back, self.remove))
        self.refresh.setVisible(self.state.can_refresh)
        self.back.setVisible(self.state.can_step_back)
        self.body.addStretch(1)


class ProgressCard(Card):
    """A refresh under way: of what, how far, how long still; `stop_asked` by its button."""

    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__("", "refresh-cw")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.count = PlainLabel("", "quiet")
        self.stop = SecondaryButton(_("Stop"), "x")
        self.stop.clicked.connect(self.stop_asked)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.count)
        self.body.addWidget(button_row(self.stop))
        self.hide()

    def start(self, words: str, may_stop: bool = True) -> None:
        """Something is done that may take a while."""
        self.set_title(words)
        self.bar.setRange(0, 0)
        self.count.setText("")
        self.stop.setVisible(may_stop)
        self.show()
        announce(self, words)

    def step(self, done: int, total: int | None, seconds: float) -> None:
        """So far, of how many where that is known."""
        self.bar.setRange(0, total or 0)
        self.bar.setValue(done if total else 0)
        self.count.setText(progress_words(done, total, seconds))

    def wait(self, seconds: int) -> None:
        """The other side asked for patience."""
        self.bar.setRange(0, 0)
        self.count.setText(wait_words(seconds))
