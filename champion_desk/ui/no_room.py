"""The band that says that nothing can be saved for now, with the ways on: try again, or another disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import Draft
from champion_desk.i18n import _, ngettext
from champion_desk.services.sessions import NO_SAVING
from champion_desk.settings import changed
from champion_desk.ui.alive import while_alive
from champion_desk.ui.choices import Choices
from champion_desk.ui.files import ask_which_draft, ask_which_folder
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.sitting import Sitting
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.labels import PlainLabel


class NoRoom(QWidget):
    """Hidden until a save fails for want of room. Looking things up goes on; what is typed stays.

    `there_is_room` says that saving works again.
    """

    there_is_room = Signal()

    def __init__(
        self,
        sitting: Sitting,
        choices: Choices,
        unkept: Callable[[], Draft | None],
        say: Callable[[str], None],
        say_problem: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._sitting, self._choices, self._unkept = sitting, choices, unkept
        self._say, self._say_problem = say, say_problem
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(10)
        row.addWidget(Icon("circle-alert", 18, "could-not"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = PlainLabel("", "small-strong", tone="could-not")
        ways = QWidget()
        flow = FlowLayout(ways, gap=8)
        self.again = SecondaryButton(_("Try again"), "refresh-cw", small=True)
        self.elsewhere = SecondaryButton(_("Keep it on another disk"), "hard-drive", small=True)
        self.again.clicked.connect(self.try_again)
        self.elsewhere.clicked.connect(self._ask_where)
        for button in (self.again, self.elsewhere):
            flow.addWidget(button)
        row.addWidget(Columns([(self.words, 1), (ways, 0)], narrow=560, gap=8), 1)
        self.hide()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        layout = self.layout()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and layout is not None:
            self.setFixedHeight(layout.heightForWidth(self.width()))  # also in a low window: it must be read
        return done

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("could-not-soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))

    def concerns(self, error: BaseException) -> bool:
        """Whether the error says that nothing can be saved; then the band shows."""
        if not isinstance(error, Problem) or error.code not in NO_SAVING or "path" not in error.facts:
            return False
        if not self._is_ours(Path(str(error.facts["path"]))):
            return False
        words = {
            "disk-full": _("The disk is full. You can look things up, but nothing new is saved."),
            "store-read-only": _("The disk can't be written to. You can look things up, but not save."),
        }
        usual = _("The desk's records can't be changed. You can look things up, but not save.")
        self.words.setText(words.get(error.code, usual))
        self.show()
        return True

    def _is_ours(self, path: Path) -> bool:
        """Trouble with a file the person chose elsewhere is no trouble of the desk's own disk."""
        return path.parent == self._sitting.services.desk.folder

    def try_again(self) -> None:
        """See whether something can be written now."""
        self.again.setEnabled(False)
        self._sitting.background.run(
            self._sitting.services.sessions.has_room,
            while_alive(self, self._tried),
            while_alive(self, self._failed),
        )

    def _tried(self, has_room: bool) -> None:
        self.again.setEnabled(True)
        if not has_room:
            self._say(_("Still no room. Free some space on this disk, then try again."))
            return
        self.hide()
        self.there_is_room.emit()
        self._say(_("There is room again. What you type is kept from now on."))

    def _failed(self, error: BaseException) -> None:
        self.again.setEnabled(True)
        self._say_problem(error)

    def _ask_where(self) -> None:
        draft = self._unkept()
        if draft is None:
            self._say(_("Nothing is waiting to be kept."))
            return
        folder = ask_which_folder(self, _("Choose a folder on another disk"))
        if folder is not None:
            self.keep_in(folder, draft)

    def keep_in(self, folder: Path, draft: Draft) -> None:
        """Keep what is typed in a sealed file in that folder, and remember where."""

        def kept(file: Path) -> None:
            self._choices.change(changed(self._choices.get(), draft_folder=str(file.parent)))
            said = _("Kept as {name}, sealed for this desk. It comes back when there is room here.")
            self._say(said.format(name=file.name))

        self._sitting.background.run(
            lambda: self._sitting.services.sessions.keep_draft_elsewhere(draft, folder),
            while_alive(self, kept),
            while_alive(self, self._say_problem),
        )

    # Coming back

    def bring_back(self) -> None:
        """Take in what was kept on another disk, where that disk is here and there is room again."""
        folder = self._choices.get().draft_folder
        if not folder:
            return
        sessions = self._sitting.services.sessions

        def work() -> int | None:
            return sessions.bring_back_all(Path(folder)) if Path(folder).is_dir() else None

        def done(count: int | None) -> None:
            if count is None:
                return
            self._choices.change(changed(self._choices.get(), draft_folder=""))
            if count:
                said = ngettext(
                    "{count} draft came back from the other disk. Go on with it from the Desk.",
                    "{count} drafts came back from the other disk. Go on with them from the Desk.",
                    count,
                )
                self._say(said.format(count=count))

        self._sitting.background.run(work, while_alive(self, done), lambda _error: None)

    def ask_for_draft(self) -> None:
        """Take in one sealed file that the person chooses."""
        file = ask_which_draft(self)
        if file is None:
            return
        said = _("The draft is back. Go on with it from the Desk.")
        self._sitting.background.run(
            lambda: self._sitting.services.sessions.bring_back(file),
            while_alive(self, lambda _draft: self._say(said)),
            while_alive(self, self._say_problem),
        )
