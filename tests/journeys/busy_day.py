"""Thirty visitors at one desk on one day, as the keys that are pressed for them: no mouse, and no rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from PySide6.QtWidgets import QApplication

from champion_desk.domain.log_query import LogQuery, Totals
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import Tally
from champion_desk.services import Services
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.catch_up import CatchUpPage
from champion_desk.ui.pages.desk import DeskPage
from champion_desk.ui.pages.hand_offs import HandOffsPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.log_form import FormView
from champion_desk.ui.unlock import Unlock
from tests.journeys.keyboard import Heartbeat, Keyboard

VISITORS = 30
# Parts that others ask about by name.
COMMON, LUNCH = "a common session", "locked over lunch, in the middle of a session"


def people(services: Services) -> int:
    """How many people the log has of yesterday and today, in sessions and counted."""
    found = totals(services)
    return found.people + found.tallied


def totals(services: Services) -> Totals:
    """Yesterday and today added up: what was "20 minutes ago" may have been yesterday."""
    today = date.today()
    return services.log.totals(LogQuery(today - timedelta(days=1), today))


def sessions(services: Services) -> list[AssistedSession]:
    """The sessions of yesterday and today."""
    today = date.today()
    found = services.log.find(LogQuery(today - timedelta(days=1), today))
    return [one.session for one in found]


class BusyDay:
    """One day in the window of an unlocked desk. `parts` are its hours, each a few visitors; run in order."""

    def __init__(self, desktop: Desktop, passphrase: str) -> None:
        self.desktop, self._passphrase = desktop, passphrase
        self.heart = Heartbeat()
        self.keys = Keyboard(desktop.frame, self.heart)
        self.slip = ""
        self.tally = (0, 0)  # keys and letters for one
        self.parts: tuple[tuple[str, int, Callable[[], None]], ...] = (
            ("the doors open", 4, self._doors_open),
            (COMMON, 1, self._common),
            ("two topics and a place to go", 1, self._signposted),
            ("handed on with a slip", 1, self._handed_on),
            ("a count in the middle of a session", 2, self._count_in_between),
            ("a group, one by one", 3, self._same_again),
            ("a note with a number in it", 1, self._note),
            ("interrupted, and gone on with", 2, self._interrupted),
            ("a number typed", 4, self._typed_number),
            ("the small window", 2, self._small_window),
            (LUNCH, 1, self._lunch),
            ("written down later", 1, self._written_later),
            ("a group at one table", 3, self._group),
            ("the slip comes back", 0, self._slip_comes_back),
            ("one too many, taken back", 1, self._taken_back),
            ("catching up", 3, self._catch_up),
            ("looking it over", 0, self._look_over),
        )

    def run(self) -> Iterator[tuple[str, int]]:
        """The day, part by part; each part's name and how many visitors it had."""
        assert sum(visitors for _name, visitors, _act in self.parts) == VISITORS
        for name, visitors, act in self.parts:
            self.heart.during = name
            act()
            yield name, visitors

    # What is in sight

    @property
    def window(self) -> MainWindow:
        """The window of the unlocked desk."""
        window = self.desktop.window
        assert window is not None
        return window

    @property
    def services(self) -> Services:
        """What staff can do, as the window has it."""
        return self.window.context.services

    @property
    def form(self) -> FormView:
        """The form of the visitor at the desk."""
        page = self.window.page
        assert isinstance(page, LogPage), self.window.current
        assert page.form.is_open
        return page.form

    def _at_the_desk(self) -> None:
        self.keys.wait(lambda: isinstance(self.window.page, DeskPage))

    def _said(self, words: str) -> None:
        self.keys.wait(lambda: words in self.window.message_bar.text())

    # Parts of the day

    def _begin(self, topic: str) -> None:
        """Help someone; Enter takes the topic and goes on to how it ended."""
        self.keys.press("F2")
        self.keys.type(topic)
        self.keys.press("Return")
        assert self.keys.there() is self.form.form.outcome.chip("done")

    def _save(self) -> None:
        self.keys.press("Ctrl+Return")
        self._at_the_desk()

    def _doors_open(self) -> None:
        self.keys.press("F5")
        self.tally = self.keys.presses, self.keys.letters
        self.keys.press("F5", "F6", "F8")

    def _common(self) -> None:
        self._begin("nhs")
        self.keys.press("D")
        self._save()

    def _signposted(self) -> None:
        keys = self.keys
        keys.press("F2")
        keys.type("nhs")
        keys.press(",")
        keys.type("ema")
        keys.press("Return")
        keys.wait(lambda: self.form.panel.places[0].isVisible())
        keys.press("Alt+1", "P", "Tab", "1", "2")
        self._save()

    def _handed_on(self) -> None:
        self._begin("pass")
        self.keys.press("H")
        self.keys.tab_to("Give a hand-off slip")
        self.keys.press("Space")
        self.slip = self.form.form.slip.code()
        assert self.slip
        self._save()

    def _count_in_between(self) -> None:
        self._begin("scam")
        self.keys.press("F5", "D")
        self._save()

    def _same_again(self) -> None:
        self._begin("ema")
        self.keys.press("D", "Ctrl+Shift+Return", "D", "Ctrl+Shift+Return", "P")
        self._save()

    def _note(self) -> None:
        self._begin("uni")
        self.keys.press("C")
        self.keys.tab_to("Note")
        self.keys.type("ring 07700 900118 again")
        self.keys.wait(lambda: self.form.form.note.scan_line.isVisible())
        self.keys.press("Alt+M", "Alt+S", "Alt+L", "Alt+F")
        self._save()

    def _interrupted(self) -> None:
        self._begin("cv")
        self.keys.press("Escape")
        self._at_the_desk()
        self.keys.press("F9")
        self._said("Counted")
        self.keys.tab_to("Continue")
        self.keys.press("Return")
        assert self.form.form.topics.codes() == ["cv"]
        self.keys.tab_to("How did it end?")
        self.keys.press("D")
        self._save()

    def _typed_number(self) -> None:
        self.keys.press("Shift+F7")
        self.keys.wait(QApplication.activeModalWidget)
        self.keys.press("4", "Return")
        self._said("Counted")

    def _small_window(self) -> None:
        self.keys.press("Ctrl+Shift+T")
        small = self.window._tally_keys.small
        assert small is not None
        self.keys.wait(small.isActiveWindow)
        self.keys.press("F5", "F8", "Escape")
        self.keys.wait(self.desktop.frame.isActiveWindow)

    def _lunch(self) -> None:
        self._begin("wi")
        self.keys.press("Ctrl+L")
        self.unlock()
        self.keys.tab_to("Continue")
        self.keys.press("Return")
        assert self.form.form.topics.codes() == ["wifi"]
        self.keys.tab_to("How did it end?")
        self.keys.press("D")
        self._save()
        self._until_built()  # as in the morning, the pages are built while nobody presses a key

    def unlock(self) -> None:
        """Type the passphrase at the locked desk."""
        desktop, keys = self.desktop, self.keys
        keys.wait(lambda: isinstance(desktop.screen, Unlock) and desktop.screen.form is not None)
        assert isinstance(desktop.screen, Unlock)
        form = desktop.screen.form
        assert form is not None
        keys.wait(lambda: keys.there() is form.passphrase.line)
        keys.type(self._passphrase)
        keys.press("Return")
        keys.wait(lambda: desktop.window is not None and bool(desktop.window.current))
        self._at_the_desk()

    def _written_later(self) -> None:
        self._begin("job")
        self.keys.press("D", "Alt+O")
        self.keys.type("20 minutes ago")
        self.keys.press("Tab")
        self.keys.wait(lambda: self.form.form.more.when.said() is not None)
        self.keys.tab_to("Minutes", "Shift+Tab")
        self.keys.press("1", "5")
        self._save()
        self._said("Saved for")

    def _group(self) -> None:
        self._begin("vid")
        self.keys.press("D", "Alt+O")
        self.keys.tab_to("People helped")
        self.keys.press("3", "Tab")
        self._save()

    def _slip_comes_back(self) -> None:
        self.keys.press("Ctrl+K")
        self.keys.type(self.slip)
        self.keys.wait(self.window.finder.list.is_open)
        self.keys.press("Return")
        self.keys.wait(lambda: isinstance(self.window.page, HandOffsPage))
        self.keys.press("Alt+1")
        self._said("it worked")

    def _taken_back(self) -> None:
        self.keys.press("Ctrl+1", "F12")
        self._said("Counted")
        self.keys.press("Ctrl+Z")
        self._said("Taken back")
        self.keys.press("F11")
        self._said("Counted")

    def _catch_up(self) -> None:
        self.keys.press("Ctrl+2", "Alt+C")
        self.keys.wait(lambda: isinstance(self.window.page, CatchUpPage))
        self.keys.press("2", "Return")
        self._said("2 counted")
        self.keys.press("Up", "Right", "1", "Return")
        self._said("1 counted")

    def _look_over(self) -> None:
        self.keys.press("Ctrl+2")
        page = self.window.page
        assert isinstance(page, LogPage)
        self.keys.wait(lambda: page.list.table.isVisible())
        self.keys.press("Ctrl+1")
        self._at_the_desk()

    def counted(self) -> list[Tally]:
        """What was counted, yesterday and today."""
        today = date.today()
        return self.services.log.tallies(LogQuery(), today - timedelta(days=1), today)

    def settle_in(self) -> None:
        """Wait until the window has built its pages and read what each of them will ask for."""
        self.heart.during = "before the doors open"
        self.services.directory.count()
        self._until_built()

    def _until_built(self) -> None:
        window = self.window
        self.keys.wait(lambda: window.is_built and not window.context.background.is_busy)

    def end(self) -> None:
        """The heart stops."""
        self.heart.stop()
