"""The poster of a site's own drop-in, through its dialog: asked for, made, printed or saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.poster import PosterDialog
from tests.ui.conftest import RecordingWindow

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


@pytest.fixture
def dialog(qtbot: QtBot, window_context: Context) -> Iterator[PosterDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PosterDialog(window_context, parent)
    dialog.open()
    yield dialog  # the window it stands in must last as long as it does
    dialog.reject()


def test_what_is_missing_is_said_at_its_field(dialog: PosterDialog, window: RecordingWindow) -> None:
    dialog.submit()
    wrong = {name: row.problem() for name, row in dialog.form._rows.items() if row.problem()}
    assert wrong == {"when": "This is needed."}
    assert dialog.isVisible()
    assert window.printed == []


def test_one_page_in_the_language_chosen_is_printed(
    dialog: PosterDialog, window: RecordingWindow, qtbot: QtBot
) -> None:
    dialog.heading.setText("Help <b>online</b> & more")
    dialog.when.setText("Tuesdays, 2 pm to 4 pm")
    dialog.help.setPlainText("Phones\n\nForms")
    dialog.language.set_codes(["cy"])
    dialog.submit()
    qtbot.waitUntil(lambda: bool(window.printed), timeout=10_000)
    assert not dialog.isVisible()
    (page,) = PdfReader(BytesIO(window.printed[0])).pages
    words = " ".join(page.extract_text().split())
    for said in (
        "Help <b>online</b> & more",
        "Tuesdays, 2 pm to 4 pm",
        "Phones",
        "Forms",
        "Pryd",
        "Kirkwall",
    ):
        assert said in words


def test_too_much_for_one_page_keeps_the_dialog_open(
    dialog: PosterDialog, window: RecordingWindow, qtbot: QtBot
) -> None:
    dialog.when.setText("W" * 120)
    dialog.where.setText("W" * 160)
    dialog.help.setPlainText("\n".join(["W" * 80] * 6))
    dialog.paper.set_codes(["A5"])
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(dialog.complaint.text()), timeout=10_000)
    assert dialog.isVisible()
    assert dialog.save.isEnabled()
    assert window.saved == []


def test_the_search_for_everything_leads_to_it(open_desktop: Callable[..., Hands], made_desk: Path) -> None:
    hands = open_desktop(made_desk)
    hands.unlock()
    hands.window.go_to("handouts", poster=True)
    hands.wait(lambda: isinstance(QApplication.activeModalWidget(), PosterDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PosterDialog)
    dialog.reject()
