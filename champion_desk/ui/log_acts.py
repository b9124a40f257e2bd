"""What one can do with the chosen lines of the log: change, history, remove, bring back, change many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.log_query import Found
from champion_desk.i18n import _, ngettext
from champion_desk.services.log_lines import Line, TallyLine
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.log_history import removal_reasons
from champion_desk.ui.log_words import sessions_text
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel


class LineActs(QWidget):
    """A button is there only where its act makes sense for what is chosen. `removed` brings the reason."""

    changed = Signal()
    many_changed = Signal()
    history_wanted = Signal()
    removed = Signal(str)
    restored = Signal()
    ticking_wanted = Signal(bool)
    all_wanted = Signal()
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._chosen_row())
        column.addWidget(self._buttons())
        column.addWidget(self._reasons())
        self.show_for([], 0, True)

    def _chosen_row(self) -> QWidget:
        self._chosen = QWidget()
        row = FlowLayout(self._chosen, gap=10)
        self.chosen_words = PlainLabel("", "strong")
        row.addWidget(self.chosen_words)
        self.choose_all = LinkButton("", quiet=True)
        self.choose_all.clicked.connect(self.all_wanted)
        row.addWidget(self.choose_all)
        return self._chosen

    def _buttons(self) -> QWidget:
        self._acts = QWidget()
        row = FlowLayout(self._acts, gap=10)
        self.change_button = SecondaryButton(_("Change"), "pencil", _("Enter"))
        self.change_button.clicked.connect(self.changed)
        self.many_button = SecondaryButton(_("Change all of them…"), "pencil", _("Ctrl E"))
        self.many_button.clicked.connect(self.many_changed)
        self.history_button = SecondaryButton(_("&History"), "clock")
        self.history_button.clicked.connect(self.history_wanted)
        self.restore_button = SecondaryButton(_("&Bring back"), "undo-2")
        self.restore_button.clicked.connect(self.restored)
        self.remove_button = SecondaryButton(_("Remove"), "trash-2", _("Delete"))
        self.remove_button.clicked.connect(self.ask_reason)
        self.tick_button = SecondaryButton(_("Choose &several"), "list-checks")
        self.tick_button.setCheckable(True)
        self.tick_button.toggled.connect(self.ticking_wanted)
        for button in (
            self.change_button, self.many_button, self.history_button, self.restore_button,
            self.remove_button, self.tick_button,
        ):  # fmt: skip
            row.addWidget(button)
        return self._acts

    def _reasons(self) -> QWidget:
        self._why = QWidget()
        row = QHBoxLayout(self._why)
        row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(6)
        self._why_words = PlainLabel("", "strong")
        column.addWidget(self._why_words)
        self.reasons = ChipGroup(_("Why remove it?"), removal_reasons(), show_label=False)
        self.reasons.changed.connect(self._reason_given)
        column.addWidget(self.reasons)
        row.addLayout(column, 1)
        self.keep_button = SecondaryButton(_("Keep it"), None, _("Esc"))
        self.keep_button.clicked.connect(self.step_back)
        row.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignBottom)
        self._why.hide()
        return self._why

    def show_for(self, lines: Sequence[Line], total: int, loaded: bool, ticking: bool = False) -> None:
        """What can be done with these; `total` sessions fit in all, and not all are `loaded`."""
        self._lines = list(lines)
        sessions = [one for one in lines if isinstance(one, Found)]
        several = ticking or len(lines) > 1
        removed = bool(sessions) and sessions[0].removed_at is not None
        one = lines[0] if len(lines) == 1 else None
        self._chosen.setVisible(several)
        self.chosen_words.setText(_chosen_words(lines))
        self.choose_all.setVisible(several and not loaded and 0 < len(sessions) < total)
        self.choose_all.setText(_("Choose all {sessions}").format(sessions=sessions_text(total)))
        self.change_button.setVisible(one is not None and not ticking and not removed)
        self.change_button.setText(_change_words(one))
        self.change_button.updateGeometry()
        self.many_button.setVisible(several and len(sessions) > 0 and not removed)
        self.history_button.setVisible(isinstance(one, Found) and not ticking)
        self.restore_button.setVisible(removed)
        self.remove_button.setVisible(bool(lines) and not removed)
        self.tick_button.setVisible(bool(lines) or ticking)
        self.close_question()

    @property
    def is_asking(self) -> bool:
        """Whether the question why is open."""
        return not self._why.isHidden()

    def ask_reason(self) -> None:
        """Ask why these are to be removed."""
        if not self._lines or self.remove_button.isHidden():
            return
        words = _why_words(self._lines)
        self._why_words.setText(words)
        self.reasons.set_codes([])
        self._acts.hide()
        self._why.show()
        self.reasons.focus_first()
        announce(self, words)

    def close_question(self) -> None:
        """The question why goes."""
        self._why.hide()
        self._acts.show()

    def step_back(self) -> bool:
        """Leave the question why; False where it is not asked."""
        if not self.is_asking:
            return False
        self.close_question()
        self.kept.emit()
        return True

    def _reason_given(self) -> None:
        reason = self.reasons.code()
        if reason is not None:
            self.removed.emit(reason)


def _change_words(line: Line | None) -> str:
    if isinstance(line, TallyLine):
        return _("Open this day") if line.whole_day else _("Change the number")
    return _("Change")


def _chosen_words(lines: Sequence[Line]) -> str:
    sessions = sum(isinstance(one, Found) for one in lines)
    words = ngettext("{count} session chosen", "{count} sessions chosen", sessions)
    words = words.format(count=f"{sessions:,}")
    if sessions < len(lines) and sessions:
        return _("{chosen}; quick ones are changed one line at a time").format(chosen=words)
    if not sessions and lines:
        count = len(lines)
        return ngettext("{count} line chosen", "{count} lines chosen", count).format(count=count)
    return words


def _why_words(lines: Sequence[Line]) -> str:
    sessions = sum(isinstance(one, Found) for one in lines)
    if sessions > 1:
        words = ngettext("Why remove this {count} session?", "Why remove these {count} sessions?", sessions)
        return words.format(count=f"{sessions:,}")
    if sessions:
        return _("Why remove this session?")
    counted = sum(one.count for one in lines if isinstance(one, TallyLine))
    words = ngettext("Why remove this quick one?", "Why remove these {count} quick ones?", counted)
    return words.format(count=f"{counted:,}")
