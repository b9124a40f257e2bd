"""What everyone learns from, for who leads: courses done elsewhere taken in, the council's own frameworks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.past_logs import LogSheet
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Framework
from champion_desk.i18n import _, language
from champion_desk.services.changes import Done
from champion_desk.services.completions import SuggestedMapping
from champion_desk.services.frameworks import FrameworkPreview
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.completions import CompletionsDialog
from champion_desk.ui.dialogs.framework import FrameworkDialog
from champion_desk.ui.files import ask_which_file
from champion_desk.ui.training_overview import empty, row_of
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class CouncilCard(Card):
    """Files are read beside the window; what they would do is shown before anything is kept."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("What everyone learns from"))
        self._context = context
        words = _("Courses done, as your learning system lists them. Skill frameworks of your council's own.")
        self.body.addWidget(PlainLabel(words, "small"))
        self.completions = SecondaryButton(_("Take in courses &done…"), "upload")
        self.framework = SecondaryButton(_("Take in a &framework…"), "upload")
        self.completions.clicked.connect(self._ask_for_completions)
        self.framework.clicked.connect(self._ask_for_framework)
        self.body.addWidget(row_of(self.completions, self.framework))
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)

    def load(self) -> None:
        """Show the council's own frameworks, those out of use among them."""
        empty(self._list)
        for one in self._context.services.catalogues.shelf.all:
            if one.own:
                self._list.addWidget(self._line(one))

    def _line(self, framework: Framework) -> QWidget:
        name = framework.label(language())
        act = LinkButton(_("Use it again") if framework.ended else _("Stop using it"))
        act.setAccessibleName(_("{act}: {name}").format(act=act.text(), name=name))
        act.clicked.connect(lambda: self._end(framework, name))
        state = _("not in use") if framework.ended else _("in use")
        labels = [PlainLabel(name, "strong", wrap=False), PlainLabel(state, "quiet", wrap=False)]
        return row_of(*labels, act)

    def _end(self, framework: Framework, name: str) -> None:
        frameworks = self._context.services.learning.frameworks
        try:
            done = frameworks.end(framework.code, not framework.ended)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self.load()
        self.framework.setFocus()
        said = _("“{name}” is in use again.") if framework.ended else _("“{name}” is not used any more.")
        self._context.window.say(said.format(name=name), undo=done)

    # Courses done

    def _ask_for_completions(self) -> None:
        kinds = (".csv", ".xlsx", ".tsv", ".txt")
        path = ask_which_file(self, _("Choose a list of courses done"), _("Lists"), *kinds)
        if path is not None:
            self.look_at_completions(path)

    def look_at_completions(self, path: Path) -> None:
        """Read a list, then ask what it means."""
        completions = self._context.services.learning.completions

        def read() -> tuple[LogSheet, SuggestedMapping]:
            sheet = completions.look(path)
            return sheet, completions.suggested(sheet)

        self._read(read, self._show_completions)

    def _show_completions(self, found: tuple[LogSheet, SuggestedMapping]) -> None:
        dialog = CompletionsDialog(self._context, *found, self)
        dialog.taken.connect(self._taken)
        dialog.open()

    # Frameworks

    def _ask_for_framework(self) -> None:
        path = ask_which_file(self, _("Choose a framework"), _("Frameworks"), ".toml")
        if path is not None:
            self.look_at_framework(path)

    def look_at_framework(self, path: Path) -> None:
        """Read a framework, then show what it would change."""
        frameworks = self._context.services.learning.frameworks
        self._read(lambda: frameworks.preview(path), self._show_framework)

    def _show_framework(self, preview: FrameworkPreview) -> None:
        dialog = FrameworkDialog(self._context, preview, self)
        dialog.taken.connect(self._taken)
        dialog.open()

    def _read(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        window = self._context.window
        self._context.background.run(work, while_alive(self, done), while_alive(self, window.say_problem))

    def _taken(self, said: str, done: Done) -> None:
        self.load()
        self._context.window.say(said, undo=done)
