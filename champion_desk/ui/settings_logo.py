"""Settings: the council's logo, which stands at the head of every sheet."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from champion_desk.domain.handouts import OwnPicture
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.site_logo import ACROSS, DOWN
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.add_picture import AddPictureDialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.sheet_preview import PagePicture
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel

_MOST_ACROSS, _MOST_DOWN = 220, 72  # pixels at 100 %, as it is shown here


class LogoCard(Card):
    """Shows the logo there is; it is scaled so that it fits the head of a sheet, and can be taken away."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Council logo"), "star")
        self._context = context
        self._picture: PagePicture | None = None
        self.said = PlainLabel("", "quiet")
        self.body.addWidget(self.said)
        place = QWidget()
        flow = FlowLayout(place, gap=10)
        self.choose = SecondaryButton(_("Choose a logo…"), "folder-open")
        self.remove = LinkButton(_("Take it away"), quiet=True)
        self.choose.clicked.connect(self.ask)
        self.remove.clicked.connect(lambda: self.take(None))
        flow.addWidget(self.choose)
        flow.addWidget(self.remove)
        self.body.addWidget(place)
        context.changes.changed.connect(self._changed)
        self._show()

    def _changed(self, kind: str) -> None:
        if kind == "handouts":
            self._show()

    def ask(self) -> None:
        """Ask for a picture, and what it says in words."""
        dialog = AddPictureDialog(self._context, self, _("Choose a logo"), (ACROSS, DOWN), "logo")
        dialog.chosen.connect(self.take)
        dialog.open()

    def take(self, picture: OwnPicture | None) -> None:
        """Use this logo from now on, or none."""
        try:
            done = self._context.services.logo.choose(picture)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        said = _("The logo stands on every sheet from now on.") if picture else _("The logo was taken away.")
        self._context.window.say(said, undo=done)

    def _show(self) -> None:
        logo = self._context.services.logo.get()
        if self._picture is not None:
            self.body.removeWidget(self._picture)
            self._picture.hide()
            self._picture.deleteLater()
            self._picture = None
        self.remove.setVisible(logo is not None)
        if logo is None:
            self.said.setText(_("It stands at the head of every sheet. There is none yet."))
            return
        self.said.setText(_("At the head of every sheet: {words}").format(words=logo.shows))
        image = QImage.fromData(logo.content)
        look, shape = theme(), image.width() / max(image.height(), 1)
        across = min(look.px(_MOST_ACROSS), round(look.px(_MOST_DOWN) * shape))
        self._picture = PagePicture(image, max(across, 1))
        self._picture.setAccessibleName(logo.shows)
        self.body.insertWidget(1, self._picture)
