"""Unlocking, locking, blanking and closing, with real stores that are well, ill, or not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from champion_desk import settings
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService
from champion_desk.services.doorway import DEMO_PASSPHRASE
from champion_desk.storage import in_place, keys
from champion_desk.ui.first_run import FirstRun
from champion_desk.ui.idle import IdleWatch
from champion_desk.ui.recovery import RecoveryForm
from champion_desk.ui.steps.restore import Restore
from champion_desk.ui.unlock import Unlock
from champion_desk.ui.widgets.buttons import PrimaryButton
from champion_desk.ui.widgets.labels import PlainLabel
from tests.conftest import PASSPHRASE

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


def _words(hands: Hands) -> str:
    assert hands.desktop.screen is not None
    shown = hands.desktop.screen.findChildren(PlainLabel)
    return "\n".join(label.text() for label in shown if label.isVisibleTo(hands.desktop.screen))


def test_who_and_where_are_known_before_unlocking(
    open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    hands = open_desktop(made_desk)
    assert "Kirkwall Library" in _words(hands)
    assert hands.unlock_form.champions.chip(hands.unlock_form.champion_id()).words == "Mairi"
    assert hands.there() is hands.unlock_form.passphrase.line


def test_a_wrong_passphrase_says_so_and_makes_one_wait(
    open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    hands = open_desktop(made_desk)
    before = (made_desk / "store.db").read_bytes()
    hands.type("not this one")
    hands.key(Qt.Key.Key_Return)
    form = hands.unlock_form
    hands.wait(lambda: bool(form.complaint.text()))
    assert "not right" in form.complaint.text()
    assert "Wait" in form.open.text()
    assert not form.open.isEnabled()
    hands.key(Qt.Key.Key_Return)
    assert hands.desktop.sitting is None
    assert (made_desk / "store.db").read_bytes() == before
    hands.wait(form.open.isEnabled)
    assert form.open.text() == "Open the desk"
    hands.type(PASSPHRASE)  # what was wrong is selected: typing replaces it
    hands.key(Qt.Key.Key_Return)
    hands.wait_for_desk()


def test_after_a_restore_that_was_killed_what_was_here_is_one_click_away(
    open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    aside = in_place.keep_aside(made_desk)
    assert aside is not None
    (made_desk / "store.db").unlink()
    hands = open_desktop(made_desk)
    assert "was kept aside" in _words(hands)
    unlock = hands.desktop.screen
    assert isinstance(unlock, Unlock)
    primary = [one for one in unlock.findChildren(PrimaryButton) if one.isVisibleTo(unlock)]
    assert [one.text() for one in primary] == ["Put it back"]
    unlock.put_back.click()
    hands.wait(lambda: unlock.form is not None)
    assert "Your records are back" in hands.unlock_form.complaint.text()
    assert not aside.exists()
    hands.type(PASSPHRASE)
    hands.key(Qt.Key.Key_Return)
    hands.wait_for_desk()


def test_the_wait_outlives_a_restart(open_desktop: Callable[..., Hands], made_desk: Path) -> None:
    for _time in range(3):
        keys.WrongTries(made_desk).wrong()
    form = open_desktop(made_desk).unlock_form
    assert "Wait" in form.open.text()


def test_nothing_typed_is_no_wrong_try(open_desktop: Callable[..., Hands], made_desk: Path) -> None:
    hands = open_desktop(made_desk)
    hands.key(Qt.Key.Key_Return)
    assert "first" in hands.unlock_form.complaint.text()
    assert keys.WrongTries(made_desk).wait() == 0


def test_the_recovery_sheet_lets_one_back_in(
    open_desktop: Callable[..., Hands], made_desk: Path, catalogues: Catalogues
) -> None:
    desk = DeskService(made_desk, catalogues.words)
    desk.unlock(PASSPHRASE)
    key = desk.new_recovery_sheet()
    desk.close()
    hands = open_desktop(made_desk)
    hands.unlock_form.recovery.click()
    assert hands.desktop.screen is not None
    form = hands.desktop.screen.findChild(RecoveryForm)
    assert form is not None
    hands.type("0000 0000")
    form.submit()
    hands.wait(lambda: "recovery key" in _words(hands))
    hands.wait(lambda: hands.desktop.door.doorway.wait() == 0)
    form.key.setText(key.lower().replace(" ", ""))
    new = form.passphrase.text()
    form.submit()
    hands.wait_for_desk()
    hands.desktop.lock()
    hands.unlock(new)


def test_language_changes_at_the_door_and_keeps_what_is_typed(
    open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    hands = open_desktop(made_desk)
    hands.type("kettle")
    assert isinstance(hands.desktop.screen, Unlock)
    hands.desktop.screen.language_chosen.emit("cy")
    hands.qtbot.wait(20)
    assert settings.load(made_desk).language == "cy"
    assert hands.unlock_form.passphrase.text() == "kettle"
    hands.desktop.screen.language_chosen.emit("en")


def test_missing_keys_offer_a_backup_and_start_nothing_new(
    open_desktop: Callable[..., Hands], made_desk: Path, catalogues: Catalogues
) -> None:
    desk = DeskService(made_desk, catalogues.words)
    opened = desk.unlock(PASSPHRASE)
    backup = _back_up(opened, made_desk)
    desk.close()
    (made_desk / keys.FILE).unlink()
    before = (made_desk / "store.db").read_bytes()
    hands = _open_at(open_desktop, made_desk)
    assert isinstance(hands.desktop.screen, Unlock)
    assert "keys are missing" in hands.desktop.screen.complaint.text()
    assert (made_desk / "store.db").read_bytes() == before
    button = hands.desktop.screen.findChild(PrimaryButton)
    assert button is not None
    button.click()
    hands.qtbot.wait(10)
    step = hands.first_run.step
    assert isinstance(step, Restore)
    hands.wait(step.row.isVisible)
    assert step.found.count() == 1
    step.secret.set_text("wrong words here")
    step.finish()
    hands.wait(lambda: "not right" in _words(hands))
    step.secret.set_text(PASSPHRASE)
    step.finish()
    hands.wait_for_door()
    assert "in place" in hands.unlock_form.complaint.text()
    hands.unlock()
    assert backup.exists()


def _back_up(opened: object, folder: Path) -> Path:
    from champion_desk.storage import backups

    return backups.make(opened.store, folder / "backups").path  # type: ignore[attr-defined]


def _open_at(open_desktop: Callable[..., Hands], folder: Path) -> Hands:
    """Where nothing can be typed yet, nothing has the keyboard either."""
    return open_desktop(folder)


def test_damaged_keys_say_what_to_do(open_desktop: Callable[..., Hands], made_desk: Path) -> None:
    (made_desk / keys.FILE).write_text("{", encoding="utf-8")
    hands = _open_at(open_desktop, made_desk)
    assert isinstance(hands.desktop.screen, Unlock)
    assert "backup" in hands.desktop.screen.complaint.text()


def test_a_newer_desk_is_left_alone(open_desktop: Callable[..., Hands], made_desk: Path) -> None:
    ring = json.loads((made_desk / keys.FILE).read_text(encoding="utf-8"))
    (made_desk / keys.FILE).write_text(json.dumps({**ring, "format": 99}), encoding="utf-8")
    hands = _open_at(open_desktop, made_desk)
    assert isinstance(hands.desktop.screen, Unlock)
    assert "newer" in hands.desktop.screen.complaint.text()


def test_a_desk_in_use_elsewhere_says_so(
    open_desktop: Callable[..., Hands], made_desk: Path, catalogues: Catalogues
) -> None:
    other = DeskService(made_desk, catalogues.words)
    other.unlock(PASSPHRASE)
    try:
        hands = open_desktop(made_desk)
        hands.type(PASSPHRASE)
        hands.key(Qt.Key.Key_Return)
        hands.wait(lambda: "open already" in hands.unlock_form.complaint.text())
    finally:
        other.close()


def test_locking_backs_up_and_lets_another_champion_in(hands: Hands, made_desk: Path) -> None:
    services = hands.window.sitting.services
    services.desk.amend_site(services.site.__class__("Stromness Library", id=services.site.id))
    hands.press("Ctrl+L")
    hands.wait_for_door()
    form = hands.unlock_form
    form.champions.set_codes([code for code, name in form.at_the_door.champions if name == "Ewan"])
    form.passphrase.set_text("lantern kettle harbour nine")
    form.submit()
    hands.wait_for_desk()
    assert list((made_desk / "backups").glob("*.deskbackup"))
    assert hands.window.sitting.services.champion.name == "Ewan"
    assert hands.window.sitting.services.site.name == "Stromness Library"


def test_an_idle_desk_locks_with_the_reason_and_closes_dialogs(hands: Hands) -> None:
    hands.window.go_to("settings")
    hands.window.page.people.add.click()  # type: ignore[attr-defined]
    assert hands.dialog()
    hands.desktop.vigil.idle.seconds = 0
    hands.desktop.vigil.idle.look()
    hands.wait_for_door()
    assert "without a key press" in hands.unlock_form.complaint.text()
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not hands.desktop.frame]


def test_a_key_press_counts_as_someone_being_there(hands: Hands) -> None:
    watch = IdleWatch(60)
    watch.start()
    watch._steady -= 50
    watch._wall -= 50
    assert watch.idle_seconds() >= 50
    hands.key(Qt.Key.Key_Tab)
    assert watch.idle_seconds() < 5
    watch._wall -= 100  # the computer slept
    woken = []
    watch.idle.connect(lambda: woken.append(1))
    watch.look()
    assert woken == [1]


def test_blank_covers_swallows_keys_and_gives_everything_back(hands: Hands) -> None:
    hands.press("Ctrl+K")
    hands.type("uni")
    hands.key(Qt.Key.Key_F4)
    assert hands.is_blank()
    cover = hands.there()
    assert cover.geometry() == hands.desktop.frame.rect()
    assert "F4" in cover.accessibleName()
    hands.type("secret")
    hands.press("Ctrl+2")
    assert hands.window.current == "desk"
    hands.key(Qt.Key.Key_F4)
    assert not hands.is_blank()
    assert hands.there() is hands.window.top_bar.search.line
    assert hands.window.top_bar.search.text() == "uni"
    hands.key(Qt.Key.Key_F4)
    hands.key(Qt.Key.Key_Escape)
    assert not hands.is_blank()
    hands.window.top_bar.blank.click()
    assert hands.is_blank()
    hands.qtbot.mouseClick(hands.there(), Qt.MouseButton.LeftButton)
    assert not hands.is_blank()


def test_blank_covers_a_dialog_too(hands: Hands) -> None:
    hands.window.go_to("settings")
    hands.window.page.people.add.click()  # type: ignore[attr-defined]
    dialog = hands.dialog()
    hands.qtbot.keyClick(dialog, Qt.Key.Key_F4)
    covers = [c for c in dialog.children() if type(c).__name__ == "_Cover"]
    assert len(covers) == 1
    hands.qtbot.keyClick(dialog, Qt.Key.Key_F4)
    assert dialog.isVisible()
    dialog.reject()


def test_a_blank_screen_locks_when_idle(hands: Hands) -> None:
    hands.key(Qt.Key.Key_F4)
    hands.desktop.vigil.idle.seconds = 0
    hands.desktop.vigil.idle.look()
    hands.wait_for_door()
    assert hands.desktop.blank is not None
    assert not hands.desktop.blank.is_on


def test_closing_the_window_closes_the_store(hands: Hands, made_desk: Path, catalogues: Catalogues) -> None:
    hands.desktop.frame.close()
    hands.wait(hands.has_ended)
    other = DeskService(made_desk, catalogues.words)
    other.unlock(PASSPHRASE)
    other.close()


def test_a_folder_without_a_desk_begins_the_first_run(open_desktop: Callable[..., Hands]) -> None:
    assert isinstance(open_desktop().desktop.screen, FirstRun)


def test_the_demo_desk_is_made_marked_and_left(open_desktop: Callable[..., Hands], tmp_path: Path) -> None:
    hands = open_desktop(tmp_path / "home")
    hands.first_run.demo_chosen.emit()
    hands.qtbot.waitUntil(lambda: hands.desktop.window is not None, timeout=90_000)
    assert hands.window.sitting.services.demo
    hands.desktop.lock()
    hands.wait_for_door()
    assert DEMO_PASSPHRASE in _words(hands)
    assert isinstance(hands.desktop.screen, Unlock)
    hands.desktop.screen.demo_left.emit()
    hands.wait(lambda: isinstance(hands.desktop.screen, FirstRun))
    assert not (tmp_path / "home" / "store.db").exists()


def test_a_demo_stopped_half_way_leaves_nothing(open_desktop: Callable[..., Hands], tmp_path: Path) -> None:
    hands = open_desktop(tmp_path / "home")
    hands.first_run.demo_chosen.emit()
    hands.qtbot.wait(300)
    hands.first_run.go_back()
    hands.wait(lambda: isinstance(hands.desktop.screen, FirstRun) and hands.first_run.at == "welcome")
    assert not (tmp_path / "home" / "demo" / "store.db").exists()


def test_a_healthy_desk_can_be_restored_too_and_one_may_go_back(
    open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    hands = open_desktop(made_desk)
    assert isinstance(hands.desktop.screen, Unlock)
    hands.desktop.screen.restore_asked.emit()
    hands.qtbot.wait(10)
    assert hands.first_run.at == "restore"
    hands.key(Qt.Key.Key_Escape)
    hands.wait_for_door()
    hands.unlock()
