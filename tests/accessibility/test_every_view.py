"""Every view of the window can be used by keyboard and screen reader, with large text, on a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QScrollArea, QWidget

from champion_desk.tour_hands import USUAL
from champion_desk.tour_steps import Script
from champion_desk.ui.reading_order import tab_stops
from tests.looking import clipped, in_sight, named
from tests.walking import SMALL, each_view

_LEAST = 24  # WCAG 2.2, 2.5.8: a target is at least that wide and high
_ROW = 12  # pixels by which things of one row may stand higher or lower
_ROLES_OF_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a view, and in which respect."""

    respect: str
    view: str
    what: str


@pytest.fixture(
    scope="module",
    params=[(USUAL, 100), (SMALL, 200)],
    ids=["usual size", "small window, text at 200 percent"],
)
def findings(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> list[Finding]:
    """One walk through every view at one size."""
    size, scale = request.param
    found: list[Finding] = []

    def look(view: str, root: QWidget, script: Script) -> None:
        for respect, what in _wrong(root, script):
            found.append(Finding(respect, view, what))

    each_view(tmp_path_factory.mktemp("walk"), look, size, scale)
    return found


def _wrong(root: QWidget, script: Script) -> Iterator[tuple[str, str]]:
    for reason in clipped(root):
        yield "words", reason
    met, against = _tab_through(root, script)
    for reason in against:
        yield "order", reason
    stops = [w for w in in_sight(root) if _is_stop(w)]
    for widget in stops:
        if widget not in met:
            yield "reach", f"Tab never comes to {named(widget)}"
        face = QAccessible.queryAccessibleInterface(widget)
        if not face.text(QAccessible.Text.Name).strip():
            yield "name", f"{named(widget)} has no name"
        if face.role() in _ROLES_OF_NOTHING and not _is_reading_pane(widget, face):
            yield "role", f"{named(widget)} has no role"
    for widget in in_sight(root):
        if _is_stop(widget) or isinstance(widget, QAbstractButton):
            size = _target(widget)
            if size.width() < _LEAST or size.height() < _LEAST:
                yield "target", f"{named(widget)} is {size.width()} × {size.height()}"


def _is_stop(widget: QWidget) -> bool:
    reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return reached and widget.isEnabled()


def _is_reading_pane(widget: QWidget, face: QAccessibleInterface) -> bool:
    """A pane that has the keyboard to be scrolled: Qt knows no role for it, but it says all that it shows."""
    said = face.text(QAccessible.Text.Description)
    return isinstance(widget, QScrollArea) and len(said) > len(face.text(QAccessible.Text.Name))


def _target(widget: QWidget) -> QSize:
    """What one may press: of a line in a frame, the frame."""
    parent = widget.parentWidget()
    framed = isinstance(widget, QLineEdit) and parent is not None and parent.property("ring_host")
    return parent.size() if framed and parent is not None else widget.size()


def _tab_through(root: QWidget, script: Script) -> tuple[list[QWidget], list[str]]:
    """Every widget that Tab comes to until it comes round, and where it went against the order of reading."""
    met: list[QWidget] = []
    against: list[str] = []
    for _each in range(300):
        before = QApplication.focusWidget()
        script.hands.press("Tab")
        now = QApplication.focusWidget()
        if now is None or (now in met and now is not before):
            break
        if now is before:
            continue  # from one part of a date to the next
        if before is not None and met and not _comes_after(root, before, now):
            against.append(f"after {named(before)} comes {named(now)}, which stands before it")
        met.append(now)
    return met, against


def _comes_after(root: QWidget, one: QWidget, other: QWidget) -> bool:
    """Whether one reads on from here to there: down, to the right, or from the end to the beginning."""
    stops = tab_stops(root.window())
    if other is stops[0]:
        return one is stops[-1]
    here, there = (QRect(w.mapTo(root, QPoint(0, 0)), w.size()) for w in (one, other))
    below = there.top() >= here.bottom() - _ROW
    beside = there.left() >= here.right() - _ROW
    return below or beside or here.contains(there) or there.contains(here)


def _expect_none(findings: list[Finding], *respects: str) -> None:
    lines = [f"{one.view}: {one.what}" for one in findings if one.respect in respects]
    if lines:
        pytest.fail("\n".join(dict.fromkeys(lines)), pytrace=False)


def test_everything_is_reached_by_tab(findings: list[Finding]) -> None:
    _expect_none(findings, "reach")


def test_tab_goes_in_reading_order(findings: list[Finding]) -> None:
    _expect_none(findings, "order")


def test_everything_has_a_name_and_a_role(findings: list[Finding]) -> None:
    _expect_none(findings, "name", "role")


def test_every_target_is_large_enough(findings: list[Finding]) -> None:
    _expect_none(findings, "target")


def test_no_words_are_cut(findings: list[Finding]) -> None:
    _expect_none(findings, "words")
