"""The directory page over a real desk: finding a place, narrowing, reading, giving, keeping it right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.domain.directory import DirectoryQuery, Listing, ListingMatch, Location, ReadRow
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.domain.problems import Problem
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.directory_list import MATCH, ListingModel
from champion_desk.ui.pages.directory import DirectoryPage
from champion_desk.ui.theme import Theme
from tests.ui.conftest import RecordingWindow

NASTY = "<img src=x onerror=alert(1)><b>Bold & brave</b>"


LIBRARIES = {
    "Kirkwall Library": ("Kirkwall", "KW15 1AG", Position(58.98150, -2.96010)),
    "Stromness Library": ("Stromness", "KW16 3AA", Position(58.96470, -3.29570)),
    "Inverness Library": ("Inverness", "IV1 1NH", Position(57.48000, -4.22400)),
}


def library(name: str, town: str, postcode: str, position: Position | None) -> ReadRow:
    at = Location("", (), town, postcode, position)
    return ReadRow(1, name, Listing(name, name, access=("visit",), locations=(at,)))


@pytest.fixture
def stocked(make_services: Callable[..., Services]) -> Services:
    """The invented local help of the demo, three libraries, and more reading rooms than are shown at once."""
    services = make_services()
    rows = [library(name, *where) for name, where in LIBRARIES.items()]
    rows += [library(f"Reading room {number}", "Thurso", "KW14 8AJ", None) for number in range(60)]
    directory = services.directory
    directory.take_in(directory.preview_rows(tuple(rows), "Libraries", "spreadsheet", ""))
    sample = resources_dir() / "sample" / "listings.json"
    services.directory.take_in(services.directory.preview(sample, "Local help", attribution="© Orkney help"))
    return services


@pytest.fixture
def page(qtbot: QtBot, stocked: Services, make_context: Callable[[Services], Context]) -> DirectoryPage:
    return shown(qtbot, make_context(stocked))


def shown(qtbot: QtBot, context: Context, width: int = 1190, height: int = 672) -> DirectoryPage:
    page = DirectoryPage(context)
    qtbot.addWidget(page)
    page.resize(width, height)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.enter()
    return page


def names(page: DirectoryPage) -> list[str]:
    return [str(page.model.index(row).data()) for row in range(page.model.rowCount())]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)
    QApplication.processEvents()


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just put on screen is shown with the next events
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_it_begins_in_the_search_with_every_place_nearest_first(page: DirectoryPage) -> None:
    assert QApplication.focusWidget() is page.search.words.line
    total = page.context.services.directory.count()
    assert page.search.count.text() == f"{total:,} of {total:,} places"
    row = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Kirkwall" in row


def test_each_keystroke_fills_the_list(page: DirectoryPage) -> None:
    QTest.keyClicks(page.search.words.line, "data sim")
    assert names(page)[0] == "Free data SIMs at the Haven"
    assert page.search.count.text().startswith(f"{page.model.rowCount()} of ")
    assert page.search_now("stromness library") >= 1
    assert names(page)[0] == "Stromness Library"


def test_the_best_answer_is_read_out_in_full(page: DirectoryPage) -> None:
    page.search_now("free data SIMs at the Haven")
    page.show_details()
    said = words(page.details)
    for part in ("Free data SIMs at the Haven", "01632 960391", "Opening hours", "© Orkney help", "KW15"):
        assert part in said


def test_the_rest_of_a_long_answer_comes_when_it_is_scrolled_to(page: DirectoryPage) -> None:
    first = names(page)
    assert len(first) < page.context.services.directory.count()
    while page.model.canFetchMore(QModelIndex()):
        page.view.scrollToBottom()
        QApplication.processEvents()
    every = {match.listing.id for match in _matches(page)}
    assert len(every) == len(names(page)) == page.context.services.directory.count()
    assert names(page)[: len(first)] == first


def test_near_a_place_sorts_by_distance_from_there(page: DirectoryPage) -> None:
    page.search_now("library")
    page.search.near.line.setText("IV1")
    page.search.near.textEdited.emit("IV1")
    assert names(page)[0] == "Inverness Library"


def test_a_place_nobody_knows_is_said_in_a_sentence(page: DirectoryPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.search.near.line, "Timbuktu")
    qtbot.waitUntil(lambda: page.search.near_problem.isVisible(), timeout=3000)
    assert page.search.near_problem.text().startswith("“Timbuktu” was not found.")
    page.search.near.clear()
    assert not page.search.near_problem.isVisible()


def test_filters_count_what_they_would_leave_and_narrow_together(page: DirectoryPage) -> None:
    page.search_now("help")
    needs = page.facets.groups["needs"]
    shown = {code: box for code, box in needs.boxes.items() if not box.isHidden()}
    assert shown
    code, box = next(iter(shown.items()))
    said = box.accessibleName()
    box.click()
    assert f", {page.model.rowCount()} found" in said
    assert all(code in match.listing.needs for match in _matches(page))
    page.search.chips.chip("free").click()
    assert all(match.listing.free and code in match.listing.needs for match in _matches(page))


def _matches(page: DirectoryPage) -> list[ListingMatch]:
    return [page.model.index(row).data(MATCH) for row in range(page.model.rowCount())]


def test_what_finds_nothing_is_not_offered(page: DirectoryPage) -> None:
    page.search_now("zzzz")
    assert not any(
        not box.isHidden() for group in page.facets.groups.values() for box in group.boxes.values()
    )


def test_the_chip_for_the_phone_and_its_box_are_one_filter(page: DirectoryPage) -> None:
    box = page.facets.groups["access"].boxes["phone"]
    page.search.chips.chip("phone").click()
    assert box.isChecked()
    box.click()
    assert "phone" not in page.search.chips.codes()


def test_a_place_stays_chosen_while_filters_change(page: DirectoryPage) -> None:
    page.search_now("phone")
    page.view.select_row(2)
    chosen = page.view.currentIndex().data()
    page.search.chips.chip("free").click()
    if chosen in names(page):
        assert page.view.currentIndex().data() == chosen


def test_nothing_found_says_what_to_try_and_clears_the_filters(page: DirectoryPage) -> None:
    page.search.chips.chip("free").click()
    page.search_now("stromness library")
    assert page.panes.nothing_found.isVisibleTo(page)
    assert page.panes.nothing_found.button is not None
    page.panes.nothing_found.button.click()
    assert names(page)[0] == "Stromness Library"
    page.search_now("zzzz")
    page.panes.nothing_found.button.click()
    assert page.search.words.text() == ""
    assert names(page)


def test_keys_lead_from_the_search_to_the_list_and_its_details_and_back(page: DirectoryPage) -> None:
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.view
    press(Qt.Key.Key_Down)
    assert page.view.currentIndex().row() == 1
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.details.shortlist
    assert page.step_back()
    assert QApplication.focusWidget() is page.view
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is page.search.words.line
    assert not page.step_back()


def test_arrows_move_inside_a_group_of_filters_and_tab_leaves_it(page: DirectoryPage) -> None:
    group = page.facets.groups["needs"]
    boxes = [box for box in group.boxes.values() if not box.isHidden()]
    boxes[0].setFocus()
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is boxes[1]
    press(Qt.Key.Key_Return)
    assert boxes[1].isChecked()
    press(Qt.Key.Key_Tab)
    assert not group.isAncestorOf(QApplication.focusWidget() or page) or not group.isVisible()


def test_a_listing_cannot_put_code_on_the_screen(
    qtbot: QtBot, make_services: Callable[..., Services], make_context: Callable[[Services], Context]
) -> None:
    services = make_services()
    nasty = Listing(
        NASTY,
        "1",
        organisation=NASTY,
        description=NASTY,
        url=f"https://example.org/{NASTY}",
        phones=(NASTY,),
        fees=NASTY,
        alert=NASTY,
        areas=(NASTY,),
        locations=(Location(NASTY, (NASTY,), "Kirkwall"),),
    )
    directory = services.directory
    directory.take_in(directory.preview_rows((ReadRow(1, NASTY, nasty),), "Odd list", "spreadsheet", ""))
    page = shown(qtbot, make_context(services))
    page.search_now("brave")
    page.show_details()
    page.details.shortlist.click()
    assert page.details.sheet is not None
    assert page.details.sheet.name.text() == NASTY
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    for widget in page.findChildren(QWidget):
        assert "<" not in widget.toolTip()


def test_the_shortlist_is_kept_for_the_visitor_printed_cleared_and_put_back(
    page: DirectoryPage, window: RecordingWindow, qtbot: QtBot
) -> None:
    visit = page.context.visit
    page.search_now("data sim")
    page.details.shortlist.click()
    page.view.select_row(1)
    page.details.shortlist.click()
    assert page.strip.words.text() == "Shortlist: 2 places"
    assert "on the shortlist" in page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    page.strip.print_button.click()
    qtbot.waitUntil(lambda: bool(window.printed), timeout=20_000)
    assert window.printed[0].startswith(b"%PDF")

    page.strip.clear_button.click()
    assert not visit.shortlist
    assert page.search.words.text() == "data sim"
    page.strip.back_button.click()
    assert len(visit.shortlist) == 2
    page.details.shortlist.click()
    assert page.strip.words.text() == "Shortlist: 1 place"


def test_a_place_alone_is_printed(page: DirectoryPage, window: RecordingWindow, qtbot: QtBot) -> None:
    page.search_now("data sim")
    page.details.print.click()
    qtbot.waitUntil(lambda: bool(window.printed), timeout=20_000)
    assert window.problems == []


def test_a_place_is_added_to_the_open_session_and_taken_back(
    page: DirectoryPage, window: RecordingWindow
) -> None:
    page.context.visit.is_open = True
    page.context.visit.changed.emit()
    page.search_now("data sim")
    page.show_details()
    assert page.details.signpost.text() == "Add to session"
    page.details.signpost.click()
    assert [one.name for one in page.context.visit.listings] == ["Free data SIMs at the Haven"]
    assert window.said == ["Signposted to Free data SIMs at the Haven."]
    assert page.details.signpost.text() == "Signposted"
    page.details.signpost.click()
    assert not page.context.visit.listings
    assert window.went == []


def test_signposting_with_nobody_at_the_desk_starts_a_session(
    page: DirectoryPage, window: RecordingWindow
) -> None:
    page.search_now("data sim")
    page.details.signpost.click()
    assert window.went == [("log", {"new": True})]
    assert len(page.context.visit.listings) == 1


def test_still_right_is_one_key_and_can_be_undone(page: DirectoryPage, window: RecordingWindow) -> None:
    services = page.context.services
    page.search_now("stromness library")
    press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert window.said == ["Checked today: Stromness Library."]
    page.show_details()
    assert f"Checked by Mairi, {date.today().day} " in words(page.details)
    assert page.view.currentIndex().data() == "Stromness Library"
    assert window.undo is not None
    services.history.undo(window.undo)
    page.show_details()
    assert "Nobody has checked this yet." in words(page.details)


def test_what_the_last_visitor_looked_for_is_gone_for_the_next(page: DirectoryPage) -> None:
    page.search_now("debt")
    page.search.near.set_text("KW17")
    page.search.chips.set_codes(["free"])
    page.details.shortlist.click()
    page.context.visit.clear()
    assert (page.search.words.text(), page.search.near.text(), page.search.chips.codes()) == ("", "", [])
    assert not page.strip.isVisibleTo(page)


def test_an_empty_directory_says_how_to_fill_it(
    qtbot: QtBot, make_services: Callable[..., Services], make_context: Callable[[Services], Context]
) -> None:
    page = shown(qtbot, make_context(make_services()))
    assert page.empty.isVisibleTo(page)
    assert not page.search.isVisibleTo(page)
    assert QApplication.focusWidget() is page.empty.button


def test_another_page_can_ask_for_one_place(page: DirectoryPage, window: RecordingWindow) -> None:
    wanted = next(one for one in page.context.services.directory.all() if one.name == "Bangor digital hub")
    page.search_now("kirkwall")
    page.enter(listing=wanted.id)
    assert page.details.match is not None
    assert page.details.match.listing.id == wanted.id
    page.enter(listing="nothing-like-it")
    problem = window.problems[-1]
    assert isinstance(problem, Problem)
    assert problem.code == "record-gone"
    page.enter(text="stromness library")
    assert names(page)[0] == "Stromness Library"


def test_a_small_window_folds_the_filters(
    qtbot: QtBot, stocked: Services, make_context: Callable[[Services], Context]
) -> None:
    page = shown(qtbot, make_context(stocked), 848, 504)
    assert not page.facets.isVisibleTo(page)
    assert page.details.isVisibleTo(page)
    page.search.filter_button.click()
    assert page.facets.isVisibleTo(page)
    assert not page.details.isVisibleTo(page)
    assert page.step_back()
    assert page.details.isVisibleTo(page)


def test_on_the_narrowest_window_one_pane_stands_at_a_time(
    qtbot: QtBot, stocked: Services, make_context: Callable[[Services], Context]
) -> None:
    page = shown(qtbot, make_context(stocked), 560, 500)
    panes = (page.facets, page.view, page.details)

    def seen() -> list[bool]:
        return [pane.isVisibleTo(page) for pane in panes]

    assert seen() == [False, True, False]
    page.search.filter_button.click()
    assert seen() == [True, False, False]
    page.search.chips.chip("phone").click()
    assert page.search.filter_button.text() == "Filter: 1"
    page.search.filter_button.click()
    press(Qt.Key.Key_Down)
    page.view.setFocus()
    press(Qt.Key.Key_Return)
    assert seen() == [False, False, True]
    assert not page.search.isVisibleTo(page)
    page.details.back.click()
    assert seen() == [False, True, False]
    page.resize(1190, 672)
    QApplication.processEvents()
    assert seen() == [True, True, True]


def test_larger_text_needs_the_smaller_layout(page: DirectoryPage) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        Theme.apply(app, "light", 2.0)
        QApplication.processEvents()
        assert not page.facets.isVisibleTo(page)
    finally:
        Theme.apply(app, "light", 1.0)


def test_everything_that_takes_the_keyboard_has_a_name(page: DirectoryPage) -> None:
    page.search_now("data sim")
    page.show_details()
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page):
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named, widget


def test_the_list_is_empty_without_matches() -> None:
    model = ListingModel(lambda _listing: False)
    model.touch()
    assert model.rowCount() == 0
    assert model.row_of("x") == -1


def test_words_that_no_place_has_all_and_old_postcodes_are_noted(page: DirectoryPage, tmp_path: Path) -> None:
    page.search_now("computer zebra")
    assert page.search.note.text() == "No place has all of these words. These places have some of them."
    page.search_now("computer")
    assert page.search.note.text() == ""
    path = tmp_path / "list.csv"
    path.write_text("pcds,doterm,lat,long\nKW15 1ZZ,200106,58.97,-2.95\n", encoding="utf-8")
    page.context.services.postcodes.take_in(path)
    page.search.near.line.setText("KW15 1ZZ")
    page.search.near.textEdited.emit("KW15 1ZZ")
    assert page.search.note.text().startswith("KW15 1ZZ has not been in use since June 2001.")


def test_only_distances_that_add_a_place_are_offered(page: DirectoryPage) -> None:
    page.search_now("stromness library")
    shown = [code for code, box in page.facets.groups["miles"].boxes.items() if not box.isHidden()]
    assert shown == ["25"]
    page.facets.groups["miles"].boxes["25"].click()
    assert names(page) == ["Stromness Library"]


def test_a_directory_that_is_large_answers_from_behind_the_window_and_only_the_newest_question(
    page: DirectoryPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = page.context.services.directory
    monkeypatch.setattr(type(directory), "is_quick", lambda _self, _query: False)
    before = names(page)
    page.search_now("stromn")
    page.search_now("stromness library")
    assert names(page) == before
    assert page.search.count.text() == "Looking…"
    qtbot.waitUntil(lambda: names(page)[:1] == ["Stromness Library"])
    assert page.search.count.text().endswith("places")


def test_a_changed_directory_is_read_anew_behind_the_window(page: DirectoryPage, qtbot: QtBot) -> None:
    directory = page.context.services.directory
    page.search_now("quokka")
    row = library("Quokka Room", "Kirkwall", "KW15 1AG", Position(58.98, -2.96))
    directory.take_in(directory.preview_rows((row,), "One more", "spreadsheet", ""))
    qtbot.waitUntil(lambda: names(page) == ["Quokka Room"])


def test_each_place_has_its_own_hours_beside_it(
    qtbot: QtBot, make_services: Callable[..., Services], make_context: Callable[[Services], Context]
) -> None:
    services = make_services()
    always, never = time(), OpeningHours((0,), time(9), time(10), valid_to=date(2001, 1, 1))
    places = (
        Location("Far hall", (), "Inverness", "IV1 1NH", Position(57.48, -4.224), hours=(never,)),
        Location(
            "Near hall", (), "Kirkwall", "KW15 1AG", Position(58.9815, -2.9601),
            hours=(OpeningHours((0, 1, 2, 3, 4, 5, 6), always, time(23, 59)),), hours_note="Ring twice",
        ),
        Location("Third hall", (), "Stromness", "KW16 3AA", Position(58.9647, -3.2957)),
    )  # fmt: skip
    hub = Listing("Halls of help", "h", access=("visit",), locations=places, hours=(*places[1].hours, never))
    services.directory.take_in(
        services.directory.preview_rows((ReadRow(1, hub.name, hub),), "Halls", "oruk", "")
    )
    page = shown(qtbot, make_context(services))
    page.search.near.set_text("KW15 1AG")
    page.search_now("halls")
    page.show_details()
    match = page.view.match()
    assert match is not None
    assert (match.location.name, match.open.kind) == ("Near hall", "open")
    assert page.details.sheet is not None
    said = [label.text() for label in page.details.sheet.findChildren(QLabel)]
    assert "Ring twice" in said
    page.search.near.set_text("IV1 1NH")
    page.search_now("halls")
    match = page.view.match()
    assert match is not None
    assert (match.location.name, match.open.kind) == ("Far hall", "unknown")
    found = services.directory.search(DirectoryQuery("halls", "IV1 1NH", open_now=True)).matches[0]
    assert (found.location.name, found.open.kind) == (
        "Near hall",
        "open",
    )  # whoever asks for open is sent there
    assert found.miles is not None
    third = next(at for at, text in enumerate(said) if text.startswith("Third hall"))
    assert said[third + 1] == "Opening hours not known"
