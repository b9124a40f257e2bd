"""The backups page's cards: this computer, the second folder, the reminder, and what is kept aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.i18n import _, ngettext
from champion_desk.services.backups import BackupState
from champion_desk.storage.backup_ledger import Second
from champion_desk.storage.kept_aside import KeptAside
from champion_desk.ui.backup_words import left_words, second_words, size_words, when_words
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.fixed import FixedLine
from champion_desk.ui.widgets.labels import PlainLabel


def button_row(*buttons: QWidget) -> QWidget:
    """Buttons beside each other, below each other where the text is large."""
    row = QWidget()
    flow = FlowLayout(row, gap=10)
    for button in buttons:
        flow.addWidget(button)
    return row


class HereCard(Card):
    """The newest backup on this computer, and when the next ones come."""

    def __init__(self) -> None:
        super().__init__(_("On this computer"), "hard-drive")
        self.newest = PlainLabel("", "strong")
        self.place = PlainLabel("", "quiet")
        self.body.addWidget(self.newest)
        self.body.addWidget(
            PlainLabel(
                _(
                    "One is made every half hour if something changed, before anything big, and whenever "
                    "you lock. Each is opened and checked before it counts."
                )
            )
        )
        self.body.addWidget(self.place)
        self.body.addStretch(1)

    def show_state(self, state: BackupState, folder: Path) -> None:
        """Say how the backups here stand."""
        self.newest.set_tone("could-not" if state.is_damaged else None)
        if state.is_damaged:
            self.newest.setText(
                _(
                    "The desk's records are damaged, so no more backups are made. The good ones are kept. "
                    "Restore the newest of them."
                )
            )
        elif state.newest is None:
            self.newest.setText(_("No backup yet. The first one is made when you lock."))
        else:
            words = ngettext(
                "{count} backup, made {when}.", "{count} backups, the last one made {when}.", state.count
            )
            self.newest.setText(words.format(count=f"{state.count:,}", when=when_words(state.newest.made_at)))
        self.place.setText(_("They lie in {folder}").format(folder=folder))


class SecondCard(Card):
    """A stick or network folder that gets a copy of each backup; the page does what is asked here."""

    choose_asked = Signal()
    begin_asked = Signal()
    leave_asked = Signal()

    def __init__(self, fixed: bool) -> None:
        super().__init__(_("Second folder"), "folder-open")
        self._fixed = fixed
        self.folder = PlainLabel("", "strong")
        self.state = PlainLabel("")
        self.disk = PlainLabel(
            _("It is on the same disk as the desk: if this computer is lost, so is the copy."), tone="partly"
        )
        self.left = PlainLabel("", "quiet")
        self.begin = SecondaryButton(_("Use this folder"), "check")
        self.choose = SecondaryButton("", "folder-open")
        self.leave_it = LinkButton(_("Use no second folder"), quiet=True)
        self.begin.clicked.connect(self.begin_asked)
        self.choose.clicked.connect(self.choose_asked)
        self.leave_it.clicked.connect(self.leave_asked)
        for widget in (self.folder, self.state, self.disk, self.left):
            self.body.addWidget(widget)
        self.fixed_words = FixedLine()
        self.fixed_words.setVisible(fixed)
        self.body.addWidget(self.fixed_words)
        self.body.addWidget(button_row(self.begin, self.choose, self.leave_it))
        self.body.addStretch(1)

    def show_state(self, state: BackupState) -> None:
        """Say how the second folder was last found."""
        second = state.second
        self._show_folder(second)
        pressed = self.begin.hasFocus() or self.leave_it.hasFocus()
        self.left.setText(left_words(state.left))
        self.left.setVisible(not state.remind)  # the reminder above says so already
        self.begin.setVisible(second is not None and second.state == "unmarked")
        self.choose.setVisible(not self._fixed)
        self.choose.setText(_("Choose a folder") if second is None else _("Choose another folder"))
        self.leave_it.setVisible(second is not None and not self._fixed)
        if pressed and not (self.begin.hasFocus() or self.leave_it.hasFocus()):  # it went with what it did
            self.choose.setFocus()

    def _show_folder(self, second: Second | None) -> None:
        self.folder.setVisible(second is not None)
        self.disk.setVisible(second is not None and second.same_disk and second.state in ("ready", "failed"))
        if second is None:
            self.state.setText(
                _(
                    "Choose a folder on a stick or a network disk, and each backup is copied there too. "
                    "It may come and go: what is missing is caught up."
                )
            )
            self.state.set_tone(None)
            return
        self.folder.setText(second.folder)
        words, tone = second_words(second)
        self.state.setText(words)
        self.state.set_tone("could-not" if tone == "could-not" else "partly" if tone == "partly" else None)


class ReminderCard(Card):
    """Says gently that nothing has left this computer for a week; can be put off."""

    put_off_asked = Signal()
    copy_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Keep a copy somewhere else"), "triangle-alert", sunken=True)
        self.words = PlainLabel("")
        self.body.addWidget(self.words)
        self.copy = SecondaryButton(_("Back up to another folder"), "folder-open")
        self.later = LinkButton(_("Remind me in a week"), quiet=True)
        self.copy.clicked.connect(self.copy_asked)
        self.later.clicked.connect(self.put_off_asked)
        self.body.addWidget(button_row(self.copy, self.later))
        self.hide()

    def show_state(self, state: BackupState) -> None:
        """Show it where it is due."""
        words = _(
            "{left} If this computer is stolen or its disk fails, a copy on a stick brings the desk back."
        )
        self.words.setText(words.format(left=left_words(state.left)))
        self.setVisible(state.remind)


class AsideCard(Card):
    """What earlier restores put aside, with the day on which it goes; not there while nothing is."""

    def __init__(self) -> None:
        super().__init__(_("Kept aside"), "archive-restore")
        self.body.addWidget(
            PlainLabel(
                _(
                    "What a restored backup replaced is kept here for 72 days, as long as the oldest backup, "
                    "and then removed, so that what faded or was erased goes from here too."
                )
            )
        )
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        self.body.addLayout(self._place)
        self.lines: list[PlainLabel] = []
        self.hide()

    def show_all(self, found: Sequence[KeptAside]) -> None:
        """List them, newest first."""
        for old in self.lines:
            old.hide()
            old.deleteLater()
        self.lines = []
        for one in found:
            words = _("Replaced {when}, {size}. Goes after {day}.")
            if one.kind == "damaged":
                words = _("Found damaged {when}, {size}. Goes after {day}.")
            line = PlainLabel(
                words.format(
                    when=when_words(one.made_at),
                    size=size_words(one.size),
                    day=formats.long_date(one.goes_on),
                )
            )
            self._place.addWidget(line)
            self._place.addWidget(where := PlainLabel(one.path.name, "quiet"))
            self.lines += [line, where]
        self.setVisible(bool(found))
