"""The steps of the tour: a desk is started, locked and unlocked; then a day at the demo desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from champion_desk.tour_hands import USUAL, Hands
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.first_run import FirstRun
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.backups import BackupsPage
from champion_desk.ui.pages.desk import DeskPage
from champion_desk.ui.pages.directory import DirectoryPage
from champion_desk.ui.pages.handouts import HandoutsPage
from champion_desk.ui.pages.help import HelpPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.privacy import PrivacyPage
from champion_desk.ui.pages.settings import SettingsPage
from champion_desk.ui.pages.training import TrainingPage
from champion_desk.ui.settings_choices import LookCard
from champion_desk.ui.steps.demo import Demo
from champion_desk.ui.steps.person import Person
from champion_desk.ui.steps.place import Place
from champion_desk.ui.steps.sheet import RecoverySheet
from champion_desk.ui.steps.welcome import Welcome
from champion_desk.ui.unlock import Unlock
from champion_desk.ui.visit import Visit
from champion_desk.ui.widgets.chips import ChipGroup

Kind = TypeVar("Kind", bound=QWidget)
PASSPHRASE = "copper lantern harbour seven"
HANDOUT = "handout.pdf"
_SMALL = QSize(1024, 600)


@dataclass(frozen=True, slots=True)
class Script:
    """Hands at one desktop, and the ways to what is in sight there."""

    hands: Hands
    desktop: Desktop

    def screen(self, kind: type[Kind]) -> Kind:
        """The screen in sight, once it is of this kind."""
        return self._awaited(kind, lambda: self.desktop.screen)

    def step_of(self, kind: type[Kind]) -> Kind:
        """The step of the first run in sight, once it is of this kind."""
        first = self.screen(FirstRun)
        return self._awaited(kind, lambda: first.step)

    def page(self, kind: type[Kind]) -> Kind:
        """The page in sight, once it is of this kind."""
        window = self.screen(MainWindow)
        return self._awaited(kind, lambda: window.page if window.current else None)

    def _awaited(self, kind: type[Kind], look: Callable[[], QWidget | None]) -> Kind:
        self.hands.wait(kind.__name__, lambda: isinstance(found := look(), kind) and found.isVisible())
        found = look()
        assert isinstance(found, kind)
        self.hands.wait("the keyboard to be there", lambda: self.hands.is_on(self.desktop.frame))
        return found

    def choose(self, which: Callable[[LookCard], ChipGroup], code: str) -> None:
        """Choose how the window looks or speaks, in Settings; then back to the Desk."""
        self.hands.press("Ctrl+6")
        chips = which(self.page(SettingsPage).look)
        self.hands.go_to(chips)
        self.hands.go_to(chips.chip(code), "Right")
        before = self.desktop.choices.get()
        self.hands.press("Space")
        self.hands.wait("the choice", lambda: self.desktop.choices.get() != before)
        self.hands.settle()
        self.page(SettingsPage)
        self.hands.press("Ctrl+1")
        self.page(DeskPage)

    def resize(self, size: QSize) -> None:
        """Make the window larger or smaller."""
        frame = self.desktop.frame
        frame.resize(size)
        self.hands.wait("its size", lambda: frame.size() == size)

    def visit(self) -> Visit:
        """The visitor at the desk now."""
        return self.screen(MainWindow).context.visit


def start_a_desk(script: Script, papers: Path) -> None:
    """First run on an empty folder, to the open desk; then lock, and unlock."""
    hands = script.hands
    with hands.step("first-run-language"):
        welcome = script.step_of(Welcome)
    with hands.step("first-run-welsh"):
        hands.go_to(welcome.languages)
        hands.press("Right", "Space")
        hands.wait("Welsh", lambda: script.desktop.choices.get().language == "cy")
        welcome = script.step_of(Welcome)
    with hands.step("first-run-english", picture=False):
        hands.go_to(script.step_of(Welcome).languages)
        hands.press("Left", "Space")
        hands.wait("English", lambda: script.desktop.choices.get().language == "en")
    with hands.step("first-run-where"):
        hands.go_to(script.step_of(Welcome).start)
        hands.press("Return")
        place = script.step_of(Place)
        hands.go_to(place.council)
        hands.type("orkney")
        hands.wait("council areas", place.council.suggestions.is_open)
        hands.press("Return")
        hands.go_to(place.site)
        hands.type("kirk")
        hands.wait("libraries", place.site.suggestions.is_open)
    with hands.step("first-run-who"):
        hands.press("Return")
        hands.wait("the postcode", place.postcode.text)
        hands.press("Return")
        person = script.step_of(Person)
        hands.go_to(person.name)
        hands.type("Mairi")
        hands.go_to(person.passphrase.field.line)
    with hands.step("first-run-recovery-sheet"):
        hands.press("Ctrl+A")
        hands.type(PASSPHRASE)
        hands.press("Return")
        sheet = script.step_of(RecoverySheet)
        hands.wait("the sheet", sheet.save.isEnabled)
        hands.go_to(sheet.save)
        with hands.saving_as(papers / "recovery-sheet.pdf"):
            hands.press("Return")
        hands.go_to(sheet.kept)
        hands.press("Space")
        hands.wait("the libraries", lambda: not sheet.progress.isVisible())
    with hands.step("a-new-desk"):
        first = script.screen(FirstRun)
        hands.go_to(first.on)
        hands.press("Return")
        script.page(DeskPage)
    with hands.step("unlock"):
        hands.press("Ctrl+L")
        type_passphrase(script, PASSPHRASE)
    with hands.step("unlocked", picture=False):
        hands.press("Return")
        script.page(DeskPage)


def type_passphrase(script: Script, passphrase: str) -> None:
    """Type into the unlock window what opens the desk."""
    unlock = script.screen(Unlock)
    assert unlock.form is not None
    script.hands.go_to(unlock.form.passphrase.line)
    script.hands.type(passphrase)


def spend_a_day(script: Script, papers: Path) -> None:
    """A day at the demo desk, from making it to locking it; the handout is left in `papers`."""
    make_the_demo(script)
    help_someone(script, papers)
    find_a_place(script)
    choose_a_handout(script)
    train(script)
    look_around(script)
    keep_it_safe(script)
    dress_otherwise(script)


def make_the_demo(script: Script) -> None:
    """The demo desk makes itself, with its year of visits."""
    with script.hands.step("making-the-demo", still=False):
        demo = script.step_of(Demo)
        script.hands.wait("half of it", lambda: 2 * demo.progress.value() > demo.progress.maximum() > 0)
    with script.hands.step("desk"):
        script.page(DeskPage)
        window = script.screen(MainWindow)
        script.hands.wait("what waits on Training", lambda: window.rail.item("training").count)


def help_someone(script: Script, papers: Path) -> None:
    """One citizen helped from the first key to the saved session, with a place and a sheet of paper."""
    hands = script.hands
    with hands.step("help-someone-topic"):
        hands.press("F2")
        view, visit = script.page(LogPage).form, script.visit()
        hands.go_to(view.form.topics.line)
        hands.type("uc")
        hands.wait("topics", view.form.topics.suggestions.is_open)
    with hands.step("help-someone-local-help"):
        hands.press("Return")
        hands.wait("places", lambda: view.panel.places[0].isVisible())
        hands.press("Alt+1")
        hands.wait("a place given", lambda: visit.listings)
    with hands.step("help-someone-handout"), hands.saving_as(papers / HANDOUT):
        hands.press("Alt+P")
        hands.wait("a sheet given", lambda: visit.handouts)
    with hands.step("help-someone-outcome"):
        hands.go_to(view.form.outcome)
        hands.press("P")
        hands.go_to(view.form.note)
        hands.type("Began the claim. Coming back on Thursday with bank details.")
    with hands.step("help-someone-saved"):
        hands.press("Ctrl+Return")
        desk = script.page(DeskPage)
        hands.wait("it on today's list", desk.today.table.isVisible)


def find_a_place(script: Script) -> None:
    """The directory: near a postcode, by words, details, the shortlist."""
    hands = script.hands
    with hands.step("directory"):
        hands.press("Ctrl+3")
        directory = script.page(DirectoryPage)
        hands.go_to(directory.search.near.line)
        hands.type("KW17 2")
        hands.go_to(directory.search.words.line, "Shift+Tab")
        hands.type("computer")
        hands.wait("places", lambda: directory.model.rowCount() > 0)
        hands.press("Down")
        hands.wait("details", lambda: directory.details.match is not None)
    with hands.step("directory-shortlist"):
        hands.press("Return")
        hands.go_to(directory.details.shortlist)
        hands.press("Return")
        hands.wait("the shortlist", directory.strip.isVisible)
    with hands.step("directory-import"):
        hands.go_to(directory.facets.import_button)
        hands.press("Return")
        hands.wait("the dialog", lambda: hands.dialog() is not None)
    with hands.step("directory-import-left", picture=False):
        hands.press("Escape")
        hands.wait("the window", lambda: hands.dialog() is None)


def choose_a_handout(script: Script) -> None:
    """Handouts: the gallery, one in large print with its real pages, another language."""
    hands = script.hands
    with hands.step("handouts"):
        hands.press("Ctrl+4")
        page = script.page(HandoutsPage)
        hands.wait("the pages", lambda: page.preview.is_current)
    with hands.step("handouts-welsh-giant"):
        hands.type("scam")  # the keyboard is in the search
        hands.press("Return")
        hands.press("Return")
        hands.go_to(page.choices.languages)
        hands.press("Right", "Space")
        hands.go_to(page.choices.sizes)
        hands.press("Right", "Space")
        hands.wait("the pages", lambda: page.preview.is_current)


def train(script: Script) -> None:
    """Training: where I am, a part of the skills walk, a course of my own."""
    hands = script.hands
    with hands.step("training"):
        hands.press("Ctrl+5")
        page = script.page(TrainingPage)
    with hands.step("training-skills"):
        hands.press("Alt+S")
        hands.wait("the skills", page.walk.isVisible)
        hands.press("Right", "Space", "Tab", "Right", "Space")
    with hands.step("training-course"):
        hands.press("Escape")
        hands.wait("the overview", page.overview.isVisible)
        hands.press("Alt+C")
        hands.wait("the form", page.course_form.isVisible)
        hands.go_to(page.course_form.course)
        hands.press("Down")
        hands.go_to(page.course_form.hours)
    with hands.step("training-course-saved"):
        hands.press("Ctrl+Return")
        hands.wait("the overview", page.overview.isVisible)


def look_around(script: Script) -> None:
    """Search everything, the day's list, help, and the screen made blank."""
    hands = script.hands
    with hands.step("search-everything"):
        hands.press("Ctrl+K")
        window = script.screen(MainWindow)
        hands.type("bus")
        hands.wait("something found", window.finder.list.is_open)
    with hands.step("log"):
        hands.press("Escape", "Ctrl+2")
        script.page(LogPage)
    with hands.step("help"):
        hands.press("F1")
        script.page(HelpPage)
    with hands.step("blank"):
        hands.press("F4")
        blank = script.desktop.blank
        hands.wait("the cover", lambda: blank is not None and blank.is_on)
    with hands.step("blank-lifted", picture=False):
        hands.press("F4")
        hands.wait("the window", lambda: blank is not None and not blank.is_on)


def keep_it_safe(script: Script) -> None:
    """Settings, a backup with what it holds, and what this desk holds and for how long."""
    hands = script.hands
    with hands.step("settings"):
        hands.press("Ctrl+6")
        settings = script.page(SettingsPage)
        window = script.screen(MainWindow)
    with hands.step("backups"):
        hands.go_to(settings.backups.open)
        hands.press("Return")
        backups = script.page(BackupsPage)
        hands.go_to(backups.now)
        hands.press("Return")
        hands.wait("the backup made", lambda: "Backed up" in window.message_bar.text())
    with hands.step("privacy"):
        hands.press("Escape")
        hands.go_to(script.page(SettingsPage).privacy.page)
        hands.press("Return")
        privacy = script.page(PrivacyPage)
    with hands.step("privacy-find"):
        hands.press("Return")
        hands.wait("what to look for", privacy.finding.isVisible)
    with hands.step("privacy-left", picture=False):
        hands.press("Escape", "Escape")
        script.page(SettingsPage)


def dress_otherwise(script: Script) -> None:
    """The desk in other looks, at other sizes, and in Welsh."""
    hands = script.hands
    with hands.step("desk-dark"):
        script.choose(lambda look: look.theme, "dark")
    with hands.step("desk-high-contrast"):
        script.choose(lambda look: look.theme, "contrast")
    with hands.step("light-again", picture=False):
        script.choose(lambda look: look.theme, "light")
    with hands.step("desk-large-text"):
        script.choose(lambda look: look.scale, "200")
    with hands.step("desk-small-window"):
        script.choose(lambda look: look.scale, "100")
        script.resize(_SMALL)
    with hands.step("desk-welsh"):
        script.resize(USUAL)
        script.choose(lambda look: look.language, "cy")
    with hands.step("locked"):
        script.choose(lambda look: look.language, "en")
        hands.press("Ctrl+L")
        script.screen(Unlock)
