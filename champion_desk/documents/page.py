"""A4 paper: margins, sizes of print, what stands at the head and foot of each page, and the finished PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from champion_desk.documents.blocks import Block, cut, with_spaces
from champion_desk.documents.fonts import BOLD, REGULAR, printable, widths
from champion_desk.documents.tagging import Tag, TaggedCanvas, language_tag
from champion_desk.documents.text import AMBER, INK, PALE_AMBER, Line, Type, draw_lines, set_lines
from champion_desk.domain.handouts import Run
from champion_desk.i18n import _

# Nothing here reads mark-up or loads pictures; should a part of reportlab ever try, it finds no way out.
rl_config.trustedHosts = []
rl_config.trustedSchemes = []
# Plain compressed streams: smaller, and quicker to write than text ones.
rl_config.useA85 = 0
rl_config.pdfComments = 0

_WIDTH, _HEIGHT = A4
_SIDE = 20 * mm
_TOP = 15 * mm
_BOTTOM = 12 * mm
BODY_WIDTH = _WIDTH - 2 * _SIDE
# Where a little less space between paragraphs saves a sheet of paper, it is taken.
_LITTLE_USED = 0.35
_TIGHTER = (0.88, 0.76)

Page = list[tuple[Block, float]]


@dataclass(frozen=True, slots=True)
class Print:
    """The kinds of type of a sheet, all following from the size of its text."""

    points: int
    title: Type
    heading: Type
    summary: Type
    body: Type
    strong: Type
    number: Type
    large: Type
    small: Type


@cache
def print_of(points: int) -> Print:
    """The kinds of type for a text size in points.

    `small` stays within the rules of that size: 12 at least in clear print, 16 in large, 20 in giant
    print (UKAAF G003). Lines of text stand 1.4 times their size apart.
    """
    title = points * 1.2 + 9
    small = max(12.0, float(round(points * 0.88)))
    number = points * 1.3
    return Print(
        points,
        title=Type(title, title * 1.18, True, tag="H1"),
        heading=Type(points + 4, (points + 4) * 1.25, True, tag="H2"),
        summary=Type(points, points * 1.4),
        body=Type(points, points * 1.4),
        strong=Type(points, points * 1.4, True),
        number=Type(number, number * 1.3, True),
        large=Type(max(18, points), max(18, points) * 1.4, True),
        small=Type(small, small * 1.35),
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document: what it is called, who it is from, and what its foot says on every page."""

    title: str
    points: int
    site_name: str = ""
    head: str = ""
    foot: tuple[str, ...] = ()
    demo: bool = False

    def pdf(self, blocks: Sequence[Block], apart: Sequence[Block] = ()) -> bytes:
        """The pages as PDF, in the language in force; what is to be `apart` begins a new page at the end."""
        widths(REGULAR), widths(BOLD)
        setter = _Setter(self)
        pages = _laid_out(blocks, setter.room, 1)
        if len(pages) > 1 and _used(pages[-1]) < setter.room * _LITTLE_USED:
            tighter = (_laid_out(blocks, setter.room, spread) for spread in _TIGHTER)
            pages = next((tried for tried in tighter if len(tried) < len(pages)), pages)
        if apart:
            pages = [*pages, *_laid_out(apart, setter.room, 1)]
        return setter.written(pages)


def _laid_out(blocks: Sequence[Block], room: float, spread: float) -> list[Page]:
    """The blocks on pages of that height."""
    pages: list[Page] = []
    rest: Sequence[Block] = blocks
    while rest or not pages:
        placed, rest = cut(rest, BODY_WIDTH, room, room, spread)
        pages.append(placed)
    return pages


def _used(page: Page) -> float:
    """How far down a page is filled."""
    block, distance = page[-1]
    return distance + block.height(BODY_WIDTH)


class _Setter:
    """Lays out head and foot once, then writes the pages between them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.print = print_of(sheet.points)
        self._head = self._head_lines()
        self._foot = self._foot_lines()
        top = _HEIGHT - _TOP - self._band_height - self._head_height
        bottom = _BOTTOM + len(self._foot) * self.print.body.leading + 10
        self._body_top = top - (sheet.points * 1.1 if self._head else 0)
        self.room = self._body_top - bottom - sheet.points * 0.8
        self._rule = bottom

    @property
    def _band_height(self) -> float:
        return self.print.small.leading + 16 if self.sheet.demo else 0

    @property
    def _head_height(self) -> float:
        return len(self._head) * self.print.small.leading

    def _head_lines(self) -> list[tuple[Line | None, Line | None]]:
        """Name and address in one line, or below each other; no more than two lines of each."""
        small = self.print.small
        names = set_lines((Run(self.sheet.site_name, bold=True),), small, BODY_WIDTH)[:2]
        heads = set_lines((Run(self.sheet.head),), small, BODY_WIDTH)[:2]
        if len(names) == len(heads) == 1 and names[0].width + heads[0].width + 24 <= BODY_WIDTH:
            return [(names[0], heads[0])]
        return [*((name, None) for name in names), *((head, None) for head in heads)]

    def _foot_lines(self) -> list[Line]:
        """The foot's sentences in one line if they leave room for the page's number, else each on its own."""
        body, foot = self.print.body, self.sheet.foot
        room = BODY_WIDTH - set_lines((Run(self._page_of(88, 88)),), self.print.strong, 1000)[0].width - 16
        together = set_lines((Run(" ".join(foot)),), body, BODY_WIDTH)
        if len(together) == 1 and together[0].width <= room:
            return list(together)
        lines = [line for sentence in foot for line in set_lines((Run(sentence),), body, BODY_WIDTH)]
        if not lines or lines[-1].width > room:
            lines.append(Line((), 0))
        return list(with_spaces(lines, " ".join(foot)))

    def _page_of(self, page: int, pages: int) -> str:
        return _("Page {page} of {pages}").format(page=page, pages=pages)

    def written(self, pages: Sequence[Page]) -> bytes:
        """The PDF with all its pages."""
        file = BytesIO()
        title, author = (printable(one).strip() for one in (self.sheet.title, self.sheet.site_name))
        canvas = TaggedCanvas(file, A4, title, author)
        for number, placed in enumerate(pages, 1):
            with canvas.artifact():
                self._furnish(canvas, number, len(pages))
            for block, distance in placed:
                block.draw(canvas, _SIDE, self._body_top - distance, BODY_WIDTH)
            # Furniture is not read aloud, but when a sheet goes stale must be heard: once, at its end.
            last = self._foot and number == len(pages)
            with canvas.marked(Tag("P", language_tag())) if last else canvas.artifact():
                draw_lines(canvas, self._foot, self.print.body, _SIDE, self._rule - 8)
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    def _furnish(self, canvas: TaggedCanvas, number: int, pages: int) -> None:
        """The band of a demo, head and foot."""
        top = _HEIGHT - _TOP
        if self.sheet.demo:
            self._band(canvas, top + 6)
            top -= self._band_height
        for left, right in self._head:
            small = self.print.small
            draw_lines(canvas, [left] if left else [], small, _SIDE, top)
            draw_lines(canvas, [right] if right else [], small, _SIDE, top, _WIDTH - _SIDE)
            top -= small.leading
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.25)
        canvas.line(_SIDE, self._rule, _WIDTH - _SIDE, self._rule)
        body, strong = self.print.body, self.print.strong
        page = set_lines((Run(self._page_of(number, pages)),), strong, BODY_WIDTH)
        last = self._rule - 8 - (len(self._foot) - 1) * body.leading
        draw_lines(canvas, page, strong, _SIDE, last, _WIDTH - _SIDE)

    def _band(self, canvas: TaggedCanvas, top: float) -> None:
        small = Type(self.print.small.size, self.print.small.leading, True, AMBER)
        height = small.leading + 8
        canvas.setFillColor(PALE_AMBER)
        canvas.setStrokeColor(AMBER)
        canvas.setLineWidth(1.25)
        canvas.roundRect(_SIDE, top - height, BODY_WIDTH, height, 6, fill=1)
        line = set_lines((Run(_("Demo — not for citizens")),), small, BODY_WIDTH)[:1]
        for one in line:
            draw_lines(canvas, [one], small, _SIDE + (BODY_WIDTH - one.width) / 2, top - 4)
