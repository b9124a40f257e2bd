"""Settings: who can unlock this desk, their passphrases, the recovery sheet, the key of the records."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from champion_desk.domain.champions import Champion
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.champion import ChampionDialog
from champion_desk.ui.dialogs.key_change import KeyChangeDialog, LeaverDialog
from champion_desk.ui.dialogs.passphrase import PassphraseDialog
from champion_desk.ui.dialogs.recovery_sheet import RecoverySheetDialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card, Icon
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.labels import Badge, PlainLabel


class PeopleCard(Card):
    """Champions who have left are not shown; what they logged stays theirs."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Champions"), "users")
        self._context = context
        self._people = QWidget()
        self.body.addWidget(self._people)
        row = QWidget()
        flow = FlowLayout(row, gap=10)
        self.add = SecondaryButton(_("Add a champion"), "plus")
        self.change = SecondaryButton(_("Change my passphrase"), "key-round")
        self.sheet = SecondaryButton(_("New recovery sheet"), "life-buoy")
        self.key = SecondaryButton(_("Change the key of the records"), "refresh-cw")
        self.add.clicked.connect(lambda: ChampionDialog(context, self).open())
        self.change.clicked.connect(lambda: PassphraseDialog(context, self).open())
        self.sheet.clicked.connect(lambda: RecoverySheetDialog(context, self).open())
        self.key.clicked.connect(lambda: KeyChangeDialog(context, self).open())
        for button in (self.add, self.change, self.sheet, self.key):
            flow.addWidget(button)
        self.body.addWidget(row)
        context.changes.changed.connect(lambda kind: self.load() if kind == "champions" else None)
        self.load()

    def load(self) -> None:
        """Read who is at this desk, and who of them has a way in."""
        desk = self._context.services.desk
        self._context.background.run(
            lambda: (desk.champions(), desk.can_unlock()),
            while_alive(self, self._show),
            while_alive(self, self._context.window.say_problem),
        )

    def _show(self, found: tuple[list[Champion], frozenset[str]]) -> None:
        champions, with_way_in = found
        people = QWidget()
        column = QVBoxLayout(people)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        for champion in champions:
            if champion.left_on is None:
                column.addWidget(self._line(champion, champion.id in with_way_in))
        focused = self.window().focusWidget() or self  # also while a dialog lies over it
        had_keyboard = self._people.isAncestorOf(focused)
        name = focused.accessibleName()
        self.body.replaceWidget(self._people, people)
        self._people.deleteLater()
        self._people = people
        if had_keyboard:
            people.show()  # at once: what is hidden can't have the keyboard
            self._give_back(name)

    def _give_back(self, name: str) -> None:
        """The keyboard was on a line that is made anew, or gone with whoever has left."""
        again = (
            button for button in self._people.findChildren(QPushButton) if button.accessibleName() == name
        )
        next(again, self.add).setFocus()

    def _line(self, champion: Champion, has_way_in: bool) -> QWidget:
        is_me = champion.id == self._context.services.champion.id
        who = QWidget()
        flow = FlowLayout(who, gap=10)
        edge = theme().px(5)  # as high as the buttons beside it
        flow.setContentsMargins(0, edge, 0, edge)
        flow.addWidget(Icon("user", 18))
        flow.addWidget(PlainLabel(champion.name, wrap=False))
        if champion.lead:
            flow.addWidget(Badge(_("leads"), "accent"))
        if is_me:
            flow.addWidget(Badge(_("you"), "quiet"))
        if not has_way_in:
            flow.addWidget(Badge(_("needs a new passphrase"), "partly", "triangle-alert"))
        return who if is_me else Columns([(who, 1), (self._acts(champion), 0)], narrow=380, gap=8)

    def _acts(self, champion: Champion) -> QWidget:
        acts = QWidget()
        flow = FlowLayout(acts, gap=8)
        new = SecondaryButton(_("New passphrase"), small=True)
        new.setAccessibleName(_("New passphrase for {name}").format(name=champion.name))
        new.clicked.connect(lambda: PassphraseDialog(self._context, self, champion).open())
        left = SecondaryButton(_("Has left"), small=True)
        left.setAccessibleName(_("{name} has left").format(name=champion.name))
        left.clicked.connect(lambda: LeaverDialog(self._context, self, champion).open())
        flow.addWidget(new)
        flow.addWidget(left)
        return acts
