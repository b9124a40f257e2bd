"""Taking in an earlier log in the real window, by keys: choose, look over, see, take in, and undo."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from champion_desk.domain.past_logs import TALLIES
from champion_desk.ui.pages import past_logs
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.past_logs import PastLogsPage
from champion_desk.ui.record_table import RecordTable
from champion_desk.ui.widgets.cards import Disclosure
from tests.services.earlier_logs import HOME_MADE, HOURS_DOWN, LIBSTATS, sessions

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


@pytest.fixture
def hands(open_desktop: Callable[..., Hands], made_desk: Path) -> Hands:
    hands = open_desktop(made_desk)
    hands.unlock()
    hands.desktop.frame.activateWindow()
    hands.wait(hands.desktop.frame.isActiveWindow)
    return hands


def page_of(hands: Hands) -> PastLogsPage:
    hands.window.go_to("past-logs")
    page = hands.window.page
    assert isinstance(page, PastLogsPage)
    return page


def written(folder: Path, content: str | bytes, name: str = "our log.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(hands: Hands, page: PastLogsPage, path: Path) -> None:
    page.choose.file.set_path(path)
    hands.wait(lambda: page.step is not page.progress)
    hands.wait(lambda: not hands.window.context.background.is_busy)


def words(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def tab_to(hands: Hands, widget: QWidget) -> None:
    for _ in range(40):
        if hands.there() is widget or widget.isAncestorOf(hands.there()):
            return
        hands.key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {widget}")


def counted(hands: Hands) -> int:
    return len(sessions(hands.window.context.services))


def test_from_the_log_to_the_end_by_keys_and_back_by_undo(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    hands.wait(lambda: page.choose.file.isAncestorOf(hands.there()))
    read(hands, page, written(tmp_path, LIBSTATS))
    assert page.step is page.columns
    assert hands.there() is page.columns.columns.table
    tab_to(hands, page.main)
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: page.step is page.result)
    assert "6 entries were found; 3 can be taken in." in words(page.result)
    assert hands.there() is page.main
    folds = page.result.findChildren(Disclosure)
    folds[0].button.click()
    (months,) = folds[0].findChildren(RecordTable)
    assert [months.model().index(0, column).data() for column in range(2)] == ["February 2026", "3"]
    assert counted(hands) == 0
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: isinstance(hands.window.page, LogPage))
    assert "3 entries are in the log now." in words(hands.window.message_bar)
    log = hands.window.page
    assert isinstance(log, LogPage)
    hands.wait(lambda: log.list.model.rowCount() == 3)  # the days that came in are what is listed
    assert len(hands.window.context.services.backups.listed()) == 1
    hands.press("Ctrl+Z")
    hands.wait(lambda: counted(hands) == 0)
    hands.wait(lambda: log.list.model.rowCount() == 0)


def test_a_column_is_taken_as_something_else_by_keys(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    read(hands, page, written(tmp_path, LIBSTATS))
    step = page.columns
    for _ in range(10):
        hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Return)
    assert step.columns.select.isAncestorOf(hands.there()) or hands.there() is step.columns.select
    assert step.mapping().columns["answer"] == "note"
    assert step.columns.select.accessibleName() == "“answer” is"
    hands.key(Qt.Key.Key_Up)
    assert step.mapping().columns["answer"] == "people"


def test_a_word_is_given_its_meaning(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    read(hands, page, written(tmp_path, LIBSTATS))
    step = page.columns
    model = step.values.table.model()
    first = [model.index(0, column).data() for column in range(4)]
    assert (first[0], first[1], first[3]) == ("Directional", "1", "Not known")
    assert "only guesses, or not known" in step.value_words.text()
    step.values.select.set_code("wifi")
    step.values.select.chosen.emit("wifi")
    assert step.mapping().values["topic"] == {"directional": "wifi"}
    page.go_on()
    hands.wait(lambda: page.step is page.result)
    assert page.preview is not None
    assert page.preview.topics["wifi"] == 1


def test_a_tally_sheet_asks_what_tally_sheets_need(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    read(hands, page, written(tmp_path, HOURS_DOWN))
    assert page.columns.mapping().kind == TALLIES
    assert page.columns.period_row.isVisibleTo(page)
    assert not page.columns.outcome_row.isVisibleTo(page)
    page.go_on()
    hands.wait(lambda: page.step is page.result)
    assert "people counted" in words(page.result)


def test_one_of_several_worksheets_is_chosen(hands: Hands, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Visits"
    book.active.append(["Date", "Topic", "Mins"])
    for day in range(10, 20):
        book.active.append([f"{day}/03/2026", "Wi-Fi", 5])
    tally = book.create_sheet("Tally")
    tally.append(["Date", "Printing", "Wi-Fi"])
    tally.append(["13/03/2026", 4, 5])
    tally.append(["14/03/2026", 4, 5])
    path = tmp_path / "log.xlsx"
    book.save(path)
    page = page_of(hands)
    read(hands, page, path)
    assert page.columns.sheet_row.isVisibleTo(page)
    page.columns.sheets.set_code("1")
    page.columns.sheets.chosen.emit("1")
    page.look_ahead()  # at once: what is shown is still the first
    hands.wait(lambda: page.step is page.result)
    assert page.preview is not None
    assert page.preview.found == 10
    page.step_back()
    hands.wait(lambda: page.columns.mapping().kind == TALLIES)
    page.look_ahead()
    hands.wait(lambda: page.step is page.result)
    assert page.preview.people == 18


def test_what_was_chosen_before_is_set_again(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    read(hands, page, written(tmp_path, LIBSTATS))
    page.go_on()
    hands.wait(lambda: page.step is page.result)
    page.go_on()
    hands.wait(lambda: isinstance(hands.window.page, LogPage))
    page = page_of(hands)
    read(hands, page, written(tmp_path, LIBSTATS))
    assert "You have taken in such a sheet before" in page.columns.said.text()
    page.go_on()
    hands.wait(lambda: page.step is page.result)
    assert not page.main.isEnabled()  # all of it is here
    assert "0 can be taken in" in words(page.result)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "our log.csv is empty"),
        ("%PDF-1.7", "is not a list"),
        ("colour,size\nred,4\n", "has no column with days in it"),
        ('Date,Topic\n13/03/2026,Wi-Fi\n14/03/2026,"Wi', "stops in the middle"),
    ],
)
def test_a_file_that_is_no_log_is_one_sentence(
    hands: Hands, tmp_path: Path, content: str, sentence: str
) -> None:
    page = page_of(hands)
    read(hands, page, written(tmp_path, content))
    assert page.step is page.choose
    assert sentence in page.choose.problem.label.text()
    page.choose.file.set_path(None)
    page.go_on()
    assert "Choose a file first." in words(page.choose)


def test_a_mapping_without_a_day_is_said_where_it_can_be_mended(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    read(hands, page, written(tmp_path, LIBSTATS))
    page.columns.columns.table.select_row(8)
    page.columns.columns.select.chosen.emit("")
    page.go_on()
    hands.wait(lambda: page.step is page.columns)
    assert "No column says on which day it was." in page.columns.problem.label.text()


def test_escape_goes_back_a_step_and_then_leaves(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    read(hands, page, written(tmp_path, LIBSTATS))
    page.go_on()
    hands.wait(lambda: page.step is page.result)
    hands.key(Qt.Key.Key_Escape)
    hands.wait(lambda: page.step is page.columns)
    hands.key(Qt.Key.Key_Escape)
    hands.wait(lambda: page.step is page.choose)
    hands.key(Qt.Key.Key_Escape)
    hands.wait(lambda: hands.window.page is not page)


@pytest.mark.parametrize("step", ["read", "preview", "take in"])
def test_stopping_keeps_nothing(hands: Hands, tmp_path: Path, step: str) -> None:
    page, hold = page_of(hands), threading.Event()
    path = written(tmp_path, LIBSTATS)
    if step != "read":
        read(hands, page, path)
    if step == "take in":
        page.go_on()
        hands.wait(lambda: page.step is page.result)
    before = page.step
    hands.window.context.background.run(hold.wait)
    if step == "read":
        page.choose.file.set_path(path)
    else:
        page.go_on()
    assert page.step is page.progress
    assert hands.there() is page.cancel
    hands.key(Qt.Key.Key_Return)
    assert page.progress.words.text() == "Stopping…"
    hold.set()
    hands.wait(lambda: page.step is before)
    assert "Stopped. Nothing was changed." in words(hands.window.message_bar)
    assert counted(hands) == 0


def test_nothing_of_a_sheet_stays_when_the_page_is_left(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    read(hands, page, written(tmp_path, HOME_MADE))
    examples = page.columns.columns.table.model()
    shown = [examples.index(row, 1).data() for row in range(examples.rowCount())]
    assert not any("Ishbel" in text or "07700" in text for text in shown)
    hands.window.go_to("desk")
    assert page.step is page.choose
    assert page.columns.sheet is None
    assert page.columns.columns.table.model().rowCount() == 0
    assert page.preview is None


def test_going_elsewhere_does_not_stop_what_is_taken_in(hands: Hands, tmp_path: Path) -> None:
    page, hold = page_of(hands), threading.Event()
    read(hands, page, written(tmp_path, LIBSTATS))
    page.go_on()
    hands.wait(lambda: page.step is page.result)
    hands.window.context.background.run(hold.wait)
    page.go_on()
    hands.window.go_to("desk")
    hold.set()
    hands.wait(lambda: counted(hands) == 3)
    hands.wait(lambda: "3 entries are in the log now." in words(hands.window.message_bar))
    assert hands.window.page is not page


def test_the_list_of_what_is_left_out_is_saved(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, target = page_of(hands), tmp_path / "left out.csv"
    read(hands, page, written(tmp_path, LIBSTATS))
    page.go_on()
    hands.wait(lambda: page.step is page.result)
    tables = page.result.findChildren(RecordTable)
    assert any(table.accessibleName() == "What can’t be taken in" for table in tables)
    monkeypatch.setattr(past_logs, "ask_where_to_save_as", lambda *_asked: target)
    assert page.result.save is not None
    page.result.save.click()
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Sheet,Line,Column,Why"
    assert len(lines) == 4
    assert "Its day can't be read." in lines[1]
    assert "07700" not in target.read_text(encoding="utf-8-sig")


def test_the_table_of_columns_fits_its_width_with_large_text(hands: Hands, tmp_path: Path) -> None:
    hands.desktop.frame.resize(1024, 600)
    context = hands.window.context
    context.change_settings(replace(context.settings(), text_scale=200))
    page = page_of(hands)
    read(hands, page, written(tmp_path, LIBSTATS))
    table = page.columns.columns.table
    hands.wait(lambda: table.viewport().width() > 0)
    assert table.horizontalHeader().length() <= table.viewport().width()
