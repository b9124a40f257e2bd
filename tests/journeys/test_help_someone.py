"""One visitor helped from start to saved, in the real window, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.services import Services
from champion_desk.ui.choices import Choices
from champion_desk.ui.frame import Frame
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.desk import DeskPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.sitting import Sitting

MOST_PRESSES = 6


class Hands:
    """Two hands on the keyboard: counts key presses, and lets typing go uncounted."""

    def __init__(self, frame: Frame, main: MainWindow) -> None:
        self.frame, self.main = frame, main
        self.presses = 0

    def _there(self) -> QWidget:
        return QApplication.focusWidget() or self.frame

    def press(self, keys: str) -> None:
        self.presses += 1
        QTest.keySequence(self._there(), QKeySequence(keys))
        QApplication.processEvents()

    def type(self, words: str) -> None:
        QTest.keyClicks(self._there(), words)
        QApplication.processEvents()

    @property
    def log(self) -> LogPage:
        page = self.main.page
        assert isinstance(page, LogPage)
        return page


@pytest.fixture
def hands(qtbot: QtBot, services: Services, tmp_path: Path) -> Iterator[Hands]:
    sitting = Sitting(services)
    frame = Frame()
    main = MainWindow(sitting, Choices(tmp_path))
    qtbot.addWidget(frame)
    frame.show_screen(main)
    frame.resize(1366, 768)
    frame.show()
    frame.activateWindow()
    qtbot.waitActive(frame)
    main.go_to("desk")
    yield Hands(frame, main)
    sitting.leave()
    sitting.background.stop()


def test_a_common_topic_takes_no_more_than_six_presses(hands: Hands, services: Services) -> None:
    hands.press("F2")
    hands.type("nhs")
    hands.press("Return")
    assert QApplication.focusWidget() is hands.log.form.form.outcome.chip("done")
    hands.press("D")
    hands.press("Ctrl+Return")

    assert hands.presses <= MOST_PRESSES
    session = services.sessions.on(date.today())[0]
    assert session.topics == ("nhs-app",)
    assert session.outcome == "done"
    assert session.minutes == 1  # the timer's, which had just begun
    assert isinstance(hands.main.page, DeskPage)
    assert hands.main.message_bar.text() == "Saved. NHS App and account, 1 min."
    assert not hands.main.context.visit.is_open
    assert services.sessions.drafts() == []


def test_shift_tab_goes_back_to_a_wrong_topic(hands: Hands) -> None:
    hands.press("F2")
    hands.type("nhs")
    hands.press("Return")
    hands.press("Shift+Tab")
    hands.press("Backspace")
    assert hands.log.form.form.topics.codes() == []
    hands.press("Return")  # nothing typed: Enter goes on
    assert QApplication.focusWidget() is hands.log.form.form.outcome.chip("done")


def test_undo_in_the_message_takes_the_session_back(hands: Hands, services: Services, qtbot: QtBot) -> None:
    hands.press("F2")
    hands.type("nhs")
    hands.press("Return")
    hands.press("D")
    hands.press("Ctrl+Return")
    hands.press("Ctrl+Z")
    qtbot.waitUntil(lambda: services.sessions.on(date.today()) == [])


def test_the_search_at_the_top_leads_to_the_form_with_the_topic_in_it(hands: Hands) -> None:
    hands.main.go_to("log", topic="bus-pass")
    assert hands.log.form.form.topics.codes() == ["bus-pass"]
    assert QApplication.focusWidget() is hands.log.form.form.outcome.chip("done")


def test_signposting_and_several_topics_by_keys(hands: Hands, services: Services) -> None:
    hands.press("F2")
    hands.type("nhs")
    hands.press(",")
    hands.type("email")
    hands.press("Return")
    hands.press("Alt+1")
    first = hands.log.form.panel.places[0].listing
    assert first is not None
    assert hands.log.form.panel.places[0].button.isChecked()
    hands.press("P")
    hands.press("Ctrl+Return")
    session = services.sessions.on(date.today())[0]
    assert session.topics == ("nhs-app", "email-account")
    assert session.outcome == "partly"
    assert session.listings == (first.id,)


def test_going_to_look_in_the_directory_leaves_the_form_open(hands: Hands, services: Services) -> None:
    hands.press("F2")
    hands.type("nhs")
    hands.press("Return")
    hands.main.go_to("directory")
    listing = services.directory.all()[0]
    hands.main.context.visit.signpost(listing)
    hands.main.go_to("log")
    assert hands.log.form.is_open
    assert hands.log.form.values().listings == (listing.id,)
    assert hands.log.form.values().topics == ("nhs-app",)


def test_escape_keeps_the_draft_and_the_desk_offers_it_back(hands: Hands, services: Services) -> None:
    hands.press("F2")
    hands.type("nhs")
    hands.press("Return")
    hands.press("Escape")
    desk = hands.main.page
    assert isinstance(desk, DeskPage)
    assert desk.drafts.isVisible()
    draft = services.sessions.drafts()[0]
    hands.press("F2")  # someone else comes first: nothing is loaded unasked
    assert hands.log.form.form.topics.codes() == []
    hands.main.go_to("log", draft_id=draft.id)
    assert hands.log.form.form.topics.codes() == ["nhs-app"]


def test_locking_keeps_what_was_typed_and_clears_the_screen(hands: Hands, services: Services) -> None:
    hands.press("F2")
    hands.type("nhs")
    hands.press("Return")
    listing = services.directory.all()[0]
    hands.main.context.visit.signpost(listing)
    hands.main.leave()
    hands.main.sitting.leave()
    assert not hands.log.form.is_open
    kept = services.sessions.drafts()[0]
    assert kept.fields["topics"] == ["nhs-app"]
    assert kept.fields["listings"] == [listing.id]
