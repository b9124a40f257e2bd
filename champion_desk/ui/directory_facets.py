"""Ways to narrow a search, each with how many places it would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import wording
from champion_desk.i18n import _, language, ngettext
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.fields import CheckBox
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

FRESHNESS = ("six-months", "year", "older", "never")
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}

_MILES = (1, 3, 5, 10, 25)


def _distances() -> list[tuple[str, str]]:
    said = (
        ngettext("within {count} mile", "within {count} miles", count).format(count=count) for count in _MILES
    )
    return list(zip(map(str, _MILES), said, strict=True))


def _telling(counts: Mapping[str, int]) -> dict[str, int]:
    """Distances that add something to the shorter ones."""
    found, before = {}, 0
    for code in map(str, _MILES):
        if counts.get(code, 0) > before:
            found[code] = before = counts[code]
    return found


def _reaches() -> list[tuple[str, str]]:
    return [("covers", _("this area")), ("national", _("whole country"))]


def _costs() -> list[tuple[str, str]]:
    return [("free", _("free")), ("paid", _("has a cost")), ("unknown", _("cost not known"))]


def _opening() -> list[tuple[str, str]]:
    return [("open", _("open now")), ("unknown", _("hours not known"))]


class FacetGroup(QWidget):
    """One question with boxes to tick. Tab enters and leaves it, arrows move inside."""

    changed = Signal()

    def __init__(self, label: str, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self.boxes: dict[str, CheckBox] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(PlainLabel(label, "small-strong"))
        for code, words in choices:
            box = CheckBox(words, 0)
            box.setAccessibleDescription(label)
            box.toggled.connect(self.changed)
            box.installEventFilter(self)
            self.boxes[code] = box
            rows.addWidget(box)
        self._settle_tab_stop()

    def codes(self) -> frozenset[str]:
        """What is ticked."""
        return frozenset(code for code, box in self.boxes.items() if box.isChecked())

    def set_codes(self, codes: Iterable[str]) -> None:
        """Tick exactly these, without `changed`."""
        wanted = set(codes)
        for code, box in self.boxes.items():
            before = box.blockSignals(True)
            box.setChecked(code in wanted)
            box.blockSignals(before)
            box.update()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show what would find something, or is ticked; the rest is out of sight."""
        for code, box in self.boxes.items():
            count = counts.get(code, 0)
            box.set_count(count)
            wanted = count > 0 or box.isChecked() or box.hasFocus()
            if box.isHidden() == wanted:
                box.setVisible(wanted)
        any_left = any(not box.isHidden() for box in self.boxes.values())
        if self.isHidden() == any_left:
            self.setVisible(any_left)
        self._settle_tab_stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._settle_tab_stop()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._moved(event)
        return False

    def _moved(self, event: QKeyEvent) -> bool:
        shown = self._shown()
        at = next((i for i, box in enumerate(shown) if box.hasFocus()), -1)
        if at < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in _STEPS:
            shown[(at + _STEPS[Qt.Key(event.key())]) % len(shown)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shown[at].click()
        else:
            return False
        return True

    def _shown(self) -> list[CheckBox]:
        return [box for box in self.boxes.values() if not box.isHidden()]

    def _settle_tab_stop(self) -> None:
        shown = self._shown()
        stop = next((box for box in shown if box.hasFocus()), None)
        stop = stop or next((box for box in shown if box.isChecked()), shown[0] if shown else None)
        for box in self.boxes.values():
            policy = Qt.FocusPolicy.StrongFocus if box is stop else Qt.FocusPolicy.ClickFocus
            if box.focusPolicy() != policy:
                box.setFocusPolicy(policy)


class Facets(SnugCard):
    """The pane of them: need, how to reach it, when it was checked."""

    changed = Signal()
    import_asked = Signal()
    keeping_asked = Signal()

    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__(6, 6)
        self.setAccessibleName(_("Filter"))
        code = language()

        def listed(name: str) -> list[tuple[str, str]]:
            return [(one.code, one.label(code)) for one in catalogues[name]]

        self.groups = {
            "needs": FacetGroup(_("Need"), listed("needs")),
            "access": FacetGroup(_("How"), listed("access")),
            "miles": FacetGroup(_("How far"), _distances()),
            "where": FacetGroup(_("Serves"), _reaches()),
            "open": FacetGroup(_("Open"), _opening()),
            "cost": FacetGroup(_("Cost"), _costs()),
            "who": FacetGroup(_("Who for"), listed("who_for")),
            "checked": FacetGroup(
                _("Last checked"), [(one, wording.freshness_label(one)) for one in FRESHNESS]
            ),
        }
        scroll = Scroll(margin=8)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.body.setSpacing(14)
        self.head = QVBoxLayout()
        self.head.setSpacing(8)
        scroll.body.addLayout(self.head)
        for group in self.groups.values():
            group.changed.connect(self.changed)
            scroll.body.addWidget(group)
        self.import_button = LinkButton(_("Import a list…"), "upload", quiet=True)
        self.import_button.clicked.connect(self.import_asked)
        scroll.body.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.body.addStretch(1)
        self.body.addWidget(scroll, 1)
        self.keeping_button = LinkButton(_("Keep it right"), "check-check", quiet=True)
        self.keeping_button.clicked.connect(self.keeping_asked)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 0, 0, 4)
        foot.addWidget(self.keeping_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(foot)

    def wanted_width(self) -> int:
        """Wide enough for its longest choice, within reason: other languages use longer words."""
        look = theme()
        boxes = (box for group in self.groups.values() for box in group.boxes.values())
        longest = max(box.sizeHint().width() for box in boxes)
        return min(max(longest + look.px(14) + 32, look.px(224)), look.px(300))

    def chosen(self) -> dict[str, frozenset[str]]:
        """The codes ticked, by facet."""
        return {name: group.codes() for name, group in self.groups.items() if group.codes()}

    def clear(self) -> None:
        """Nothing ticked, without `changed`."""
        for group in self.groups.values():
            group.set_codes(())

    def show_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """How many places each would leave."""
        for name, group in self.groups.items():
            found = counts.get(name, {})
            group.show_counts(_telling(found) if name == "miles" else found)

    def count(self) -> int:
        """How many boxes are ticked."""
        return sum(len(group.codes()) for group in self.groups.values())
