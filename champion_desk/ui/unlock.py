"""The unlock window: who is at the desk, one passphrase, the recovery sheet in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import NAME
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.doorway import DEMO_PASSPHRASE, AtTheDoor
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.backdrop import Backdrop, Sheet, Words
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.door import Door
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.languages import LanguageLinks
from champion_desk.ui.problems import sentence_of
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import PassphraseField
from champion_desk.ui.widgets.labels import Badge, PlainLabel

if TYPE_CHECKING:
    from champion_desk.storage.kept_aside import KeptAside
    from champion_desk.ui.mend_keys import KeysForm
    from champion_desk.ui.mend_work import WayIn

_SHOWN_AT_FIRST = 4
SOMEONE_ELSE = "someone-else"


class Unlock(Backdrop):
    """Asks the door to unlock; what is wrong is said beside the field."""

    language_chosen = Signal(str)
    restore_asked = Signal()
    demo_left = Signal()
    damage_met = Signal(object)  # with the `WayIn` that is right for the damaged desk

    def __init__(
        self, door: Door, note: str = "", second_folder: str = "", parent: QWidget | None = None
    ) -> None:
        self.sheet = Sheet()
        super().__init__(self.sheet, 460, parent)
        self.door, self._second_folder = door, second_folder
        self._words = QWidget()
        self.sheet.body.addWidget(self._words)
        self._build(note)

    def _build(self, note: str = "", refused: Problem | None = None) -> None:
        words = Words(0)
        body = self._body = words.body
        try:
            if refused is not None:
                raise refused
            at_the_door = self.door.doorway.look()
        except Problem as problem:
            self.form: UnlockForm | None = None
            body.addLayout(head(""))
            self._explain(problem)
        else:
            body.addLayout(head(at_the_door.site))
            self.form = UnlockForm(self.door, at_the_door, note)
            self.form.recovery_asked.connect(self._show_recovery)
            self.form.damage_met.connect(self.damage_met)
            body.addWidget(self.form)
            if not at_the_door.demo:
                self.door.check_place(while_alive(self, self._place_refused))
        body.addLayout(self._foot())
        self.sheet.body.replaceWidget(self._words, words)
        self._words.hide()
        self._words.deleteLater()
        self._words = words

    def _place_refused(self, error: BaseException) -> None:
        """The desk may not be opened where it lies: no one need type a passphrase to hear so."""
        if isinstance(error, Problem):
            self._build(refused=error)
            self._words.show()
        else:
            self.say_problem(error)

    def speak_anew(self) -> bool:
        before = self.form
        self._build()
        self._words.show()
        if before is not None and self.form is not None:
            self.form.champions.set_codes([before.champion_id()])
            self.form.passphrase.set_text(before.passphrase.text())
            self.form.focus_first()
        return True

    def _explain(self, problem: Problem) -> None:
        """The desk can't be unlocked as it is: one sentence, and the way out where there is one."""
        body = self._body
        body.addSpacing(20)
        self.complaint = Complaint()
        body.addWidget(self.complaint)
        self.complaint.say(sentence_of(problem))
        body.addSpacing(16)
        aside = self.door.doorway.kept_aside() if problem.code == "store-missing" else None
        if aside is not None:
            self._offer_to_put_back(aside)
        if problem.code in ("keys-missing", "keys-damaged", "store-missing"):
            restore = PrimaryButton(_("Restore a backup"), "archive-restore")
            other = SecondaryButton(_("Restore a backup"), "archive-restore")
            if problem.code != "store-missing":
                keys_form = self._keys_form()
                keys_form.offered.connect(restore.hide)
                keys_form.offered.connect(other.show)
                body.addWidget(keys_form)
                body.addSpacing(16)
            for button in (restore, other):
                button.clicked.connect(self.restore_asked)
                body.addWidget(button)
            (other if aside is None else restore).hide()

    def _offer_to_put_back(self, aside: KeptAside) -> None:
        """A restore was stopped in its last moment: what was here is one click away."""
        from champion_desk.ui.backup_words import when_words  # seldom needed, and never at first

        words = _("What was here was kept aside ({when}). It can be put back as it was.")
        self._body.addWidget(PlainLabel(words.format(when=when_words(aside.made_at)), "body"))
        self._body.addSpacing(12)
        self.put_back = PrimaryButton(_("Put it back"), "undo-2")
        self.put_back.clicked.connect(lambda: self._put_back(aside))
        self._body.addWidget(self.put_back)
        self._body.addSpacing(8)

    def _put_back(self, aside: KeptAside) -> None:
        self.put_back.setEnabled(False)
        self.door.put_back(aside.path, while_alive(self, self._is_back), while_alive(self, self._not_back))

    def _is_back(self, _nothing: None) -> None:
        self._build(_("Your records are back. Unlock the desk as usual."))
        self._words.show()
        self.focus_first()

    def _not_back(self, error: BaseException) -> None:
        self.put_back.setEnabled(True)
        self.complaint.say_error(error)

    def _keys_form(self) -> KeysForm:
        from champion_desk.ui.mend_keys import KeysForm  # seldom needed, and never at first
        from champion_desk.ui.mend_work import MendWork

        self.keys_form = KeysForm(MendWork(self.door, self._second_folder))
        self.keys_form.mended.connect(self._keys_mended)
        return self.keys_form

    def _keys_mended(self, way_in: WayIn) -> None:
        """The keys are back: go on as if the passphrase had just been typed."""
        self._build()
        self._words.show()
        if self.form is not None:
            self.form.champions.set_codes([way_in.champion_id])
            self.form.passphrase.set_text(way_in.text)
            self.form.submit()

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(0, 20, 0, 0)
        line = QWidget()
        flow = FlowLayout(line, gap=12)
        links = LanguageLinks()
        links.chosen.connect(self.language_chosen)
        flow.addWidget(links)
        if self.form is not None:  # where it may not be opened, that need not be so
            flow.addWidget(PlainLabel(_("Nothing leaves this computer"), "quiet", wrap=False))
        foot.addWidget(line)
        if self.form is not None:
            demo = self.form.at_the_door.demo
            other = LinkButton(
                _("Leave the demo") if demo else _("Restore a backup"),
                "arrow-left" if demo else "archive-restore",
                quiet=True,
            )
            other.clicked.connect(self.demo_left if demo else self.restore_asked)
            foot.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        return foot

    def _show_recovery(self) -> None:
        from champion_desk.ui.recovery import RecoveryForm  # seldom needed, and never at first

        form = self.form
        if form is None:
            return
        recovery = RecoveryForm(self.door, form.at_the_door, form.champion_id())
        recovery.damage_met.connect(self.damage_met)
        at = self._body.indexOf(form)
        form.hide()
        self._body.insertWidget(at, recovery)
        recovery.show()
        recovery.focus_first()

        def back() -> None:
            recovery.hide()
            recovery.deleteLater()
            form.show()
            form.focus_first()

        recovery.left.connect(back)

    def focus_first(self) -> None:
        if self.form is not None:
            self.form.focus_first()


def head(site: str) -> QVBoxLayout:
    """The program's name, and the site's below it."""
    head = QVBoxLayout()
    head.setSpacing(4)
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Icon("life-buoy", 30, "accent"))
    row.addWidget(PlainLabel(NAME, "title", tone="accent"), 1)
    head.addLayout(row)
    if site:
        head.addWidget(PlainLabel(site, "body"))
    return head


class UnlockForm(Words):
    """Champion, passphrase, one button; after a wrong one the button counts the seconds to the next try."""

    recovery_asked = Signal()
    damage_met = Signal(object)

    def __init__(self, door: Door, at_the_door: AtTheDoor, note: str) -> None:
        super().__init__(0)
        self.door, self.at_the_door = door, at_the_door
        self._busy = False
        self._all = len(at_the_door.champions) <= _SHOWN_AT_FIRST + 1
        self.body.addSpacing(20)
        if at_the_door.demo:
            self.body.addWidget(Badge(_("Demo desk"), "partly", "info"))
            self.body.addSpacing(6)
            words = _("This is a demo desk. The passphrase is: {passphrase}").format(
                passphrase=DEMO_PASSPHRASE
            )
            self.body.addWidget(PlainLabel(words, "small"))
            self.body.addSpacing(14)
        self.champions = ChipGroup(_("Who is at the desk?"), self._choices())
        self.champions.set_codes([code for code, _name in at_the_door.champions[:1]])
        self.champions.changed.connect(self._chosen)
        self.body.addWidget(self.champions)
        self.body.addSpacing(20)
        self._add_passphrase()
        self.complaint = Complaint()
        self.body.addSpacing(8)
        self.body.addWidget(self.complaint)
        if note:
            self.complaint.say(note, "done")
        self.body.addSpacing(14)
        self.open = PrimaryButton("")
        self.open.setMinimumHeight(46)
        self.open.clicked.connect(self.submit)
        self.body.addWidget(self.open)
        self._countdown = QTimer(self)
        self._countdown.timeout.connect(self._settle)
        self._settle()

    def _add_passphrase(self) -> None:
        label = PlainLabel(_("Passphrase"), "strong")
        self.passphrase = PassphraseField(_("Passphrase"))
        label.setBuddy(self.passphrase)
        self.passphrase.submitted.connect(self.submit)
        self.passphrase.textEdited.connect(lambda: self.complaint.clear())
        self.body.addWidget(label)
        self.body.addSpacing(6)
        self.body.addWidget(self.passphrase)
        self.body.addSpacing(5)
        row = QWidget()
        flow = FlowLayout(row, gap=4)
        flow.addWidget(PlainLabel(_("Forgotten?"), "quiet", wrap=False))
        self.recovery = LinkButton(_("Use the recovery sheet"), quiet=True)
        self.recovery.clicked.connect(self.recovery_asked)
        flow.addWidget(self.recovery)
        self.body.addWidget(row)

    def _choices(self) -> list[tuple[str, str]]:
        champions = list(self.at_the_door.champions)
        if self._all:
            return champions
        return [*champions[:_SHOWN_AT_FIRST], (SOMEONE_ELSE, _("Someone else…"))]

    def _chosen(self) -> None:
        if self.champions.code() == SOMEONE_ELSE:
            self._all = True
            self.champions.set_choices(self._choices())
            self.champions.set_codes([self.at_the_door.champions[_SHOWN_AT_FIRST][0]])
            self.champions.focus_first()
            return
        self.complaint.clear()
        self.passphrase.setFocus()

    def champion_id(self) -> str:
        """The champion chosen."""
        return self.champions.code() or ""

    def focus_first(self) -> None:
        """Put the keyboard into the passphrase."""
        self.passphrase.setFocus()

    def submit(self) -> None:
        """Try the passphrase, off the window's thread."""
        if self._busy or self.door.doorway.wait() > 0:
            return
        if not self.passphrase.text().strip():
            self.complaint.say(_("Type your passphrase first."))
            self.passphrase.setFocus()
            return
        self._busy = True
        self.complaint.clear()
        self._settle()
        announce(self, _("Opening the desk…"))
        self.door.unlock(self.champion_id(), self.passphrase.text(), self._failed)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Problem) and error.code == "store-damaged":
            from champion_desk.ui.mend_work import WayIn  # seldom needed, and never at first

            self.damage_met.emit(WayIn(self.passphrase.text(), self.champion_id()))
            return
        self.complaint.say_error(error)
        self.passphrase.line.selectAll()
        self.passphrase.setFocus()
        self._settle()

    def _settle(self) -> None:
        """Let the button say what it does now, and count down while it waits."""
        seconds = int(self.door.doorway.wait() + 0.999)
        if self._busy:
            text = _("Opening the desk…")
        elif seconds:
            text = ngettext("Wait {count} second", "Wait {count} seconds", seconds).format(count=seconds)
        else:
            text = _("Open the desk")
        self.open.setText(text)
        self.open.setEnabled(not self._busy and not seconds)
        if seconds:
            self._countdown.start(250)
        else:
            self._countdown.stop()
