"""Add a line to a list, or give one another name: a field for each language, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk import i18n
from champion_desk.domain.catalogue import Topic, topics_matching
from champion_desk.domain.lists import LABEL_LENGTH
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.i18n import _
from champion_desk.services.council_lists import own_words
from champion_desk.services.list_checks import FALLBACK, label_field
from champion_desk.services.lists import ListLine
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.list_words import list_names
from champion_desk.ui.problems import show_in
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scan_watch import accepted_in, asks_first
from champion_desk.ui.widgets.scanned_field import ScannedField
from champion_desk.ui.widgets.token_field import TokenField


class ListLineDialog(Dialog):
    """`kept` brings what is to be said, and what Undo needs. Without a line, one is added."""

    kept = Signal(str, object)

    def __init__(self, context: Context, name: str, line: ListLine | None, parent: QWidget) -> None:
        listed = list_names()[name]
        title = _("Add to “{list}”").format(list=listed)
        if line is not None:
            title = _("Change “{name}”").format(name=line.item.label(i18n.language()))
        super().__init__(parent, title, _("Save") if line else _("Add"), width=520)
        self._context, self._name, self._line = context, name, line
        self._catalogues = context.services.catalogues
        self.form = Form()
        self.body.addWidget(self.form)
        self.labels = {language: self._label(language) for language in _languages()}
        self.family = Select(_("Family"))
        self.words = ScannedField(_("Other words to find it by"))
        self.topic = TokenField(_("What it counts"), self._suggest, several=False)
        if name == "topics":
            self._topic_rows()
        elif name == "presets":
            self.form.row(
                _("What it counts"), self.topic, _("a topic: type two letters"), required=True, name="topic"
            )
        for field in (self.family, self.words, self.topic):
            if field.parent() is None:  # not asked of this list, and gone with the dialog all the same
                field.setParent(self)
                field.hide()
        self._fill()
        if line is not None:
            code = _("Its code is {code}. It never changes.").format(code=line.code)
            self.body.addWidget(PlainLabel(code, "quiet"))
            if line.ships and line.changed:
                self.back = SecondaryButton(_("As it came"), "undo-2")
                self.back.clicked.connect(self._put_back)
                self.add_button(self.back)
        self.labels[i18n.language()].setFocus()

    def _label(self, language: str) -> ScannedField:
        words = i18n.LANGUAGES[language]
        field = ScannedField(words)
        field.setMaxLength(LABEL_LENGTH)
        hint = _("stands where another language has none") if language == FALLBACK else _("optional")
        self.form.row(words, field, hint, required=language == FALLBACK, name=label_field(language))
        return field

    def _topic_rows(self) -> None:
        families = self._catalogues.families
        self.family.set_choices((one.code, one.label(i18n.language())) for one in families)
        self.family.set_code("other")
        self.form.row(_("Family"), self.family, name="family")
        self.form.row(
            _("Other words to find it by"), self.words, _("optional · with commas between"), name="words"
        )

    def _suggest(self, typed: str) -> list[tuple[str, str, str]]:
        language, families = i18n.language(), self._catalogues.families
        found = topics_matching(self._catalogues.offered_topics, typed, language, {})[:8]
        return [(one.code, one.label(language), families.label(one.family, language)) for one in found]

    def _fill(self) -> None:
        if self._line is None:
            return
        item, own = self._line.item, self._catalogues.own(self._name).get(self._line.code)
        for language, field in self.labels.items():
            field.setText(item.labels.get(language, ""))
        if isinstance(item, Topic):
            self.family.set_code(item.family)
            self.words.setText(", ".join(own_words(own)) if own else "")
        elif self._name == "presets":
            topic = str(item.facts.get("topic") or "other")
            self.topic.set_tokens([(topic, self._catalogues["topics"].label(topic, i18n.language()))])

    def _facts(self) -> Mapping[str, object]:
        if self._name == "topics":
            return {"family": self.family.code(), "words": self.words.text().split(",")}
        return {"topic": next(iter(self.topic.codes()), "")} if self._name == "presets" else {}

    def submit(self) -> None:
        """Keep it, or say beside its field what does not fit."""
        if asks_first(self, self.submit):
            return
        labels = {language: field.text() for language, field in self.labels.items()}
        lists, accepted = self._context.services.lists, accepted_in(self)
        try:
            if self._line is None:
                done = lists.add(self._name, labels, self._facts(), accepted)
            else:
                done = lists.change(self._name, self._line.code, labels, self._facts(), accepted)
        except (Invalid, Problem) as problem:
            if not show_in(self.form, problem):
                self.complaint.say_error(problem)
            return
        label = self._catalogues[self._name].label(done.record_id, i18n.language())
        said = _("“{name}” is kept.") if self._line else _("“{name}” is added to the list.")
        self.accept()
        self.kept.emit(said.format(name=label), done)

    def _put_back(self) -> None:
        assert self._line is not None
        try:
            done = self._context.services.lists.put_back(self._name, self._line.code)
        except Problem as problem:
            self.complaint.say_error(problem)
            return
        label = self._catalogues[self._name].label(done.record_id, i18n.language())
        self.accept()
        self.kept.emit(_("“{name}” is as it came with the program.").format(name=label), done)


def _languages() -> list[str]:
    """The language in force first, then the others."""
    return sorted(i18n.LANGUAGES, key=lambda language: (language != i18n.language(), language != FALLBACK))
