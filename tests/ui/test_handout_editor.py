"""Writing a handout: the page beside the words, what to look at, pictures, drafts, saving."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.add_picture import AddPictureDialog
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.pages.handout_editor import HandoutEditorPage
from tests.ui.conftest import RecordingWindow

WAIT = 20_000
WORDS = "## Steps\n1. Press **Wi-Fi**.\n\n## Stay safe\nAsk us first.\n"


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> Iterator[HandoutEditorPage]:
    page = HandoutEditorPage(window_context)
    qtbot.addWidget(page)
    page.resize(1190, 672)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.enter(new=True)
    yield page
    page.close()


def fill(page: HandoutEditorPage, words: str = WORDS) -> None:
    page.writer.title.setText("Our <b>Wi-Fi</b> & more")
    page.writer.summary.setText("It is free.")
    page.writer.topics.add("wifi", "Wi-Fi")
    page.writer.words.setPlainText(words)


def looked(qtbot: QtBot, page: HandoutEditorPage) -> list[str]:
    page.look_now()
    qtbot.waitUntil(lambda: page.preview.is_current, timeout=WAIT)
    return [row.button.accessibleName() for row in page.remarks.rows if row.isVisibleTo(page)]


def test_a_new_one_begins_with_its_parts_and_shows_its_page(page: HandoutEditorPage, qtbot: QtBot) -> None:
    assert page.writer.words.toPlainText().startswith("## Before you start")
    fill(page)
    said = looked(qtbot, page)
    assert "Line 4: “What it looks like” is missing." in said
    assert page.sum.words.text().startswith("Reading age about")
    assert page.preview.sheet is not None
    page.writer.language.set_code("cy")
    looked(qtbot, page)
    assert page.sum.words.text() == "The reading age is worked out for English only."


def test_a_mistake_leads_to_its_line_and_the_last_page_stays(page: HandoutEditorPage, qtbot: QtBot) -> None:
    fill(page)
    looked(qtbot, page)
    fill(page, WORDS + "\n[x](javascript:alert)\n")
    said = looked(qtbot, page)
    assert said[0].startswith("Line 7: A link may only lead to https")
    assert page.preview.sheet is not None
    page.sum.button.click()
    assert QApplication.focusWidget() is page.remarks.rows[0].button
    page.remarks.rows[0].button.click()
    assert page.writer.words.textCursor().blockNumber() == 6
    assert page.writer.words.hasFocus()


def test_saving_marks_what_is_missing_then_goes_to_the_gallery(
    page: HandoutEditorPage, window: RecordingWindow
) -> None:
    fill(page)
    page.writer.title.clear()
    page.save()
    assert page.writer.title.hasFocus()
    page.writer.title.setText("Our Wi-Fi")
    page.writer.web.setText("javascript:1")
    page.writer.more.set_open(False)
    page.save()
    assert page.writer.more.is_open()
    assert page.writer.web.hasFocus()
    page.writer.web.clear()
    QTest.keyClick(page.writer.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.went[-1] == ("handouts", {"slug": "our-our-wi-fi", "language": "en"})
    assert window.said[-1] == "Saved: Our Wi-Fi."
    assert window.undo is not None
    page.context.services.history.undo(window.undo)
    assert page.context.services.own_handouts.all() == []


def test_what_looks_personal_is_asked_about_once(page: HandoutEditorPage, window: RecordingWindow) -> None:
    fill(page, WORDS + "\nCall 07700 900123.\n")
    page.save()
    assert window.went == []
    page.writer.words.watch.leave()
    page.save()
    assert window.went
    page.enter(adapt="spot-a-scam", language="en")
    page.save()  # what the program itself says has been looked at
    assert window.went[-1][1]["slug"] == "our-spot-a-scam"


def test_what_is_typed_waits_until_one_goes_on(page: HandoutEditorPage, window: RecordingWindow) -> None:
    own = page.context.services.own_handouts
    page.leave()
    assert own.drafts() == []  # nothing typed, nothing kept
    fill(page)
    page.leave()
    (draft,) = own.drafts()
    page.enter(new=True)
    assert page.writer.title.text() == ""
    page.enter(draft=draft.id)
    assert page.writer.title.text() == "Our <b>Wi-Fi</b> & more"
    assert page.unkept() is None
    page.discard()
    asked = page.findChild(ConfirmDialog)
    assert asked is not None
    asked.accept()
    assert own.drafts() == []
    assert window.went[-1][0] == "handouts"
    page.enter(draft=draft.id)
    assert len(window.problems) == 1


def test_a_picture_is_asked_for_with_what_it_shows(
    page: HandoutEditorPage, qtbot: QtBot, tmp_path: Path, window: RecordingWindow
) -> None:
    target = BytesIO()
    Image.new("RGB", (3000, 2000), "teal").save(target, "PNG")
    (tmp_path / "Our Card.png").write_bytes(target.getvalue())
    (tmp_path / "broken.png").write_bytes(b"\x89PNG no more")
    fill(page, "## Steps\n1. Go.")
    page.writer.words.moveCursor(page.writer.words.textCursor().MoveOperation.End)
    page.ask_for_picture()
    dialog = page.findChild(AddPictureDialog)
    assert dialog is not None
    dialog.submit()
    assert dialog.isVisible()
    dialog.read(tmp_path / "broken.png")
    qtbot.waitUntil(lambda: "broken.png" in dialog.complaint.text(), timeout=WAIT)
    dialog.read(tmp_path / "Our Card.png")
    qtbot.waitUntil(lambda: dialog.state.text() == "Our Card.png", timeout=WAIT)
    dialog.shows.setText("A [library] card")
    dialog.submit()
    assert page.writer.words.toPlainText().endswith("![A library card](our-card)\n")
    assert not any("picture" in said for said in looked(qtbot, page))
    page.save()
    (picture,) = page.context.services.handouts.get("our-our-b-wi-fi-b-more").pictures
    assert (picture.name, picture.shows) == ("our-card", "A [library] card")
    with Image.open(BytesIO(picture.content)) as found:
        assert found.size == (1600, 1067)


def test_a_narrow_window_shows_words_or_page(page: HandoutEditorPage, qtbot: QtBot) -> None:
    page.resize(700, 500)
    assert not page.preview.isVisible()
    page.page_button.click()
    assert page.preview.isVisible()
    assert not page.left.isVisible()
    assert page.step_back()
    assert page.left.isVisible()
    assert not page.step_back()
