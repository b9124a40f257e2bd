"""Backups: how they stand, here and in a second folder; all of them in a list; restore one in two steps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.services.backups import BackupState
from champion_desk.settings import changed
from champion_desk.storage.backups import Backup
from champion_desk.storage.kept_aside import KeptAside
from champion_desk.storage.location import Elsewhere
from champion_desk.ui.alive import while_alive
from champion_desk.ui.backup_cards import AsideCard, HereCard, ReminderCard, SecondCard
from champion_desk.ui.backup_checking import BackupChecking
from champion_desk.ui.backup_list import BackupList, ListedBackup, merged
from champion_desk.ui.backup_restore import RestoreView
from champion_desk.ui.backup_words import place_praise
from champion_desk.ui.context import Context
from champion_desk.ui.errands import Errands
from champion_desk.ui.files import ask_which_folder
from champion_desk.ui.page import Page
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "backups"
ORDER = 92
ICON = "archive-restore"
PARENT = "settings"

Found = tuple[BackupState, list[Backup], list[KeptAside]]


def title() -> str:
    """The page's name in the title of the window."""
    return _("Backups")


class BackupsPage(Page):
    """The list in front; the two steps of a restore take its place while one is under way."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._backups = context.services.backups
        self._errands = Errands(self)
        self._there: list[Backup] = []
        self._here: list[Backup] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        self.views = QStackedWidget()
        outer.addWidget(self.views)
        self.overview, self._restoring = Scroll(), Scroll()
        self.views.addWidget(self.overview)
        self.views.addWidget(self._restoring)
        self.restore = RestoreView(context)
        self.restore.left.connect(self._to_list)
        self._restoring.body.addWidget(self.restore)
        self._build(self.overview.body)
        context.changes.changed.connect(self._changed)

    def _build(self, body: QVBoxLayout) -> None:
        back = LinkButton(_("Settings"), "arrow-left", quiet=True)
        back.clicked.connect(lambda: self.context.window.go_to("settings"))
        body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Backups"), "title"), 1)
        self.now = PrimaryButton(_("Back up now"), "hard-drive")
        self.now.clicked.connect(lambda: self._make(None))
        head.addWidget(self.now)
        body.addLayout(head)
        self.reminder = ReminderCard()
        self.reminder.copy_asked.connect(self._copy_elsewhere)
        self.reminder.put_off_asked.connect(self._put_off)
        body.addWidget(self.reminder)
        self.here = HereCard()
        self.second = SecondCard(self.context.fixed("backup_folder"))
        self.second.choose_asked.connect(self._choose)
        self.second.begin_asked.connect(self._begin)
        self.second.leave_asked.connect(self._leave_second)
        panes: list[tuple[QWidget, int]] = [(self.here, 1)]
        if self.context.services.demo:
            self.second.setParent(self)  # without a place in the window it would outlive the lock
            self.second.hide()
        else:
            panes.append((self.second, 1))
        body.addWidget(Columns(panes, narrow=760))
        self.list = BackupList()
        self.list.restore_asked.connect(self._open)
        self.list.check_asked.connect(self.check_all)
        self.checking = BackupChecking(self.context, self.list, self._load)
        self.list.stop_asked.connect(self.checking.stop)
        body.addWidget(self.list)
        self.aside = AsideCard()
        body.addWidget(self.aside)
        body.addStretch(1)

    def enter(self, **arguments: object) -> None:
        """Look again at everything, the second folder behind the rest."""
        self._load()
        self._list_second()
        self._look_at_second()
        if self.views.currentIndex() == 0:
            self.now.setFocus()

    def leave(self) -> None:
        """No passphrase stays, and the list is in front when one comes back."""
        self.restore.forget()
        self._to_list()

    def step_back(self) -> bool:
        if self.views.currentIndex() == 0:
            return False
        self.restore.step_back()
        return True

    # What there is

    def _changed(self, kind: str) -> None:
        if kind in ("backups", "second-folder") and self.isVisible():
            self._load()
            self._list_second()

    def _load(self) -> None:
        backups = self._backups

        def look() -> Found:
            return backups.state(), backups.listed(), backups.kept_aside()

        self.context.background.run(look, while_alive(self, self._show), self.context.window.say_problem)

    def _show(self, found: Found) -> None:
        state, self._here, aside = found
        self.here.show_state(state, self._backups.folder)
        self.second.show_state(state)
        asked_here = self.reminder.isAncestorOf(QApplication.focusWidget() or self)
        self.reminder.show_state(state)
        if self.context.services.demo:
            self.reminder.hide()
        if asked_here and not self.reminder.isVisible():
            self.now.setFocus()
        self.aside.show_all(aside)
        self._show_list()

    def _show_list(self) -> None:
        self.list.show_rows(merged(self._here, self._there))

    def _look_at_second(self) -> None:
        """See whether the second folder is there, and copy what is missing."""
        second = self._backups.second
        if second.under_way is None or second.under_way.done():
            second.bring_up_to_date()
        board = self.context.services.board
        self._errands.wait_for(
            second.under_way, lambda _found: board.tell("second-folder"), self.context.window.say_problem
        )

    def _list_second(self) -> None:
        answer = self._backups.second.listed()
        if answer is None:
            self._second_listed([])
        self._errands.wait_for(answer, self._second_listed, lambda _error: self._second_listed([]))

    def _second_listed(self, there: Sequence[Backup]) -> None:
        self._there = list(there)
        self._show_list()

    # Making one

    def _make(self, folder: Path | None) -> None:
        self.now.setEnabled(False)
        backups = self._backups
        self.context.background.run(
            lambda: backups.make(folder), while_alive(self, self._made), while_alive(self, self._failed)
        )

    def _made(self, backup: Backup) -> None:
        self.now.setEnabled(True)
        self.context.window.say(_("Backed up and checked: {name}.").format(name=backup.path.name))

    def _failed(self, error: BaseException) -> None:
        self.now.setEnabled(True)
        self.context.window.say_problem(error)

    def _copy_elsewhere(self) -> None:
        folder = ask_which_folder(self, _("Choose a folder for the backup"))
        if folder is not None:
            self._make(folder)

    def _put_off(self) -> None:
        self._backups.second.put_off()
        self.now.setFocus()
        self.reminder.hide()
        self.context.window.say(_("You will be reminded in a week."))

    # The second folder

    def _choose(self) -> None:
        folder = ask_which_folder(self, _("Choose a second folder for backups"))
        if folder is None:
            return
        self.second.choose.setEnabled(False)
        self._errands.wait_for(
            self._backups.second.begin(folder), lambda place: self._use(str(folder), place), self._not_used
        )

    def _begin(self) -> None:
        folder = self._backups.second_folder
        if folder is not None:
            self._errands.wait_for(
                self._backups.second.begin(folder), lambda _nothing: self._look_at_second(), self._not_used
            )

    def _not_used(self, error: BaseException) -> None:
        self.second.choose.setEnabled(True)
        self.context.window.say_problem(error)

    def _leave_second(self) -> None:
        self._use("")
        self.context.window.say(_("Backups stay on this computer from now on. What was copied stays there."))

    def _use(self, folder: str, place: Elsewhere | None = None) -> None:
        self.second.choose.setEnabled(True)
        self.context.change_settings(changed(self.context.settings(), backup_folder=folder))
        self._there = []
        self._load()
        if folder:
            said = [
                _("Each backup is copied to {folder} from now on.").format(folder=folder),
                place_praise(place),
            ]
            self.context.window.say(" ".join(filter(None, said)))
        self._look_at_second()

    def check_all(self) -> None:
        """Open every backup of this computer once more."""
        self.checking.start(len(self._here))

    # Restoring

    def _open(self, row: ListedBackup) -> None:
        if not row.backup.whole:
            self.list.show_damaged()
            return
        self.views.setCurrentIndex(1)
        self.restore.open(row)

    def _to_list(self) -> None:
        if self.views.currentIndex():
            self.views.setCurrentIndex(0)
            self.list.table.setFocus()


PAGE = BackupsPage
