"""Own handouts in the gallery: marked, adapted, compared, checked, given as a page or text, shared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from champion_desk.domain.handouts import OwnPicture
from champion_desk.domain.sessions import HandoutGiven
from champion_desk.services import Services
from champion_desk.services.sheet_forms import SheetForm
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.compare_handouts import CompareDialog
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.dialogs.review_handouts import ReviewDialog
from champion_desk.ui.pages.handouts import HandoutsPage
from champion_desk.ui.settings_logo import LogoCard
from champion_desk.ui.widgets.labels import PlainLabel
from tests.services.test_own_handouts import png
from tests.ui.conftest import RecordingWindow

WAIT = 20_000


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> Iterator[HandoutsPage]:
    page = HandoutsPage(window_context)
    qtbot.addWidget(page)
    page.resize(1190, 672)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.enter()
    yield page
    page.close()


def adapted(page: HandoutsPage, **changed: object) -> str:
    own = page.context.services.own_handouts
    start = own.start_from("spot-a-scam", "en")
    return own.write(start, replace(start.form, **changed)).record_id  # type: ignore[arg-type]


def test_one_of_ours_stands_first_and_is_marked(page: HandoutsPage, window: RecordingWindow) -> None:
    assert not page.acts.change.isVisibleTo(page)
    slug = adapted(page, title="Our scams", reviewed=date(2024, 1, 2))
    card = page.gallery.cards[slug]
    assert card.accessibleName() == "Our scams, Staying safe, English, Ours · due for a check"
    page.enter(slug=slug, language="en")
    assert page.acts.stale_words.text() == "Last checked on 2 January 2024. Read it before you print it."
    assert page.acts.stale.isVisibleTo(page)
    page.acts.change.click()
    assert window.went[-1] == ("handout-editor", {"slug": slug, "language": "en"})
    page.acts.checked.click()
    assert not page.acts.stale.isVisibleTo(page)
    page.acts.remove.click()
    assert window.said[-1] == "Removed: Our scams."
    assert slug not in page.gallery.cards
    assert window.undo is not None
    page.context.services.history.undo(window.undo)
    assert slug in page.gallery.cards
    page.enter(slug="spot-a-scam", language="cy")
    page.acts.adapt.click()
    assert window.went[-1] == ("handout-editor", {"adapt": "spot-a-scam", "language": "cy"})


def test_what_is_different_is_shown_line_by_line(page: HandoutsPage) -> None:
    slug = adapted(page, title="Our scams")
    page.enter(slug=slug, language="en")
    page.acts.compare.click()
    dialog = page.findChild(CompareDialog)
    assert dialog is not None
    said = [str(dialog.table.model().index(row, 1).data()) for row in range(dialog.table.model().rowCount())]
    assert 'title = "Our scams"' in said
    dialog.reject()


def test_a_sheet_is_given_as_a_web_page_or_as_text(
    page: HandoutsPage, qtbot: QtBot, tmp_path: Path, window: RecordingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.enter(slug="spot-a-scam", language="en")
    page.context.visit.is_open = True
    target = tmp_path / "scam"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.acts.web.click()
    qtbot.waitUntil(lambda: "Saved as scam.html." in window.said, timeout=WAIT)
    assert "<h1>Spot a scam</h1>" in (tmp_path / "scam.html").read_text(encoding="utf-8")
    page.acts.text.click()
    assert QApplication.clipboard().text().startswith("Spot a scam\n")
    assert page.context.visit.handouts == (
        HandoutGiven("spot-a-scam", "en", 18, "web"),
        HandoutGiven("spot-a-scam", "en", 18, "text"),
    )


def test_drafts_and_broken_sheets_are_named_above(
    page: HandoutsPage, qtbot: QtBot, window: RecordingWindow
) -> None:
    services = page.context.services
    services.own_handouts.keep_draft(services.own_handouts.start_new("en"), SheetForm("Our <b>printer</b>"))
    slug = adapted(page)
    one = services.own_handouts.find(slug, "en")
    with services.own_handouts._store.transaction() as tx:
        tx.own_handouts.keep(replace(one, text=one.text.replace("## Steps", "> Steps")))
    services.board.tell("handouts")
    qtbot.waitUntil(lambda: bool(page.notices._broken), timeout=WAIT)

    def shown() -> list[str]:
        lines = page.notices.findChildren(PlainLabel)
        return [label.text() for label in lines if label.isVisibleTo(page)]

    qtbot.waitUntil(lambda: "You were writing: Our <b>printer</b>" in shown(), timeout=WAIT)
    said = shown()
    assert any(slug in words and "line 14" in words for words in said)
    page.enter(slug=slug, language="en")
    qtbot.waitUntil(lambda: "line 14" in page.preview.note.text(), timeout=WAIT)
    page.acts.text.click()
    assert len(window.problems) == 1
    page.enter(slug="spot-a-scam")
    qtbot.waitUntil(lambda: page.preview.is_current, timeout=WAIT)


def test_sheets_to_check_are_listed_and_noted(page: HandoutsPage, window: RecordingWindow) -> None:
    page.review()
    nothing = page.findChild(ReviewDialog)
    assert nothing is not None
    assert "nothing to do" in nothing.about.text()
    nothing.reject()
    slug = adapted(page, reviewed=date(2024, 1, 2))
    assert page._left.review_button.text() == "1 sheet to check"
    page.review()
    dialog = page.findChildren(ReviewDialog)[-1]
    assert dialog.sheet() is not None
    dialog.submit()
    assert page.handout is not None
    assert page.handout.slug == slug
    page.review()
    again = page.findChildren(ReviewDialog)[-1]
    again.still_right()
    assert window.said[-1] == "Noted: Spot a scam is still right today."
    assert again.sheet() is None
    again.reject()


def test_a_handout_goes_to_another_desk_and_is_taken_in(
    page: HandoutsPage,
    make_services: Callable[..., Services],
    make_context: Callable[..., Context],
    qtbot: QtBot,
    tmp_path: Path,
    window: RecordingWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slug = adapted(page, title="Our scams")
    page.enter(slug=slug, language="en")
    target = tmp_path / "ours.handout"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.acts.send.click()
    qtbot.waitUntil(target.exists, timeout=WAIT)
    other = HandoutsPage(make_context(make_services(folder="other")))
    qtbot.addWidget(other)
    other.show()
    other.intake.look_at(target)
    qtbot.waitUntil(lambda: other.findChild(ConfirmDialog) is not None, timeout=WAIT)
    dialogs = other.findChildren(ConfirmDialog)
    dialogs[0].accept()
    personal = other.findChildren(ConfirmDialog)[-1]  # it names report@phishing.gov.uk
    assert personal is not dialogs[0]
    assert other.context.services.own_handouts.all() == []
    personal.accept()
    assert other.handout is not None
    assert other.handout.slug == slug
    assert window.said[-1] == "Taken in: Our scams."
    target.write_text(json.dumps({"other": 1}))
    other.intake.look_at(target)
    qtbot.waitUntil(lambda: len(window.problems) == 1, timeout=WAIT)
    other.close()


def test_the_logo_is_chosen_and_taken_away(
    qtbot: QtBot, window_context: Context, window: RecordingWindow
) -> None:
    card = LogoCard(window_context)
    qtbot.addWidget(card)
    card.show()
    assert not card.remove.isVisibleTo(card)
    card.take(OwnPicture("logo", "image/png", png(600, 200), "Orkney Islands Council"))
    assert card.said.text() == "At the head of every sheet: Orkney Islands Council"
    assert card._picture is not None
    card.remove.click()
    assert window.said[-1] == "The logo was taken away."
    assert window.undo is not None
    window_context.services.history.undo(window.undo)
    assert card.remove.isVisibleTo(card)
    card.ask()
    dialog = card.findChild(QDialog)
    assert dialog is not None
    dialog.reject()
