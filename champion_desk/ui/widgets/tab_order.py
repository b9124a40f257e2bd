"""The order in which Tab goes: widgets made late are reached where they stand, not after everything else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stand_in_place(parent: QWidget, children: Sequence[QWidget]) -> None:
    """Tab reaches these children, in this order, where their parent stands.

    Qt puts whatever is made after its window last in the order. With a parent that hands its focus to such a
    child, Tab would even jump there and leave out all that lies between.
    """
    policy, proxy = parent.focusPolicy(), parent.focusProxy()
    parent.setFocusProxy(None)  # type: ignore[arg-type]
    parent.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt passes over what can't have the focus
    for before, after in pairwise((parent, *children)):
        QWidget.setTabOrder(before, after)
    parent.setFocusPolicy(policy)
    if proxy is not None:
        parent.setFocusProxy(proxy)
