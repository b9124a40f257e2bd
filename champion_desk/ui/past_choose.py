"""First step of taking in an earlier log: the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.form import Form
from champion_desk.ui.import_choose import FilePicker
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class ChooseLog(QWidget):
    """`picked` when a file was chosen: it is read at once."""

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 8)
        outer.setSpacing(14)
        self.problem = AlertBox("", "circle-alert", "could-not")
        self.problem.hide()
        outer.addWidget(self.problem)
        card = Card()
        card.body.setSpacing(12)
        about = _(
            "Bring in what you logged before: a sheet you made yourself, a tally sheet, or an export from "
            "Libstats, Gimlet, LibInsight, LibAnswers, DeskTracker, Suma and others."
        )
        card.body.addWidget(PlainLabel(about, "body"))
        self.form = Form()
        self.file = FilePicker()
        self.form.row(_("The log"), self.file, _("A spreadsheet: CSV or Excel (.xlsx)."), name="file")
        card.body.addWidget(self.form)
        steps = _(
            "Next you look over what its columns mean, and see what would come in. Nothing is kept until you "
            "take it in, and then you can still undo it. What looks personal in notes is masked."
        )
        card.body.addWidget(PlainLabel(steps, "quiet"))
        outer.addWidget(card)
        outer.addStretch(1)
        self.file.picked.connect(self.picked)

    def path(self) -> Path | None:
        """The file that was chosen; None where none was, which is then said."""
        self.show_problem("")
        missing = {} if self.file.path else {"file": _("Choose a file first.")}
        self.form.show_problems(missing)
        return self.file.path

    def start_again(self) -> None:
        """No file, nothing wrong."""
        self.file.set_path(None)
        self.show_problem("")
        self.form.clear_problems()

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the file, or that nothing is."""
        self.problem.label.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, assertive=True)
            self.file.setFocus(Qt.FocusReason.OtherFocusReason)
