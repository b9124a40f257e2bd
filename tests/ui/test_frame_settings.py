"""Settings take effect at once, and people come and go soundly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from champion_desk import settings
from champion_desk.domain.problems import Problem
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService
from champion_desk.ui.dialogs.champion import ChampionDialog
from champion_desk.ui.dialogs.key_change import LeaverDialog
from champion_desk.ui.dialogs.passphrase import PassphraseDialog
from champion_desk.ui.dialogs.recovery_sheet import RecoverySheetDialog
from champion_desk.ui.pages.settings import SettingsPage
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from tests.conftest import PASSPHRASE

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


@pytest.fixture
def page(hands: Hands) -> SettingsPage:
    hands.window.go_to("settings")
    page = hands.window.page
    assert isinstance(page, SettingsPage)
    return page


def test_theme_and_text_size_change_live(hands: Hands, page: SettingsPage, made_desk: Path) -> None:
    page.look.theme.chip("dark").click()
    assert theme().tokens.background == "#0E1A1D"
    page.look.scale.chip("200").click()
    assert theme().scale == 2.0
    kept = settings.load(made_desk)
    assert (kept.theme, kept.text_scale) == ("dark", 200)
    page.look.theme.chip("light").click()
    page.look.scale.chip("100").click()
    assert theme().scale == 1.0
    assert hands.window.page is page


def test_the_language_changes_every_word_and_keeps_the_place(hands: Hands, page: SettingsPage) -> None:
    before = hands.window
    page.look.language.chip("cy").click()
    hands.wait(lambda: hands.desktop.window is not before)
    assert hands.window.current == "settings"
    assert isinstance(hands.window.page, SettingsPage)
    hands.window.page.look.language.chip("en").click()
    hands.qtbot.wait(30)


def test_minutes_until_locking(hands: Hands, page: SettingsPage) -> None:
    page.privacy.lock.set_code("10")
    page.privacy.lock.chosen.emit("10")
    assert hands.desktop.vigil.idle.seconds == 600
    page.privacy.public.click()
    assert hands.desktop.choices.get().public_screen


def test_new_details_of_the_site_are_everywhere_at_once(hands: Hands, page: SettingsPage) -> None:
    lines = page.site.lines
    lines["postcode"].setText("KW99")
    page.site.save()
    assert "postcode" in page.site.form._rows["postcode"].problem()
    lines["site"].setText("Stromness Library")
    lines["postcode"].setText("kw163ad")
    lines["phone"].setText("01632 960150")
    page.site.save()
    hands.wait(lambda: hands.window.sitting.services.site.name == "Stromness Library")
    hands.qtbot.wait(20)
    assert hands.window.current == "settings"
    assert "Stromness Library" in hands.window.top_bar.name.whole()
    site = hands.window.sitting.services.site
    assert (site.postcode, site.phone, site.latitude) == ("KW16 3AD", "01632 960150", None)
    assert hands.window.sitting.services.directory.here is not None
    assert "saved" in hands.window.message_bar.text()


def test_a_new_champion_can_unlock(hands: Hands, page: SettingsPage) -> None:
    page.people.add.click()
    dialog = hands.dialog()
    assert isinstance(dialog, ChampionDialog)
    dialog.submit()
    assert dialog.form._rows["champion"].problem()
    dialog.name.setText("Ewan")
    dialog.submit()
    hands.wait(lambda: "already" in dialog.form._rows["champion"].problem())
    dialog.name.setText("Inga")
    dialog.passphrase.field.set_text("abc")
    dialog.submit()
    assert dialog.form._rows["passphrase"].problem()
    dialog.passphrase.suggest()
    words = dialog.passphrase.text()
    dialog.submit()
    hands.wait(lambda: not dialog.isVisible())
    assert "Inga" in hands.window.message_bar.text()
    hands.desktop.lock()
    hands.wait_for_door()
    form = hands.unlock_form
    form.champions.set_codes([code for code, name in form.at_the_door.champions if name == "Inga"])
    form.passphrase.set_text(words)
    form.submit()
    hands.wait_for_desk()


def test_a_leaver_loses_the_way_in(hands: Hands, page: SettingsPage) -> None:
    def has_left() -> list[SecondaryButton]:
        return [b for b in page.people.findChildren(SecondaryButton) if b.text() == "Has left"]

    hands.wait(lambda: len(has_left()) == 1)
    has_left()[0].click()
    dialog = hands.dialog()
    assert isinstance(dialog, LeaverDialog)
    hands.wait(dialog.out.hasFocus)
    dialog.main.click()
    hands.wait(lambda: has_left() == [])
    assert [name for _id, name in hands.desktop.door.doorway.look().champions] == ["Mairi"]
    everyone = hands.window.sitting.services.desk.champions()
    assert [c.left_on is not None for c in sorted(everyone, key=lambda c: c.name)] == [True, False]


def test_my_passphrase_needs_the_old_one(hands: Hands, page: SettingsPage) -> None:
    page.people.change.click()
    dialog = hands.dialog()
    assert isinstance(dialog, PassphraseDialog)
    dialog.now.set_text("not this one")
    dialog.submit()
    hands.wait(lambda: "not right" in dialog.form._rows["now"].problem())
    hands.wait(lambda: hands.desktop.door.doorway.wait() == 0)
    new = dialog.new.text()
    dialog.now.set_text(PASSPHRASE)
    dialog.submit()
    hands.wait(lambda: not dialog.isVisible())
    hands.desktop.lock()
    hands.unlock(new)


def test_a_new_recovery_sheet_is_saved_before_the_dialog_closes(
    hands: Hands,
    page: SettingsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.people.sheet.click()
    dialog = hands.dialog()
    assert isinstance(dialog, RecoverySheetDialog)
    dialog.passphrase.set_text(PASSPHRASE)
    dialog.submit()
    hands.wait(dialog.print.isVisible)
    dialog.reject()
    assert dialog.isVisible()
    target = tmp_path / "sheet"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    dialog.main.click()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()
    assert not dialog.isVisible()


def test_no_one_removes_themselves(made_desk: Path, catalogues: Catalogues) -> None:
    from datetime import date

    desk = DeskService(made_desk, catalogues.words)
    opened = desk.unlock(PASSPHRASE)
    try:
        with pytest.raises(Problem, match="champion-needed"):
            desk.remove_leaver(opened.champion, date.today())
        assert len(desk.ring().champions) == 2
    finally:
        desk.close()
