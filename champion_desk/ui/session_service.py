"""In the session form, once "the service failed" is marked: which service, and what was wrong with it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.list_chips import ListChips
from champion_desk.ui.session_fields import SessionFields


class ServiceQuestions(QWidget):
    """Both may stay open: the mark alone counts."""

    changed = Signal()

    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        self.service = ListChips(_("Which service failed?"), catalogues, "services", optional=True)
        self.problems = ListChips(_("What was wrong with it?"), catalogues, "service_problems", several=True)
        for group in (self.service, self.problems):
            group.changed.connect(self.changed)
            body.addWidget(group)

    def read_into(self, fields: SessionFields) -> SessionFields:
        """The values with these answers; without the mark there are none."""
        if not fields.service_failed:
            return replace(fields, service="", service_problems=())
        return replace(
            fields, service=self.service.code() or "", service_problems=tuple(self.problems.codes())
        )

    def show_values(self, fields: SessionFields) -> None:
        """Show these answers, without `changed`."""
        self.service.set_codes([fields.service])
        self.problems.set_codes(fields.service_problems)
        self.setVisible(fields.service_failed)
