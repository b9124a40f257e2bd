"""The strip of keys: its counts are of today, also where nobody presses a key at midnight."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from champion_desk.services import tallies
from champion_desk.ui import tally_strip
from champion_desk.ui.context import Context
from champion_desk.ui.tally_counting import Counting
from champion_desk.ui.tally_strip import TallyStrip, until_midnight

EVENING = datetime(2026, 11, 19, 23, 59, 30).astimezone()


def test_the_clock_is_looked_at_soon_after_midnight_and_once_an_hour() -> None:
    assert until_midnight(EVENING) == 31_000
    assert until_midnight(EVENING - timedelta(hours=5)) == 3_600_000


def test_another_day_begins_at_nothing(
    qtbot: QtBot, window_context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    strip = TallyStrip(window_context, Counting(window_context, window))
    qtbot.addWidget(strip)
    window_context.services.tallies.press(strip.keys[0].preset.code)
    assert strip.keys[0].count == 1
    tomorrow = date.today() + timedelta(days=1)
    for module in (tally_strip, tallies):
        monkeypatch.setattr(module, "date", SimpleNamespace(today=lambda: tomorrow))
    with qtbot.waitSignal(strip.day_turned):
        strip._midnight.timeout.emit()
    assert strip.keys[0].count == 0
    with qtbot.assertNotEmitted(strip.day_turned):
        strip._midnight.timeout.emit()
