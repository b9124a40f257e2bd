"""Taking in a list through the dialog: nothing is kept before it is seen, and nothing is kept half."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.import_list import ImportDialog
from tests.ui.conftest import RecordingWindow

WAIT = 10_000
HEADING = "name,town,postcode,phone"


@pytest.fixture
def context(make_services: Callable[..., Services], make_context: Callable[[Services], Context]) -> Context:
    return make_context(make_services())


@pytest.fixture
def open_dialog(qtbot: QtBot, context: Context) -> Callable[[], ImportDialog]:
    def open_() -> ImportDialog:
        dialog = ImportDialog(context)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.open()
        return dialog

    return open_


def written(folder: Path, *lines: str, name: str = "orkney_help.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEADING, *lines)), encoding="utf-8")
    return path


def places(count: int) -> list[str]:
    return [f"Place {n},Kirkwall,KW15 1AG,01632 9601{n:02d}" for n in range(count)]


def read(qtbot: QtBot, dialog: ImportDialog, path: Path) -> None:
    dialog.choose.file.set_path(path)
    dialog.main.click()
    qtbot.waitUntil(lambda: dialog.steps.currentWidget() is not dialog.progress, timeout=WAIT)


def take_in(qtbot: QtBot, dialog: ImportDialog) -> None:
    dialog.main.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)


def words(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_a_list_is_read_shown_and_only_then_taken_in(
    qtbot: QtBot,
    open_dialog: Callable[[], ImportDialog],
    context: Context,
    window: RecordingWindow,
    tmp_path: Path,
) -> None:
    services = context.services
    dialog = open_dialog()
    path = written(tmp_path, *places(3), ",Kirkwall,KW15 1AG,", "Hall,Kirkwall,XX,01632 960999")
    dialog.choose.file.set_path(path)
    assert dialog.choose.name.text() == "orkney help"
    dialog.choose.credit.setText("© Orkney help")
    read(qtbot, dialog, path)

    assert dialog.heading.text() == "What would change in “orkney help”"
    said = words(dialog.changes)
    assert "5 entries were found; 4 of them can be used." in said
    assert "1 entry can’t be used" in said
    assert services.directory.count() == 0

    take_in(qtbot, dialog)
    assert services.directory.count() == 4
    assert window.said == ["“orkney help” is in: 4 new, 0 changed, 0 no longer listed."]
    assert len(services.backups.listed()) == 1
    assert services.directory.sources()[0].attribution == "© Orkney help"
    assert window.undo is not None
    services.history.undo(window.undo)
    assert services.directory.count() == 0


def test_a_refused_row_is_shown_with_its_line_and_reason(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], tmp_path: Path
) -> None:
    from champion_desk.ui.record_table import RecordTable

    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, *places(2), ",Kirkwall,KW15 1AG,"))
    model = dialog.changes.findChildren(RecordTable)[0].model()
    row = [model.index(0, column).data() for column in range(3)]
    assert row == ["4", "–", "It has no name."]


def test_cancel_after_reading_changes_nothing(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], context: Context, tmp_path: Path
) -> None:
    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, *places(2)))
    dialog.cancel.click()
    assert not dialog.isVisible()
    assert context.services.directory.count() == 0
    assert context.services.directory.sources() == []


def test_back_leads_to_the_choice_again(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], tmp_path: Path
) -> None:
    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, *places(2)))
    dialog.back.click()
    assert dialog.steps.currentWidget() is dialog.choose
    assert dialog.main.text() == "Read the list"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 \x00\x01\x02\xff", "is not a list that can be read"),
        (b'{"contents": [{"id": "1", "name"', "stops in the middle"),
        (
            b"2026-01-05 10:00:01,120 INFO started\n2026-01-05 10:00:02,7 INFO done\n",
            "no column for the name",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    qtbot: QtBot,
    open_dialog: Callable[[], ImportDialog],
    context: Context,
    tmp_path: Path,
    content: bytes,
    sentence: str,
) -> None:
    dialog = open_dialog()
    path = tmp_path / ("list.json" if content.startswith(b"{") else "list.csv")
    path.write_bytes(content)
    read(qtbot, dialog, path)
    assert dialog.steps.currentWidget() is dialog.choose
    assert sentence in dialog.choose.problem.label.text()
    assert path.name in dialog.choose.problem.label.text()
    assert context.services.directory.count() == 0
    assert dialog.isVisible()


def test_a_file_or_an_address_is_needed(open_dialog: Callable[[], ImportDialog]) -> None:
    dialog = open_dialog()
    dialog.main.click()
    assert "Choose a file, or type a web address." in words(dialog)
    dialog.choose.file.set_path(Path("gone.csv"))
    dialog.choose.name.setText("  ")
    dialog.main.click()
    assert "Give the list a name." in words(dialog)


def test_a_file_that_has_gone_is_said_so(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], tmp_path: Path
) -> None:
    dialog = open_dialog()
    read(qtbot, dialog, tmp_path / "gone.csv")
    assert "gone.csv is not there any more." in dialog.choose.problem.label.text()


def test_an_address_gives_the_name_and_takes_the_place_of_a_file(
    open_dialog: Callable[[], ImportDialog], tmp_path: Path
) -> None:
    dialog = open_dialog()
    dialog.choose.file.set_path(written(tmp_path))
    dialog.choose.name.clear()
    QTest.keyClicks(dialog.choose.address, "data.example.org/services")
    assert dialog.choose.file.path is None
    assert dialog.choose.name.text() == "data.example.org"
    asked = dialog.choose.asked()
    assert asked is not None
    assert asked.where == "https://data.example.org/services"


def test_an_address_without_a_safe_connection_is_refused(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog]
) -> None:
    dialog = open_dialog()
    QTest.keyClicks(dialog.choose.address, "http://data.example.org/services")
    dialog.main.click()
    qtbot.waitUntil(lambda: dialog.steps.currentWidget() is dialog.choose, timeout=WAIT)
    assert "https" in dialog.choose.problem.label.text()


def test_a_newer_version_keeps_its_name_and_says_what_changed(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], context: Context, tmp_path: Path
) -> None:
    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, *places(10)))
    take_in(qtbot, dialog)

    dialog = open_dialog()
    source = context.services.directory.sources()[0]
    dialog.choose.which.set_code(source.id)
    dialog.choose.which.chosen.emit(source.id)
    assert dialog.choose.name.isReadOnly()
    newer = [*places(9)[1:], "Place 0,Kirkwall,KW15 1AG,01632 960998", "New place,Kirkwall,KW15 1AG,"]
    read(qtbot, dialog, written(tmp_path, *newer, name="another_name.csv"))
    preview = dialog.preview
    assert preview is not None
    assert (preview.source.name, preview.added, preview.gone) == (source.name, 1, 1)
    assert dialog.changes.confirm is None
    take_in(qtbot, dialog)
    assert len(context.services.directory.sources()) == 1


def test_a_list_that_lost_a_third_of_its_places_asks_first(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], context: Context, tmp_path: Path
) -> None:
    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, *places(10)))
    take_in(qtbot, dialog)
    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, *places(6)))
    assert "4 of the 10 places would go." in words(dialog.changes)
    assert not dialog.main.isEnabled()
    dialog.go_on()
    assert context.services.directory.count() == 10
    assert dialog.changes.confirm is not None
    dialog.changes.confirm.click()
    take_in(qtbot, dialog)
    assert context.services.directory.count() == 6


def test_stopping_while_it_reads_keeps_nothing(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], context: Context, tmp_path: Path
) -> None:
    dialog = open_dialog()
    hold = threading.Event()
    context.background.run(hold.wait)
    dialog.choose.file.set_path(written(tmp_path, *places(5)))
    dialog.main.click()
    assert dialog.steps.currentWidget() is dialog.progress
    assert QApplication.focusWidget() in (dialog.cancel, None)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.steps.currentWidget() is dialog.choose
    assert dialog.choose.problem.label.text() == "Stopped. Nothing was changed."
    hold.set()
    qtbot.waitUntil(lambda: not context.background.is_busy, timeout=WAIT)
    assert dialog.preview is None
    assert dialog.steps.currentWidget() is dialog.choose
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_stopping_before_it_is_kept_keeps_nothing(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], context: Context, tmp_path: Path
) -> None:
    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, *places(5)))
    hold = threading.Event()
    context.background.run(hold.wait)
    dialog.main.click()
    dialog.cancel.click()
    hold.set()
    qtbot.waitUntil(lambda: not context.background.is_busy, timeout=WAIT)
    assert context.services.directory.count() == 0


def test_a_mark_of_code_in_a_list_stays_text(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], tmp_path: Path
) -> None:
    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, "<b>Bold</b> place,Kirkwall,<i>XX</i>,", name="<b>list.csv"))
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_columns_nobody_can_guess_are_said_by_a_person_and_remembered(
    qtbot: QtBot, open_dialog: Callable[[], ImportDialog], context: Context, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(
        "Colour,Where to,Code\nRed Hub,Wick,KW1 4NH\nBlue Hub,Kirkwall,KW15 1AG\n", encoding="utf-8"
    )
    dialog = open_dialog()
    read(qtbot, dialog, path)
    assert dialog.steps.currentWidget() is dialog.columns
    dialog.main.click()
    assert "No column is the name yet." in dialog.columns.problem.label.text()
    for row, field in enumerate(("name", "town", "postcode")):
        dialog.columns.table.select_row(row)
        dialog.columns.select.set_code(field)
        dialog.columns.select.chosen.emit(field)
    dialog.main.click()
    qtbot.waitUntil(lambda: dialog.steps.currentWidget() is dialog.changes, timeout=WAIT)
    assert "Read from its columns: Name, Town, Postcode" in words(dialog.changes)
    take_in(qtbot, dialog)
    assert {one.location.town for one in context.services.directory.all()} == {"Wick", "Kirkwall"}

    again = open_dialog()
    again.choose.which.set_code(context.services.directory.sources()[0].id)
    again.choose.which.chosen.emit(again.choose.which.code())
    read(qtbot, again, path)
    assert again.steps.currentWidget() is again.changes
    assert again.preview is not None
    assert again.preview.same == 2
    again.changes.columns_wanted.emit()
    assert "You have taken in such a sheet before" in words(again.columns)
    again.back.click()
    assert again.steps.currentWidget() is again.changes


def test_what_was_changed_is_saved_as_a_list(
    qtbot: QtBot,
    open_dialog: Callable[[], ImportDialog],
    window: RecordingWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = open_dialog()
    read(qtbot, dialog, written(tmp_path, *places(2), ",Kirkwall,KW15 1AG,", "Hall,Kirkwall,KWI5 1AG,"))
    path = tmp_path / "report.csv"
    monkeypatch.setattr("champion_desk.ui.dialogs.import_list.ask_where_to_save_as", lambda *_asked: path)
    dialog.changes.report_wanted.emit()
    qtbot.waitUntil(lambda: bool(window.said), timeout=WAIT)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Line,Name,What happened,Why"
    assert lines[1].startswith("4,,Not used,It has no name.")
    assert lines[2].startswith("5,Hall,Changed,")
