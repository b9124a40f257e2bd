"""Asks for a picture: which file, and what it shows in words, for people who can't see it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from champion_desk.domain.handouts import OwnPicture
from champion_desk.domain.own_handouts import DESCRIPTION_LENGTH
from champion_desk.i18n import _
from champion_desk.services.picture_fitting import picture_from
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.files import ask_which_picture
from champion_desk.ui.form import Form
from champion_desk.ui.sheet_preview import PagePicture
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.fields import TextField
from champion_desk.ui.widgets.labels import PlainLabel

_SHOWN = 220  # pixels across, of the picture as it is shown here


class AddPictureDialog(Dialog):
    """`chosen` brings the picture, scaled for paper. It is read and scaled behind the window."""

    chosen = Signal(object)

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        title: str,
        size: tuple[int, int] | None = None,
        name: str = "",
    ) -> None:
        super().__init__(parent, title, _("Add it"))
        self._context, self._size, self._name = context, size, name
        self._found: tuple[str, bytes] | None = None
        self._shown: PagePicture | None = None
        self.form = Form()
        self.body.addWidget(self.form)
        self.file = SecondaryButton(_("Choose a picture…"), "folder-open")
        self.file.clicked.connect(self._ask)
        self.form.row(_("Picture"), self.file, _("a JPEG or a PNG"), required=True, name="content")
        self.shows = TextField("")
        self.shows.setMaxLength(DESCRIPTION_LENGTH)
        hint = _("for people who hear the sheet, in a few words")
        self.form.row(_("What it shows"), self.shows, hint, required=True, name="description")
        self.state = PlainLabel("", "quiet")
        self.body.addWidget(self.state)
        self.file.setFocus()

    def _ask(self) -> None:
        path = ask_which_picture(self)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a picture's file and make it fit for paper."""
        self.main.setEnabled(False)
        self.complaint.clear()
        self.state.setText(_("Reading {file}…").format(file=path.name))
        across, down = self._size or (0, 0)
        work = (lambda: picture_from(path, across, down)) if self._size else (lambda: picture_from(path))
        self._context.background.run(
            work,
            while_alive(self, lambda found: self._read(path, found)),
            while_alive(self, self._failed),
        )

    def _read(self, path: Path, found: tuple[str, bytes]) -> None:
        self.main.setEnabled(True)
        self._found = found
        self._name = self._name or _name_of(path)
        self.state.setText(path.name)
        image = QImage.fromData(found[1])
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = PagePicture(image, theme().px(_SHOWN))
        self._shown.setAccessibleName(path.name)
        self.body.addWidget(self._shown)
        self.form.clear_problems()
        self.shows.setFocus()

    def _failed(self, error: BaseException) -> None:
        self.main.setEnabled(True)
        self.state.setText("")
        self.complaint.say_error(error)

    def submit(self) -> None:
        """Give the picture on, or mark what is missing."""
        missing = {}
        if self._found is None:
            missing["content"] = _("Choose a picture first.")
        if not self.shows.text().strip():
            missing["description"] = _("Say what the picture shows.")
        if self.form.show_problems(missing) or self._found is None:
            return
        kind, content = self._found
        self.accept()
        self.chosen.emit(OwnPicture(self._name, kind, content, self.shows.text().strip()))


def _name_of(path: Path) -> str:
    """A name for the picture, from its file's."""
    plain = re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-")[:36].strip("-")
    return plain or "picture"
