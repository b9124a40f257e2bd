"""Keeping places right in the window: two keys say what is wrong, one that it is right, a form changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from champion_desk.domain.directory import Listing, Location, ReadRow
from champion_desk.domain.opening import OpeningHours
from champion_desk.i18n import speaking
from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.place import PlaceDialog
from champion_desk.ui.dialogs.something_wrong import SomethingWrongDialog
from champion_desk.ui.hours_field import HoursField, typed_lines
from champion_desk.ui.pages.directory import DirectoryPage
from champion_desk.ui.pages.keeping import KeepingPage
from tests.ui.conftest import RecordingWindow

Make = Callable[..., Services]
TWINS = (
    Listing(
        "Harbour café", "1", phones=("01632 960777",),
        locations=(Location("", ("1 Pier",), "Kirkwall", "KW15 1LH"),),
    ),
    Listing(
        "The Harbour Cafe", "2", phones=("01632 960777",),
        locations=(Location("", ("Pier 1",), "Kirkwall", "KW15 1LH"),),
    ),
    Listing("Quiet room", "3"),
)  # fmt: skip


@pytest.fixture
def desk(make_services: Make) -> Services:
    services = make_services()
    rows = tuple(ReadRow(line, one.name, one) for line, one in enumerate(TWINS, 1))
    services.directory.take_in(services.directory.preview_rows(rows, "Hubs", "oruk", "hubs.json"))
    return services


@pytest.fixture
def context(desk: Services, make_context: Callable[[Services], Context]) -> Context:
    return make_context(desk)


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> KeepingPage:
    made = KeepingPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


@pytest.fixture
def directory(context: Context, qtbot: QtBot) -> DirectoryPage:
    made = DirectoryPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.enter(listing=named(context, "Quiet room").id)
    return made


def named(context: Context, name: str) -> Listing:
    return next(one for one in context.services.directory.all() if one.name == name)


def type_in(dialog: PlaceDialog, **texts: str) -> None:
    for name, text in texts.items():
        field = dialog.fields[name]
        if isinstance(field, QLineEdit):
            field.setText(text)
        else:
            assert isinstance(field, QPlainTextEdit)
            field.setPlainText(text)


def test_two_keys_say_what_is_wrong(directory: DirectoryPage, window: RecordingWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(directory, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    (dialog,) = directory.findChildren(SomethingWrongDialog)
    qtbot.waitExposed(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_3)
    assert not dialog.isVisible()
    (report,) = directory.context.services.keeping.reports()
    assert (report.listing.name, report.report.reason) == ("Quiet room", "hours")
    assert window.said[-1] == "Noted: Quiet room. The opening hours are wrong."
    assert directory.details.keeping is not None
    assert len(directory.details.keeping.kept.reports) == 1
    assert window.undo is not None
    directory.context.services.history.undo(window.undo)
    assert directory.context.services.keeping.reports() == []


def test_a_number_typed_into_the_note_is_a_number(directory: DirectoryPage, qtbot: QtBot) -> None:
    directory.details.wrong_asked.emit()
    (dialog,) = directory.findChildren(SomethingWrongDialog)
    qtbot.waitExposed(dialog)
    dialog.note.setFocus()
    qtbot.keyClicks(dialog.note, "Room 3 now")
    assert dialog.isVisible()
    dialog.report("moved")
    (report,) = directory.context.services.keeping.reports()
    assert report.report.note == "Room 3 now"


def test_a_change_is_shown_as_this_desk_s_and_given_back_in_one_press(
    directory: DirectoryPage, window: RecordingWindow, qtbot: QtBot
) -> None:
    def phones() -> tuple[str, ...] | None:
        return directory.details.match.listing.phones if directory.details.match else None

    qtbot.keyClick(directory, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    (dialog,) = directory.findChildren(PlaceDialog)
    type_in(dialog, phones="01856 873166", town="Kirkwall")
    dialog.note.setPlainText("Round the back")
    dialog.submit()
    assert window.said[-1] == "Changed: Quiet room."
    part = directory.details.keeping
    assert part is not None
    assert {one.field for one in part.kept.local} == {"phones", "locations"}
    assert part.kept.note == "Round the back"
    part.back["phones"].click()
    part = directory.details.keeping
    assert part is not None
    assert {one.field for one in part.kept.local} == {"locations"}
    qtbot.waitUntil(lambda: phones() == (), timeout=5_000)
    assert window.undo is not None
    directory.context.services.history.undo(window.undo)
    assert named(directory.context, "Quiet room").phones == ("01856 873166",)


def test_hours_in_words_are_shown_back_and_other_words_are_kept(
    directory: DirectoryPage, context: Context
) -> None:
    directory.details.change_asked.emit()
    (dialog,) = directory.findChildren(PlaceDialog)
    assert not dialog.hours.said.isVisible()
    dialog.hours.set_text("Mon–Fri 9–5\nSat 10-12\nRing the bell")
    said = dialog.hours.said.text()
    assert "Understood: Monday to Friday, 9 am to 5 pm; Saturday, 10 am to midday." in said
    assert "Kept as words: Ring the bell" in said
    dialog.submit()
    made = named(context, "Quiet room")
    assert made.hours == (
        OpeningHours((0, 1, 2, 3, 4), time(9), time(17)),
        OpeningHours((5,), time(10), time(12)),
    )
    assert made.hours_note == "Ring the bell"
    local = {one.field: one for one in context.services.keeping.kept(made.id).local}
    assert local.keys() == {"hours", "hours_note"}
    context.services.keeping.use_source(made.id)
    assert named(context, "Quiet room").hours == ()


def test_words_that_are_no_hours_say_that_they_stay_words(directory: DirectoryPage) -> None:
    directory.details.change_asked.emit()
    (dialog,) = directory.findChildren(PlaceDialog)
    dialog.hours.set_text("Now and then")
    assert dialog.hours.value() == ((), "Now and then")
    assert "So it is not known here when it is open." in dialog.hours.said.text()


def test_hours_that_no_line_can_say_stay_until_others_are_typed(qtbot: QtBot) -> None:
    first_mondays = (OpeningHours((0,), time(9), time(12), nth=(1,)),)
    field = HoursField("When", first_mondays, "Ring first")
    qtbot.addWidget(field)
    assert "These hours stay until you type others: First Monday of the month" in field.said.text()
    field.set_text("Ring twice")
    assert field.value() == (first_mondays, "Ring twice")
    field.set_text("Tue 10-12")
    assert field.value() == ((OpeningHours((1,), time(10), time(12)),), "")


@pytest.mark.parametrize(
    "hours",
    [
        (OpeningHours((0, 1, 2), time(9), time(12, 30)), OpeningHours((0,), time(14), time(17))),
        (OpeningHours((0, 1, 2, 3, 4, 5, 6), time(0), time(23, 59)),),
        (OpeningHours((4,), time(22), time(2)), OpeningHours((6,), time(0), time(1))),
    ],
)
@pytest.mark.parametrize("code", ["en", "cy", "gd"])
def test_weekly_hours_stand_in_the_field_as_one_would_type_them(
    hours: tuple[OpeningHours, ...], code: str
) -> None:
    with speaking(code):
        lines = typed_lines(hours)
        assert lines is not None, code


def test_a_place_is_at_several_sites_each_with_its_hours(
    directory: DirectoryPage, context: Context, qtbot: QtBot
) -> None:
    directory.add_place()
    (dialog,) = directory.findChildren(PlaceDialog)
    type_in(dialog, name="Warm rooms", address="1 Pier", town="Kirkwall", postcode="KW15 1AG")
    dialog.hours.set_text("Mon 9-5")
    dialog.others.add.click()
    dialog.others.add.click()
    first, second = dialog.others.cards
    first.town.setText("Stromness")
    first.postcode.setText("KWI6 3AA")
    first.hours.set_text("Tue 10-12")
    second.town.setText("Nowhere")
    second.set_away(True)
    assert second.form.isHidden()
    dialog.submit()
    qtbot.waitUntil(lambda: bool(first.form._rows["postcode"].problem()), timeout=10_000)
    assert "KW16 3AA" in first.form._rows["postcode"].problem()
    first.postcode.setText("KW16 3AA")
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    made = named(context, "Warm rooms")
    assert [(at.town, at.hours[0].days, at.position is not None) for at in made.locations] == [
        ("Kirkwall", (0,), True),
        ("Stromness", (1,), True),
    ]
    qtbot.waitUntil(lambda: shown_id(directory) == made.id, timeout=10_000)
    directory.details.change_asked.emit()
    again = [one for one in directory.findChildren(PlaceDialog) if one.isVisible()][-1]
    (card,) = again.others.cards
    assert card.hours.area.toPlainText() == "Tuesday 10:00–12:00"
    card.toggle.click()
    again.submit()
    left = named(context, "Warm rooms")
    assert [at.town for at in left.locations] == ["Kirkwall"]
    assert left.hours == (OpeningHours((0,), time(9), time(17)),)
    assert not left.has_hours_by_place


def test_every_wrong_field_is_marked_and_nothing_typed_is_lost(
    context: Context, directory: DirectoryPage, qtbot: QtBot
) -> None:
    directory.add_place()
    (dialog,) = directory.findChildren(PlaceDialog)
    type_in(dialog, phones="ring me", email="nobody", postcode="KWI5 1AG")
    dialog.submit()
    assert dialog.isVisible()
    marked = {name: row.problem() for name, row in dialog.form._rows.items() if row.problem()}
    assert marked.keys() == {"name", "phones", "email", "postcode"}
    assert "KW15 1AG" in marked["postcode"]
    assert dialog.fields["phones"].toPlainText() == "ring me"  # type: ignore[union-attr]
    type_in(dialog, name="Warm room", phones="01856 873166", email="a@example.org", postcode="KW15 1AG")
    dialog.needs.set_codes(["food"])
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    made = named(context, "Warm room")
    assert (made.needs, made.location.postcode) == (("food",), "KW15 1AG")
    qtbot.waitUntil(lambda: shown_id(directory) == made.id, timeout=10_000)


def test_a_place_of_this_desk_is_removed_in_one_press_and_comes_back(
    context: Context, directory: DirectoryPage, window: RecordingWindow, qtbot: QtBot
) -> None:
    assert directory.details.keeping is not None
    assert directory.details.keeping.remove.isHidden()  # a list has it
    directory.add_place()
    (dialog,) = directory.findChildren(PlaceDialog)
    type_in(dialog, name="Warm room", phones="01856 873166")
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    made = named(context, "Warm room")
    qtbot.waitUntil(lambda: shown_id(directory) == made.id, timeout=10_000)
    part = directory.details.keeping
    assert part is not None
    assert not part.remove.isHidden()
    part.remove.setFocus()
    part.remove.click()
    assert window.said[-1] == "Removed: Warm room."
    assert directory.focusWidget() is directory.view
    qtbot.waitUntil(lambda: directory.model.row_of(made.id) < 0, timeout=10_000)
    assert context.services.directory.count() == 3
    assert window.undo is not None
    context.services.history.undo(window.undo)
    qtbot.waitUntil(lambda: directory.model.row_of(made.id) >= 0, timeout=10_000)


def test_a_place_that_is_there_already_is_asked_about(
    directory: DirectoryPage, context: Context, qtbot: QtBot
) -> None:
    directory.add_place()
    (dialog,) = directory.findChildren(PlaceDialog)
    type_in(dialog, name="Harbour Cafe", phones="01632 960777", postcode="KW15 1LH")
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.alike.isVisible(), timeout=10_000)
    assert "is there already" in dialog.alike.label.text()
    assert context.services.directory.count() == 3
    dialog.submit()
    assert context.services.directory.count() == 4


def test_what_is_due_is_checked_with_one_key(
    page: KeepingPage, context: Context, window: RecordingWindow, qtbot: QtBot
) -> None:
    page.enter(part="due")
    qtbot.waitUntil(lambda: page.due.model.rowCount() == 3, timeout=10_000)
    page.due.table.select_row(1)
    asked = page.due.table.record().listing
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.due.model.rowCount() == 2, timeout=10_000)
    assert context.services.directory.get(asked.id).checked_on == date.today()
    assert window.said[-1] == f"Checked today: {asked.name}."
    page.due.open.click()
    assert window.went[-1][0] == "directory"


def test_what_is_wrong_is_passed_on_and_closed(
    page: KeepingPage, context: Context, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page.enter(part="wrong")
    assert page.wrong.empty.isVisible()
    context.services.keeping.report(named(context, "Quiet room").id, "closed", "=1+1")
    page.enter(part="wrong")
    assert page.wrong.model.rowCount() == 1
    page.wrong.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "Quiet room (number 3): It has closed" in text
    assert text.endswith("Kirkwall Library\n")
    assert context.services.keeping.reports()[0].report.sent_on == date.today()
    path = tmp_path / "reports.csv"
    page.save_to(page.wrong.shown(), path)
    qtbot.waitUntil(lambda: "Saved as" in window.said[-1], timeout=10_000)
    assert "'=1+1" in path.read_text(encoding="utf-8-sig")
    page.wrong.mended.click()
    assert page.wrong.empty.isVisible()
    page.save_to([], tmp_path / "nowhere" / "reports.csv")
    qtbot.waitUntil(lambda: bool(window.problems), timeout=10_000)


def test_twins_are_merged_linked_kept_apart_and_taken_apart(
    page: KeepingPage, context: Context, window: RecordingWindow, qtbot: QtBot
) -> None:
    def pairs() -> int:
        return -1 if page.twins.looking.isVisible() else page.twins.model.rowCount()

    page.enter(part="twins")
    qtbot.waitUntil(lambda: pairs() == 1, timeout=10_000)
    pair = page.twins.table.record()
    page.twins.second.click()
    qtbot.waitUntil(lambda: pairs() == 0 and page.tied.isVisible(), timeout=10_000)
    assert [one.name for one in context.services.directory.all()] == sorted([pair.second.name, "Quiet room"])
    page.tied.untie.click()
    qtbot.waitUntil(lambda: pairs() == 1, timeout=10_000)
    page.twins.apart.click()
    qtbot.waitUntil(lambda: pairs() == 0, timeout=10_000)
    assert not page.tied.isVisible()
    assert window.undo is not None
    context.services.history.undo(window.undo)
    qtbot.waitUntil(lambda: pairs() == 1, timeout=10_000)
    page.twins.link.click()
    qtbot.waitUntil(lambda: pairs() == 0, timeout=10_000)
    assert len(context.services.directory.all()) == 3


def test_a_change_that_meets_a_removed_place_is_told(
    context: Context, directory: DirectoryPage, window: RecordingWindow
) -> None:
    room = named(context, "Quiet room")
    context.services.erasure.erase([room.id])
    directory.acts.change(room, directory)
    assert [str(getattr(one, "code", "")) for one in window.problems] == ["record-gone"]
    directory.acts.something_wrong(replace(room), directory)


def shown_id(page: DirectoryPage) -> str:
    return page.details.match.listing.id if page.details.match else ""
