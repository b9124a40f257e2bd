"""A handout as a citizen takes it home: large print, numbered steps, local help, date and page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.fonts import can_show
from champion_desk.documents.frames import Box, Marked
from champion_desk.documents.hand_off_slip import slip_blocks
from champion_desk.documents.local_help import address_on_the_web, beside_code, help_box
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.documents.reading_order import isolated
from champion_desk.documents.text import AMBER, filled
from champion_desk.domain import handouts
from champion_desk.domain.handouts import Handout, HandoutOrder, Section
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, speaking

NAME = "handout"
_GOOD_FOR_MONTHS = 6


def write_handout(order: HandoutOrder) -> bytes:
    """The sheet as PDF, its fixed words in the handout's language.

    Raises `Problem("handout-not-printable")` where the fonts lack letters of that language.
    """
    handout = order.handout
    if not can_show("".join(_own_words(handout)), handout.language):
        raise Problem("handout-not-printable", slug=handout.slug, language=handout.language)
    with speaking(handout.language):
        kind = print_of(order.points)
        sheet = Sheet(
            handout.title,
            order.points,
            order.site_name,
            order.site_address,
            date_lines(order.printed_on),
            order.demo,
        )
        slip = order.slip
        apart = slip_blocks(slip, order.site_phone, order.printed_on, kind) if slip is not None else ()
        return sheet.pdf(list(_blocks(order, kind)), list(apart))


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


def _blocks(order: HandoutOrder, kind: Print) -> Iterator[Block]:
    handout = order.handout
    yield Text(handout.title, kind.title, after=kind.points * 0.5)
    yield Text(handout.summary, kind.summary, after=kind.points * 0.6)
    if not handout.speaker_reviewed:
        yield Text(_not_reviewed(handout), kind.small, after=kind.points * 0.6)
    for section in handout.sections:
        yield from _section(section, kind)
    yield from _on_the_web(handout, kind)
    if order.listings:
        yield _heading(_("Help near you"), kind)
        yield from (help_box(listing, kind, order.printed_on) for listing in order.listings)
    if any(step.strip() for step in order.next_steps):
        yield _heading(_("Your next steps"), kind)
        for step in filter(str.strip, order.next_steps):
            yield Marked("□", isolated(step), kind.body, after=kind.points * 0.3)
    yield from _site(order, kind)


def _not_reviewed(handout: Handout) -> str:
    if not handout.translator:
        return _("Not yet reviewed by a speaker of this language.")
    return _("Translated by {translator}. Not yet reviewed by a speaker of this language.").format(
        translator=isolated(handout.translator)
    )


def _heading(words: str, kind: Print) -> Text:
    return Text(words, kind.heading, before=kind.points, after=kind.points * 0.4, with_next=True)


def _section(section: Section, kind: Print) -> Iterator[Block]:
    if section.role == "safe":
        gap = kind.points * 0.2
        content = [Text(section.heading, kind.strong, after=gap, with_next=True, tag="H2")]
        inside = [*content, *_set(section.blocks, kind)]
        space = kind.points * 1.1
        yield Box(inside, AMBER, kind.points * 0.75, before=space, after=space)
        return
    yield _heading(section.heading, kind)
    yield from _set(section.blocks, kind)


def _set(blocks: Iterable[handouts.Block], kind: Print) -> Iterator[Block]:
    """Paragraphs and lists; a paragraph that opens a list stays with it."""
    listed = list(blocks)
    for index, block in enumerate(listed):
        opens = index + 1 < len(listed) and listed[index + 1].kind != "paragraph"
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


def _on_the_web(handout: Handout, kind: Print) -> Iterator[Block]:
    words = address_on_the_web(handout.web, kind)
    if words:
        say = Text(_("Find this on the web:"), kind.body)
        yield from beside_code(handout.web, [say, *words], kind)


def _site(order: HandoutOrder, kind: Print) -> Iterator[Block]:
    """Where to come back to, and how to ask for this sheet in another form."""
    if order.site_name:
        yield _heading(_("Come back and ask us"), kind)
        lines = [Text(isolated(order.site_name), kind.strong, with_next=True)]
        if order.site_address:
            lines.append(Text(isolated(order.site_address), kind.body, with_next=bool(order.site_phone)))
        yield from lines
        if order.site_phone:
            yield Text(filled(_("Phone {number}"), number=order.site_phone), kind.body)
    ask = _("Do you need this in bigger print, in another language or in another way? Please ask us.")
    yield Text(ask, kind.large, before=kind.points * 1.1)
