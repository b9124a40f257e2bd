"""Third step: who is at the desk, and the passphrase that opens it; going on makes the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Invalid
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.door import Door
from champion_desk.ui.form import Form
from champion_desk.ui.new_passphrase import NewPassphrase
from champion_desk.ui.problems import show_in
from champion_desk.ui.steps.answers import Answers
from champion_desk.ui.steps.step import Step
from champion_desk.ui.widgets.fields import TextField
from champion_desk.wording import problem_sentence

if TYPE_CHECKING:
    from champion_desk.services import Services


class Person(Step):
    """The champion's name and passphrase. Coming back later changes the desk made, and keeps its key."""

    def __init__(self, door: Door, answers: Answers) -> None:
        super().__init__(
            door,
            answers,
            _("Who are you?"),
            _("Each champion has a passphrase of their own. More can be added later."),
        )
        self._busy = False
        form = self.form = Form()
        self.body.addWidget(form)
        self.name = TextField(_("Your first name"))
        form.row(_("Your first name"), self.name, required=True, name="champion")
        self.name.setText(answers.champion)
        self.passphrase = NewPassphrase(form, lambda: door.catalogues.words, suggest=not answers.passphrase)
        if answers.passphrase:
            self.passphrase.put_back(answers.passphrase, answers.suggested)
        self.body.addWidget(self.complaint)
        self.name.returnPressed.connect(self.passphrase.field.setFocus)
        self.passphrase.submitted.connect(self.finish)

    def keep(self) -> None:
        self.answers.champion = self.name.text()
        self.answers.passphrase = self.passphrase.text()
        self.answers.suggested = self.passphrase.suggested

    def finish(self) -> None:
        self.keep()
        if self._busy:
            return
        answers = self.answers
        council = next((c for c in self.door.catalogues.councils if c.code == answers.council_code), None)
        try:
            champion = answers.as_champion()
            site = answers.as_site(council.name() if council else "", council.nation if council else "")
        except Invalid as problem:
            self.form.show_problems({problem.field: problem_sentence(problem)})
            return
        if self.form.show_problems({"passphrase": self.passphrase.complain()}):
            return
        self._make(site, champion)

    def _make(self, site: Site, champion: Champion) -> None:
        answers = self.answers
        wanted = (site, champion, answers.passphrase)
        if answers.started_with == wanted:
            self.done.emit()
            return
        self._set_busy(True)
        self.complaint.say(_("Making the desk…"), "quiet")
        announce(self, _("Making the desk…"))
        if answers.services is None:
            from champion_desk.services.desks import NewDesk  # brings the store, which loads slowly

            self.door.start(
                NewDesk(site, champion, answers.passphrase),
                lambda made: self._made(wanted, *made),
                while_alive(self, self._failed),
            )
            return
        desk, before = answers.services.desk, answers.started_with

        def amend() -> Services:
            if before is not None and before[0] != site:
                desk.amend_site(site)
                answers.saved = before[0].name == site.name and answers.saved
            if before is not None and before[1] != champion:
                desk.amend_champion(champion)
            if before is not None and before[2] != answers.passphrase:
                desk.change_passphrase(champion, answers.passphrase)
            return self.door.rebuilt(desk, champion, site)

        self.door.background.run(
            amend, lambda services: self._made(wanted, services, answers.recovery_key), self._failed
        )

    def _made(self, wanted: tuple[Site, Champion, str], services: Services, recovery_key: str) -> None:
        self.answers.services, self.answers.recovery_key = services, recovery_key
        self.answers.started_with = wanted
        self._set_busy(False)
        self.complaint.clear()
        self.done.emit()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self.complaint.clear()
        if not show_in(self.form, error):
            self.complaint.say_error(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.form.setEnabled(not busy)
        self.changed.emit()

    def next_words(self) -> str:
        return _("Next")

    def may_go_on(self) -> bool:
        return not self._busy

    def may_go_back(self) -> bool:
        return not self._busy

    def focus_first(self) -> None:
        self.name.setFocus()
