"""The questions of an assisted session: three needed ones, what tells more, and the rest folded away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.domain.catalogue import CodedItem, topics_matching
from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import NOTE_LENGTH
from champion_desk.i18n import _
from champion_desk.services.areas import AreaNames
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.when_said import Said
from champion_desk.ui.announce import announce
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.list_chips import ListChips
from champion_desk.ui.question import Question
from champion_desk.ui.session_fields import SessionFields
from champion_desk.ui.session_kept import Keepable, KeptLine, keepable_chips
from champion_desk.ui.session_minutes import MinutesChips
from champion_desk.ui.session_more import MoreQuestions
from champion_desk.ui.session_service import ServiceQuestions
from champion_desk.ui.slip_row import SlipRow
from champion_desk.ui.widgets.chips import Chip, ChipGroup
from champion_desk.ui.widgets.labels import plain_tip
from champion_desk.ui.widgets.scanned_text import ScannedArea
from champion_desk.ui.widgets.token_field import TokenField
from champion_desk.wording import problem_sentence


class SessionForm(QWidget):
    """Shows and gives `SessionFields`; `changed` after any answer, `topics_changed` for another topic."""

    changed = Signal()
    topics_changed = Signal()

    def __init__(
        self,
        catalogues: Catalogues,
        uses: Callable[[], Mapping[str, int]],
        new_slip: Callable[[], str],
        areas: AreaNames,
        asked: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        super().__init__()
        self._catalogues, self._uses = catalogues, uses
        self._shown = SessionFields()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(11)
        body.addWidget(self._topic_question())
        body.addLayout(self._needed())
        body.addWidget(self._why())
        self.slip = SlipRow(new_slip)
        self.slip.given.connect(self._answered)
        self.slip.hide()
        body.addWidget(self.slip)
        body.addLayout(self._telling())
        self.barriers = self._group(_("What was in the way?"), "barriers", several=True, show_label=False)
        body.addWidget(Question(self.barriers, _("What was in the way?"), _("optional")))
        body.addWidget(self._note_question())
        body.addWidget(self._marks())
        self.more = MoreQuestions(catalogues, areas, asked)
        self.more.changed.connect(self._more_changed)
        self._mark_row.addWidget(self.more.button)
        self.service = ServiceQuestions(catalogues)
        self.service.changed.connect(self._answered)
        self.service.hide()
        body.addWidget(self.service)
        body.addWidget(self.more)
        body.addStretch(1)
        self.kept = KeptLine(self._keepable())
        self.kept.cleared.connect(self._kept_cleared)
        self._questions = {
            "topics": self._topics, "minutes": self._minutes, "outcome": self._outcome, "note": self._note,
            "when": self.more.when.question, **self.more.questions,
        }  # fmt: skip

    def _group(self, label: str, catalogue: str, **how: Any) -> ChipGroup:
        group = ListChips(label, self._catalogues, catalogue, optional=True, **how)
        group.changed.connect(self._answered)
        return group

    def _topic_question(self) -> Question:
        self.topics = TokenField(_("What is it about?"), self._suggest)
        self.topics.line.installEventFilter(self)
        self.topics.changed.connect(self._topics_changed)
        self._topics = Question(self.topics, _("What is it about?"), _("type two letters"))
        return self._topics

    def _needed(self) -> ColumnsLayout:
        """How it ended stands first: Enter after the topic goes there, and Shift+Tab comes back."""
        self.outcome = ListChips(_("How did it end?"), self._catalogues, "outcomes", keyed=True)
        self.outcome.changed.connect(self._ended)
        self.minutes = MinutesChips(self._catalogues["minutes"])
        self.minutes.changed.connect(self._minutes_given)
        self._outcome, self._minutes = Question(self.outcome), Question(self.minutes)
        return _side_by_side(self._outcome, self._minutes)

    def _why(self) -> Question:
        self.reason = ListChips(_("Why not?"), self._catalogues, "reasons", optional=True, show_label=False)
        self.reason.changed.connect(self._answered)
        self._why_not = Question(self.reason, _("Why not?"), _("optional"))
        self._why_not.hide()
        return self._why_not

    def _telling(self) -> ColumnsLayout:
        self.help_given = self._group(_("How did you help?"), "help_given")
        self.next_time = self._group(_("Next time they could"), "next_time")
        return _side_by_side(self.help_given, self.next_time)

    def _note_question(self) -> Question:
        self.note = ScannedArea(_("Note"), lines=1)
        self.note.textChanged.connect(self._answered)
        self._note = Question(self.note, _("Note"), _("optional · never a name"))
        return self._note

    def _marks(self) -> QWidget:
        place = QWidget()
        row = self._mark_row = FlowLayout(place, gap=6)
        self.stuck = Chip(_("I got stuck"), "flag", "s")
        self.nothing_local = Chip(_("nothing local"), "map-pin", "l")
        self.service_failed = Chip(_("the service failed"), "triangle-alert", "f")
        self.service_failed.toggled.connect(lambda marked: self.service.setVisible(marked))
        for chip in (self.stuck, self.nothing_local, self.service_failed):
            chip.setToolTip(plain_tip(_("Alt+{key} marks it.").format(key=chip.key.upper())))
            chip.clicked.connect(self._answered)
            row.addWidget(chip)
        return place

    def values(self) -> SessionFields:
        """What is answered now."""
        minutes, exact = self.minutes.answer()
        reason = self._one("outcome_reason", self.reason) if self.outcome.code() == "could-not" else ""
        found = replace(
            self._shown,
            topics=tuple(self.topics.codes()),
            minutes=minutes,
            exact=exact,
            kept=self.kept.names(),
            outcome=self.outcome.code() or "",
            outcome_reason=reason,
            help_given=self._one("help_given", self.help_given),
            next_time=self._one("next_time", self.next_time),
            barriers=tuple(self.barriers.codes()),
            stuck=self.stuck.isChecked(),
            nothing_local=self.nothing_local.isChecked(),
            service_failed=self.service_failed.isChecked(),
            note=self.note.toPlainText(),
            slip=self.slip.code(),
        )
        return self.service.read_into(self.more.read_into(found))

    def _one(self, name: str, group: ChipGroup) -> str:
        """The answer of a group. One that is no longer in the list stays until another is chosen."""
        kept = str(getattr(self._shown, name))
        known = any(item.code == kept for item in self._catalogues_of(name))
        return group.code() or ("" if known else kept)

    def _catalogues_of(self, name: str) -> Iterable[CodedItem]:
        return self._catalogues.reasons if name == "outcome_reason" else self._catalogues[name]

    def show_values(self, fields: SessionFields, was: Said | None = None) -> None:
        """Show these answers, without `changed`; `was` is when the session that is being changed was."""
        self._shown = fields
        self.blockSignals(True)
        topics = self._catalogues["topics"]
        self.topics.clear_typed()
        self.topics.set_tokens((code, topics.label(code, i18n.language())) for code in fields.topics)
        self.minutes.show_answer(fields.minutes, fields.exact)
        self.minutes.use_timer(not fields.when)
        for group, code in (
            (self.outcome, fields.outcome), (self.reason, fields.outcome_reason),
            (self.help_given, fields.help_given), (self.next_time, fields.next_time),
        ):  # fmt: skip
            group.set_codes([code])
        self.barriers.set_codes(fields.barriers)
        self.slip.set_code(fields.slip)
        self._show_what_follows(fields.outcome)
        self.stuck.setChecked(fields.stuck)
        self.nothing_local.setChecked(fields.nothing_local)
        self.service_failed.setChecked(fields.service_failed)
        self.note.setPlainText(fields.note)
        self.more.show_values(fields, was)
        self.service.show_values(fields)
        self.kept.show_fields(fields)
        self.clear_problems()
        self.blockSignals(False)

    def settle(self) -> None:
        """Take what was typed and not taken yet, before it is saved. Raises `Invalid`."""
        self.more.settle()

    def show_problem(self, problem: Invalid) -> QWidget | None:
        """Say what is wrong beside its field and go there; the question, if this form has that field."""
        self.clear_problems()
        question = self._questions.get(problem.field)
        if question is None:
            return None
        sentence = problem_sentence(problem)
        if problem.code == "needed":
            sentence = {
                "topics": _("Say what it was about."),
                "outcome": _("Say how it ended."),
                "minutes": _("Say how many minutes it took."),
            }.get(problem.field, sentence)
        if self.more.isAncestorOf(question):
            self.more.set_open(True)
        question.set_problem(sentence, focus=True)
        return question

    def clear_problems(self) -> None:
        """Nothing is wrong any more."""
        for question in self._questions.values():
            if question.problem():
                question.set_problem("")

    def focus_topics(self) -> None:
        """Ready to type what it is about."""
        self.topics.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.topics.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            return self._topic_key(event)
        return False

    def _topic_key(self, event: QKeyEvent) -> bool:
        """Enter takes the topic and goes on, a comma takes it and stays, Tab takes it on its way."""
        offered = self.topics.suggestions.current()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        takes = enter or event.key() in (Qt.Key.Key_Comma, Qt.Key.Key_Tab)
        if takes and offered is not None:
            self.topics.clear_typed()
            self.topics.add(*offered)
            announce(self.topics, _("{name} chosen.").format(name=offered[1]))
        if enter and not self.topics.typed():
            self.outcome.focus_first()
        return (takes and offered is not None and event.key() != Qt.Key.Key_Tab) or enter

    def _suggest(self, typed: str) -> list[tuple[str, str, str]]:
        language, families = i18n.language(), self._catalogues.families
        found = topics_matching(self._catalogues.offered_topics, typed, language, self._uses())[:8]
        return [(one.code, one.label(language), families.label(one.family, language)) for one in found]

    def _topics_changed(self) -> None:
        self._answered()
        if "topics" not in self.kept.names():
            self._settle_hint()
        self.topics_changed.emit()

    def _settle_hint(self, mark: str = "") -> None:
        add = _("two more letters add another") if self.topics.codes() else _("type two letters")
        self._topics.set_hint(f"{mark} · {add}" if mark else add)

    def _ended(self) -> None:
        self._show_what_follows(self.outcome.code() or "")
        self._answered()

    def _show_what_follows(self, outcome: str) -> None:
        self._why_not.setVisible(outcome == "could-not")
        self.slip.setVisible(outcome == "handed-on" or bool(self.slip.code()))

    def _minutes_given(self) -> None:
        self.more.show_exact(self.minutes.exact())
        self._answered()

    def _more_changed(self) -> None:
        self.minutes.set_exact(self.more.exact_minutes())
        self.minutes.use_timer(self.more.when.said() is None)
        self._answered()

    def _keepable(self) -> dict[str, Keepable]:
        """What may be kept for the next visitor, by the name of its field."""
        groups = {
            "channel": self.more.channel, "device": self.more.device, "language": self.more.language,
            "help_given": self.help_given,
        }  # fmt: skip
        topics = Keepable(self._topic_words, self._settle_hint, lambda: self.topics.set_tokens(()))
        return {**{name: keepable_chips(group) for name, group in groups.items()}, "topics": topics}

    def _topic_words(self) -> list[str]:
        topics = self._catalogues["topics"]
        return [topics.label(code, i18n.language()) for code in self.topics.codes()]

    def _kept_cleared(self) -> None:
        self.focus_topics()
        self._answered()
        self.topics_changed.emit()

    def _answered(self) -> None:
        self.kept.answered(self.values())
        if len(self.note.toPlainText()) <= NOTE_LENGTH:
            self.clear_problems()
        self.changed.emit()


def _side_by_side(left: QWidget, right: QWidget) -> ColumnsLayout:
    pair = ColumnsLayout(least=300, most=2, gap=12, weights=(53, 47))
    pair.addWidget(left)
    pair.addWidget(right)
    return pair
