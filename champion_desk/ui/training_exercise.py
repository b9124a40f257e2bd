"""A quiet two minutes: something to try, three questions, and what is right; doing it is evidence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.handouts import Block
from champion_desk.domain.practice import Exercise, Question
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, language, ngettext
from champion_desk.ui.announce import announce
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.context import Context
from champion_desk.ui.training_overview import empty, row_of
from champion_desk.ui.training_view import TrainingView
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.labels import PlainLabel


class QuestionBox(QWidget):
    """A question with its answers, and once checked what was right and why; `changed` with each answer."""

    changed = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        choices = [(str(at), answer) for at, answer in enumerate(question.answers)]
        self.answers = ChipGroup(question.text, choices)
        self.answers.changed.connect(self.changed)
        column.addWidget(self.answers)
        self.said = PlainLabel("", "small-strong")
        self.said.hide()
        column.addWidget(self.said)

    @property
    def is_answered(self) -> bool:
        """Whether an answer is chosen."""
        return bool(self.answers.codes())

    @property
    def is_right(self) -> bool:
        """Whether the answer that is chosen is the right one."""
        return self.answers.code() == str(self._question.right)

    def check(self) -> str:
        """Say what is right and why, and take no other answer; the sentence."""
        right = self._question.answers[self._question.right]
        said = _("Right. {why}") if self.is_right else _("Better: {answer}. {why}")
        answer = right.strip(' ."“”')
        self.said.setText(said.format(answer=answer, why=self._question.why))
        self.said.set_tone("done" if self.is_right else "partly")
        self.said.show()
        self.answers.setEnabled(False)
        return self.said.text()


class ExerciseView(TrainingView):
    """One card at a time; which one is chosen above it, those not done yet first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Two-minute practice"))
        self.exercise: Exercise | None = None
        self.questions: list[QuestionBox] = []
        self._is_checked = False
        self.choice = Select(_("Exercise"))
        self.choice.chosen.connect(self.show_topic)
        self.body.addWidget(row_of(PlainLabel(_("Exercise"), "strong", wrap=False), self.choice))
        self._task, self._asked = Card(""), Card(_("Three questions"))
        self._steps = PlainLabel("")
        self._task.body.addWidget(self._steps)
        self._handout = LinkButton(_("Open the handout"), "file-text")
        self._handout.clicked.connect(self._open_handout)
        self._task.body.addWidget(self._handout, 0, Qt.AlignmentFlag.AlignLeft)
        self._task.body.addStretch(1)
        self._list = QVBoxLayout()
        self._list.setSpacing(16)
        self._asked.body.addLayout(self._list)
        self.check = PrimaryButton(_("Check my answers"), "check")
        self.check.clicked.connect(self.check_answers)
        self._asked.body.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        self._score = PlainLabel("", "strong")
        self._asked.body.addWidget(self._score)
        self._asked.body.addStretch(1)
        columns = ColumnsLayout(least=420, weights=(5, 6))
        columns.addWidget(self._task)
        columns.addWidget(self._asked)
        self.body.addLayout(columns)
        self.body.addStretch(1)

    def start(self, topic: str = "") -> None:
        """Show the card of a topic, or the one that is next."""
        offered = self.context.services.learning.exercises.offered(language())
        done = _("{title}, done")
        self.choice.set_choices(
            (one.topic, done.format(title=one.title) if one.done_at else one.title) for one in offered
        )
        if offered:
            self.show_topic(topic or offered[0].topic)

    def show_topic(self, topic: str) -> None:
        """Show the card of that topic, from the start."""
        try:
            exercise = self.context.services.learning.exercises.get(topic, language())
        except Problem as problem:
            self.context.window.say_problem(problem)
            return
        self.exercise, self._is_checked = exercise, False
        self.choice.set_code(topic)
        self.note.setText(exercise.summary)
        self.note.show()
        self._task.set_title(exercise.heading)
        self._steps.setText(task_text(exercise.blocks))
        self._handout.setVisible(bool(exercise.handout))
        empty(self._list)
        self.questions = [QuestionBox(one) for one in exercise.questions]
        for box in self.questions:
            box.changed.connect(self._offer)
            self._list.addWidget(box)
        self._score.hide()
        self.check.show()
        self._offer()
        announce(self, f"{exercise.title}. {exercise.summary}")
        self.choice.setFocus()

    def _offer(self) -> None:
        self.check.setEnabled(all(box.is_answered for box in self.questions))

    def check_answers(self) -> None:
        """Say what is right, and keep that it was done; once for each time it is shown."""
        exercise = self.exercise
        if exercise is None or self._is_checked or not self.check.isEnabled():
            return
        right = sum(box.is_right for box in self.questions)
        try:
            done = self.context.services.learning.exercises.done(exercise.topic, right)
        except Problem as problem:
            self.context.window.say_problem(problem)
            return
        self._is_checked = True
        said = [box.check() for box in self.questions]
        score = ngettext(
            "{right} of {count} right. It counts as evidence of your practice.",
            "{right} of {count} right. It counts as evidence of your practice.",
            right,
        ).format(right=right, count=len(self.questions))
        self._score.setText(score)
        self._score.show()
        self.check.hide()
        self.back.setFocus()
        announce(self, " ".join(said))
        self.context.window.say(score, undo=done)

    def _open_handout(self) -> None:
        if self.exercise is not None:
            self.context.window.go_to("handouts", slug=self.exercise.handout, language=language())


def task_text(blocks: tuple[Block, ...]) -> str:
    """What to try as plain lines: its steps have their numbers."""
    lines = list[str]()
    for block in blocks:
        for number, runs in enumerate(block.items, start=1):
            words = "".join(run.text for run in runs)
            lines.append(f"{number}. {words}" if block.kind == "steps" else words)
    return "\n".join(lines)
