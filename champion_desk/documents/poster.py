"""A poster for the site's own drop-in: one page, in the largest print that holds all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.frames import Box, Marked, Rule
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.documents.reading_order import isolated
from champion_desk.documents.stock import stock_of
from champion_desk.documents.text import ACCENT, Type, filled
from champion_desk.domain.posters import Poster
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, speaking

NAME = "poster"
_SIZES = range(46, 16, -2)


def write_poster(poster: Poster) -> bytes:
    """The poster as PDF, its fixed words in its language.

    Raises `Problem("poster-too-full")` where it does not fit one page in print that is read from far.
    """
    with speaking(poster.language):
        stock = stock_of(poster.paper, poster.colour)
        sheet = Sheet(poster.title, 18, poster.site_name, demo=poster.demo, stock=stock, single=True)
        for points in _SIZES:
            blocks = list(_blocks(poster, print_of(points)))
            if sheet.pages_of(blocks) == 1:
                return sheet.pdf(blocks)
        raise Problem("poster-too-full", paper=poster.paper)


def _blocks(poster: Poster, kind: Print) -> Iterator[Block]:
    gap = kind.points
    size = kind.points * 1.6
    yield Text(
        poster.title, Type(size, size * kind.title.leading / kind.title.size, True, tag="H1"), after=gap * 0.5
    )
    yield Rule(ACCENT, 4, after=gap * 0.6)
    helped = [one.strip() for one in poster.help if one.strip()]
    if helped:
        yield _heading(_("We can help you with"), kind)
        for one in helped:
            yield Marked("•", one, kind.body, after=gap * 0.15)
    times = [
        _heading(_("When"), kind),
        Text(isolated(poster.when), kind.strong, after=gap * 0.5),
        _heading(_("Where"), kind),
        Text(isolated(poster.where), kind.strong),
    ]
    yield Box(times, ACCENT, gap * 0.6, before=gap * 0.7, after=gap * 0.5)
    if poster.site_phone:
        yield Text(filled(_("Phone {number}"), number=poster.site_phone), kind.body)


def _heading(words: str, kind: Print) -> Text:
    smaller = replace(_sized(kind.heading, kind.points * 0.8), colour=ACCENT)
    return Text(words, smaller, after=kind.points * 0.1, with_next=True)


def _sized(kind: Type, size: float) -> Type:
    """The same in another size, its lines as far apart as its language needs."""
    return replace(kind, size=size, leading=size * kind.leading / kind.size)
