"""Gives several sessions the same new answer at once; one sentence says beforehand what will change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from champion_desk import i18n
from champion_desk.domain.catalogue import topics_matching
from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Cancelled
from champion_desk.domain.sessions import AREA_LENGTH, AssistedSession
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.background import Task
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.list_chips import ListChips
from champion_desk.ui.log_words import sessions_text
from champion_desk.ui.question import Question
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scan_watch import accepted_in, asks_first
from champion_desk.ui.widgets.scanned_field import ScannedField
from champion_desk.ui.widgets.token_field import TokenField

TOPIC, OUTCOME, CHAMPION, AREA = "topic", "outcome", "champion", "area"


class ChangeManyDialog(Dialog):
    """`changed` brings the sentence that says what was done, and what Undo needs."""

    changed = Signal(str, object)

    def __init__(
        self, context: Context, sessions: Sequence[AssistedSession], champions: Sequence[Champion],
        parent: QWidget,
    ) -> None:  # fmt: skip
        title = ngettext("Change {count} session", "Change {count} sessions", len(sessions))
        super().__init__(parent, title.format(count=f"{len(sessions):,}"), _("Change them"), width=600)
        self._context, self._sessions = context, list(sessions)
        self._catalogues = context.services.catalogues
        self._task: Task | None = None
        self.what = ChipGroup(
            _("What is to change?"),
            [
                (TOPIC, _("topic")), (OUTCOME, _("how it ended")), (CHAMPION, _("champion")),
                (AREA, _("where they live")),
            ],
        )  # fmt: skip
        self.what.set_codes([TOPIC])
        self.what.changed.connect(self._settle)
        self.body.addWidget(self.what)
        self._add_answers(champions)
        self.preview = PlainLabel("", "strong")
        self.body.addWidget(self.preview)
        self.aside = PlainLabel("", "quiet")
        self.body.addWidget(self.aside)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.body.addWidget(self.bar)
        self._settle()
        self.what.focus_first()

    def _add_answers(self, champions: Sequence[Champion]) -> None:
        self.topic = TokenField(_("What it was about"), self._suggest, several=False)
        self.topic.changed.connect(self._settle)
        self.outcome = ListChips(_("How it ended"), self._catalogues, "outcomes")
        self.outcome.changed.connect(self._settle)
        self.champion = Select(_("Champion"), [(one.id, one.name) for one in champions])
        self.champion.chosen.connect(lambda _code: self._settle())
        self.area = ScannedField(_("Where they live"))
        self.area.setMaxLength(AREA_LENGTH)
        self.area.textEdited.connect(lambda _text: self._settle())
        self.area.masked.connect(self._settle)
        self._answers: dict[str, QWidget] = {
            TOPIC: Question(self.topic, _("To what?"), _("type two letters")),
            OUTCOME: self.outcome,
            CHAMPION: Question(self.champion, _("To whom?")),
            AREA: Question(self.area, _("To where?"), _("settlement or ward, never an address")),
        }
        for widget in self._answers.values():
            self.body.addWidget(widget)

    def _suggest(self, typed: str) -> list[tuple[str, str, str]]:
        language, families = i18n.language(), self._catalogues.families
        found = topics_matching(self._catalogues.offered_topics, typed, language, {})[:8]
        return [(one.code, one.label(language), families.label(one.family, language)) for one in found]

    def changes(self) -> dict[str, object]:
        """The new values by field; empty while there is no answer yet."""
        kind = self.what.code()
        if kind == TOPIC and self.topic.codes():
            return {"topics": tuple(self.topic.codes())}
        if kind == OUTCOME and self.outcome.code():
            outcome = str(self.outcome.code())
            gone = {} if outcome == "could-not" else {"outcome_reason": ""}
            return {"outcome": outcome, **gone}
        if kind == CHAMPION and self.champion.code():
            return {"champion_id": self.champion.code()}
        if kind == AREA:
            return {"area": self.area.text().strip()}
        return {}

    def _settle(self) -> None:
        for kind, widget in self._answers.items():
            widget.setVisible(kind == self.what.code())
        changes = self.changes()
        self.main.setEnabled(bool(changes))
        self.preview.setText(self._sentence() if changes else "")
        self.preview.setVisible(bool(changes))
        many = sum(len(one.topics) > 1 for one in self._sessions) if "topics" in changes else 0
        words = ngettext(
            "{count} of them has several topics: only the new one stays.",
            "{count} of them have several topics: only the new one stays.",
            many,
        )
        self.aside.setText(words.format(count=many))
        self.aside.setVisible(bool(many))

    def _sentence(self) -> str:
        """What will happen, from what to what."""
        count = sessions_text(len(self._sessions))
        sentences = {
            TOPIC: _("Change the topic of {sessions} from {before} to {after}."),
            OUTCOME: _("Change how {sessions} ended from {before} to {after}."),
            CHAMPION: _("Change the champion of {sessions} from {before} to {after}."),
            AREA: _("Change where the people of {sessions} live from {before} to {after}."),
        }
        kind = str(self.what.code())
        return sentences[kind].format(sessions=count, before=self._before(kind), after=self._after(kind))

    def _before(self, kind: str) -> str:
        said = {self._words(kind, session) for session in self._sessions}
        if len(said) > 1:
            return _("several answers")
        return next(iter(said))

    def _words(self, kind: str, session: AssistedSession) -> str:
        language = i18n.language()
        if kind == TOPIC:
            return ", ".join(self._catalogues["topics"].label(code, language) for code in session.topics)
        if kind == OUTCOME:
            return self._catalogues["outcomes"].label(session.outcome, language)
        if kind == CHAMPION:
            at = self.champion.findData(session.champion_id)
            return self.champion.itemText(at) if at >= 0 else _("someone no longer here")
        return session.area or _("nothing")

    def _after(self, kind: str) -> str:
        language = i18n.language()
        if kind == TOPIC:
            return self._catalogues["topics"].label(self.topic.codes()[0], language)
        if kind == OUTCOME:
            return self._catalogues["outcomes"].label(str(self.outcome.code()), language)
        return self.champion.currentText() if kind == CHAMPION else self.area.text().strip() or _("nothing")

    def submit(self) -> None:
        """Change them all, or none."""
        changes = self.changes()
        if not changes or self._task is not None or asks_first(self, self.submit):
            return
        accepted, task = accepted_in(self), Task()
        self._set_busy(task)
        announce(self, _("Changing them…"))
        log, ids = self._context.services.log, self._counted(task)
        self._context.background.run(  # without the task: stopped too late, it is done, and must be said
            lambda: log.amend_many(ids, changes, accepted),
            while_alive(self, self._done),
            while_alive(self, self._failed),
        )

    def _counted(self, task: Task) -> Iterator[str]:
        """The ids one by one, on the worker; tells how far it is, and stops where that is asked for."""
        for at, session in enumerate(self._sessions):
            if task.cancelled():
                raise Cancelled
            if at % 50 == 0:
                self._context.background.report(while_alive(self, lambda at=at: self.bar.setValue(at)))
            yield session.id

    def _done(self, done: Done) -> None:
        self._set_busy(None)
        sentence = ngettext("Changed {count} session.", "Changed {count} sessions.", len(self._sessions))
        self.accept()
        self.changed.emit(sentence.format(count=f"{len(self._sessions):,}"), done)

    def _failed(self, error: BaseException) -> None:
        self._set_busy(None)
        if not isinstance(error, Cancelled):
            self.complaint.say_error(error)
        self.fit()

    def _set_busy(self, task: Task | None) -> None:
        self._task = task
        self.bar.setRange(0, len(self._sessions))
        self.bar.setVisible(task is not None)
        self.main.setEnabled(task is None)
        self.fit()

    def reject(self) -> None:
        """While it is under way, Cancel stops it: nothing is changed then."""
        if self._task is not None:
            self._task.cancel()
        else:
            super().reject()
