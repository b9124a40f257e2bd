"""The handouts page over a real desk: find a sheet, make it this citizen's own, hand it out."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.sessions import HandoutGiven
from champion_desk.services import Services
from champion_desk.settings import Settings
from champion_desk.ui.context import Context
from champion_desk.ui.pages.handouts import HandoutsPage
from tests.ui.conftest import RecordingWindow

WAIT = 20_000
PLACE = Listing("Data <b>SIM</b> desk", "1", phones=("01632 960391",), locations=(Location(town="Kirkwall"),))


Show = Callable[..., HandoutsPage]


@pytest.fixture
def show(
    qtbot: QtBot, make_services: Callable[..., Services], make_context: Callable[..., Context]
) -> Iterator[Show]:
    """Shows the page in a window of a size; it is closed before its worker stops."""
    pages: list[HandoutsPage] = []

    def show_(width: int = 1190, height: int = 672, settings: Settings | None = None) -> HandoutsPage:
        page = HandoutsPage(make_context(make_services(), settings))
        qtbot.addWidget(page)
        pages.append(page)
        page.resize(width, height)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.enter()
        return page

    yield show_
    for page in pages:
        page.close()


@pytest.fixture
def page(show: Show) -> HandoutsPage:
    return show()


def settled(qtbot: QtBot, page: HandoutsPage) -> None:
    qtbot.waitUntil(lambda: page.preview.is_current, timeout=WAIT)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def cards(page: HandoutsPage) -> list[str]:
    return [slug for slug, card in page.gallery.cards.items() if not card.isHidden()]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)
    QApplication.processEvents()


def test_every_handout_has_a_card_that_says_its_languages(page: HandoutsPage) -> None:
    titles = page.context.services.handouts.titles
    assert len(cards(page)) == len(titles) >= 8
    name = page.gallery.cards["spot-a-scam"].accessibleName()
    ours = "English · Cymraeg · Gàidhlig"
    others = "العربية · বাংলা · Polski · Română · Українська · اردو · Easy Read"
    assert name == f"Spot a scam, Staying safe, {ours} · {others}"


def test_words_and_kinds_find_a_handout(page: HandoutsPage) -> None:
    QTest.keyClicks(page.finder.words.line, "scam")
    assert "spot-a-scam" in cards(page)
    assert len(cards(page)) < len(page.gallery.cards)
    page.finder.words.clear()
    page.finder.chips.chip("safety").click()
    assert page.finder.menu.code() == "safety"
    assert {page.gallery.cards[slug].words.family for slug in cards(page)} == {"Staying safe"}
    page.finder.words.set_text("zzzz")
    page.finder.words.textEdited.emit("zzzz")
    assert page.nothing_found.isVisibleTo(page)
    assert page.nothing_found.button is not None
    page.nothing_found.button.click()
    assert len(cards(page)) == len(page.gallery.cards)


def test_the_pages_shown_are_the_real_ones(page: HandoutsPage, qtbot: QtBot) -> None:
    page.enter(slug="spot-a-scam")
    settled(qtbot, page)
    sheet = page.preview.sheet
    assert sheet is not None
    count = len(PdfReader(io.BytesIO(sheet.pdf)).pages)
    assert len(sheet.pages) == count > 1
    assert page.preview.where.text() == f"Page 1 of {count}"
    assert not page.preview.previous.isEnabled()
    # There is somewhere to go once the pages are laid out.
    qtbot.waitUntil(lambda: page.preview.area.verticalScrollBar().maximum() > 0)
    page.preview.next.click()
    qtbot.waitUntil(lambda: page.preview.where.text() == f"Page 2 of {count}")
    assert "Stop." in page.preview.area.accessibleDescription()


def test_zoom_makes_the_page_wider_and_fit_brings_it_back(page: HandoutsPage, qtbot: QtBot) -> None:
    page.enter(slug="spot-a-scam")
    settled(qtbot, page)
    first = page.preview.sheet
    assert first is not None
    page.preview.larger.click()
    settled(qtbot, page)
    assert page.preview.sheet is not None
    assert page.preview.sheet.pages[0].width() > first.pages[0].width()
    page.preview.fit.click()
    settled(qtbot, page)
    assert page.preview.sheet.pages[0].width() == first.pages[0].width()


def test_another_page_chooses_the_handout_and_its_language(page: HandoutsPage) -> None:
    page.enter(slug="spot-a-scam", language="gd")
    assert page.handout is not None
    assert (page.handout.slug, page.handout.language) == ("spot-a-scam", "gd")
    assert page.choices.languages.code() == "gd"
    page.enter(slug="write-a-cv", language="gd")
    assert (page.handout.slug, page.handout.language) == ("write-a-cv", "en")


def test_a_translation_nobody_has_reviewed_says_so(page: HandoutsPage) -> None:
    page.enter(slug="spot-a-scam")
    assert not page.choices.translation.isVisibleTo(page)
    page.choices.languages.chip("cy").click()
    assert page.choices.translation.isVisibleTo(page)
    assert "Not yet reviewed by a speaker." in page.choices.mark.text()


def test_the_size_begins_as_the_desk_is_set(show: Show) -> None:
    assert show(settings=Settings(handout_points=24)).choices.points() == 24


def test_a_copy_carries_places_next_steps_and_the_site(
    page: HandoutsPage, qtbot: QtBot, window: RecordingWindow
) -> None:
    visit = page.context.visit
    visit.is_open = True
    visit.signpost(PLACE)
    visit.toggle_shortlist(Listing("Repair café", "2"))
    page.enter(slug="spot-a-scam")
    page.choices.steps.setPlainText("Ring the bank\n\n  Come back <b>Thursday</b>  \n3\n4\n5\n6")
    assert page.choices.next_steps() == ("Ring the bank", "Come back <b>Thursday</b>", "3", "4", "5")
    settled(qtbot, page)
    page.choices.print.click()
    said = text_of(window.printed[0])
    for part in ("Data <b>SIM</b> desk", "01632 960391", "Come back <b>Thursday</b>", "Kirkwall Library"):
        assert part in said
    assert "Repair café" not in said
    assert visit.handouts == (HandoutGiven("spot-a-scam", "en", 18),)
    assert window.said == ["Spot a scam is noted in this session."]
    assert page.gallery.cards["spot-a-scam"].is_given


def test_places_and_the_site_can_be_left_out_or_added(
    page: HandoutsPage, qtbot: QtBot, window: RecordingWindow
) -> None:
    page.context.visit.signpost(PLACE)
    page.context.visit.toggle_shortlist(Listing("Repair café", "2"))
    page.enter(slug="spot-a-scam")
    boxes = {box.text(): box for _listing, box in page.choices._listings.values()}
    boxes["Data <b>SIM</b> desk"].click()
    boxes["Repair café"].click()
    page.choices.site.click()
    page.choices.save.click()
    qtbot.waitUntil(lambda: bool(window.saved), timeout=WAIT)
    said = text_of(window.saved[0])
    assert "Repair café" in said
    assert "Data <b>SIM</b> desk" not in said
    assert "Kirkwall Library" not in said
    assert page.context.visit.handouts == ()


def test_what_is_printed_is_the_last_choice_even_before_it_shows(
    page: HandoutsPage, qtbot: QtBot, window: RecordingWindow
) -> None:
    page.enter(slug="spot-a-scam")
    settled(qtbot, page)
    page.choices.steps.setPlainText("Ask for Ailsa")
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.printed), timeout=WAIT)
    assert "Ask for Ailsa" in text_of(window.printed[0])


def test_only_the_newest_order_shows(page: HandoutsPage, qtbot: QtBot) -> None:
    hold = threading.Event()
    page.context.background.run(hold.wait)
    page.enter(slug="spot-a-scam")
    page.preview.make_now()
    page.enter(slug="connect-to-wifi")
    hold.set()
    settled(qtbot, page)
    assert page.preview.sheet is not None
    assert "Wi-Fi" in text_of(page.preview.sheet.pdf)


def test_what_was_added_for_a_visitor_goes_with_them(page: HandoutsPage) -> None:
    visit = page.context.visit
    visit.is_open = True
    visit.signpost(PLACE)
    page.enter(slug="spot-a-scam", language="gd")
    page.choices.steps.setPlainText("Ring the bank")
    page.choices.sizes.chip("24").click()
    visit.clear()
    assert page.choices.next_steps() == ()
    assert page.choices.listings() == ()
    assert page.choices.points() == 18


def test_handouts_for_what_the_visitor_needs_come_first(page: HandoutsPage) -> None:
    page.context.visit.set_topics(("nhs-app",))
    assert page.gallery._order[0].words.slug == "use-the-nhs-app"


def test_arrows_choose_in_the_gallery_and_enter_goes_on(page: HandoutsPage) -> None:
    page.gallery.focus_chosen()
    first, across = page.gallery.slug(), page.gallery.columns()
    press(Qt.Key.Key_Right)
    second = page.gallery.slug()
    assert second != first
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Down)
    assert page.gallery.slug() == page.gallery._order[across].words.slug
    press(Qt.Key.Key_End)
    assert page.gallery.slug() == page.gallery._order[-1].words.slug
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.choices.print
    assert page.step_back()
    assert page.gallery.isAncestorOf(QApplication.focusWidget() or page)
    assert page.step_back()
    assert QApplication.focusWidget() is page.finder.words.line
    assert not page.step_back()


def test_tab_passes_the_gallery_in_one_step(page: HandoutsPage) -> None:
    stops = [card for card in page.gallery.cards.values() if card.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [card.words.slug for card in stops] == [page.gallery.slug()]


def test_on_the_narrowest_window_one_pane_stands_at_a_time(show: Show) -> None:
    page = show(560, 480)
    panes = (page.gallery, page.choices, page.preview)

    def seen() -> list[bool]:
        return [pane.isVisibleTo(page) for pane in panes]

    assert seen() == [True, False, False]
    page.gallery.cards["spot-a-scam"].click()
    assert seen() == [False, True, False]
    page.choices.look.click()
    assert seen() == [False, False, True]
    assert page.step_back()
    assert page.step_back()
    assert seen() == [True, False, False]
    assert page.finder.menu.isVisibleTo(page)
    page.resize(1190, 672)
    QApplication.processEvents()
    assert seen() == [True, True, True]


def test_everything_that_takes_the_keyboard_has_a_name(page: HandoutsPage, qtbot: QtBot) -> None:
    page.context.visit.signpost(PLACE)
    page.enter(slug="spot-a-scam")
    settled(qtbot, page)
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page):
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named, widget


def test_a_copy_in_two_languages_on_coloured_paper_is_noted_as_printed(
    page: HandoutsPage, qtbot: QtBot, window: RecordingWindow
) -> None:
    page.context.visit.is_open = True
    page.enter(slug="spot-a-scam")
    paper = page.choices.paper
    assert not paper.both.isVisibleTo(page)
    paper.seconds.chip("cy").click()
    assert paper.both.isVisibleTo(page)
    paper.fold.button.click()
    paper.colours.chip("cream").click()
    settled(qtbot, page)
    page.choices.print.click()
    said = text_of(window.printed[0])
    assert "Before you start" in said
    assert "Cyn i chi ddechrau" in said
    paper.papers.chip("A5").click()
    assert paper.both.accessibleDescription() == "Too narrow here: in turn"
    settled(qtbot, page)
    page.choices.print.click()
    assert PdfReader(io.BytesIO(window.printed[1])).pages[0].mediabox.width < 421
    assert page.context.visit.handouts == (
        HandoutGiven("spot-a-scam", "en", 18, "columns", "cy"),
        HandoutGiven("spot-a-scam", "en", 18, "sheet", "cy"),
    )


def test_a_card_is_in_one_language_and_the_next_visitor_begins_anew(
    page: HandoutsPage, qtbot: QtBot, window: RecordingWindow
) -> None:
    page.context.visit.is_open = True
    page.enter(slug="spot-a-scam")
    paper = page.choices.paper
    paper.seconds.chip("cy").click()
    paper.layouts.chip("card").click()
    assert not paper.seconds.isVisibleTo(page)
    page.choices.steps.setPlainText("Come back on Thursday")
    settled(qtbot, page)
    page.choices.print.click()
    assert len(PdfReader(io.BytesIO(window.printed[0])).pages) == 1
    assert page.context.visit.handouts == (HandoutGiven("spot-a-scam", "en", 18, "card"),)
    page.context.visit.clear()
    assert (paper.layout_code(), paper.second(), paper.paper(), paper.colour()) == (
        *("sheet", "", "A4", "white"),
    )


def test_a_handout_in_one_language_offers_no_second(page: HandoutsPage) -> None:
    page.enter(slug="spot-a-scam", language="cy")
    page.choices.paper.seconds.chip("en").click()
    page.enter(slug="write-a-cv")
    assert not page.choices.paper.seconds.isVisibleTo(page)
    assert page.choices.paper.second() == ""
