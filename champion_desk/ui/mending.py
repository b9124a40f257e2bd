"""The screen for a damaged desk: what was saved, what the backup has, and a choice in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from champion_desk.domain.problems import Cancelled
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.backdrop import Backdrop, Sheet, Words
from champion_desk.ui.choice_button import ChoiceButton
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.mend_work import MendWork, WayIn
from champion_desk.ui.unlock import head
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from champion_desk.services.mending import Findings
    from champion_desk.ui.background import Task


class Mending(Backdrop):
    """Begins to save what is whole as soon as it is shown. `left` when nothing is to be done now."""

    left = Signal()
    mended = Signal(str)
    restore_asked = Signal()

    def __init__(self, work: MendWork, way_in: WayIn, site: str, parent: QWidget | None = None) -> None:
        self.sheet = Sheet()
        super().__init__(self.sheet, 760, parent)
        self.work, self.way_in, self._site = work, way_in, site
        work.setParent(self)
        self.findings: Findings | None = None
        self.task: Task | None = None
        self.choices: dict[str, ChoiceButton] = {}
        self._may_leave = True
        self._words = QWidget()
        self.sheet.body.addWidget(self._words)
        self.look()

    # What is shown, one after the other

    def _turn_to(self, words: Words) -> None:
        self._words.hide()
        self.sheet.body.replaceWidget(self._words, words)
        self._words.deleteLater()
        self._words = words
        words.show()

    def _page(self, title: str, sentence: str) -> Words:
        page = Words(14)
        page.body.addLayout(head(self._site))
        page.body.addSpacing(6)
        page.body.addWidget(PlainLabel(title, "heading"))
        page.body.addWidget(PlainLabel(sentence, "body"))
        self.complaint = Complaint()
        return page

    def _busy(self, title: str, sentence: str) -> Words:
        page = self._page(title, sentence)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        page.body.addWidget(self.bar)
        page.body.addWidget(self.complaint)
        announce(self, title)
        return page

    def look(self) -> None:
        """Copy the damaged file aside and see what can be saved."""
        page = self._busy(
            _("Some of the desk's records are damaged"),
            _(
                "Your passphrase is right; the file on the disk was harmed. It is copied first, so that "
                "nothing more can be lost. Now everything that is whole is being saved from the copy."
            ),
        )
        self.stop = SecondaryButton(_("Stop"), "x")
        self.stop.clicked.connect(self.go_back)
        page.body.addWidget(_row(self.stop))
        self._turn_to(page)
        self.task = self.work.examine(
            self.way_in,
            while_alive(self, self._progress),
            while_alive(self, self._found),
            while_alive(self, self._failed),
        )
        if self.isVisible():
            self.stop.setFocus()

    def _progress(self, done: int, total: int | None) -> None:
        self.bar.setRange(0, total or 0)
        self.bar.setValue(done)

    def _found(self, found: Findings) -> None:
        self.findings, self.task = found, None
        if found.ways:
            self._show_choice(found)
        else:
            self._show_nothing(found)
        self.focus_first()

    def _show_choice(self, found: Findings) -> None:
        from champion_desk.ui import mend_words

        page = self._page(_("What should the desk go on with?"), _aside_words(found.aside))
        page.body.addWidget(_sides(found))
        if found.lost:
            lost = Complaint()
            lost.say(mend_words.lost_words(found.lost), "partly")
            page.body.addWidget(lost)
        self.choices = {}
        for way in found.ways:
            icon, title, sentence = mend_words.way_words(way, found)
            choice = ChoiceButton(icon, title, sentence, main=way == found.ways[0])
            choice.clicked.connect(lambda _checked=False, way=way: self.choose(way))
            page.body.addWidget(choice)
            self.choices[way] = choice
        page.body.addWidget(self.complaint)
        page.body.addWidget(self._foot(_("Not now"), _("Nothing is changed. You are asked again next time.")))
        self._turn_to(page)
        announce(self, _("What should the desk go on with?"))

    def _show_nothing(self, found: Findings) -> None:
        sentence = _(
            "Nothing could be saved from the damaged file, and no whole backup of this desk was found on "
            "this computer. If you have backups on a stick or another disk, put it in and choose one. Else "
            "ask whoever looks after this computer. Nothing was changed."
        )
        page = self._page(_("Nothing whole was found"), sentence)
        kept = _("A copy of the damaged file is in the folder {name}.").format(name=found.aside.name)
        page.body.addWidget(PlainLabel(kept, "quiet"))
        restore = PrimaryButton(_("Restore a backup"), "archive-restore")
        restore.clicked.connect(self._restore)
        page.body.addWidget(_row(restore))
        page.body.addWidget(self._foot(_("Not now"), ""))
        self._turn_to(page)

    def _foot(self, words: str, hint: str) -> QWidget:
        self.not_now = SecondaryButton(words, "arrow-left")
        self.not_now.clicked.connect(self.go_back)
        widgets: list[QWidget] = [self.not_now]
        if hint:
            widgets.append(PlainLabel(hint, "quiet", wrap=False))
        return _row(*widgets)

    # What is done

    def choose(self, way: str) -> None:
        """Mend the desk in that way, and go on unlocking."""
        self._may_leave = False
        self._turn_to(
            self._busy(
                _("Mending the desk…"),
                _("A new file is being made and checked. The damaged one is kept. This takes a moment."),
            )
        )
        self.work.mend(way, while_alive(self, self._mended), while_alive(self, self._not_mended))

    def _mended(self, aside: Path) -> None:
        said = _("The desk is mended. The damaged file is kept in the folder {name}.")
        self.mended.emit(said.format(name=aside.name))
        self.work.open_desk(self.way_in, while_alive(self, self._failed))

    def _not_mended(self, error: BaseException) -> None:
        self._may_leave = True
        if self.findings is not None:
            self._show_choice(self.findings)
            self.focus_first()
        self.complaint.say_error(error)

    def _failed(self, error: BaseException) -> None:
        self._may_leave = True
        if isinstance(error, Cancelled):
            return  # whoever stopped it has left
        page = self._page(_("The desk could not be mended now"), _("Nothing was changed."))
        page.body.addWidget(self.complaint)
        page.body.addWidget(self._foot(_("Back"), ""))
        self._turn_to(page)
        self.complaint.say_error(error)
        self.focus_first()

    def go_back(self) -> None:
        """Leave everything as it is."""
        if not self._may_leave:
            return
        if self.task is not None:
            self.task.cancel()
        self.work.leave()
        self.left.emit()

    def _restore(self) -> None:
        """Go and choose a backup that lies elsewhere."""
        self.work.leave()
        self.restore_asked.emit()

    # As a screen

    def focus_first(self) -> None:
        if self.task is not None:
            self.stop.setFocus()
        elif self.findings is not None and self.findings.ways:
            self.choices[self.findings.ways[0]].setFocus()
        else:
            self.not_now.setFocus()

    def speak_anew(self) -> bool:
        if self.task is None and self.findings is not None and self._may_leave:
            self._found(self.findings)
        return True

    def leave(self) -> None:
        if self.task is not None:
            self.task.cancel()
        self.work.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)


def _aside_words(aside: Path) -> str:
    return _(
        "The file with the desk's records was harmed on the disk. What is whole was saved from a copy of "
        "it. Nothing else was changed yet. The damaged file is kept, whichever way you choose "
        "(folder {name})."
    ).format(name=aside.name)


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row, gap=12)
    for widget in widgets:
        flow.addWidget(widget)
    return row


def _sides(found: Findings) -> QWidget:
    """What was saved and what the backup has, beside each other."""
    from champion_desk.ui import mend_words
    from champion_desk.ui.backup_words import when_words

    saved = _side(_("Saved from the damaged file"), "save", mend_words.holds_words(found.saved or {}))
    if found.backup is None:
        backup = _side(_("Backup"), "archive-restore", "")
    else:
        title = _("Backup of {when}").format(when=when_words(found.backup.made_at))
        backup = _side(title, "archive-restore", mend_words.holds_words(found.in_backup or {}))
    for card, side in ((saved, "saved"), (backup, "backup")):
        lines = mend_words.only_here(found.compared, side)
        changed = mend_words.changed_words(found.compared) if side == "saved" else ""
        if lines:
            card.body.addSpacing(4)
            card.body.addWidget(PlainLabel(_("Only here:"), "small-strong"))
        for line in lines:
            card.body.addWidget(PlainLabel(line, "small"))
        if changed:
            card.body.addWidget(PlainLabel(changed, "small"))
        card.body.addStretch(1)
    return Columns([(saved, 1), (backup, 1)], narrow=560, gap=14)


def _side(title: str, icon: str, holds: str) -> Card:
    card = Card(title, icon, sunken=True)
    card.body.addWidget(PlainLabel(holds or _("Nothing"), "body" if holds else "quiet"))
    return card
