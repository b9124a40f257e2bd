"""The privacy page's cards that tell how things are: what is held and never held, who reads it, backups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.champions import Champion
from champion_desk.domain.erasure import Trace
from champion_desk.i18n import _, ngettext
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.erase_copies import ErasedCopiesDialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, Disclosure, Icon
from champion_desk.ui.widgets.labels import PlainLabel


def point(icon: str, words: str, colour: str = "accent") -> QWidget:
    """A sentence beside a sign."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(Icon(icon, 18, colour), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(words), 1)
    return line


def stack_of(*cards: QWidget) -> QWidget:
    """Cards below each other."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return holder


class HeldCard(Card):
    """What there is and what there never is; every single field under a fold."""

    def __init__(self) -> None:
        super().__init__(_("What this desk holds"), "notebook-pen")
        for words in (
            _("Each time someone was helped: what about, how long, and how it ended."),
            _("A note, if a champion typed one."),
            _("Champions: the name they go by, what they logged, their own training."),
            _("Local places, as their lists publish them."),
        ):
            self.body.addWidget(point("check", words))
        self.body.addSpacing(6)
        self.body.addWidget(PlainLabel(_("What no field asks for"), "strong"))
        for words in (
            _("A citizen's name, address, full postcode or date of birth."),
            _("Their phone, e-mail or password."),
            _("Their National Insurance, NHS or CHI number."),
        ):
            self.body.addWidget(point("x", words, "could-not"))
        self.body.addWidget(
            PlainLabel(
                _(
                    "A note is free text. It is checked for such numbers and for a title with a name, and "
                    "you can mask what is found. It can’t tell a first name, so please keep names out of it."
                ),
                "quiet",
            )
        )
        self.every = Disclosure(_("Every field, one by one"))
        self.every.toggled.connect(self._list_fields)
        self.body.addWidget(self.every)
        self._listed = False

    def _list_fields(self, opened: bool) -> None:
        """Fill the fold when it is first opened."""
        if self._listed or not opened:
            return
        from champion_desk.documents.held import held  # the same words as on paper, and seldom asked for

        self._listed = True
        for record in held():
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(PlainLabel(record.title, "small-strong"))
            column.addWidget(PlainLabel(" · ".join(record.told), "quiet"))
            self.every.body.addWidget(part)


class ReadersCard(Card):
    """Who has a way in, and that nobody else has."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Who can read it"), "key-round")
        self.readers = PlainLabel("")
        self.body.addWidget(self.readers)
        for icon, words in (
            ("lock", _("Everything lies in one locked file on this computer. Nothing is sent anywhere.")),
            ("key-round", _("Each champion's own passphrase opens it, and the recovery sheet does.")),
            ("eye-off", _("Nobody else can open it: not the council, and not those who make Champion Desk.")),
        ):
            self.body.addWidget(point(icon, words))
        self.body.addWidget(
            PlainLabel(_("Sheets and lists that you print or save are not locked. Look after them."), "quiet")
        )
        self.people = LinkButton(_("Champions and passphrases"))
        self.people.clicked.connect(lambda: context.window.go_to("settings"))
        self.body.addWidget(self.people, 0, Qt.AlignmentFlag.AlignLeft)

    def show_champions(self, champions: Iterable[Champion]) -> None:
        """Name those who are here; who has left has no way in any more."""
        names = [champion.name for champion in champions if champion.left_on is None]
        said = ngettext(
            "{count} champion can unlock this desk: {names}.",
            "{count} champions can unlock this desk: {names}.",
            len(names),
        )
        self.readers.setText(said.format(count=len(names), names=", ".join(names)))


class BackupsHoldCard(Card):
    """How long backups hold what was erased."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Backups"), "archive-restore")
        for words in (
            _("A backup holds what the desk held on that day, so also what you erase later."),
            _(
                "Older backups in the desk's folder go by themselves: all stay for 2 days, then one a day "
                "for 14 days, then one a week for 8 weeks. The newest 8 stay in any case."
            ),
            _(
                "Until then they are locked, and used only to put a broken desk right. The law calls that "
                "“beyond use”: it is accepted, if you tell the person who asks."
            ),
            _("Copies on a memory stick or another disk stay until someone removes them."),
        ):
            self.body.addWidget(PlainLabel(words))
        row = QWidget()
        flow = FlowLayout(row, gap=10)
        self.look = SecondaryButton(_("Which still hold what was erased?"), "search", small=True)
        self.look.clicked.connect(lambda: ErasedCopiesDialog(context, self, self._traces).open())
        self.list = LinkButton(_("All backups"))
        self.list.clicked.connect(lambda: context.window.go_to("backups"))
        flow.addWidget(self.look)
        flow.addWidget(self.list)
        self.body.addWidget(row)
        self.show_erased(())

    def show_erased(self, traces: Sequence[Trace]) -> None:
        """Offer to look for what was erased lately, where anything was."""
        self._traces = tuple(traces)
        self.look.setVisible(bool(traces))
