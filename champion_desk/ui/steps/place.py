"""Second step: where this desk stands; council areas and their libraries are offered while one types."""

from __future__ import annotations

from champion_desk import i18n
from champion_desk.domain.catalogue import folded
from champion_desk.domain.champions import Site
from champion_desk.domain.places import normal_postcode
from champion_desk.i18n import _
from champion_desk.services.catalogues import Council
from champion_desk.ui.door import Door
from champion_desk.ui.form import Form
from champion_desk.ui.pick_field import PickField
from champion_desk.ui.steps.answers import Answers
from champion_desk.ui.steps.step import Step
from champion_desk.ui.widgets.fields import TextField
from champion_desk.ui.widgets.suggestions import Suggestion

_MOST = 60


class Place(Step):
    """Council area, site and postcode."""

    def __init__(self, door: Door, answers: Answers) -> None:
        super().__init__(
            door,
            answers,
            _("Where is this desk?"),
            _("This finds local help near you, and stands on what you print."),
        )
        self._sites: list[Site] = []
        form = self.form = Form()
        self.body.addWidget(form)
        self.council = PickField(_("Council area"), self._councils, _("Type to find it"))
        self.site = PickField(_("Library or office"), self._offers, _("Type its name"))
        self.postcode = TextField(_("Postcode"))
        form.row(_("Council area"), self.council, required=True, name="council")
        form.row(
            _("Library or office"),
            self.site,
            _("Public libraries are offered as you type. Any other name will do too."),
            required=True,
            name="site",
        )
        form.row(_("Postcode"), self.postcode, _("Used to find places nearby."), name="postcode")
        self.body.addWidget(self.complaint)
        self._put_back()
        self.council.taken.connect(self._council_taken)
        self.council.textEdited.connect(lambda: self._set_council(None))
        self.site.taken.connect(self._site_taken)
        self.council.returnPressed.connect(self.site.setFocus)
        self.site.returnPressed.connect(self.postcode.setFocus)
        self.postcode.returnPressed.connect(self.finish)

    def _put_back(self) -> None:
        answers = self.answers
        self.council.setText(answers.council)
        self.site.setText(answers.site)
        self.postcode.setText(answers.postcode)
        council = self._council()
        if council is not None:
            self._set_council(council)

    def _council(self) -> Council | None:
        """The council area taken, or the one whose whole name was typed."""
        code, typed = self.answers.council_code, folded(self.council.text().strip())
        councils = self.door.catalogues.councils
        taken = next((one for one in councils if one.code == code), None)
        return taken or next((one for one in councils if typed in map(folded, one.names.values())), None)

    def _councils(self, typed: str) -> list[Suggestion]:
        words = folded(typed).split()
        if not words:
            return []
        found = []
        for council in self.door.catalogues.councils:
            name = council.name(i18n.language())
            known = [folded(part) for part in (*council.names.values(), *council.older_names)]
            if any(all(any(p.startswith(w) for p in part.split()) for w in words) for part in known):
                best = min(part.find(words[0]) if words[0] in part else 99 for part in known)
                found.append((best, name, council))
        found.sort(key=lambda one: one[:2])
        return [(council.code, name, council.nation) for _best, name, council in found[:_MOST]]

    def _set_council(self, council: Council | None) -> None:
        self.answers.council_code = council.code if council else ""
        self._sites = self.door.catalogues.sites_in(council) if council else []

    def _council_taken(self, code: str) -> None:
        council = next(one for one in self.door.catalogues.councils if one.code == code)
        self._set_council(council)
        self.form.clear_problems()
        self.site.setFocus()

    def _offers(self, typed: str) -> list[Suggestion]:
        words = folded(typed).split()
        fitting = [s for s in self._sites if all(w in folded(f"{s.name} {s.address}") for w in words)]
        return [(site.id, site.name, site.address) for site in fitting[:_MOST]]

    def _site_taken(self, site_id: str) -> None:
        site = next(one for one in self._sites if one.id == site_id)
        self.answers.library = site
        self.postcode.setText(site.postcode)
        self.postcode.setFocus()

    def keep(self) -> None:
        answers = self.answers
        answers.council, answers.site = self.council.text(), self.site.text()
        answers.postcode = normal_postcode(self.postcode.text()) or self.postcode.text().strip()

    def finish(self) -> None:
        self.keep()
        council = self._council()
        problems = {}
        if council is None:
            problems["council"] = _(
                "Choose the council area from the list: type the first letters of its name."
            )
        if not self.answers.site.strip():
            problems["site"] = _("Type the name of the library or office.")
        if self.answers.postcode and normal_postcode(self.answers.postcode) is None:
            problems["postcode"] = _(
                "This does not look like a postcode. Write it like KW15 1AG, or leave it empty."
            )
        if self.form.show_problems(problems) or council is None:
            return
        self._set_council(council)
        self.done.emit()

    def next_words(self) -> str:
        return _("Next")

    def focus_first(self) -> None:
        self.council.setFocus()
