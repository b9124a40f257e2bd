"""Keep it right: places due for a check, what is wrong with them, and which are there twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.directory import Listing
from champion_desk.domain.keeping import Due, Duplicate, OpenReport
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.ui.alive import while_alive
from champion_desk.ui.background import Task
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.something_wrong import SomethingWrongDialog
from champion_desk.ui.files import ask_where_to_save_as
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.keeping_due import DueCard
from champion_desk.ui.keeping_twins import Tied, TiedCard, TwinsCard
from champion_desk.ui.keeping_wrong import WrongCard
from champion_desk.ui.page import Page
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "keeping"
ORDER = 97
ICON = "check-check"
PARENT = "directory"

DUE, WRONG, TWINS = "due", "wrong", "twins"


def title() -> str:
    """The page's name in the title of the window."""
    return _("Keep it right")


class KeepingPage(Page):
    """Three lists, one at a time. Whatever is done is kept at once, and can be undone."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._task = Task()
        services = context.services
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        scroll = Scroll()
        outer.addWidget(scroll)
        scroll.body.setSpacing(12)
        scroll.body.addLayout(self._top())
        choices = [
            (DUE, _("Due for a check")),
            (WRONG, _("Something’s wrong")),
            (TWINS, _("Perhaps there twice")),
        ]
        self.part = ChipGroup(_("What to look at"), choices, show_label=False)
        self.part.set_codes([DUE])
        self.part.changed.connect(self._show_part)
        scroll.body.addWidget(self.part)
        self.due = DueCard()
        self.wrong = WrongCard(services.catalogues, services.site.name)
        self.twins, self.tied = TwinsCard(), TiedCard()
        for card in (self.due, self.wrong, self.twins):
            scroll.body.addWidget(card, 1)
        scroll.body.addWidget(self.tied)
        self._connect()

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(_("Keep it right"), "title", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        self.add = SecondaryButton(_("Add a place…"), "plus")
        self.sources = SecondaryButton(_("Sources"), "globe")
        self.add.clicked.connect(lambda: self.context.window.go_to("directory", add=True))
        self.sources.clicked.connect(lambda: self.context.window.go_to("sources"))
        acts = QWidget()
        flow = FlowLayout(acts, gap=8)
        flow.addWidget(self.add)
        flow.addWidget(self.sources)
        row.addWidget(acts, 1)
        return row

    def _connect(self) -> None:
        self.due.right_asked.connect(self.still_right)
        self.due.wrong_asked.connect(self.something_wrong)
        self.due.open_asked.connect(lambda one: self._open(one.id))
        self.due.months_changed.connect(self._load)
        self.wrong.mended_asked.connect(self.mended)
        self.wrong.open_asked.connect(lambda one: self._open(one.listing.id))
        self.wrong.copied.connect(self._copied)
        self.wrong.save_asked.connect(self._save)
        self.twins.merge_asked.connect(self.merge)
        self.twins.link_asked.connect(self.link)
        self.twins.apart_asked.connect(self.keep_apart)
        self.tied.untie_asked.connect(self.untie)
        QShortcut(QKeySequence("Alt+R"), self).activated.connect(self.due.right.click)
        QShortcut(QKeySequence("Alt+W"), self).activated.connect(self.due.wrong.click)
        self.context.changes.changed.connect(self._changed)

    def enter(self, **arguments: object) -> None:
        """`part` is what to look at: due, wrong or twins."""
        part = str(arguments.get("part") or "")
        if part in (DUE, WRONG, TWINS):
            self.part.set_codes([part])
        self._show_part()
        self.part.chip(self.part.code() or DUE).setFocus()

    def leave(self) -> None:
        """Nobody waits any more."""
        self._task.cancel()

    def _show_part(self) -> None:
        part = self.part.code() or DUE
        self.due.setVisible(part == DUE)
        self.wrong.setVisible(part == WRONG)
        self.twins.setVisible(part == TWINS)
        self.tied.setVisible(False)
        if part == TWINS:
            self.twins.show_looking()
        self._load()

    def _changed(self, kind: str) -> None:
        if kind == "directory" and self.isVisible():
            self._load()

    def _load(self) -> None:
        """Read what is in sight; what takes long is read on the worker."""
        self._task.cancel()
        task = self._task = Task()
        services, part = self.context.services, self.part.code() or DUE
        fail = while_alive(self, self._failed)
        if part == WRONG:
            self.wrong.show_reports(services.keeping.reports())
        elif part == DUE:
            months = int(self.due.months.code() or 6)
            self.context.background.run(
                lambda: services.keeping.due(date.today(), months),
                while_alive(self, self._show_due),
                fail,
                task,
            )
        else:
            self.context.background.run(
                lambda: (services.duplicates.likely(task.cancelled), services.duplicates.ties()),
                while_alive(self, self._show_twins),
                fail,
                task,
            )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Problem):
            self.context.window.say_problem(error)

    def _show_due(self, due: Sequence[Due]) -> None:
        self.due.show_due(due)

    def _show_twins(self, found: tuple[Sequence[Duplicate], Sequence[Tied]]) -> None:
        pairs, tied = found
        self.twins.show_pairs(pairs)
        self.tied.show_tied(tied)

    # What is done

    def still_right(self, listing: Listing) -> None:
        """It was checked today."""
        said = _("Checked today: {name}.").format(name=listing.name)
        self._do(lambda: self.context.services.directory.still_right(listing.id), said)

    def something_wrong(self, listing: Listing) -> None:
        """Ask what is wrong with it."""
        dialog = SomethingWrongDialog(self.context, listing, self)
        dialog.kept.connect(self.context.window.say)
        dialog.open()

    def mended(self, one: OpenReport) -> None:
        """It is mended."""
        said = _("Mended: {name}.").format(name=one.listing.name)
        self._do(lambda: self.context.services.keeping.close(one.report), said)

    def merge(self, kept: Listing, other: Listing) -> None:
        """They are one place."""
        said = _("“{name}” is listed once from now on.").format(name=kept.name)
        self._do(lambda: self.context.services.duplicates.merge(kept.id, other.id), said)

    def link(self, pair: Duplicate) -> None:
        """They belong together."""
        said = _("Linked: {first} and {second}.").format(first=pair.first.name, second=pair.second.name)
        self._do(lambda: self.context.services.duplicates.link(pair.first.id, pair.second.id), said)

    def keep_apart(self, pair: Duplicate) -> None:
        """They are two places."""
        said = _("Two places. You won’t be asked about them again.")
        self._do(lambda: self.context.services.duplicates.keep_apart(pair.first.id, pair.second.id), said)

    def untie(self, tied: Tied) -> None:
        """Take two apart again."""
        tie, first, second = tied
        said = _("Two places again: {first} and {second}.").format(first=first.name, second=second.name)
        self._do(lambda: self.context.services.duplicates.untie(tie.listing_id, tie.other_id), said)

    def _do(self, act: Callable[[], Done], said: str) -> None:
        try:
            done = act()
        except Problem as problem:
            self.context.window.say_problem(problem)
            return
        self.context.window.say(said, done)

    def _open(self, listing_id: str) -> None:
        self.context.window.go_to("directory", listing=listing_id)

    # Telling the publisher

    def _copied(self, reports: Sequence[OpenReport]) -> None:
        said = ngettext(
            "{count} report is copied. Paste it into an e-mail to whoever publishes the list.",
            "{count} reports are copied. Paste them into an e-mail to whoever publishes the list.",
            len(reports),
        )
        self._passed_on(reports, said.format(count=len(reports)))

    def _save(self, reports: Sequence[OpenReport]) -> None:
        name = _("Corrections from {site}").format(site=self.context.services.site.name)
        kind = _("List for a spreadsheet")
        path = ask_where_to_save_as(self, _("Save as a list"), name, kind, ".csv")
        if path is not None:
            self.save_to(reports, path)

    def save_to(self, reports: Sequence[OpenReport], path: Path) -> None:
        """Write the reports into a file."""
        exports, reason = self.context.services.exports, self.wrong.reason
        said = _("Saved as {name}. Send it to whoever publishes the list.").format(name=path.name)
        self.context.background.run(
            lambda: exports.save_reports(reports, reason, path),
            while_alive(self, lambda _none: self._passed_on(reports, said)),
            while_alive(self, self.context.window.say_problem),
        )

    def _passed_on(self, reports: Sequence[OpenReport], said: str) -> None:
        keeping = self.context.services.keeping
        self._do(lambda: keeping.passed_on([one.report for one in reports]), said)


PAGE = KeepingPage
