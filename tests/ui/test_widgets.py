"""The pieces pages are made of: keyboard, names for the screen reader, what they say and when."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from champion_desk.ui import form as form_module
from champion_desk.ui.announce import announce
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.form import Form
from champion_desk.ui.record_table import RECORD, TONE, Column, RecordModel, RecordTable
from champion_desk.ui.theme import Theme
from champion_desk.ui.widgets import focus_ring, message_bar
from champion_desk.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton, literal
from champion_desk.ui.widgets.cards import Disclosure, EmptyState
from champion_desk.ui.widgets.charts import BarChart, SkillBar
from champion_desk.ui.widgets.chips import Chip, ChipGroup
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.date_field import DateField
from champion_desk.ui.widgets.fields import (
    CheckBox,
    NumberField,
    PassphraseField,
    SearchField,
    Select,
    TextArea,
    TextField,
)
from champion_desk.ui.widgets.labels import ElidedLabel, PlainLabel
from champion_desk.ui.widgets.message_bar import MessageBar
from champion_desk.ui.widgets.rail import Rail
from champion_desk.ui.widgets.scroll import Scroll
from champion_desk.ui.widgets.token_field import TokenField

Key = Qt.Key
OUTCOMES = [("done", "done"), ("partly", "partly"), ("handed-on", "handed on"), ("could-not", "could not")]
TOPICS = [
    ("universal-credit", "Universal Credit: claim", "Money"),
    ("upload", "Upload a rent letter", "Money"),
    ("email-account", "Create an e-mail account", "Accounts"),
]


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    Theme.apply(qapp, "light", 1.0)


@pytest.fixture
def shown(qtbot):
    """Shows widgets in one window that has the keyboard."""
    kept: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)  # qtbot alone would let it go at once
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        for widget in widgets:
            layout.addWidget(widget)
        window.resize(700, 500)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return show


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)


def suggest(text: str) -> list[tuple[str, str, str]]:
    return [topic for topic in TOPICS if text.lower() in topic[1].lower()]


def spoken(widget: QWidget) -> tuple[str, QAccessible.Role]:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name), interface.role()


# Chips


def test_tab_enters_a_group_of_chips_once_and_arrows_move_inside_it(shown):
    before, group, after = TextField("Before"), ChipGroup("How did it end?", OUTCOMES), TextField("After")
    shown(before, group, after)
    before.setFocus()
    press(Key.Key_Tab)
    assert group.chip("done").hasFocus()
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert group.chip("handed-on").hasFocus()
    assert group.codes() == []
    press(Key.Key_Space)
    assert group.code() == "handed-on"
    press(Key.Key_Tab)
    assert after.hasFocus()
    press(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert group.chip("handed-on").hasFocus()
    press(Key.Key_End)
    assert group.chip("could-not").hasFocus()
    press(Key.Key_Right)
    assert group.chip("done").hasFocus()


def test_one_answer_replaces_another_and_a_needed_one_stays(shown, qtbot):
    group = ChipGroup("How did it end?", OUTCOMES)
    shown(group)
    group.focus_first()
    with qtbot.waitSignal(group.changed):
        press(Key.Key_Return)
    press(Key.Key_Right)
    press(Key.Key_Return)
    assert group.codes() == ["partly"]
    press(Key.Key_Return)
    assert group.codes() == ["partly"]


def test_optional_answers_can_be_taken_back_and_several_stand_together(shown):
    optional = ChipGroup("Next time they could", OUTCOMES, optional=True)
    several = ChipGroup("What was in the way?", OUTCOMES, several=True)
    shown(optional, several)
    optional.focus_first()
    press(Key.Key_Space)
    press(Key.Key_Space)
    assert optional.codes() == []
    several.focus_first()
    press(Key.Key_Space)
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert several.codes() == ["done", "partly"]


def test_a_letter_chooses_while_the_group_has_the_keyboard(shown):
    group = ChipGroup("How did it end?", OUTCOMES, keys={"done": "d", "partly": "p"})
    shown(group)
    group.focus_first()
    press(Key.Key_P)
    assert group.codes() == ["partly"]
    assert group.chip("partly").hasFocus()
    press(Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert group.codes() == ["partly"]


def test_chips_say_question_answer_and_state(shown):
    group = ChipGroup("How did it end?", OUTCOMES)
    shown(group)
    group.set_codes(["done"])
    assert spoken(group.chip("done")) == ("How did it end?: done", QAccessible.Role.CheckBox)
    state = QAccessible.queryAccessibleInterface(group.chip("done")).state()
    assert state.checkable
    assert state.checked


def test_setting_codes_is_silent_and_new_choices_keep_what_still_exists(shown, qtbot):
    group = ChipGroup("How did it end?", OUTCOMES, several=True)
    shown(group)
    with qtbot.assertNotEmitted(group.changed):
        group.set_codes(["partly", "could-not", "never-heard-of"])
    group.set_choices(OUTCOMES[:2])
    assert group.codes() == ["partly"]


# The field of chosen things


def test_two_letters_bring_suggestions_and_enter_takes_one(shown, qtbot):
    field = TokenField("What is it about?", suggest)
    shown(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "u")
    assert not field.suggestions.is_open()
    QTest.keyClicks(field.line, "p")
    assert field.suggestions.is_open()
    assert field.suggestions.current() == ("upload", "Upload a rent letter")
    with qtbot.waitSignals([field.changed, field.taken]):
        press(Key.Key_Return)
    assert field.codes() == ["upload"]
    assert field.typed() == ""
    assert field.line.hasFocus()
    assert not field.suggestions.is_open()


def test_arrows_choose_in_the_list_and_what_is_chosen_is_not_offered_again(shown):
    field = TokenField("What is it about?", suggest)
    shown(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "re")
    press(Key.Key_Down)
    press(Key.Key_Return)
    QTest.keyClicks(field.line, "re")
    press(Key.Key_Up)
    press(Key.Key_Return)
    taken = field.codes()
    assert len(set(taken)) == 2
    QTest.keyClicks(field.line, "re")
    offered = {field.suggestions.item(row).text() for row in range(field.suggestions.count())}
    assert len(offered) == 1


def test_escape_closes_the_list_and_keeps_the_typing(shown):
    field = TokenField("What is it about?", suggest)
    shown(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "up")
    press(Key.Key_Escape)
    assert not field.suggestions.is_open()
    assert field.typed() == "up"


def test_backspace_takes_the_last_away_and_the_left_arrow_reaches_the_chosen(shown, qtbot):
    field = TokenField("What is it about?", suggest)
    shown(field)
    field.set_tokens([(code, text) for code, text, _hint in TOPICS])
    field.line.setFocus()
    with qtbot.waitSignal(field.changed):
        press(Key.Key_Backspace)
    assert field.codes() == ["universal-credit", "upload"]
    press(Key.Key_Left)
    press(Key.Key_Left)
    press(Key.Key_Delete)
    assert field.codes() == ["upload"]
    assert field.line.hasFocus()
    assert "Upload a rent letter" in field.line.accessibleDescription()


def test_a_field_for_one_thing_replaces_it(shown):
    field = TokenField("Place", suggest, several=False)
    shown(field)
    field.add("upload", "Upload a rent letter")
    field.add("email-account", "Create an e-mail account")
    assert field.codes() == ["email-account"]


def test_a_click_on_a_suggestion_takes_it(shown):
    field = TokenField("What is it about?", suggest)
    shown(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "re")
    row = field.suggestions.visualItemRect(field.suggestions.item(1)).center()
    QTest.mouseClick(field.suggestions.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert len(field.codes()) == 1


# Fields, forms, folds


def test_a_wrong_field_says_so_and_gets_the_keyboard(shown, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(form_module, "announce", lambda _widget, text, assertive=False: said.append(text))
    form = Form()
    form.row("Name", TextField("Name"), name="name")
    form.row("Minutes", TextField("Minutes"), help="5 to 480", required=True, name="minutes")
    form.row("Passphrase", PassphraseField("Passphrase"), name="passphrase")
    shown(form)
    assert form.show_problems({"minutes": "Write a number.", "passphrase": "Too short.", "elsewhere": "?"})
    minutes = form.field("minutes")
    assert minutes.hasFocus()
    assert said == ["Write a number."]
    assert spoken(minutes)[0] == "Minutes, needed"
    assert minutes.accessibleDescription() == "Write a number. 5 to 480"
    form.clear_problems()
    assert minutes.accessibleDescription() == "5 to 480"
    assert not form.show_problems({"elsewhere": "?"})


def test_a_passphrase_is_hidden_until_the_eye_is_pressed(shown):
    field = PassphraseField("Passphrase")
    shown(field)
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    assert spoken(field.eye)[0] == "Show the passphrase"
    QTest.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    assert field.is_shown()
    assert spoken(field.eye)[0] == "Hide the passphrase"
    field.clear()
    assert not field.is_shown()


def test_escape_empties_the_search_then_lets_the_page_have_it(shown, qtbot):
    field = SearchField("Search topics", key_hint="Ctrl K")
    shown(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "sim")
    with qtbot.waitSignal(field.textEdited) as seen:
        press(Key.Key_Escape)
    assert seen.args == [""]
    assert field.text() == ""


def test_tab_leaves_a_text_area(shown):
    note, after = TextArea("Note"), TextField("After")
    shown(note, after)
    note.setFocus()
    press(Key.Key_Tab)
    assert after.hasFocus()


def test_a_choice_is_a_code_and_survives_new_choices(shown):
    choice = Select("Device", [("phone", "Their own phone"), ("pc", "Library PC")])
    shown(choice)
    choice.set_code("pc")
    choice.set_choices([("pc", "Library computer"), ("tablet", "Tablet")])
    assert choice.code() == "pc"


def test_a_fold_says_whether_it_is_open(shown, qtbot):
    fold = Disclosure("More: device, channel")
    inside = TextField("Device")
    fold.body.addWidget(inside)
    shown(fold)
    assert not inside.isVisible()
    closed = fold.button.accessibleDescription()
    fold.button.setFocus()
    with qtbot.waitSignal(fold.toggled):
        press(Key.Key_Space)
    assert inside.isVisible()
    assert fold.button.accessibleDescription() != closed


def test_a_filter_speaks_its_count_and_keeps_an_ampersand(shown):
    box = CheckBox("Money & benefits", 3)
    shown(box)
    assert spoken(box)[0] == "Money & benefits, 3 found"
    button = SecondaryButton(literal("Advice & support"))
    shown(button)
    assert spoken(button)[0] == "Advice & support"


# Messages


def test_a_message_is_spoken_and_its_undo_works_once(shown, monkeypatch):
    said: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        message_bar, "announce", lambda _widget, text, assertive=False: said.append((text, assertive))
    )
    undone: list[str] = []
    bar = MessageBar()
    bar.set_resting("Everything is saved.")
    shown(bar)
    bar.say("Saved one session.", action=("Undo", lambda: undone.append("session")))
    assert bar.text() == "Saved one session."
    bar.action.setFocus()
    press(Key.Key_Space)
    assert undone == ["session"]
    assert bar.text() == "Everything is saved."
    assert not bar.action.isVisible()
    bar.say("The disk is full.", "triangle-alert", "could-not")
    assert said == [("Saved one session.", False), ("The disk is full.", True)]


def test_the_resting_sentence_waits_while_a_message_stands(shown):
    bar = MessageBar()
    shown(bar)
    bar.say("Counted: Print or scan.")
    bar.set_resting("Last backup 10:30, checked.")
    assert bar.text() == "Counted: Print or scan."
    bar.rest()
    assert bar.text() == "Last backup 10:30, checked."


def test_an_announcement_reaches_the_screen_reader(shown, monkeypatch):
    events: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []
    monkeypatch.setattr(
        "champion_desk.ui.announce.QAccessible.updateAccessibility",
        lambda event: events.append((event.message(), event.politeness())),
    )
    label = PlainLabel("3 places")
    shown(label)
    announce(label, "3 places found.", assertive=True)
    assert events == [("3 places found.", QAccessible.AnnouncementPoliteness.Assertive)]


# Tables


def _model() -> RecordModel[tuple[str, int, str]]:
    model: RecordModel[tuple[str, int, str]] = RecordModel(
        [
            Column("What", lambda row: row[0], sort_key=lambda row: row[0], stretch=1),
            Column("Minutes", lambda row: str(row[1]), sort_key=lambda row: row[1]),
            Column("How it went", lambda row: row[2], tone=lambda row: row[2]),
        ]
    )
    model.set_rows([("NHS App", 15, "done"), ("Bus pass", 5, "partly"), ("Data SIM", 40, "could-not")])
    return model


def test_a_table_shows_records_and_sorts_by_their_values():
    model = _model()
    assert (model.rowCount(), model.columnCount()) == (3, 3)
    assert model.headerData(2, Qt.Orientation.Horizontal) == "How it went"
    assert model.index(0, 1).data() == "15"
    assert model.index(1, 2).data(TONE) == "partly"
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [model.record(row)[1] for row in range(3)] == [40, 15, 5]
    model.set_rows([("A", 9, "done"), ("B", 80, "done")])
    assert [model.record(row)[1] for row in range(2)] == [80, 9]
    assert model.index(0, 0).data(RECORD) == ("B", 80, "done")


def test_enter_opens_a_row_and_tab_leaves_the_table(shown, qtbot):
    table, after = RecordTable("Today at this desk", _model(), sortable=True, grow=True), TextField("After")
    shown(table, after)
    assert [table.model().index(row, 0).data() for row in range(3)] == ["NHS App", "Bus pass", "Data SIM"]
    table.setFocus()
    table.select_row(0)
    with qtbot.waitSignal(table.selected_record):
        press(Key.Key_Down)
    with qtbot.waitSignal(table.activated_record) as opened:
        press(Key.Key_Return)
    assert opened.args == [("Bus pass", 5, "partly")]
    press(Key.Key_Tab)
    assert after.hasFocus()


def test_a_table_in_a_card_is_as_tall_as_its_rows(shown):
    model = _model()
    table = RecordTable("Today", model, grow=True)
    shown(table)
    three = table.sizeHint().height()
    model.set_rows([("A long name that has to wrap because it will not fit " * 4, 1, "done")] * 6)
    assert table.sizeHint().height() > 2 * three


def test_the_page_follows_the_row_in_a_table_that_does_not_scroll_itself(shown, qtbot):
    model = _model()
    model.set_rows([(f"Row {number}", number, "done") for number in range(60)])
    table, scroll = RecordTable("Today", model, grow=True), Scroll()
    scroll.body.addWidget(table)
    shown(scroll)
    table.setFocus()
    for _ in range(59):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    row = table.visualRect(table.currentIndex())
    assert row.top() > scroll.viewport().height()
    for corner in (row.topLeft(), row.bottomLeft()):
        assert scroll.viewport().rect().contains(table.viewport().mapTo(scroll.viewport(), corner))
    model.set_rows([("Only one", 1, "done")])


# The rail


def test_arrows_move_along_the_rail_and_enter_goes(shown, qtbot):
    rail = Rail("Champion Desk")
    for code, word, icon in (("desk", "Desk", "home"), ("log", "Log", "notebook-pen")):
        rail.add_page(code, word, icon)
    rail.add_bottom("help", "Help", "circle-help", "F1", page=False)
    shown(rail)
    rail.select("desk")
    rail.setFocus()
    press(Key.Key_Down)
    with qtbot.waitSignal(rail.chosen) as chosen:
        press(Key.Key_Return)
    assert chosen.args == ["log"]
    assert rail.selected() == "log"
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert rail.selected() == "log"
    rail.set_count("log", 2)
    assert spoken(rail.item("log"))[0] == "Log, 2 waiting"


def test_the_rail_turns_compact_where_text_is_large(shown, qapp):
    rail = Rail("Champion Desk")
    rail.add_page("desk", "Desk", "home")
    window = shown(rail)
    window.resize(1366, 768)
    assert not rail.is_compact()
    Theme.apply(qapp, "light", 2.0)
    window.resize(1024, 600)
    qapp.processEvents()
    assert rail.is_compact()


# Space, focus, pictures


def test_a_row_wraps_when_it_must(qtbot):
    row = QWidget()
    qtbot.addWidget(row)
    flow = FlowLayout(row)
    for word in ("one", "two", "three", "four"):
        flow.addWidget(Chip(word))
    wide = flow.heightForWidth(1000)
    assert flow.heightForWidth(120) > 2 * wide


def test_columns_stack_where_space_is_short(shown, qapp):
    columns = Columns([(PlainLabel("left"), 2), (PlainLabel("right"), 1)], narrow=600)
    window = shown(columns)
    qapp.processEvents()
    assert not columns.is_stacked()
    Theme.apply(qapp, "light", 2.0)
    window.resize(701, 500)
    qapp.processEvents()
    assert columns.is_stacked()


def test_the_focus_ring_lies_round_the_control_and_follows_it(shown, qapp):
    first, second = PrimaryButton("Save"), PassphraseField("Passphrase")
    window = shown(first, second)
    first.setFocus()
    qapp.processEvents()
    rings = window.findChildren(focus_ring._Overlay)
    assert len(rings) == 1
    assert rings[0].geometry().contains(first.geometry())
    second.line.setFocus()
    qapp.processEvents()
    assert rings[0].geometry().contains(second.geometry())
    second.move(second.x(), second.y() + 20)
    assert rings[0].geometry().contains(second.geometry())
    second.hide()
    assert not rings[0].geometry().contains(second.geometry()) or not rings[0].isVisible()


def test_the_page_scrolls_to_what_gets_the_keyboard(shown, qapp):
    scroll = Scroll()
    fields = [TextField(f"Field {number}") for number in range(30)]
    for field in fields:
        scroll.body.addWidget(field)
    shown(scroll)
    qapp.processEvents()
    fields[-1].setFocus()
    qapp.processEvents()
    at = fields[-1].mapTo(scroll.viewport(), QPoint(0, 0))
    assert 0 <= at.y() <= scroll.viewport().height() - fields[-1].height()


def test_a_text_area_that_gets_the_keyboard_is_seen_whole(shown, qapp):
    scroll, area = Scroll(), TextArea("Next steps", lines=3)
    fields = [TextField(f"Field {number}") for number in range(30)]
    for widget in (*fields, area):
        scroll.body.addWidget(widget)
    shown(scroll)
    qapp.processEvents()
    half_in_sight = area.y() + 30 - scroll.viewport().height()
    for start in (0, half_in_sight):
        fields[0].setFocus()
        scroll.verticalScrollBar().setValue(start)
        area.setFocus()
        qapp.processEvents()
        at = area.mapTo(scroll.viewport(), QPoint(0, 0))
        assert 0 <= at.y() <= scroll.viewport().height() - area.height()


def test_long_words_in_a_dialog_scroll_by_key_while_a_button_has_the_keyboard(shown, qtbot):
    dialog = Dialog(shown(PlainLabel("Below")), "Much to read", "Yes")
    for number in range(80):
        dialog.body.addWidget(PlainLabel(f"Line {number}"))
    dialog.open()
    dialog.out.setFocus()
    bar = dialog._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(dialog.out, Qt.Key.Key_PageDown)
    assert bar.value() == bar.pageStep()
    qtbot.keyClick(dialog.out, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    dialog.reject()


def test_what_does_not_fit_can_still_be_heard(qtbot):
    label = ElidedLabel("National Databank: free data SIM for anyone on a low income")
    qtbot.addWidget(label)
    label.resize(100, 24)
    label.show()
    assert label.text().endswith("…")
    assert spoken(label)[0] == label.whole()


def test_charts_say_their_figures(qtbot):
    chart = BarChart("This week", [14, 22], ["Mon", "Tue"], unfinished_index=1)
    qtbot.addWidget(chart)
    assert chart.accessibleDescription() == "Mon: 14; Tue: 22, not over yet"
    bar = SkillBar("Explaining", 3, 2)
    qtbot.addWidget(bar)
    assert bar.accessibleDescription() == "Now 3 of 4, before 2."


def test_an_empty_place_says_what_to_do(shown, qtbot):
    empty = EmptyState("route", "Nothing planned yet", "Practise something.", "Check my skills")
    shown(empty)
    assert empty.button is not None
    with qtbot.waitSignal(empty.acted):
        empty.button.click()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_targets_are_large_enough(qapp, shown, scale):
    Theme.apply(qapp, "light", scale)
    group = ChipGroup("Minutes", [("5", "5")])
    icon = IconButton("x", "Remove")
    shown(group, icon, SecondaryButton("Print", small=True), CheckBox("Devices"))
    for widget in (group.chip("5"), icon):
        assert widget.width() >= 32 * scale
        assert widget.height() >= 32 * scale
    assert spoken(icon) == ("Remove", QAccessible.Role.Button)


def test_all_is_painted_without_a_complaint_in_every_theme(qapp, shown):
    rail = Rail("Champion Desk")
    rail.add_page("desk", "Desk", "home")
    rail.set_count("desk", 2)
    row = QWidget()
    line = QHBoxLayout(row)
    for widget in (rail, TokenField("Topic", suggest), BarChart("Week", [0, 2], ["Mon", "Tue"], 1)):
        line.addWidget(widget)
    window = shown(
        row, RecordTable("Today", _model()), SkillBar("Explaining", 0), Select("Device", [("a", "a")])
    )
    for mode in ("light", "dark", "contrast"):
        for scale in (1.0, 2.0):
            Theme.apply(qapp, mode, scale)
            assert not window.grab().isNull()


def test_no_bare_label_is_used_in_the_window():
    bare = re.compile(r"(?<![A-Za-z])QLabel\(")
    package = Path(form_module.__file__).parent
    labels = package / "widgets" / "labels.py"
    for path in package.rglob("*.py"):
        if path != labels:
            assert not bare.search(path.read_text(encoding="utf-8")), path.name


def test_a_number_can_be_read_and_typed(shown):
    number = NumberField("How many?", 1, 99)
    shown(number)
    assert number.lineEdit().width() > 100
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "12")
    assert number.value() == 12


def test_a_day_goes_in_and_out_as_a_date(shown):
    field = DateField("Date", date(2026, 11, 22))
    shown(field)
    assert field.lineEdit().width() > 100
    assert field.text() == "22 November 2026"
    field.setFocus()
    press(Key.Key_Up)
    assert field.day() == date(2026, 11, 23)


def test_a_day_steps_over_the_end_of_its_month(shown):
    field = DateField("Date", date(2026, 12, 1))
    field.setMaximumDate(QDate(2026, 12, 2))
    shown(field)
    field.setFocus()
    field.setSelectedSection(field.Section.DaySection)
    press(Key.Key_Down)
    assert field.day() == date(2026, 11, 30)
    press(Key.Key_Down)
    assert field.day() == date(2026, 11, 29)
    for _ in range(5):
        press(Key.Key_Up)
    assert field.day() == date(2026, 12, 2)
