"""What else can be done with a handout: adapt or change it, give it in another form, remove it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.handouts import Handout, HandoutOrder
from champion_desk.domain.own_handouts import OWN
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.changes import Done
from champion_desk.services.handout_sharing import ENDING
from champion_desk.services.handouts import save_sheet
from champion_desk.services.own_handouts import OwnHandoutService
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.compare_handouts import CompareDialog
from champion_desk.ui.files import ask_where_to_save_as
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel


class HandoutActs(QWidget):
    """Stands below the choices, its line `stale` above them.

    `order` gives this citizen's copy as it is chosen; `given` notes it, and what it was given as.
    """

    def __init__(
        self,
        context: Context,
        order: Callable[[], HandoutOrder | None],
        given: Callable[[HandoutOrder, str], None],
    ) -> None:
        super().__init__()
        self._context, self._order, self._given = context, order, given
        self._handout: Handout | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self.stale = self._stale_line()
        rows.addWidget(PlainLabel(_("This sheet"), "strong"))
        place = QWidget()
        flow = FlowLayout(place, gap=6)
        rows.addWidget(place)
        self.web = LinkButton(_("Save as a web page"), "globe", quiet=True)
        self.text = LinkButton(_("Copy as text"), "copy", quiet=True)
        self.adapt = LinkButton(_("Adapt it"), "pencil", quiet=True)
        self.change = LinkButton(_("Change it"), "pencil", quiet=True)
        self.compare = LinkButton(_("See what changed"), "eye", quiet=True)
        self.checked = LinkButton(_("Still right today"), "check", quiet=True)
        self.send = LinkButton(_("Save for other desks"), "upload", quiet=True)
        self.remove = LinkButton(_("Remove it"), "trash-2", quiet=True)
        acts = {
            self.web: self.save_web_page, self.text: self.copy_text, self.adapt: self.adapt_it,
            self.change: self.change_it, self.compare: self.compare_it, self.checked: self.check_it,
            self.send: self.send_it, self.remove: self.remove_it,
        }  # fmt: skip
        for button, act in acts.items():
            button.clicked.connect(act)
            flow.addWidget(button)

    def _stale_line(self) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon("triangle-alert", 18, "partly"), 0, Qt.AlignmentFlag.AlignTop)
        self.stale_words = PlainLabel("", "small-strong", tone="partly")
        row.addWidget(self.stale_words, 1)
        return place

    def show_handout(self, handout: Handout) -> None:
        """Offer what fits this one."""
        self._handout = handout
        is_own = handout.slug.startswith(OWN)
        self.adapt.setVisible(not is_own)
        for button in (self.change, self.checked, self.send, self.remove):
            button.setVisible(is_own)
        self.compare.setVisible(is_own and bool(self._own().find(*self._key()).original_slug))
        self.stale.setVisible(handout.is_due(date.today()))
        self.stale_words.setText(stale_words(handout))

    def _own(self) -> OwnHandoutService:
        return self._context.services.own_handouts

    def _key(self) -> tuple[str, str]:
        assert self._handout is not None
        return self._handout.slug, self._handout.language

    def save_web_page(self) -> None:
        """Ask where to, and save this copy as a web page of one file."""
        order = self._order()
        if order is None:
            return
        name = order.handout.title
        path = ask_where_to_save_as(self, _("Save {name}").format(name=name), name, _("Web pages"), ".html")
        if path is not None:
            self.save_web_page_as(order, path)

    def save_web_page_as(self, order: HandoutOrder, path: Path) -> None:
        """Save a copy as a web page, behind the window."""
        handouts = self._context.services.handouts

        def saved(_nothing: object) -> None:
            self._given(order, "web")
            self._context.window.say(_("Saved as {name}.").format(name=path.name))

        self._context.background.run(
            lambda: save_sheet(handouts.web_page(order), path),
            while_alive(self, saved),
            while_alive(self, self._context.window.say_problem),
        )

    def copy_text(self) -> None:
        """Put this copy as plain text where it can be pasted into a message."""
        order = self._order()
        if order is None:
            return
        try:
            text = self._context.services.handouts.plain_text(order)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        QGuiApplication.clipboard().setText(text)
        self._given(order, "text")
        self._context.window.say(_("Copied. You can paste it into a message."))

    def adapt_it(self) -> None:
        """Write one of our own from one that ships."""
        slug, code = self._key()
        self._context.window.go_to("handout-editor", adapt=slug, language=code)

    def change_it(self) -> None:
        """Change one of our own."""
        slug, code = self._key()
        self._context.window.go_to("handout-editor", slug=slug, language=code)

    def compare_it(self) -> None:
        """Show how one that was adapted differs from the one that ships."""
        try:
            one = self._own().find(*self._key())
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        changed = self._own().original_has_changed(one)
        CompareDialog(self, self._own().differences(one), changed).open()

    def check_it(self) -> None:
        """Note that somebody looked at one of our own today."""
        said = _("Noted: {title} is still right today.")
        self._do(self._own().check_today, said)

    def remove_it(self) -> None:
        """Take one of our own away; Undo brings it back."""
        self._do(self._own().remove, _("Removed: {title}."))

    def _do(self, act: Callable[[str, str], Done], said: str) -> None:
        handout = self._handout
        if handout is None:
            return
        try:
            done = act(*self._key())
        except Problem as problem:
            self._context.window.say_problem(problem)
        else:
            self._context.window.say(said.format(title=handout.title), undo=done)

    def send_it(self) -> None:
        """Ask where to, and write one of our own into a file for other desks."""
        slug, _code = self._key()
        assert self._handout is not None
        name = self._handout.title
        path = ask_where_to_save_as(self, _("Save for other desks"), name, _("Handouts"), ENDING)
        if path is None:
            return
        exchange = self._context.services.handout_exchange
        said = _("Saved as {name}. Open it at your other desks, on their Handouts page.")
        self._context.background.run(
            lambda: exchange.export(slug, path),
            while_alive(self, lambda _done: self._context.window.say(said.format(name=path.name))),
            while_alive(self, self._context.window.say_problem),
        )


def stale_words(handout: Handout) -> str:
    """That a sheet was last looked at too long ago, for staff before they print it."""
    if handout.reviewed is None:
        return _("Nobody has checked this sheet yet. Read it before you print it.")
    day = formats.long_date(handout.reviewed)
    return _("Last checked on {date}. Read it before you print it.").format(date=day)
