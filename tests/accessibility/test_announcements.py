"""What changes without the keyboard moving is said aloud: as an announcement, by the widget it concerns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

from champion_desk.services.demo import PASSPHRASE
from champion_desk.tour_steps import Script, type_passphrase
from champion_desk.ui import announce
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.desk import DeskPage
from champion_desk.ui.pages.directory import DirectoryPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.training import TrainingPage
from champion_desk.ui.unlock import Unlock
from tests.walking import walking

Politeness = QAccessible.AnnouncementPoliteness


class Listener:
    """Stands where the screen reader would, and remembers what it was told."""

    AnnouncementPoliteness = Politeness

    def __init__(self) -> None:
        self.heard: list[tuple[str, Politeness]] = []

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:
        assert isinstance(event, QAccessibleAnnouncementEvent)
        assert event.type() == QAccessible.Event.Announcement
        self.heard.append((event.message(), event.politeness()))
        QAccessible.updateAccessibility(event)

    def has_heard(self, words: str, politeness: Politeness = Politeness.Polite) -> bool:
        return any(words in said and how == politeness for said, how in self.heard)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listening = Listener()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announce, "QAccessible", listening)
        yield listening


@pytest.fixture(scope="module")
def script(
    qapp: QApplication, listener: Listener, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Script]:
    """One desk for all of these, unlocked at the second try."""
    with walking(tmp_path_factory.mktemp("heard")) as script:
        unlock = script.screen(Unlock)
        type_passphrase(script, "not these words at all")
        script.hands.press("Return")
        form = unlock.form
        assert form is not None
        script.hands.wait("the answer", lambda: form.open.isEnabled() and form.complaint.isVisible())
        script.hands.press("Ctrl+A")
        type_passphrase(script, PASSPHRASE)
        script.hands.press("Return")
        script.page(DeskPage)
        yield script


@pytest.fixture(autouse=True)
def _afresh(script: Script, listener: Listener) -> Iterator[None]:
    script.hands.settle()
    yield
    listener.heard.clear()


def test_a_wrong_passphrase_and_the_opening(listener: Listener) -> None:
    assert listener.has_heard("That passphrase is not right.", Politeness.Assertive)
    assert listener.has_heard("Opening the desk…")


def test_another_page(script: Script, listener: Listener) -> None:
    script.hands.press("Ctrl+5")
    script.page(TrainingPage)
    assert listener.has_heard("Training")


def test_what_the_search_finds(script: Script, listener: Listener) -> None:
    script.hands.press("Ctrl+K")
    script.hands.type("bus")
    finder = script.screen(MainWindow).finder
    script.hands.wait("something found", finder.list.is_open)
    assert listener.has_heard("found")
    script.hands.press("Escape", "Escape")


def test_how_many_places_there_are(script: Script, listener: Listener) -> None:
    script.hands.press("Ctrl+3")
    script.page(DirectoryPage)
    script.hands.type("advice")
    script.hands.wait("the count", lambda: listener.has_heard("of 797 places"))


def test_what_is_missing_and_what_was_saved(script: Script, listener: Listener) -> None:
    hands = script.hands
    hands.press("F2")
    view = script.page(LogPage).form
    hands.press("Ctrl+Return")
    assert listener.has_heard("Say what it was about.", Politeness.Assertive)
    hands.type("uc")
    assert listener.has_heard("suggestions. First: Universal Credit: claim")
    hands.press("Return")
    assert listener.has_heard("Universal Credit: claim chosen.")
    hands.go_to(view.form.outcome)
    hands.press("D", "Ctrl+Return")
    script.page(DeskPage)
    assert listener.has_heard("Saved. Universal Credit: claim")
    hands.press("Ctrl+Z")
    hands.wait("it to be taken back", lambda: listener.has_heard("Taken back."))


def test_the_screen_made_blank(script: Script, listener: Listener) -> None:
    script.hands.press("F4")
    assert listener.has_heard("The screen is blank. Press F4 to come back.", Politeness.Assertive)
    script.hands.press("F4")
