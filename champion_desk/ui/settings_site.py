"""Settings: the details of this desk's site, as they stand on what is printed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from champion_desk.domain.champions import Site
from champion_desk.domain.places import normal_postcode
from champion_desk.domain.problems import Invalid
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.form import Form
from champion_desk.ui.problems import show_in
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.fields import TextField
from champion_desk.wording import problem_sentence


class SiteCard(Card):
    """Saved by its button: the top bar, handouts and the directory use the new details at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("This desk"), "map-pin")
        self._context = context
        site = context.services.site
        self.form = Form()
        self.body.addWidget(self.form)
        self.fields = {
            "site": (_("Library or office"), site.name, ""),
            "address": (_("Address"), site.address, ""),
            "postcode": (_("Postcode"), site.postcode, _("Used to find places nearby.")),
            "phone": (_("Phone"), site.phone, _("Stands on handouts, so that people can call you.")),
        }
        self.lines: dict[str, TextField] = {}
        for name, (label, value, hint) in self.fields.items():
            line = TextField(label)
            line.setText(value)
            line.returnPressed.connect(self.save)
            self.lines[name] = line
            self.form.row(label, line, hint, required=name == "site", name=name)
        row = QWidget()
        flow = FlowLayout(row, gap=10)
        self.button = SecondaryButton(_("Save these details"), "save")
        self.button.clicked.connect(self.save)
        flow.addWidget(self.button)
        self.body.addWidget(row)

    def _typed(self) -> Site:
        """The site as typed. Raises `Invalid`."""
        old = self._context.services.site
        typed = {name: line.text().strip() for name, line in self.lines.items()}
        postcode = normal_postcode(typed["postcode"]) or typed["postcode"]
        if postcode and normal_postcode(postcode) is None:
            raise Invalid("postcode", "postcode-odd")
        moved = postcode != old.postcode
        return replace(
            old,
            name=typed["site"],
            address=typed["address"],
            postcode=postcode,
            phone=typed["phone"],
            # A new postcode says better where the desk stands than the old position.
            latitude=None if moved else old.latitude,
            longitude=None if moved else old.longitude,
        )

    def save(self) -> None:
        """Check the details and keep them."""
        try:
            site = self._typed()
        except Invalid as problem:
            self.form.show_problems({problem.field: problem_sentence(problem)})
            return
        self.form.clear_problems()
        if site == self._context.services.site:
            self._context.window.say(_("Nothing has changed."))
            return
        desk = self._context.services.desk
        self.button.setEnabled(False)
        self._context.background.run(
            lambda: desk.amend_site(site), while_alive(self, self._saved), while_alive(self, self._failed)
        )

    def _saved(self, _nothing: object) -> None:
        self.button.setEnabled(True)
        self._context.window.say(_("The details of this desk are saved."))
        self._context.services.board.tell("site")

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if not show_in(self.form, error):
            self._context.window.say_problem(error)
