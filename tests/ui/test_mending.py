"""A damaged desk at the door: what the person reads and can choose, with real damage in a real store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from champion_desk.app import build_services
from champion_desk.domain.problems import Problem
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService
from champion_desk.services.mending import BACKUP, BOTH, SAVED
from champion_desk.storage import keys
from champion_desk.ui.mending import Mending
from champion_desk.ui.theme import Theme
from champion_desk.ui.unlock import Unlock
from champion_desk.ui.widgets.labels import PlainLabel
from tests.conftest import PASSPHRASE
from tests.looking import clipped
from tests.services.test_mending import add, closed, damage, digests, held
from tests.storage.test_salvage import Left, fill, flip

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)
Open = Callable[..., "Hands"]


@pytest.fixture
def worn(made_desk: Path, catalogues: Catalogues) -> Left:
    """A desk with a backup and two sessions after it; closed and whole."""
    desk = DeskService(made_desk, catalogues.words)
    services = build_services(desk, desk.unlock(PASSPHRASE), catalogues)
    fill(services, 120, at_once=60)
    services.backups.make()
    add(services, "after the backup")
    add(services, "after the backup too")
    return closed(services)


def _words(hands: Hands) -> str:
    assert hands.desktop.screen is not None
    shown = hands.desktop.screen.findChildren(PlainLabel)
    return "\n".join(label.text() for label in shown if label.isVisibleTo(hands.desktop.screen))


def _met(hands: Hands, passphrase: str = PASSPHRASE) -> Mending:
    """Unlock, and meet the damage."""
    hands.wait_for_door()
    hands.unlock_form.passphrase.set_text(passphrase)
    hands.unlock_form.submit()
    hands.wait(lambda: isinstance(hands.desktop.screen, Mending))
    screen = hands.desktop.screen
    assert isinstance(screen, Mending)
    hands.wait(lambda: screen.findings is not None or bool(screen.complaint.text()))
    hands.qtbot.wait(20)
    return screen


def test_both_together_with_one_key(open_desktop: Open, worn: Left) -> None:
    whole = set(held(worn.folder))
    damage(worn)
    before = digests(worn.folder)
    hands = open_desktop(worn.folder)
    screen = _met(hands)
    said = _words(hands)
    assert "Saved from the damaged file" in said
    assert "2 sessions of today" in said
    assert digests(worn.folder) == before
    assert hands.there() is screen.choices[BOTH]
    hands.key(Qt.Key.Key_Return)
    hands.wait_for_desk()
    assert "damaged-" in hands.window.message_bar.text()
    hands.window.lock()
    hands.wait_for_door()
    hands.desktop.close()
    hands.wait(hands.has_ended)
    assert set(held(worn.folder)) == whole
    (aside,) = worn.folder.glob("damaged-*")
    assert digests(aside) == before


@pytest.mark.parametrize("leave", ["button", "escape"])
def test_not_now_changes_nothing(open_desktop: Open, worn: Left, leave: str) -> None:
    damage(worn)
    before = digests(worn.folder)
    hands = open_desktop(worn.folder)
    screen = _met(hands)
    if leave == "button":
        screen.not_now.click()
    else:
        hands.key(Qt.Key.Key_Escape)
    hands.wait_for_door()
    hands.wait(lambda: not list(worn.folder.glob(".mending-*")))
    assert digests(worn.folder) == before
    assert set(_met(hands).choices) == {BOTH, SAVED, BACKUP}


def test_a_wrong_passphrase_is_no_damage(open_desktop: Open, worn: Left) -> None:
    damage(worn)
    hands = open_desktop(worn.folder)
    hands.type("another harbour lantern")
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: "not right" in hands.unlock_form.complaint.text())
    assert isinstance(hands.desktop.screen, Unlock)
    assert not list(worn.folder.glob("damaged-*"))


def test_nothing_whole_says_so_and_offers_a_backup_from_elsewhere(
    open_desktop: Open, made_desk: Path
) -> None:
    (made_desk / "store.db").write_bytes(b"not a store at all" * 1000)
    hands = open_desktop(made_desk)
    screen = _met(hands)
    assert not screen.choices
    assert "Nothing whole was found" in _words(hands)
    screen.restore_asked.emit()
    hands.qtbot.wait(10)
    assert hands.first_run.at == "restore"


def test_lost_keys_come_back_with_the_passphrase(open_desktop: Open, worn: Left) -> None:
    whole = set(held(worn.folder))
    (worn.folder / keys.FILE).write_bytes(b"{")
    hands = open_desktop(worn.folder)
    screen = hands.desktop.screen
    assert isinstance(screen, Unlock)
    hands.wait(lambda: hasattr(screen.keys_form, "passphrase"))
    hands.wait(lambda: screen.keys_form.passphrase.isVisible())
    assert "nothing of the records is lost" in _words(hands)
    screen.keys_form.passphrase.set_text("another harbour lantern")
    screen.keys_form.submit()
    hands.wait(lambda: "not right" in screen.keys_form.complaint.text())
    hands.qtbot.wait(1100)
    screen.keys_form.passphrase.set_text(PASSPHRASE)
    screen.keys_form.submit()
    hands.wait_for_desk()
    hands.desktop.close()
    hands.wait(hands.has_ended)
    assert set(held(worn.folder)) == whole


def test_damage_met_at_work_leads_to_the_mending_screen(open_desktop: Open, worn: Left) -> None:
    hands = open_desktop(worn.folder)
    hands.unlock()
    hands.window.say_problem(Problem("store-damaged", path=str(worn.store)))
    assert "damaged" in hands.window.message_bar.text()
    hands.desktop.sitting.services.backups.note_damage()  # type: ignore[union-attr]
    buttons = hands.window.message_bar.findChildren(QPushButton)
    (button,) = (one for one in buttons if one.isVisible() and "mend" in one.accessibleName() + one.text())
    button.click()
    hands.wait_for_door()
    hands.wait(lambda: not hands.desktop.background.is_busy)
    damage(worn)
    assert _met(hands).choices


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
@pytest.mark.parametrize(
    ("mode", "scale"), [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 2.0)]
)
def test_every_word_can_be_read(
    open_desktop: Open, worn: Left, size: tuple[int, int], mode: str, scale: float, tmp_path: Path
) -> None:
    damage(worn)
    flip(worn.store, worn.store.stat().st_size - 300)
    hands = open_desktop(worn.folder)
    Theme.apply(hands.desktop.app, mode, scale)  # type: ignore[arg-type]
    hands.desktop.frame.resize(*size)
    screen = _met(hands)
    hands.qtbot.wait(50)
    try:
        assert clipped(screen) == []
        picture = tmp_path / f"mending-{mode}-{scale}-{size[0]}.png"
        assert hands.desktop.frame.grab().save(str(picture))
    finally:
        Theme.apply(hands.desktop.app, "light", 1.0)
