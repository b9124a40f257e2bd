"""The strip under the directory: sending the shortlist, favourites, and searches that go with the visitor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from champion_desk.domain.directory import Listing, Location, ReadRow
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.favourites import FavouritesDialog
from champion_desk.ui.dialogs.send_list import SendListDialog
from champion_desk.ui.dialogs.show_code import ShowCodeDialog
from champion_desk.ui.pages.directory import DirectoryPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.widgets.buttons import LinkButton
from tests.ui.conftest import RecordingWindow

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)

WEEK = tuple(range(7))
TODAY = date.today()
HALL = Listing(
    "Harbour Hall", "1", phones=("01632 960777",), access=("visit", "phone"), alert="Use the back door.",
    locations=(Location("", ("1 Shore Street",), "Kirkwall", "KW15 1AG", Position(58.98, -2.96)),),
)  # fmt: skip
HUB = Listing(
    "Highland hub", "2", phones=("01632 960778",), access=("visit", "online"),
    locations=(
        Location("", ("2 Castle Wynd",), "Inverness", "IV1 1NH", Position(57.48, -4.224)),
        Location("", ("3 Olrig Street",), "Thurso", "KW14 7AF", Position(58.594, -3.52)),
    ),
    hours=(OpeningHours(WEEK, time(0), time(23), doubt="placeholder"),),
    checked_on=TODAY - timedelta(days=500),
)  # fmt: skip
LONG = Listing("Long " * 30, "3", alert="word " * 30, bring="thing " * 25, phones=("01632 960779",))


@pytest.fixture
def stocked(make_services: Callable[..., Services]) -> Services:
    services = make_services()
    rows = tuple(ReadRow(number, one.name, one) for number, one in enumerate((HALL, HUB, LONG), 1))
    services.directory.take_in(services.directory.preview_rows(rows, "Local", "spreadsheet", ""))
    return services


@pytest.fixture
def page(qtbot: QtBot, stocked: Services, make_context: Callable[[Services], Context]) -> DirectoryPage:
    page = DirectoryPage(make_context(stocked))
    qtbot.addWidget(page)
    page.resize(1190, 672)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.enter()
    return page


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)
    QApplication.processEvents()


def words(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def choose(page: DirectoryPage, name: str) -> None:
    page.search_now(name)
    page.show_details()


def sending(page: DirectoryPage, qtbot: QtBot, *names: str) -> SendListDialog:
    for name in names:
        choose(page, name)
        page.details.shortlist.click()
    page.strip.send_button.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.findChildren(SendListDialog)), timeout=10_000)
    [dialog] = page.findChildren(SendListDialog)
    return dialog


def test_the_list_is_copied_by_keys(page: DirectoryPage, qtbot: QtBot) -> None:
    dialog = sending(page, qtbot, "Harbour Hall", "Highland hub")
    assert dialog.focusWidget() is dialog.main
    press(Qt.Key.Key_Return)
    copied = QGuiApplication.clipboard().text()
    assert copied == dialog.words.toPlainText()
    assert copied.startswith("Harbour Hall\n01632 960777\nUse the back door.\n1 Shore Street, Kirkwall")
    # Of two places the nearer one stands on the list, though its source names the other first.
    assert "3 Olrig Street" in copied
    assert "Castle Wynd" not in copied
    assert "Copied." in dialog.complaint.text()
    assert dialog.count.text() == f"{len(copied)} letters: a phone sends it as {dialog.message.texts} texts."


def test_the_short_list_is_shown_and_counted(page: DirectoryPage, qtbot: QtBot) -> None:
    dialog = sending(page, qtbot, "Harbour Hall")
    dialog.length.set_codes(("short",))
    dialog.length.changed.emit()
    assert dialog.words.toPlainText().startswith("Harbour Hall: 01632 960777\nFrom Kirkwall")
    assert dialog.count.text().endswith("a phone sends it as 1 text.")


class _Opened(QObject):
    """Stands where the mail program would be."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


def test_an_e_mail_opens_with_the_words(page: DirectoryPage, qtbot: QtBot) -> None:
    opened = _Opened()
    QDesktopServices.setUrlHandler("mailto", opened, "take")  # type: ignore[arg-type]  # bytes are refused
    try:
        dialog = sending(page, qtbot, "Harbour Hall")
        dialog.mail.setFocus()
        press(Qt.Key.Key_Space)
    finally:
        QDesktopServices.unsetUrlHandler("mailto")
    [url] = opened.urls
    assert url.scheme() == "mailto"
    assert url.path() == ""
    assert "Harbour%20Hall" in url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def test_a_list_too_long_for_an_e_mail_is_copied_instead(page: DirectoryPage, qtbot: QtBot) -> None:
    dialog = sending(page, qtbot, "Long")
    dialog._to_send = type(dialog._to_send)(
        type(dialog.message)(dialog.message.text, 9, "", None), dialog._to_send.short, ()
    )
    dialog.mail.click()
    assert dialog.complaint.text().startswith("This is too long to open in a new e-mail.")
    assert QGuiApplication.clipboard().text() == dialog.message.text


def test_codes_come_one_after_the_other(page: DirectoryPage, qtbot: QtBot) -> None:
    dialog = sending(page, qtbot, "Harbour Hall", "Highland hub")
    dialog.code.setFocus()
    press(Qt.Key.Key_Return)
    [codes] = dialog.findChildren(ShowCodeDialog)
    assert codes.name.text() == "1 of 3: The whole list"
    assert codes.picture.accessibleName() == "Code to scan: The whole list"
    press(Qt.Key.Key_Return)
    assert codes.name.text() == "2 of 3: Harbour Hall"
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Space)
    assert codes.name.text().startswith("1 of 3")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(codes), timeout=5000)
    assert dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=5000)  # the list of this visitor goes with it


def test_one_place_is_one_code(page: DirectoryPage, qtbot: QtBot) -> None:
    dialog = sending(page, qtbot, "Harbour Hall")
    dialog.code.click()
    [codes] = dialog.findChildren(ShowCodeDialog)
    assert codes.name.text() == "Harbour Hall"
    assert not codes.next.isVisible()


def test_a_favourite_by_keys_and_back_by_undo(page: DirectoryPage, window: RecordingWindow) -> None:
    choose(page, "Harbour Hall")
    page.details.favourite.setFocus()
    press(Qt.Key.Key_Return)
    assert page.details.favourite.text() == "My favourite"
    assert page.strip.favourites_button.text() == "1 favourite"
    assert window.said[-1] == "A favourite of yours: Harbour Hall."
    assert window.undo is not None
    page.context.services.history.undo(window.undo)
    QApplication.processEvents()
    assert page.details.favourite.text() == "Favourite"
    assert not page.strip.favourites_button.isVisible()


def test_favourites_are_shared_shown_and_taken_off(page: DirectoryPage, qtbot: QtBot) -> None:
    choose(page, "Harbour Hall")
    page.details.favourite.click()
    choose(page, "Highland hub")
    page.strip.favourites_button.setFocus()
    press(Qt.Key.Key_Return)
    [dialog] = page.findChildren(FavouritesDialog)
    links = {link.accessibleName(): link for link in dialog.findChildren(LinkButton)}
    links["Also for everyone here: Harbour Hall"].click()
    assert "Everyone's at Kirkwall" in words(dialog)
    links = {link.accessibleName(): link for link in dialog.findChildren(LinkButton) if not link.isHidden()}
    assert "Also for everyone here: Harbour Hall" not in words(dialog)
    links["Show Harbour Hall"].click()
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=5000)
    assert page.details.match is not None
    assert page.details.match.listing.name == "Harbour Hall"


def test_a_far_place_says_what_can_be_done_from_here(page: DirectoryPage) -> None:
    choose(page, "Highland hub")
    said = words(page.details)
    assert "You need a ferry or a flight to get there. You can do this online." in said
    assert "3 Olrig Street, Thurso, KW14 7AF" in said
    assert "2 Castle Wynd, Inverness, IV1 1NH · 113 miles" in said
    assert "hours doubtful" in said
    assert "These hours may be a mistake in the list. Phone before you go." in said
    assert "Phone first: this may have changed." in said
    choose(page, "Harbour Hall")
    assert "ferry" not in words(page.details)
    assert "You can do this by phone." in words(page.details)


def test_searches_are_offered_again_and_go_with_the_visitor(page: DirectoryPage, qtbot: QtBot) -> None:
    visit = page.context.visit
    QTest.keyClicks(page.search.words.line, "harbour")
    qtbot.waitUntil(lambda: bool(visit.searches), timeout=5000)
    assert not page.strip.searches.isVisible()  # nothing moves while someone types
    QTest.keyClicks(page.search.words.line, " hall")
    qtbot.waitUntil(lambda: visit.searches == (("harbour hall", ""),), timeout=5000)
    page.search.words.line.selectAll()
    press(Qt.Key.Key_Delete)
    [link] = page.strip.searches.links
    assert link.isVisible()
    link.setFocus()
    press(Qt.Key.Key_Return)
    assert page.search.words.text() == "harbour hall"
    visit.clear()
    QApplication.processEvents()
    assert visit.searches == ()
    assert page.search.words.text() == ""
    assert not page.strip.searches.isVisible()


def test_words_that_find_nothing_are_not_offered_again(page: DirectoryPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.search.words.line, "zzzqqq")
    qtbot.wait(1500)
    assert page.context.visit.searches == ()


def test_a_blank_screen_and_the_lock_forget_the_searches(hands: Hands) -> None:
    window = hands.desktop.window
    assert window is not None
    sitting = hands.desktop.sitting
    assert sitting is not None
    sitting.visit.remember_search("food bank", "KW15")
    hands.press("F4")
    assert hands.is_blank()
    assert sitting.visit.searches == ()
    hands.press("F4")
    sitting.visit.remember_search("food bank", "")
    hands.press("Ctrl+L")
    hands.wait_for_door()
    hands.unlock()
    assert hands.desktop.sitting is not None
    assert hands.desktop.sitting.visit.searches == ()


def test_a_saved_session_forgets_the_searches(hands: Hands) -> None:
    sitting = hands.desktop.sitting
    assert sitting is not None
    hands.press("F2")
    window = hands.desktop.window
    assert window is not None
    [page] = window.findChildren(LogPage)
    form = page.form
    hands.wait(lambda: form.is_open)
    sitting.visit.remember_search("food bank", "")
    form.discard()
    assert sitting.visit.searches == ()
