"""Settings: how places are found: positions of full postcodes, and words that mean the same."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from champion_desk import formats
from champion_desk.domain.postcodes import PostcodesRead
from champion_desk.domain.problems import Cancelled
from champion_desk.i18n import _, ngettext
from champion_desk.services.postcodes import PostcodesKnown
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.background import Task
from champion_desk.ui.backup_cards import button_row
from champion_desk.ui.context import Context
from champion_desk.ui.files import ask_which_folder, ask_which_postcodes
from champion_desk.ui.import_progress import Reporter
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence

_STEPS = 1000


class FindingCard(Card):
    """What the directory finds places by; both files are optional."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Finding places"), "map-pin")
        self._context = context
        self._task: Task | None = None
        self.known = PlainLabel("", "strong")
        self._why = PlainLabel(
            _(
                "Take in Code-Point Open or the ONS Postcode Directory, and distances are measured from the "
                "very postcode. Both are free to download. It takes a few minutes."
            ),
            "quiet",
        )
        self.file = SecondaryButton(_("Take in a file or zip…"), "upload")
        self.folder = SecondaryButton(_("Take in a folder…"), "folder-open")
        self.cancel = SecondaryButton(_("Stop"), "x")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.words = PlainLabel("")
        self.begin = SecondaryButton(_("Make a file for our own words"), "pencil")
        for widget in (self.known, self._why, button_row(self.file, self.folder, self.cancel), self.bar):
            self.body.addWidget(widget)
        self.body.addWidget(self.words)
        self.body.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self.file.clicked.connect(lambda: self.take_in(ask_which_postcodes(self)))
        self.folder.clicked.connect(
            lambda: self.take_in(ask_which_folder(self, _("Choose the folder with the postcodes")))
        )
        self.cancel.clicked.connect(self.stop)
        self.begin.clicked.connect(self._begin)
        self._show_working(False)
        self.load()

    def load(self) -> None:
        """Say what this desk has."""
        services = self._context.services
        self._context.background.run(
            services.postcodes.known, while_alive(self, self._show), lambda _error: None
        )
        synonyms = services.synonyms
        synonyms.current()
        self.begin.setVisible(not synonyms.own.exists())
        if synonyms.problem is not None:
            self.words.setText(problem_sentence(synonyms.problem))
        elif synonyms.own.exists():
            said = _("The search knows your own words too. They stand in {path}.")
            self.words.setText(said.format(path=synonyms.own))
        else:
            self.words.setText(
                _("The search knows that UC is Universal Credit. It can learn words of your council.")
            )

    def _show(self, known: PostcodesKnown) -> None:
        if known.at is None:
            self.known.setText(_("A postcode is found by all but its last two letters."))
            return
        said = ngettext(
            "Full postcodes are known: {count} row of {file}, taken in on {date}.",
            "Full postcodes are known: {count} rows of {file}, taken in on {date}.",
            known.used,
        )
        day = formats.long_date(formats.local(known.at).date())
        self.known.setText(said.format(count=f"{known.used:,}", file=known.file, date=day))

    def take_in(self, path: Path | None) -> None:
        """Read postcodes behind the window."""
        if path is None or self._task is not None:
            return
        services, task = self._context.services, Task()
        report = Reporter(self._context.background, self._step)
        self._task = task
        self._show_working(True)
        self._context.background.run(
            lambda: services.postcodes.take_in(path, report, task.cancelled),
            while_alive(self, self._taken_in),
            while_alive(self, self._failed),
        )

    def stop(self) -> None:
        """Stop reading: nothing is kept."""
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)

    def _step(self, done: int, total: int | None) -> None:
        if self._task is not None and total:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(done * _STEPS // total)

    def _show_working(self, working: bool) -> None:
        self.cancel.setVisible(working)
        self.cancel.setEnabled(working)
        self.bar.setVisible(working)
        self.bar.setRange(0, 0)
        for button in (self.file, self.folder):
            button.setVisible(not working)
        if working:
            self.cancel.setFocus()
            self.known.setText(_("Reading postcodes…"))
            announce(self, self.known.text())

    def _ended(self) -> None:
        had_focus = self.cancel.hasFocus()
        self._task = None
        self._show_working(False)
        if had_focus:
            self.file.setFocus()
        self.load()

    def _taken_in(self, read: PostcodesRead) -> None:
        self._ended()
        said = ngettext(
            "{count} postcode was taken in, {ended} no longer in use. {unusable} rows could not be used.",
            "{count} postcodes were taken in, {ended} no longer in use. {unusable} rows could not be used.",
            read.used,
        )
        numbers = {"count": read.used, "ended": read.ended, "unusable": read.unusable}
        self._context.window.say(said.format(**{name: f"{n:,}" for name, n in numbers.items()}))

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if isinstance(error, Cancelled):
            self._context.window.say(_("Stopped. No postcodes were taken in."))
        else:
            self._context.window.say_problem(error)

    def _begin(self) -> None:
        try:
            self._context.services.synonyms.begin()
        except Exception as error:  # said in the message line, as any problem is
            self._context.window.say_problem(error)
        self.load()
