"""A handout as a citizen takes it home: large print, numbered steps, local help, date and page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.columns import side_by_side
from champion_desk.documents.currency import stale_line
from champion_desk.documents.drawings import Pictured
from champion_desk.documents.fonts import can_show
from champion_desk.documents.frames import Box, Marked
from champion_desk.documents.hand_off_slip import slip_blocks
from champion_desk.documents.local_help import address_on_the_web, beside_code, help_box
from champion_desk.documents.own_pictures import LOGO_HIGH, LOGO_WIDE, OwnFigure
from champion_desk.documents.page import Foot, Print, Sheet, print_of
from champion_desk.documents.reading_order import isolated
from champion_desk.documents.stock import stock_of
from champion_desk.documents.tagging import language_tag
from champion_desk.documents.text import AMBER, filled
from champion_desk.domain import handouts
from champion_desk.domain.handouts import ROLES, Handout, HandoutOrder, Section
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, speaking

NAME = "handout"
_GOOD_FOR_MONTHS = 6


def write_handout(order: HandoutOrder) -> bytes:
    """The sheet as PDF, its fixed words in the handout's language.

    Raises `Problem`: handout-not-printable where the fonts lack letters of a language, card-too-full where
    the next steps don't fit one side.
    """
    for handout in filter(None, (order.handout, order.second)):
        if not can_show("".join(_own_words(handout)), handout.language):
            raise Problem("handout-not-printable", slug=handout.slug, language=handout.language)
    with speaking(order.handout.language):
        kind = print_of(order.print_points)
        slip = order.slip
        apart = list(slip_blocks(slip, order.site_phone, order.printed_on, kind)) if slip is not None else []
        if order.layout == "card":
            sheet = sheet_of(order, single=slip is None)
            return sheet.pdf(_card(order, sheet, kind), apart)
        return sheet_of(order).pdf(*_texts(order, kind), apart)


def _texts(order: HandoutOrder, kind: Print) -> Iterator[list[Block]]:
    """The sheet's text; in two languages beside each other, or each from a new page."""
    first = _Copy(order, order.handout, kind)
    if order.second is None:
        yield first.blocks()
        return
    second = _Copy(order, order.second, print_of(order.print_points, order.second.language))
    if order.beside:
        spoken = (language_tag(order.handout.language), language_tag(order.second.language))
        yield list(side_by_side(first.parts(), second.parts(), spoken))
    else:
        yield from (first.blocks(), second.blocks())


def _card(order: HandoutOrder, sheet: Sheet, kind: Print) -> list[Block]:
    """One side with what to do next: what was agreed with this citizen, or else the handout's own steps.

    Of the handout's steps as many are there as fit; those of the citizen all of them, or it is refused.
    """
    own = list(next_steps(order, kind))
    steps = own or _first_steps(order.handout, kind)
    title = Text(order.handout.title, kind.title, after=kind.points * 0.5)
    web = list(_on_the_web(order.handout, kind))
    phone = [heading(_("Come back and ask us"), kind), *_phone(order, kind)] if order.site_phone else []
    for besides in ([*web, *phone], phone, []):
        if sheet.pages_of([title, *steps, *besides]) == 1:
            return [title, *steps, *besides]
    more = Text(_("The other steps are on the whole handout."), kind.strong, before=kind.points * 0.4)
    for count in range(len(steps) - 1, 1, -1):
        if not own and sheet.pages_of([title, *steps[:count], more]) == 1:
            return [title, *steps[:count], more]
    raise Problem("card-too-full", points=order.points, paper=order.paper)


def _first_steps(handout: Handout, kind: Print) -> list[Block]:
    """The heading and the steps of a handout, without what else stands there."""
    found = (
        section for section in handout.sections if any(block.kind == "steps" for block in section.blocks)
    )
    section = next(found, None)
    if section is None:
        return []
    listed = (block for block in section.blocks if block.kind == "steps")
    return [heading(section.heading, kind), *_set(listed, kind)]


def sheet_of(order: HandoutOrder, single: bool = False) -> Sheet:
    """The paper of an order, with what stands on each page."""
    also: Foot = ("", ())
    if order.second is not None:
        with speaking(order.second.language):
            also = (order.second.language, date_lines(order.printed_on))
    return Sheet(
        order.handout.title,
        order.print_points,
        order.site_name,
        order.site_address,
        date_lines(order.printed_on),
        order.demo,
        stock_of(order.paper, order.colour),
        also,
        in_turn=order.second is not None and not order.beside,
        single=single,
    )


def date_lines(printed_on: date) -> tuple[str, str]:
    """When a sheet was printed and when it goes stale: printed directories do (PMC1298860)."""
    month = printed_on.month - 1 + _GOOD_FOR_MONTHS
    until = date(printed_on.year + month // 12, month % 12 + 1, 1)
    return (
        _("Printed on {date}.").format(date=formats.long_date(printed_on)),
        _("Check again after {month}.").format(month=formats.month(until)),
    )


def _own_words(handout: Handout) -> Iterator[str]:
    yield from (handout.title, handout.summary)
    for section in handout.sections:
        yield section.heading
        for block in section.blocks:
            yield from (run.text for item in block.items for run in item)


class _Copy:
    """A handout in one language as this citizen gets it, in parts that stand level with its translation."""

    def __init__(self, order: HandoutOrder, handout: Handout, kind: Print) -> None:
        self._order, self._handout, self._kind = order, handout, kind

    def blocks(self) -> list[Block]:
        """All of it, one below the other."""
        return [block for part in self.parts() for block in part]

    def parts(self) -> list[list[Block]]:
        """Its beginning, each of its sections (as many as any handout has), then what comes besides."""
        with speaking(self._handout.language):
            sections = [list(_section(section, self._kind)) for section in self._handout.sections]
            none: list[list[Block]] = [[]] * (len(ROLES) - len(sections))
            return [list(self._opening()), *sections, *none, *(list(part) for part in self._besides())]

    def _opening(self) -> Iterator[Block]:
        handout, kind, logo = self._handout, self._kind, self._order.logo
        if logo is not None and handout is self._order.handout:
            yield OwnFigure(logo, logo.shows, LOGO_HIGH, LOGO_WIDE, after=kind.points * 0.8)
        yield Text(handout.title, kind.title, after=kind.points * 0.5)
        yield Text(handout.summary, kind.summary, after=kind.points * 0.6)
        if stale_line(self._order):
            yield Text(stale_line(self._order), kind.strong, after=kind.points * 0.6)
        if not handout.speaker_reviewed:
            yield Text(_not_reviewed(handout), kind.small, after=kind.points * 0.6)

    def _besides(self) -> Iterator[Iterable[Block]]:
        order, kind = self._order, self._kind
        yield _on_the_web(self._handout, kind)
        for number, listing in enumerate(order.listings):
            help_near = [] if number else [heading(_("Help near you"), kind)]
            yield [*help_near, help_box(listing, kind, order.printed_on)]
        yield next_steps(order, kind)
        yield _site(order, kind)


def next_steps(order: HandoutOrder, kind: Print) -> Iterator[Block]:
    """What was agreed with this citizen, to tick."""
    steps = [step for step in order.next_steps if step.strip()]
    if steps:
        yield heading(_("Your next steps"), kind)
    for step in steps:
        yield Marked("□", isolated(step), kind.body, after=kind.points * 0.3)


def _not_reviewed(handout: Handout) -> str:
    if handout.easy:
        return _("Not yet checked with people who use Easy Read.")
    if not handout.translator:
        return _("Not yet reviewed by a speaker of this language.")
    return _("Translated by {translator}. Not yet reviewed by a speaker of this language.").format(
        translator=isolated(handout.translator)
    )


def heading(words: str, kind: Print) -> Text:
    """A heading; it stays with what follows."""
    return Text(words, kind.heading, before=kind.points, after=kind.points * 0.4, with_next=True)


def _section(section: Section, kind: Print) -> Iterator[Block]:
    if section.role == "safe":
        gap = kind.points * 0.2
        content = [Text(section.heading, kind.strong, after=gap, with_next=True, tag="H2")]
        inside = [*content, *_set(section.blocks, kind)]
        space = kind.points * 1.1
        yield Box(inside, AMBER, kind.points * 0.75, before=space, after=space)
        return
    yield heading(section.heading, kind)
    yield from _set(section.blocks, kind)


def _set(blocks: Iterable[handouts.Block], kind: Print) -> Iterator[Block]:
    """Paragraphs and lists; a paragraph that opens a list stays with it."""
    listed = list(blocks)
    for index, block in enumerate(listed):
        opens = index + 1 < len(listed) and listed[index + 1].kind != "paragraph"
        if block.pictures:
            yield from _pictured(block, kind)
            continue
        if block.picture is not None:
            shows = "".join(run.text for item in block.items for run in item)
            yield OwnFigure(block.picture, shows, after=kind.points * 0.7)
            continue
        for number, item in enumerate(block.items, 1):
            if block.kind == "paragraph":
                ends = item[-1].text.rstrip() if item else ""
                after = kind.points * (0.3 if opens else 0.7)
                yield Text(item, kind.body, after=after, with_next=opens and ends.endswith(":"))
                continue
            mark = str(number) if block.kind == "steps" else "•"
            last = number == len(block.items)
            gap = kind.points * (0.45 if block.kind == "steps" else 0.25)
            yield Marked(mark, item, kind.body, after=kind.points * 0.7 if last else gap)


def _pictured(block: handouts.Block, kind: Print) -> Iterator[Block]:
    """Easy Read: each item with its picture."""
    for number, (item, picture) in enumerate(zip(block.items, block.pictures, strict=True), 1):
        step = number if block.kind == "steps" else 0
        yield Pictured(picture, item, kind.body, step, after=kind.points * 0.6)


def _on_the_web(handout: Handout, kind: Print) -> Iterator[Block]:
    words = address_on_the_web(handout.web, kind)
    if words:
        say = Text(_("Find this on the web:"), kind.body)
        yield from beside_code(handout.web, [say, *words], kind)


def _site(order: HandoutOrder, kind: Print) -> Iterator[Block]:
    """Where to come back to, and how to ask for this sheet in another form."""
    if order.site_name:
        yield heading(_("Come back and ask us"), kind)
        lines = [Text(isolated(order.site_name), kind.strong, with_next=True)]
        if order.site_address:
            lines.append(Text(isolated(order.site_address), kind.body, with_next=bool(order.site_phone)))
        yield from lines
        yield from _phone(order, kind)
    ask = _("Do you need this in bigger print, in another language or in another way? Please ask us.")
    yield Text(ask, kind.large, before=kind.points * 1.1)


def _phone(order: HandoutOrder, kind: Print) -> Iterator[Block]:
    if order.site_phone:
        yield Text(filled(_("Phone {number}"), number=order.site_phone), kind.body)
