"""What IT's policy fixes is shown as fixed and stays so; a policy that can't be followed opens no desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from champion_desk import settings
from champion_desk.domain.problems import Problem
from champion_desk.settings import Settings
from champion_desk.storage.location import elsewhere
from champion_desk.ui.backup_words import place_praise
from champion_desk.ui.choices import Choices
from champion_desk.ui.first_run import FirstRun
from champion_desk.ui.frame import Frame
from champion_desk.ui.import_choose import ChooseStep
from champion_desk.ui.languages import LanguageLinks
from champion_desk.ui.pages.settings import SettingsPage
from champion_desk.ui.refusal import Refusal, run_refusal
from champion_desk.ui.steps.welcome import Welcome
from champion_desk.ui.unlock import Unlock
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.fixed import FixedLine, FixedValue
from tests.looking import clipped, in_sight, text_of

if TYPE_CHECKING:
    from champion_desk.policy import Policy
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)

BAD = Problem(
    "policy-number", path="/etc/xdg/Champion Desk/champion-desk.toml", line=7, key="x", least=1, most=9
)


def _words(root: QWidget) -> list[str]:
    return [text_of(widget) for widget in in_sight(root)]


def _settings_page(hands: Hands) -> SettingsPage:
    hands.window.go_to("settings")
    page = hands.window.page
    assert isinstance(page, SettingsPage)
    return page


def test_settings_show_what_is_fixed_in_place_of_the_choice(
    under_policy: Callable[..., Policy], open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    settings.save(made_desk, Settings(language="en", lock_minutes=60))
    under_policy(lock_minutes=3, public_screen=True, languages=("en",))
    hands = open_desktop(made_desk)
    hands.unlock()
    assert hands.desktop.vigil.idle.seconds == 180
    page = _settings_page(hands)
    fixed = [w for w in in_sight(page) if isinstance(w, FixedValue)]
    assert [one.value.text() for one in fixed] == ["English", "3 minutes", "This screen faces the public"]
    assert _words(page).count("Set by your council") == 3
    assert not page.privacy.lock.isVisible()
    assert not page.privacy.public.isVisible()
    hands.wait(lambda: not clipped(page))
    page.look.theme.chip("dark").click()
    kept = settings.load(made_desk)
    assert (kept.theme, kept.lock_minutes, kept.public_screen) == ("dark", 60, False)  # waits for its time
    page.look.theme.chip("light").click()


def test_nothing_is_fixed_without_a_policy(hands: Hands) -> None:
    page = _settings_page(hands)
    assert not [w for w in in_sight(page) if isinstance(w, FixedLine)]
    assert page.privacy.lock.isVisible()


def test_languages_are_those_the_policy_allows(
    under_policy: Callable[..., Policy], open_desktop: Callable[..., Hands], tmp_path: Path
) -> None:
    under_policy(languages=("cy", "en"))
    hands = open_desktop(tmp_path / "new")
    step = hands.first_run.step
    assert isinstance(step, Welcome)
    assert step.languages.codes() == ["cy"]  # the first is the one to start with
    step.languages.chip("en").click()
    hands.wait(lambda: "Welcome to Champion Desk" in _words(hands.first_run))
    assert "Your council chose these languages" in _words(hands.first_run)
    assert "Gàidhlig" not in _words(hands.first_run)
    hands.wait(lambda: not clipped(hands.first_run))  # laid out anew a moment after the words


def test_one_language_leaves_no_choice_at_the_door(
    under_policy: Callable[..., Policy], open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    under_policy(languages=("en",))
    hands = open_desktop(made_desk)
    assert isinstance(hands.desktop.screen, Unlock)
    links = hands.desktop.screen.findChild(LanguageLinks)
    assert links is not None
    assert not links.findChildren(LinkButton)


def test_what_is_fixed_can_not_be_changed_by_the_way(
    under_policy: Callable[..., Policy], tmp_path: Path, qapp: QApplication
) -> None:
    under_policy(lock_minutes=3, backup_folder=tmp_path / "it")
    choices = Choices(tmp_path)
    told: list[tuple[Settings, Settings]] = []
    choices.changed.connect(lambda old, new: told.append((old, new)))
    choices.change(settings.changed(choices.get(), lock_minutes=50, backup_folder="/mine", text_scale=125))
    now = choices.get()
    assert (now.lock_minutes, now.backup_folder, now.text_scale) == (3, str(tmp_path / "it"), 125)
    assert told == [(settings.changed(now, text_scale=100), now)]
    choices.change(settings.changed(now, lock_minutes=50))
    assert len(told) == 1


def test_the_import_says_which_feeds_are_allowed(under_policy: Callable[..., Policy], qtbot: QtBot) -> None:
    under_policy(allowed_feeds=("*.gov.uk", "example.org"))
    step = ChooseStep([])
    qtbot.addWidget(step)
    step.show()
    assert "Your council allows lists from: *.gov.uk, example.org" in _words(step)
    assert step.address.isVisible()
    under_policy(allowed_feeds=())
    none = ChooseStep([])
    qtbot.addWidget(none)
    none.show()
    assert "Your council does not allow lists from the internet" in _words(none)
    assert not none.address.isVisible()


# A folder where no desk may lie


def test_the_first_run_says_so_before_anything_is_typed(
    open_desktop: Callable[..., Hands], tmp_path: Path
) -> None:
    (tmp_path / "files" / ".stfolder").mkdir(parents=True)
    hands = open_desktop(tmp_path / "files" / "desk")
    step = hands.first_run.step
    assert isinstance(step, Welcome)
    hands.wait(lambda: bool(step.complaint.text()))
    assert step.complaint.text().startswith("Syncthing copies")
    assert not step.start.isVisible()
    assert not step.restore.isVisible()
    assert step.demo.isVisible()
    hands.wait(lambda: not clipped(hands.first_run))  # the sheet takes its new size a moment later
    assert not (tmp_path / "files" / "desk" / "store.db").exists()


def test_unlocking_says_so_before_anything_is_typed(
    open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    (made_desk.parent / ".stfolder").mkdir()
    hands = open_desktop(made_desk)
    screen = hands.desktop.screen
    assert isinstance(screen, Unlock)
    hands.wait(lambda: screen.form is None)
    assert any(words.startswith("Syncthing copies the desk") for words in _words(screen))
    hands.wait(lambda: not clipped(screen))


def test_a_synced_folder_is_praised_as_the_second_one(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert place_praise(elsewhere(tmp_path / "backups")).startswith("Syncthing takes it further")
    assert place_praise(elsewhere(Path("\\\\server\\backups"))).startswith("It is on a network drive")
    assert place_praise(None) == ""


# A policy that can't be followed


def test_the_refusal_shows_the_sentence_and_copies_details(qtbot: QtBot) -> None:
    screen = Refusal(BAD)
    qtbot.addWidget(screen)
    screen.resize(1024, 600)
    screen.show()
    assert any(words.startswith("Line 7 of the policy file /etc/xdg") for words in _words(screen))
    screen.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "line: 7" in copied
    assert "policy-number" in copied
    assert not clipped(screen)


def test_the_refusal_is_all_that_opens(qtbot: QtBot, qapp: QApplication) -> None:
    seen: list[QWidget | None] = []

    def look(tries: int = 50) -> None:
        frames = [w for w in QApplication.topLevelWidgets() if isinstance(w, Frame) and w.isVisible()]
        screens = [w.centralWidget() for w in frames]
        screen = next((one for one in screens if isinstance(one, Refusal)), None)
        if screen is not None:
            seen.append(screen)
            screen.close_button.click()
        elif tries:
            QTimer.singleShot(100, lambda: look(tries - 1))
        else:
            qapp.exit(2)

    QTimer.singleShot(200, look)
    assert run_refusal(BAD, Settings(theme="light")) == 1
    assert seen
    assert not any(isinstance(one, FirstRun) for one in qapp.allWidgets())
