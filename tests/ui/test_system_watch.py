"""The desk locks with the system's own screen and before sleep: real buses, a played logind."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from champion_desk.storage.store import StoreLock
from champion_desk.ui.system_watch import SystemWatch, watch_for_this_system
from tests.conftest import PASSPHRASE
from tests.crashing import CANARY

pytest_plugins = ("tests.windows",)

_ROOT = Path(__file__).resolve().parents[2]
_BUS = """<busconfig><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/>
<allow receive_sender="*"/></policy></busconfig>"""


class Program:
    """A program that is spoken to line by line."""

    def __init__(self, running: subprocess.Popen[bytes]) -> None:
        self.running = running

    def hears(self, word: str) -> None:
        assert self.running.stdin is not None
        self.running.stdin.write(word.encode() + b"\n")

    def has_spoken(self, within: float = 30.0) -> bool:
        assert self.running.stdout is not None
        return bool(select.select([self.running.stdout], [], [], within)[0])

    def says(self) -> str:
        assert self.has_spoken(), "nothing was said for half a minute"
        assert self.running.stdout is not None
        return self.running.stdout.readline().decode().strip()


def _answer(desktop: Program, logind: Program, said: str) -> str:
    """What the desk says to it; it may need some moments until it listens."""
    for _ in range(60):
        logind.hears(said)
        if desktop.has_spoken(0.5):
            break
    return desktop.says()


@pytest.fixture
def buses() -> Iterator[dict[str, str]]:
    """A system's and a session's bus of our own."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None or not sys.platform.startswith("linux"):
        pytest.skip("dbus-daemon is not on this computer, so no system can be played")
    with (
        tempfile.TemporaryDirectory(prefix="cd-bus-") as folder,
        ExitStack() as stack,
    ):  # sockets need short names
        settings = Path(folder) / "bus.conf"
        settings.write_text(_BUS.format(folder=folder), encoding="utf-8")
        found = {}
        for bus in ("SYSTEM", "SESSION"):
            running = subprocess.Popen(
                [daemon, f"--config-file={settings}", "--print-address", "--nofork"],
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.enter_context(running)
            stack.callback(running.terminate)
            assert running.stdout is not None
            found[f"DBUS_{bus}_BUS_ADDRESS"] = running.stdout.readline().strip()
        yield found


@pytest.fixture
def start(buses: dict[str, str]) -> Iterator[Callable[..., Program]]:
    with ExitStack() as stack:

        def start(*words: str, **environment: str) -> Program:
            running = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=_ROOT,
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **buses, **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
            )
            stack.enter_context(running)
            stack.callback(running.kill)
            return Program(running)

        yield start


def _open_beside_logind(
    start: Callable[..., Program], desk: Path, *more: str, **environment: str
) -> tuple[Program, Program]:
    logind = start("tests.fake_logind", *more)
    assert logind.says() == "ready"
    desktop = start("tests.crashing", str(desk), "locked-by-the-system", PASSPHRASE, **environment)
    assert desktop.says() == "open"
    assert logind.says() == "held"
    return logind, desktop


def _is_closed(desk: Path) -> bool:
    lock = StoreLock(desk)
    lock.take()
    lock.free()
    return True


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("sleep", "Locked because the computer went to sleep."),
        ("lock", "Locked together with the computer's screen."),
        ("hint", "Locked together with the computer's screen."),
        ("screen", "Locked together with the computer's screen."),
        ("gnome", "Locked together with the computer's screen."),
        ("shutdown", "Locked because the computer is shutting down."),
    ],
)
def test_the_desk_is_put_away_before_the_computer_goes_on(
    start: Callable[..., Program], made_desk: Path, said: str, reason: str
) -> None:
    logind, desktop = _open_beside_logind(start, made_desk)
    assert _answer(desktop, logind, said) == reason
    assert logind.says() == "released"
    assert _is_closed(made_desk)  # closed before the computer sleeps, not some time after
    logind.hears(said)  # locked already: nothing more happens
    desktop.hears("end")
    assert desktop.running.wait(20) == 0
    assert not list((made_desk / "log").glob("run-*"))
    assert not any(CANARY.encode() in file.read_bytes() for file in made_desk.rglob("*") if file.is_file())


def test_an_older_logind_knows_the_session_by_its_number(
    start: Callable[..., Program], made_desk: Path
) -> None:
    logind, desktop = _open_beside_logind(start, made_desk, "old", XDG_SESSION_ID="1")
    assert _answer(desktop, logind, "lock") == "Locked together with the computer's screen."
    assert logind.says() == "released"


def test_what_concerns_others_locks_nothing(start: Callable[..., Program], made_desk: Path) -> None:
    logind, desktop = _open_beside_logind(start, made_desk)
    for said in ("lock-other", "hint-off", "woke"):
        logind.hears(said)
    assert not desktop.has_spoken(1.0)
    assert _answer(desktop, logind, "sleep") == "Locked because the computer went to sleep."


def test_without_logind_nothing_is_said_and_nothing_breaks(
    start: Callable[..., Program], made_desk: Path
) -> None:
    desktop = start("tests.crashing", str(made_desk), "locked-by-the-system", PASSPHRASE)
    assert desktop.says() == "open"
    desktop.running.terminate()
    assert desktop.running.wait(20) == 0


def test_without_a_bus_the_watch_is_silent(qtbot: QtBot) -> None:
    watch = watch_for_this_system()
    watch.start()
    watch.start()
    qtbot.wait(50)
    watch.stop()
    watch.stop()


def test_a_platform_without_a_watch_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert type(watch_for_this_system()) is SystemWatch  # no such libraries here
