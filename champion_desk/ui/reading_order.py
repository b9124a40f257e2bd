"""Tab goes where the eye goes: through a window as its layouts have it, whatever was made first or last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QWidget


def tab_stops(window: QWidget) -> list[QWidget]:
    """Everything in sight that the keyboard can be on, in reading order."""
    return list(_stops_in(window))


def move_focus(window: QWidget, forward: bool) -> bool:
    """Put the keyboard on the next stop, or the one before, round the ends; False where there is none.

    Qt's own order is the order in which widgets were made: what a page makes late would come last in the
    window, and a group that hands its focus to such a part would skip all that lies between.
    """
    stops = tab_stops(window)
    if not stops:
        return False
    focused = QApplication.focusWidget()
    step = 1 if forward else -1
    if focused in stops:
        to = stops[(stops.index(focused) + step) % len(stops)]
    else:
        to = stops[0 if forward else -1]
        if focused is not None and window.isAncestorOf(focused):
            to = _beside(window, focused, stops, forward)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    to.setFocus(reason)
    return True


def _beside(window: QWidget, focused: QWidget, stops: list[QWidget], forward: bool) -> QWidget:
    """The stop next to something that is no stop itself: a chip reached by arrows or by the mouse."""
    known, here = set(stops), 0
    for widget in _all_in(window):
        if widget is focused:
            break
        here += widget in known
    return stops[here % len(stops) if forward else here - 1]


def _stops_in(window: QWidget) -> Iterator[QWidget]:
    for widget in _all_in(window):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if reached and widget.isEnabled():
            yield widget


def _all_in(parent: QWidget) -> Iterator[QWidget]:
    """Every widget in sight inside another, in reading order."""
    for child in _children(parent):
        if child.isVisible() and not child.isWindow():
            yield child
            yield from _all_in(child)


def _children(parent: QWidget) -> list[QWidget]:
    """The widgets directly inside another: as the layout has them, then the rest by where they lie."""
    layout = parent.layout()
    inside = [child for child in parent.children() if isinstance(child, QWidget)]
    laid_out = list(_laid_out(layout, inside)) if layout is not None else []
    known = set(laid_out)
    rest = [child for child in inside if child not in known]
    return [*laid_out, *sorted(rest, key=lambda child: (child.y(), child.x()))]


def _laid_out(layout: QLayout, inside: Sequence[QWidget]) -> Iterator[QWidget]:
    """The widgets of a layout in its order.

    Asks each for its index: `itemAt` would leave an object in Python for every item, also after Qt has
    deleted the item, and whatever Qt makes next at that address would then be taken for it.
    """
    placed: list[tuple[int, QWidget | QLayout]] = []
    placed += [(layout.indexOf(child), child) for child in inside]
    placed += [(layout.indexOf(inner), inner) for inner in layout.children() if isinstance(inner, QLayout)]
    for at, part in sorted(placed, key=lambda pair: pair[0]):
        if at < 0:
            continue
        if isinstance(part, QLayout):
            yield from _laid_out(part, inside)
        else:
            yield part
