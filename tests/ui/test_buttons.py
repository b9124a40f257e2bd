"""Buttons and the keyboard: one that waits for its own work has the keyboard again afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.ui.widgets.buttons import SecondaryButton


@pytest.fixture
def three(qtbot: QtBot) -> Iterator[tuple[SecondaryButton, QLineEdit, QLineEdit]]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    button, near, far = SecondaryButton("Back up"), QLineEdit(), QLineEdit()
    for widget in (button, near, far):
        column.addWidget(widget)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    yield button, near, far
    holder.close()


def test_the_keyboard_comes_back(three: tuple[SecondaryButton, QLineEdit, QLineEdit]) -> None:
    button, near, _far = three
    button.setEnabled(False)
    assert near.hasFocus()
    button.setEnabled(True)
    assert button.hasFocus()


def test_it_stays_where_someone_has_moved_it(three: tuple[SecondaryButton, QLineEdit, QLineEdit]) -> None:
    button, _near, far = three
    button.setEnabled(False)
    far.setFocus()
    button.setEnabled(True)
    assert far.hasFocus()
    button.setEnabled(False)
    button.setEnabled(True)
    assert far.hasFocus()
