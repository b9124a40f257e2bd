"""The privacy page's papers for the council's file: printed or saved, filled in with what is true today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import VERSION
from champion_desk.documents.desk_facts import DeskFacts
from champion_desk.i18n import _
from champion_desk.services import Services
from champion_desk.settings import Settings
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card, Rule
from champion_desk.ui.widgets.labels import PlainLabel

Write = Callable[[DeskFacts], bytes]


class PapersCard(Card):
    """Two papers, each with what it is for in a sentence."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Papers for the council's file"), "file-text")
        self._context = context
        self.body.addWidget(
            PlainLabel(
                _(
                    "Filled in with what is true of this desk today, and lines for what only the council "
                    "knows."
                ),
                "quiet",
            )
        )
        self.record = PaperLine(
            _("Record of processing"),
            _("The law asks for a list of what is held about people, why, and for how long. This is it."),
        )
        self.impact = PaperLine(
            _("Data protection impact note"),
            _(
                "What could go wrong for people, what the program does about it, and what the council must "
                "do."
            ),
        )
        self.body.addWidget(self.record)
        self.body.addWidget(Rule())
        self.body.addWidget(self.impact)
        for line, write in ((self.record, _write_record), (self.impact, _write_impact)):
            line.print.clicked.connect(partial(self._make, line, write, context.window.print_pdf))
            line.save.clicked.connect(partial(self._make, line, write, context.window.save_pdf))

    def _make(
        self, line: PaperLine, write: Write, hand_over: Callable[[bytes, str], object], _checked: bool = False
    ) -> None:
        """Write a paper on the worker, then print or save it."""
        services, settings = self._context.services, self._context.settings()
        name = _("{paper}, {site}").format(paper=line.words, site=services.site.name)
        line.set_busy(True)

        def made(pdf: bytes) -> None:
            line.set_busy(False)
            hand_over(pdf, name)

        def failed(error: BaseException) -> None:
            line.set_busy(False)
            self._context.window.say_problem(error)

        self._context.background.run(
            lambda: write(facts_of(services, settings)), while_alive(self, made), while_alive(self, failed)
        )


class PaperLine(QWidget):
    """A paper: its name, what it is for, and its two buttons."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__()
        self.words = name
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(PlainLabel(name, "strong"))
        column.addWidget(PlainLabel(what))
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        self.print = SecondaryButton(_("Print"), "printer", small=True)
        self.save = SecondaryButton(_("Save as PDF"), "file-down", small=True)
        self.print.setAccessibleName(_("Print: {name}").format(name=name))
        self.save.setAccessibleName(_("Save as PDF: {name}").format(name=name))
        flow.addWidget(self.print)
        flow.addWidget(self.save)
        column.addWidget(buttons)

    def set_busy(self, busy: bool) -> None:
        """One at a time."""
        self.print.setEnabled(not busy)
        self.save.setEnabled(not busy)


def _write_record(facts: DeskFacts) -> bytes:
    from champion_desk.documents.processing_record import write_processing_record  # reportlab loads slowly

    return write_processing_record(facts)


def _write_impact(facts: DeskFacts) -> bytes:
    from champion_desk.documents.impact_assessment import write_impact_assessment  # reportlab loads slowly

    return write_impact_assessment(facts)


def facts_of(services: Services, settings: Settings) -> DeskFacts:
    """What is true of this desk now, read on the worker."""
    site, retention = services.site, services.retention
    periods = retention.periods()
    second = services.backups.second_folder
    here = [champion for champion in services.desk.champions() if champion.left_on is None]
    feeds = [source.name for source in services.directory.sources() if _is_fetched(source.address)]
    return DeskFacts(
        site=site.name,
        council=site.council_name,
        address=", ".join(part for part in (site.address, site.postcode) if part),
        version=VERSION,
        made_on=date.today(),
        note_months=periods.notes,
        session_months=periods.sessions,
        notes_fixed=retention.notes_fixed is not None,
        sessions_fixed=retention.sessions_fixed is not None,
        lock_minutes=settings.lock_minutes,
        public_screen=settings.public_screen,
        champions=len(here),
        second_folder="" if second is None else str(second),
        feeds=tuple(feeds),
        demo=services.demo,
    )


def _is_fetched(address: str) -> bool:
    """Whether a list comes over the network rather than from a file."""
    return address.startswith(("http://", "https://"))
