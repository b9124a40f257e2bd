"""Write a handout of one's own, or adapt one: plain text at the left, the real page at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain.handouts import OwnPicture
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import Draft
from champion_desk.i18n import _, language
from champion_desk.services.handout_checks import Look, look_at
from champion_desk.services.own_handouts import Start
from champion_desk.services.sheet_forms import FACT_LINES, SheetForm
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.add_picture import AddPictureDialog
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.page import Page
from champion_desk.ui.problems import sentence_of
from champion_desk.ui.sheet_preview import SheetPreview
from champion_desk.ui.sheet_remarks import SheetRemarks, SheetSum
from champion_desk.ui.sheet_writer import SheetWriter
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scan_watch import accepted_in, asks_first
from champion_desk.ui.widgets.scroll import Scroll

NAME = "handout-editor"
ORDER = 96
ICON = "pencil"
PARENT = "handouts"

# Milliseconds after the first key until a draft is kept, and after the last until the words are looked at.
KEEP_AFTER, LOOK_AFTER = 1000, 150
_WIDE, _ROOMY = 860, 560  # of the page, in pixels at 100 % text size


def title() -> str:
    """The page's name in the title of the window."""
    return _("Write a handout")


class HandoutEditorPage(Page):
    """`enter(slug=…, language=…)` changes one of ours, `adapt=…` begins from one that ships, `draft=…` goes
    on with a draft, `new=True` begins an empty one.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._own = context.services.own_handouts
        self.start: Start | None = None
        self._before = SheetForm()
        self._pictures: tuple[OwnPicture, ...] = ()
        self._last: bytes | None = None
        self._kept, self._shows_page = False, False
        self._keep = self._timer(KEEP_AFTER, self.keep_now)
        self._look = self._timer(LOOK_AFTER, self.look_now)
        self._build()
        self._connect()

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    # Building

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 12, 24, 12)
        rows.setSpacing(10)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        rows.addLayout(self._head())
        panes = QHBoxLayout()
        panes.setSpacing(16)
        rows.addLayout(panes, 1)
        self.words = Scroll()
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.writer = SheetWriter(self.context.services.catalogues)
        self.remarks = SheetRemarks()
        self.words.body.addWidget(self.writer)
        self.writer.body.insertWidget(4, self.remarks)  # right below the words
        self.words.body.addStretch(1)
        self.preview = SheetPreview(self.context.background)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self.words, 1)
        self.sum = SheetSum()
        below.addWidget(self.sum)
        self._below = below
        panes.addWidget(left, 11)
        self.left = left
        panes.addWidget(self.preview, 9)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.heading = PlainLabel(title(), "title")
        row.addWidget(self.heading, 1)
        self._top, self._acts, self._compact = row, QWidget(), False
        flow = FlowLayout(self._acts, gap=8)
        self.save_button = PrimaryButton(_("Save"), "save", "Ctrl Enter")
        self.picture_button = SecondaryButton(_("Add a picture…"), "plus")
        self.page_button = SecondaryButton(_("See the page"), "eye")
        self.discard_button = LinkButton(_("Discard"), quiet=True)
        for button in (self.save_button, self.picture_button, self.page_button, self.discard_button):
            flow.addWidget(button)
        row.addWidget(self._acts, 2)
        return row

    def _connect(self) -> None:
        self.writer.changed.connect(self._changed)
        self.remarks.line_asked.connect(self._go_to_line)
        self.sum.asked.connect(self.remarks.focus_first)
        self.save_button.clicked.connect(self.save)
        self.picture_button.clicked.connect(self.ask_for_picture)
        self.page_button.clicked.connect(lambda: self._show_page(not self._shows_page))
        self.discard_button.clicked.connect(self.discard)
        self.writer.words.masked.connect(self.keep_now)  # no copy of what was masked waits for the next key
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    # Beginning

    def enter(self, **arguments: object) -> None:
        """What to write; without arguments, go on where one was, or begin a new one."""
        slug, code = str(arguments.get("slug") or ""), str(arguments.get("language") or "en")
        adapt, draft = str(arguments.get("adapt") or ""), str(arguments.get("draft") or "")
        new = bool(arguments.get("new"))
        try:
            if draft:
                self._begin(self._own.start_from_draft(draft), from_draft=True)
            elif slug:
                self._begin(self._own.start_from_own(slug, code))
            elif adapt:
                self._begin(self._own.start_from(adapt, code))
            elif new or self.start is None:
                self._begin(self._own.start_new(language()))
        except Problem as problem:
            self.context.window.say_problem(problem)
            self.context.window.go_to(PARENT)
            return
        self.writer.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, start: Start, from_draft: bool = False) -> None:
        self.start = start
        self._pictures = tuple(self._own.pictures(start.handout_id))
        self._last, self._kept = None, from_draft
        self.writer.show_form(start.form)
        self._before = SheetForm() if from_draft else self.writer.form()
        self.heading.setText(self._heading(start))
        self._show_page(False)
        self.look_now()

    @staticmethod
    def _heading(start: Start) -> str:
        if start.slug:
            return _("Change “{title}”").format(title=start.form.title)
        if start.original_slug:
            return _("Adapt “{title}”").format(title=start.form.title)
        return title()

    # While it is written

    def _changed(self) -> None:
        if self.start is None:
            return
        self._look.start()
        if not self._keep.isActive():
            self._keep.start()

    def look_now(self) -> None:
        """Look at the words behind the window, and show the page that they make."""
        start, pictures = self.start, self._pictures
        if start is None:
            return
        form = self.writer.form()
        shown = while_alive(self, self._looked)
        failed = while_alive(self, self.context.window.say_problem)
        self.context.background.run(lambda: look_at(form, pictures), shown, failed)
        about = form.title or _("the new handout")
        self.preview.order(lambda: self._page(start, form, pictures), about, form.body)

    def _looked(self, look: Look) -> None:
        self.sum.show_look(look)
        self.remarks.show_look(look)

    def _page(self, start: Start, form: SheetForm, pictures: tuple[OwnPicture, ...]) -> bytes:
        """The sheet as PDF, on the worker; while a line is not right, the page as it last was."""
        whole = replace(
            form, title=form.title or "…", summary=form.summary or "…", topics=form.topics or ("other",)
        )
        handouts = self.context.services.handouts
        try:
            sheet = self._own.sheet(start, whole, pictures)
        except Problem as problem:
            if self._last is not None:
                return self._last
            line = max(int(str(problem.facts["line"])) - FACT_LINES, 0)
            facts = {**problem.facts, "line": line, "file": form.title or _("the new handout")}
            raise Problem(problem.code, **facts) from problem
        self._last = handouts.pdf(handouts.order(sheet, self.context.settings().handout_points))
        return self._last

    def _go_to_line(self, line: int) -> None:
        self._show_page(False)
        self.writer.go_to_line(line)

    def is_typed_in(self) -> bool:
        """Whether there is anything here that anyone would miss."""
        return self.start is not None and self.writer.form() != self._before

    def keep_now(self) -> None:
        """Keep what is typed as a draft."""
        self._keep.stop()
        if self.start is None or not self.is_typed_in():
            return
        try:
            self._own.keep_draft(self.start, self.writer.form())
        except Problem as problem:
            self._kept = False
            self.context.window.say_problem(problem)
        else:
            self._kept = True

    def unkept(self) -> Draft | None:
        """What is typed and could not be kept, after one more try."""
        self.keep_now()
        if self.start is None or self._kept or not self.is_typed_in():
            return None
        return self._own.draft(self.start, self.writer.form())

    def leave(self) -> None:
        """Another page is shown: keep what was typed."""
        self.keep_now()

    # Pictures

    def ask_for_picture(self) -> None:
        """Ask for a picture and what it shows."""
        dialog = AddPictureDialog(self.context, self, _("Add a picture"))
        dialog.chosen.connect(self.add_picture)
        dialog.open()

    def add_picture(self, picture: OwnPicture) -> None:
        """Keep a picture for this handout, and put its line into the words."""
        if self.start is None:
            return
        taken = {one.name for one in self._pictures}
        numbered = (f"{picture.name}-{number}" for number in range(2, 100))
        name = next(one for one in (picture.name, *numbered) if one not in taken)
        picture = replace(picture, name=name)
        try:
            self._own.add_picture(self.start.handout_id, picture)
        except Problem as problem:
            self.context.window.say_problem(problem)
            return
        self._pictures = (*self._pictures, picture)
        shows = picture.shows.translate({ord(sign): None for sign in "[]"})
        self.writer.add_line(f"![{shows}]({name})")

    # Ending

    def save(self) -> None:
        """Keep the handout, or mark what is missing; what can't be kept stays as typed."""
        start = self.start
        if start is None or asks_first(self.writer, self.save):
            return
        form = self.writer.form()
        self.writer.clear_problems()
        self.writer.facts.clear_problems()
        try:
            done = self._own.write(start, form, accepted_in(self.writer))
        except Invalid as problem:
            self._show_page(False)
            self.writer.show_wrong({problem.field: sentence_of(problem)})
            return
        except Problem as problem:
            self.context.window.say_problem(problem)
            if problem.code == "handout-unreadable":
                self._go_to_line(int(str(problem.facts["line"])))
            return
        self._end()
        self.context.window.go_to(PARENT, slug=done.record_id, language=form.language)
        self.context.window.say(_("Saved: {title}.").format(title=form.title), undo=done)

    def discard(self) -> None:
        """Throw away what was typed since it was last saved; asked first, as it can't be brought back."""
        if not self.is_typed_in():
            self._discard()
            return
        asked, text = _("Throw away what you typed?"), _("It can’t be brought back.")
        ConfirmDialog(self, asked, text, _("Throw it away"), self._discard).open()

    def _discard(self) -> None:
        if self.start is None:
            return
        try:
            self._own.discard(self.start)
        except Problem as problem:
            self.context.window.say_problem(problem)
            return
        self._end()
        self.context.window.say(_("What you typed was thrown away."))
        self.context.window.go_to(PARENT)

    def _end(self) -> None:
        self.start, self._last = None, None
        self._keep.stop()
        self._look.stop()

    # Around

    def step_back(self) -> bool:
        """From the page to the words."""
        if self._shows_page:
            self._show_page(False)
            return True
        return False

    def _show_page(self, shown: bool) -> None:
        self._shows_page = shown
        self._lay_out()
        if shown:
            self.preview.area.setFocus()
        elif self.preview.isAncestorOf(self.focusWidget() or self):
            self.writer.title.setFocus()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "preview"):
            self._lay_out()

    def _lay_out(self) -> None:
        wide = self.width() / theme().scale >= _WIDE
        self._shows_page = self._shows_page and not wide
        self.preview.setVisible(wide or self._shows_page)
        self.left.setVisible(not self._shows_page)
        roomy = self.width() / theme().scale >= _ROOMY
        self.heading.setVisible(roomy)  # the window's title says it too
        self._settle_head(compact=not roomy and not self._shows_page)
        self.page_button.setVisible(not wide)
        self.page_button.setText(_("Back to the words") if self._shows_page else _("See the page"))

    def _settle_head(self, compact: bool) -> None:
        """On the smallest windows the buttons and the sum scroll with the words, so that these have room."""
        if compact == self._compact:
            return
        self._compact = compact
        if compact:
            self.words.body.insertWidget(0, self._acts)
            self.writer.body.insertWidget(4, self.sum)
        else:
            self._top.addWidget(self._acts, 2)
            self._below.addWidget(self.sum)


PAGE = HandoutEditorPage
