"""How a handout that was adapted differs from the one that ships, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from champion_desk.i18n import _
from champion_desk.services.handout_differences import ComparedLine
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.labels import PlainLabel

_TONES = {"ours": "accent", "theirs": "partly"}


class CompareDialog(Dialog):
    """Only what differs is listed; the rest says the same."""

    def __init__(self, parent: QWidget, lines: Sequence[ComparedLine], has_changed: bool) -> None:
        super().__init__(parent, _("What is different"), _("Close"), width=760)
        self.out.hide()
        said = (
            _("The handout of the program has changed since you adapted it. Look if yours should change too.")
            if has_changed
            else _("The handout of the program is as it was when you adapted it.")
        )
        self.body.addWidget(PlainLabel(said, "body", tone="partly" if has_changed else None))
        where = {"ours": _("only in yours"), "theirs": _("only in the program’s")}
        different = [one for one in lines if one.kind != "same" and one.text.strip()]
        if not different:
            self.body.addWidget(PlainLabel(_("Both say the same."), "body"))
        else:
            model: RecordModel[ComparedLine] = RecordModel(
                [
                    Column(_("Where"), lambda one: where[one.kind], tone=lambda one: _TONES[one.kind]),
                    Column(_("Words"), lambda one: one.text, stretch=4),
                ]
            )
            model.set_rows(different)
            self.table = RecordTable(_("What is different"), model, grow=len(different) <= 8)
            self.body.addWidget(self.table)
        self.main.setFocus()
