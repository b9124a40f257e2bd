"""The tally strip: eight keys, F5 to F12, each counting one kind of help, with today's counts on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.i18n import _
from champion_desk.services.tallies import midnight
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.context import Context
from champion_desk.ui.tally_counting import KEYS, Counting
from champion_desk.ui.tally_key import LEAST, LEAST_COMPACT, TallyKey
from champion_desk.ui.widgets.labels import TitleLine


def until_midnight(now: datetime) -> int:
    """Milliseconds until the day is over, and a little more; at most an hour, for the computer may sleep."""
    left = midnight(now.date() + timedelta(days=1)) - now + timedelta(seconds=1)
    return int(min(left, timedelta(hours=1)).total_seconds() * 1000)


class TallyStrip(QWidget):
    """Builds its keys from the site's own choice, and again when that changes; `day_turned` at midnight."""

    day_turned = Signal()

    def __init__(self, context: Context, counting: Counting, compact: bool = False) -> None:
        super().__init__()
        self._context, self._counting, self._compact = context, counting, compact
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        if not compact:
            keys = _("one key counts one · Shift asks how many · Ctrl+Z takes it back")
            body.addWidget(TitleLine(_("Count a quick one"), "heading", keys))
        self._place = QWidget()
        body.addWidget(self._place)
        self.keys: list[TallyKey] = []
        self._day = date.today()
        self._midnight = QTimer(self)
        self._midnight.setSingleShot(True)
        self._midnight.timeout.connect(self._turn)
        context.changes.changed.connect(self._changed)
        self.load()

    def load(self) -> None:
        """Read the counts of today, and what the keys count."""
        presets = self._counting.presets()
        if [(key.preset, key.words) for key in self.keys] != [
            (preset, preset.label(i18n.language())) for preset in presets
        ]:
            self._build()
        counts = self._context.services.tallies.today()
        for key in self.keys:
            key.set_count(counts.get(key.preset.code, 0))
        self._day = date.today()
        self._midnight.start(until_midnight(datetime.now().astimezone()))

    def _turn(self) -> None:
        """Look at the clock: on another day the counts begin at nothing."""
        before = self._day
        self.load()
        if self._day != before:
            self.day_turned.emit()

    def _build(self) -> None:
        old, self._place = self._place, QWidget()
        most = 4 if self._compact else 8
        row = self._row = ColumnsLayout(
            self._place, least=LEAST_COMPACT if self._compact else LEAST, most=most, gap=8, even=True
        )
        self.layout().replaceWidget(old, self._place)  # type: ignore[union-attr]
        old.hide()
        old.deleteLater()
        self.keys = []
        for preset, name in zip(self._counting.presets(), KEYS, strict=False):
            key = TallyKey(preset, name, i18n.language(), self._compact)
            key.clicked.connect(lambda _down=False, preset=preset: self._counting.count_one(preset))
            key.number_asked.connect(lambda preset=preset: self._counting.ask_number(preset, self.window()))
            row.addWidget(key)
            self.keys.append(key)
        if self.parentWidget() is not None or not self.keys:  # shown alone, it would be a window for a moment
            self.setVisible(bool(self.keys))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._compact:
            in_one_row = self._row.columns(self.width()) >= len(self.keys)
            for key in self.keys:
                key.set_compact(not in_one_row)

    def _changed(self, kind: str) -> None:
        if kind in ("tallies", "lists"):
            self.load()

    def focus_first(self) -> None:
        """The keyboard goes to the first key."""
        if self.keys:
            self.keys[0].setFocus(Qt.FocusReason.OtherFocusReason)
