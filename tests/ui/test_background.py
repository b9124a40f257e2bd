"""The worker behind the window: what still waits in line when it stops is dropped, and nobody is answered."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from champion_desk.ui.background import Background


def test_work_that_never_began_ends_quietly(qtbot: QtBot) -> None:
    background, gate = Background(), threading.Event()
    answers = list[str]()
    background.run(gate.wait, lambda _result: answers.append("first"))
    background.run(lambda: "second", answers.append, lambda _error: answers.append("failed"))
    threading.Timer(0.05, gate.set).start()
    background.stop()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert answers == ["first"]
