"""What this citizen's copy of a handout is like: language, size, and what is added to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import wording
from champion_desk.domain.directory import Listing
from champion_desk.domain.handouts import POINTS, Handout
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.paper_choices import PaperChoices
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import CheckBox
from champion_desk.ui.widgets.labels import PlainLabel, plain_tip
from champion_desk.ui.widgets.scanned_text import ScannedArea
from champion_desk.ui.widgets.scroll import Scroll

MOST_STEPS = 5
STEP_LENGTH = 160


class HandoutChoices(SnugCard):
    """`changed` at every choice; the buttons only ask, the page acts."""

    changed = Signal()
    language_chosen = Signal(str)
    print_asked = Signal()
    save_asked = Signal()
    back_asked = Signal()
    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__(10, 10, 12)
        self.setAccessibleName(_("Choices"))
        self._listings: dict[str, tuple[Listing, CheckBox]] = {}
        self._offered: tuple[str, ...] = ()
        self.back = LinkButton(_("Back to the handouts"), "arrow-left")
        self.back.clicked.connect(self.back_asked)
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        scroll = self._scroll = Scroll()
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll, 1)
        self.heading = PlainLabel("", "heading")
        scroll.body.addWidget(self.heading)
        self._language(scroll.body)
        self._size(scroll.body)
        self.paper = PaperChoices()
        self.paper.changed.connect(self.changed)
        scroll.body.addWidget(self.paper)
        self._additions(scroll.body)
        scroll.body.addStretch(1)
        self._buttons()
        self.set_narrow(False)

    def _language(self, body: QVBoxLayout) -> None:
        self.languages = ChipGroup(_("Language"), [])
        body.addWidget(self.languages)
        self.languages.changed.connect(lambda: self.language_chosen.emit(self.languages.code() or "en"))
        self.translation = QWidget()
        line = QHBoxLayout(self.translation)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Icon("languages", 18, "partly"), 0, Qt.AlignmentFlag.AlignTop)
        self.mark = PlainLabel("", "small", tone="partly")
        line.addWidget(self.mark, 1)
        body.addWidget(self.translation)

    def _size(self, body: QVBoxLayout) -> None:
        names = {14: _("14"), 18: _("18 large"), 24: _("24 giant")}
        self.sizes = ChipGroup(_("Size"), [(str(points), names[points]) for points in POINTS])
        self.sizes.changed.connect(self.changed)
        body.addWidget(self.sizes)

    def _additions(self, body: QVBoxLayout) -> None:
        self._added = QVBoxLayout()
        self._added.setSpacing(0)
        self._added.addWidget(PlainLabel(_("Add"), "strong"))
        self.site = CheckBox(_("This library’s details"))
        self.site.setChecked(True)
        self.site.toggled.connect(self.changed)
        self._added.addWidget(self.site)
        body.addLayout(self._added)
        steps = QVBoxLayout()
        steps.setSpacing(5)
        label = PlainLabel(_("Next steps"), "strong")
        self._limit = PlainLabel("", "quiet")
        # Never kept, but printed: a number that the library gives out may be left as it is.
        self.steps = ScannedArea(_("Next steps"), lines=3)
        self._say_limit(False)
        label.setBuddy(self.steps)
        self.steps.textChanged.connect(self._steps_changed)
        for widget in (label, self._limit, self.steps, self.steps.scan_line):
            steps.addWidget(widget)
        body.addLayout(steps)

    def _buttons(self) -> None:
        self.print = PrimaryButton(_("Print"), "printer", "Ctrl P")
        self.save = SecondaryButton(_("Save PDF"))
        self.look = SecondaryButton(_("See the pages"), "eye")
        self._acts = QWidget()
        holder = QVBoxLayout(self._acts)
        holder.setContentsMargins(8, 4, 8, 0)
        flow = FlowLayout(gap=10)
        holder.addLayout(flow)
        asked = ((self.print, self.print_asked), (self.save, self.save_asked), (self.look, self.look_asked))
        for button, signal in asked:
            button.clicked.connect(signal)
            flow.addWidget(button)
        self.body.addWidget(self._acts)

    def add_above(self, widget: QWidget) -> None:
        """Something to be seen before anything is chosen."""
        self._scroll.body.insertWidget(1, widget)

    def add_below(self, widget: QWidget) -> None:
        """One more part, below what is chosen."""
        self._scroll.body.insertWidget(self._scroll.body.count() - 1, widget)

    def set_narrow(self, narrow: bool) -> None:
        """Where panes stand one after the other: a way back and a way on; the buttons scroll as well."""
        (self._scroll.body if narrow else self.body).addWidget(self._acts)
        self.back.setVisible(narrow)
        self.look.setVisible(narrow)
        self.heading.setVisible(narrow)

    def show_handout(self, handout: Handout, languages: Iterable[str], easy: bool = False) -> None:
        """Show what there is to choose for a handout; `easy` where it has an Easy Read text too."""
        self.heading.setText(handout.title)
        codes = tuple(languages)
        if codes != self._offered:
            self._offered = codes
            self.languages.set_choices([(code, wording.language_name(code)) for code in codes])
        self.languages.set_codes([handout.language])
        self.paper.offer(codes, handout.language, easy)
        said = []
        if handout.translator:
            said.append(_("Translated by {name}.").format(name=handout.translator))
        if not handout.speaker_reviewed:
            said.append(_("Not yet reviewed by a speaker."))
        self.mark.setText(" ".join(said))
        self.mark.set_tone(None if handout.speaker_reviewed else "partly")
        self.translation.setVisible(bool(said))

    def show_listings(self, signposted: Sequence[Listing], shortlist: Sequence[Listing]) -> None:
        """Offer this visitor's places: the signposted are added unless taken out, the shortlisted on wish."""
        given = {one.id for one in signposted}
        wanted = {one.id: one for one in (*signposted, *shortlist)}
        if list(wanted) == list(self._listings):
            return
        kept = {code: box.isChecked() for code, (_listing, box) in self._listings.items()}
        for _listing, box in self._listings.values():
            self._added.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._listings = {}
        before: QWidget = self.paper.colours
        for at, listing in enumerate(wanted.values(), 1):
            box = CheckBox(listing.name)
            box.setToolTip(plain_tip(listing.name))
            box.setChecked(kept.get(listing.id, listing.id in given))
            box.toggled.connect(self.changed)
            self._added.insertWidget(at, box)
            QWidget.setTabOrder(before, box)
            before = box
            self._listings[listing.id] = (listing, box)
        QWidget.setTabOrder(before, self.site)

    def listings(self) -> tuple[Listing, ...]:
        """The places to add."""
        return tuple(listing for listing, box in self._listings.values() if box.isChecked())

    def next_steps(self) -> tuple[str, ...]:
        """What was typed, a step on each line; what is over five, or over the length of a line, stays off."""
        lines = (" ".join(line.split())[:STEP_LENGTH] for line in self.steps.toPlainText().splitlines())
        return tuple(line for line in lines if line)[:MOST_STEPS]

    def points(self) -> int:
        """The size of the print."""
        return int(self.sizes.code() or 18)

    def set_points(self, points: int) -> None:
        """Choose a size, without `changed`."""
        self.sizes.set_codes([str(points if points in POINTS else 18)])

    def forget(self) -> None:
        """The visitor has gone: what was added for them goes too."""
        for widget in (self.steps, self.site):
            widget.blockSignals(True)
        self.steps.clear()
        self.site.setChecked(True)
        self.paper.forget()
        for widget in (self.steps, self.site):
            widget.blockSignals(False)
        self.steps.watch.look()
        self.site.update()
        self._say_limit(False)

    def _steps_changed(self) -> None:
        lines = [line for line in self.steps.toPlainText().splitlines() if line.strip()]
        self._say_limit(len(lines) > MOST_STEPS)
        self.changed.emit()

    def _say_limit(self, over: bool) -> None:
        said = _("Only the first five lines are printed.") if over else _("One on each line, five at most.")
        if said == self._limit.text():
            return
        self._limit.setText(said)
        self._limit.set_tone("partly" if over else None)
        self.steps.setAccessibleDescription(said)
        if over:
            announce(self.steps, said)
