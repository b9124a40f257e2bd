"""The hand-off slip: where to go next, what was done, and a code that holds no name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.codes import BesideCode, matrix
from champion_desk.documents.listing_lines import opening_lines
from champion_desk.documents.local_help import address_line
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.documents.reading_order import isolated
from champion_desk.documents.text import Type, filled
from champion_desk.domain.slips import HandOffSlip, shown_slip
from champion_desk.i18n import _

NAME = "hand-off-slip"
_HOURS = 7
_POINTS = 18


def write_hand_off_slip(
    slip: HandOffSlip, site_name: str, site_phone: str, made_on: date, demo: bool = False
) -> bytes:
    """The slip as PDF, in the language in force."""
    kind = print_of(_POINTS)
    made = _("Made on {date}.").format(date=formats.long_date(made_on))
    sheet = Sheet(_("Hand-off slip"), _POINTS, site_name, formats.long_date(made_on), (made,), demo)
    return sheet.pdf(list(slip_blocks(slip, site_phone, made_on, kind)))


def slip_blocks(slip: HandOffSlip, phone: str, day: date, kind: Print) -> Iterator[Block]:
    """What stands on the slip, for a sheet in that size of print."""
    gap, listing = kind.points, slip.listing
    if listing is None:
        yield Text(_("Show this where you go next"), kind.title, after=gap * 0.5)
    else:
        yield Text(filled(_("Show this at: {name}"), name=listing.name), kind.title, after=gap * 0.5)
        for number in listing.phones[:2]:
            yield Text(filled(_("Phone: {number}"), number=number), kind.number, after=gap * 0.2)
        place = address_line(listing)
        if place:
            yield Text(isolated(place), kind.body, after=gap * 0.2)
        for line in opening_lines(listing, day)[:_HOURS]:
            yield Text(isolated(line), kind.body)
    if slip.topics:
        said = _("You were helped with: {topics}.")
        yield Text(filled(said, topics=", ".join(slip.topics)), kind.body, before=gap * 0.6)
    words = [
        Text(shown_slip(slip.code), Type(40, 52, True), after=gap * 0.2),
        Text(_("This code holds no name."), kind.body, after=gap * 0.2),
        Text(_ask(phone), kind.body),
    ]
    shows = _("QR code with the code {code}").format(code=shown_slip(slip.code))
    yield BesideCode(matrix(slip.code), shows, words, gap, before=gap * 1.4)


def _ask(phone: str) -> str:
    if phone:
        return _("Tell it to us later, so that we know if it worked: {phone}").format(phone=isolated(phone))
    return _("Tell it to us later, so that we know if it worked.")
