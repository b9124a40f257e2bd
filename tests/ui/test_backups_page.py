"""The backups page: what it shows, the second folder, checking again, and a restore in two steps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from champion_desk import settings
from champion_desk.services import Services
from champion_desk.storage import backups, second_folder
from champion_desk.storage.backup_ledger import Ledger, stamp
from champion_desk.storage.backups import OCCASIONS
from champion_desk.ui.backup_watch import BackupWatch
from champion_desk.ui.backup_words import occasion_words, size_words
from champion_desk.ui.desk_cards import NeedLine
from champion_desk.ui.pages.backups import BackupsPage
from champion_desk.ui.pages.settings import SettingsPage
from tests.conftest import PASSPHRASE
from tests.looking import clipped
from tests.storage.test_backups import log_one

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


def services_of(hands: Hands) -> Services:
    return hands.window.sitting.services


def open_page(hands: Hands) -> BackupsPage:
    hands.window.go_to("backups")
    page = hands.window.page
    assert isinstance(page, BackupsPage)
    hands.wait(lambda: bool(page.here.newest.text()))
    return page


def age(services: Services, hours: float, made: Path) -> Path:
    """The same backup as if it had been made so long ago."""
    at = datetime.now(UTC) - timedelta(hours=hours)
    older = made.with_name(f"champion-desk-{at:%Y-%m-%dT%H%M%SZ}.deskbackup")
    shutil.copy(made, older)
    return older


def test_settings_lead_there_and_esc_leads_back(hands: Hands) -> None:
    hands.window.go_to("settings")
    settings_page = hands.window.page
    assert isinstance(settings_page, SettingsPage)
    hands.wait(lambda: "No backup yet" in settings_page.backups.newest.text())
    settings_page.backups.open.click()
    assert hands.window.current == "backups"
    hands.key(Qt.Key.Key_Escape)
    assert hands.window.current == "settings"


def test_the_first_backup_fills_the_empty_page(hands: Hands) -> None:
    page = open_page(hands)
    assert not page.list.empty.isHidden()
    page.now.click()
    hands.wait(lambda: "Backed up" in hands.window.message_bar.text())
    hands.wait(lambda: page.list.empty.isHidden() and page.list.table.model().rowCount() == 1)
    assert "1 backup" in page.here.newest.text()


@pytest.mark.parametrize(("scale", "size"), [(100, (1366, 768)), (100, (1024, 600)), (200, (1024, 600))])
def test_long_lists_with_harmed_files_are_readable(
    hands: Hands, scale: int, size: tuple[int, int], made_desk: Path
) -> None:
    services = services_of(hands)
    made = services.backups.make(occasion="import").path
    for hours in range(1, 40):
        age(services, hours, made)
    (made.parent / "odd.deskbackup").write_bytes(b"hello")
    aside = made_desk / f"replaced-{datetime.now(UTC) - timedelta(days=3):%Y-%m-%dT%H%M%S%fZ}"
    aside.mkdir()
    (aside / "store.db").write_bytes(b"x" * 300_000)
    hands.desktop.choices.change(settings.changed(hands.desktop.choices.get(), text_scale=scale))
    hands.desktop.frame.resize(*size)
    page = open_page(hands)
    hands.wait(lambda: page.list.table.model().rowCount() == 12)
    hands.wait(lambda: len(page.aside.lines) == 2)
    hands.qtbot.wait(50)
    assert clipped(page) == []
    page.list.more.click()
    assert page.list.table.model().rowCount() == 41
    page.list.table.select_row(0)
    page.list.restore.click()
    hands.wait(page.restore.on.isEnabled)
    hands.qtbot.wait(50)
    assert clipped(page.restore) == []
    page.restore.on.click()
    hands.qtbot.wait(50)
    assert clipped(page.restore) == []
    hands.desktop.choices.change(settings.changed(hands.desktop.choices.get(), text_scale=100))


def test_a_second_folder_is_chosen_copied_to_and_left(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_desk: Path
) -> None:
    page = open_page(hands)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(stick))
    page.second.choose.click()
    hands.wait(lambda: settings.load(made_desk).backup_folder == str(stick))
    page.now.click()
    hands.wait(lambda: bool(list(stick.glob("*.deskbackup"))))
    hands.wait(lambda: "newest copy" in page.second.state.text())
    assert page.second.disk.isVisible() == page.second.disk.isVisibleTo(page)
    hands.wait(lambda: page.list.table.model().index(0, 5).data() == "both")
    page.second.leave_it.setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: settings.load(made_desk).backup_folder == "")
    assert "stay on this computer" in hands.window.message_bar.text()
    hands.wait(page.second.choose.hasFocus)
    hands.wait(lambda: page.list.table.model().index(0, 5).data() == "this computer")


def test_a_folder_that_can_t_serve_is_refused_with_the_reason(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, made_desk: Path
) -> None:
    page = open_page(hands)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(made_desk))
    page.second.choose.click()
    hands.wait(lambda: "inside the desk's own folder" in hands.window.message_bar.text())
    assert settings.load(made_desk).backup_folder == ""
    assert page.second.choose.isEnabled()


def test_an_unmarked_folder_is_used_only_when_someone_says_so(hands: Hands, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    hands.desktop.choices.change(settings.changed(hands.desktop.choices.get(), backup_folder=str(stick)))
    page = open_page(hands)
    page.now.click()
    hands.wait(lambda: page.second.begin.isVisible())
    assert list(stick.iterdir()) == []
    page.second.begin.click()
    hands.wait(lambda: bool(list(stick.glob("*.deskbackup"))))


def test_a_stick_that_comes_back_is_found_by_itself(hands: Hands, tmp_path: Path) -> None:
    services = services_of(hands)
    stick, pocket = tmp_path / "stick", tmp_path / "pocket"
    stick.mkdir()
    second_folder.begin(stick, services.desk.folder)
    stick.rename(pocket)
    hands.desktop.choices.change(settings.changed(hands.desktop.choices.get(), backup_folder=str(stick)))
    services.backups.make()
    services.backups.second.wait(10)
    watch = hands.window.findChild(BackupWatch)
    assert watch is not None
    page = open_page(hands)
    hands.wait(lambda: "can't be reached" in page.second.state.text())
    pocket.rename(stick)
    watch.look()
    hands.wait(lambda: "newest copy" in page.second.state.text())
    assert list(stick.glob("*.deskbackup"))


def test_all_are_checked_again_and_what_rotted_is_named(hands: Hands) -> None:
    services = services_of(hands)
    good = services.backups.make().path
    log_one(services)
    bad = services.backups.make().path
    data = bytearray(bad.read_bytes())
    data[9000] ^= 1
    bad.write_bytes(data)
    page = open_page(hands)
    hands.wait(lambda: page.list.table.model().rowCount() == 2)
    page.list.check.click()
    assert page.list.stop.isVisible()
    hands.wait(lambda: "1 of them is damaged" in page.list.said.text())
    hands.wait(lambda: page.list.table.model().index(0, 4).data() == "damaged")
    page.list.table.select_row(0)
    assert not page.list.restore.isEnabled()
    page.list.table.activated_record.emit(page.list.table.record())
    assert page.views.currentIndex() == 0
    assert page.list.said.text() == "This one is damaged. Choose another."
    page.list.table.select_row(1)
    assert not page.list.said.isVisible()
    assert good.exists()


def test_a_check_can_be_stopped(hands: Hands) -> None:
    services = services_of(hands)
    made = services.backups.make().path
    for hours in range(1, 20):
        age(services, hours, made)
    page = open_page(hands)
    hands.wait(lambda: page.list.table.model().rowCount() == 12)
    page.check_all()
    page.list.stop.click()
    assert "Stopped" in page.list.said.text()
    hands.wait(lambda: not hands.window.sitting.background.is_busy)
    assert "Stopped" in page.list.said.text()


def test_other_work_comes_in_between_and_locking_does_not_wait_for_all(hands: Hands) -> None:
    services, sitting = services_of(hands), hands.window.sitting
    made = services.backups.make().path
    for hours in range(1, 20):
        age(services, hours, made)
    page = open_page(hands)
    hands.wait(lambda: page.list.table.model().rowCount() == 12)
    page.check_all()
    at: list[int] = []
    sitting.background.run(lambda: None, lambda _nothing: at.append(page.list.progress.value()))
    hands.wait(lambda: bool(at))
    assert at[0] < 3
    page.checking.stop()
    page.check_all()
    hands.press("Ctrl+L")
    hands.wait(lambda: not hasattr(sitting, "services"))
    checked = Ledger(made.parent).read().here
    assert len(checked) < 20


def test_a_restore_in_two_steps(hands: Hands, made_desk: Path) -> None:
    services = services_of(hands)
    log_one(services)
    services.backups.make()
    for _ in range(3):
        log_one(services)
    page = open_page(hands)
    hands.wait(lambda: page.list.table.model().rowCount() == 1)
    page.list.restore.click()
    hands.wait(page.restore.on.isEnabled)
    assert page.restore.sentence.text() == "3 sessions logged since then would go; they are kept aside."
    page.restore.on.click()
    assert page.restore.secret.line.hasFocus()
    hands.key(Qt.Key.Key_Escape)  # one step back, and one more to the list
    assert page.restore.first.isVisible()
    hands.key(Qt.Key.Key_Escape)
    assert page.views.currentIndex() == 0
    page.list.restore.click()
    hands.wait(page.restore.on.isEnabled)
    page.restore.on.click()
    page.restore.restore()
    assert page.restore.form._rows["secret"].problem()
    page.restore.secret.set_text("not the passphrase at all")
    page.restore.restore()
    hands.wait(lambda: "not right" in page.restore.form._rows["secret"].problem())
    assert hands.desktop.window is not None
    page.restore.secret.set_text(PASSPHRASE)
    page.restore.restore()
    hands.wait_for_door()
    assert "in place" in hands.unlock_form.complaint.text()
    assert list(made_desk.glob("replaced-*"))
    hands.unlock()
    services = services_of(hands)
    today = services.sessions.on(datetime.now().astimezone().date())
    assert len(today) == 1
    assert "restore" in {one.occasion for one in services.backups.listed()}
    page = open_page(hands)
    hands.wait(lambda: bool(page.aside.lines))
    assert "Replaced today" in page.aside.lines[0].text()


def test_a_backup_that_goes_in_the_meantime_leaves_the_desk_as_it_was(hands: Hands) -> None:
    services = services_of(hands)
    log_one(services)
    made = services.backups.make().path
    page = open_page(hands)
    hands.wait(lambda: page.list.table.model().rowCount() == 1)
    page.list.restore.click()
    hands.wait(page.restore.on.isEnabled)
    page.restore.on.click()
    made.unlink()
    page.restore.secret.set_text(PASSPHRASE)
    page.restore.restore()
    hands.wait(lambda: "is not there" in page.restore.form._rows["secret"].problem())
    assert len(services.sessions.on(datetime.now().astimezone().date())) == 1


def test_no_passphrase_stays_when_the_page_is_left(hands: Hands) -> None:
    services_of(hands).backups.make()
    page = open_page(hands)
    hands.wait(lambda: page.list.table.model().rowCount() == 1)
    page.list.restore.click()
    page.restore.secret.set_text(PASSPHRASE)
    hands.window.go_to("desk")
    assert page.restore.secret.text() == ""
    assert page.views.currentIndex() == 0


def test_the_reminder_stands_on_the_desk_until_it_is_put_off(hands: Hands) -> None:
    services = services_of(hands)
    services.backups.make()
    weeks = stamp(datetime.now(UTC) - timedelta(days=9))
    Ledger(services.backups.folder).change(lambda known: replace(known, since=weeks))
    hands.window.go_to("settings")
    hands.window.go_to("desk")
    found: list[NeedLine] = []

    def there() -> bool:  # what waits is read on the worker
        lines = hands.window.page.findChildren(NeedLine)
        found[:] = [one for one in lines if one.isVisible() and "backup" in one.link.accessibleName()]
        return bool(found)

    hands.wait(there)
    found[0].link.click()
    page = hands.window.page
    assert isinstance(page, BackupsPage)
    hands.wait(page.reminder.isVisible)
    page.reminder.later.click()
    assert not page.reminder.isVisible()
    hands.window.go_to("desk")
    hands.wait(lambda: not there())


def test_the_demo_desk_has_neither_second_folder_nor_reminder(open_desktop: Callable[..., Hands]) -> None:
    hands = open_desktop(demo=True)
    hands.wait_for_desk()
    weeks = stamp(datetime.now(UTC) - timedelta(days=9))
    services = services_of(hands)
    services.backups.make()
    Ledger(services.backups.folder).change(lambda known: replace(known, since=weeks))
    page = open_page(hands)
    hands.wait(lambda: page.list.table.model().rowCount() > 0)
    assert not page.second.isVisible()
    assert not page.reminder.isVisible()


def test_locking_makes_one_and_copies_it_behind_the_door(hands: Hands, tmp_path: Path) -> None:
    services = services_of(hands)
    stick = tmp_path / "stick"
    stick.mkdir()
    second_folder.begin(stick, services.desk.folder)
    hands.desktop.choices.change(settings.changed(hands.desktop.choices.get(), backup_folder=str(stick)))
    log_one(services)
    hands.window.lock()
    hands.wait_for_door()
    hands.wait(lambda: bool(list(stick.glob("*.deskbackup"))))
    (made,) = backups.listed(services.desk.folder / "backups")
    assert made.occasion == "close"


def test_every_occasion_and_size_has_words() -> None:
    words = {occasion_words(code) for code in OCCASIONS}
    assert len(words) == len(OCCASIONS)
    assert "not known" not in words
    assert occasion_words("") == "not known"
    assert [size_words(n) for n in (10, 4_200_000, 12_000_000)] == ["1 kB", "4.2 MB", "12 MB"]
