"""The directory: find the right local place while somebody waits, give it to them, keep it right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from champion_desk.domain.directory import DirectoryAnswer, Listing, ListingMatch, Source
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.changes import Done
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.import_list import ImportDialog
from champion_desk.ui.dialogs.place import PlaceDialog
from champion_desk.ui.directory_acts import ListingActs
from champion_desk.ui.directory_answers import Answers
from champion_desk.ui.directory_facets import Facets
from champion_desk.ui.directory_kept import KeptAtHand
from champion_desk.ui.directory_list import ListingModel, ListingView
from champion_desk.ui.directory_pane import DetailsPane
from champion_desk.ui.directory_panes import DirectoryPanes, NoListings
from champion_desk.ui.directory_query import Asked
from champion_desk.ui.directory_search import Mode, SearchBar
from champion_desk.ui.directory_shortlist import ShortlistStrip
from champion_desk.ui.page import Page
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.scroll import Scroll

NAME = "directory"
ORDER = 3
ICON = "map-pin"

_WIDE, _MEDIUM = 980, 600  # of the page, in pixels at 100 % text size
_SETTLED = 700  # milliseconds without a keystroke, then the count is spoken
_FILTERS_AFTER, _DETAILS_AFTER = 30, 40
_MORE = 100  # rows, fetched each time somebody scrolls to the last


def title() -> str:
    """The page's word in the rail."""
    return _("Directory")


class DirectoryPage(Page):
    """Search, narrow, read, give. `enter(listing=id)` shows one place, `enter(text=words)` searches."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._mode: Mode = "wide"
        self._sources: dict[str, Source] | None = None
        self._stale = True
        self._details_open = False
        self._answer: DirectoryAnswer | None = None
        self._is_empty, self._wanted = False, ""
        self.acts = ListingActs(context, self._known_sources)
        self._build()
        self._connect()

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 12)
        rows.setSpacing(12)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.search = SearchBar()
        self.facets = Facets(self.context.services.catalogues)
        self.model = ListingModel(self.context.visit.shortlist_has, self)
        self.view = ListingView(self.model)
        self.details = DetailsPane(self.context.visit, self.context.services.catalogues)
        self.strip = ShortlistStrip(self.context.visit)
        self.kept = KeptAtHand(self.context, self.strip, self.details, self.search, self)
        self.panes = DirectoryPanes(self.facets, self.view, self.details)
        self.empty = NoListings()
        self.asked = Asked(self.search, self.facets, self)
        self.answers = Answers(self.context, self)
        self.whole = QStackedWidget()
        self.whole.addWidget(self.panes)
        nothing = Scroll(margin=0)
        nothing.body.addWidget(self.empty)
        self.whole.addWidget(nothing)
        rows.addWidget(self.search)
        rows.addWidget(self.whole, 1)
        rows.addWidget(self.strip)

    def _connect(self) -> None:
        self._details_timer = _timer(self, _DETAILS_AFTER, self.show_details)
        self._filters_timer = _timer(self, _FILTERS_AFTER, self._show_filters)
        self._settled_timer = _timer(self, _SETTLED, self._settled)
        self.model.rest_asked.connect(self._fetch_more)
        self.answers.changed.connect(self._was_read_anew)
        self.asked.worded.connect(lambda: self._search(typed=True))
        self.asked.narrowed.connect(lambda: self._search(keep=True))
        self.search.left_below.connect(self._go_to_list)
        self.search.filter_toggled.connect(lambda _on: self._lay_out())
        self.empty.import_asked.connect(self.import_list)
        self.empty.add_asked.connect(self.add_place)
        self.facets.import_asked.connect(self.import_list)
        self.facets.keeping_asked.connect(lambda: self.context.window.go_to("keeping"))
        self.panes.nothing_found.acted.connect(self.clear_filters)
        self.view.chosen.connect(lambda _match: self._details_timer.start())
        self.view.opened.connect(lambda _match: self.open_details())
        self.view.pressed_on.connect(lambda _match: self._pressed_on())
        self.view.left_top.connect(lambda: self.search.words.line.setFocus())
        acts = self.acts
        acts.serve(self.details, self._shown, self)
        self.details.remove_asked.connect(self._back_to_list)
        self.details.other_asked.connect(self._show_one)
        self.details.back_asked.connect(self.step_back)
        self.strip.send_asked.connect(lambda: acts.send_places(self.context.visit.shortlist, self))
        self.kept.show_asked.connect(self._show_one)
        self.kept.search_asked.connect(self.search_now)
        self.strip.print_asked.connect(
            lambda: acts.print_places(self.context.visit.shortlist, _("Shortlist"))
        )
        self.context.visit.changed.connect(self._visit_changed)
        self.context.changes.changed.connect(self._changed)

    # Searching

    def search_now(self, text: str) -> int:
        """Search for words as if they were typed; how many places there are, as far as that is known now."""
        self.search.words.set_text(text)
        self._search()
        return self.model.total

    def _search(self, keep: bool = False, typed: bool = False) -> None:
        """Ask anew; `keep` keeps the place that is chosen, and as many rows as were there.

        While someone types, the filters follow the list a moment later: to lay them out takes longer.
        """
        self._stale = False
        kept = self.view.match() if keep else None
        limit = max(self.view.rows_in_sight(), self.model.rowCount() if keep else 0)
        query = self.asked.query(limit)

        def answered(answer: DirectoryAnswer) -> None:
            self._show(answer, kept)
            self._filters_timer.start()
            if not typed:
                self._show_filters()

        if not self.answers.ask(query, answered):
            self.search.show_waiting()

    def _show(self, answer: DirectoryAnswer, kept: ListingMatch | None) -> None:
        self._answer = answer
        self.model.set_matches(answer.matches, answer.total)
        row = self.model.row_of(kept.listing.id) if kept else 0
        self.view.select_row(max(row, 0))
        if row <= 0:
            self.view.scrollToTop()
        self.search.show_count(answer.total, answer.everything)
        self.strip.make_room(self._mode, bool(self.search.words.text()))
        self.panes.show_found(bool(answer.matches), self.asked.is_narrowed())
        if (answer.everything == 0) != self._is_empty:
            self._is_empty = answer.everything == 0
            self._lay_out()
        self.search.show_note(answer)
        if not answer.near_unknown:
            self.search.show_near_problem(False)
        self._settled_timer.start()
        self._details_timer.start()

    def _show_filters(self) -> None:
        self._filters_timer.stop()
        if self._answer is not None:
            self.facets.show_counts(self._answer.facets)
            self.search.show_filters(self.asked.filters())

    def _fetch_more(self) -> None:
        query = self.asked.query(_MORE, self.model.rowCount())
        self.model.add_matches(self.context.services.directory.search(query, may_be_old=True).matches)

    def _was_read_anew(self) -> None:
        self._stale = True
        if self.isVisible():
            self._search(keep=True)
            if self._wanted:
                self._show_one(self._wanted)

    def _settled(self) -> None:
        if self.model.rowCount():
            self.kept.remember()
        answer = self._answer
        problem = self.search.show_near_problem(answer is not None and answer.near_unknown)
        said = (problem or self.search.count.text(), self.search.note.text())
        announce(self, " ".join(part for part in said if part))

    def clear_filters(self) -> None:
        """Nothing narrows the search any more; where nothing did, the words go too."""
        self.asked.clear_filters()
        self._search()
        self.search.words.line.setFocus()

    def _go_to_list(self) -> None:
        if self.model.rowCount() and self.view.isVisible():
            self.view.setFocus()

    # One place

    def _shown(self) -> Listing | None:
        self.show_details()
        return self.details.match.listing if self.details.match else None

    def _known_sources(self) -> dict[str, Source]:
        if self._sources is None:
            self._sources = {one.id: one for one in self.context.services.directory.sources()}
        return self._sources

    def show_details(self) -> None:
        """Show all about the chosen place; a moment after it was chosen, so that arrows stay quick."""
        self._details_timer.stop()
        match = self.view.match()
        if match != self.details.match:
            source = self._known_sources().get(match.listing.source_id) if match else None
            near = self.search.near.text()
            reach = self.context.services.directory.reach(match.listing, near) if match else None
            self.details.show_match(match, source, reach)
            self.kept.show_favourites()
            self._show_kept()

    def _show_kept(self) -> None:
        match = self.details.match
        self.details.show_kept(self.acts.kept(match.listing) if match else None)

    def _pressed_on(self) -> None:
        if self._mode == "narrow":
            self.open_details()

    def open_details(self) -> None:
        """Go to the details: beside the list, or in its place on a small window."""
        self.show_details()
        self._details_open = True
        self.search.filter_button.setChecked(False)
        self._lay_out()
        self.details.first_stop().setFocus()

    def add_place(self) -> None:
        """Add a place that this desk keeps itself, and show it."""
        dialog = PlaceDialog(self.context, self)
        dialog.kept.connect(self._added)
        dialog.open()

    def _added(self, said: str, done: Done) -> None:
        self.context.window.say(said, done)
        self._show_one(done.record_id)

    def import_list(self) -> None:
        """Bring in a list, or bring one up to date."""
        ImportDialog(self.context, self).open()

    # Around

    def enter(self, **arguments: object) -> None:
        """Show one place (`listing`), search for words (`text`), `add` one, or go on where one was."""
        listing, text = str(arguments.get("listing") or ""), arguments.get("text")
        if listing:
            self._show_one(listing)
            return
        if text is not None:
            self.search_now(str(text))
        elif arguments.get("add"):
            self.add_place()
        elif self._stale:
            self._search(keep=True)
        self.show_details()
        if self._is_empty:
            self.empty.button.setFocus()
            return
        self.search.words.line.setFocus()
        self.search.words.line.selectAll()

    def _show_one(self, listing_id: str) -> None:
        directory = self.context.services.directory
        named, self._wanted = directory.named([listing_id]), ""
        self._start_afresh()
        row = self.model.row_of(listing_id)
        if row < 0 and listing_id in named:  # far down: its own name brings it up
            self.search_now(named[listing_id].name)
            row = self.model.row_of(listing_id)
        if row < 0 and listing_id in named and not directory.is_ready():
            self._wanted = listing_id  # it is new: shown once the directory is read anew
            return
        if row < 0:
            self.context.window.say_problem(Problem("record-gone"))
            return
        self.view.select_row(row)
        self.view.scrollTo(self.model.index(row), ListingView.ScrollHint.PositionAtCenter)
        self.open_details()

    def _start_afresh(self) -> None:
        self.asked.clear()
        self._details_open = False
        self._search()
        self._lay_out()

    def step_back(self) -> bool:
        """From the filters or the details back to the list, from there to the search."""
        if self._mode != "wide" and self.search.filter_button.isChecked():
            self.search.filter_button.setChecked(False)
            self.search.filter_button.setFocus()
            return True
        inside = self.details.isAncestorOf(self.focusWidget() or self)
        if (self._mode == "narrow" and self._details_open) or inside:
            self._back_to_list()
            return True
        if self.view.hasFocus():
            self.search.words.line.setFocus()
            return True
        return False

    def _back_to_list(self) -> None:
        self._details_open = False
        self._lay_out()
        self.view.setFocus()

    def _changed(self, kind: str) -> None:
        if kind in ("favourites", "directory"):
            self.kept.show_favourites()
        if kind != "directory":
            return
        self._sources = None
        self._stale = True
        if self.isVisible():
            self._search(keep=True)
            self._show_kept()

    def _visit_changed(self) -> None:
        """Rows say what is on the shortlist; with the visitor gone, what they looked for goes too."""
        self.model.touch()
        visit = self.context.visit
        own = self.acts.is_changing_visit or self.strip.is_changing
        if own or visit.is_open or visit.listings or visit.handouts or visit.shortlist or visit.topics:
            return
        self.strip.forget()
        self.asked.clear()
        self._details_open = False
        self._stale = True
        if self.isVisible():
            self._search()
            self.show_details()
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)  # the panes give way to any window, one by one

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked up for a page nobody sees; the desk may be about to lock."""
        super().hideEvent(event)
        self._details_timer.stop()
        self._filters_timer.stop()
        self._settled_timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_mode()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "strip"):
            self._choose_mode()

    def _choose_mode(self) -> None:
        """Three panes, two, or one, by the room there is for the text size in force."""
        width = self.width() / theme().scale
        mode: Mode = "wide" if width >= _WIDE else "medium" if width >= _MEDIUM else "narrow"
        if mode != self._mode:
            self._mode = mode
            self.strip.make_room(self._mode, bool(self.search.words.text()))
            self.search.set_mode(mode)
            self.asked.house_chips(mode)
        self._lay_out()

    def _lay_out(self) -> None:
        filtering = self.search.filter_button.isChecked()
        self.panes.lay_out(self._mode, filtering, self._details_open)
        self.whole.setCurrentIndex(1 if self._is_empty else 0)
        reading = self._mode == "narrow" and self._details_open and not filtering
        self.search.setVisible(not self._is_empty and not reading)


def _timer(parent: QWidget, milliseconds: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer


PAGE = DirectoryPage
