"""A file of lists that was chosen: what taking it in would do, line by line, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.list_files import ListPreview
from champion_desk.services.list_plan import KINDS, ListPlan
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.list_words import change_name, change_words, kind_words, list_names
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from champion_desk.wording import problem_sentence

_MOST_GROWN = 6
_MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class _Row:
    where: str
    name: str
    said: str


class ImportListsDialog(Dialog):
    """`kept` brings what is to be said, and what Undo needs."""

    kept = Signal(str, object)

    def __init__(self, context: Context, preview: ListPreview, parent: QWidget) -> None:
        super().__init__(parent, _("Take in {file}").format(file=preview.file), _("Take them in"), width=720)
        self._context, self._preview = context, preview
        plan = preview.plan
        self.body.addWidget(PlainLabel(_summary(plan), "body"))
        self._badges(plan)
        if plan.refused:
            self.refused = self._table(
                _("What can't be used"),
                _("Why"),
                [
                    _Row(_where(one.list, one.place), one.code or "–", problem_sentence(one.problem))
                    for one in plan.refused
                ],
            )
        if plan.changes:
            names, catalogues = list_names(), context.services.catalogues
            self.changes = self._table(
                _("What would change"),
                _("What happens"),
                [
                    _Row(names[one.list], change_name(one), change_words(one, catalogues))
                    for one in plan.changes
                ],
            )
        for sentence in _asides(plan):
            self.body.addWidget(PlainLabel(sentence, "quiet"))
        self.main.setEnabled(not plan.does_nothing)
        (self.out if plan.does_nothing else self.main).setFocus()

    def _badges(self, plan: ListPlan) -> None:
        place = QWidget()
        row = FlowLayout(place, gap=8)
        words, shown = kind_words(), 0
        for kind in KINDS:
            count = sum(kind in one.kinds for one in plan.changes)
            if count:
                said = _("{what}: {count}").format(what=words[kind], count=f"{count:,}")
                row.addWidget(Badge(said, "accent"))
                shown += 1
        if plan.refused:
            row.addWidget(
                Badge(_("can't be used: {count}").format(count=f"{len(plan.refused):,}"), "could-not")
            )
            shown += 1
        if shown:
            self.body.addWidget(place)

    def _table(self, heading: str, last: str, rows: list[_Row]) -> RecordTable:
        self.body.addWidget(PlainLabel(heading, "strong"))
        model: RecordModel[_Row] = RecordModel(
            [
                Column(_("List"), lambda row: row.where, quiet=True, stretch=1),
                Column(_("Name"), lambda row: row.name, stretch=1),
                Column(last, lambda row: row.said, stretch=2),
            ]
        )
        model.set_rows(rows[:_MOST_ROWS])
        table = RecordTable(heading, model, grow=len(rows) <= _MOST_GROWN)
        self.body.addWidget(table)
        if len(rows) > _MOST_ROWS:
            self.body.addWidget(
                PlainLabel(_("The first {count} are shown.").format(count=_MOST_ROWS), "quiet")
            )
        return table

    def submit(self) -> None:
        """Do all of it, behind the window."""
        if not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        files, preview = self._context.services.list_files, self._preview
        self._context.background.run(
            lambda: files.take_in(preview), while_alive(self, self._taken), while_alive(self, self._failed)
        )

    def _taken(self, done: object) -> None:
        self.accept()
        self.kept.emit(_("The lists of {file} are taken in.").format(file=self._preview.file), done)

    def _failed(self, error: BaseException) -> None:
        self.main.setEnabled(not (isinstance(error, Problem) and error.code == "lists-changed"))
        self.complaint.say_error(error)


def _where(name: str, place: int) -> str:
    return _("{list}, line {number}").format(list=list_names()[name], number=place)


def _summary(plan: ListPlan) -> str:
    if not plan.found:
        return _("There is no line in this file that this program knows.")
    if plan.does_nothing and not plan.refused:
        return _("This desk has these lists already. Nothing would change.")
    used = plan.found - len(plan.refused)
    said = ngettext(
        "{found} line was found, and {used} of them can be used.",
        "{found} lines were found, and {used} of them can be used.",
        plan.found,
    )
    return said.format(found=f"{plan.found:,}", used=f"{used:,}")


def _asides(plan: ListPlan) -> list[str]:
    found = []
    if plan.reordered:
        lists = ", ".join(list_names()[name] for name in plan.reordered)
        found.append(_("Another order in: {lists}.").format(lists=lists))
    if plan.only_here:
        said = ngettext(
            "{count} line of this desk is not in the file. It stays as it is.",
            "{count} lines of this desk are not in the file. They stay as they are.",
            plan.only_here,
        )
        found.append(said.format(count=plan.only_here))
    if plan.unknown:
        said = _("Left out, as only a newer Champion Desk knows these lists: {lists}.")
        found.append(said.format(lists=", ".join(plan.unknown)))
    return found
