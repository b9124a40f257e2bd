"""Beside the timer: how long the desk was locked or closed meanwhile, and whether that counts as help."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk import formats
from champion_desk.i18n import _, ngettext
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.visit_timer import VisitTimer
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.labels import PlainLabel


class PauseNote(QWidget):
    """Not there while there was no pause; `changed` when the pause is counted, or no more."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timer: VisitTimer | None = None
        row = FlowLayout(self, gap=6)
        self.words = PlainLabel("", "small-strong", wrap=False)
        self.button = LinkButton(_("Count it"), quiet=True, key_hint=_("Alt T"))
        self.button.clicked.connect(self.turn)
        for widget in (self.words, self.button):
            row.addWidget(widget)
        self.hide()

    def show_timer(self, timer: VisitTimer | None) -> None:
        """Say what this timer paused; None where no timer counts."""
        self._timer = timer
        paused = timer.paused if timer is not None else 0
        if timer is not None and paused:
            words = (
                _("paused for {time}, counted") if timer.counts_pause else _("paused for {time}, not counted")
            )
            self.words.setText(words.format(time=_length(paused)))
            self.button.setText(_("Leave it out") if timer.counts_pause else _("Count it"))
            self.button.setVisible(timer.can_count_pause)
        self.setVisible(bool(paused))

    def turn(self) -> None:
        """Count the pause as help, or leave it out."""
        if self._timer is None or not self._timer.can_count_pause:
            return
        self._timer.counts_pause = not self._timer.counts_pause
        self.show_timer(self._timer)
        announce(self, self.words.text())
        self.changed.emit()


def _length(seconds: int) -> str:
    minutes = max(seconds // 60, 1)
    hours = minutes // 60
    if minutes <= 120:
        return formats.minutes(minutes)
    if hours < 48:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("{count} day", "{count} days", hours // 24).format(count=hours // 24)
