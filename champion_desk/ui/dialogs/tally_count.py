"""Changes the number of a line of quick counts: fewer takes the newest away, more is kept as a number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk import formats
from champion_desk.domain.problems import Problem
from champion_desk.domain.tallies import MOST_COUNT
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.services.log_lines import TallyLine
from champion_desk.services.tallies import TallyService
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.log_words import what_words, when_words
from champion_desk.ui.question import Question
from champion_desk.ui.widgets.fields import NumberField
from champion_desk.ui.widgets.labels import PlainLabel


class TallyCountDialog(Dialog):
    """`changed` brings the new number and what was done."""

    changed = Signal(int, object)

    def __init__(self, context: Context, line: TallyLine, parent: QWidget) -> None:
        super().__init__(parent, _("How many were there?"), _("Change the number"), width=460)
        self._tallies, self._line = context.services.tallies, line
        about = _("{what}, {when}").format(
            what=what_words(line, context.services.catalogues), when=when_words(line, one_day=False)
        )
        self.body.addWidget(PlainLabel(about, "strong"))
        most = MOST_COUNT if _can_grow(self._tallies, line) else line.count
        self.number = NumberField(_("How many"), 1, most)
        self.number.setValue(line.count)
        self._question = Question(self.number, _("How many"))
        self.body.addWidget(self._question)
        self.preview = PlainLabel("", "quiet")
        self.body.addWidget(self.preview)
        self.number.valueChanged.connect(self._settle)
        self._settle()
        self.number.selectAll()
        self.number.setFocus()

    def _settle(self) -> None:
        new, old = self.number.value(), self._line.count
        if self._line.tallies[0].is_batch or new == old:
            words = _("There are {count} now.").format(count=old)
        elif new < old:
            words = ngettext(
                "The newest {count} is taken away.", "The newest {count} are taken away.", old - new
            ).format(count=old - new)
        else:
            hour = formats.local(self._line.start).replace(minute=0)
            words = ngettext(
                "{count} more is kept as a number for the hour from {time}.",
                "{count} more are kept as a number for the hour from {time}.",
                new - old,
            ).format(count=new - old, time=formats.clock(hour))
        self.preview.setText(words)

    def submit(self) -> None:
        self.number.interpretText()
        new = self.number.value()
        if new == self._line.count:
            self.reject()
            return
        try:
            done = changed_count(self._tallies, self._line, new)
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        self.accept()
        self.changed.emit(new, done)


def _can_grow(tallies: TallyService, line: TallyLine) -> bool:
    """A batch, or the presses of a key: one that has no key, or none any more, can only become fewer."""
    first, keys = line.tallies[0], {one.code for one in tallies.presets()}
    return first.is_batch or tallies.key_of(first.preset) in keys


def changed_count(tallies: TallyService, line: TallyLine, new: int) -> Done:
    """Have a line stand for so many. Raises `Invalid`, `Problem`."""
    first = line.tallies[0]
    if first.is_batch:
        return tallies.set_count(first.id, new)
    if new < line.count:
        return tallies.remove([one.id for one in line.tallies[: line.count - new]], "mistake")
    hour = formats.local(line.start).replace(minute=0, second=0, microsecond=0)
    return tallies.fill_in({(hour, tallies.key_of(first.preset)): new - line.count})
