"""Last step: the recovery sheet is printed or saved; meanwhile the public libraries go into the directory."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QApplication, QProgressBar, QWidget

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.choices import Choices
from champion_desk.ui.door import Door
from champion_desk.ui.files import ask_where_to_save
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.steps.answers import Answers
from champion_desk.ui.steps.libraries import Libraries
from champion_desk.ui.steps.step import Step
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Rule
from champion_desk.ui.widgets.fields import CheckBox
from champion_desk.ui.widgets.labels import PlainLabel


class RecoverySheet(Step):
    """Going on needs a printed or saved sheet, and a tick that says so."""

    def __init__(self, door: Door, answers: Answers, libraries: Libraries, choices: Choices) -> None:
        super().__init__(
            door,
            answers,
            _("Keep the recovery sheet"),
            _(
                "If every passphrase is forgotten, this sheet is the only way back in. "
                "Print it, or save it on a memory stick, and lock it away. It is not shown again."
            ),
        )
        self._sheet = b""
        self._choices = choices
        line = QWidget()
        flow = FlowLayout(line, gap=10)
        self.print = SecondaryButton(_("Print the sheet"), "printer")
        self.save = SecondaryButton(_("Save as PDF"), "file-down")
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        for button in (self.print, self.save):
            button.setEnabled(False)
            flow.addWidget(button)
        self.body.addWidget(line)
        self.body.addWidget(self.complaint)
        self.kept = CheckBox(_("I have printed or saved the sheet"))
        self.kept.setChecked(answers.saved)
        self.kept.setEnabled(answers.saved)
        self.kept.toggled.connect(self._ticked)
        self.body.addWidget(self.kept)
        self.body.addWidget(Rule())
        self.libraries = PlainLabel("", "quiet")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Adding public libraries"))
        self.body.addWidget(self.libraries)
        self.body.addWidget(self.progress)
        self._write_sheet()
        self._on_their_way = libraries
        libraries.changed.connect(self._show_libraries)
        if answers.services is not None:
            libraries.take_in(answers.services)
        self._show_libraries()

    def _write_sheet(self) -> None:
        services, key = self.answers.services, self.answers.recovery_key
        assert services is not None

        def work() -> bytes:
            from champion_desk.documents.recovery_sheet import write_recovery_sheet  # reportlab loads slowly

            desk_id = services.desk.ring().desk_id
            return write_recovery_sheet(services.site.name, date.today(), key, desk_id, services.demo)

        self.door.background.run(
            work, while_alive(self, self._written), while_alive(self, self.complaint.say_error)
        )

    def _written(self, sheet: bytes) -> None:
        self._sheet = sheet
        focused = QApplication.focusWidget()
        for button in (self.print, self.save):
            button.setEnabled(True)
        if focused is None or not self.isAncestorOf(focused):
            self.focus_first()

    def _name(self) -> str:
        services = self.answers.services
        return _("Recovery sheet {site}").format(site=services.site.name if services else "")

    def _print(self) -> None:
        from champion_desk.ui.printing import Printing  # only where someone prints

        failed = while_alive(self, self.complaint.say_error)
        try:
            printed = Printing(self, self._choices).print_pdf(
                self._sheet, self._name(), self.door.background, failed
            )
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        if printed:
            self.complaint.say(_("Sent to the printer."), "done")
            self.out()

    def _save(self) -> None:
        from champion_desk.services.handouts import save_sheet  # not before the first window

        path = ask_where_to_save(self, _("Save the recovery sheet"), self._name())
        if path is None:
            return
        try:
            save_sheet(self._sheet, path)
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        self.complaint.say(
            _("Saved as {name}. Copy it to a place that others can't open.").format(name=path.name), "done"
        )
        self.out()

    def out(self) -> None:
        """The sheet was printed or saved: it can be ticked now."""
        self.kept.setEnabled(True)
        self.kept.setFocus()

    def _ticked(self, ticked: bool) -> None:
        self.answers.saved = ticked
        self.changed.emit()

    def _show_libraries(self) -> None:
        self.progress.setVisible(self._on_their_way.is_under_way())
        self.libraries.setText(self._on_their_way.sentence())

    def next_words(self) -> str:
        return _("Open the desk")

    def may_go_on(self) -> bool:
        return self.answers.saved and self.answers.services is not None

    def focus_first(self) -> None:
        (self.kept if self.answers.saved else self.save).setFocus()
