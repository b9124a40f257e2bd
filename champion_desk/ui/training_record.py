"""My record: on paper and as a file, what I put away, and how all of it is erased."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import formats, wording
from champion_desk.domain.problems import Problem
from champion_desk.domain.suggestions import SuggestionAnswer
from champion_desk.i18n import _, language, ngettext
from champion_desk.services.changes import Done
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.erase_record import EraseRecordDialog
from champion_desk.ui.files import ask_where_to_save_as
from champion_desk.ui.training_badges import Badges
from champion_desk.ui.training_overview import empty, row_of
from champion_desk.ui.training_sharing import Sharing
from champion_desk.ui.training_view import TrainingView
from champion_desk.ui.training_words import course_name
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class RecordView(TrainingView):
    """What is held of my training is mine: to take away, to look at, and to erase."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("My record"), _("All that is held of your training. It is yours."))
        self.paper = SecondaryButton(_("Save as a &PDF…"), "printer")
        self.paper.clicked.connect(self._make_sheet)
        self.file = SecondaryButton(_("&Export everything…"), "download")
        self.file.clicked.connect(self._ask_for_file)
        self.badges = SecondaryButton(_("Export courses as &badges…"), "download")
        self.badges.clicked.connect(self._ask_for_badges)
        self.erase = SecondaryButton(_("Erase my &record…"), "trash-2")
        self.erase.clicked.connect(lambda: EraseRecordDialog(context, self).open())
        columns = ColumnsLayout(least=380, weights=(1, 1))
        columns.addWidget(
            _card(_("On paper"), _("Your courses, hours and skills as one sheet for your file."), self.paper)
        )
        words = _("Everything as a file (JSON). Or only courses you did, as Open Badges that nobody signed.")
        columns.addWidget(_card(_("As a file"), words, self.file, self.badges))
        self.body.addLayout(columns)
        self.sharing = Sharing(context)
        self.body.addWidget(self.sharing)
        self.own_badges = Badges(context)
        self.body.addWidget(self.own_badges)
        self.away = PutAway(context)
        self.body.addWidget(self.away)
        words = _("Ratings, courses, certificates, badges, plan and exercises. You are asked first.")
        self.body.addWidget(_card(_("Erase it"), words, self.erase))
        self.body.addStretch(1)

    def load(self) -> None:
        self.sharing.load()
        self.own_badges.load()
        self.away.load()

    def focus_first(self) -> None:
        self.paper.setFocus()

    def _make_sheet(self) -> None:
        """My record as a sheet, made beside the window, then saved."""
        services = self.context.services
        levels = services.training.levels()
        skills = tuple(
            (skill.label(language()), wording.level_text(levels[skill.code]))
            for framework in services.catalogues.frameworks
            for skill in framework.skills
            if skill.code in levels
        )
        self.context.background.run(
            lambda: services.training.record_pdf(services.site.name, skills, services.demo),
            self._offer_sheet,
            self.context.window.say_problem,
        )

    def _offer_sheet(self, pdf: bytes) -> None:
        self.context.window.save_pdf(pdf, _("My training record"))

    def _ask_for_file(self) -> None:
        name, kind = _("My training record"), _("Records")
        path = ask_where_to_save_as(self, _("Export everything"), name, kind, ".json")
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write all that is held of my training."""

        def words(count: int) -> str:
            return ngettext("{count} record is in {file}.", "{count} records are in {file}.", count).format(
                count=f"{count:,}", file=path.name
            )

        self._write(lambda: self.context.services.learning.record.export(path), words)

    def _ask_for_badges(self) -> None:
        title = _("Export courses as badges")
        path = ask_where_to_save_as(self, title, _("My courses as badges"), _("Open Badges"), ".json")
        if path is not None:
            self.export_badges_to(path)

    def export_badges_to(self, path: Path) -> None:
        """Write the courses I did as badges that nobody signed."""

        def words(count: int) -> str:
            return ngettext(
                "{count} course is in {file}. Nobody signed it.",
                "{count} courses are in {file}. Nobody signed them.",
                count,
            ).format(count=f"{count:,}", file=path.name)

        self._write(lambda: self.context.services.learning.record.export_badges(path), words)

    def _write(self, work: Callable[[], int], words: Callable[[int], str]) -> None:
        window = self.context.window
        self.context.background.run(work, lambda count: window.say(words(count)), window.say_problem)


class PutAway(Card):
    """Suggestions put off, or not wanted any more, each with the way back."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Suggestions you put away"))
        self._context = context
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)

    def load(self) -> None:
        """Read them again."""
        empty(self._list)
        found = self._context.services.learning.suggestions.dismissed()
        for answer in found:
            self._list.addWidget(self._line(answer))
        if not found:
            self._list.addWidget(PlainLabel(_("None."), "quiet"))

    def _line(self, answer: SuggestionAnswer) -> QWidget:
        catalogues = self._context.services.catalogues
        name = (
            course_name(catalogues, answer.code)
            if answer.kind == "course"
            else catalogues["topics"].label(answer.code, language())
        )
        until = _("not before {date}").format(date=formats.long_date(answer.until)) if answer.until else ""
        back = LinkButton(_("Suggest it again"))
        back.setAccessibleName(_("Suggest it again: {topic}").format(topic=name))
        back.clicked.connect(lambda: self._ask_again(answer))
        labels = [
            PlainLabel(name, "strong", wrap=False),
            PlainLabel(until or _("never"), "quiet", wrap=False),
        ]
        return row_of(*labels, back)

    def _ask_again(self, answer: SuggestionAnswer) -> None:
        try:
            done: Done = self._context.services.learning.suggestions.ask_again(answer)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self.load()
        self._context.window.say(_("It is suggested again from now on."), undo=done)


def _card(title: str, words: str, *buttons: QWidget) -> Card:
    card = Card(title)
    card.body.addWidget(PlainLabel(words, "small"))
    card.body.addWidget(row_of(*buttons))
    card.body.addStretch(1)
    return card
