"""Settings: a new key for the records, a colleague's new passphrase, a leaver whose copies are of no use."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from champion_desk.services.desks import DeskService
from champion_desk.storage import keys
from champion_desk.ui.dialogs.key_change import KeyChangeDialog, LeaverDialog
from champion_desk.ui.dialogs.passphrase import PassphraseDialog
from champion_desk.ui.dialogs.recovery_sheet import RecoverySheetDialog
from champion_desk.ui.pages.settings import SettingsPage
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from tests.conftest import PASSPHRASE

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)
EWANS = "lantern kettle harbour nine"
FIRST = Path(__file__).parents[1] / "upgrades" / "0001"


def _page(hands: Hands) -> SettingsPage:
    hands.window.go_to("settings")
    page = hands.window.page
    assert isinstance(page, SettingsPage)
    hands.wait(lambda: bool(_buttons(page, "Has left")))
    return page


def _buttons(page: SettingsPage, words: str) -> list[SecondaryButton]:
    return [b for b in page.people.findChildren(SecondaryButton) if b.text() == words]


def _said(dialog: KeyChangeDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(PlainLabel) if not label.isHidden())


def _asked(hands: Hands, page: SettingsPage) -> KeyChangeDialog:
    page.people.key.click()
    dialog = hands.dialog()
    assert isinstance(dialog, KeyChangeDialog)
    hands.wait(dialog.main.isEnabled)
    return dialog


def test_the_key_is_changed_and_the_desk_goes_on(hands: Hands, made_desk: Path) -> None:
    page, desk = _page(hands), hands.window.sitting.services.desk
    old = desk.open_store.key
    dialog = _asked(hands, page)
    assert dialog.out.hasFocus()
    assert "Everyone's passphrase stays" in _said(dialog)
    dialog.main.click()
    hands.wait(lambda: "key of the records is changed" in hands.window.message_bar.text())
    assert not dialog.isVisible()
    assert desk.open_store.key != old
    assert hands.window.sitting.services.backups.listed()
    hands.desktop.lock()
    hands.wait_for_door()
    form = hands.unlock_form
    form.champions.set_codes([code for code, name in form.at_the_door.champions if name == "Ewan"])
    hands.unlock(EWANS)


def test_a_change_can_be_stopped_by_esc(hands: Hands) -> None:
    page, desk = _page(hands), hands.window.sitting.services.desk
    old = desk.open_store.key
    dialog = _asked(hands, page)
    dialog.main.click()
    hands.key(Qt.Key.Key_Escape)  # before the worker has come far
    hands.wait(lambda: not dialog.isVisible())
    hands.wait(lambda: bool(hands.window.message_bar.text()))
    stopped = "Stopped" in hands.window.message_bar.text()
    assert (desk.open_store.key == old) == stopped


def test_locking_while_the_key_changes_leaves_a_desk_that_opens(hands: Hands) -> None:
    dialog = _asked(hands, _page(hands))
    dialog.main.click()
    hands.desktop.lock()
    hands.unlock()


def test_a_leaver_is_out_at_once_and_the_key_changes_too(hands: Hands, made_desk: Path) -> None:
    page, desk = _page(hands), hands.window.sitting.services.desk
    old = desk.open_store.key
    _buttons(page, "Has left")[0].click()
    dialog = hands.dialog()
    assert isinstance(dialog, LeaverDialog)
    assert not dialog.also.isChecked()
    hands.wait(dialog.also.isEnabled)
    dialog.also.click()
    assert "Backups made before today still open" in _said(dialog)
    assert "Everyone's passphrase stays" in _said(dialog)
    dialog.main.click()
    hands.wait(lambda: "and the key is changed" in hands.window.message_bar.text())
    assert desk.open_store.key != old
    hands.wait(lambda: not _buttons(page, "Has left"))
    assert [slot.name for slot in keys.load(made_desk).champions] == ["Mairi"]


def test_a_leaver_is_out_without_a_new_key_where_nobody_ticks_it(hands: Hands) -> None:
    page, desk = _page(hands), hands.window.sitting.services.desk
    old = desk.open_store.key
    _buttons(page, "Has left")[0].setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.dialog().main.click()  # type: ignore[attr-defined]
    hands.wait(lambda: not _buttons(page, "Has left"))
    assert desk.open_store.key == old
    hands.desktop.frame.activateWindow()
    hands.wait(page.people.add.hasFocus)  # the line that had the keyboard is gone


def test_a_colleague_who_forgot_theirs_chooses_a_new_passphrase(hands: Hands) -> None:
    page = _page(hands)
    _buttons(page, "New passphrase")[0].setFocus()
    hands.key(Qt.Key.Key_Return)
    dialog = hands.dialog()
    assert isinstance(dialog, PassphraseDialog)
    before = dialog.height()
    dialog.main.click()
    hands.wait(lambda: dialog.height() > before)  # so that what is wrong hides nothing
    new = dialog.new.text()
    dialog.now.set_text(EWANS)  # theirs is not mine
    dialog.submit()
    hands.wait(lambda: "not right" in dialog.form._rows["now"].problem())
    hands.wait(lambda: hands.desktop.door.doorway.wait() == 0)
    dialog.now.set_text(PASSPHRASE)
    dialog.submit()
    hands.wait(lambda: not dialog.isVisible())
    assert "Ewan has a new passphrase" in hands.window.message_bar.text()
    hands.desktop.frame.activateWindow()
    hands.wait(lambda: _buttons(page, "New passphrase")[0].hasFocus())
    hands.desktop.lock()
    hands.wait_for_door()
    form = hands.unlock_form
    form.champions.set_codes([code for code, name in form.at_the_door.champions if name == "Ewan"])
    hands.unlock(new)
    assert hands.window.sitting.services.champion.name == "Ewan"


def test_keys_changed_by_someone_else_ask_for_my_passphrase(hands: Hands, made_desk: Path) -> None:
    ring = keys.load(made_desk)
    keys.save(made_desk, replace(ring, site="Elsewhere"))
    dialog = _asked(hands, _page(hands))
    assert "Something other than Champion Desk" in _said(dialog)
    assert "Ewan" in _said(dialog)
    dialog.submit()
    assert dialog.meaning.form._rows["passphrase"].problem()
    dialog.meaning.passphrase.set_text(PASSPHRASE)
    dialog.submit()
    hands.wait(lambda: isinstance(_visible(hands), RecoverySheetDialog))


def _visible(hands: Hands) -> object:
    try:
        return hands.dialog()
    except StopIteration:
        return None


def test_a_desk_of_the_first_version_names_who_is_left_out_and_prints_a_new_sheet(
    open_desktop: Callable[..., Hands], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "first"
    folder.mkdir()
    for name in ("store.db", "keys.json"):
        shutil.copy(FIRST / name, folder / name)
    expected = json.loads((FIRST / "expected.json").read_text(encoding="utf-8"))
    hands = open_desktop(folder)
    hands.unlock(expected["passphrase"])
    page = _page(hands)
    dialog = _asked(hands, page)
    assert "need a new passphrase, which they choose here: Ewan" in _said(dialog)
    assert "You print or save a new one" in _said(dialog)
    dialog.main.click()
    hands.wait(lambda: isinstance(_visible(hands), RecoverySheetDialog))
    sheet = hands.dialog()
    assert isinstance(sheet, RecoverySheetDialog)
    hands.wait(sheet.print.isVisible)
    sheet.reject()
    assert sheet.isVisible()  # it is nowhere else yet
    monkeypatch.setattr(type(hands.window), "save_pdf", lambda *_args: tmp_path / "sheet.pdf")
    sheet.main.click()
    sheet.reject()
    badges = [badge.text() for badge in page.people.findChildren(Badge)]
    assert any("needs a new passphrase" in words for words in badges)
    _buttons(page, "New passphrase")[0].click()
    reset = hands.dialog()
    assert isinstance(reset, PassphraseDialog)
    reset.now.set_text(expected["passphrase"])
    new = reset.new.text()
    reset.submit()
    hands.wait(lambda: not reset.isVisible())
    hands.desktop.lock()
    hands.wait_for_door()
    hands.desktop.close()
    hands.wait(hands.has_ended)
    desk = DeskService(folder)
    assert desk.unlock(new).champion.name == "Ewan"
    desk.close()
