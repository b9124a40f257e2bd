"""The certificates of one course: each a name that can be saved as the file it was, or taken away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.certificates import JPEG, PDF, CertificateFacts
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Enrolment
from champion_desk.i18n import _
from champion_desk.services.changes import Done
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.files import ask_where_to_save_as, ask_which_file
from champion_desk.ui.training_overview import empty, row_of
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel


class Certificates(QWidget):
    """Nothing is opened here: what is in a certificate is looked at in the program of one's own choice."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._enrolment: Enrolment | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._list = QVBoxLayout()
        column.addLayout(self._list)
        self.add = SecondaryButton(_("Add a certi&ficate…"), "file-text", small=True)
        self.add.clicked.connect(self._ask)
        self.make = SecondaryButton(_("Make one for my file…"), "printer", small=True)
        self.make.clicked.connect(self._make)
        column.addWidget(row_of(self.add, self.make))
        self.show_for(None)

    def show_for(self, enrolment: Enrolment | None) -> None:
        """Show those of a course of mine, or none."""
        self._enrolment = enrolment
        empty(self._list)
        self.setVisible(enrolment is not None)
        self.make.setVisible(enrolment is not None and enrolment.state == "done")
        if enrolment is not None:
            for one in self._context.services.learning.certificates.all():
                if one.owner_id == enrolment.id:
                    self._list.addWidget(self._line(one))

    def _line(self, one: CertificateFacts) -> QWidget:
        save, away = LinkButton(_("Save as…")), LinkButton(_("Take away"), quiet=True)
        for button in (save, away):
            button.setAccessibleName(_("{act}: {file}").format(act=button.text(), file=one.name))
        save.clicked.connect(lambda: self._ask_where(one))
        away.clicked.connect(lambda: self._take_away(one))
        return row_of(Icon("file-text", 18), PlainLabel(one.name, "body", wrap=False), save, away)

    def _make(self) -> None:
        """A certificate of the course that I say I did, made beside the window, then saved."""
        enrolment, services = self._enrolment, self._context.services
        if enrolment is None:
            return
        window = self._context.window
        self._context.background.run(
            lambda: services.training.certificate_pdf(enrolment, services.site.name, services.demo),
            while_alive(self, lambda pdf: self._offer(pdf, enrolment.title)),
            window.say_problem,
        )

    def _offer(self, pdf: bytes, title: str) -> None:
        self._context.window.save_pdf(pdf, _("Certificate, {course}").format(course=title))

    def _ask(self) -> None:
        kinds = (".pdf", ".png", ".jpg", ".jpeg")
        path = ask_which_file(self, _("Choose a certificate"), _("PDFs and pictures"), *kinds)
        if path is not None:
            self.keep(path)

    def keep(self, path: Path) -> None:
        """Keep a file with the course that is shown, read beside the window."""
        enrolment = self._enrolment
        if enrolment is None:
            return
        certificates, window = self._context.services.learning.certificates, self._context.window

        def kept(done: Done) -> None:
            self.show_for(self._enrolment)
            window.say(_("Kept with the course: {file}").format(file=path.name), undo=done)

        self._context.background.run(
            lambda: certificates.keep(enrolment.id, path),
            while_alive(self, kept),
            while_alive(self, window.say_problem),
        )

    def _ask_where(self, one: CertificateFacts) -> None:
        ending = {PDF: ".pdf", JPEG: ".jpg"}.get(one.media_type, ".png")
        name = Path(one.name).stem
        path = ask_where_to_save_as(self, _("Save the certificate"), name, _("Certificates"), ending)
        if path is not None:
            self.save(one, path)

    def save(self, one: CertificateFacts, path: Path) -> None:
        """Write a certificate out as the file it was."""
        certificates, window = self._context.services.learning.certificates, self._context.window
        self._context.background.run(
            lambda: certificates.save(one.id, path),
            lambda _nothing: window.say(_("Saved as {name}.").format(name=path.name)),
            window.say_problem,
        )

    def _take_away(self, one: CertificateFacts) -> None:
        try:
            done = self._context.services.learning.certificates.remove(one.id)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self.show_for(self._enrolment)
        self.add.setFocus()
        self._context.window.say(_("Taken away: {file}").format(file=one.name), undo=done)
