"""The frame of the unlocked desk: rail, top bar, pages, message line. It knows no feature, only pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from champion_desk import NAME, discovery
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import Draft
from champion_desk.i18n import _
from champion_desk.services.changes import Done
from champion_desk.services.handouts import save_sheet
from champion_desk.ui import pages
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.backup_watch import BackupWatch
from champion_desk.ui.choices import Choices
from champion_desk.ui.context import Context
from champion_desk.ui.demo_band import DemoBand
from champion_desk.ui.dialogs.fault import FaultDialog
from champion_desk.ui.files import ask_where_to_save
from champion_desk.ui.finder_popup import FinderPopup, Offer
from champion_desk.ui.no_room import NoRoom
from champion_desk.ui.page import Page
from champion_desk.ui.printing import Printing
from champion_desk.ui.problems import Trouble, trouble_of
from champion_desk.ui.retention_watch import RetentionWatch
from champion_desk.ui.screen import Screen
from champion_desk.ui.sitting import Sitting
from champion_desk.ui.tally_keys import SMALL_WINDOW, TallyKeys
from champion_desk.ui.top_bar import TopBar
from champion_desk.ui.widgets.message_bar import MessageBar
from champion_desk.ui.widgets.rail import Rail

HOME = "desk"
_BOTTOM = 90
_MOST_UNDOS = 50
_SETTLE_MS = 150
_FADE_MS = 15_000
_BUILD_PAUSE_MS = 200


def page_modules() -> list[ModuleType]:
    """The pages there are, in the order of the rail."""
    return sorted(discovery.modules_in(pages), key=lambda module: int(module.ORDER))


class MainWindow(Screen):
    """Builds each page when it is first shown. What is asked for goes to the desktop."""

    lock_asked = Signal()
    blank_asked = Signal()
    restore_asked = Signal(object, str)

    def __init__(self, sitting: Sitting, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sitting, self.choices = sitting, choices
        self.context = Context(
            sitting.services,
            self,
            sitting.background,
            sitting.changes,
            sitting.visit,
            choices.get,
            choices.change,
        )
        self._modules = {str(module.NAME): module for module in page_modules()}
        self._pages: dict[str, Page] = {}
        self._undos: list[Done] = []
        self.current = ""
        self.is_built = False
        self._printing = Printing(self, choices)
        self._build()
        self._tally_keys = TallyKeys(self.context, self, self.undo)
        self._bind_keys()
        self._watch()

    def _build(self) -> None:
        services = self.sitting.services
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(NAME)
        self.rail.chosen.connect(lambda name: self.go_to(name))
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        self.top_bar = TopBar(services.champion, services.site)
        self.top_bar.blank_asked.connect(self.blank_asked)
        self.top_bar.lock_asked.connect(self.lock)
        column.addWidget(self.top_bar)
        if services.demo:
            column.addWidget(DemoBand())
        self.no_room = NoRoom(self.sitting, self.choices, self.unkept, self.say, self.say_problem)
        self.no_room.there_is_room.connect(self.unkept)
        self.no_room.there_is_room.connect(self._go_on_saving)
        column.addWidget(self.no_room)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.message_bar = MessageBar()
        self._rest(_("Everything is saved on this computer."))
        column.addWidget(self.message_bar)
        in_rail = ((name, module) for name, module in self._modules.items() if not self._parent(name))
        for number, (name, module) in enumerate(in_rail, 1):
            if module.ORDER < _BOTTOM:
                self.rail.add_page(name, module.title(), module.ICON)
            else:
                self.rail.add_bottom(name, module.title(), module.ICON, "F1" if name == "help" else None)
            if number < 10:
                self._key(f"Ctrl+{number}", partial(self.go_to, name))
        self.finder = FinderPopup(
            self.top_bar.search, services.finder, self.sitting.background, self._offers, self.go_to
        )

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _bind_keys(self) -> None:
        self._key("Ctrl+K", self._search)
        self._key("Ctrl+L", self.lock)
        self._key("Ctrl+Z", self.undo)
        self._key("F1", lambda: self.go_to("help", about=self.current))
        self._key("F2", lambda: self.go_to("log", new=True))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def _watch(self) -> None:
        """Keep counts, the message line and backups up to date."""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._count)
        self.sitting.changes.changed.connect(lambda _kind: self._settle.start())
        self._backups = BackupWatch(self.sitting, self.say_problem, self)
        self._backups.told.connect(self._rest)
        self._retention = RetentionWatch(self.sitting, self.say_problem, self)
        self._retention.told.connect(self.say)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(_FADE_MS)
        self._fade.timeout.connect(self.message_bar.rest)

    def _search(self) -> None:
        self.top_bar.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.line.selectAll()

    # Pages

    def go_to(self, page: str, **arguments: object) -> None:
        """Show a page by its name, with what it should show."""
        shown = self._page(page)
        if page != self.current:
            if self.current:
                self._pages[self.current].leave()
            self.current = page
            self.stack.setCurrentWidget(shown)
            self.rail.select(self._parent(page) or page)
            words = str(self._modules[page].title())
            self.window().setWindowTitle(_("{page} - {program}").format(page=words, program=NAME))
            announce(self, words)
        shown.enter(**arguments)
        self._give_focus(shown)
        self._settle.start()

    def _parent(self, name: str) -> str:
        """The page that a page is reached from, where it does not stand in the rail itself."""
        return str(getattr(self._modules[name], "PARENT", ""))

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            page = self._modules[name].PAGE(self.context)
            self._pages[name] = page
            self.stack.addWidget(page)
        return self._pages[name]

    @property
    def page(self) -> Page:
        """The page in sight."""
        return self._pages[self.current]

    def unkept(self) -> Draft | None:
        """What is typed on any page and could not be kept, after one more try."""
        found = (page.unkept() for page in self._pages.values())
        return next((draft for draft in found if draft is not None), None)

    def page_names(self) -> tuple[str, ...]:
        """The pages there are, in the order of the rail."""
        return tuple(self._modules)

    def _give_focus(self, page: Page) -> None:
        """The keyboard goes into the page, unless the page has put it somewhere itself."""
        focused = QApplication.focusWidget()
        if focused is not None and page.isAncestorOf(focused):
            return
        for widget in page.findChildren(QWidget):
            if (
                widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                and widget.isVisibleTo(page)
                and widget.isEnabled()
            ):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _count(self) -> None:
        for name, page in self._pages.items():
            self.rail.set_count(name, page.badge())

    def build_ahead(self, rested: Callable[[], bool]) -> None:
        """Build the pages of a working day part by part while fingers have `rested`, to show at once."""
        if not rested() or self._build_one():
            QTimer.singleShot(_BUILD_PAUSE_MS, self, lambda: self.build_ahead(rested))
        else:
            self.is_built = True
            self._settle.start()

    def _build_one(self) -> bool:
        """One more page, or part of one; False once all is there."""
        for name, module in self._modules.items():
            if name not in self._pages and getattr(module, "AHEAD", module.ORDER < _BOTTOM):
                self._page(name)
                return True
        return any(page.build_on() for page in self._pages.values())

    def leave(self) -> None:
        """The window goes: the page in sight keeps what was typed."""
        self._settle.stop()
        self._tally_keys.leave()
        if self.current:
            self._pages[self.current].leave()

    # Words at the foot

    def _go_on_saving(self) -> None:
        self._rest(self._resting)
        self._give_focus(self.page)  # the band has gone, and the keyboard may have been on it

    def _rest(self, sentence: str) -> None:
        """The sentence for when nothing else is said; that all is saved is not true while nothing can be."""
        self._resting = sentence
        self.message_bar.set_resting(sentence if self.no_room.isHidden() else "")

    def say(self, text: str, undo: Done | None = None) -> None:
        """Say one sentence in the message line, with Undo where something can be taken back."""
        if undo:
            self._undos = [*self._undos, undo][-_MOST_UNDOS:]
        else:
            self._undos = []
        self.message_bar.say(text, action=(_("Undo"), self.undo) if undo else None)
        self._tally_keys.say(text)
        if undo:
            self._fade.stop()
        else:
            self._fade.start()

    def say_problem(self, error: BaseException) -> None:
        """Say what is wrong and what to do; a fault of our own offers Copy details."""
        self._undos = []
        self._fade.stop()  # what is wrong stays until something else is said
        if self.no_room.concerns(error):
            self._rest(self._resting)
        trouble = trouble_of(error)
        action = (_("Copy details"), lambda: FaultDialog(trouble, self).open()) if trouble.details else None
        if isinstance(error, Problem) and error.code == "store-damaged":
            action = (_("Lock, then mend"), self.lock)  # unlocking shows what can be saved
        self.message_bar.say(trouble.sentence, "circle-alert", "could-not", action)
        self._tally_keys.say(trouble.sentence)

    def tell_of_sudden_end(self, details: str, has_drafts: bool) -> None:
        """Say calmly that the program stopped suddenly the last time, with details for support."""
        said = _("Champion Desk stopped suddenly last time. What you had saved is safe.")
        if has_drafts:
            said = _(
                "Champion Desk stopped suddenly last time. What you had saved is safe; "
                "what you typed is offered back on the Desk."
            )
        self._undos = []
        self._fade.stop()
        trouble = Trouble(said, details)
        action = (_("Copy details"), lambda: FaultDialog(trouble, self).open())
        self.message_bar.say(said, "info", None, action)

    def undo(self) -> None:
        """Take back what the message line offers to take back; once more, what was done before that."""
        if not self._undos:
            return
        done = self._undos.pop()  # the next Ctrl+Z takes the one before, also while this is under way

        def taken_back(_nothing: object) -> None:
            left = self._undos
            self.say(_("Taken back."))
            self._undos = left

        self.sitting.background.run(
            lambda: self.sitting.services.history.undo(done),
            while_alive(self, taken_back),
            while_alive(self, self.say_problem),
        )

    def open_small_window(self) -> None:
        """Show the small window with the tally keys on top of everything."""
        self._tally_keys.open_small()

    def open_again(self) -> None:
        """What stood open beside this window when the desk was locked is back."""
        self._tally_keys.open_again()

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        for widget in (old, now):
            if isinstance(widget, QLineEdit | QPlainTextEdit) and self.isAncestorOf(widget):
                widget.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit) and self.isAncestorOf(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z belongs to the field while that has something to take back, else to the message line."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not event.matches(QKeySequence.StandardKey.Undo) or not self._undos:
            return False
        if isinstance(watched, QLineEdit):
            own = watched.isUndoAvailable()
        else:
            own = isinstance(watched, QPlainTextEdit) and watched.document().isUndoAvailable()
        if not own:
            event.ignore()
        return not own

    # What pages may ask

    def lock(self) -> None:
        """Lock the desk."""
        self.lock_asked.emit()

    def restore(self, backup: Path, secret: str) -> None:
        """Close the desk and put a backup in its place."""
        self.restore_asked.emit(backup, secret)

    def print_pdf(self, pdf: bytes, name: str) -> bool:
        """Show the system's print dialog and print; where there is no printer, offer to save instead."""
        try:
            printed = self._printing.print_pdf(
                pdf, name, self.sitting.background, while_alive(self, self.say_problem)
            )
        except Problem as problem:
            self.say_problem(problem)
            return self.save_pdf(pdf, name) is not None
        return printed

    def save_pdf(self, pdf: bytes, name: str) -> Path | None:
        """Ask where to save a sheet and save it."""
        path = ask_where_to_save(self, _("Save {name}").format(name=name), name)
        if path is None:
            return None
        try:
            save_sheet(pdf, path)
        except Problem as problem:
            self.say_problem(problem)
            return None
        self.say(_("Saved as {name}.").format(name=path.name))
        return path

    def _offers(self) -> list[Offer]:
        """What the search box can do besides finding things."""
        hint = _("page")
        offers = [Offer(str(m.title()), hint, partial(self.go_to, name)) for name, m in self._modules.items()]
        do = _("do this")
        return [
            Offer(_("Help someone"), do, lambda: self.go_to("log", new=True), "F2"),
            Offer(_("Open the small window"), do, self.open_small_window, SMALL_WINDOW),
            Offer(_("A poster of your drop-in"), do, partial(self.go_to, "handouts", poster=True)),
            Offer(_("Lock the desk"), do, self.lock, "Ctrl+L"),
            Offer(_("Blank the screen"), do, self.blank_asked.emit, "F4"),
            Offer(_("Bring back a draft from another disk"), do, self.no_room.ask_for_draft),
            *offers,
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back one step, in the end to the desk; nothing typed is thrown away on the way."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.current and not self.page.step_back() and self.current != HOME and HOME in self._modules:
            self.go_to(self._parent(self.current) or HOME)
