"""A local listing on a citizen's sheet: a box with name, phone, place, hours, and a QR code beside words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.codes import BesideCode, address_in_words, address_matrix, address_to_scan
from champion_desk.documents.frames import Box
from champion_desk.documents.listing_lines import opening_lines, shortened
from champion_desk.documents.page import Print
from champion_desk.documents.reading_order import isolated
from champion_desk.documents.text import ACCENT, filled
from champion_desk.domain.directory import Listing
from champion_desk.i18n import _
from champion_desk.wording import address_lines

_PHONES = 3
_LINES = 7
_WORDS = 200


def help_box(listing: Listing, kind: Print, day: date) -> Block:
    """The box of one listing."""
    gap = kind.points * 0.25
    content: list[Block] = [Text(isolated(listing.name), kind.strong, after=gap, tag="H3")]
    content += [
        Text(filled(_("Phone {number}"), number=number), kind.number, after=gap)
        for number in listing.phones[:_PHONES]
    ]
    content += [Text(line, kind.body) for line in _lines(listing, day)]
    content += address_on_the_web(listing.url, kind)
    if listing.email and not (listing.phones or listing.url):
        content.append(Text(isolated(listing.email), kind.strong))
    space = kind.points * 0.8
    return Box(beside_code(listing.url, content, kind), ACCENT, kind.points * 0.75, space, space)


def _lines(listing: Listing, day: date) -> Iterator[str]:
    """Whatever a visitor must know, in the order they need it."""
    if listing.status == "temporarily closed":
        yield _("Closed for now. Phone before you go.")
    if listing.alert:
        yield isolated(shortened(listing.alert, _WORDS))
    place = address_line(listing)
    if place:
        yield isolated(place)
    yield from map(isolated, opening_lines(listing, day)[:_LINES])
    if listing.bring:
        yield _("Bring: {things}").format(things=isolated(shortened(listing.bring, _WORDS)))


def address_line(listing: Listing) -> str:
    """Where a listing is, in one line, nothing twice: its place's name where that says more, the address."""
    at = listing.location
    name = "" if at.name.casefold() == listing.name.casefold() else at.name
    parts = [part.strip() for line in (name, *address_lines(at)) for part in line.split(",")]
    once: dict[str, str] = {}
    for part in filter(None, parts):
        once.setdefault(part.casefold(), part)
    return ", ".join(once.values())


def address_on_the_web(url: str, kind: Print) -> list[Block]:
    """The web address in words."""
    words = address_in_words(url)
    return [Text(isolated(words), kind.strong, link=address_to_scan(url))] if words else []


def beside_code(url: str, content: Sequence[Block], kind: Print) -> list[Block]:
    """Words with the QR code of a web address beside them, if there is one to print."""
    address = address_to_scan(url)
    if not address:
        return list(content)
    space = kind.points * 0.8
    return [
        BesideCode(
            address_matrix(address),
            _("QR code for {address}").format(address=address),
            content,
            kind.points * 0.9,
            space,
            space,
        )
    ]
