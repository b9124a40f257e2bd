"""Find and erase: look for what is held about someone, save it for them, or erase it for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.erasure import ErasureQuery, Match
from champion_desk.domain.problems import Invalid
from champion_desk.i18n import _, ngettext
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.background import Task
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.erase import EraseDialog
from champion_desk.ui.files import ask_where_to_save_list
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.import_progress import ProgressStep
from champion_desk.ui.privacy_matches import MatchList
from champion_desk.ui.privacy_query import QueryCard
from champion_desk.ui.privacy_save import write_found
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll


class FindView(Scroll):
    """What to look for at the left, what was found at the right. Nothing of it outlasts `clear`."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: Task | None = None
        back = LinkButton(_("Privacy"), "arrow-left", quiet=True)
        back.clicked.connect(self.left)
        self.body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(PlainLabel(_("Find and erase"), "title"))
        self.query = QueryCard()
        self.query.asked.connect(self.look_for)
        self.found = FoundCard(context)
        self.found.erase.clicked.connect(self._ask_to_erase)
        self.found.save.clicked.connect(self._save)
        self.found.cancel.clicked.connect(self.stop)
        self.body.addWidget(Columns([(self.query, 2), (self.found, 5)], narrow=820))
        self.body.addStretch(1)

    def focus_first(self) -> None:
        """Put the keyboard where typing begins."""
        self.query.focus_first()

    def clear(self) -> None:
        """Forget what was looked for and what was found."""
        self.stop()
        self.query.clear()
        self.found.show_nothing_yet()

    def look_for(self, query: ErasureQuery) -> None:
        """Look on the worker."""
        self.stop()
        erasure, task = self._context.services.erasure, Task()
        self._task = task
        self.found.show_looking()

        def arrived(matches: Sequence[Match]) -> None:
            if task is self._task:
                self._task = None
                self.found.show_matches(matches)
                if not matches:
                    self.query.look.setFocus()

        def failed(error: BaseException) -> None:
            if task is self._task:
                self._task = None
                self.found.show_nothing_yet()
                self.query.look.setFocus()
                self._context.window.say_problem(error)

        self._context.background.run(
            lambda: erasure.find(query), while_alive(self, arrived), while_alive(self, failed), task
        )

    def stop(self) -> None:
        """Stop looking; what was found before is gone."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.found.show_nothing_yet()
            self.query.look.setFocus()

    def _ask_to_erase(self) -> None:
        dialog = EraseDialog(self._context, self, self.found.list.chosen())
        dialog.erased.connect(self._erased)
        dialog.open()

    def _erased(self) -> None:
        """What is gone is gone from here too; the rest is looked up again."""
        query = self._asked_again()
        if query is None:
            self.found.show_nothing_yet()
        else:
            self.look_for(query)

    def _asked_again(self) -> ErasureQuery | None:
        try:
            return self.query.query()
        except Invalid:
            return None

    def _save(self) -> None:
        name = _("What this desk holds, {date}").format(date=formats.long_date(date.today()))
        path = ask_where_to_save_list(self, _("Save what was found"), name)
        if path is None:
            return
        context, matches = self._context, self.found.list.matches()
        said = _("Saved as {name}.").format(name=path.name)
        context.background.run(
            lambda: write_found(context.services, matches, path),
            while_alive(self, lambda _nothing: context.window.say(said)),
            while_alive(self, context.window.say_problem),
        )


class FoundCard(Card):
    """Nothing yet, looking, nothing found, or the list with what can be done."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("What was found"), "list-checks")
        self._nothing_yet = EmptyState(
            "search",
            _("Nothing looked for yet"),
            _("Someone may ask what you hold about them, or ask you to erase it. Fill in what you know."),
        )
        self._none = EmptyState(
            "circle-check",
            _("Nothing found"),
            _("This desk holds nothing that fits all of this. Try with less filled in."),
        )
        self._looking = QWidget()
        column = QVBoxLayout(self._looking)
        column.setContentsMargins(0, 0, 0, 0)
        self.progress = ProgressStep()
        self.cancel = SecondaryButton(_("Stop"))
        column.addWidget(self.progress)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        self._listed = QWidget()
        self._build_list(context)
        self._steps = (self._nothing_yet, self._none, self._looking, self._listed)
        for step in self._steps:
            self.body.addWidget(step)
        self.body.addStretch(1)
        self._show(self._nothing_yet)

    def _show(self, shown: QWidget) -> None:
        for step in self._steps:
            step.setVisible(step is shown)

    def _build_list(self, context: Context) -> None:
        column = QVBoxLayout(self._listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.count = PlainLabel("", "strong")
        self.list = MatchList(context.services.catalogues)
        self.list.chosen_changed.connect(self._settle)
        self.all = SecondaryButton(_("Choose all"), small=True)
        self.none = SecondaryButton(_("Choose none"), small=True)
        self.all.clicked.connect(lambda: self.list.choose_all(True))
        self.none.clicked.connect(lambda: self.list.choose_all(False))
        self.erase = SecondaryButton("", "trash-2", small=True)
        self.save = SecondaryButton(_("Save what was found"), "download", small=True)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        for button in (self.all, self.none, self.erase, self.save):
            flow.addWidget(button)
        column.addWidget(self.count)
        column.addWidget(buttons)
        column.addWidget(self.list)
        column.addStretch(1)

    def show_nothing_yet(self) -> None:
        """Before anything was looked for."""
        self.list.clear()
        self._show(self._nothing_yet)

    def show_looking(self) -> None:
        """While it is looked for."""
        self.list.clear()
        self.progress.start(_("Looking through everything…"))
        self._show(self._looking)
        self.cancel.setFocus()

    def show_matches(self, matches: Sequence[Match]) -> None:
        """What was found."""
        self.list.show_matches(matches)
        self._show(self._listed if matches else self._none)
        said = ngettext("{count} record found", "{count} records found", len(matches))
        self.count.setText(said.format(count=f"{len(matches):,}"))
        announce(self, self.count.text() if matches else _("Nothing found"))
        if matches:
            self.list.table.select_row(0)
            self.list.table.setFocus()

    def _settle(self) -> None:
        chosen, there = len(self.list.chosen()), len(self.list.matches())
        self.all.setVisible(chosen < there)
        self.none.setVisible(chosen > 0)
        self.erase.setVisible(chosen > 0)
        said = ngettext("Erase {count} record…", "Erase {count} records…", chosen)
        self.erase.setText(said.format(count=f"{chosen:,}"))
