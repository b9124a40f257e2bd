"""What staff can do with handouts: find one, choose language and size, add local help, print or save it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from champion_desk.domain.catalogue import folded
from champion_desk.domain.champions import Site
from champion_desk.domain.directory import Listing
from champion_desk.domain.handouts import Handout, HandoutOrder, OwnPicture
from champion_desk.domain.messages import ListToSend
from champion_desk.domain.own_handouts import OWN
from champion_desk.domain.posters import Poster
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import HandoutGiven
from champion_desk.domain.slips import HandOffSlip
from champion_desk.services.handout_files import Library, read_library
from champion_desk.storage.files import write_whole
from champion_desk.storage.trouble import known


@dataclass(frozen=True, slots=True)
class HandoutTitle:
    """A handout in the languages it exists in, and those it has in Easy Read."""

    slug: str
    languages: Mapping[str, Handout]
    easy: Mapping[str, Handout] = field(default_factory=dict)

    def read_in(self, language: str) -> Handout:
        """The handout in that language, or in English, or in the language there is."""
        return self.languages.get(language) or self.languages.get("en") or next(iter(self.languages.values()))

    @property
    def is_own(self) -> bool:
        """Whether this desk wrote it."""
        return self.slug.startswith(OWN)


def _own_first(one: HandoutTitle) -> tuple[bool, str]:
    return not one.is_own, one.read_in("en").title


class OwnHandouts(Protocol):
    """The handouts that the desk wrote itself."""

    def library(self) -> Library:
        """All of them as sheets."""


@dataclass(frozen=True, slots=True)
class DueSheet:
    """A sheet that somebody should look at again: in one language, last reviewed on a day or never."""

    slug: str
    language: str
    title: str
    reviewed: date | None
    is_own: bool


class HandoutService:
    """The handouts that ship with the program, and those of the desk beside them."""

    def __init__(
        self,
        resources: Path,
        site: Site,
        demo: bool,
        own: OwnHandouts | None = None,
        logo: Callable[[], OwnPicture | None] = lambda: None,
    ) -> None:
        self._folder = resources / "handouts"
        self._site = site
        self._demo = demo
        self._own = own
        self._logo = logo
        self._merged: tuple[Library, tuple[HandoutTitle, ...]] | None = None

    @cached_property
    def _shipped(self) -> Library:
        return read_library(self._folder)

    @cached_property
    def _easy(self) -> Library:
        return read_library(self._folder, easy=True)

    @property
    def titles(self) -> tuple[HandoutTitle, ...]:
        """Every handout, the desk's own first, by their English titles."""
        own = self._own.library() if self._own else Library({})
        if self._merged is None or self._merged[0] is not own:
            both = (*self._shipped.sheets.items(), *own.sheets.items())
            easy = self._easy.sheets
            found = [HandoutTitle(slug, languages, easy.get(slug, {})) for slug, languages in both]
            self._merged = own, tuple(sorted(found, key=_own_first))
        return self._merged[1]

    def unread(self) -> tuple[Problem, ...]:
        """A problem for each handout whose facts can't be read: it is not among the titles."""
        own = self._own.library().broken if self._own else ()
        return (*self._shipped.broken, *self._easy.broken, *own)

    def broken(self, titles: Iterable[HandoutTitle]) -> tuple[Problem, ...]:
        """A problem for each text of these that can't be shown. Takes 10 ms each: call it off the window."""
        found = []
        for title in titles:
            for sheet in (*title.languages.values(), *title.easy.values()):
                try:
                    _ = sheet.sections
                except Problem as problem:
                    found.append(problem)
        return tuple(found)

    def due(self, today: date) -> list[DueSheet]:
        """The sheets last reviewed over a year ago, the desk's own first, then the oldest."""
        found = [
            DueSheet(one.slug, sheet.language, sheet.title, sheet.reviewed, one.is_own)
            for one in self.titles
            for sheet in one.languages.values()
            if sheet.is_due(today)
        ]
        return sorted(found, key=lambda one: (not one.is_own, one.reviewed or date.min, one.title))

    def find(self, typed: str, language: str) -> list[HandoutTitle]:
        """Handouts whose title or summary has the words typed."""
        words = folded(typed).split()
        return [
            one
            for one in self.titles
            if all(
                any(
                    word in folded(f"{sheet.title} {sheet.summary}")
                    for sheet in (one.read_in(language), one.read_in("en"))
                )
                for word in words
            )
        ]

    def for_topics(self, topics: Iterable[str]) -> list[HandoutTitle]:
        """Handouts for those topics, in the order of the topics."""
        found: list[HandoutTitle] = []
        for topic in topics:
            found += [t for t in self.titles if topic in t.read_in("en").topics and t not in found]
        return found

    def get(self, slug: str, language: str = "en") -> Handout:
        """One handout. Raises `Problem`: handout-unknown, handout-not-in-language."""
        title = self._title(slug)
        if language not in title.languages:
            raise Problem("handout-not-in-language", slug=slug, language=language)
        return title.languages[language]

    def easy(self, slug: str, language: str = "en") -> Handout:
        """One handout in Easy Read. Raises `Problem`: handout-unknown, handout-not-easy."""
        title = self._title(slug)
        if language not in title.easy:
            raise Problem("handout-not-easy", slug=slug, language=language)
        return title.easy[language]

    def _title(self, slug: str) -> HandoutTitle:
        title = next((one for one in self.titles if one.slug == slug), None)
        if title is None:
            raise Problem("handout-unknown", slug=slug)
        return title

    def order(
        self,
        handout: Handout,
        points: int,
        listings: Iterable[Listing] = (),
        next_steps: Iterable[str] = (),
        slip: HandOffSlip | None = None,
        *,
        second: Handout | None = None,
        paper: str = "A4",
        colour: str = "white",
        layout: str = "sheet",
    ) -> HandoutOrder:
        """A citizen's copy of a handout, with this site's details, and the slip that goes with them.

        Of two languages Welsh comes first where the site is in Wales. For the layout `easy` the handout's
        Easy Read text is taken. Raises `Problem`: handout-not-easy, handout-one-language,
        handout-same-language.
        """
        if layout == "easy":
            handout = self.easy(handout.slug, handout.language)
        if second is not None:
            handout, second = self._both(handout, second, layout)
        site = self._site
        address = ", ".join(part for part in (site.address, site.postcode) if part)
        return HandoutOrder(
            handout,
            points,
            tuple(listings),
            tuple(next_steps),
            site.name,
            address,
            site.phone,
            date.today(),
            self._demo,
            slip,
            second,
            paper,
            colour,
            layout,
            self._logo(),
        )

    def _both(self, handout: Handout, second: Handout, layout: str) -> tuple[Handout, Handout]:
        """Two languages in the order they are printed in."""
        if layout in ("easy", "card"):
            raise Problem("handout-one-language")
        if handout.language == second.language:
            raise Problem("handout-same-language")
        welsh_first = self._site.nation == "Wales" and second.language == "cy"
        return (second, handout) if welsh_first else (handout, second)

    def pdf(self, order: HandoutOrder) -> bytes:
        """The sheet as PDF."""
        from champion_desk.documents.handout import write_handout  # reportlab loads slowly

        return write_handout(order)

    def web_page(self, order: HandoutOrder) -> bytes:
        """The sheet as a web page of one file."""
        from champion_desk.documents.handout_web import web_page  # what it needs loads slowly

        return web_page(order)

    def plain_text(self, order: HandoutOrder) -> str:
        """The sheet as plain text for a message."""
        from champion_desk.documents.handout_web import plain_text  # as above

        return plain_text(order)

    def to_send(self, listings: Iterable[Listing]) -> ListToSend:
        """A list of listings for a citizen's phone."""
        from champion_desk.documents.messages import list_to_send  # reportlab loads slowly

        return list_to_send(tuple(listings), self._site.name, date.today())

    def shortlist_pdf(
        self,
        listings: Iterable[Listing],
        points: int,
        attributions: Iterable[str] = (),
        paper: str = "A4",
        colour: str = "white",
    ) -> bytes:
        """A sheet of listings as PDF."""
        from champion_desk.documents.shortlist import write_shortlist  # reportlab loads slowly
        from champion_desk.documents.stock import stock_of

        address = ", ".join(part for part in (self._site.address, self._site.postcode) if part)
        return write_shortlist(
            tuple(listings),
            self._site.name,
            address,
            date.today(),
            points,
            self._demo,
            tuple(attributions),
            stock_of(paper, colour),
        )

    def poster(
        self,
        title: str,
        when: str,
        where: str,
        help_with: Iterable[str] = (),
        language: str = "en",
        paper: str = "A4",
        colour: str = "white",
    ) -> Poster:
        """A poster of this site's drop-in. `where` is the site's address if it is empty. Raises `Invalid`."""
        site = self._site
        here = ", ".join(part for part in (site.name, site.address, site.postcode) if part)
        return Poster(
            title,
            when,
            where.strip() or here,
            tuple(help_with),
            site.name,
            site.phone,
            language,
            paper,
            colour,
            self._demo,
        )

    def poster_pdf(self, poster: Poster) -> bytes:
        """The poster as PDF. Raises `Problem("poster-too-full")`."""
        from champion_desk.documents.poster import write_poster  # reportlab loads slowly

        return write_poster(poster)

    def slip_pdf(self, slip: HandOffSlip) -> bytes:
        """A hand-off slip alone, as PDF."""
        from champion_desk.documents.hand_off_slip import write_hand_off_slip  # reportlab loads slowly

        site = self._site
        return write_hand_off_slip(slip, site.name, site.phone, date.today(), self._demo)


def given(order: HandoutOrder) -> HandoutGiven:
    """What a session records of a sheet that went home."""
    second = order.second.language if order.second else ""
    sheet = order.handout
    return HandoutGiven(sheet.slug, sheet.language, order.print_points, order.print_layout, second)


def save_sheet(pdf: bytes, target: Path) -> None:
    """Save a sheet whole or not at all. Raises `Problem`."""
    with known(target):
        write_whole(target, pdf, mode=0o666)  # a sheet is for others too, as far as this computer lets them
