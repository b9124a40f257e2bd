"""A poster of the site's own drop-in: what, when and where, then printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from champion_desk import wording
from champion_desk.domain.posters import MOST_HELP
from champion_desk.domain.problems import Invalid
from champion_desk.i18n import LANGUAGES, _, language
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import TextArea, TextField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence

NAME = "poster"


class PosterDialog(Dialog):
    """Made on the worker. It stays open where something is missing, or too much for one page."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, _("A poster of your drop-in"), _("Print"), width=620)
        self._context = context
        self.body.addWidget(
            PlainLabel(
                _("One page for the door or the notice board, in print as large as it can be."), "quiet"
            )
        )
        self.form = Form()
        self.heading = TextField(_("What is on"))
        self.when = TextField(_("When"), _("like Tuesdays, 2 pm to 4 pm"))
        self.where = TextField(_("Where"))
        self.help = TextArea(_("What people can get help with"), lines=4)
        self.heading.setText(_("Help with going online"))
        self.form.row(_("What is on"), self.heading, name="title", required=True)
        self.form.row(_("When"), self.when, name="when", required=True)
        self.form.row(_("Where"), self.where, _("Leave it empty for the address of this site."), name="where")
        self.form.row(
            _("What people can get help with"),
            self.help,
            _("One on each line, {most} at most.").format(most=MOST_HELP),
            name="help",
        )
        self.body.addWidget(self.form)
        self.language = ChipGroup(_("Language"), [(code, wording.language_name(code)) for code in LANGUAGES])
        self.language.set_codes([language()])
        self.paper = ChipGroup(_("Paper"), [("A4", "A4"), ("A5", "A5")])
        self.paper.set_codes(["A4"])
        colours = [("white", _("white")), ("cream", _("cream")), ("yellow", _("pale yellow"))]
        self.colour = ChipGroup(_("Colour"), colours)
        self.colour.set_codes(["white"])
        for choice in (self.language, self.paper, self.colour):
            self.body.addWidget(choice)
        self.save = SecondaryButton(_("Save PDF"), "file-text")
        self.save.clicked.connect(lambda: self._make(self._save))
        self.add_button(self.save)
        self.when.setFocus()

    def submit(self) -> None:
        """Print it."""
        self._make(self._print)

    def _make(self, then: Callable[[bytes], bool]) -> None:
        """Make the page on the worker, and hand it on; what is wrong goes to its field."""
        self.complaint.clear()
        handouts = self._context.services.handouts
        try:
            poster = handouts.poster(
                self.heading.text(),
                self.when.text(),
                self.where.text(),
                [line for line in self.help.toPlainText().splitlines() if line.strip()],
                self.language.code() or language(),
                self.paper.code() or "A4",
                self.colour.code() or "white",
            )
        except Invalid as problem:
            self.form.show_problems({problem.field: problem_sentence(problem)})
            return
        self.form.clear_problems()
        self._set_busy(True)
        self._context.background.run(
            partial(handouts.poster_pdf, poster),
            while_alive(self, partial(self._made, then)),
            while_alive(self, self._failed),
        )

    def _made(self, then: Callable[[bytes], bool], pdf: bytes) -> None:
        self._set_busy(False)
        if then(pdf):
            self.accept()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self.complaint.say_error(error)

    def _set_busy(self, busy: bool) -> None:
        for button in (self.main, self.save):
            button.setEnabled(not busy)

    def _print(self, pdf: bytes) -> bool:
        printed = self._context.window.print_pdf(pdf, NAME)
        if printed:
            self._context.window.say(_("The poster is printed."))
        return printed

    def _save(self, pdf: bytes) -> bool:
        return self._context.window.save_pdf(pdf, NAME) is not None
