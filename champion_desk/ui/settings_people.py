"""Settings: who can unlock this desk, my own passphrase, and the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.champions import Champion
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.champion import ChampionDialog
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.dialogs.passphrase import PassphraseDialog
from champion_desk.ui.dialogs.recovery_sheet import RecoverySheetDialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card, Icon
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
        self.add.clicked.connect(lambda: ChampionDialog(context, self).open())
        self.change.clicked.connect(lambda: PassphraseDialog(context, self).open())
        self.sheet.clicked.connect(lambda: RecoverySheetDialog(context, self).open())
        for button in (self.add, self.change, self.sheet):
            flow.addWidget(button)
        self.body.addWidget(row)
        context.changes.changed.connect(lambda kind: self.load() if kind == "champions" else None)
        self.load()

    def load(self) -> None:
        """Read who is at this desk."""
        self._context.background.run(
            self._context.services.desk.champions,
            while_alive(self, self._show),
            while_alive(self, self._context.window.say_problem),
        )

    def _show(self, champions: list[Champion]) -> None:
        people = QWidget()
        column = QVBoxLayout(people)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        for champion in champions:
            if champion.left_on is None:
                column.addWidget(self._line(champion))
        self.body.replaceWidget(self._people, people)
        self._people.deleteLater()
        self._people = people

    def _line(self, champion: Champion) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Icon("user", 18))
        row.addWidget(PlainLabel(champion.name, wrap=False))
        if champion.lead:
            row.addWidget(Badge(_("leads"), "accent"))
        if champion.id == self._context.services.champion.id:
            row.addWidget(Badge(_("you"), "quiet"))
        row.addStretch(1)
        if champion.id != self._context.services.champion.id:
            button = SecondaryButton(_("Has left"), small=True)
            button.setAccessibleName(_("{name} has left").format(name=champion.name))
            button.clicked.connect(lambda: self._ask(champion))
            row.addWidget(button)
        return line

    def _ask(self, champion: Champion) -> None:
        ConfirmDialog(
            self,
            _("Has {name} left?").format(name=champion.name),
            _(
                "{name} can no longer unlock this desk from now on. What they logged stays. "
                "Backups made before today still open with their passphrase."
            ).format(name=champion.name),
            _("Take away their way in"),
            self._remover(champion),
        ).open()

    def _remover(self, champion: Champion) -> Callable[[], None]:
        services, window = self._context.services, self._context.window

        def work() -> None:
            services.desk.remove_leaver(champion, date.today())
            services.board.tell("champions")

        def remove() -> None:
            said = _("{name} can no longer unlock this desk.").format(name=champion.name)
            self._context.background.run(
                work,
                while_alive(self, lambda _nothing: window.say(said)),
                while_alive(self, window.say_problem),
            )

        return remove
