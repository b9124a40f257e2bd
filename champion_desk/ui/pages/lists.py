"""Lists: what staff can choose belongs to the council; each change has its Undo, and desks share one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.services.list_files import ListPreview
from champion_desk.services.lists import MERGED, OFFERED, ListLine
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.import_lists import ImportListsDialog
from champion_desk.ui.dialogs.list_line import ListLineDialog
from champion_desk.ui.dialogs.list_merge import ListMergeDialog
from champion_desk.ui.files import ask_where_to_save_as, ask_which_lists
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.list_acts import ListActs
from champion_desk.ui.list_table import ListTable
from champion_desk.ui.list_words import line_columns, line_name, list_about, list_names, state_words
from champion_desk.ui.page import Page
from champion_desk.ui.record_table import RecordModel
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "lists"
ORDER = 95
ICON = "list-checks"
PARENT = "settings"


def title() -> str:
    """The page's name in the title of the window."""
    return _("Lists")


class ListsPage(Page):
    """Everyone sees them; who leads the desk changes them. A change is kept at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lists, self._catalogues = context.services.lists, context.services.catalogues
        self.name = "topics"  # the list that is shown
        self._uses: dict[str, Mapping[str, int]] = {}
        self._places: dict[str, int] = {}
        self._may_change = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        scroll = Scroll()
        outer.addWidget(scroll)
        scroll.body.setSpacing(12)
        scroll.body.addLayout(self._top())
        self.names = ChipGroup(_("Which list?"), list(list_names().items()), show_label=False)
        self.names.set_codes(["topics"])
        self.names.changed.connect(self._another_list)
        scroll.body.addWidget(self.names)
        scroll.body.addWidget(self._card(), 1)
        context.changes.changed.connect(self._changed)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(_("Lists"), "title", wrap=False))
        files = QWidget()
        flow = FlowLayout(files, gap=8)
        self.export_button = SecondaryButton(_("Export all…"), "download", small=True)
        self.import_button = SecondaryButton(_("Import…"), "upload", small=True)
        self.export_button.clicked.connect(self.export)
        self.import_button.clicked.connect(self.take_in)
        flow.addWidget(self.export_button)
        flow.addWidget(self.import_button)
        row.addWidget(files, 1, Qt.AlignmentFlag.AlignRight)
        return row

    def _card(self) -> Card:
        card = Card()
        self.about = PlainLabel("", "quiet")
        card.body.addWidget(self.about)
        self.acts = ListActs()
        self.acts.added.connect(lambda: self._edit(None))
        self.acts.changed.connect(lambda: self._edit(self.line()))
        self.acts.moved.connect(self.move_line)
        self.acts.merged.connect(self.merge)
        self.acts.retired.connect(self.retire)
        self.acts.brought_back.connect(self.bring_back)
        card.body.addWidget(self.acts)
        card.body.addSpacing(6)  # for the ring round the table
        self.model: RecordModel[ListLine] = RecordModel(
            line_columns(
                lambda line: line_name(line, self._catalogues, self.name),
                lambda line: state_words(line, self._places.get(line.code, 0), self.name),
                self._used,
            ),
            self,
        )
        self.table = ListTable("", self.model)
        self.table.selected_record.connect(lambda _line: self._settle())
        self.table.activated_record.connect(self._edit)
        self.table.moved.connect(self.move_line)
        self.table.removed.connect(self.retire)
        card.body.addWidget(self.table, 1)
        self.empty = EmptyState("list-checks", _("Nothing in this list yet"), _("Add what staff can choose."))
        card.body.addWidget(self.empty)
        return card

    def line(self) -> ListLine | None:
        """The line the keyboard is on."""
        found = self.table.record()
        return found if isinstance(found, ListLine) else None

    def enter(self, **arguments: object) -> None:
        """`name` is the list to show."""
        name = str(arguments.get("name") or "")
        if name in list_names():
            self.names.set_codes([name])
        self._may_change = self._lists.may_change()
        for widget in (self.acts, self.import_button):
            widget.setVisible(self._may_change)
        self._uses = {}
        self._another_list(quietly=True)
        self.names.focus_first()

    # Showing

    def _another_list(self, quietly: bool = False) -> None:
        self.name = self.names.code() or self.name
        about = list_about(self.name)
        if not self._may_change:
            about = f"{about} {_('Only a champion who leads this desk can change the lists.')}"
        self.about.setText(about)
        self.table.setAccessibleName(list_names()[self.name])
        self._show()
        if self.model.rowCount():
            self.table.select_row(0)
        if not quietly:
            count = self.model.rowCount()
            announce(self, ngettext("{count} line", "{count} lines", count).format(count=count))
        self._count()

    def _show(self, code: str = "") -> None:
        lines = list(self._lists.lines(self.name))
        offered = [line.code for line in lines if line.state == OFFERED]
        self._places = {one: at for at, one in enumerate(offered)}
        if not lines and self.table.hasFocus():
            self.acts.add.setFocus()
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        here = self.line()
        self.table.show_lines(lines, code or (here.code if here else ""))
        self._settle()

    def _count(self) -> None:
        """Count how often each was used, behind the window."""
        lists, name = self._lists, self.name
        if name not in self._uses:
            self.context.background.run(
                lambda: lists.uses(name), while_alive(self, lambda uses: self._counted(name, uses))
            )

    def _counted(self, name: str, uses: Mapping[str, int]) -> None:
        self._uses[name] = uses
        if name == self.name:
            self._show()

    def _used(self, line: ListLine) -> str:
        """With what counts as it; a merged line has its own number."""
        uses = self._uses.get(self.name)
        if uses is None:
            return "…"
        codes: tuple[str, ...] = (line.code,)
        if line.state != MERGED:
            codes = self._catalogues.codes_counted_as(self.name, codes)
        return f"{sum(uses.get(code, 0) for code in codes):,}"

    def _settle(self) -> None:
        line = self.line()
        self.acts.show_for(line, self._places.get(line.code, 0) if line else 0, len(self._places))

    def _changed(self, kind: str) -> None:
        if kind == "lists" and self.isVisible():
            self._show()

    # Changing

    def _edit(self, line: ListLine | None) -> None:
        if self._may_change:
            dialog = ListLineDialog(self.context, self.name, line, self)
            dialog.kept.connect(self._done)
            dialog.open()

    def _done(self, said: str, done: Done) -> None:
        self.context.window.say(said, undo=done)
        self._show(done.record_id)
        if done.record_id:
            self.table.setFocus()

    def _do(self, act: Callable[[], Done | None], said: str) -> bool:
        """Do it and say so; or say why it can't be done."""
        try:
            done = act()
        except Problem as problem:
            self.context.window.say_problem(problem)
            return False
        if done is None:
            return False
        self.context.window.say(said, undo=done)
        self._show(done.record_id)
        return True

    def move_line(self, by: int) -> None:
        """Move the line up or down among those that are offered."""
        line = self.line()
        if line is None or not self._may_change or line.state != OFFERED:
            return
        label = line.item.label(i18n.language())
        place = min(max(self._places[line.code] + by, 0), len(self._places) - 1) + 1
        said = _("“{name}” is now number {place} of {count}.").format(
            name=label, place=place, count=len(self._places)
        )
        if not self._do(lambda: self._lists.move(self.name, line.code, by), said):
            announce(self.table, _("“{name}” can't go further.").format(name=label))

    def retire(self) -> None:
        """Offer the line no more."""
        line = self.line()
        if line is not None and self._may_change and line.state == OFFERED:
            said = _("“{name}” is no longer offered. What was logged with it stays.")
            self._do(
                lambda: self._lists.retire(self.name, line.code),
                said.format(name=line.item.label(i18n.language())),
            )
            self._settle()

    def bring_back(self) -> None:
        """Offer the line again, as itself."""
        line = self.line()
        if line is not None:
            said = _("“{name}” is offered again.").format(name=line.item.label(i18n.language()))
            self._do(lambda: self._lists.bring_back(self.name, line.code), said)
            self.table.setFocus()

    def merge(self) -> None:
        """Ask what to count the line as."""
        line = self.line()
        if line is not None:
            dialog = ListMergeDialog(self.context, self.name, line, self._uses.get(self.name, {}), self)
            dialog.kept.connect(self._done)
            dialog.open()

    # Files

    def export(self) -> None:
        """Ask where to, and write all lists into one file."""
        site = self.context.services.site.name
        name = _("Lists of {site}").format(site=site)
        path = ask_where_to_save_as(self, _("Export all lists"), name, _("Lists"), ".json")
        if path is not None:
            files = self.context.services.list_files
            self.context.background.run(
                lambda: files.export(path),
                while_alive(self, lambda _count: self._exported(path)),
                while_alive(self, self.context.window.say_problem),
            )

    def _exported(self, path: Path) -> None:
        said = _("All lists are saved as {name} in {folder}. Open it at your other desks with Import.")
        self.context.window.say(said.format(name=path.name, folder=path.parent.name))

    def take_in(self) -> None:
        """Ask for a file to take in."""
        path = ask_which_lists(self)
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Look at a file, and show what it would do."""
        files = self.context.services.list_files
        self.context.background.run(
            lambda: files.preview(path),
            while_alive(self, self._looked_at),
            while_alive(self, self.context.window.say_problem),
        )

    def _looked_at(self, preview: ListPreview) -> None:
        dialog = ImportListsDialog(self.context, preview, self)
        dialog.kept.connect(self._done)
        dialog.open()


PAGE = ListsPage
