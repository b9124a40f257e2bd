"""Asks once more before something that is hard to take back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.widgets.labels import PlainLabel


class ConfirmDialog(Dialog):
    """The safe way out has the keyboard; `main` says in words what will happen."""

    def __init__(self, parent: QWidget, title: str, text: str, main: str, act: Callable[[], None]) -> None:
        super().__init__(parent, title, main)
        self.body.addWidget(PlainLabel(text))
        self.accepted.connect(act)
        self.out.setFocus()
