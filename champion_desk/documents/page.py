"""Sizes of print, what stands at the head and foot of each page, and the finished PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from operator import itemgetter

from reportlab import rl_config

from champion_desk.documents.blocks import Block, cut, with_spaces
from champion_desk.documents.fonts import BOLD, REGULAR, printable, widths
from champion_desk.documents.reading_order import isolated
from champion_desk.documents.stock import A4, Stock
from champion_desk.documents.tagging import Tag, TaggedCanvas, language_tag
from champion_desk.documents.text import AMBER, INK, PALE_AMBER, Line, Type, draw_lines, set_lines
from champion_desk.domain.handouts import Run
from champion_desk.i18n import _, from_right, language

# Nothing here reads mark-up or loads pictures; should a part of reportlab ever try, it finds no way out.
rl_config.trustedHosts = []
rl_config.trustedSchemes = []
# Plain compressed streams: smaller, and quicker to write than text ones.
rl_config.useA85 = 0
rl_config.pdfComments = 0

# Where a little less space between paragraphs saves a sheet of paper, it is taken.
_LITTLE_USED = 0.35
_TIGHTER = (0.88, 0.76)

Page = list[tuple[Block, float]]
Foot = tuple[str, tuple[str, ...]]  # a language and its sentences


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


# Naskh and Bengali reach further above and below their line than Latin, and Nastaliq falls and climbs.
_LOOSER = {"ar": 1.15, "bn": 1.1, "ur": 1.6}


def print_of(points: int, spoken: str = "") -> Print:
    """The kinds of type for a text size in points, for that language (the one in force).

    `small` stays within the rules of that size: 12 at least in clear print, 16 in large, 20 in giant
    print (UKAAF G003). Lines of text stand 1.4 times their size apart, or more as their script needs.
    """
    return _print_of(points, _LOOSER.get(spoken or language(), 1))


@cache
def _print_of(points: int, looser: float) -> Print:
    title = points * 1.2 + 9
    small = max(12.0, float(round(points * 0.88)))
    number = points * 1.3
    return Print(
        points,
        title=Type(title, title * 1.18 * looser, True, tag="H1"),
        heading=Type(points + 4, (points + 4) * 1.25 * looser, True, tag="H2"),
        summary=Type(points, points * 1.4 * looser),
        body=Type(points, points * 1.4 * looser),
        strong=Type(points, points * 1.4 * looser, True),
        number=Type(number, number * 1.3 * looser, True),
        large=Type(max(18, points), max(18, points) * 1.4 * looser, True),
        small=Type(small, small * 1.35 * looser),
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document: what it is called, who it is from, and what its foot says on every page.

    `foot` are sentences in the language in force, `also` a second language with its own, which stand below
    them; or `in_turn`, on the pages of the first part and of the second. A sheet that is `single` has one
    page, and does not say so.
    """

    title: str
    points: int
    site_name: str = ""
    head: str = ""
    foot: tuple[str, ...] = ()
    demo: bool = False
    stock: Stock = A4
    also: Foot = ("", ())
    in_turn: bool = False
    single: bool = False

    def pdf(self, *parts: Sequence[Block]) -> bytes:
        """The pages as PDF, in the language in force; each part begins a new page."""
        widths(REGULAR), widths(BOLD)
        setter = _Setter(self)
        given = [blocks for blocks in parts if blocks] or [()]
        return setter.written([self._pages(blocks, setter.room) for blocks in given])

    def pages_of(self, blocks: Sequence[Block]) -> int:
        """How many pages the blocks fill."""
        widths(REGULAR), widths(BOLD)
        return len(self._pages(blocks, _Setter(self).room))

    def _pages(self, blocks: Sequence[Block], room: float) -> list[Page]:
        """The blocks on pages, closer together where that saves one."""
        width = self.stock.body
        pages = _laid_out(blocks, width, room, 1)
        if len(pages) > 1 and _used(pages[-1], width) < room * _LITTLE_USED:
            tighter = (_laid_out(blocks, width, room, spread) for spread in _TIGHTER)
            return next((tried for tried in tighter if len(tried) < len(pages)), pages)
        return pages


def _laid_out(blocks: Sequence[Block], width: float, room: float, spread: float) -> list[Page]:
    """The blocks on pages of that width and height."""
    pages: list[Page] = []
    rest: Sequence[Block] = blocks
    while rest or not pages:
        placed, rest = cut(rest, width, room, room, spread)
        pages.append(placed)
    return pages


def _used(page: Page, width: float) -> float:
    """How far down a page is filled."""
    block, distance = page[-1]
    return distance + block.height(width)


class _Setter:
    """Lays out head and foot once, then writes the pages between them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.stock = sheet.stock
        # Head and foot leave the room that either language needs.
        self.print = max(
            (print_of(sheet.points, spoken) for spoken in (language(), sheet.also[0])),
            key=lambda kind: kind.body.leading,
        )
        self._head = self._head_lines()
        spoken: list[Foot] = [(language(), sheet.foot), sheet.also]
        self._feet = (
            [self._foot_lines([one]) for one in spoken] if sheet.in_turn else [self._foot_lines(spoken)]
        )
        top = self.stock.height - self.stock.top - self._band_height - self._head_height
        bottom = self.stock.bottom + max(map(len, self._feet)) * self.print.body.leading + 10
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
        names = set_lines((Run(isolated(self.sheet.site_name), bold=True),), small, self.stock.body)[:2]
        heads = set_lines((Run(isolated(self.sheet.head)),), small, self.stock.body)[:2]
        if len(names) == len(heads) == 1 and names[0].width + heads[0].width + 24 <= self.stock.body:
            return [(names[0], heads[0])]
        return [*((name, None) for name in names), *((head, None) for head in heads)]

    def _foot_lines(self, feet: Sequence[Foot]) -> list[tuple[Line, str]]:
        """Each line with its language. A language's sentences stand in one line if they leave room for the
        page's number, else each on its own."""
        room = self.stock.body
        if not self.sheet.single:
            room -= set_lines((Run(self._page_of(88, 88)),), self.print.strong, 1000)[0].width + 16
        lines = [
            (line, language_tag(spoken))
            for spoken, foot in feet
            for line in self._sentences(foot, room, spoken)
        ]
        if not self.sheet.single and (not lines or lines[-1][0].width > room):
            lines.append((Line((), 0), lines[-1][1] if lines else ""))
        return lines

    def _sentences(self, foot: tuple[str, ...], room: float, spoken: str) -> list[Line]:
        together = set_lines((Run(" ".join(foot)),), self.print.body, self.stock.body, spoken)
        if len(together) == 1 and together[0].width <= room:
            return list(together)
        each = (set_lines((Run(sentence),), self.print.body, self.stock.body, spoken) for sentence in foot)
        return list(with_spaces([line for lines in each for line in lines], " ".join(foot), spoken))

    def _page_of(self, page: int, pages: int) -> str:
        return _("Page {page} of {pages}").format(page=page, pages=pages)

    def written(self, parts: Sequence[Sequence[Page]]) -> bytes:
        """The PDF with the pages of all its parts."""
        file = BytesIO()
        said = (self.sheet.title, self.sheet.site_name)
        title, author = (printable(one, language()).strip() for one in said)
        canvas = TaggedCanvas(file, (self.stock.width, self.stock.height), title, author)
        pages = [(part, page) for part, several in enumerate(parts) for page in several]
        # What stands on every page is not read aloud, but when a sheet goes stale must be heard: at the end
        # of each language.
        ends = {len(parts[0]), len(parts[0]) + len(parts[1])} if self.sheet.in_turn else {len(pages)}
        for number, (part, placed) in enumerate(pages, 1):
            foot = self._feet[part if part < len(self._feet) else 0]
            with canvas.artifact():
                self._tint(canvas)
                self._furnish(canvas, number, len(pages), foot)
            for block, distance in placed:
                block.draw(canvas, self.stock.side, self._body_top - distance, self.stock.body)
            self._draw_foot(canvas, foot, number in ends)
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    def _tint(self, canvas: TaggedCanvas) -> None:
        """The colour behind the words, where one is asked for."""
        if self.stock.tint is not None:
            canvas.setFillColor(self.stock.tint)
            canvas.rect(0, 0, self.stock.width, self.stock.height, stroke=0, fill=1)

    def _furnish(
        self, canvas: TaggedCanvas, number: int, pages: int, foot: Sequence[tuple[Line, str]]
    ) -> None:
        """The band of a demo, the head, and at the foot the page's number."""
        top = self.stock.height - self.stock.top
        left, right = self.stock.side, self.stock.width - self.stock.side
        if self.sheet.demo:
            self._band(canvas, top + 6)
            top -= self._band_height
        for name, address in self._head:
            small = self.print.small
            self._at_side(canvas, [name] if name else [], small, top)
            self._at_side(canvas, [address] if address else [], small, top, at_end=True)
            top -= small.leading
        if any(self._feet):
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(1.25)
            canvas.line(left, self._rule, right, self._rule)
        if self.sheet.single:
            return
        strong = self.print.strong
        page = set_lines((Run(self._page_of(number, pages)),), strong, self.stock.body)
        rows = max(map(len, self._feet))
        last = self._rule - 8 - (rows - 1) * self.print.body.leading
        # Where the foot's last line stands in its row, the number is at that line's end.
        spoken = foot[-1][1] if len(foot) == rows else ""
        self._at_side(canvas, page, strong, last, spoken, at_end=True)

    def _at_side(
        self,
        canvas: TaggedCanvas,
        lines: Sequence[Line],
        kind: Type,
        top: float,
        spoken: str = "",
        at_end: bool = False,
    ) -> None:
        """Write lines from the side the language (the one in force) begins at, or up to the other."""
        side = self.stock.side
        right = self.stock.width - side if at_end != from_right(spoken or language()) else None
        draw_lines(canvas, lines, kind, side, top, right)

    def _draw_foot(self, canvas: TaggedCanvas, foot: Sequence[tuple[Line, str]], heard: bool) -> None:
        """The foot's sentences, to be heard or passed over."""
        top = self._rule - 8
        for spoken, group in groupby(foot, itemgetter(1)):
            lines = [line for line, _spoken in group]
            with canvas.marked(Tag("P", spoken)) if heard else canvas.artifact():
                self._at_side(canvas, lines, self.print.body, top, spoken)
            top -= len(lines) * self.print.body.leading

    def _band(self, canvas: TaggedCanvas, top: float) -> None:
        small = Type(self.print.small.size, self.print.small.leading, True, AMBER)
        height = small.leading + 8
        canvas.setFillColor(PALE_AMBER)
        canvas.setStrokeColor(AMBER)
        canvas.setLineWidth(1.25)
        canvas.roundRect(self.stock.side, top - height, self.stock.body, height, 6, fill=1)
        line = set_lines((Run(_("Demo — not for citizens")),), small, self.stock.body)[:1]
        for one in line:
            draw_lines(canvas, [one], small, self.stock.side + (self.stock.body - one.width) / 2, top - 4)
