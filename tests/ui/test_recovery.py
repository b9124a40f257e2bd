"""Back in by the recovery sheet: typed, scanned by hand, or read from a picture of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from champion_desk.documents.recovery_sheet import write_recovery_sheet
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService
from champion_desk.storage import keys
from champion_desk.ui.recovery import RecoveryForm
from tests.conftest import PASSPHRASE

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


@pytest.fixture
def key(made_desk: Path, catalogues: Catalogues) -> str:
    """The key on the desk's recovery sheet."""
    desk = DeskService(made_desk, catalogues.words)
    desk.unlock(PASSPHRASE)
    key = desk.new_recovery_sheet()
    desk.close()
    return key


@pytest.fixture
def at_the_sheet(open_desktop: Callable[..., Hands], made_desk: Path, key: str) -> tuple[Hands, RecoveryForm]:
    hands = open_desktop(made_desk)
    hands.unlock_form.recovery.click()
    assert hands.desktop.screen is not None
    form = hands.desktop.screen.findChild(RecoveryForm)
    assert form is not None
    hands.wait(lambda: hands.there() is form.key)
    return hands, form


def _choose(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))


def test_esc_goes_back_to_the_passphrase(at_the_sheet: tuple[Hands, RecoveryForm]) -> None:
    hands, _form = at_the_sheet
    hands.key(Qt.Key.Key_Escape)
    hands.wait(lambda: hands.there() is hands.unlock_form.passphrase.line)
    assert hands.unlock_form.isVisible()


def test_a_hand_scanner_types_the_key_and_enter_and_the_passphrase_is_next(
    at_the_sheet: tuple[Hands, RecoveryForm], key: str
) -> None:
    hands, form = at_the_sheet
    hands.type(key)
    hands.key(Qt.Key.Key_Return)
    assert hands.there() is form.passphrase.field.line
    assert hands.desktop.sitting is None  # nobody has learnt the suggested words yet
    new = form.passphrase.text()
    hands.key(Qt.Key.Key_Return)
    hands.wait_for_desk()
    hands.desktop.lock()
    hands.unlock(new)


@pytest.mark.parametrize("typed", ["", "0000 0000", "UUUU " * 8, "https://www.example.org/"])
def test_what_can_be_no_recovery_key_is_said_and_is_no_wrong_try(
    at_the_sheet: tuple[Hands, RecoveryForm], made_desk: Path, typed: str
) -> None:
    hands, form = at_the_sheet
    hands.type(typed)
    hands.key(Qt.Key.Key_Return)
    assert form.form._rows["recovery_key"].problem()
    form.submit()
    hands.qtbot.wait(50)
    assert form.form._rows["recovery_key"].problem()
    assert not (made_desk / "tries.json").exists()


def test_the_saved_sheet_opens_the_desk(
    at_the_sheet: tuple[Hands, RecoveryForm], key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, form = at_the_sheet
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(write_recovery_sheet("Kirkwall Library", date(2026, 11, 22), key, "desk"))
    _choose(monkeypatch, pdf)
    form.picture.click()
    hands.wait(lambda: form.key.text() == key)
    assert "read" in form.read.text()
    assert hands.there() is form.passphrase.field.line
    form.submit()
    hands.wait_for_desk()


def test_a_sheet_of_another_time_is_read_and_found_wrong(
    at_the_sheet: tuple[Hands, RecoveryForm], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, form = at_the_sheet
    pdf = tmp_path / "old.pdf"
    old = keys.new_recovery_key()
    pdf.write_bytes(write_recovery_sheet("Kirkwall Library", date(2025, 1, 2), old, "desk"))
    _choose(monkeypatch, pdf)
    form.picture.click()
    hands.wait(lambda: form.key.text() == old)
    form.submit()
    hands.wait(lambda: "not right" in form.form._rows["recovery_key"].problem())
    assert hands.desktop.door.doorway.wait() > 0


def test_a_picture_that_is_none_is_said_at_the_key(
    at_the_sheet: tuple[Hands, RecoveryForm], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, form = at_the_sheet
    (tmp_path / "photo.jpg").write_bytes(b"no photo")
    _choose(monkeypatch, tmp_path / "photo.jpg")
    form.key.setText("CCKF")
    form.picture.click()
    hands.wait(lambda: "photo.jpg" in form.form._rows["recovery_key"].problem())
    assert form.picture.isEnabled()
    assert form.key.text() == "CCKF"
    _choose(monkeypatch, "")
    form.picture.click()
    assert form.picture.isEnabled()


def test_start_up_loads_nothing_that_reads_pictures() -> None:
    code = (
        "import sys, champion_desk.ui.desktop, champion_desk.ui.unlock, champion_desk.ui.recovery;"
        "print([name for name in ('PIL', 'zxingcpp', 'pypdfium2', 'cryptography') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
