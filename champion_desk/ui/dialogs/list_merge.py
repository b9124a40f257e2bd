"""Count one line of a list as another: says what will happen before it does."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk import i18n
from champion_desk.domain.catalogue import folded
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.lists import OFFERED, ListLine
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.list_words import uses_words
from champion_desk.ui.question import Question
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.token_field import TokenField


class ListMergeDialog(Dialog):
    """`kept` brings what is to be said, and what Undo needs."""

    kept = Signal(str, object)

    def __init__(
        self, context: Context, name: str, line: ListLine, uses: Mapping[str, int], parent: QWidget
    ) -> None:
        self._label = line.item.label(i18n.language())
        title = _("Count “{name}” as another").format(name=self._label)
        super().__init__(parent, title, _("Merge"), width=560)
        self._context, self._name, self._line, self._uses = context, name, line, uses
        self._others = [
            one for one in context.services.lists.lines(name)
            if one.state == OFFERED and one.code != line.code
        ]  # fmt: skip
        self.onto = TokenField(_("Count it as"), self._suggest, several=False, least_letters=1)
        self.onto.changed.connect(self._settle)
        self.body.addWidget(Question(self.onto, _("Count it as"), _("type a letter of its name")))
        self.preview = PlainLabel("", "body")
        self.body.addWidget(self.preview)
        self._settle()
        self.onto.line.setFocus()

    def _suggest(self, typed: str) -> list[tuple[str, str, str]]:
        language, wanted = i18n.language(), folded(typed)
        names = [(one, one.item.label(language)) for one in self._others]
        fitting = [
            (one.code, label, uses_words(self._uses.get(one.code, 0)))
            for one, label in names
            if any(part.startswith(wanted) for part in (folded(label), *folded(label).split()))
        ]
        return fitting[:8]

    def _chosen(self) -> str:
        return next(iter(self.onto.codes()), "")

    def _settle(self) -> None:
        code = self._chosen()
        self.main.setEnabled(bool(code))
        if not code:
            self.preview.setText(
                _("Two lines that mean the same can be counted as one. Nothing that was logged is lost.")
            )
            return
        other = next(one for one in self._others if one.code == code)
        said = _(
            "“{name}” is no longer offered. It was {uses}, and from now on every total and filter counts "
            "that as “{other}”, in the past too. What was logged keeps its own name, and “Offer again” "
            "takes the two apart."
        )
        self.preview.setText(
            said.format(
                name=self._label,
                uses=uses_words(self._uses.get(self._line.code, 0)),
                other=other.item.label(i18n.language()),
            )
        )

    def submit(self) -> None:
        """Merge them."""
        try:
            done = self._context.services.lists.merge(self._name, self._line.code, self._chosen())
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        other = self._context.services.catalogues[self._name].label(self._chosen(), i18n.language())
        self.accept()
        self.kept.emit(_("“{name}” now counts as “{other}”.").format(name=self._label, other=other), done)
