"""In the session form: how many minutes it took; the timer's, a band's, or a number typed over the chips."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from champion_desk import i18n
from champion_desk.domain.catalogue import Catalogue
from champion_desk.domain.sessions import MOST_MINUTES
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.coded_answers import band_words
from champion_desk.ui.session_fields import EXACT, TIMER
from champion_desk.ui.widgets.chips import ChipGroup

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
# The first chip: the timer's minutes, or an exact number given by hand.
OWN = "own"


class MinutesChips(ChipGroup):
    """Digits typed while a chip has the keyboard are the exact number; Backspace takes them back.

    For help at another time the timer says nothing: then a band is chosen or a number typed.
    """

    def __init__(self, bands: Catalogue) -> None:
        chips = [(OWN, _("timer: {minutes}").format(minutes=1))]
        chips += [(band.code, band_words(band)) for band in bands]
        super().__init__(_("Minutes"), chips, hint=_("or type a number"))
        self._bands = bands
        self._timed = 1
        self._exact: int | None = None
        self._uses_timer = self._was_own = True
        for band in bands:
            said = _("Minutes: {band}").format(band=band.label(i18n.language()))
            self.chip(band.code).setAccessibleName(said)
        self.set_codes([OWN])
        self._show_own()

    def exact(self) -> int | None:
        """The number given by hand, if any."""
        return self._exact

    def answer(self) -> tuple[str, int]:
        """What the form keeps: "timer", "exact" with its number, a band's code, or nothing yet."""
        if self.code() == OWN:
            return (TIMER, 0) if self._exact is None else (EXACT, self._exact)
        return self.code() or "", self._exact or 0

    def meant(self) -> int | None:
        """Whole minutes, by whichever chip is chosen; None where nothing is."""
        if self.code() == OWN:
            return self._timed if self._exact is None else self._exact
        band = self._bands.get(self.code() or "")
        return int(str(band.facts["value"])) if band is not None else None

    def show_answer(self, minutes: str, exact: int) -> None:
        """Show this answer, without `changed`."""
        self._exact = exact if minutes == EXACT else None
        self.set_codes([OWN if minutes in (TIMER, EXACT) else minutes])
        self._settle()

    def show_timer(self, minutes: int) -> None:
        """The timer's whole minutes."""
        if minutes != self._timed:
            self._timed = minutes
            self._show_own()

    def use_timer(self, used: bool) -> None:
        """Whether the timer ran while this was done."""
        if used != self._uses_timer:
            self._uses_timer = used
            self._settle()

    def set_exact(self, exact: int | None) -> None:
        """A number given by hand counts, and not the timer; None goes back to the timer."""
        if exact != self._exact:
            self._exact = exact
            self.set_codes([OWN])
            self._settle()

    def _settle(self) -> None:
        """The timer's chip stands there only while it has something to say."""
        has_own = self._uses_timer or self._exact is not None
        if not has_own and self.code() == OWN:
            self.set_codes([])
        elif has_own and self.code() is None:
            self.set_codes([OWN])
        self.chip(OWN).setVisible(has_own)
        self._settle_tab_stop()
        self.set_hint(_("or type a number") if self._uses_timer else _("choose or type: no timer ran then"))
        self._show_own()
        self._was_own = self.code() == OWN

    def _show_own(self) -> None:
        words = _("timer: {minutes}").format(minutes=self._timed)
        if self._exact is not None:
            words = _("{count} min").format(count=self._exact)
        chip = self.chip(OWN)
        chip.set_words(words)
        chip.setAccessibleName(_("Minutes: {band}").format(band=words))

    def _clicked(self) -> None:
        if self.sender() is self.chip(OWN) and self._was_own and self._exact is not None:
            self._exact = None  # pressed once more, a typed number gives way to the timer
            self.set_codes([OWN])
            self._settle()
            self.changed.emit()
            return
        super()._clicked()
        self._was_own = self.code() == OWN

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit.isascii() and digit.isdigit() and not event.modifiers() & ~_KEYPAD:
            self._type(f"{self._exact if self._exact is not None else ''}{digit}")
        elif event.key() == Qt.Key.Key_Backspace and self._exact is not None:
            self._type(str(self._exact)[:-1])
        else:
            super().keyPressEvent(event)

    def _type(self, digits: str) -> None:
        if digits and int(digits) > MOST_MINUTES:
            announce(self, _("{most} minutes is the most.").format(most=MOST_MINUTES))
            return
        self.set_exact(int(digits) if digits else None)
        self.focus_first()
        announce(self, self.chip(OWN).words if self.code() == OWN else _("No minutes yet."))
        self.changed.emit()
