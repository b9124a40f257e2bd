"""The form that a handout is written in: its facts as fields, its words in plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor

from champion_desk import i18n
from champion_desk.domain.catalogue import topics_matching
from champion_desk.domain.handouts import LANGUAGES
from champion_desk.i18n import _
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.privacy_scanner import pieces
from champion_desk.services.sheet_forms import NATIONS, SheetForm
from champion_desk.ui.citizen_languages import language_label
from champion_desk.ui.form import Form
from champion_desk.ui.widgets.cards import Disclosure
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.date_field import DateField
from champion_desk.ui.widgets.fields import CheckBox, Select, TextField
from champion_desk.ui.widgets.scanned_field import ScannedField
from champion_desk.ui.widgets.scanned_text import ScannedArea
from champion_desk.ui.widgets.suggestions import Suggestion
from champion_desk.ui.widgets.token_field import TokenField

_LINES = 13


class SheetWriter(Form):
    """`changed` at every keystroke and choice."""

    changed = Signal()

    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__()
        self._catalogues = catalogues
        self._shown = SheetForm()
        self.title = ScannedField("")
        self.row(_("Title"), self.title, required=True, name="title")
        self.summary = ScannedField("")
        self.row(_("In one or two sentences"), self.summary, required=True, name="summary")
        self.topics = TokenField("", self._suggest)
        self.row(_("Topics"), self.topics, _("type two letters"), required=True, name="topics")
        self.words = ScannedArea("", lines=_LINES)
        hint = _("## begins a heading · 1. a step · - a point in a list · **bold**")
        self.row(_("Words"), self.words, hint, required=True, name="body")
        self._more()
        for line in (self.title, self.summary, self.web, self.translator):
            line.textChanged.connect(lambda _text: self.changed.emit())
        for signal in (
            self.topics.changed, self.words.textChanged, self.nations.changed, self.reviewed.dateChanged,
            self.language.currentIndexChanged, self.speaker.toggled,
        ):  # fmt: skip
            signal.connect(lambda *_values: self.changed.emit())

    def _more(self) -> None:
        self.more = Disclosure(_("More: language, nation, web address, when it was checked"))
        inner = self.facts = Form()
        self.language = Select("", [(code, language_label(code)) for code in LANGUAGES])
        inner.row(_("Language"), self.language, name="language")
        self.nations = ChipGroup(_("Only for (none: everywhere)"), _nations(), several=True)
        inner.add(self.nations)
        self.web = TextField("", "www.gov.uk/browse")
        inner.row(_("Web address"), self.web, _("stands on the sheet with a square to scan"), name="web")
        self.reviewed = DateField(_("Last checked"), date.today())
        inner.row(_("Last checked"), self.reviewed, name="reviewed")
        self.translator = TextField("")
        inner.row(
            _("Who translated it"), self.translator, _("leave it empty if nobody did"), name="translator"
        )
        self.speaker = CheckBox(_("Someone who speaks this language has read it"))
        inner.add(self.speaker)
        self.more.body.addWidget(inner)
        self.add(self.more)

    def _suggest(self, typed: str) -> Sequence[Suggestion]:
        here, families = i18n.language(), self._catalogues.families
        found = topics_matching(self._catalogues.offered_topics, typed, here, {})[:8]
        return [(one.code, one.label(here), families.label(one.family, here)) for one in found]

    def show_form(self, form: SheetForm) -> None:
        """Put a form in, without `changed`. What looks personal in it has been looked at before."""
        here, topics = i18n.language(), self._catalogues["topics"]
        self.blockSignals(True)
        self._shown = form
        for field, said in ((self.title, form.title), (self.summary, form.summary)):
            field.watch.accepted = pieces(said)
            field.setText(said)
        self.topics.set_tokens((code, topics.label(code, here)) for code in form.topics)
        self.words.setPlainText(form.body)
        self.words.watch.accepted = pieces(form.body)
        self.words.watch.look()
        self.language.set_code(form.language)
        self.nations.set_codes([] if "all" in form.nations else form.nations)
        self.web.setText(form.web)
        self.reviewed.set_day(form.reviewed)
        self.translator.setText(form.translator)
        self.speaker.setChecked(form.speaker_reviewed)
        self.clear_problems()
        self.facts.clear_problems()
        self.blockSignals(False)

    def form(self) -> SheetForm:
        """What stands in the fields."""
        return replace(
            self._shown,
            title=self.title.text(),
            summary=self.summary.text(),
            topics=tuple(self.topics.codes()),
            nations=tuple(self.nations.codes()) or ("all",),
            language=self.language.code(),
            web=self.web.text(),
            reviewed=self.reviewed.day(),
            translator=self.translator.text(),
            speaker_reviewed=self.speaker.isChecked(),
            body=self.words.toPlainText(),
        )

    def show_wrong(self, problems: Mapping[str, str]) -> None:
        """Mark the fields that are wrong; those that are folded are unfolded first."""
        folded = any(name in problems for name in _FOLDED)
        if folded:
            self.more.set_open(True)
        if not self.show_problems(problems):
            self.facts.show_problems(problems)

    def go_to_line(self, line: int) -> None:
        """Put the keyboard on a line of the words, and choose it; 0 is the title."""
        if line < 1:
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        block = self.words.document().findBlockByNumber(min(line, self.words.blockCount()) - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.words.setTextCursor(cursor)
        self.words.centerCursor()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_line(self, line: str) -> None:
        """Put a line of its own below the one the keyboard is on."""
        cursor = self.words.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.insertText(f"\n\n{line}\n")
        self.words.setTextCursor(cursor)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)


_FOLDED = ("language", "web", "reviewed", "translator")


def _nations() -> list[tuple[str, str]]:
    names = {
        "england": _("England"),
        "scotland": _("Scotland"),
        "wales": _("Wales"),
        "northern-ireland": _("Northern Ireland"),
    }
    return [(code, names[code]) for code in NATIONS if code in names]
