"""The frame of the unlocked desk: pages, keys, search, the message line."""

from __future__ import annotations

import gc
import weakref
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.ui.demo_band import DemoBand
from champion_desk.ui.dialogs.fault import FaultDialog
from champion_desk.ui.main_window import page_modules
from champion_desk.ui.tidying import Tidying

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


def _log_one(hands: Hands) -> None:
    services = hands.window.sitting.services
    done = services.sessions.log(
        AssistedSession(services.champion.id, services.site.id, datetime.now(UTC), ("other",), 5, "done")
    )
    hands.window.say("Saved.", done)


def test_pages_stand_in_the_rail_in_their_order(hands: Hands) -> None:
    names = [str(module.NAME) for module in page_modules()]
    assert list(hands.window.page_names()) == names
    assert names[0] == "desk"
    in_rail = [str(module.NAME) for module in page_modules() if not hasattr(module, "PARENT")]
    assert in_rail[-2:] == ["settings", "help"]
    assert hands.window.current == "desk"
    assert hands.window.rail.selected() == "desk"


@pytest.mark.parametrize(("number", "name"), list(enumerate(("desk", "log", "directory"), 1)))
def test_ctrl_and_a_number_goes_to_a_page(hands: Hands, number: int, name: str) -> None:
    hands.press(f"Ctrl+{number}")
    assert hands.window.current == name
    assert hands.window.page.isAncestorOf(hands.there())


def test_the_keys_that_are_the_same_everywhere(hands: Hands) -> None:
    hands.press("F2")
    assert hands.window.current == "log"
    hands.press("F1")
    assert hands.window.current == "help"
    hands.press("Ctrl+K")
    assert hands.there() is hands.window.top_bar.search.line
    hands.press("Ctrl+L")
    hands.wait_for_door()
    assert hands.desktop.sitting is None


def test_escape_ends_at_the_desk(hands: Hands) -> None:
    hands.window.go_to("help")
    hands.key(Qt.Key.Key_Escape)
    assert hands.window.current == "desk"
    hands.key(Qt.Key.Key_Escape)
    assert hands.window.current == "desk"


def test_what_was_done_can_be_taken_back_by_key(hands: Hands) -> None:
    sessions = hands.window.sitting.services.sessions
    today = datetime.now().astimezone().date()
    _log_one(hands)
    assert len(sessions.on(today)) == 1
    hands.press("Ctrl+Z")
    hands.wait(lambda: "Taken back" in hands.window.message_bar.text())
    assert sessions.on(today) == []
    hands.press("Ctrl+Z")
    assert sessions.on(today) == []


def test_ctrl_z_in_a_field_takes_back_typing_first(hands: Hands) -> None:
    sessions = hands.window.sitting.services.sessions
    today = datetime.now().astimezone().date()
    _log_one(hands)
    hands.press("Ctrl+K")
    line = hands.there()
    assert isinstance(line, QLineEdit)
    hands.type("n")
    hands.press("Ctrl+Z")
    assert line.text() == ""
    assert len(sessions.on(today)) == 1
    hands.press("Ctrl+Z")
    hands.wait(lambda: sessions.on(today) == [])


def test_the_message_line_rests_on_the_last_backup(hands: Hands) -> None:
    hands.wait(lambda: "saved on this computer" in hands.window.message_bar.text())
    hands.window.sitting.services.backups.make()
    hands.wait(lambda: "checked" in hands.window.message_bar.text())


def test_a_known_problem_is_one_sentence(hands: Hands) -> None:
    hands.window.say_problem(Problem("disk-full", path="/desk"))
    assert "disk is full" in hands.window.message_bar.text()
    assert not hands.window.message_bar.action.isVisible()


def test_a_fault_of_ours_offers_details_without_contents(hands: Hands) -> None:
    try:
        raise ValueError("Mrs Flett, 07700 900118")
    except ValueError as error:
        hands.desktop.fault(error)
    assert "07700" not in hands.window.message_bar.text()
    hands.window.message_bar.action.click()
    dialog = hands.dialog()
    assert isinstance(dialog, FaultDialog)
    dialog.main.click()
    copied = QApplication.clipboard().text()
    assert "ValueError" in copied
    assert "07700" not in copied
    dialog.reject()


def test_a_real_desk_has_no_demo_band(hands: Hands) -> None:
    assert hands.window.findChildren(DemoBand) == []


def test_search_finds_pages_and_things_to_do(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.type("sett")
    hands.wait(hands.window.finder.list.is_open)
    hands.key(Qt.Key.Key_Return)
    assert hands.window.current == "settings"
    assert hands.window.top_bar.search.text() == ""


def test_enter_may_be_quicker_than_the_search(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.type("blank")
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: hands.desktop.blank is not None and hands.desktop.blank.is_on)


def test_search_leads_to_a_topic_and_a_handout(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.type("scam")
    hands.wait(hands.window.finder.list.is_open)
    hands.key(Qt.Key.Key_Return)
    assert hands.window.current == "log"
    hands.press("Ctrl+K")
    hands.type("scam")
    hands.wait(hands.window.finder.list.is_open)
    found = [hands.window.finder.list.item(i).text() for i in range(hands.window.finder.list.count())]
    assert "Spot a scam" in found
    for _step in range(found.index("Spot a scam")):
        hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Return)
    assert hands.window.current == "handouts"


def test_nothing_found_opens_no_list_and_escape_closes_one(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.type("xqzw")
    hands.qtbot.wait(300)
    assert not hands.window.finder.list.is_open()
    hands.press("Ctrl+A")
    hands.type("help")
    hands.wait(hands.window.finder.list.is_open)
    hands.key(Qt.Key.Key_Escape)
    assert not hands.window.finder.list.is_open()
    assert hands.there() is hands.window.top_bar.search.line


@pytest.mark.parametrize("size", [(1024, 600), (640, 480)])
def test_the_bar_makes_room_on_a_small_window(hands: Hands, size: tuple[int, int]) -> None:
    hands.desktop.frame.resize(*size)
    hands.qtbot.wait(20)
    bar = hands.window.top_bar
    assert bar.lock.isVisible()
    assert bar.blank.isVisible()
    assert bar.lock.geometry().right() <= bar.width()
    assert bar.lock.accessibleName() == "Lock the desk"


def test_windows_are_collected_in_their_own_thread_only(hands: Hands) -> None:
    class Knot:
        def __init__(self) -> None:
            self.me = self

    assert not gc.isenabled()
    tidying = hands.desktop.findChild(Tidying)
    assert isinstance(tidying, Tidying)
    while tidying.tidy() >= 0:
        pass
    knots = [Knot() for _each in range(2 * gc.get_threshold()[0])]
    gone = weakref.ref(knots[0])
    knots.clear()
    assert gone() is not None
    assert tidying.tidy() >= 0
    assert gone() is None
    hands.desktop.close()
    hands.wait(hands.has_ended)
    assert gc.isenabled()
