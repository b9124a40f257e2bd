"""The page of the council's lists, by keys through the real window: each change kept at once, with Undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from champion_desk.domain.log_query import LogQuery
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services.lists import MERGED, OFFERED, RETIRED
from champion_desk.ui.dialogs.import_lists import ImportListsDialog
from champion_desk.ui.dialogs.list_line import ListLineDialog
from champion_desk.ui.dialogs.list_merge import ListMergeDialog
from champion_desk.ui.pages.lists import ListsPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.settings import SettingsPage
from champion_desk.ui.session_form import SessionForm

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)

EWAN = "lantern kettle harbour nine"


@pytest.fixture
def hands(open_desktop: Callable[..., Hands], made_desk: Path) -> Hands:
    hands = open_desktop(made_desk)
    hands.unlock()
    hands.desktop.frame.activateWindow()
    hands.wait(hands.desktop.frame.isActiveWindow)
    return hands


def page_of(hands: Hands, name: str = "devices") -> ListsPage:
    """The page with a list, counted, and the keyboard on its first line."""
    hands.window.go_to("lists", name=name)
    page = hands.window.page
    assert isinstance(page, ListsPage)
    hands.wait(lambda: name in page._uses)
    if page.model.rowCount():
        page.table.setFocus()
        hands.wait(page.table.hasFocus)
    return page


def names(page: ListsPage) -> list[str]:
    return [str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())]


def offered(hands: Hands, name: str) -> tuple[str, ...]:
    return hands.window.context.services.catalogues.offered(name).codes


def log(hands: Hands, outcome: str = "done", **more: object) -> str:
    services = hands.window.context.services
    session = AssistedSession(
        services.champion.id, services.site.id, datetime.now(UTC), ("wifi",), 10, outcome, **more  # type: ignore[arg-type]
    )  # fmt: skip
    return services.sessions.log(session).record_id


def gone(hands: Hands) -> None:
    """The dialog closes, and the window has the keyboard again."""
    hands.wait(lambda: QApplication.activeModalWidget() is None)
    hands.desktop.frame.activateWindow()
    hands.wait(hands.desktop.frame.isActiveWindow)


def dialog_of(hands: Hands, kind: type[QDialog]) -> QDialog:
    hands.wait(lambda: isinstance(QApplication.activeModalWidget(), kind))
    dialog = hands.dialog()
    dialog.activateWindow()
    hands.wait(dialog.isActiveWindow)
    return dialog


def form_of(hands: Hands) -> SessionForm:
    page = hands.window.page
    assert isinstance(page, LogPage)
    return page.form.form


# Getting there


def test_settings_lead_to_the_lists_and_esc_goes_back(hands: Hands) -> None:
    hands.window.go_to("settings")
    settings = hands.window.page
    assert isinstance(settings, SettingsPage)
    settings.lists.open.setFocus()
    hands.key(Qt.Key.Key_Space)
    page = hands.window.page
    assert isinstance(page, ListsPage)
    assert page.names.chip("topics").hasFocus()
    assert hands.window.windowTitle() or hands.desktop.frame.windowTitle().startswith("Lists")
    hands.press("Esc")
    assert hands.window.current == "settings"


def test_arrows_choose_the_list_and_its_uses_are_counted(hands: Hands) -> None:
    log(hands, "partly")
    hands.window.go_to("lists")
    page = hands.window.page
    assert isinstance(page, ListsPage)
    hands.press("Right")
    hands.key(Qt.Key.Key_Space)
    assert page.name == "outcomes"
    hands.wait(lambda: "outcomes" in page._uses)
    assert names(page) == ["done", "partly", "handed on", "could not"]
    assert [page.model.index(row, 2).data() for row in range(4)] == ["0", "1", "0", "0"]


# Changing


def test_a_line_is_added_by_keys_and_offered_by_the_form_at_once(hands: Hands) -> None:
    hands.window.go_to("log", new=True)
    before = form_of(hands).more.device
    hands.window.go_to("lists", name="devices")
    page = page_of(hands)
    page.acts.add.setFocus()
    hands.key(Qt.Key.Key_Return)
    dialog = dialog_of(hands, ListLineDialog)
    assert isinstance(dialog, ListLineDialog)
    hands.key(Qt.Key.Key_Return)
    assert "English name is needed" in dialog.form.field("label-en").accessibleDescription()
    hands.type("library tablet")
    hands.press("Tab")
    hands.type("tabled y llyfrgell")
    hands.key(Qt.Key.Key_Return)
    gone(hands)
    assert names(page)[-1] == "library tablet"
    assert page.table.hasFocus()
    line = page.line()
    assert line is not None
    assert line.code == "our-library-tablet"
    assert "added to the list" in hands.window.message_bar.text()
    hands.press("F2")
    assert form_of(hands).more.device is before
    assert before.chip("our-library-tablet").words == "library tablet"
    hands.press("Ctrl+Z")
    hands.wait(lambda: "our-library-tablet" not in offered(hands, "devices"))


def test_a_name_that_looks_personal_asks_first(hands: Hands) -> None:
    page = page_of(hands, "areas")
    assert page.empty.isVisible()
    page.acts.add.setFocus()
    hands.key(Qt.Key.Key_Return)
    dialog = dialog_of(hands, ListLineDialog)
    assert isinstance(dialog, ListLineDialog)
    hands.type("Mrs Flett house")
    hands.key(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.labels["en"].watch.line.is_asking
    assert offered(hands, "areas") == ()
    dialog.reject()
    gone(hands)


def test_enter_gives_another_name_and_the_shipped_one_can_come_back(hands: Hands) -> None:
    page = page_of(hands)
    hands.key(Qt.Key.Key_Return)
    dialog = dialog_of(hands, ListLineDialog)
    hands.press("Ctrl+A")
    hands.type("our PC")
    hands.key(Qt.Key.Key_Return)
    gone(hands)
    assert names(page)[0] == "our PC"
    assert page.model.index(0, 1).data() == "changed"
    hands.key(Qt.Key.Key_Return)
    dialog = dialog_of(hands, ListLineDialog)
    assert isinstance(dialog, ListLineDialog)
    dialog.back.setFocus()
    hands.key(Qt.Key.Key_Space)
    gone(hands)
    assert names(page)[0] == "library PC"
    hands.press("Ctrl+Z")
    hands.wait(lambda: names(page)[0] == "our PC")
    hands.press("Ctrl+Z")
    hands.wait(lambda: names(page)[0] == "library PC")


def test_alt_and_an_arrow_moves_a_line_and_the_keyboard_goes_with_it(hands: Hands) -> None:
    page = page_of(hands)
    before = names(page)
    for keys in ("Alt+Down", "Alt+Down"):
        hands.press(keys)
    assert names(page) == [before[1], before[2], before[0], *before[3:]]
    assert page.table.currentIndex().row() == 2
    assert "number 3 of" in hands.window.message_bar.text()
    hands.press("Alt+Up")
    for _ in range(3):
        hands.press("Ctrl+Z")
    hands.wait(lambda: names(page) == before)
    page.table.select_row(0)
    hands.press("Alt+Up")  # no further
    assert names(page) == before


def test_the_arrow_buttons_keep_the_keyboard_at_the_end_of_the_list(hands: Hands) -> None:
    page = page_of(hands)
    page.table.select_row(1)
    page.acts.up.setFocus()
    hands.key(Qt.Key.Key_Space)
    assert page.table.currentIndex().row() == 0
    assert page.acts.down.hasFocus()
    assert not page.acts.up.isEnabled()


def test_delete_stops_offering_and_an_old_session_still_shows_it(hands: Hands) -> None:
    old = log(hands, device="own-phone")
    page = page_of(hands)
    page.table.select_row(1)
    hands.key(Qt.Key.Key_Delete)
    assert "own-phone" not in offered(hands, "devices")
    assert "no longer offered" in hands.window.message_bar.text()
    last = page.model.record(page.model.rowCount() - 1)
    assert (last.code, last.state) == ("own-phone", RETIRED)

    hands.press("F2")
    device = form_of(hands).more.device
    assert "own phone" not in device.accessibleDescription()
    assert "own-phone" not in device._chips
    hands.window.go_to("log", session_id=old)
    assert form_of(hands).more.device.code() == "own-phone"
    form_of(hands).show_values(form_of(hands).values())
    assert form_of(hands).values().device == "own-phone"

    page = page_of(hands)
    page.table.show_lines(list(hands.window.context.services.lists.lines("devices")), "own-phone")
    page.acts.back.setFocus()
    hands.key(Qt.Key.Key_Space)
    assert "own-phone" in offered(hands, "devices")
    assert page.table.hasFocus()


def test_what_the_program_uses_can_be_renamed_only(hands: Hands) -> None:
    page = page_of(hands, "outcomes")
    assert page.acts.change.isEnabled()
    assert not page.acts.retire.isEnabled()
    assert not page.acts.merge.isEnabled()
    hands.key(Qt.Key.Key_Delete)
    assert "Champion Desk itself uses this line" in hands.window.message_bar.text()
    assert "done" in offered(hands, "outcomes")


def test_merging_says_what_will_happen_and_counts_as_one(hands: Hands) -> None:
    log(hands, "partly")
    mine = hands.window.context.services.lists.add("outcomes", {"en": "mostly"}).record_id
    log(hands, mine)
    log(hands, mine)
    page = page_of(hands, "outcomes")
    page.table.show_lines(list(hands.window.context.services.lists.lines("outcomes")), mine)
    page.acts.merge.setFocus()
    hands.key(Qt.Key.Key_Return)
    dialog = dialog_of(hands, ListMergeDialog)
    assert isinstance(dialog, ListMergeDialog)
    assert not dialog.main.isEnabled()
    hands.type("p")
    hands.key(Qt.Key.Key_Return)
    assert "used 2 times" in dialog.preview.text()
    assert "“partly”" in dialog.preview.text()
    hands.key(Qt.Key.Key_Return)
    gone(hands)
    line = page.line()
    assert line is not None
    assert (line.code, line.state) == (mine, MERGED)
    assert "mostly, counts as partly" in names(page)
    log_service = hands.window.context.services.log
    assert log_service.totals(LogQuery()).outcomes == {"partly": 3}
    shown = {
        page.model.record(row).code: page.model.index(row, 2).data() for row in range(page.model.rowCount())
    }
    assert shown["partly"] == "3"
    hands.press("Ctrl+Z")
    hands.wait(lambda: log_service.totals(LogQuery()).outcomes == {"partly": 1, mine: 2})


def test_a_key_of_the_strip_is_made_here(hands: Hands) -> None:
    page = page_of(hands, "presets")
    assert page.model.index(0, 1).data() == "F5"
    page.acts.add.setFocus()
    hands.key(Qt.Key.Key_Return)
    dialog = dialog_of(hands, ListLineDialog)
    assert isinstance(dialog, ListLineDialog)
    hands.type("Ferry")
    hands.key(Qt.Key.Key_Return)
    assert "Choose what this key counts" in dialog.form.field("topic").accessibleDescription() + str(
        dialog.topic.line.accessibleDescription()
    )
    dialog.topic.line.setFocus()
    hands.type("bus pa")
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Return)
    gone(hands)
    assert page.model.index(8, 1).data() == "not on a key"
    for _ in range(8):
        hands.press("Alt+Up")
    hands.press("F5")
    tallies = hands.window.context.services.tallies
    assert tallies.presets()[0].code == "our-ferry"
    assert tallies.today() == {"our-ferry": 1}


def test_a_topics_own_words_find_it_in_the_form(hands: Hands) -> None:
    page = page_of(hands, "topics")
    hands.key(Qt.Key.Key_Return)
    dialog = dialog_of(hands, ListLineDialog)
    assert isinstance(dialog, ListLineDialog)
    dialog.words.setFocus()
    hands.type("plotter, zeroxing")
    hands.key(Qt.Key.Key_Return)
    gone(hands)
    line = page.line()
    assert line is not None
    hands.press("F2")
    hands.type("zero")
    hands.key(Qt.Key.Key_Return)
    assert form_of(hands).topics.codes() == [line.code]


# Who may


def test_who_does_not_lead_the_desk_sees_them_and_changes_nothing(
    open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    hands = open_desktop(made_desk)
    hands.wait_for_door()
    champions = hands.unlock_form.champions
    champions.set_codes([code for code, chip in champions._chips.items() if chip.words == "Ewan"])
    hands.unlock(EWAN)
    hands.desktop.frame.activateWindow()
    assert hands.window.context.services.champion.name == "Ewan"
    page = page_of(hands)
    assert page.acts.isHidden()
    assert page.import_button.isHidden()
    assert page.export_button.isVisible()
    assert "leads this desk" in page.about.text()
    before = names(page)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return):
        hands.key(key)
    hands.press("Alt+Down")
    assert QApplication.activeModalWidget() is None
    assert names(page) == before


# One file


def test_all_lists_go_out_into_one_file_and_come_in_after_a_look(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "our lists"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    page = page_of(hands)
    page.export_button.setFocus()
    hands.key(Qt.Key.Key_Space)
    hands.wait(lambda: "our lists.json" in hands.window.message_bar.text())
    written = tmp_path / "our lists.json"
    found = json.loads(written.read_text(encoding="utf-8"))
    found["lists"]["devices"][1] |= {"labels": {"en": "own mobile"}, "retired": True}
    found["lists"]["devices"].append({"code": "our-tablet", "labels": {"en": "library tablet"}})
    found["lists"]["devices"].append({"code": "our-odd", "labels": {"en": "mairi@example.org"}})
    found["lists"]["moods"] = []
    written.write_text(json.dumps(found), encoding="utf-8")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(written), ""))
    page.import_button.setFocus()
    hands.key(Qt.Key.Key_Space)
    dialog = dialog_of(hands, ImportListsDialog)
    assert isinstance(dialog, ImportListsDialog)
    assert dialog.changes.model().rowCount() == 2
    assert dialog.refused.model().rowCount() == 1
    assert dialog.refused.model().index(0, 0).data() == "What they used, line 7"
    assert offered(hands, "devices") == ("library-pc", "own-phone", "own-computer", "loaned", "none")
    hands.key(Qt.Key.Key_Return)
    gone(hands)
    hands.wait(lambda: "taken in" in hands.window.message_bar.text())
    assert names(page) == [
        "library PC",
        "own tablet or laptop",
        "loaned",
        "none",
        "library tablet",
        "own mobile",
    ]
    assert page.model.record(4).state == OFFERED
    hands.press("Ctrl+Z")
    hands.wait(lambda: "our-tablet" not in offered(hands, "devices"))
    assert offered(hands, "devices") == ("library-pc", "own-phone", "own-computer", "loaned", "none")
    assert "our-tablet" not in [one.code for one in hands.window.context.services.lists.lines("devices")]


def test_a_file_with_nothing_new_can_only_be_put_away(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lists.json"
    hands.window.context.services.list_files.export(file)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    page_of(hands).take_in()
    dialog = dialog_of(hands, ImportListsDialog)
    assert isinstance(dialog, ImportListsDialog)
    assert not dialog.main.isEnabled()
    assert dialog.out.hasFocus()
    hands.key(Qt.Key.Key_Return)
    gone(hands)


def test_another_file_is_refused_in_a_sentence(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "holiday.json"
    file.write_text('{"photos": 3}', encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    page = page_of(hands)
    page.take_in()
    hands.wait(lambda: "holiday.json is not a file of lists" in hands.window.message_bar.text())
    assert QApplication.activeModalWidget() is None
    assert page.isVisible()
