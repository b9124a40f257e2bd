"""First step: the language, and whether to start, to restore, or to look around."""

from __future__ import annotations

from PySide6.QtCore import Signal

from champion_desk import i18n
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.choice_button import ChoiceButton
from champion_desk.ui.door import Door
from champion_desk.ui.languages import offered, who_decides
from champion_desk.ui.steps.answers import Answers
from champion_desk.ui.steps.step import Step
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fixed import FixedLine, FixedValue


class Welcome(Step):
    """The words change as soon as a language is chosen."""

    language_chosen = Signal(str)
    restore_chosen = Signal()
    demo_chosen = Signal()

    def __init__(self, door: Door, answers: Answers) -> None:
        super().__init__(
            door,
            answers,
            _("Welcome to Champion Desk"),
            _("For staff who help people get online: the right local help, the right handout, and a count."),
        )
        self.languages = ChipGroup(_("Language"), list(offered().items()))
        self.languages.set_codes([i18n.language()])
        self.languages.changed.connect(self._chosen)
        if len(offered()) == 1:
            self.body.addWidget(FixedValue(i18n.LANGUAGES[i18n.language()]))
        else:
            self.body.addWidget(self.languages)
            if who_decides():
                self.body.addWidget(FixedLine(who_decides()))
        self.body.addWidget(self.complaint)
        self.start = ChoiceButton(
            "play",
            _("Start a new desk"),
            _("Name this library or office and yourself. It takes two minutes."),
            main=True,
        )
        restore = ChoiceButton(
            "archive-restore",
            _("Restore a backup"),
            _("You have a backup of a desk from this or another computer."),
        )
        demo = ChoiceButton(
            "eye",
            _("Look around with demo data"),
            _("A year of invented visits at two libraries. Nothing you do there counts."),
        )
        self.start.clicked.connect(self.finish)
        restore.clicked.connect(self.restore_chosen)
        demo.clicked.connect(self.demo_chosen)
        for choice in (self.start, restore, demo):
            self.body.addWidget(choice)
        # Once the desk is made there is nothing to restore in its place.
        for choice in (restore, demo):
            choice.setVisible(answers.services is None)
        self.restore, self.demo = restore, demo
        if answers.services is None:
            door.check_place(while_alive(self, self._refused))

    def _refused(self, error: BaseException) -> None:
        """No desk may lie in this folder: said before anything is typed. The demo may still be seen."""
        self.complaint.say_error(error)
        for choice in (self.start, self.restore):
            choice.hide()
        self.demo.setFocus()

    def _chosen(self) -> None:
        self.language_chosen.emit(self.languages.code() or "en")

    def focus_first(self) -> None:
        (self.demo if self.start.isHidden() else self.start).setFocus()
