"""Locking: whoever comes next finds nothing, whatever was going on, and nothing typed is lost."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from champion_desk import NAME, VERSION
from champion_desk.domain.directory import Listing
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.domain.training import Enrolment, Goal, SelfAssessment
from champion_desk.services import Services
from champion_desk.services.desks import DeskService, OpenDesk
from champion_desk.storage.store import Store, StoreLock
from champion_desk.ui import idle
from champion_desk.ui.copied import forget_copied
from champion_desk.ui.dialogs.champion import ChampionDialog
from champion_desk.ui.idle import IdleWatch
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.sitting import Sitting
from champion_desk.ui.unlock import Unlock
from tests import leftovers
from tests.walking import views, walking

if TYPE_CHECKING:
    from champion_desk.ui.desktop import Desktop
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)

_RECORDS = (AssistedSession, Draft, Listing, Goal, Enrolment, SelfAssessment)
_HOLDERS = (Services, Store, OpenDesk, DeskService, MainWindow, Sitting)


@pytest.fixture(autouse=True)
def _left_by_others() -> Iterator[None]:
    leftovers.note_others(*_HOLDERS, *_RECORDS)
    yield
    leftovers.forget_others()


def _fill(services: Services, word: str, folder: Path) -> None:
    """Put a word into every kind of record."""
    champion, now = services.champion.id, datetime.now(UTC)
    services.sessions.log(
        AssistedSession(champion, services.site.id, now, ("other",), 5, "done", note=f"{word} in a note")
    )
    services.training.add_goal(Goal(champion, text=f"{word} as a goal"))
    services.training.enrol(Enrolment(champion, "course", f"{word} as a course", due=date.today()))
    file = folder / "list.csv"
    file.write_text(f"Name,Postcode,Description\n{word} hall,KW15 1AG,{word} in words\n", encoding="utf-8")
    services.directory.take_in(services.directory.preview(file, "A list"))
    file.unlink()


def _type_everywhere(desktop: Desktop, word: str, wait: Callable[[int], None]) -> None:
    """Put it into every field of every page, into a draft, and into the search that stands in the window."""
    assert desktop.window is not None
    for name in desktop.window.page_names():
        desktop.window.go_to(name)
        _type_into(desktop.window.page, word)
        wait(20)
    desktop.window.go_to("log", new=True)
    _type_into(desktop.window.page, word)
    search = desktop.window.top_bar.search
    search.line.insert(f"{word} hall")
    search.textEdited.emit(search.text())
    wait(600)
    desktop.window.say(f"{word} in the message line")
    desktop.window.window().setWindowTitle(f"{word} in the title")


def _type_into(page: QWidget, word: str) -> None:
    for field in page.findChildren(QWidget):
        if isinstance(field, QLineEdit) and not field.isReadOnly():
            field.insert(f"{word} typed")
        elif isinstance(field, QPlainTextEdit) and not field.isReadOnly():
            field.insertPlainText(f"{word} typed")


def _assert_nothing_left(word: str, key: bytes) -> None:
    assert leftovers.widgets_with(word) == []
    assert leftovers.models_with(word) == []
    assert leftovers.records_of(*_HOLDERS) == []
    assert leftovers.records_of(*_RECORDS) == []
    assert leftovers.holders_of(word, key[:-1], key.hex()[:-1]) == []


def _key_of(desktop: Desktop) -> bytes:
    assert desktop.sitting is not None
    key = desktop.sitting.services.desk.open_store.key
    return bytes([*key])  # one's own, not the desk's


def _is_free(folder: Path) -> bool:
    lock = StoreLock(folder)
    lock.take()
    lock.free()
    return True


def _wait_until_closed(desktop: Desktop, wait_for: Callable[[Callable[[], bool]], object]) -> None:
    wait_for(lambda: desktop.findChildren(Sitting) == [])


def test_locking_clears_every_record(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    word = "quokka" + secrets.token_hex(4)
    with walking(tmp_path / "desk") as script:
        for _ in views(script, tmp_path):
            pass
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                window.done(0)
        del _, window
        desktop = script.desktop
        assert desktop.sitting is not None
        key = _key_of(desktop)
        _fill(desktop.sitting.services, word, tmp_path)
        _type_everywhere(desktop, word, qtbot.wait)
        assert len(leftovers.widgets_with(word)) > 20  # the search below looks in the right places
        assert leftovers.models_with(word)
        assert len(leftovers.holders_of(word)) > 5
        assert leftovers.holders_of(key[:-1])
        desktop.lock()
        _wait_until_closed(desktop, lambda what: qtbot.waitUntil(what, timeout=20_000))
        qtbot.wait(300)
        assert _is_free(tmp_path / "desk")
        _assert_nothing_left(word, key)


@pytest.mark.parametrize("way", ["idle", "key", "sleep", "system", "close", "again and again"])
def test_every_way_of_locking_clears(hands: Hands, made_desk: Path, tmp_path: Path, way: str) -> None:
    word = "quokka" + secrets.token_hex(4)
    desktop = hands.desktop
    key = _key_of(desktop)
    _fill(hands.window.sitting.services, word, tmp_path)
    _type_everywhere(desktop, word, hands.qtbot.wait)
    if way == "idle":
        desktop.vigil.idle.seconds = 0
        desktop.vigil.idle.look()
    elif way == "key":
        desktop.frame.activateWindow()  # a list that closed took the keyboard along, as there is no screen
        hands.wait(desktop.frame.isActiveWindow)
        hands.press("Ctrl+L")
    elif way == "sleep":
        desktop.vigil.idle.slept.emit()
    elif way == "close":
        desktop.close()
        hands.wait(hands.has_ended)
    else:
        hands.wait(lambda: desktop.vigil.system is not None)
        assert desktop.vigil.system is not None
        for _ in range(1 if way == "system" else 3):
            desktop.vigil.system.locked.emit()
            desktop.vigil.system.sleeping.emit()
    if way != "close":
        hands.wait_for_door()
        _wait_until_closed(desktop, hands.wait)
    hands.qtbot.wait(300)
    assert _is_free(made_desk)
    _assert_nothing_left(word, key)
    if way != "close":
        hands.unlock()
        drafts = hands.window.sitting.services.sessions.drafts()
        assert any(word in str(draft.fields) for draft in drafts)


# While something is going on


def test_a_long_job_ends_before_the_store_is_closed(hands: Hands, made_desk: Path) -> None:
    services, desktop = hands.window.sitting.services, hands.desktop
    goal = Goal(services.champion.id, text="written by a job that was under way")

    def job() -> None:
        time.sleep(0.5)
        services.training.add_goal(goal)

    told: list[object] = []
    hands.window.sitting.background.run(job, told.append, told.append)
    hands.press("Ctrl+L")
    desktop.lock()
    hands.wait_for_door()
    hands.unlock()
    assert told == []  # whoever asked has gone
    assert goal in hands.window.sitting.services.training.goals()


def test_a_backup_under_way_is_finished(hands: Hands, made_desk: Path) -> None:
    backups = hands.window.sitting.services.backups
    hands.window.sitting.background.run(backups.make)
    hands.press("Ctrl+L")
    hands.wait_for_door()
    _wait_until_closed(hands.desktop, hands.wait)
    assert list((made_desk / "backups").glob("*.deskbackup"))
    assert not list((made_desk / "backups").glob(".making-*"))


def test_an_open_dialog_goes_too(hands: Hands) -> None:
    ChampionDialog(hands.window.context, hands.window).open()
    hands.dialog()
    hands.desktop.lock()
    hands.wait_for_door()
    assert not any(isinstance(w, QDialog) and w.isVisible() for w in QApplication.topLevelWidgets())


def test_locked_while_a_file_is_being_chosen(hands: Hands, qapp: QApplication) -> None:
    """The dialog has an event loop of its own, and goes on in a window that is there no more."""
    seen: list[str] = []

    def lock() -> None:
        seen.extend(type(w).__name__ for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog))
        hands.desktop.vigil.idle.slept.emit()

    window = hands.window
    QTimer.singleShot(300, lock)
    assert window.save_pdf(b"%PDF-1.7", "A sheet") is None
    assert seen == ["QFileDialog"]
    del window
    hands.wait_for_door()
    _wait_until_closed(hands.desktop, hands.wait)
    hands.wait(lambda: leftovers.records_of(MainWindow) == [])
    hands.unlock()


def test_locked_twice_and_asleep_while_locked(hands: Hands, made_desk: Path) -> None:
    desktop = hands.desktop
    hands.wait(lambda: desktop.vigil.system is not None)
    assert desktop.vigil.system is not None
    desktop.lock()
    desktop.lock()
    desktop.vigil.system.sleeping.emit()
    desktop.vigil.idle.slept.emit()
    hands.wait_for_door()
    _wait_until_closed(desktop, hands.wait)
    desktop.vigil.system.locked.emit()
    assert isinstance(desktop.screen, Unlock)
    assert _is_free(made_desk)
    hands.unlock()


def test_the_reason_is_said_at_the_door(hands: Hands) -> None:
    hands.desktop.vigil.idle.slept.emit()
    hands.wait_for_door()
    assert hands.unlock_form.complaint.text() == "Locked because the computer went to sleep."


# Sleep, noticed on waking


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Two clocks that can be set: the steady one and the one on the wall."""
    ahead = {"monotonic": 0.0, "time": 0.0}

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return time.monotonic() + ahead["monotonic"]

        @staticmethod
        def time() -> float:
            return time.time() + ahead["time"]

    monkeypatch.setattr(idle, "time", Clock)
    return ahead


@pytest.mark.parametrize("clocks", [("time",), ("time", "monotonic")])
def test_on_waking_the_desk_locks_though_no_one_was_away_for_long(
    hands: Hands, clock: dict[str, float], clocks: tuple[str, ...]
) -> None:
    assert hands.desktop.vigil.idle.seconds == 300
    for name in clocks:
        clock[name] += 120
    hands.desktop.vigil.idle.look()
    hands.wait_for_door()
    assert "went to sleep" in hands.unlock_form.complaint.text()


def test_the_first_key_after_sleep_reaches_no_record(hands: Hands, clock: dict[str, float]) -> None:
    hands.press("Ctrl+K")
    line = hands.there()
    assert isinstance(line, QLineEdit)
    clock["time"] += 3600
    QTest.keyClick(line, Qt.Key.Key_A)
    assert line.text() == ""
    del line
    hands.wait_for_door()


def test_a_clock_set_back_locks_nothing(qtbot: QtBot, clock: dict[str, float]) -> None:
    said: list[str] = []
    watch = IdleWatch(300)
    watch.idle.connect(lambda: said.append("idle"))
    watch.slept.connect(lambda: said.append("slept"))
    watch.start()
    clock["time"] -= 86_400
    watch.look()
    assert said == []
    clock["monotonic"] += 59
    watch.look()
    assert said == []
    watch.stop()


def test_a_key_that_comes_too_late_does_not_keep_the_desk_open(qtbot: QtBot, clock: dict[str, float]) -> None:
    said: list[str] = []
    watch = IdleWatch(30)
    watch.idle.connect(lambda: said.append("idle"))
    watch.start()
    clock["time"] += 40
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert watch.eventFilter(QObject(), key)
    qtbot.waitUntil(lambda: said == ["idle"])
    assert not watch.eventFilter(QObject(), key)


# The clipboard


class _OurClipboard:
    """A clipboard as a real screen has it: it knows whose words it holds."""

    def __init__(self, words: str, is_ours: bool) -> None:
        self.words, self.is_ours, self.cleared = words, is_ours, list[object]()

    def ownsClipboard(self) -> bool:
        return self.is_ours

    def ownsSelection(self) -> bool:
        return self.is_ours

    def text(self) -> str:
        return self.words

    def clear(self, mode: object = QClipboard.Mode.Clipboard) -> None:
        self.cleared.append(mode)


@pytest.mark.parametrize(
    ("words", "is_ours", "cleared"),
    [
        ("a note", True, [QClipboard.Mode.Clipboard, QClipboard.Mode.Selection]),
        ("from another program", False, []),
        (f"{NAME} {VERSION}\nValueError", True, [QClipboard.Mode.Selection]),
    ],
)
def test_what_was_copied_here_goes_with_the_lock(words: str, is_ours: bool, cleared: list[object]) -> None:
    clipboard = _OurClipboard(words, is_ours)
    forget_copied(clipboard)  # type: ignore[arg-type]
    assert clipboard.cleared == cleared


def test_the_clipboard_of_this_platform_is_asked_safely(qapp: QApplication) -> None:
    forget_copied(QGuiApplication.clipboard())
