"""Wrong tries: the delay grows, outlives a restart, and locks nobody out whatever the clock says."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from champion_desk.storage.wrong_tries import WrongTries

SetClock = Callable[[float, float], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Sets the computer's clock, and how long it has been running."""

    def set_(clock: float, running: float) -> None:
        monkeypatch.setattr(time, "time", lambda: clock)
        monkeypatch.setattr(time, "monotonic", lambda: running)

    return set_


def test_wrong_tries_make_the_wait_grow_across_restarts(tmp_path: Path) -> None:
    assert WrongTries(tmp_path).wait() == 0
    waits = []
    for _ in range(3):
        WrongTries(tmp_path).wrong()
        waits.append(WrongTries(tmp_path).wait())
    assert 0 < waits[0] <= 1 < waits[1] <= 2 < waits[2] <= 4
    WrongTries(tmp_path).right()
    assert WrongTries(tmp_path).wait() == 0


def test_thousands_of_wrong_tries_still_end_in_a_wait(tmp_path: Path) -> None:
    (tmp_path / "tries.json").write_text('{"count": 5000, "at": 0}', encoding="utf-8")
    assert WrongTries(tmp_path).wait() == 0
    WrongTries(tmp_path).wrong()
    assert 59 < WrongTries(tmp_path).wait() <= 60


def test_a_clock_set_forward_shortens_no_wait(tmp_path: Path, set_clock: SetClock) -> None:
    set_clock(1_000_000, 500)
    for _ in range(7):
        WrongTries(tmp_path).wrong()
    set_clock(1_000_000 + 86_400, 501)
    assert WrongTries(tmp_path).wait() == 59
    set_clock(1_000_000 + 86_400, 560)
    assert WrongTries(tmp_path).wait() == 0


def test_a_clock_set_back_prolongs_no_wait(tmp_path: Path, set_clock: SetClock) -> None:
    set_clock(1_000_000, 500)
    for _ in range(7):
        WrongTries(tmp_path).wrong()
    set_clock(1_000_000 - 86_400, 510)
    assert WrongTries(tmp_path).wait() == 50
    set_clock(1_000_000 - 86_400, 560)
    assert WrongTries(tmp_path).wait() == 0


def test_a_wrong_try_ten_years_ahead_of_the_right_clock_locks_nobody_out(
    tmp_path: Path, set_clock: SetClock
) -> None:
    set_clock(2_000_000_000, 90_000)
    for _ in range(9):
        WrongTries(tmp_path).wrong()
    set_clock(1_700_000_000, 30)  # started again, and the clock is right
    assert WrongTries(tmp_path).wait() == 60
    set_clock(1_700_000_045, 75)
    assert WrongTries(tmp_path).wait() == 15
    set_clock(1_700_000_061, 91)
    assert WrongTries(tmp_path).wait() == 0


def test_a_restart_does_not_end_the_wait(tmp_path: Path, set_clock: SetClock) -> None:
    set_clock(1_700_000_000, 90_000)
    for _ in range(9):
        WrongTries(tmp_path).wrong()
    set_clock(1_700_000_020, 5)
    assert WrongTries(tmp_path).wait() == 40


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "7", '{"count": "x"}', '{"count": 1}', '{"count": -4, "at": 0}', '{"at": NaN}']
)
def test_a_damaged_file_is_waited_for_a_minute_and_no_longer(tmp_path: Path, content: str) -> None:
    file = tmp_path / "tries.json"
    file.write_text(content, encoding="utf-8")
    assert 55 < WrongTries(tmp_path).wait() <= 60
    os.utime(file, (time.time() - 61, time.time() - 61))
    assert WrongTries(tmp_path).wait() == 0
    WrongTries(tmp_path).wrong()
    assert json.loads(file.read_text(encoding="utf-8"))["count"] == 8


def test_a_damaged_file_from_the_future_is_waited_for_once(tmp_path: Path, set_clock: SetClock) -> None:
    file = tmp_path / "tries.json"
    file.write_text("{", encoding="utf-8")
    os.utime(file, (4_000_000_000, 4_000_000_000))
    set_clock(1_700_000_000, 500)
    assert WrongTries(tmp_path).wait() == 60
    set_clock(1_700_000_060, 560)
    assert WrongTries(tmp_path).wait() == 0


def test_a_wrong_try_that_can_not_be_written_is_known_until_the_program_ends(tmp_path: Path) -> None:
    tries = WrongTries(tmp_path / "not-there")
    tries.wrong()
    tries.wrong()
    assert 1 < tries.wait() <= 2
    tries.right()
    assert tries.wait() == 0


def test_a_file_that_was_removed_is_begun_again(tmp_path: Path) -> None:
    WrongTries(tmp_path).wrong()
    (tmp_path / "tries.json").unlink()
    assert WrongTries(tmp_path).wait() == 0
    WrongTries(tmp_path).wrong()
    assert 0 < WrongTries(tmp_path).wait() <= 1
