"""In the session form: a hand-off slip for someone who is sent on, with its code and its sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk import i18n
from champion_desk.domain.slips import HandOffSlip, shown_slip
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel


class SlipRow(QWidget):
    """Offers a slip; once given, shows the code, and prints it as often as wanted.

    `given` and `print_asked` bring nothing: the code is in `code()`.
    """

    given = Signal()
    print_asked = Signal()

    def __init__(self, new_slip: Callable[[], str]) -> None:
        super().__init__()
        self._new_slip = new_slip
        self._code = ""
        row = FlowLayout(self, gap=12)
        self.give = SecondaryButton(_("Give a hand-off slip"), "ticket-check", small=True)
        self.give.clicked.connect(self._give)
        self.words = PlainLabel("", "strong", wrap=False)
        self.print = SecondaryButton(_("Print the slip"), "printer", small=True)
        self.print.clicked.connect(self.print_asked)
        self.none = LinkButton(_("No slip"), quiet=True)
        self.none.clicked.connect(self._take_back)
        for widget in (self.give, self.words, self.print, self.none):
            row.addWidget(widget)
        self.set_code("")

    def code(self) -> str:
        """The code on the slip, or nothing."""
        return self._code

    def set_code(self, code: str) -> None:
        """Show that slip, without `given`."""
        self._code = code
        self.words.setText(_("Slip {code}").format(code=shown_slip(code)) if code else "")
        self.give.setVisible(not code)
        for widget in (self.words, self.print, self.none):
            widget.setVisible(bool(code))

    def show_printed(self, printed: bool) -> None:
        """Say whether it is on paper; it can be printed again."""
        self.print.setText(_("Print the slip again") if printed else _("Print the slip"))
        self.print.set_icon("check" if printed else "printer")

    def _give(self) -> None:
        self.set_code(self._new_slip())
        announce(self, self.words.text())
        self.print.setFocus()
        self.given.emit()

    def _take_back(self) -> None:
        self.set_code("")
        self.give.setFocus()
        self.given.emit()


def slip_to_print(context: Context, language: str) -> HandOffSlip | None:
    """The visitor's slip, as long as it is on no paper yet; its topics in that language."""
    visit, topics = context.visit, context.services.catalogues["topics"]
    return None if visit.slip_printed else visit.hand_off(lambda code: topics.label(code, language))


def print_slip(context: Context, owner: QWidget) -> None:
    """Print the visitor's slip alone; it names the place they are sent to: the last one that was given."""
    visit, topics, language = context.visit, context.services.catalogues["topics"], i18n.language()
    slip = visit.hand_off(lambda code: topics.label(code, language))
    if slip is None:
        return

    def printed(pdf: bytes) -> None:
        # The next visitor may have a slip of their own by now, which is on no paper yet.
        if context.window.print_pdf(pdf, _("Hand-off slip")) and visit.slip == slip.code:
            visit.note_slip_printed()

    failed = while_alive(owner, context.window.say_problem)
    context.background.run(
        lambda: context.services.handouts.slip_pdf(slip), while_alive(owner, printed), failed
    )
