"""What stands in the session form from the visitor before: marked at each question, cleared by one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.session_fields import SessionFields
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel


@dataclass(frozen=True, slots=True)
class Keepable:
    """A question whose answer may be kept: its answer in words, how to mark it, how to empty it."""

    words: Callable[[], list[str]]
    mark: Callable[[str], None]
    clear: Callable[[], None]


def keepable_chips(group: ChipGroup) -> Keepable:
    """A question with chips as one that may be kept."""
    return Keepable(
        lambda: [group.chip(code).words for code in group.codes()],
        group.set_hint,
        lambda: group.set_codes([]),
    )


class KeptLine(QWidget):
    """Says in one line what is kept; `cleared` once it was taken out."""

    cleared = Signal()

    def __init__(self, questions: Mapping[str, Keepable]) -> None:
        super().__init__()
        self._questions = questions
        self._values: dict[str, object] = {}
        row = FlowLayout(self, gap=6)
        self.words = PlainLabel("", "quiet", wrap=False)
        self.button = LinkButton(_("Clear"), quiet=True, key_hint=_("Alt 0"))
        self.button.setAccessibleName(_("Clear what was kept from last time"))
        self.button.clicked.connect(self.clear)
        for widget in (self.words, self.button):
            row.addWidget(widget)
        self.hide()

    def names(self) -> tuple[str, ...]:
        """The answers that are still as they were kept."""
        return tuple(self._values)

    def show_fields(self, fields: SessionFields) -> None:
        """Mark what these values say was kept; the form shows them already."""
        self._values = {name: getattr(fields, name) for name in fields.kept if name in self._questions}
        self._show()

    def answered(self, fields: SessionFields) -> None:
        """What the person changed is theirs, and marked no more."""
        same = {name: kept for name, kept in self._values.items() if getattr(fields, name) == kept}
        if same != self._values:
            self._values = same
            self._show()

    def say(self) -> None:
        """Tell whoever can't see the line."""
        if self._values:
            announce(self, self.words.text())

    def clear(self) -> None:
        """Take out all that was kept."""
        if not self._values:
            return
        for name in self._values:
            self._questions[name].clear()
        self._values = {}
        self._show()
        announce(self, _("Nothing is kept from last time any more."))
        self.cleared.emit()

    def _show(self) -> None:
        for name, question in self._questions.items():
            question.mark(_("kept from last time") if name in self._values else "")
        words = [word for name in self._values for word in self._questions[name].words()]
        said = _("Kept from last time: {answers}").format(answers=", ".join(words))
        self.words.setText(said)
        self.setVisible(bool(words))
