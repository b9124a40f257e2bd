"""The worker behind the window: what still waits when it stops is answered by nobody."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from champion_desk.ui.background import Background


def test_what_waits_when_the_worker_stops_is_answered_by_nobody(qtbot: QtBot) -> None:
    background, begun, go_on = Background(), threading.Event(), threading.Event()
    answers: list[object] = []

    def first() -> str:
        begun.set()
        go_on.wait(10)
        return "first"

    background.run(first, answers.append, answers.append)
    background.run(lambda: "second", answers.append, answers.append)
    assert begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    background.stop()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert answers == ["first"]
