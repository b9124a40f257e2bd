"""A framework of the council's own that was read: what it would add or end, before it is used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Skill
from champion_desk.i18n import _, language, ngettext
from champion_desk.services.frameworks import FrameworkPreview
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.widgets.labels import PlainLabel

_MOST_LINES = 12


class FrameworkDialog(Dialog):
    """`taken` brings what is to be said, and what Undo needs."""

    taken = Signal(str, object)

    def __init__(self, context: Context, preview: FrameworkPreview, parent: QWidget) -> None:
        self._name = preview.framework.label(language())
        super().__init__(parent, self._name, _("Use it from now on"), width=600)
        self._context, self._preview = context, preview
        count = len(preview.framework.skills)
        words = ngettext("{count} skill to rate.", "{count} skills to rate.", count).format(count=count)
        if preview.is_known:
            words += " " + _("It takes the place of the one you have.")
        self.body.addWidget(PlainLabel(words))
        self._list(_("New skills"), preview.added)
        self._list(_("Not asked any more; their history stays"), preview.retired)
        self.main.setFocus()

    def _list(self, title: str, skills: Sequence[Skill]) -> None:
        if not skills:
            return
        lines = [skill.label(language()) for skill in skills[:_MOST_LINES]]
        if len(skills) > _MOST_LINES:
            lines.append(_("The first {count} are shown.").format(count=_MOST_LINES))
        self.body.addWidget(PlainLabel(title, "strong"))
        self.body.addWidget(PlainLabel("\n".join(lines), "small"))

    def submit(self) -> None:
        """Use it, or say why not."""
        try:
            done = self._context.services.learning.frameworks.bring_in(self._preview)
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        self.accept()
        self.taken.emit(_("“{name}” can be rated from now on.").format(name=self._name), done)
