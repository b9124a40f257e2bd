"""The dialog that takes the log out, by keys, in the real window on a real desk."""

from __future__ import annotations

import json
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from champion_desk.domain.figures import months_from
from champion_desk.domain.retention import months_before
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.small_numbers import SUPPRESS, TEN_FIVE
from champion_desk.domain.tallies import TYPED, Tally
from champion_desk.services.tallies import HOUR, midnight
from champion_desk.storage.figures import FigureSums
from champion_desk.ui.dialogs.export_log import FIGURES, SESSIONS, ExportLogDialog
from champion_desk.ui.figure_choices import LISTED, MONTH, QUARTER, YEAR, FigureChoices
from champion_desk.ui.pages.log import LogPage

if TYPE_CHECKING:
    from tests.windows import Hands

TODAY = date.today()
pytest_plugins = ("tests.windows",)


@pytest.fixture
def filled(hands: Hands) -> Hands:
    """A desk with help in each of the last twelve months."""
    services = hands.window.context.services
    ids = services.champion.id, services.site.id
    with services.desk.open_store.transaction() as tx:
        for back in range(1, 13):
            start = midnight(months_before(TODAY.replace(day=1), back)) + 10 * HOUR
            for number in range(8):
                topic = "cv" if number < 2 else "wifi"
                at = start + timedelta(days=number)
                tx.sessions.add(AssistedSession(*ids, at, (topic,), 5, "done", people=2))
            tx.tallies.add(Tally(*ids, "wifi", 30, start, start + HOUR, TYPED))
    return hands


def opened(hands: Hands) -> ExportLogDialog:
    """The dialog, by keys from anywhere."""
    hands.press("Ctrl+2")
    hands.wait(lambda: isinstance(hands.window.page, LogPage))
    hands.press("Alt+X")
    hands.wait(lambda: _dialog(hands) is not None)
    dialog = _dialog(hands)
    assert dialog is not None
    hands.wait(lambda: dialog.what.chip(SESSIONS).hasFocus())
    return dialog


def _dialog(hands: Hands) -> ExportLogDialog | None:
    return next((one for one in hands.window.findChildren(ExportLogDialog) if one.isVisible()), None)


def choose_figures(hands: Hands, dialog: ExportLogDialog) -> None:
    hands.key(Qt.Key.Key_End)
    hands.key(Qt.Key.Key_Space)
    assert dialog.what.code() == FIGURES


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file goes: the system's own dialog answers so."""
    path = tmp_path / "figures.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(path), ""))
    return path


def test_figures_are_saved_by_keys_alone(filled: Hands, target: Path) -> None:
    dialog = opened(filled)
    assert dialog.figures.isHidden()
    choose_figures(filled, dialog)
    assert dialog.figures.isVisible()
    assert dialog.figures.rule_chosen() == SUPPRESS
    assert "No note, no name" in dialog.about.text()
    filled.key(Qt.Key.Key_Tab)
    assert dialog.figures.months.chip(YEAR).hasFocus()
    filled.key(Qt.Key.Key_Tab)
    filled.key(Qt.Key.Key_Right)
    filled.key(Qt.Key.Key_Space)
    assert dialog.figures.rule_chosen() == TEN_FIVE
    assert "rounded to the nearest 5" in dialog.about.text()
    dialog.main.setFocus()
    filled.key(Qt.Key.Key_Return)
    filled.wait(lambda: _dialog(filled) is None)
    filled.wait(lambda: "figures.xlsx" in filled.window.message_bar.text())
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == "About the figures"
    assert [cell.value for cell in book["Months"]["D"]][-1] == 360


def test_nothing_of_the_dialog_is_below_its_edge(filled: Hands) -> None:
    dialog = opened(filled)
    for _kind in range(2):
        filled.qtbot.wait(20)
        assert dialog._scroll.verticalScrollBar().maximum() == 0
        choose_figures(filled, dialog)
    dialog.reject()


def test_figures_that_are_stopped_leave_what_was_there(
    filled: Hands, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.write_text("as it was")
    dialog = opened(filled)
    choose_figures(filled, dialog)
    held = threading.Event()
    real = FigureSums.tallies

    def slow(self: FigureSums, start: datetime, end: datetime) -> object:
        held.wait(20)
        return real(self, start, end)

    monkeypatch.setattr(FigureSums, "tallies", slow)
    dialog.submit()
    filled.wait(dialog.bar.isVisible)
    assert not dialog.figures.isEnabled()
    filled.key(Qt.Key.Key_Escape)
    held.set()
    filled.wait(lambda: _dialog(filled) is None)
    filled.wait(lambda: "Nothing was exported." in filled.window.message_bar.text())
    assert target.read_text() == "as it was"


def test_sessions_still_go_out(filled: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(path), ""))
    dialog = opened(filled)
    dialog.form.chip("json").click()
    dialog.submit()
    filled.wait(lambda: _dialog(filled) is None)
    assert json.loads(path.read_text("utf-8")) == [], "the list shows today"


def test_months_are_whole_and_over_unless_the_list_asks_for_others(qtbot: object) -> None:
    today = date(2026, 12, 15)
    this_week = FigureChoices(date(2026, 12, 14), date(2026, 12, 20), today)
    assert this_week.months.code() == YEAR
    assert this_week.days() == (date(2025, 12, 1), date(2026, 11, 30))
    for code, first in ((MONTH, date(2026, 11, 1)), (QUARTER, date(2026, 9, 1))):
        this_week.months.set_codes([code])
        assert this_week.days() == (first, date(2026, 11, 30))
    this_week.months.set_codes([LISTED])
    assert this_week.days() == (date(2026, 12, 1), date(2026, 12, 31))
    spring = FigureChoices(date(2026, 3, 3), date(2026, 5, 5), today)
    assert spring.months.code() == LISTED
    assert spring.days() == (date(2026, 3, 1), date(2026, 5, 31))
    assert [day.month for day in months_from(*spring.days())] == [3, 4, 5]
