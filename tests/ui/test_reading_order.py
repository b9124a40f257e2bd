"""Tab goes where the eye goes, and leaves nothing behind that Qt has deleted."""

from __future__ import annotations

import gc

import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.reading_order import tab_stops


def _page(qtbot: QtBot) -> tuple[QWidget, list[QWidget]]:
    """A window whose parts are made in another order than they stand in."""
    page = QWidget()
    qtbot.addWidget(page)
    last, first, beside, in_flow, in_grid = (
        QPushButton(),
        QLineEdit(),
        QPushButton(),
        QPushButton(),
        QLineEdit(),
    )
    column = QVBoxLayout(page)
    row = QHBoxLayout()
    row.addWidget(first)
    row.addWidget(beside)
    column.addLayout(row)
    holder = QWidget()
    flow = FlowLayout(holder)
    flow.addWidget(in_flow)
    column.addWidget(holder)
    grid = QGridLayout()
    grid.addWidget(in_grid, 0, 0)
    column.addLayout(grid)
    column.addWidget(last)
    page.show()
    return page, [first, beside, in_flow, in_grid, last]


def test_stops_come_as_the_layouts_have_them(qtbot: QtBot) -> None:
    page, expected = _page(qtbot)
    assert tab_stops(page) == expected


def test_asking_keeps_no_item_that_qt_may_delete(qtbot: QtBot) -> None:
    page, _ = _page(qtbot)
    gc.collect()
    before = _items()
    for _ in range(3):
        tab_stops(page)
    for child in page.findChildren(QPushButton):
        child.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert _items() <= before


def _items() -> int:
    return sum(
        isinstance(one, QLayoutItem) and not isinstance(one, QLayout)
        for one in shiboken6.getAllValidWrappers()
    )
