"""Sources: where the directory comes from, how fresh each list is, and what waits for a person."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.directory import Source
from champion_desk.domain.problems import Cancelled
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.services.intake import TakenIn
from champion_desk.services.sources import Refreshed, SourceState
from champion_desk.ui.alive import while_alive
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.import_list import ImportDialog
from champion_desk.ui.dialogs.waiting_version import WaitingVersionDialog
from champion_desk.ui.files import fit_name
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.page import Page
from champion_desk.ui.source_cards import ProgressCard, SourceCard
from champion_desk.ui.source_words import done_words
from champion_desk.ui.source_work import SourceWork
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "sources"
ORDER = 96
ICON = "globe"
PARENT = "directory"

_FORMATS = {".json": "oruk", ".zip": "hsds", ".xlsx": "xlsx", ".csv": "csv"}


def title() -> str:
    """The page's name in the title of the window."""
    return _("Sources")


class SourcesPage(Page):
    """A card for each source. A refresh goes on while other pages are used, and ends when the desk locks."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.work = SourceWork(context, self)
        self.cards: dict[str, SourceCard] = {}
        self._began = 0.0
        self._to_look_at = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        scroll = Scroll()
        outer.addWidget(scroll)
        scroll.body.addLayout(self._top())
        about = _(
            "Lists of local help, and when each was last brought up to date. What your desk changed or noted "
            "itself always stays on top."
        )
        scroll.body.addWidget(PlainLabel(about, "quiet"))
        self.progress = ProgressCard()
        self.progress.stop_asked.connect(self.work.stop)
        scroll.body.addWidget(self.progress)
        self._place = ColumnsLayout(least=380, most=2)
        scroll.body.addLayout(self._place)
        self.empty = Card()
        said = _("Bring in a list of local help: a spreadsheet, or a council’s Open Referral feed.")
        self.first_import = PrimaryButton(_("Import a list…"), "upload")
        state = EmptyState("globe", _("No lists yet"), said, self.first_import)
        state.acted.connect(self.import_list)
        self.empty.body.addWidget(state)
        scroll.body.addWidget(self.empty)
        scroll.body.addStretch(1)
        self._connect()

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(_("Sources"), "title", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        acts = QWidget()
        flow = FlowLayout(acts, gap=8)
        self.all = PrimaryButton(_("Refresh all"), "refresh-cw")
        self.import_button = SecondaryButton(_("Import a list…"), "upload")
        self.export_button = SecondaryButton(_("Export all places…"), "download")
        self.all.clicked.connect(self.refresh_all)
        self.import_button.clicked.connect(self.import_list)
        self.export_button.clicked.connect(self.export)
        for button in (self.all, self.import_button, self.export_button):
            flow.addWidget(button)
        row.addWidget(acts, 1)
        return row

    def _connect(self) -> None:
        self.work.began.connect(self._show_began)
        self.work.stepped.connect(
            lambda done, total: self.progress.step(done, total, time.monotonic() - self._began)
        )
        self.work.waited.connect(self.progress.wait)
        self.work.ended.connect(self._refreshed)
        self.work.failed.connect(self._failed)
        self.work.over.connect(self._over)
        self.context.changes.changed.connect(self._changed)

    def enter(self, **arguments: object) -> None:
        """Show how each source stands; `look` is the id of one whose newer version is to be looked at."""
        self._load()
        first = next((card.look for card in self.cards.values() if card.look is not None), None)
        otherwise = self.import_button if self.cards else self.first_import
        (first or (self.all if self.all.isEnabled() else otherwise)).setFocus()

    def _changed(self, kind: str) -> None:
        if kind == "directory" and self.isVisible():
            self._load()

    def _load(self) -> None:
        states = self.context.services.sources.states()
        focused = next((key for key, card in self.cards.items() if _has_focus(card)), "")
        for card in self.cards.values():
            self._place.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {state.source.id: self._card(state) for state in states}
        for card in self.cards.values():
            self._place.addWidget(card)
        self.empty.setVisible(not states)
        self.import_button.setVisible(bool(states))  # where nothing is yet it stands there, large
        self.all.setEnabled(not self.work.is_busy and any(state.can_refresh for state in states))
        self.export_button.setEnabled(any(state.listed for state in states))
        if focused in self.cards:
            card = self.cards[focused]
            (card.look or (card.refresh if card.state.can_refresh else card.remove)).setFocus()

    def _card(self, state: SourceState) -> SourceCard:
        card, source = SourceCard(state), state.source
        card.refresh_asked.connect(lambda: self.work.refresh([source]))
        card.back_asked.connect(lambda: self.go_back(source))
        card.remove_asked.connect(lambda: self.remove(source))
        card.look_asked.connect(lambda: self.look_at(source))
        card.leave_asked.connect(lambda: self.leave_out(source))
        return card

    def import_list(self) -> None:
        """Bring in a list, or bring one up to date."""
        ImportDialog(self.context, self).open()

    # Refreshing

    def refresh_all(self) -> None:
        """Refresh every source whose address is known."""
        states = self.context.services.sources.states()
        self.work.refresh([state.source for state in states if state.can_refresh])

    def _show_began(self, source: Source) -> None:
        self._began = time.monotonic()
        self.all.setEnabled(False)
        self.progress.start(_("Refreshing “{name}”…").format(name=source.name))

    def _refreshed(self, refreshed: Refreshed) -> None:
        if refreshed.taken is not None:
            self.context.window.say(done_words(refreshed.preview), refreshed.taken.done)
            return
        said = _("“{name}” was fetched, and waits: look at what would change.")
        self.context.window.say(said.format(name=refreshed.preview.source.name))
        if self._to_look_at == refreshed.preview.source.id:
            self.look_at(refreshed.preview.source)

    def _failed(self, _source: Source, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self.context.window.say(_("Stopped. The lists you have stay as they are."))
        else:
            self.context.window.say_problem(error)

    def _over(self) -> None:
        self.progress.hide()
        self._load()

    # One source

    def look_at(self, source: Source) -> None:
        """Show what waits; fetched again first, where the desk was locked since."""
        preview = self.context.services.sources.waiting(source.id)
        if preview is None:
            self._to_look_at = source.id
            self.work.refresh([source])
            return
        self._to_look_at = ""
        dialog = WaitingVersionDialog(preview, self)
        dialog.agreed.connect(partial(self._agree, source))
        dialog.left.connect(partial(self.leave_out, source))
        dialog.open()

    def _agree(self, source: Source) -> None:
        services = self.context.services

        def taken(result: TakenIn) -> None:
            self.context.window.say(done_words(result.preview), result.done)

        words = _("Taking in “{name}”…").format(name=source.name)
        self._run(words, lambda: services.sources.agree(source.id), taken)

    def leave_out(self, source: Source) -> None:
        """Keep the list as it is."""
        services, said = self.context.services, _("“{name}” stays as it is.").format(name=source.name)
        self._run("", lambda: services.sources.leave_out(source.id), self._saying(said))

    def go_back(self, source: Source) -> None:
        """Go back to the version before the newest."""
        services = self.context.services
        said = _("“{name}” is as it was before its last refresh. What your desk changed itself stays.")
        words = _("Going back one step with “{name}”…").format(name=source.name)
        self._run(
            words,
            lambda: services.sources.step_back(source.id),
            self._saying(said.format(name=source.name)),
        )

    def remove(self, source: Source) -> None:
        """Set a source aside with all its places."""
        services = self.context.services
        said = _("“{name}” and its places are removed.").format(name=source.name)
        words = _("Removing “{name}”…").format(name=source.name)
        self._run(words, lambda: services.sources.remove(source.id), self._saying(said))

    def _saying(self, said: str) -> Callable[[Done], None]:
        return lambda done: self.context.window.say(said, done)

    def _run(self, words: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """On the worker: a list may be long, or the store busy; what is done shows unless a refresh does."""
        shows = bool(words) and not self.work.is_busy
        if shows:
            self.progress.start(words, may_stop=False)

        def over() -> None:
            if shows and not self.work.is_busy:
                self.progress.hide()

        def ended(result: object) -> None:
            over()
            done(result)

        def failed(error: BaseException) -> None:
            over()
            self.context.window.say_problem(error)

        self.context.background.run(work, while_alive(self, ended), while_alive(self, failed))

    # Out

    def export(self) -> None:
        """Ask where to, and write every place by the standard or as a sheet."""
        path = ask_where_to_export(self, self.context.services.site.name)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write every place into a file; its ending says how."""
        exports, format_name = self.context.services.exports, _FORMATS[path.suffix.lower()]

        def written(count: int) -> None:
            said = ngettext("{count} place is saved as {name}.", "{count} places are saved as {name}.", count)
            self.context.window.say(said.format(count=f"{count:,}", name=path.name))

        self.context.background.run(
            lambda: exports.export("directory", format_name, path, date.min, date.max),
            while_alive(self, written),
            while_alive(self, self.context.window.say_problem),
        )


def _has_focus(card: QWidget) -> bool:
    focused = card.window().focusWidget()
    return bool(focused) and card.isAncestorOf(focused)


def ask_where_to_export(parent: QWidget, site: str) -> Path | None:
    """Where to save the directory, and as what; None when the person cancelled."""
    kinds = {
        _("Open Referral UK") + " (*.json)": ".json",
        _("Tables by the standard (HSDS)") + " (*.zip)": ".zip",
        _("Excel sheet") + " (*.xlsx)": ".xlsx",
        _("List for a spreadsheet") + " (*.csv)": ".csv",
    }
    name = fit_name(_("Directory of {site}").format(site=site))
    proposed = str(Path.home() / f"{name}.json")
    chosen, kind = QFileDialog.getSaveFileName(parent, _("Export all places"), proposed, ";;".join(kinds))
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in _FORMATS:
        return path
    return path.with_name(path.name + kinds.get(kind, ".json"))


PAGE = SourcesPage
