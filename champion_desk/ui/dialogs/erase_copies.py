"""Which backups still hold what was erased: by date and place, to be removed now or left until they go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.erasure import Trace
from champion_desk.domain.problems import Cancelled
from champion_desk.i18n import _, ngettext
from champion_desk.services.erasure import Copies, Copy, Erasure
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.background import Task
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.privacy_words import counts_text
from champion_desk.ui.widgets.cards import Rule
from champion_desk.ui.widgets.fields import CheckBox
from champion_desk.ui.widgets.labels import PlainLabel

MOST_ROWS = 30
_BREAK = "\u200b"
_LONG = re.compile(r"[^\s\u200b]{16}")
State = Literal["looking", "listed", "removing", "over"]


class ErasedCopiesDialog(Dialog):
    """Looks into every copy with a bar that can be stopped; then the list, and what can be done about it."""

    def __init__(
        self, context: Context, parent: QWidget, traces: Sequence[Trace], erasure: Erasure | None = None
    ) -> None:
        title = _("Erased") if erasure is not None else _("Backups that still hold it")
        super().__init__(parent, title, "", _("Stop looking"), width=740)
        self._context = context
        self._traces = tuple(traces)
        self._copies = Copies(())
        self._task = Task()
        self._state: State = "looking"
        if erasure is not None:
            self.body.addWidget(PlainLabel(_said(erasure), "strong"))
        self.words = PlainLabel(_("Looking which backups still hold it…"))
        self.body.addWidget(self.words)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.body.addWidget(self.bar)
        self.list = QWidget()
        self.body.addWidget(self.list)
        self.untold = CheckBox("")
        self.body.addWidget(self.untold)
        self.rest = PlainLabel("", "quiet")
        self.body.addWidget(self.rest)
        self.untold.toggled.connect(lambda _on: self._show_rows())
        self.finished.connect(self._task.cancel)  # locking closes it without asking
        self._set_state("looking")

    def open(self) -> None:
        super().open()
        self._look()

    # Looking

    def _look(self) -> None:
        erasure, background, task = self._context.services.erasure, self._context.background, self._task

        def progress(done: int, total: int | None) -> None:
            background.report(while_alive(self, lambda: self._step(done, total)))

        background.run(
            lambda: erasure.copies(self._traces, progress, task.cancelled),
            while_alive(self, self._looked),
            while_alive(self, self._failed),
            task,
        )

    def _step(self, done: int, total: int | None) -> None:
        if self._state == "looking" and total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _looked(self, copies: Copies) -> None:
        self._copies = copies
        untold = len(copies.named) - len(copies.holding)
        said = ngettext(
            "Show {count} more that can't be looked into",
            "Show {count} more that can't be looked into",
            max(untold, 1),
        )
        self.untold.setText(said.format(count=untold))
        self._set_state("listed" if copies.named else "over")
        self.untold.setVisible(untold > 0)
        self._show_rows()
        announce(self, self.words.text())

    def _shown(self) -> tuple[Copy, ...]:
        """What the buttons are about."""
        return self._copies.named if self.untold.isChecked() else self._copies.holding

    def _show_rows(self) -> None:
        shown = self._shown()
        self._fill(shown[:MOST_ROWS])
        self.list.setVisible(bool(shown) and self._state == "listed")
        self.words.setText(self._sentence(shown))
        self.rest.setText(" ".join(self._more(len(shown) - MOST_ROWS)))
        self.main.setVisible(bool(shown))
        self.main.setText(_("Make a fresh backup and remove those"))
        if shown:
            last = max(copy.gone_by for copy in shown)
            self.out.setText(_("Leave them: they go by {date}").format(date=formats.long_date(last)))
        else:
            self.out.setText(_("Close"))
        self.out.setFocus()
        self.fit()

    def _fill(self, copies: Sequence[Copy]) -> None:
        """A line for each copy: when it was made, where it lies, when it goes by itself."""
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for copy in copies:
            column.addWidget(PlainLabel(_made(copy), "strong"))
            column.addWidget(PlainLabel(_where(copy)))
            goes = _("It goes by {date}.").format(date=formats.long_date(copy.gone_by))
            column.addWidget(PlainLabel(goes, "quiet"))
            column.addWidget(Rule())
        self.body.replaceWidget(self.list, rows)
        self.list.deleteLater()
        self.list = rows

    def _sentence(self, shown: Sequence[Copy]) -> str:
        if not self._copies.named:
            return _("No backup holds it.")
        if not shown:
            return _("No backup that can be looked into holds it.")
        said = ngettext(
            "{count} copy still holds it. It is locked, and used only to put a broken desk right.",
            "{count} copies still hold it. They are locked, and used only to put a broken desk right.",
            len(shown),
        )
        return said.format(count=len(shown))

    def _more(self, unseen: int) -> list[str]:
        lines = []
        if unseen > 0:
            said = ngettext("and {count} more.", "and {count} more.", unseen)
            lines.append(said.format(count=unseen))
        if self._copies.second_away:
            lines.append(_("The second folder is away now. Look again when it is back, on the privacy page."))
        lines.append(_("Copies that someone took elsewhere are not known here."))
        return lines

    # Removing

    def submit(self) -> None:
        """Remove the copies shown, after a fresh backup."""
        copies = self._shown()
        if self._state != "listed" or not copies:
            return
        self._set_state("removing")
        erasure = self._context.services.erasure
        self._context.background.run(
            lambda: erasure.remove_copies(copies),
            while_alive(self, self._removed),
            while_alive(self, self._failed),
        )

    def _removed(self, count: int) -> None:
        said = ngettext(
            "A fresh backup is made and checked. {count} older copy is removed.",
            "A fresh backup is made and checked. {count} older copies are removed.",
            count,
        )
        self._set_state("over")
        self.words.setText(said.format(count=count))
        announce(self, self.words.text())

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        self._set_state("listed" if self._copies.named else "over")
        self.complaint.say_error(error)
        self.fit()

    def _set_state(self, state: State) -> None:
        self._state = state
        busy = state in ("looking", "removing")
        if state == "removing":
            self.bar.setRange(0, 0)
            self.words.setText(_("Making a fresh backup, then removing the older ones…"))
            announce(self, self.words.text())
        self.bar.setVisible(busy)
        self.list.setVisible(state == "listed")
        self.untold.setVisible(state == "listed" and self._copies.named != self._copies.holding)
        self.rest.setVisible(state in ("listed", "over"))
        self.main.setVisible(state == "listed")
        self.out.setVisible(state != "removing")
        if state == "over":
            self.out.setText(_("Close"))
            self.out.setFocus()
        self.fit()

    def reject(self) -> None:
        """Leave; looking stops, removing is seen through."""
        if self._state != "removing":
            super().reject()


def _said(erasure: Erasure) -> str:
    said = _("Erased for good: {counts}.").format(counts=counts_text(erasure.erased.counts))
    if erasure.is_wiped:
        return said
    return said + " " + _("The last traces in the file go when the desk is closed.")


def _made(copy: Copy) -> str:
    moment = formats.local(copy.made_at)
    return _("{date}, {time}").format(date=formats.long_date(moment.date()), time=formats.clock(moment))


def _where(copy: Copy) -> str:
    texts = {
        "backup": _("Backup in {folder}"),
        "second": _("Backup in the second folder, {folder}"),
        "replaced": _("Put aside when a backup was restored, {folder}"),
        "damaged": _("Put aside when the desk was damaged, {folder}"),
    }
    return texts.get(copy.kind, "{folder}").format(folder=breakable(copy.path.parent))


def breakable(path: Path) -> str:
    """A path whose lines may end after each of its parts, or inside one that is long."""
    words = str(path).replace("/", f"/{_BREAK}").replace("\\", f"\\{_BREAK}")
    return _LONG.sub(lambda found: found[0] + _BREAK, words)
