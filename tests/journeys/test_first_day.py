"""The first day, by keyboard: from an empty folder to a desk that locks, refuses and opens again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from champion_desk.ui.steps.person import Person
from champion_desk.ui.steps.place import Place
from champion_desk.ui.steps.sheet import RecoverySheet

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)

ENTER = Qt.Key.Key_Return


def _to_person(hands: Hands) -> None:
    hands.key(ENTER)  # Start a new desk
    hands.wait(lambda: hands.first_run.at == "place")
    hands.type("ork")
    hands.key(ENTER)
    hands.type("kirk")
    hands.key(ENTER)
    step = hands.first_run.step
    assert isinstance(step, Place)
    assert step.postcode.text() == "KW15 1AG"
    hands.key(ENTER)
    hands.wait(lambda: hands.first_run.at == "person")


def test_from_nothing_to_an_open_desk(
    open_desktop: Callable[..., Hands], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "recovery.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(sheet), ""))
    hands = open_desktop(tmp_path / "new")
    _to_person(hands)
    step = hands.first_run.step
    assert isinstance(step, Person)
    passphrase = step.passphrase.text()
    assert len(passphrase.split()) == 3
    hands.type("Mairi")
    hands.key(ENTER)
    hands.key(ENTER)
    hands.wait(lambda: hands.first_run.at == "sheet")
    last = hands.first_run.step
    assert isinstance(last, RecoverySheet)
    assert not hands.first_run.on.isEnabled()
    hands.wait(last.save.isEnabled)
    hands.key(ENTER)  # Save as PDF has the keyboard
    assert "Kirkwall Library" in PdfReader(sheet).pages[0].extract_text()
    hands.key(Qt.Key.Key_Space)
    hands.key(ENTER)
    hands.wait_for_desk()
    hands.wait(lambda: hands.window.sitting.services.directory.count() > 700)
    assert hands.window.sitting.services.champion.name == "Mairi"
    assert hands.window.sitting.services.champion.lead

    hands.press("Ctrl+L")
    hands.wait_for_door()
    hands.type("not the right words")
    hands.key(ENTER)
    hands.wait(lambda: "not right" in hands.unlock_form.complaint.text())
    hands.wait(hands.unlock_form.open.isEnabled)
    hands.type(passphrase)
    hands.key(ENTER)
    hands.wait_for_desk()
    assert list((tmp_path / "new" / "backups").glob("*.deskbackup"))


def test_back_and_forward_loses_nothing(open_desktop: Callable[..., Hands], tmp_path: Path) -> None:
    hands = open_desktop(tmp_path / "new")
    _to_person(hands)
    step = hands.first_run.step
    assert isinstance(step, Person)
    words = step.passphrase.text()
    hands.type("Mairi")
    hands.key(Qt.Key.Key_Escape)
    place = hands.first_run.step
    assert isinstance(place, Place)
    assert (place.council.text(), place.site.text(), place.postcode.text()) == (
        "Orkney Islands",
        "Kirkwall Library",
        "KW15 1AG",
    )
    hands.first_run.language_chosen.emit("gd")
    hands.qtbot.wait(20)
    place = hands.first_run.step
    assert isinstance(place, Place)
    assert place.site.text() == "Kirkwall Library"
    hands.first_run.language_chosen.emit("en")
    hands.qtbot.wait(20)
    hands.first_run.go_on()
    hands.wait(lambda: hands.first_run.at == "person")
    step = hands.first_run.step
    assert isinstance(step, Person)
    assert (step.name.text(), step.passphrase.text()) == ("Mairi", words)


def test_what_is_missing_or_weak_is_said_at_its_field(
    open_desktop: Callable[..., Hands], tmp_path: Path
) -> None:
    hands = open_desktop(tmp_path / "new")
    hands.key(ENTER)
    hands.wait(lambda: hands.first_run.at == "place")
    place = hands.first_run.step
    assert isinstance(place, Place)
    place.postcode.setText("nowhere")
    hands.first_run.go_on()
    assert all(place.form._rows[name].problem() for name in ("council", "site", "postcode"))
    assert hands.there() is place.council
    place.council.setText("Orkney Islands")
    place.site.setText("Papa Westray Kirk Hall")
    place.postcode.setText("")
    hands.first_run.go_on()
    hands.wait(lambda: hands.first_run.at == "person")
    person = hands.first_run.step
    assert isinstance(person, Person)
    hands.first_run.go_on()
    assert person.form._rows["champion"].problem()
    person.name.setText("Inga")
    person.passphrase.field.set_text("password1")
    hands.first_run.go_on()
    assert "easy" in person.form._rows["passphrase"].problem()
    assert not (tmp_path / "new" / "store.db").exists()


def test_changes_after_the_desk_is_made_reach_it(open_desktop: Callable[..., Hands], tmp_path: Path) -> None:
    hands = open_desktop(tmp_path / "new")
    _to_person(hands)
    hands.type("Mari")
    hands.first_run.go_on()
    hands.wait(lambda: hands.first_run.at == "sheet")
    key = hands.first_run.answers.recovery_key
    hands.first_run.go_back()
    hands.first_run.go_back()
    place = hands.first_run.step
    assert isinstance(place, Place)
    place.site.setText("Stromness Library")
    hands.first_run.go_on()
    hands.wait(lambda: hands.first_run.at == "person")
    person = hands.first_run.step
    assert isinstance(person, Person)
    person.name.setText("Mairi")
    person.passphrase.suggest()
    words = person.passphrase.text()
    hands.first_run.go_on()
    hands.wait(lambda: hands.first_run.at == "sheet")
    assert hands.first_run.answers.recovery_key == key
    hands.first_run.answers.saved = True
    hands.first_run.go_on()
    hands.wait_for_desk()
    services = hands.window.sitting.services
    assert (services.site.name, services.champion.name) == ("Stromness Library", "Mairi")
    hands.desktop.lock()
    hands.unlock(words)
    assert hands.window.sitting.services.site.name == "Stromness Library"


def test_leaving_in_the_middle_leaves_a_whole_desk(
    open_desktop: Callable[..., Hands], tmp_path: Path
) -> None:
    hands = open_desktop(tmp_path / "new")
    _to_person(hands)
    hands.type("Mairi")
    step = hands.first_run.step
    assert isinstance(step, Person)
    words = step.passphrase.text()
    hands.first_run.go_on()
    hands.wait(lambda: hands.first_run.at == "sheet")
    hands.desktop.frame.close()
    hands.wait(hands.has_ended)
    again = open_desktop(tmp_path / "new")
    again.unlock(words)
