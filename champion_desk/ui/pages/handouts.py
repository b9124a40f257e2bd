"""Handouts: find the sheet, make it this citizen's own, see the real pages, print it or save it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import wording
from champion_desk.domain.handouts import Handout, HandoutOrder
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, language
from champion_desk.services.handouts import HandoutTitle, given
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.poster import PosterDialog
from champion_desk.ui.dialogs.review_handouts import ReviewDialog
from champion_desk.ui.handout_acts import HandoutActs
from champion_desk.ui.handout_choices import HandoutChoices
from champion_desk.ui.handout_finder import HandoutFinder
from champion_desk.ui.handout_gallery import CardWords
from champion_desk.ui.handout_intake import HandoutIntake
from champion_desk.ui.handout_notices import HandoutNotices
from champion_desk.ui.handout_pane import GalleryPane
from champion_desk.ui.handout_text import spoken
from champion_desk.ui.page import Page
from champion_desk.ui.sheet_preview import SheetPreview
from champion_desk.ui.slip_row import slip_to_print
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import LinkButton

NAME = "handouts"
ORDER = 4
ICON = "file-text"

Mode = Literal["wide", "medium", "narrow"]
_WIDE, _MEDIUM = 980, 640  # of the page, in pixels at 100 % text size


def title() -> str:
    """The page's word in the rail."""
    return _("Handouts")


class HandoutsPage(Page):
    """Gallery, choices, pages: side by side, or one after the other on a small window.

    `enter(slug=…, language=…)` goes straight to a handout.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._mode: Mode = "wide"
        self._view: Literal["gallery", "choices", "pages"] = "gallery"
        self._language = language()
        self.handout: Handout | None = None
        self._read_titles()
        self._build()
        self._connect()
        self.choices.set_points(context.settings().handout_points)
        self._show_found()
        self._show_visit()

    def _read_titles(self) -> None:
        self._titles = {one.slug: one for one in self.context.services.handouts.titles}
        self._families = self._known_families()

    def _known_families(self) -> dict[str, str]:
        """The family of each handout, from the first of its topics that has one."""
        topics = {topic.code: topic.family for topic in self.context.services.catalogues.topics}
        return {
            slug: next((topics[code] for code in one.read_in("en").topics if code in topics), "other")
            for slug, one in self._titles.items()
        }

    # Building

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.setSpacing(12)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        families = self.context.services.catalogues.families
        present = [one for one in families if one.code in self._families.values()]
        self.finder = HandoutFinder([(one.code, one.label(language())) for one in present])
        rows.addWidget(self.finder)
        self.notices = HandoutNotices(self.context)
        rows.addWidget(self.notices)
        self._panes = QHBoxLayout()
        self._panes.setSpacing(16)
        rows.addLayout(self._panes, 1)
        self._build_gallery()
        self.choices = HandoutChoices()
        self.acts = HandoutActs(self.context, self.copy, self._note_given)
        self.choices.add_above(self.acts.stale)
        self.choices.add_below(self.acts)
        self._build_pages()
        for pane, room in ((self._left, 42), (self.choices, 31), (self._pages, 40)):
            self._panes.addWidget(pane, room)

    def _build_gallery(self) -> None:
        self._left = GalleryPane()
        self.gallery = self._left.gallery
        self.nothing_found = self._left.nothing_found
        self.gallery.set_cards(self._card(one) for one in self._titles.values())

    def _build_pages(self) -> None:
        self._pages = QWidget()
        rows = QVBoxLayout(self._pages)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self._back = LinkButton(_("Back to the choices"), "arrow-left")
        rows.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self.preview = SheetPreview(self.context.background)
        rows.addWidget(self.preview, 1)

    def _card(self, one: HandoutTitle) -> CardWords:
        family = self.context.services.catalogues.families.label(self._families[one.slug], language())
        forms = [wording.language_name(code) for code in _in_order(one)]
        languages = " · ".join([*forms, *([_("Easy Read")] if one.easy else [])])
        marks = [_("Ours")] if one.is_own else []
        if any(sheet.is_due(date.today()) for sheet in one.languages.values()):
            marks.append(_("due for a check"))
        return CardWords(one.slug, family, one.read_in(language()).title, languages, " · ".join(marks))

    def _connect(self) -> None:
        self.finder.changed.connect(self._show_found)
        self.finder.left_below.connect(self.gallery.focus_chosen)
        self.nothing_found.acted.connect(self._show_all)
        self.gallery.chosen.connect(self._choose)
        self.gallery.opened.connect(lambda _slug: self._open("choices"))
        choices = self.choices
        choices.changed.connect(self._order_pages)
        choices.language_chosen.connect(self._choose_language)
        choices.print_asked.connect(self.print_sheet)
        choices.save_asked.connect(self.save_sheet)
        choices.back_asked.connect(self.step_back)
        choices.look_asked.connect(lambda: self._open("pages"))
        self._back.clicked.connect(self.step_back)
        window = self.context.window
        for asked in (self.finder.write_asked, self._left.write_button.clicked):
            asked.connect(lambda *_pressed: window.go_to("handout-editor", new=True))
        self._left.review_button.clicked.connect(self.review)
        self._left.poster_button.clicked.connect(self.make_poster)
        self.intake = HandoutIntake(
            self.context, self, lambda slug, code: self.enter(slug=slug, language=code)
        )
        self._left.intake_button.clicked.connect(self.intake.ask)
        self.context.changes.changed.connect(self._records_changed)
        self.context.visit.changed.connect(self._visit_changed)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_sheet)

    # Finding

    def _show_found(self) -> None:
        handouts, family = self.context.services.handouts, self.finder.family()
        found = [one.slug for one in handouts.find(self.finder.text(), language())]
        found = [slug for slug in found if not family or self._families[slug] == family]
        fitting = [one.slug for one in handouts.for_topics(self.context.visit.topics)]
        found.sort(key=lambda slug: fitting.index(slug) if slug in fitting else len(fitting))
        self._left.show_found(found)
        if not found:
            announce(self, _("Nothing found."))

    def _show_all(self) -> None:
        self.finder.clear()
        self.finder.focus_words()

    # One handout

    def _choose(self, slug: str, language_code: str = "") -> None:
        one = self._titles[slug]
        self.handout = one.read_in(language_code or self._language)
        self.gallery.choose(slug)
        self.choices.show_handout(self.handout, _in_order(one), self.handout.language in one.easy)
        self.acts.show_handout(self.handout)
        self._order_pages()
        self._lay_out()

    def _choose_language(self, code: str) -> None:
        if self.handout is not None:
            self._language = code
            self._choose(self.handout.slug)

    def copy(self) -> HandoutOrder | None:
        """This citizen's copy as it is chosen now."""
        if self.handout is None:
            return None
        choices = self.choices
        order = self.context.services.handouts.order(
            self.handout,
            choices.points(),
            choices.listings(),
            choices.next_steps(),
            slip_to_print(self.context, self.handout.language),
            second=self._titles[self.handout.slug].languages.get(choices.paper.second()),
            paper=choices.paper.paper(),
            colour=choices.paper.colour(),
            layout=choices.paper.layout_code(),
        )
        choices.paper.tell(order)
        if not choices.site.isChecked():
            order = replace(order, site_name="", site_address="", site_phone="")
        return order

    def _order_pages(self) -> None:
        order = self.copy()
        if order is not None:
            make, handout = self.context.services.handouts.pdf, order.handout
            try:
                said = "\n".join(spoken(one) for one in (handout, order.second) if one is not None)
            except Problem:  # the preview says what is wrong with it
                said = ""
            self.preview.order(lambda: make(order), handout.title, said)

    def print_sheet(self) -> None:
        """Print this copy; it is noted in the visitor's session."""
        self._hand_out(lambda pdf, name: self.context.window.print_pdf(pdf, name))

    def save_sheet(self) -> None:
        """Save this copy as a PDF; it is noted in the visitor's session."""
        self._hand_out(lambda pdf, name: self.context.window.save_pdf(pdf, name) is not None)

    def _hand_out(self, give: Callable[[bytes, str], bool]) -> None:
        order = self.copy()
        if order is None:
            return
        handout = order.handout

        def made(pdf: bytes) -> None:
            if give(pdf, handout.title) and self.context.visit.is_open:
                self.context.visit.gave(given(order))
                said = _("{title} is noted in this session.")
                if order.slip is not None:
                    self.context.visit.note_slip_printed()
                    said = _("{title}, with the slip as its last page, is noted in this session.")
                self.context.window.say(said.format(title=handout.title))

        sheet = self.preview.sheet
        if sheet is not None and self.preview.is_current:
            made(sheet.pdf)
            return
        pdf = self.context.services.handouts.pdf
        failed = while_alive(self, self.context.window.say_problem)
        self.context.background.run(lambda: pdf(order), while_alive(self, made), failed)

    def _note_given(self, order: HandoutOrder, layout: str) -> None:
        """It goes home with this visitor: it stands in their session, with language and layout."""
        if self.context.visit.is_open:
            self.context.visit.gave(replace(given(order), layout=layout))

    def review(self) -> None:
        """The sheets that should be looked at again."""
        ReviewDialog(self.context, self, self._go_to).open()

    def _go_to(self, slug: str, code: str) -> None:
        self.enter(slug=slug, language=code)

    # What is kept

    def _records_changed(self, kind: str) -> None:
        if kind == "handouts":
            self._read_titles()
            self.gallery.set_cards(self._card(one) for one in self._titles.values())
            self._show_found()
            self._show_visit()
            if self.handout is not None:
                here = self._titles.get(self.handout.slug)
                if here is None:
                    self.handout = None
                    self._open("gallery")
                else:
                    self._choose(here.slug, self.handout.language)
        if kind in ("handouts", "drafts"):
            self._show_notices()

    def _show_notices(self) -> None:
        self.notices.refresh()
        self._left.show_due(len(self.context.services.handouts.due(date.today())))

    # The visitor

    def _visit_changed(self) -> None:
        visit = self.context.visit
        if not (visit.is_open or visit.listings or visit.handouts or visit.shortlist or visit.topics):
            self._language = language()
            self.choices.forget()
            self.choices.set_points(self.context.settings().handout_points)
        self._show_visit()
        self._show_found()
        self._order_pages()

    def _show_visit(self) -> None:
        visit = self.context.visit
        self.choices.show_listings(visit.listings, visit.shortlist)
        given = {one.slug for one in visit.handouts}
        for slug, card in self.gallery.cards.items():
            card.set_given(slug in given)

    # Around

    def make_poster(self) -> None:
        """A poster of the site's own drop-in."""
        PosterDialog(self.context, self).open()

    def enter(self, **arguments: object) -> None:
        """Go to a handout (`slug`, `language`), to a `poster`, or go on where one was."""
        self._show_notices()
        if arguments.get("poster"):
            self.make_poster()
            return
        slug, code = str(arguments.get("slug") or ""), str(arguments.get("language") or "")
        if slug in self._titles:
            self.finder.clear()
            self._language = code or self._language
            self._choose(slug, code)
            self._left.scroll_area.ensureWidgetVisible(self.gallery.cards[slug], 0, theme().px(24))
            self._open("choices")
            return
        if self.handout is None and self._titles and self._mode != "narrow":
            first = next((slug for slug, card in self.gallery.cards.items() if not card.isHidden()), "")
            if first:
                self._choose(first)
        self.finder.focus_words()

    def step_back(self) -> bool:
        """From the pages to the choices, from there to the gallery, from there to the search."""
        if self._mode == "narrow" and self._view != "gallery":
            self._open("choices" if self._view == "pages" else "gallery")
            return True
        focused = self.focusWidget() or self
        if self.choices.isAncestorOf(focused) or self._pages.isAncestorOf(focused):
            self.gallery.focus_chosen()
            return True
        if self.gallery.isAncestorOf(focused):
            self.finder.focus_words()
            return True
        return False

    def _open(self, view: Literal["gallery", "choices", "pages"]) -> None:
        self._view = view
        self._lay_out()
        if view == "choices":
            (self.choices.languages if self._mode == "narrow" else self.choices.print).setFocus()
        elif view == "pages":
            self.preview.area.setFocus()
        else:
            self.gallery.focus_chosen()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)  # the panes give way to any window, one by one

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_mode()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "preview"):
            self._choose_mode()

    def _choose_mode(self) -> None:
        width = self.width() / theme().scale
        self._mode = "wide" if width >= _WIDE else "medium" if width >= _MEDIUM else "narrow"
        self._lay_out()

    def _lay_out(self) -> None:
        narrow, chosen = self._mode == "narrow", self.handout is not None
        view = self._view if chosen else "gallery"
        self.finder.setVisible(not narrow or view == "gallery")
        self.notices.set_wanted(not narrow or view == "gallery")
        self.finder.write.setVisible(not narrow)
        self._left.write_button.setVisible(narrow)
        self._left.poster_button.setVisible(not narrow)  # there it is to be had by Ctrl+K
        self.finder.set_wide(self._mode == "wide")
        self._left.setVisible(not narrow or view == "gallery")
        self.choices.setVisible(chosen and (not narrow or view == "choices"))
        self._pages.setVisible(chosen and (not narrow or view == "pages"))
        self.choices.set_narrow(narrow)
        self._back.setVisible(narrow)
        medium = self._mode == "medium"
        rooms = ((self._left, 26 if medium else 42), (self.choices, 31), (self._pages, 32 if medium else 40))
        for pane, room in rooms:
            self._panes.setStretchFactor(pane, room)


def _in_order(one: HandoutTitle) -> list[str]:
    """The languages a handout exists in, ours in their usual order, then the others."""
    usual = ("en", "cy", "gd")
    return sorted(one.languages, key=lambda code: (usual.index(code) if code in usual else len(usual), code))


PAGE = HandoutsPage
